"""BLS's yearly files of states and areas, and the Labor Department's wage levels, where a user has fetched them.

What they say of a year takes the place of that year's carried rows in `place_history`, kind of place by kind of place.
Years and areas are kept as printed: an area code of another delineation stays that code, and nothing is smoothed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from paychart.data.sources.oews import PUBLISHER
from paychart.data.sources.oews_yearly import figures
from paychart.data.sources.place_history import PLACE_HISTORY
from paychart.data.sources.schema import Provenance
from paychart.data.sources.sheets import Sheet, checksum, fill, read_csv, read_workbook, retrieved
from paychart.errors import BadInput

_NAME = re.compile(r"(state|MSA|BOS|all_data)_M_?(\d{4})(?:_dl)?\.(xlsx|csv)", re.IGNORECASE)
# The Labor Department's file of a wage year (July to June) rests on the May before it began by a year.
_LEVELS = re.compile(r"(?:OFLC_Wages_(\d{4})-\d{2,4}|ALC_Export_(\d{4}))\.csv", re.IGNORECASE)
_WANTED = (
    *("AREA", "OCC_CODE", "TOT_EMP", "EMP_PRSE", "MEAN_PRSE"),
    *("H_MEAN", "H_PCT10", "H_PCT25", "H_MEDIAN", "H_PCT75", "H_PCT90"),
    *("A_MEAN", "A_PCT10", "A_PCT25", "A_MEDIAN", "A_PCT75", "A_PCT90"),
)
_PLACES = ("2", "4", "6")  # area types of BLS: states, metropolitan and nonmetropolitan areas
_NATION, _NATION_TYPE = "99", "1"
_OWN_AREA = "1"  # geographic level of a value that comes from the area itself, not filled from a wider one
OFLC_MEAN_OF_OEWS = 0.99897  # the Department's means beside OEWS's own, in 158 cells where both are at hand
HOURS = 2080

Row = tuple[str, str, int, object, object, object, object, object, object, str]


@dataclass(frozen=True)
class PlaceFile:
    """One file: `kind` is state, msa, bos, all_data or levels; `year` the May that it tells of."""

    path: Path
    kind: str
    year: int


def find_files(folder: Path) -> tuple[PlaceFile, ...]:
    """The files of states, areas and wage levels in a folder, oldest first; none is no error."""
    found = []
    for path in sorted(folder.glob("*")) if folder.is_dir() else []:
        if match := _NAME.fullmatch(path.name):
            found.append(PlaceFile(path, match[1].lower(), int(match[2])))
        elif match := _LEVELS.fullmatch(path.name):
            found.append(PlaceFile(path, "levels", int(match[1] or match[2]) - 1))
    return tuple(sorted(found, key=lambda f: (f.year, f.kind)))


def load(connection: duckdb.DuckDBPyConnection, folder: Path) -> Provenance | None:
    """Put the files of `folder` in the place of carried years of `place_history`; None where it has none.

    Raises BadInput where two files, or two rows, give one cell different figures.
    """
    files = find_files(folder)
    if not files:
        return None
    kept: dict[tuple[str, str, int], tuple[Row, Path]] = {}
    for file in files:
        for row in _levels(file) if file.kind == "levels" else _rows(file):
            before = kept.get(row[:3])
            if before and before[0][9] != "derived" and row[9] == "derived":
                continue  # what BLS printed counts more than what is derived
            if before and before[0][9] == row[9] and before[0] != row:
                raise BadInput(
                    f"{file.path.name} and {before[1].name} give {row[0]} in area {row[1]}, May {row[2]}, "
                    "different figures.",
                    hint="Keep one file of each year and kind.",
                )
            kept[row[:3]] = (row, file.path)
    rows = [row for row, _ in kept.values()]
    fetched = replace(PLACE_HISTORY, name="fetched_place_years")
    count = fill(connection, fetched, rows)
    connection.execute(
        "DELETE FROM place_history WHERE (year, area LIKE '%00000') IN "
        f"(SELECT DISTINCT year, area LIKE '%00000' FROM {fetched.name})"
    )
    connection.execute(f"INSERT INTO place_history SELECT * FROM {fetched.name}")
    connection.execute(f"DROP TABLE {fetched.name}")
    return Provenance(
        source="oews_place_years",
        publisher=PLACE_HISTORY.source if any(f.kind == "levels" for f in files) else PUBLISHER,
        title="OEWS estimates of states and areas by year",
        release=f"May {files[0].year} to May {files[-1].year}",
        reference_period=f"{files[0].year}-{files[-1].year}",
        url="https://www.bls.gov/oes/tables.htm",
        retrieved=retrieved([file.path for file in files]),
        checksum=checksum([file.path for file in files]),
        rows={"place_history": count},
    )


def area_code(text: str, state: bool) -> str:
    """BLS's seven digits of an area as the files print it: state FIPS 8, metro 19740 or nonmetropolitan 800001."""
    digits = text.strip()
    if not re.fullmatch(r"\d{1,7}", digits):
        raise BadInput(f"{text!r} is no area code.", nearest=("0019740",))
    return digits.zfill(2) + "00000" if state else digits.zfill(7)


def _rows(file: PlaceFile) -> Iterator[Row]:
    raw = read_csv(file.path) if file.path.suffix == ".csv" else read_workbook(file.path)
    header = tuple(name.upper().replace("O_GROUP", "OCC_GROUP") for name in raw.header)
    sheet = Sheet(file.path, header, raw.rows, raw.first_row)
    sheet.require(_WANTED)
    for number, record in sheet.records():
        kind = record.get("AREA_TYPE", "")
        state = file.kind == "state" or kind == "2"
        if (
            kind == _NATION_TYPE
            or record["AREA"] in ("", _NATION)
            or (kind and kind not in _PLACES and kind != "3")
        ):
            continue
        level, whole = record.get("OCC_GROUP", ""), record.get("I_GROUP", "")
        if (level not in ("detailed", "") and record["OCC_CODE"] != "00-0000") or whole not in (
            "",
            "cross-industry",
        ):
            continue
        record = {"ANNUAL": "", "HOURLY": "", **record}
        jobs, _, _, mean, p10, _, p50, _, p90, *rest = figures(sheet, number, record)
        if p50 is None and mean is None:
            mean, p10, p50, p90 = (_year(rest[k]) for k in (0, 1, 3, 5))
        status = str(rest[8])
        yield (
            record["OCC_CODE"],
            area_code(record["AREA"], state),
            file.year,
            jobs,
            mean,
            p10,
            p50,
            p90,
            None,
            status,
        )


def _year(hourly: object) -> float | None:
    return round(float(hourly) * HOURS, 2) if isinstance(hourly, (int, float)) else None


def _levels(file: PlaceFile) -> Iterator[Row]:
    """Means and medians derived from the Department's levels 1 and 4: those of the lowest third of workers and of the
    other two thirds, of a lognormal. Values that the Department filled from a wider area are left out."""
    raw = read_csv(file.path)
    sheet = Sheet(file.path, tuple(name.upper() for name in raw.header), raw.rows, raw.first_row)
    sheet.require(("AREA", "SOCCODE", "GEOLVL", "LEVEL1", "LEVEL4"))
    for number, record in sheet.records():
        low, high = (sheet.number(number, f"LEVEL{k}", record[f"LEVEL{k}"] or "0") for k in (1, 4))
        if (
            record["GEOLVL"] != _OWN_AREA
            or not 0 < low <= high
            or "annual" in record.get("LABEL", "").lower()
        ):
            continue
        mean, spread = (low + 2 * high) / 3, lognormal_spread(low / high)
        yearly = mean * HOURS / OFLC_MEAN_OF_OEWS
        p50 = yearly * math.exp(-(spread**2) / 2)
        yield (
            record["SOCCODE"], area_code(record["AREA"], False), file.year, None, round(yearly, -1), None,
            round(p50, -1), None, round(spread, 3), "derived",
        )  # fmt: skip


def lognormal_spread(ratio: float) -> float:
    """The spread (log points) of a lognormal whose lowest third of workers earn `ratio` times the others' mean.

    >>> round(lognormal_spread(0.5), 2)
    0.41
    """
    third = -0.4307273  # normal score of one third

    def found(spread: float) -> float:
        part = 0.5 * math.erfc(-(third - spread) / math.sqrt(2))  # of all pay that the lowest third earn
        return 2 * part / (1 - part)

    low, high = 0.0, 5.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if found(middle) > ratio else (low, middle)
    return low
