"""From a directory of ACS person files to the tables that the pay model reads."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import duckdb

from paychart.data.sources.schema import Provenance
from paychart.data.store.opening import default_path
from paychart.errors import BadInput
from paychart_lab.people_fit.fit import fit_people
from paychart_lab.people_fit.pums import load_persons
from paychart_lab.people_fit.records import read_records
from paychart_lab.people_fit.tables import write_tables

LEAST_RECORDS = 2000


@dataclass(frozen=True)
class FitReport:
    """What was read, fitted and written."""

    provenance: Provenance
    workers: int
    occupations: int
    tables: dict[str, int]


def default_folder() -> Path:
    """Where a user's own fit lives: beside the default store."""
    return default_path().parent / "people"


def census_occupations() -> tuple[dict[int, str], dict[str, list[str]]]:
    """OCCP -> SOC code or pattern, and Census code as text -> the SOC occupations it holds."""
    pattern: dict[int, str] = {}
    held: dict[str, list[str]] = {}
    with files("paychart.data.reference").joinpath("census_occupation.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            pattern[int(row["census_occupation"])] = row["census_soc"]
            held.setdefault(row["census_occupation"], []).append(row["soc"])
    return pattern, held


def run_fit(
    source: Path,
    folder: Path,
    *,
    year: int | None = None,
    threads: int = 2,
    progress: Callable[[str], None] = lambda _: None,
) -> FitReport:
    """Read, fit, write. Raises `BadInput` when the records are too few to learn from."""
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {threads}")
        connection.execute("SET memory_limit = '2GB'")
        progress("reading person records")
        loaded = load_persons(connection, source, year=year)
        records = read_records(connection)
    if len(records) < LEAST_RECORDS:
        raise BadInput(
            f"{len(records)} full-year workers are too few to fit (at least {LEAST_RECORDS}).",
            hint="Give the person files of more states.",
        )
    pattern, held = census_occupations()
    fit = fit_people(records, pattern, progress=progress)
    progress("writing tables")
    tables = write_tables(fit, records, held, folder)
    return FitReport(loaded.provenance, len(records), len(fit.occupations), tables)
