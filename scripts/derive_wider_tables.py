"""Derive the tables of work, places and markets that OEWS does not have, from their publishers' figures.

    python scripts/derive_wider_tables.py FOLDER

FOLDER holds `onet/` (the O*NET text database), `wider/` (HUD rents, AI exposure, Indeed, General Social Survey),
`history/` (counties of the OEWS areas), `geo/` (Census list 1) and `licensing/`. One function makes one table.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import statistics
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import duckdb

from paychart.data.reference import carried, reference_path
from paychart.data.sources.sheets import read_workbook
from paychart_lab.titles import onet

Row = Sequence[object]
_LICENSED = {
    "29-1141", "29-2061", "29-1123", "29-1122", "29-1051", "29-1126", "31-9097", "29-2010", "29-1171",
}  # fmt: skip


def write(name: str, header: Sequence[str], rows: Iterable[Row]) -> None:
    """One table as CSV, packed where the name ends in .gz; the same rows give the same bytes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    body = text.getvalue().encode()
    path = reference_path(name)
    path.write_bytes(gzip.compress(body, 9, mtime=0) if name.endswith(".gz") else body)
    print(f"{name}: {path.stat().st_size:,} bytes", file=sys.stderr)


def read(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def tasks(folder: Path) -> Iterator[Row]:
    """Task statements by SOC code, core tasks first, a sentence once; those most workers answered for first."""
    found: dict[str, dict[str, tuple[bool, int]]] = defaultdict(dict)
    for row in onet.rows(folder, "Task Statements"):
        answered = row.get("Incumbents Responding", "n/a")
        key = (row["Task Type"] == "Core", int(answered) if answered.isdigit() else 0)
        held = found[row["O*NET-SOC Code"][:7]]
        held[row["Task"]] = max(held.get(row["Task"], (False, 0)), key)
    for soc in sorted(found):
        for task, (core, _) in sorted(
            found[soc].items(), key=lambda item: (-item[1][0], -item[1][1], item[0])
        ):
            yield soc, "core" if core else "supplemental", task


def tools(folder: Path) -> Iterator[Row]:
    """Software by SOC code: kind, example, whether employers often ask for it (hot), whether it is in demand here."""
    found: dict[tuple[str, str, str], tuple[bool, bool]] = {}
    for row in onet.rows(folder, "Technology Skills"):
        key = (row["O*NET-SOC Code"][:7], row["Commodity Title"], row["Example"])
        hot, asked = found.get(key, (False, False))
        found[key] = (hot or row["Hot Technology"] == "Y", asked or row.get("In Demand") == "Y")
    for (soc, kind, example), (hot, asked) in sorted(found.items()):
        yield soc, kind, example, int(hot), int(asked)


def styles(folder: Path) -> Iterator[Row]:
    """Work styles that raise performance (impact, -3 to 3), averaged over the parts of a SOC code."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row in onet.rows(folder, "Work Styles"):
        if row["Scale ID"] == "WI":
            found[row["O*NET-SOC Code"][:7], row["Element Name"]].append(float(row["Data Value"]))
    for (soc, style), values in sorted(found.items()):
        yield soc, style, f"{statistics.fmean(values):.2f}"


def related(folder: Path) -> Iterator[Row]:
    """Related occupations by SOC code, nearest first (1 is the nearest); parts of one code are not its relations."""
    found: dict[tuple[str, str], int] = {}
    for row in onet.rows(folder, "Related Occupations"):
        pair = (row["O*NET-SOC Code"][:7], row["Related O*NET-SOC Code"][:7])
        if pair[0] != pair[1]:
            found[pair] = min(found.get(pair, 99), int(row["Index"]))
    for (soc, other), rank in sorted(found.items(), key=lambda item: (item[0][0], item[1], item[0][1])):
        yield soc, other, rank


def descriptions(folder: Path) -> Iterator[Row]:
    """What each O*NET occupation is: code, SOC code, title, one sentence, job zone (empty where none)."""
    zones = {row["O*NET-SOC Code"]: row["Job Zone"] for row in onet.rows(folder, "Job Zones")}
    for row in onet.rows(folder, "Occupation Data"):
        code = row["O*NET-SOC Code"]
        yield code, code[:7], row["Title"], row["Description"], zones.get(code, "")


def job_zones(folder: Path) -> Iterator[Row]:
    for row in onet.rows(folder, "Job Zone Reference"):
        yield (
            row["Job Zone"],
            row["Name"].split(": ", 1)[-1],
            row["Education"],
            row["Experience"],
            row["Job Training"],
        )


def exposure(folder: Path) -> Iterator[Row]:
    """Four published measures of exposure to AI, and working at home, by SOC 2018 code; blank where not measured."""
    changed: dict[str, list[str]] = defaultdict(list)
    for row in carried("soc_2010_2018.csv"):
        changed[row["soc_2010"]].append(row["soc_2018"])
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))

    def add(name: str, codes: Iterable[str], value: str) -> None:
        if value not in ("", "NA"):
            for code in codes:
                found[code][name].append(float(value))

    for file, column, name in (
        ("ai_aioe_felten_2021_soc2010.csv", "AIOE", "aioe"),
        ("ai_lm_aioe_felten_2023_soc2010.csv", "Language Modeling AIOE", "language_model_aioe"),
        ("wfh_dingel_neiman_soc2010.csv", "teleworkable", "can_work_at_home"),
    ):
        for row in read(folder / file):
            code = row["OCC_CODE"] if "OCC_CODE" in row else row["SOC Code"]
            add(name, changed.get(code, [code]), row[column])
    for row in read(folder / "ai_eloundou_gpts_occ_level.csv"):
        add("gpt_exposure", [row["O*NET-SOC Code"][:7]], row["human_rating_beta"])
        add("gpt_exposure_by_model", [row["O*NET-SOC Code"][:7]], row["dv_rating_beta"])
    for row in read(folder / "ai_microsoft_applicability_soc2018.csv"):
        add("copilot_applicability", [row["SOC Code"]], row["ai_applicability_score"])
    for soc in sorted(found):
        yield (soc, *(f"{statistics.fmean(found[soc][n]):.3f}" if found[soc][n] else "" for n in EXPOSURES))


EXPOSURES = (
    "aioe",
    "language_model_aioe",
    "gpt_exposure",
    "gpt_exposure_by_model",
    "copilot_applicability",
    "can_work_at_home",
)


def rents(folder: Path) -> Iterator[Row]:
    """Fair Market Rents by OEWS area: what most of its counties or towns share (their median where none is shared)."""
    counties = {
        row["fips"] + row["county_code"]: (row["state_abbr"], _plain(row["county_name"]))
        for row in read(folder / "history" / "oews_area_definitions_may2021.csv")
        if row["state_abbr"] not in _TOWNS
    }
    states = {row["name"]: row["postal"] for row in carried("states.csv")}
    for _, row in read_workbook(folder / "geo" / "list1_2023.xlsx", header_row=3).records():
        if row["FIPS County Code"]:
            key = row["FIPS State Code"].zfill(2) + row["FIPS County Code"].zfill(3)
            counties[key] = (states.get(row["State Name"], ""), _plain(row["County/County Equivalent"]))
    areas: dict[tuple[str, str], str] = {}
    for row in read(folder / "history" / "oflc_geography_2025_26_area_to_county.csv"):
        areas[row["state_abbr"], _plain(row["county"])] = row["area"].zfill(7)
    for state, fips in _TOWNS.items():  # county codes there are the odd numbers in the order of the names
        for i, (_, county) in enumerate(sorted(key for key in areas if key[0] == state)):
            counties[f"{fips}{2 * i + 1:03d}"] = (state, county)
    held: dict[tuple[str, int, int], list[float]] = defaultdict(list)
    file = folder / "wider" / "hud_fair_market_rents_fy2025_fy2026.parquet"
    lost: Counter[str] = Counter()
    for state, code, year, rooms, value in duckdb.execute(
        "SELECT state, hud_fmr_area_code, year, bedrooms, value FROM read_parquet(?)", [str(file)]
    ).fetchall():
        county = counties.get(str(code).zfill(10)[:5], (state, ""))
        area = areas.get(county)
        if area is None:
            lost[state] += 1
        else:
            held[area, year, rooms].append(value)
    print("rents of no area:", dict(lost), file=sys.stderr)
    for area, year in sorted({key[:2] for key in held}):
        by_rooms = [held[area, year, rooms] for rooms in range(5)]
        if all(by_rooms):
            two = by_rooms[2]
            yield (
                area,
                year,
                *(f"{_usual(values):.0f}" for values in by_rooms),
                f"{min(two):.0f}",
                f"{max(two):.0f}",
            )


# States whose area definitions list towns, not counties.
_TOWNS = {"ME": "23", "NH": "33", "VT": "50"}


def _plain(county: str) -> str:
    """A county's name without its kind: Dona Ana County and Doña Ana, Petersburg Borough and Petersburg are one."""
    kinds = r"\b(County|Parish|Borough|Census|Area|City and|Municipality|Municipio|Planning Region)\b"
    words = re.sub(kinds, "", county)
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]", "", plain.lower()).replace("kusivak", "kusilvak")


def _usual(values: Sequence[float]) -> float:
    value, times = Counter(values).most_common(1)[0]
    return value if 2 * times > len(values) else statistics.median(values)


def satisfaction(folder: Path) -> Iterator[Row]:
    """Answers to "how satisfied are you with the work you do", by the SOC 2018 codes a 2010 Census code became."""
    codes: dict[str, list[str]] = defaultdict(list)
    for row in carried("census_occupation.csv"):
        codes[row["census_occupation"]].append(row["soc"])
    became: dict[str, tuple[str, list[str]]] = {}
    sheet = read_workbook(
        folder / "soc" / "2018-occupation-code-list-and-crosswalk.xlsx",
        "2010 to 2018 Crosswalk ",
        header_row=4,
    )
    old = ""
    for _, row in sheet.records():
        if re.fullmatch(r"\d{4}", row["2010 Census Code"]):
            old = row["2010 Census Code"]
            became[old] = (row["2010 Census Title"], [])
        if old and re.fullmatch(r"\d{4}", row["2018 Census Code"]):
            became[old][1].extend(codes.get(row["2018 Census Code"], ()))
    names = ("very_satisfied", "moderately", "little_dissatisfied", "very_dissatisfied")
    for row in read(folder / "wider" / "gss_job_satisfaction_by_occupation.csv"):
        census = row["census_occupation_2010"].zfill(4)
        title, soc = became.get(census, ("", []))
        yield census, title, ";".join(sorted(set(soc))), row["years"], *(row[name] for name in names)


def postings(folder: Path) -> Iterator[Row]:
    for row in read(folder / "indeed_postings_index_by_state_monthly.csv"):
        yield row["state"].upper(), row["date"][:7], row["indeed_job_postings_index"]


def weekly_earnings(folder: Path) -> Iterator[Row]:
    """Median weekly earnings of full-time wage and salary workers, CPS table 39; blank where the base is too small."""
    for row in read(folder / "cps_weekly_earnings_by_occupation_2025.csv"):
        names = ("workers_thousands", "median_weekly", "men_median_weekly", "women_median_weekly")
        yield row["occupation"], *(row[name] for name in names)


def licenses(folder: Path) -> Iterator[Row]:
    """Licensing facts with two or more sources; a state that is absent is unknown, never free of licensing."""
    for row in read(folder / "licensing_health_by_state.csv"):
        if row["soc"] in _LICENSED and row["requirement"] != "conflict":
            scope = "practice authority" if "practice authority" in row["occupation"] else (
                "nurse licensure compact" if "Compact" in row["occupation"] else "license")  # fmt: skip
            requirement = row["requirement"].replace("licence", "license")
            yield (
                row["soc"],
                scope,
                row["state"],
                requirement,
                row["year"],
                row["confidence"].split(";")[0],
                row["source"],
            )


def main(folder: Path) -> None:
    work, wider = folder / "onet", folder / "wider"
    write("onet_tasks.csv.gz", ("soc", "kind", "task"), tasks(work))
    write("onet_tools.csv.gz", ("soc", "kind", "example", "hot", "in_demand"), tools(work))
    write("onet_styles.csv.gz", ("soc", "style", "impact"), styles(work))
    write("onet_related.csv.gz", ("soc", "related", "rank"), related(work))
    write("onet_occupations.csv.gz", ("onet", "soc", "title", "description", "job_zone"), descriptions(work))
    write("onet_job_zones.csv", ("zone", "name", "education", "experience", "training"), job_zones(work))
    write("ai_exposure.csv", ("soc", *EXPOSURES), exposure(wider))
    write(
        "rents.csv.gz",
        ("area", "fiscal_year", *(f"rent_{n}_bedroom" for n in range(5)), "lowest_2", "highest_2"),
        rents(folder),
    )
    write(
        "job_satisfaction.csv",
        (
            *("census_occupation_2010", "title", "soc", "years"),
            *("very_satisfied", "moderately", "little_dissatisfied", "very_dissatisfied"),
        ),
        satisfaction(folder),
    )
    write("postings.csv.gz", ("state", "month", "index"), postings(wider))
    write(
        "weekly_earnings.csv.gz",
        ("occupation", "workers_thousands", "median_weekly", "men_median_weekly", "women_median_weekly"),
        weekly_earnings(folder / "newest_editions"),
    )
    write(
        "licenses.csv.gz",
        ("soc", "scope", "state", "requirement", "year", "confidence", "source"),
        licenses(folder / "licensing"),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
