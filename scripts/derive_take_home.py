"""Compute the knots `derive_taxes.py` mends: what federal, payroll and state taxes take from pay, by state.

    python -m venv taxes && taxes/bin/pip install policyengine-us && taxes/bin/python scripts/derive_take_home.py

policyengine-us (AGPL-3.0, 860 MB, a minute to start) is run here and nowhere else: the package carries the figures it
computes. A household of adults of 40 lives on one person's wages, takes the standard deduction or what is better, and
has no children. Each schedule is thinned to knots that give it back within `WITHIN` dollars on straight lines.
"""

from __future__ import annotations

import csv
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np

YEAR = 2025
WITHIN = 20.0
TAXES = ("income_tax", "employee_payroll_tax", "state_income_tax")
SPANS = ((0, 250_000, 501), (250_000, 1_000_000, 151))
STATES = """
    AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH
    OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY
""".split()  # noqa: SIM905
TARGET = Path("take_home_knots.csv")


def schedule(state: str, married: bool) -> tuple[np.ndarray, np.ndarray]:
    """Pay (n) and taxes (n, 3) of one household in one state."""
    from policyengine_us import Simulation

    names = ["earner", "spouse"][: 1 + married]
    pays, taxes = [], []
    for low, high, count in SPANS:
        situation = {
            "people": {name: {"age": {YEAR: 40}} for name in names},
            **{
                group: {"all": {"members": names}}
                for group in ("families", "spm_units", "tax_units", "marital_units")
            },
            "households": {"all": {"members": names, "state_code": {YEAR: state}}},
            "axes": [
                [{"name": "employment_income", "count": count, "min": low, "max": high, "period": YEAR}]
            ],
        }
        simulation = Simulation(situation=situation)
        pays.append(np.linspace(low, high, count))
        taxes.append(
            np.stack(
                [np.asarray(simulation.calculate(t, YEAR, map_to="household"), dtype=float) for t in TAXES],
                axis=1,
            )
        )
    return np.concatenate([pays[0], pays[1][1:]]), np.concatenate([taxes[0], taxes[1][1:]])


def knots(pay: np.ndarray, total: np.ndarray) -> list[int]:
    """Indices whose straight lines stay within `WITHIN` dollars of every column: halve where they do not."""
    kept = {0, len(pay) - 1}
    open_spans = [(0, len(pay) - 1)]
    while open_spans:
        a, b = open_spans.pop()
        if b - a < 2:
            continue
        share = ((pay[a : b + 1] - pay[a]) / (pay[b] - pay[a]))[:, None]
        away = np.abs(total[a : b + 1] - (total[a] + share * (total[b] - total[a]))).max(axis=1)
        worst = int(away.argmax())
        if away[worst] > WITHIN:
            kept.add(a + worst)
            open_spans += [(a, a + worst), (a + worst, b)]
    return sorted(kept)


def main() -> None:
    draft = TARGET.with_suffix(".draft")
    with draft.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("state", "household", "pay", "federal", "payroll", "state_tax"))
        for state in STATES:
            for married in (False, True):
                pay, taxes = schedule(state, married)
                for i in knots(pay, taxes):
                    row = (round(pay[i]), *(round(t) for t in taxes[i]))
                    writer.writerow((state, "married" if married else "single", *row))
            print(state, file=sys.stderr)
    draft.replace(TARGET)
    print(f"Tax year {YEAR}, policyengine-us {version('policyengine-us')}", file=sys.stderr)


if __name__ == "__main__":
    main()
