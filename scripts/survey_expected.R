# Writes the figures that tests/unit/survey compares with: R survey's successive-difference replication.
# Rscript scripts/survey_expected.R persons.csv expected.csv
library(survey)
a <- commandArgs(trailingOnly = TRUE)
d <- read.csv(a[1])
s <- svrepdesign(data = d, weights = ~PWGTP, repweights = "PWGTP[0-9]+", type = "successive-difference", mse = TRUE)
rows <- list()
add <- function(stat, by, value, se) rows[[length(rows) + 1]] <<- data.frame(statistic = stat, by = by,
  value = sprintf("%.9f", value), se = sprintf("%.9f", se))
t <- svytotal(~WAGP, s); add("total", "", coef(t), SE(t))
m <- svyby(~WAGP, ~OCCP, s, svymean); for (i in seq_len(nrow(m))) add("mean", m$OCCP[i], m$WAGP[i], m$se[i])
r <- svyratio(~WAGP, ~WKHP, s); add("ratio", "", coef(r), SE(r))
for (q in c(0.1, 0.5, 0.9)) {
  v <- svyquantile(~WAGP, s, quantiles = q, qrule = "math", interval.type = "quantile")
  add(paste0("p", 100 * q), "", coef(v), SE(v))
}
write.csv(do.call(rbind, rows), a[2], row.names = FALSE, quote = FALSE)
