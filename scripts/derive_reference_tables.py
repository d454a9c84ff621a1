"""Derive the small reference tables of the package from the publishers' own files.

    python scripts/derive_reference_tables.py FOLDER

FOLDER holds `rpp/` (BEA's MARPP and PARPP files), `projections/` (BLS's occupation.xlsx and education.xlsx)
and `oews/` (BLS's yearly national files)."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from paychart.data.reference import reference_path
from paychart.data.sources import oews_yearly, projections, rpp
from paychart.data.sources.national_history import FIGURES, WAGES


def write(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """One reference table, in key order, as CSV with Unix line ends."""
    with reference_path(name).open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        for row in sorted(rows, key=lambda r: tuple(str(v) for v in r[:2])):
            writer.writerow(["" if v is None else str(v).lower() if isinstance(v, bool) else v for v in row])


def national_rows(oews: Path) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Every occupation of every year, and the titles of each classification: whole dollars, short numbers."""
    with duckdb.connect() as connection:
        oews_yearly.load(connection, oews)
        kept = "h.industry = '000000' AND t.level IN ('total', 'major', 'detailed')"
        wages = ", ".join(
            f"CAST(coalesce({w}, {w.replace('annual', 'hourly')} * 2080) AS BIGINT)" for w in WAGES
        )
        rows = connection.execute(
            "SELECT h.occupation, CAST(h.release[1:4] AS INTEGER), t.soc_version, employment, "
            f"employment_rse, mean_rse, {wages}, CASE WHEN pay_basis = 'hourly_only' THEN 1 END "
            f"FROM cell_history h JOIN occupation_history t USING (release, occupation) WHERE {kept}"
        ).fetchall()
        titles = connection.execute(
            "SELECT occupation, soc_version, max_by(title, release), max_by(t.level, release) "
            f"FROM cell_history h JOIN occupation_history t USING (release, occupation) WHERE {kept} "
            "GROUP BY ALL"
        ).fetchall()
    return [tuple(f"{v:g}" if isinstance(v, float) else v for v in row) for row in rows], titles


def main(folder: Path) -> None:
    parities, _ = rpp.read_official(folder / "rpp")
    write("price_parity.csv", rpp.PRICE_PARITY.column_names, parities)
    _, outlook = projections.read_occupation_workbook(folder / "projections" / "occupation.xlsx")
    write(projections.CURRENT, projections.PROJECTION.column_names, outlook)
    mix = projections.read_education_workbook(folder / "projections" / "education.xlsx")
    write("education_mix.csv", projections.EDUCATION_MIX.column_names, mix)
    rows, titles = national_rows(folder / "oews")
    write("national_history.csv", ("occupation", "year", "soc_version", *FIGURES, "hourly_only"), rows)
    write("national_history_titles.csv", ("occupation", "soc_version", "title", "level"), titles)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
