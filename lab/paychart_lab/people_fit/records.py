"""Full-year wage earners as arrays: what the fit and its hold-out test work on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from paychart.profile import Education

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EDUCATION = tuple(Education)
HOURS = ("15-24", "25-34", "35-39", "40", "41-49", "50-59", "60+")
# BLS industry codes by Census industry range (2022 codes); government outside schools and hospitals has its
# own.
INDUSTRIES: tuple[tuple[str, int, int], ...] = (
    ("11----", 170, 290), ("21----", 370, 490), ("22----", 570, 690), ("23----", 770, 770),
    ("31--33", 1070, 3990), ("42----", 4070, 4590), ("44--45", 4670, 5791), ("48--49", 6070, 6390),
    ("51----", 6471, 6781), ("524000", 6991, 6992), ("52----", 6870, 6970), ("53----", 7071, 7190),
    ("541500", 7380, 7380), ("541600", 7390, 7390), ("541700", 7460, 7460), ("54----", 7270, 7490),
    ("55----", 7570, 7570), ("561300", 7580, 7580), ("56----", 7590, 7790), ("611100", 7860, 7860),
    ("611300", 7870, 7870), ("61----", 7880, 7890), ("621100", 7970, 7970), ("621200", 7980, 7980),
    ("621300", 7990, 8080), ("621400", 8090, 8090), ("621600", 8170, 8170), ("621000", 8180, 8180),
    ("622000", 8191, 8192), ("623000", 8270, 8290), ("624000", 8370, 8470), ("71----", 8561, 8590),
    ("72----", 8660, 8690), ("81----", 8770, 9290), ("999000", 9370, 9590),
)  # fmt: skip
# Below that, usual hours times weeks is too rough a divisor: hourly pay scatters 1.5 times as widely.
LEAST_HOURS = 15
GOVERNMENT = ("999100", "999200", "999300")
EMPLOYERS = tuple(code for code, _, _ in INDUSTRIES if code != "999000") + GOVERNMENT


@dataclass(frozen=True)
class Records:
    """One entry a worker. `education`, `employer`, `hours` index the level tuples of this module."""

    occupation: Ints
    area: NDArray[np.str_]
    state: NDArray[np.str_]
    education: Ints
    experience: Floats
    employer: Ints
    hours: Ints
    log_wage: Floats
    weight: Floats

    def __len__(self) -> int:
        return len(self.log_wage)

    def take(self, chosen: NDArray[Any]) -> Records:
        return Records(**{name: getattr(self, name)[chosen] for name in self.__dataclass_fields__})


def read_records(connection: duckdb.DuckDBPyConnection) -> Records:
    """Wage and salary workers of 18 to 75, 15 hours and 50 weeks or more, from table `person`.

    Hourly pay is WAGP (times ADJINC where present) / (WKHP x WKWN); under $4 or over $1,000 is taken for a
    misreport and left out. Experience is potential: age - years of schooling - 6. Area is state x PUMA.
    """
    education = """CASE WHEN SCHL <= 15 THEN 0 WHEN SCHL <= 17 THEN 1 WHEN SCHL <= 19 THEN 2 WHEN SCHL = 20
    THEN 3
        WHEN SCHL = 21 THEN 4 WHEN SCHL IN (22, 23) THEN 5 ELSE 6 END"""
    schooling = "[10, 12, 13, 14, 16, 18, 20]"
    hours = (
        "CASE WHEN WKHP < 25 THEN 0 WHEN WKHP < 35 THEN 1 WHEN WKHP < 40 THEN 2 WHEN WKHP = 40 THEN 3 "
        "WHEN WKHP < 50 THEN 4 WHEN WKHP < 60 THEN 5 ELSE 6 END"
    )
    industry = "CASE " + " ".join(
        f"WHEN INDP BETWEEN {low} AND {high} THEN {number}"
        for number, (_, low, high) in enumerate(INDUSTRIES)
    )
    first_government = len(INDUSTRIES) - 1
    employer = f"""CASE WHEN COW = 5 THEN {first_government}
        WHEN COW = 4 AND NOT (INDP BETWEEN 7860 AND 7890 OR INDP IN (8191, 8192)) THEN {first_government + 1}
        WHEN COW = 3 AND NOT (INDP BETWEEN 7860 AND 7890 OR INDP IN (8191, 8192)) THEN {first_government + 2}
        WHEN INDP BETWEEN 9370 AND 9590 THEN {first_government + 2} ELSE ({industry} END) END"""
    wage = "WAGP::DOUBLE * (coalesce(ADJINC, 1000000)::DOUBLE / 1e6) / (WKHP * WKWN)"
    columns = connection.execute(
        f"""SELECT OCCP, state || puma AS area, state, {education} AS education,
            greatest(0, AGEP - 6 - {schooling}[{education} + 1])::DOUBLE AS experience, {employer} AS
            employer,
            {hours} AS hours, ln({wage}) AS log_wage, PWGTP::DOUBLE AS weight
        FROM person WHERE WAGP > 0 AND WKHP >= {LEAST_HOURS} AND WKWN >= 50 AND COW BETWEEN 1 AND 5 AND AGEP BETWEEN 18
        AND 75
            AND OCCP < 9800 AND INDP < 9670 AND PWGTP > 0 AND {wage} BETWEEN 4 AND 1000
        ORDER BY OCCP"""
    ).fetchnumpy()
    get = {name: np.ma.getdata(values) for name, values in columns.items()}
    return Records(
        occupation=get["OCCP"].astype(np.int64),
        area=get["area"].astype(str),
        state=get["state"].astype(str),
        education=get["education"].astype(np.int64),
        experience=get["experience"].astype(np.float64),
        employer=get["employer"].astype(np.int64),
        hours=get["hours"].astype(np.int64),
        log_wage=get["log_wage"].astype(np.float64),
        weight=get["weight"].astype(np.float64),
    )
