"""Derive the small reference tables of the package from the publishers' own files.

    python scripts/derive_reference_tables.py FOLDER

FOLDER holds `rpp/` (BEA's MARPP and PARPP files), `projections/` (BLS's occupation.xlsx and education.xlsx)
and `oews/` (BLS's yearly national files). The May 2025 rows of him_history come from the bundled release.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from paychart.reference import reference_path
from paychart.sources import oews_bundled, oews_yearly, projections, rpp
from paychart.sources.him_history import FAMILY, HIM_HISTORY


def write(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """One reference table, in key order, as CSV with Unix line ends."""
    with reference_path(name).open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        for row in sorted(rows, key=lambda r: tuple(str(v) for v in r[:2])):
            writer.writerow(["" if v is None else str(v).lower() if isinstance(v, bool) else v for v in row])


def him_rows(oews: Path) -> list[tuple[object, ...]]:
    """The HIM family of every year, as published."""
    with duckdb.connect() as connection:
        oews_yearly.load(connection, oews)
        oews_bundled.load(connection)
        codes = ", ".join(f"'{code}'" for code in FAMILY)
        percentiles = ", ".join(f"annual_p{p}" for p in (10, 25, 50, 75, 90))
        figures = f"employment, employment_rse, mean_rse, annual_mean, {percentiles}"
        return connection.execute(
            f"SELECT h.occupation, CAST(h.release[1:4] AS INTEGER) AS year, t.title, t.soc_version, "
            f"{figures}, wage_status FROM cell_history h "
            "JOIN occupation_history t USING (release, occupation) "
            f"WHERE h.industry = '000000' AND h.occupation IN ({codes}) UNION ALL "
            f"SELECT c.occupation, r.year, o.title, '2018', {figures}, wage_status FROM cell c "
            "JOIN release r ON r.code = c.release JOIN occupation o ON o.code = c.occupation "
            f"WHERE c.area = '0000000' AND c.industry = '000000' AND c.occupation IN ({codes})"
        ).fetchall()


def main(folder: Path) -> None:
    parities, _ = rpp.read_official(folder / "rpp")
    write("price_parity.csv", rpp.PRICE_PARITY.column_names, parities)
    outlook = projections.read_occupation_workbook(folder / "projections" / "occupation.xlsx")
    write("projections.csv", projections.PROJECTION.column_names, outlook)
    mix = projections.read_education_workbook(folder / "projections" / "education.xlsx")
    write("education_mix.csv", projections.EDUCATION_MIX.column_names, mix)
    write("him_history.csv", HIM_HISTORY.column_names, him_rows(folder / "oews"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
