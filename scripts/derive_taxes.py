"""Derive the tax and minimum-wage tables of two years from gathered figures, and mend what the tax model gets wrong.

    python scripts/derive_taxes.py NEWEST KNOTS_2025

NEWEST holds the gathered figures of the newest year (take_home_2026_knots.csv, state_income_tax_2026.csv,
local_income_tax_2026.csv, minimum_wage_*_2026.csv); KNOTS_2025 is what `derive_take_home.py` computed for the year
before.

The model takes one-off refunds for law and misses a contribution. Mended here, each by its statute:
Oregon's kicker and Colorado's TABOR refund leave the schedules, Alaska's federal tax loses that on an imputed dividend
and its payroll gains the worker's unemployment contribution, California's disability insurance has each year's rate.
A state whose parameters of the newest year are the model's guesses keeps its schedule of the year before, and says so.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from paychart.data.reference import reference_path

Key = tuple[str, str]
Schedules = dict[Key, np.ndarray]
OLD, NEW = 2025, 2026
KICKER = 0.09863  # Oregon Department of Revenue: of the tax before credits, on returns of 2025 only
OREGON_CREDIT, OREGON_CREDIT_ENDS = 256.0, 100_000.0  # each person; not above this income (ORS 316.085)
COLORADO_RATE, COLORADO_DEDUCTION = 0.044, {"single": 15_750.0, "married": 31_500.0}
COLORADO_CAP, COLORADO_CAP_FROM = (
    {"single": 12_000.0, "married": 16_000.0},
    300_000.0,
)  # C.R.S. 39-22-104(3)(p.5)
COLORADO_LOWEST_REFUND = {"single": 19.0, "married": 38.0}
ALASKA_RATE, ALASKA_BASE = 0.005, 51_700.0  # Alaska Department of Labor, experience rates 2025
CALIFORNIA_DIFFERENCE = (
    0.001  # disability insurance 1.2% in 2025, 1.3% in 2026 (Employment Development Department)
)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def write(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    body = text.getvalue().encode()
    reference_path(name).write_bytes(gzip.compress(body, 9, mtime=0) if name.endswith(".gz") else body)


def schedules(path: Path) -> Schedules:
    found: dict[Key, list[list[float]]] = defaultdict(list)
    for row in read(path):
        found[row["state"], row["household"]].append(
            [float(row[name]) for name in ("pay", "federal", "payroll", "state_tax")]
        )
    return {key: np.array(rows) for key, rows in found.items()}


def at(schedule: np.ndarray, pay: np.ndarray) -> np.ndarray:
    """The three taxes (n, 3) at pay (n,)."""
    return np.stack([np.interp(pay, schedule[:, 0], schedule[:, k]) for k in (1, 2, 3)], axis=1)


def mend(held: Schedules, year: int) -> None:
    for household, persons in (("single", 1), ("married", 2)):
        texas = held["TX", household]
        alaska = held["AK", household]
        pay = np.unique(np.concatenate([texas[:, 0], alaska[:, 0], [ALASKA_BASE]]))
        taxes = np.concatenate([pay[:, None], at(texas, pay)], axis=1)
        taxes[:, 2] += ALASKA_RATE * np.minimum(pay, ALASKA_BASE)
        held["AK", household] = taxes
        if year != OLD:
            continue
        held["CA", household][:, 2] -= CALIFORNIA_DIFFERENCE * held["CA", household][:, 0]
        oregon = held["OR", household]
        credit = np.where(oregon[:, 0] <= OREGON_CREDIT_ENDS * persons, OREGON_CREDIT * persons, 0.0)
        kicked = oregon[:, 3]
        oregon[:, 3] = np.where(kicked > 0, (kicked + credit) / (1 - KICKER) - credit, kicked)
        held["CO", household] = colorado(held["CO", household], household)


def colorado(old: np.ndarray, household: str) -> np.ndarray:
    """4.4% of federal taxable income; below $30,000 the model's credits stand, less the lowest refund."""
    edge = COLORADO_CAP_FROM
    pay = np.unique(np.concatenate([old[:, 0], [30_000.0 * (1 + (household == "married")), edge, edge + 1]]))
    taxes = np.concatenate([pay[:, None], at(old, pay)], axis=1)
    deduction = np.where(pay > edge, COLORADO_CAP[household], COLORADO_DEDUCTION[household])
    law = COLORADO_RATE * np.maximum(pay - deduction, 0)
    low = pay < 30_000.0 * (1 + (household == "married"))
    taxes[:, 3] = np.where(low, taxes[:, 3] + COLORADO_LOWEST_REFUND[household] * (pay > 0), law)
    return taxes


def join(new: np.ndarray, old: np.ndarray) -> np.ndarray:
    """The new year's federal and payroll taxes with the old year's state tax."""
    pay = np.unique(np.concatenate([new[:, 0], old[:, 0]]))
    taxes = np.concatenate([pay[:, None], at(new, pay)], axis=1)
    taxes[:, 3] = at(old, pay)[:, 2]
    return taxes


def take_home(newest: Path, knots: Path) -> None:
    old, new = schedules(knots), schedules(newest / "take_home_2026_knots.csv")
    mend(old, OLD)
    mend(new, NEW)
    basis: dict[str, list[str]] = defaultdict(list)
    source: dict[str, str] = {}
    for row in read(newest / "state_income_tax_2026.csv"):
        basis[row["state"]].append(row["basis"])
        source[row["state"]] = row["reference"] or source.get(row["state"], "no tax on wages")
    guessed = {state for state, said in basis.items() if any(b.startswith("estimated") for b in said)}
    rows, told = [], []
    for state, household in sorted(old):
        law = (
            join(new[state, household], old[state, household]) if state in guessed else new[state, household]
        )
        for year, schedule in ((OLD, old[state, household]), (NEW, law)):
            rows += [(year, state, household, *(round(float(v)) for v in knot)) for knot in schedule]
    for state in sorted({state for state, _ in old}):
        for year in (OLD, NEW):
            law_year = OLD if state in guessed else year
            told.append((year, state, law_year, _basis(state, year, law_year), source[state], NEW))
    write(
        "take_home.csv.gz",
        ("year", "state", "household", "pay", "federal", "payroll", "state_tax"),
        sorted(rows),
    )
    write("tax_basis.csv", ("year", "state", "law_year", "basis", "source", "last_seen"), told)


def _basis(state: str, year: int, law_year: int) -> str:
    if law_year != year:
        return f"law of {law_year}: some figures of {year} are not set or were not found"
    own = {
        ("OR", OLD): "without the kicker of that year's returns",
        ("CO", OLD): "without the TABOR refund",
        ("AK", OLD): "no income tax; 0.5% unemployment contribution to $51,700",
        (
            "AK",
            NEW,
        ): "no income tax; 0.5% unemployment contribution, wage base of 2025 (that of 2026 was not found)",
    }
    return own.get((state, year), "set for the year or unchanged")


def local(newest: Path) -> None:
    """Carried local rows, held against the newest lists: seen again, changed, or completed."""
    rates: dict[tuple[str, str], float] = {}
    for row in read(newest / "local_income_tax_2026.csv"):
        if row["household"] == "both" and row["above"] == "0":
            place, district = row["place"].split(" (")[0], row["place"].partition(" (")[2]
            if (
                row["state"] == "PA"
            ):  # one row for each school district that reaches into a city: its own comes first
                place = place.removesuffix(" City").removesuffix(" Boro")
                if (row["state"], place) in rates and not district.startswith(place):
                    continue
            rates[row["state"], place] = float(row["resident_percent"])
    keys = {
        "in": ("IN", "in26"), "md": ("MD", "md26"), "mi": ("MI", "mi26"), "mi_exempt": ("MI", "mi26"),
        "oh": ("OH", "oh26"), "lima": ("OH", "oh26"), "pa": ("PA", "pa26"), "pa_york": ("PA", "pa26"),
        "al": ("AL", "al26"), "auburn": ("AL", "al26"), "kc": ("MO", "kc"), "stl_own": ("MO", "stl_own"),
        "louisville": ("KY", "louisville"), "lexington": ("KY", "lexington"),
        "denver": ("CO", "denver"), "ny": ("NY", "ny"),
    }  # fmt: skip
    names = {
        "Louisville/Jefferson County": "Louisville",
        "Lexington-Fayette": "Lexington",
        "New York City": "",
    }
    out: list[list[object]] = []
    for row in read(reference_path("local_tax.csv")):
        state, key = keys.get(row["source"], ("", ""))
        place = names.get(row["place"], row["place"])
        rate, new = float(row["rate"]), rates.get((state, place))
        exemption = row["exemption"]
        if (
            state == "MI" and rate and exemption == "0"
        ):  # Muskegon and Jackson: $600 a person, Treasury's list of 2026
            out += [
                _line(row, household, "600" if household == "single" else "1200", 2026, "mi26")
                for household in ("single", "married")
            ]
            continue
        seen, source = row["year"], row["source"]
        if (
            (new is not None and abs(new - rate) < 0.006)
            or (state in ("MI", "CO", "NY") and rate == 0)
            or row["source"] == "ny"
        ):
            seen, source = "2026", key or source
        out.append(_line(row, row["household"], exemption, int(seen), source))
        if new is not None and abs(new - rate) >= 0.0049:
            out.append(
                _line({**row, "rate": f"{new:g}", "year": "2026"}, row["household"], exemption, 2026, key)
            )
            print("changed:", place, rate, new, file=sys.stderr)
    for area, place in (
        ("0010900", "Allentown"), ("0011020", "Altoona"), ("0027780", "Johnstown"), ("0030140", "Lebanon"),
        ("0044300", "State College"), ("0048700", "Williamsport"), ("0016540", "Chambersburg"),
        ("0023900", "Gettysburg"),
    ):  # fmt: skip
        if ("PA", place) in rates:
            out.append(
                [
                    area,
                    place,
                    "both",
                    f"{rates['PA', place]:g}",
                    0,
                    0,
                    0,
                    0,
                    2026,
                    2026,
                    "local services tax",
                    "pa26",
                ]
            )
    out.append(["0041780", "Sandusky", "both", "1.25", 0, 0, 0, 0, 2026, 2026, MISSING["OH"], "oh26"])
    out.append(["0030460", "Fayette County schools", "both", "0.5", 0, 0, 0, 0, 2025, 2026, "", "fayette"])
    write(
        "local_tax.csv",
        ("area", "place", "household", "rate", "above", "exemption", "yearly", "due_from", "year", "last_seen",
         "missing", "source"),
        sorted(out, key=lambda r: [str(v) for v in r]),
    )  # fmt: skip


MISSING = {"OH": "school district income tax, where the district has one"}


def _line(row: dict[str, str], household: str, exemption: str, seen: int, source: str) -> list[object]:
    missing = (
        MISSING["OH"]
        if row["source"] in ("oh", "lima")
        else "county fee"
        if row["source"] == "ky23" or row["place"] == "Bowling Green"
        else ""
    )
    return [row["area"], row["place"], household, row["rate"], row["above"], exemption, row["yearly"], row["due_from"],
            row["year"], seen, missing, source]  # fmt: skip


def cited(sources: str) -> str:
    """Where a minimum wage was read, without numbers of files that a reader cannot look up."""
    plain = re.sub(r"\b\d{11}\b", "a public list", sources)
    return re.sub(r"a (table in|file of) a public repository", "a public list", plain)


def minimum_wages(newest: Path) -> None:
    """Dollars an hour by state and city, one row for each day on which the amount begins."""
    before = dict(pair.split("=") for pair in MAY_2025.split())
    out: list[tuple[object, ...]] = []
    for row in read(newest / "minimum_wage_state_2026.csv"):
        state = row["state"]
        amount = row["minimum_2026_01_01"]
        printed = state in PRINTED_2025
        out.append((state, "", "all", "2025-05-12", before.get(state, amount), 2 if printed else 1,
                    "csnews.com and greenslate.com, December 2024" if printed else
                    "Department of Labor, state minimum wage laws, 2025; not looked at again"))  # fmt: skip
        out.append((state, "", "all", "2026-01-01", amount, row["sources_count"], cited(row["sources"])))
        if row["change_date"]:
            out.append(
                (state, "", "all", row["change_date"], row["minimum_after_change"], 1, cited(row["sources"]))
            )
    for row in read(newest / "minimum_wage_local_2026.csv"):
        who = row["applies_to"]
        start = row["effective_date"] if row["effective_date"][:2] == "20" else "2026-01-01"
        place = row["place"]
        out.append((row["state"], place, who, start, row["minimum_in_force_2026_01_01"],
                    row["sources_count"], cited(row["sources"])))  # fmt: skip
        if row["minimum_after_change"]:
            out.append((row["state"], place, who, row["change_date_2026"], row["minimum_after_change"],
                        row["change_sources_count"], cited(row["change_sources"])))  # fmt: skip
    out += [
        (
            state,
            place,
            "all",
            "2025-05-12",
            amount,
            1,
            "Department of Labor, minimum wage laws, 2025; the release's lowest p10",
        )
        for state, place, amount in LESS_2025
    ]
    write(
        "minimum_wage.csv",
        ("state", "place", "applies_to", "begins", "dollars_an_hour", "sources", "source"),
        sorted(out, key=lambda r: [str(v) for v in r[:4]]),
    )


# In force on May 12, 2025, where not the amount of January 2026.
MAY_2025 = """AK=11.91 AZ=14.70 CA=16.50 CO=14.81 CT=16.35 DC=17.50 FL=13.00 HI=14.00 ME=14.65 MI=12.48 MN=11.13
MO=13.75 MT=10.55 NE=13.50 NJ=15.49 NY=15.50 OH=10.70 OR=14.70 RI=15.00 SD=11.50 VT=14.01 VA=12.41 WA=16.66"""
# Parts of states below the state's amount, and territories.
LESS_2025 = (
    ("GU", "Guam", "9.25"), ("OR", "nonurban counties", "13.70"), ("PR", "Puerto Rico", "10.50"),
    ("VI", "Virgin Islands", "10.50"),
)  # fmt: skip
PRINTED_2025 = {
    *("AK", "AZ", "CA", "CO", "CT", "DE", "IL", "ME", "MI", "MN", "MO"),
    *("MT", "NE", "NJ", "NY", "OH", "RI", "SD", "VT", "VA", "WA"),
}


if __name__ == "__main__":
    take_home(Path(sys.argv[1]), Path(sys.argv[2]))
    local(Path(sys.argv[1]))
    minimum_wages(Path(sys.argv[1]))
