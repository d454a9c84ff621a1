"""Draw values from the carried tables at random and look each up in the file it is said to come from.

    python scripts/trace_values.py SHARED [SEED]

SHARED is the folder of gathered figures (`../shared`). Each value is read again from the publisher's file or the
gathered list with plain readers, not with those of the package. Prints a line for each table and every value that is
not found. Verdicts: found (the file says it), cited (the row names a page that was not read again), assumed (the row
says so), wrong.
"""

from __future__ import annotations

import csv
import random
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb
import openpyxl

from paychart.data.reference import carried

Row = dict[str, str]
FOUND, CITED, ASSUMED, WRONG = "found", "cited", "assumed", "wrong"
SHARED = Path(sys.argv[1]) / "data"
NEWEST, WIDER = SHARED / "newest_editions", SHARED / "wider"
RENTS = WIDER / "hud_fair_market_rents_fy2025_fy2026.parquet"
DRAWS = {
    "projections.csv": 16, "projections_history.csv.gz": 8, "education_mix.csv": 8, "price_parity.csv": 10,
    "consumer_price.csv": 8, "employment_cost.csv": 4, "national_history.csv": 6, "take_home.csv.gz": 8,
    "local_tax.csv": 8, "minimum_wage.csv": 8, "onet_tasks.csv.gz": 4, "onet_tools.csv.gz": 4, "onet_related.csv.gz": 4,
    "ai_exposure.csv": 6, "rents.csv.gz": 6, "job_satisfaction.csv": 4, "postings.csv.gz": 4, "licenses.csv.gz": 2,
    "career_rates.csv": 2,
}  # fmt: skip


@cache
def table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def sheet(path: Path, name: str) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return list((book[name] if name else book.worksheets[0]).iter_rows(values_only=True))


def same(a: object, b: object) -> bool:
    try:
        return abs(float(str(a).replace(",", "")) - float(str(b).replace(",", ""))) < 1e-6
    except ValueError:
        return str(a).strip() == str(b).strip()


def projections(row: Row, column: str) -> str:
    names = {
        "employment_base_thousands": "employment_2025_thousands",
        "employment_projected_thousands": "employment_2035_thousands", "median_annual": "median_annual_2025",
        "self_employed_percent": "self_employed_percent_2025",
    }  # fmt: skip
    key = names.get(column, column)
    for name in ("projections_2025_35.csv", "separations_2025_35_all.csv"):
        for other in table(NEWEST / name):
            if other["occupation"] == row["occupation"] and other.get(key) not in (None, ""):
                return FOUND if same(other[key], row[column]) else WRONG
    return CITED if row["separations_status"] == "implied" else WRONG


def projections_history(row: Row, column: str) -> str:
    heads = {
        "employment_base_thousands": "Employment, 2024", "employment_projected_thousands": "Employment, 2034",
        "change_percent": "Employment change, percent", "openings_thousands": "Occupational openings, 2024",
    }  # fmt: skip
    rows = sheet(SHARED / "projections" / "occupation.xlsx", "Table 1.2")
    at = next(i for i, h in enumerate(rows[1]) if str(h).startswith(heads[column]))
    line = next(r for r in rows if row["occupation"] in r)
    return FOUND if same(line[at], row[column]) else WRONG


def education(row: Row, column: str) -> str:
    rows = sheet(SHARED / "projections" / "education.xlsx", "Table 5.3")
    line = next(r for r in rows if row["occupation"] in r)
    return FOUND if any(same(v, row[column]) for v in line[2:] if v is not None) else WRONG


def parity(row: Row, column: str) -> str:
    words = {"all_items": "RPPs: All items", "goods": "RPPs: Goods", "housing": "RPPs: Services: Housing",
             "utilities": "RPPs: Services: Utilities", "other_services": "RPPs: Services: Other"}  # fmt: skip
    if row["kind"] == "state":
        found = next(r for r in table(NEWEST / "rpp_state_2024.csv") if r["code"] == row["code"])
        return FOUND if same(found[column], row[column]) else WRONG
    for path in (SHARED / "rpp").glob("[MP]ARPP*.csv"):
        for line in csv.reader(path.open(encoding="utf-8-sig")):
            if line and line[0].strip(' "') == row["code"] and line[6].strip() == words[column]:
                return FOUND if same(line[-1], row[column]) else WRONG
    return WRONG


def prices(row: Row, _: str) -> str:
    for other in table(NEWEST / "cpi_u_monthly.csv"):
        if other["series"] == "CUUR0000SA0" and (other["year"], other["month"]) == (
            row["year"],
            row["month"],
        ):
            return FOUND if same(other["index_1982_84"], row["value"]) else WRONG
    return CITED


def history(row: Row, column: str) -> str:
    head = {
        "employment": "TOT_EMP",
        "annual_p50": "A_MEDIAN",
        "annual_mean": "A_MEAN",
        "annual_p90": "A_PCT90",
    }[column]
    for path in (SHARED / "oews").glob(f"national_M{row['year']}_dl.*"):
        rows = list(csv.reader(path.open(encoding="utf-8-sig"))) if path.suffix == ".csv" else sheet(path, "")
        at = [str(h).upper() for h in rows[0]].index(head)
        lines = [r for r in rows if row["occupation"] in r]
        return FOUND if any(same(line[at], row[column]) for line in lines) else WRONG
    return CITED


def take_home(row: Row, column: str) -> str:
    pay, year = float(row["pay"]), row["year"]
    if column == "federal" and row["household"] == "single" and 30_000 <= pay <= 100_000:
        deduction, first, second = (15_750, 11_925, 48_475) if year == "2025" else (16_100, 12_400, 50_400)
        left = pay - deduction
        due = (
            0.10 * min(left, first) + 0.12 * max(min(left, second) - first, 0) + 0.22 * max(left - second, 0)
        )
        return FOUND if abs(due - float(row[column])) <= 20 else WRONG
    for other in table(NEWEST / "take_home_2026_knots.csv"):
        if year == "2026" and all(other[k] == row[k] for k in ("state", "household", "pay")):
            return FOUND if same(other[column], row[column]) else CITED
    return CITED


def local(row: Row, _: str) -> str:
    for other in table(NEWEST / "local_income_tax_2026.csv"):
        if row["place"].split(",")[0] in other["place"] and same(other["resident_percent"], row["rate"]):
            return FOUND
    return CITED


def minimum(row: Row, _: str) -> str:
    for name in ("minimum_wage_state_2026.csv", "minimum_wage_local_2026.csv"):
        for other in table(NEWEST / name):
            here = other["state"] == row["state"] and (not row["place"] or other.get("place") == row["place"])
            amounts = [v for k, v in other.items() if k and k.startswith("minimum")]
            if here and any(same(v, row["dollars_an_hour"]) for v in amounts):
                return FOUND
    return ASSUMED if "not looked at again" in row["source"] else CITED


def lines_with(path: Path, *words: str) -> str:
    with path.open(encoding="utf-8") as lines:
        return FOUND if any(all(w in line for w in words) for line in lines) else WRONG


def exposure(row: Row, column: str) -> str:
    files = {
        "aioe": ("ai_aioe_felten_2021_soc2010.csv", "AIOE"),
        "language_model_aioe": ("ai_lm_aioe_felten_2023_soc2010.csv", "Language Modeling AIOE"),
        "copilot_applicability": ("ai_microsoft_applicability_soc2018.csv", "ai_applicability_score"),
    }  # fmt: skip
    name, head = files[column]
    for other in table(WIDER / name):
        if other["SOC Code"] == row["soc"]:
            return FOUND if abs(float(other[head]) - float(row[column])) < 0.0006 else WRONG
    return CITED  # a code of 2010 that was renumbered: through the crosswalk


def rents(row: Row, column: str) -> str:
    rooms = int(column.split("_")[1])
    found = duckdb.execute(
        "SELECT count(*) FROM read_parquet(?) WHERE year = ? AND bedrooms = ? AND abs(value - ?) <= 0.5",
        [
            str(WIDER / "hud_fair_market_rents_fy2025_fy2026.parquet"),
            int(row["fiscal_year"]),
            rooms,
            float(row[column]),
        ],
    ).fetchall()
    return FOUND if found[0][0] else CITED  # a median of two counties is no printed value


def satisfaction(row: Row, column: str) -> str:
    for other in table(WIDER / "gss_job_satisfaction_by_occupation.csv"):
        if (
            other["census_occupation_2010"].zfill(4) == row["census_occupation_2010"]
            and other["years"] == row["years"]
        ):
            return FOUND if same(other[column], row[column]) else WRONG
    return WRONG


def postings(row: Row, _: str) -> str:
    for other in table(WIDER / "indeed_postings_index_by_state_monthly.csv"):
        if other["state"].upper() == row["state"] and other["date"].startswith(row["month"]):
            return FOUND if same(other["indeed_job_postings_index"], row["index"]) else WRONG
    return WRONG


ONET = SHARED / "onet_30_1"
OUTLOOK = (
    *("employment_base_thousands", "employment_projected_thousands", "change_percent"),
    "openings_thousands",
)
CHECKS: dict[str, tuple[tuple[str, ...], Callable[[Row, str], str]]] = {
    "projections.csv": ((*OUTLOOK, "exits_thousands", "median_annual", "self_employed_percent"), projections),
    "projections_history.csv.gz": (OUTLOOK, projections_history),
    "education_mix.csv": (("high_school", "bachelor", "master"), education),
    "price_parity.csv": (("all_items", "goods", "housing", "utilities", "other_services"), parity),
    "consumer_price.csv": (("value",), prices),
    "employment_cost.csv": (("change_12m",), lambda row, _: CITED if row["source"] else WRONG),
    "national_history.csv": (("employment", "annual_p50", "annual_mean", "annual_p90"), history),
    "take_home.csv.gz": (("federal", "payroll", "state_tax"), take_home),
    "local_tax.csv": (("rate",), local),
    "minimum_wage.csv": (("dollars_an_hour",), minimum),
    "onet_tasks.csv.gz": (("task",), lambda r, c: lines_with(ONET / "Task Statements.txt", r["soc"], r[c])),
    "onet_tools.csv.gz": (("example",), lambda r, c: lines_with(ONET / "Technology Skills.txt", r["soc"], r[c])),
    "onet_related.csv.gz": (("related",), lambda r, c: lines_with(ONET / "Related Occupations.txt", r["soc"], r[c])),
    "ai_exposure.csv": (("aioe", "language_model_aioe", "copilot_applicability"), exposure),
    "rents.csv.gz": (("rent_0_bedroom", "rent_1_bedroom", "rent_2_bedroom", "rent_3_bedroom"), rents),
    "job_satisfaction.csv": (("very_satisfied", "moderately"), satisfaction),
    "postings.csv.gz": (("index",), postings),
    "licenses.csv.gz": (("requirement",), lambda r, c: lines_with(
        SHARED / "licensing" / "licensing_health_by_state.csv", r["soc"], f",{r['state']},")),
    "career_rates.csv": (("value",), lambda r, c: ASSUMED if r["kind"] == "assumption" else CITED),
}  # fmt: skip


def main(seed: int) -> None:
    draw = random.Random(seed)
    total: Counter[str] = Counter()
    for name, count in DRAWS.items():
        columns, check = CHECKS[name]
        full = [(row, column) for row in carried(name) for column in columns if row[column] != ""]
        seen: Counter[str] = Counter()
        for row, column in draw.sample(full, count):
            verdict = check(row, column)
            seen[verdict] += 1
            if verdict != FOUND:
                told = "; ".join(f"{k} {v}" for k, v in list(row.items())[:4])
                print(f"  {verdict}: {name}, {column} {row[column]} ({told})")
        print(f"{name}: {dict(seen)}")
        total += seen
    print(f"seed {seed}: {sum(total.values())} values, {dict(total)}")


if __name__ == "__main__":
    main(int(sys.argv[2]) if len(sys.argv) > 2 else 20261129)
