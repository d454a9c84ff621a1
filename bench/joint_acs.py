"""Joint cells against person records: do hospitals pay more than physicians' offices where the model says so?

American Community Survey (ACS) wages include overtime and have another level, so only contrasts are compared: for each
occupation and state, the log ratio of the median wage in general hospitals to that in physicians' offices,
among full-time, full-year workers. Usage: python bench/joint_acs.py FOLDER_OF_ACS_PARQUET
"""

from __future__ import annotations

import argparse
import csv
import json
from importlib import resources
from pathlib import Path

import duckdb
import numpy as np

from paychart import open_store
from paychart.pay.model import price

FEWEST = 25  # persons on each side of a contrast
HOSPITAL, OFFICE = ("8191", "622000"), ("7970", "621100")  # Census 2018 and NAICS codes


def contrasts(folder: Path) -> list[tuple[str, str, float, float]]:
    """(Census occupation, state FIPS, log ratio of medians, its standard error)."""
    rows = duckdb.sql(
        f"""
        SELECT OCCP, STATE, INDP, median(ln(WAGP)), stddev(ln(WAGP)), count(*)
        FROM read_parquet('{folder}/p_*.parquet')
        WHERE INDP::INT IN ({HOSPITAL[0]}, {OFFICE[0]}) AND WKHP::INT >= 35 AND WKWN::INT >= 50 AND WAGP::INT > 10000
        GROUP BY ALL HAVING count(*) >= {FEWEST}
        """
    ).fetchall()
    found = {(str(int(o)).zfill(4), str(int(s)).zfill(2), str(int(i))): rest for o, s, i, *rest in rows}
    result = []
    for (occupation, state, industry), (median, spread, count) in found.items():
        other = found.get((occupation, state, OFFICE[0]))
        if industry == HOSPITAL[0] and other:
            error = 1.253 * np.sqrt(spread**2 / count + other[1] ** 2 / other[2])
            result.append((occupation, state, median - other[0], error))
    return result


def soc_of() -> dict[str, str]:
    """Census occupations that are one detailed SOC occupation."""
    text = resources.files("paychart.data.reference").joinpath("census_occupation.csv").read_text("utf-8")
    groups: dict[str, set[str]] = {}
    for row in csv.DictReader(text.splitlines()):
        groups.setdefault(row["census_occupation"], set()).add(row["soc"])
    return {census: next(iter(socs)) for census, socs in groups.items() if len(socs) == 1}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    soc = soc_of()
    seen = [c for c in contrasts(parser.parse_args().folder) if c[0] in soc]
    occupations = [soc[c[0]] for c in seen]
    states = [f"{c[1]}00000" for c in seen]
    with open_store() as store:
        sides = [price(store, occupations, states, [code] * len(seen)) for _, code in (HOSPITAL, OFFICE)]
        nation = [
            price(store, occupations, ["0000000"] * len(seen), [code] * len(seen))
            for _, code in (HOSPITAL, OFFICE)
        ]
    model = np.log(sides[0].percentiles[:, 2] / sides[1].percentiles[:, 2])
    flat = np.log(nation[0].percentiles[:, 2] / nation[1].percentiles[:, 2])
    observed, error = np.array([c[2] for c in seen]), np.array([c[3] for c in seen])
    fine = np.isfinite(model) & np.isfinite(flat)
    model, flat, observed, error = model[fine], flat[fine], observed[fine], error[fine]
    weight = 1 / (error**2 + 0.05**2)
    noise = np.average(error**2, weights=weight)

    def excess(guess: np.ndarray) -> float:
        """Root mean square error beyond the sampling error of the records."""
        return float(np.sqrt(max(np.average((observed - guess) ** 2, weights=weight) - noise, 0)))

    centered = observed - np.average(observed, weights=weight)
    print(
        json.dumps(
            {
                "contrasts": len(observed),
                "occupations": len({o for o, ok in zip(occupations, fine, strict=True) if ok}),
                "records_own_error": round(float(np.sqrt(noise)), 3),
                "rmse_beyond_it": {
                    "no difference": round(excess(np.zeros_like(observed)), 3),
                    "nation's contrast": round(excess(flat), 3),
                    "joint cells": round(excess(model), 3),
                },
                "correlation": {
                    "nation's contrast": round(float(np.corrcoef(flat, centered)[0, 1]), 3),
                    "joint cells": round(float(np.corrcoef(model, centered)[0, 1]), 3),
                },
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
