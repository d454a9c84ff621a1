"""Schooling by employer type within an occupation: a cell of one industry has its own mix of degrees."""

from __future__ import annotations

import numpy as np

from paychart_lab.people_fit.fit import PeopleFit
from paychart_lab.people_fit.records import EDUCATION, EMPLOYERS, Records

EMPLOYER_EDUCATION_COLUMNS = ("soc", "employer", "education", "share", "occupation_share", "n")
LEAST_RECORDS = 30
PRIOR_RECORDS = 50.0


def employer_education_rows(
    fit: PeopleFit, records: Records, soc_of: dict[str, list[str]]
) -> list[tuple[object, ...]]:
    """Rows of people_employer_education.csv: shares by attainment of the workers of one occupation and employer
    type, shrunk to the whole occupation's (50 records' worth); employers with fewer than 30 records are left out.
    """
    rows: list[tuple[object, ...]] = []
    levels = len(EDUCATION)
    for key, occupation in fit.occupations.items():
        part = records.take(occupation.rows)
        whole = np.bincount(part.education, part.weight, minlength=levels)
        whole = whole / whole.sum()
        for number in np.unique(part.employer).tolist():
            chosen = part.employer == number
            n = int(chosen.sum())
            if n < LEAST_RECORDS:
                continue
            own = np.bincount(part.education[chosen], part.weight[chosen], minlength=levels)
            share = (n * own / own.sum() + PRIOR_RECORDS * whole) / (n + PRIOR_RECORDS)
            rows += [
                (soc, EMPLOYERS[number], EDUCATION[i].value, f"{share[i]:.5f}", f"{whole[i]:.5f}", n)
                for soc in soc_of[key]
                for i in range(levels)
                if whole[i] > 0
            ]
    return sorted(rows, key=lambda row: (str(row[0]), str(row[1])))
