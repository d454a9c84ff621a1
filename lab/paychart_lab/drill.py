"""A made-up next release in BLS's flat-file layout, to see that a real one needs data and no code.

    python -m paychart_lab.drill FOLDER

Drawn from the store's release: the nation by sector, states and the largest areas. Wages move by occupation; two codes
are split in two; an area is renamed; another gets a new code and name; a cell is withdrawn; a new footnote appears.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from paychart.data.sources import oews_flat
from paychart.data.store import Store, open_store

SPLIT = {"21-1093": ("21-1096", "21-1097"), "15-1254": ("15-1256", "15-1258")}
RENAMED = ("0019740", "Denver-Boulder, CO")
REDRAWN = ("0012060", "0012065", "Atlanta-Athens, GA")
WITHDRAWN = ("29-2072", "5600000")
FOOTNOTE = ("9", "This estimate rests on fewer responses than usual.")
LARGEST = 40


def write_release(store: Store, folder: Path) -> int:
    """Write the flat files of the year after the store's release into `folder`; returns the rows of data."""
    folder.mkdir(parents=True, exist_ok=True)
    year = int(store.release_code[:4]) + 1
    with duckdb.connect() as made:
        made.execute(f"ATTACH '{store.path}' AS held (READ_ONLY)")
        _cells(made)
        _codes(made, folder, year)
        return _data(made, folder, year)


def _cells(made: duckdb.DuckDBPyConnection) -> None:
    """`kept`: the cells of the drill, moved and split, with text values by data type."""
    made.execute(
        "CREATE TABLE area AS SELECT * FROM held.area WHERE type IN ('nation', 'state') OR code IN (SELECT area FROM "
        "held.cell JOIN held.area a ON a.code = area WHERE occupation = '00-0000' AND industry = '000000' AND "
        f"a.type IN ('metropolitan', 'nonmetropolitan') ORDER BY employment DESC LIMIT {LARGEST})"
    )
    made.execute("CREATE TABLE industry AS SELECT * FROM held.industry")
    national = "level IN ('all', 'sector') OR code LIKE '62%' OR code IN ('561300', '541600')"
    made.execute(
        "CREATE TABLE kept AS SELECT c.* FROM held.cell c WHERE (area = '0000000' AND industry IN (SELECT code FROM "
        f"industry WHERE {national})) OR (industry = '000000' AND area IN (SELECT code FROM area))"
    )
    made.execute("DELETE FROM kept WHERE (occupation, area) = (?, ?)", list(WITHDRAWN))
    factor = "(1.03 + 0.02 * sin(replace(occupation, '-', '')::INTEGER))"
    # Hourly pay follows the annual figure where both are printed, as in a real release.
    wages = ", ".join(
        f"round(annual_{m} * {factor} / 10, 0) * 10 AS annual_{m}, CASE WHEN hourly_{m} IS NULL THEN NULL ELSE "
        f"round(coalesce(annual_{m} / 2080, hourly_{m}) * {factor}, 2) END AS hourly_{m}"
        for m in ("mean", "p10", "p25", "p50", "p75", "p90")
    )
    made.execute(f"CREATE TABLE moved AS SELECT * REPLACE ({wages}) FROM kept")
    for code, parts in SPLIT.items():
        for part in parts:
            made.execute(
                "INSERT INTO moved SELECT * REPLACE (? AS occupation, employment // 20 * 10 AS employment) FROM moved "
                "WHERE occupation = ?",
                [part, code],
            )
        made.execute("DELETE FROM moved WHERE occupation = ?", [code])
    made.execute("UPDATE moved SET area = ? WHERE area = ?", [REDRAWN[1], REDRAWN[0]])


def _codes(made: duckdb.DuckDBPyConnection, folder: Path, year: int) -> None:
    made.execute("UPDATE area SET name = ? WHERE code = ?", [RENAMED[1], RENAMED[0]])
    made.execute("UPDATE area SET code = ?, name = ? WHERE code = ?", [REDRAWN[1], REDRAWN[2], REDRAWN[0]])
    states = {row[1]: row[0] for row in made.execute(
        "SELECT code[1:2], state FROM area WHERE type = 'state'").fetchall()}  # fmt: skip
    areas = made.execute("SELECT code, name, type, state FROM area ORDER BY code").fetchall()
    letters = {"nation": "N", "state": "S"}
    _write(
        folder, "oe.area",
        [(states.get(s, "00"), code, letters.get(kind, "M"), name) for code, name, kind, s in areas],
    )  # fmt: skip
    _write(
        folder,
        "oe.areatype",
        [("N", "National"), ("S", "Statewide"), ("M", "Metropolitan or nonmetropolitan area")],
    )
    depth = {"all": 0, "ownership": 1, "sector": 2, "3-digit": 3, "4-digit": 4, "5-digit": 5}
    industries = made.execute("SELECT code, title, level FROM industry ORDER BY code").fetchall()
    _write(
        folder, "oe.industry", [(c, t, depth[level], "T", i) for i, (c, t, level) in enumerate(industries, 1)]
    )
    titles = made.execute("SELECT code, title, level FROM held.occupation ORDER BY code").fetchall()
    levels = {"total": 0, "major": 0, "minor": 1, "broad": 2, "detailed": 3}
    rows = []
    for code, title, level in titles:
        for i, part in enumerate(SPLIT.get(code, (code,)), 1):
            rows.append(
                (part.replace("-", ""), f"{title}, Part {i}" if part != code else title, "", levels[level])
            )
    _write(folder, "oe.occupation", [(*row, "T", i) for i, row in enumerate(rows, 1)])
    _write(folder, "oe.datatype", [(f"{n:02d}", f"Data type {n}", "") for n in range(1, 18)])
    ((bound, hourly),) = made.execute("SELECT annual_bound, hourly_bound FROM held.release").fetchall()
    _write(folder, "oe.footnote", [
        ("4", "One pay basis."), ("8", "Not released."), FOOTNOTE,
        ("5", f"This wage is equal to or greater than ${hourly:.2f} per hour or ${bound:,.0f} per year."),
    ])  # fmt: skip
    _write(folder, "oe.release", [(f"{year}A01", f"May {year}")])


def _data(made: duckdb.DuckDBPyConnection, folder: Path, year: int) -> int:
    """One row a cell and data type. A cell's own footnotes stand; the new one goes to employment of one state."""
    columns = (
        *("employment", "employment_rse", "hourly_mean", "annual_mean", "mean_rse"),
        *(f"hourly_{p}" for p in ("p10", "p25", "p50", "p75", "p90")),
        *(f"annual_{p}" for p in ("p10", "p25", "p50", "p75", "p90")),
        *("jobs_per_1000", "location_quotient"),
    )
    forms = {"employment": "%d", "employment_rse": "%.1f", "mean_rse": "%.1f", "jobs_per_1000": "%.3f"}
    parts = []
    for number, name in enumerate(columns, 1):
        form = forms.get(name, "%d" if name.startswith("annual") else "%.2f")
        cast = "BIGINT" if form == "%d" else "DOUBLE"
        note = f"string_split(footnotes, '|')[{number}]"
        if name == "employment":
            note = (
                f"CASE WHEN area = '0100000' AND employment IS NOT NULL THEN '{FOOTNOTE[0]}' ELSE {note} END"
            )
        letter = "CASE WHEN area = '0000000' THEN 'N' WHEN area LIKE '%00000' THEN 'S' ELSE 'M' END"
        parts.append(
            f"SELECT 'OEU' || {letter} || area || industry || replace(occupation, '-', '') || '{number:02d}' "
            f"AS series_id, {year} AS year, 'A01' AS period, coalesce(printf('{form}', {name}::{cast}), '-') AS value, "
            f"coalesce({note}, '') AS footnote_codes FROM moved"
        )
    target = folder / oews_flat.DATA
    made.execute(
        f"COPY ({' UNION ALL '.join(parts)}) TO '{target}' (FORMAT csv, DELIMITER '\t', HEADER, QUOTE '')"
    )
    ((rows,),) = made.execute("SELECT 17 * count(*) FROM moved").fetchall()
    return int(rows)


def _write(folder: Path, name: str, rows: list[tuple[object, ...]]) -> None:
    lines = ["\t".join(oews_flat.COLUMNS[name]), *("\t".join(map(str, row)) for row in rows)]
    (folder / name).write_text("\r\n".join(lines) + "\r\n", encoding="ascii")


if __name__ == "__main__":
    print(f"{write_release(open_store(), Path(sys.argv[1])):,} rows in {sys.argv[1]}")
