"""What person records say an occupation pays: the middle of full-time pay, to set beside official figures."""

from __future__ import annotations

import numpy as np

from paychart_lab.people_fit.fit import PeopleFit
from paychart_lab.people_fit.latent import mid_ranks
from paychart_lab.people_fit.records import HOURS, Records

LEVEL_COLUMNS = ("soc", "n", "hourly_median", "log_se")
DESIGN_FACTOR = 1.5  # on the variance: no replicate weights, clustered sample
_FULL_TIME = HOURS.index("35-39")


def level_rows(fit: PeopleFit, records: Records, soc_of: dict[str, list[str]]) -> list[tuple[object, ...]]:
    """Rows of people_level.csv: weighted median hourly pay of full-time workers (30 records or more) and its
    log standard error, as for the median of a normal sample of Kish's effective size."""
    rows: list[tuple[object, ...]] = []
    for key, occupation in fit.occupations.items():
        full = occupation.rows[records.hours[occupation.rows] >= _FULL_TIME]
        if len(full) < 30:
            continue
        pay, weight = records.log_wage[full], records.weight[full]
        order = np.argsort(pay)
        middle = float(np.interp(0.5, mid_ranks(pay, weight)[order], pay[order]))
        spread = float(np.sqrt(np.average(np.square(pay - np.average(pay, weights=weight)), weights=weight)))
        size = weight.sum() ** 2 / np.square(weight).sum()
        se = 1.2533 * spread * np.sqrt(DESIGN_FACTOR / size)
        rows += [(soc, len(full), f"{np.exp(middle):.2f}", f"{se:.4f}") for soc in soc_of[key]]
    return sorted(rows, key=lambda row: str(row[0]))
