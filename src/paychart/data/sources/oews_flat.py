"""BLS's official OEWS flat files in a folder: `oe.data.0.Current` and its seven code tables.

Tab-separated with padded fields; the full release has six million data rows (330 MB), which DuckDB reads
and pivots without holding them in Python.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import duckdb

from paychart.data.sources import oews
from paychart.data.sources.damage import reading
from paychart.data.sources.schema import Provenance
from paychart.data.sources.sheets import read_csv, retrieved
from paychart.errors import BadInput, SourceUnavailable

URL = "https://download.bls.gov/pub/time.series/oe/"
DATA = "oe.data.0.Current"
COLUMNS = {
    DATA: ("series_id", "year", "period", "value", "footnote_codes"),
    "oe.area": ("state_code", "area_code", "areatype_code", "area_name"),
    "oe.areatype": ("areatype_code", "areatype_name"),
    "oe.industry": ("industry_code", "industry_name", "display_level", "selectable", "sort_sequence"),
    "oe.occupation": (
        "occupation_code",
        "occupation_name",
        "occupation_description",
        "display_level",
        "selectable",
        "sort_sequence",
    ),
    "oe.datatype": ("datatype_code", "datatype_name", "footnote_code"),
    "oe.footnote": ("footnote_code", "footnote_text"),
    "oe.release": ("release_date", "description"),
}
FILES = tuple(COLUMNS)
_SERIES = r"^OEU[NSM][0-9]{7}[0-9A-Z-]{6}[0-9]{8}$"
_HINT = "Fetch the file again, or compare its layout with the one BLS documents in oe.txt."


def load(
    connection: duckdb.DuckDBPyConnection, folder: Path, progress: Callable[[str], None] = lambda _: None
) -> Provenance:
    """Create and fill the OEWS tables from the flat files in `folder`.

    Raises SourceUnavailable naming the file, and the row or column, when one is missing, cut short, or
    of another encoding or layout. `progress` is told each step in a few words.
    """
    for name in FILES:
        _check_header(folder, name)
    progress("code tables")
    _stage_codes(connection, folder)
    release, description = _release(connection, folder)
    progress("six million data rows")
    _stage_data(connection, folder / DATA, release)
    progress("cells")
    with reading(f"The code tables in {folder.name} do not fit the data", SourceUnavailable, _HINT):
        rows = oews.fill(connection, release, description, _notes(folder))
    _check_codes(connection)
    return Provenance(
        source="oews",
        publisher=oews.PUBLISHER,
        title=f"OEWS flat files in {folder.name}",
        release=description,
        reference_period=release,
        url=URL + DATA,
        retrieved=retrieved([folder / name for name in FILES]),
        checksum=_checksum(folder),
        rows=rows,
    )


def _notes(folder: Path) -> tuple[str, ...]:
    """Footnote codes that the reader of this release has declared mere notes, in a file of their own."""
    path = folder / "oews_footnotes.csv"
    if not path.is_file():
        return ()
    sheet = read_csv(path)
    sheet.require(("code", "meaning"))
    rows = [record for _, record in sheet.records()]
    strange = [row["meaning"] for row in rows if row["meaning"] != oews.NOTE]
    if strange:
        raise BadInput(f"{path.name}: {strange[0]!r} cannot be declared here.", nearest=(oews.NOTE,))
    return tuple(row["code"] for row in rows)


def _check_header(folder: Path, name: str) -> None:
    path = folder / name
    if not path.is_file():
        raise SourceUnavailable(
            f"{name} is not in {folder}.",
            hint=f"The folder must hold {', '.join(FILES)}; `paychart data fetch oews` downloads them.",
        )
    with path.open("rb") as file:
        first = file.readline(4096)
    try:
        header = tuple(field.strip() for field in first.decode("ascii").split("\t"))
    except UnicodeDecodeError as error:
        raise SourceUnavailable(f"{name} is not plain text in BLS's encoding (row 1).", hint=_HINT) from error
    expected = COLUMNS[name]
    for column in expected:
        if column not in header:
            raise SourceUnavailable(
                f"{name} lacks the column {column}.", nearest=tuple(h for h in header if h), hint=_HINT
            )
    if header != expected:
        added = [h for h in header if h not in expected]
        what = (
            f"has a column {added[0]!r} it should not have" if added else "has its columns in another order"
        )
        raise SourceUnavailable(f"{name} {what}.", nearest=expected, hint=_HINT)


def _read(path: Path, name: str) -> str:
    """SQL that reads one file as trimmed text, strictly: a short or long row is an error."""
    columns = ", ".join(f"'{column}': 'VARCHAR'" for column in COLUMNS[name])
    quoted = str(path).replace("'", "''")
    return (
        f"read_csv('{quoted}', delim='\t', header=true, columns={{{columns}}}, quote='', escape='', "
        "nullstr='', strict_mode=true)"
    )


def _stage_codes(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    selects = {
        "staged_area": (
            "oe.area",
            "trim(area_code) AS code, trim(areatype_code) AS type, trim(state_code) AS state, "
            "trim(area_name) AS name",
        ),
        "staged_industry": (
            "oe.industry",
            "trim(industry_code) AS code, trim(industry_name) AS name, "
            "CAST(trim(display_level) AS INTEGER) AS display_level",
        ),
        "staged_occupation": (
            "oe.occupation",
            "trim(occupation_code) AS code, trim(occupation_name) AS name, "
            "CAST(trim(display_level) AS INTEGER) AS display_level",
        ),
        "staged_footnote": ("oe.footnote", "trim(footnote_code) AS code, trim(footnote_text) AS text"),
    }
    for table, (name, columns) in selects.items():
        _run(
            connection,
            f"CREATE TEMP TABLE {table} AS SELECT {columns} FROM {_read(folder / name, name)}",
            name,
        )


def _release(connection: duckdb.DuckDBPyConnection, folder: Path) -> tuple[str, str]:
    name = "oe.release"
    sql = f"SELECT trim(release_date), trim(description) FROM {_read(folder / name, name)}"
    rows = _run(connection, sql, name)
    if len(rows) != 1 or not re.fullmatch(r"\d{4}A\d\d", rows[0][0] or ""):
        raise SourceUnavailable(f"{name} does not name one release such as 2025A01 (row 2).", hint=_HINT)
    return str(rows[0][0]), str(rows[0][1])


def _stage_data(connection: duckdb.DuckDBPyConnection, path: Path, release: str) -> None:
    """Pivot the long rows to one staged row per series key; every odd row is counted and named."""
    values = ", ".join(f"max(value) FILTER (datatype = '{d}') AS v{d}" for d in oews.DATATYPES)
    notes = " || '|' || ".join(
        f"coalesce(max(footnote) FILTER (datatype = '{d}'), '')" for d in oews.DATATYPES
    )
    _run(
        connection,
        "CREATE TEMP TABLE long AS SELECT series[1:23] AS key, series[24:25] AS datatype, "
        "trim(value) AS value, trim(coalesce(footnote_codes, '')) AS footnote, series, "
        "trim(year) || trim(period) AS release "
        f"FROM (SELECT *, trim(series_id) AS series FROM {_read(path, DATA)})",
        DATA,
    )
    odd = connection.execute(
        "SELECT series, value, release FROM long WHERE series IS NULL OR value IS NULL OR release <> ? "
        f"OR NOT regexp_matches(series, '{_SERIES}') OR datatype NOT BETWEEN '01' AND '17' "
        "OR (value <> '-' AND NOT coalesce(isfinite(try_cast(value AS DOUBLE)) AND try_cast(value AS DOUBLE) >= 0, "
        "false)) LIMIT 1",
        [release],
    ).fetchall()
    if odd:
        series, value, period = odd[0]
        raise SourceUnavailable(
            f"{DATA} has a row that cannot be read: series {series!r}, value {value!r}, period {period!r} "
            f"(release {release}).",
            hint=_HINT,
        )
    repeated = connection.execute(
        "SELECT key || datatype FROM long GROUP BY key, datatype HAVING count(*) > 1 LIMIT 1"
    ).fetchall()
    if repeated:
        raise SourceUnavailable(f"{DATA} gives series {repeated[0][0]} more than once.", hint=_HINT)
    connection.execute(
        f"CREATE TEMP TABLE pivoted AS SELECT key, {values}, {notes} AS footnotes FROM long GROUP BY key"
    )
    connection.execute(
        "CREATE TEMP TABLE staged AS SELECT * REPLACE (CASE WHEN replace(footnotes, '|', '') = '' THEN '' "
        "ELSE footnotes END AS footnotes) FROM pivoted"
    )
    for table in ("long", "pivoted"):
        connection.execute(f"DROP TABLE {table}")


def _check_codes(connection: duckdb.DuckDBPyConnection) -> None:
    """Every code a cell uses must stand in its code table; a file cut short fails here at the latest."""
    for column in ("area", "industry", "occupation"):
        unknown = connection.execute(
            f"SELECT DISTINCT {column} FROM cell ANTI JOIN {column} t ON t.code = cell.{column} LIMIT 1"
        ).fetchall()
        if unknown:
            raise SourceUnavailable(
                f"{DATA} uses {column} {unknown[0][0]}, which oe.{column} lacks.", hint=_HINT
            )
    whole = connection.execute(
        "SELECT count(*) FROM cell WHERE area = '0000000' AND industry = '000000' AND occupation = '00-0000'"
    ).fetchall()
    if not whole[0][0]:
        raise SourceUnavailable(f"{DATA} lacks the national total, so it is not complete.", hint=_HINT)


def _run(connection: duckdb.DuckDBPyConnection, sql: str, name: str) -> list[tuple[str, ...]]:
    try:
        return connection.execute(sql).fetchall()
    except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
        lines = [line for line in str(error).splitlines() if line.strip()]
        raise SourceUnavailable(f"{name} cannot be read: {' '.join(lines[:2])}", hint=_HINT) from error


def _checksum(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in FILES:
        digest.update(name.encode())
        with (folder / name).open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
