"""American Community Survey public-use person records (PUMS), read out of core into one DuckDB table.

Reads the Census Bureau's person files as published: `psam_p*.csv`, `csv_p*.zip`, one-year or five-year,
with or
without the 80 replicate weights, and Parquet copies of them. A file is checked as a whole before any row
counts:
a missing column, letters where a number belongs, a cut-off row or a wrong year names the file, row and
column.
"""

from __future__ import annotations

import hashlib
import zipfile
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from paychart.data.sources.damage import reading
from paychart.data.sources.schema import Provenance
from paychart.errors import BadInput, SourceUnavailable
from paychart.show.output import workspace

NUMBERS = ("PWGTP", "AGEP", "SCHL", "SEX", "COW", "WKHP", "WKWN", "WAGP", "OCCP", "INDP")
OPTIONAL_NUMBERS = ("ADJINC", "JWMNP", "JWTRNS")
STATE_NAMES = ("STATE", "ST")
REPLICATES = tuple(f"PWGTP{r}" for r in range(1, 81))
URL = "https://www2.census.gov/programs-surveys/acs/data/pums/"


@dataclass(frozen=True)
class PersonFiles:
    """What a directory of person files turned out to hold."""

    paths: tuple[Path, ...]
    rows: int
    year: int
    replicate_weights: bool
    provenance: Provenance


def load_persons(
    connection: duckdb.DuckDBPyConnection, source: Path, *, year: int | None = None
) -> PersonFiles:
    """Create table `person` (one row a person, Census names, `state` of two digits) from a file or directory.

    `year` is the survey year expected (the last one of a five-year file). Nothing remains on failure.
    Raises `SourceUnavailable` when there is no file, `BadInput` with file, row and column when one is
    malformed.
    """
    paths = person_files(source)
    connection.execute("BEGIN")
    try:
        with workspace() as scratch:
            replicates = _insert_all(connection, paths, scratch)
        found_year = _survey_year(connection, year, paths[0])
        rows = connection.execute("SELECT count(*) FROM person").fetchall()[0][0]
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return PersonFiles(paths, rows, found_year, replicates, _provenance(paths, rows, found_year))


def person_files(source: Path) -> tuple[Path, ...]:
    """The person files in a directory, in name order, or the one file given."""
    if source.is_file():
        return (source,)
    patterns = ("psam_p*.csv", "csv_p*.zip", "p_[0-9]*.parquet", "psam_p*.parquet")
    found = sorted({path for pattern in patterns for path in source.glob(pattern)})
    if not found:
        raise SourceUnavailable(
            f"No ACS person file in {source}.",
            nearest=("psam_p01.csv", "csv_pal.zip", "p_01.parquet"),
            hint=f"Download person files (csv_p*.zip) from {URL}.",
        )
    return tuple(found)


def _insert_all(connection: duckdb.DuckDBPyConnection, paths: tuple[Path, ...], scratch: Path) -> bool:
    shapes = set()
    for position, path in enumerate(paths):
        for readable in _unzipped(path, scratch):
            relation = _relation(readable)
            columns = _columns(connection, relation, path)
            _check_values(connection, relation, columns, path)
            replicates = set(REPLICATES) <= set(columns)
            shapes.add(replicates)
            verb = "INSERT INTO person" if position or len(shapes) > 1 else "CREATE TABLE person AS"
            exists = connection.execute(
                "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'person'"
            ).fetchall()[0][0]
            if exists and verb.startswith("CREATE"):
                verb = "INSERT INTO person"
            with _reading(path):
                connection.execute(f"{verb} SELECT {_select(columns, replicates)} FROM {relation}")
    if len(shapes) > 1:
        raise BadInput(
            "Some person files have replicate weights and others have none.", hint="Use one release."
        )
    return shapes.pop()


def _reading(path: Path) -> AbstractContextManager[None]:
    return reading(f"{path.name} is damaged or cut short", BadInput, "Download it again.")


def _unzipped(path: Path, scratch: Path) -> list[Path]:
    if path.suffix.lower() != ".zip":
        return [path]
    damage = reading(f"{path.name} is not a whole zip file", BadInput, "Download it again.")
    with damage, zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if n.lower().endswith(".csv")]
        if not names:
            raise BadInput(f"{path.name} holds no CSV file.", hint="Expected psam_p*.csv inside.")
        return [Path(archive.extract(name, scratch)) for name in names]


def _relation(path: Path) -> str:
    quoted = str(path).replace("'", "''")
    if path.suffix.lower() == ".parquet":
        return f"read_parquet('{quoted}')"
    options = "header = true, all_varchar = true, delim = ',', quote = '\"', null_padding = false"
    return f"read_csv('{quoted}', {options})"


def _columns(connection: duckdb.DuckDBPyConnection, relation: str, path: Path) -> tuple[str, ...]:
    with _reading(path):
        columns = tuple(row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall())
    missing = [name for name in (*NUMBERS, "PUMA", "SERIALNO") if name not in columns]
    if not set(STATE_NAMES) & set(columns):
        missing.append("STATE (or ST)")
    if missing:
        raise BadInput(
            f"{path.name} has no column {', '.join(missing)}.",
            nearest=columns[:8],
            hint="This needs a Census person file (psam_p*), not a housing file or an extract.",
        )
    return columns


def _check_values(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: tuple[str, ...], path: Path
) -> None:
    """The first cell that is not a number, with its row; weights must be there in every row."""
    numeric = [c for c in (*NUMBERS, *OPTIONAL_NUMBERS, *REPLICATES) if c in columns]
    # Whole numbers of 32 bits hold every field; letters, infinities and runaway figures are what is left.
    bad = " OR ".join(
        f"({_text(c)} IS NOT NULL AND NOT coalesce(abs(try_cast({_text(c)} AS DOUBLE)) < 2147483647, false))"
        for c in numeric
    )
    query = (
        "SELECT row, columns_here FROM (SELECT row_number() OVER () AS row, struct_pack("
        + ", ".join(f"{c} := CAST({c} AS VARCHAR)" for c in numeric)
        + f") AS columns_here, ({bad} OR PWGTP IS NULL) AS wrong FROM {relation}) WHERE wrong LIMIT 1"
    )
    with _reading(path):
        found = connection.execute(query).fetchall()
    for row, values in found:
        column = next((c for c, value in values.items() if not _fits(c, value)), numeric[0])
        shown = "nothing" if values[column] is None else repr(values[column])
        raise BadInput(
            f"{path.name}, row {row} (after the header), column {column}: {shown} is not a number.",
            hint="The file is damaged or was edited; download it again.",
        )


def _fits(column: str, text: str | None) -> bool:
    if text is None or not text.strip():
        return column != "PWGTP"
    try:
        return text.isascii() and abs(float(text)) < 2**31 - 1
    except ValueError:
        return False


def _text(column: str) -> str:
    return f"nullif(trim(CAST({column} AS VARCHAR)), '')"


def _select(columns: tuple[str, ...], replicates: bool) -> str:
    state = "STATE" if "STATE" in columns else "ST"
    parts = [
        "SERIALNO",
        f"lpad(CAST({state} AS VARCHAR), 2, '0') AS state",
        "lpad(CAST(PUMA AS VARCHAR), 5, '0') AS puma",
    ]
    parts += [f"CAST(CAST({_text(c)} AS DOUBLE) AS INTEGER) AS {c}" for c in NUMBERS]
    parts += [
        f"CAST(CAST({_text(c)} AS DOUBLE) AS INTEGER) AS {c}"
        if c in columns
        else f"CAST(NULL AS INTEGER) AS {c}"
        for c in OPTIONAL_NUMBERS
    ]
    parts += [f"CAST({c} AS INTEGER) AS {c}" for c in REPLICATES] if replicates else []
    return ", ".join(parts)


def _survey_year(connection: duckdb.DuckDBPyConnection, expected: int | None, path: Path) -> int:
    """SERIALNO starts with the collection year; in a five-year file the last year names it."""
    found = connection.execute(
        "SELECT DISTINCT try_cast(left(SERIALNO, 4) AS INTEGER) FROM person"
    ).fetchall()
    years = sorted(y for (y,) in found if y is not None)
    if len(years) != len(found) or not years or years[0] < 2018:
        raise BadInput(
            f"{path.name}: SERIALNO does not start with a survey year from 2018 on.",
            hint="Files before 2018 use other occupation codes; take 2018 or later.",
        )
    if expected is not None and years[-1] != expected:
        raise BadInput(
            f"{path.name} is of {years[-1]}, not {expected}.",
            nearest=(str(years[-1]),),
            hint="Give that year.",
        )
    if len(years) > 1:
        without = connection.execute("SELECT count(*) FROM person WHERE ADJINC IS NULL").fetchall()[0][0]
        if without:
            raise BadInput(
                f"{path.name} spans {years[0]}-{years[-1]} but has no ADJINC to bring pay to one year."
            )
    return int(years[-1])


def _provenance(paths: tuple[Path, ...], rows: int, year: int) -> Provenance:
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return Provenance(
        source="acs_pums",
        publisher="U.S. Census Bureau",
        title="American Community Survey, public-use person records",
        release=str(year),
        reference_period=str(year),
        url=URL,
        retrieved="",
        checksum=digest.hexdigest(),
        rows={"person": rows},
    )
