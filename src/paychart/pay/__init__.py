"""The core: wage distributions, cells, factors, uncertainty, trend.

- `estimate.estimate` is the door; its `answer.Estimate` carries status, range, interval, lineage and effects.
- `distribution.WageDistribution` holds many cells at once: `quantile`, `percentile_of`, `mean`, `sample`, `shift`.
- `model/` answers what nobody published; `research` puts BLS's own research estimates by state and industry, where a
  store has them, in place of joint cells.
- People: `population` says who works in a cell (from `people_*.csv` and `evidence`; `composition` has the shares,
  `traits` what a profile asks) and feeds `latent` (scores, exact margins). `people.personal_pay` conditions the cell
  on a profile, `draws` says how sure, `effects` and `waterfall` explain. `estimate` comes here only where
  `profile.describes_person`. `offer` and `predict_people` stand on top; `explain` reads, it never computes pay.
- `pricing.price_people(profiles, store, pay)` prices many people at once and equals `estimate` and `place_offer` row
  by row within 1e-9; rows with one cell and the same traits share their work.
- `mixture.price_title` prices a job title through `estimate`, one call an occupation.
- `time/` has the years; `places` compares areas; `take_home` has taxes.
"""
