"""Opening a payroll: CSV, Excel, Parquet, or a folder or glob of Parquet, as one table of a DuckDB session.

Nothing is dropped: a CSV whose rows do not fit its header is repaired row by row into the workspace, and the
report says which lines were short or long.
"""

from __future__ import annotations

import codecs
import csv
import glob
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from paychart.employers.excel_reading import extract, find_header, joined_header
from paychart.errors import BadInput

SAMPLE_ROWS = 2000
_EXCEL = {".xlsx", ".xlsm"}
_TEXT = {".csv", ".tsv", ".txt"}
_PARQUET = {".parquet", ".pq"}
_SNIFF = 1 << 20
EXTRA = "beyond the header"


@dataclass(frozen=True)
class Payroll:
    """A payroll as the view `payroll` of a session.

    `columns` maps column -> DuckDB type; `paths` are the Parquet or CSV files behind it, `notes` the findings on
    the file as a whole, `sample` its first rows.
    """

    source: str
    kind: str
    columns: dict[str, str]
    paths: tuple[Path, ...]
    notes: tuple[str, ...]
    sample: tuple[dict[str, Any], ...]
    size: int

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(self.columns)


def session(folder: Path, *, memory: str = "2GB", threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A DuckDB session that spills into `folder` and keeps the order of rows."""
    connection = duckdb.connect(":memory:")
    connection.execute(f"SET temp_directory = '{_quoted(str(folder))}'")
    connection.execute(f"SET memory_limit = '{memory}'")
    connection.execute("SET preserve_insertion_order = true")
    # The payroll must stay the probing side of every join, or rows would come out in another order.
    connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
    connection.execute("SET enable_progress_bar = false")
    if threads:
        connection.execute(f"SET threads = {int(threads)}")
    return connection


def open_payroll(
    connection: duckdb.DuckDBPyConnection, source: str, folder: Path, *, sheet: str | None = None
) -> Payroll:
    """Make `source` the view `payroll`. Raises BadInput for what is no payroll; the message quotes no row."""
    kind, paths = _locate(source)
    notes: list[str] = []
    if kind == "excel":
        found = extract(paths[0], folder, sheet)
        notes += found.notes
        columns = _view_csv(connection, found.path, "utf-8", ",", 0, notes, folder)
        read: tuple[Path, ...] = (found.path,)
    elif kind == "csv":
        if paths[0].stat().st_size == 0:
            raise BadInput(
                f"{paths[0].name} is empty.", hint="It needs a header row and one row for each person."
            )
        encoding = _encoding(paths[0], notes)
        path = _plain_copy(paths[0], encoding, folder) if encoding.startswith("utf-16") else paths[0]
        encoding = "utf-8" if path is not paths[0] else encoding
        delimiter, skip = _shape(path, encoding, notes)
        columns = _view_csv(connection, path, encoding, delimiter, skip, notes, folder)
        read = (path,)
    else:
        columns = _view_parquet(connection, paths, source)
        read = paths
    rows = connection.execute(f"SELECT * FROM payroll LIMIT {SAMPLE_ROWS}").fetchall()
    if not rows:
        raise BadInput(f"{source} has a header and no rows.", hint="One row for each person is needed.")
    sample = tuple(dict(zip(columns, row, strict=True)) for row in rows)
    return Payroll(source, kind, columns, read, tuple(notes), sample, sum(p.stat().st_size for p in paths))


def _locate(source: str) -> tuple[str, tuple[Path, ...]]:
    path = Path(source).expanduser()
    if path.is_dir():
        found = tuple(
            sorted(p for p in path.rglob("*") if p.suffix in _PARQUET and not p.name.startswith((".", "_")))
        )
        if not found:
            raise BadInput(
                f"The folder {path.name} holds no Parquet file.", hint="Name a file, or a folder of Parquet."
            )
        return "parquet", found
    if not path.exists() and any(sign in source for sign in "*?["):
        found = tuple(Path(name) for name in sorted(glob.glob(source, recursive=True)))
        if not found or any(p.suffix not in _PARQUET for p in found):
            raise BadInput(f"{source} matches {len(found)} files; a glob must match Parquet files only.")
        return "parquet", found
    if not path.is_file():
        raise BadInput(f"There is no file {source}.", nearest=_neighbours(path), hint="Check the path.")
    suffix = path.suffix.lower()
    for kind, suffixes in (("excel", _EXCEL), ("csv", _TEXT), ("parquet", _PARQUET)):
        if suffix in suffixes:
            return kind, (path,)
    if suffix == ".xls":
        raise BadInput(f"{path.name} is in the old .xls format.", hint="Open it and save it as .xlsx.")
    raise BadInput(
        f"{path.name} ends in {suffix or 'nothing'}.",
        nearest=(".csv", ".xlsx", ".parquet"),
        hint="Save it as one of those.",
    )


def _neighbours(path: Path) -> tuple[str, ...]:
    if not path.parent.is_dir():
        return ()
    from rapidfuzz import process

    names = [p.name for p in path.parent.iterdir() if p.suffix.lower() in _EXCEL | _TEXT | _PARQUET]
    return tuple(name for name, score, _ in process.extract(path.name, names, limit=3) if score > 60)


def _encoding(path: Path, notes: list[str]) -> str:
    with path.open("rb") as file:
        start = file.read(_SNIFF)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        notes.append("The file is UTF-16 text; it was read as such.")
        return "utf-16"
    if start.startswith(b"PK\x03\x04"):
        raise BadInput(f"{path.name} is a workbook named as text.", hint="Rename it to .xlsx.")
    if b"\0" in start:
        raise BadInput(f"{path.name} is not a text file.", nearest=(".csv", ".xlsx", ".parquet"))
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        notes.append(_WRONG_ENCODING)
        return "latin-1"
    return "utf-8"


_WRONG_ENCODING = (
    "The file is not UTF-8 text; it was read as Western European (Windows). Check accented letters."
)


def _plain_copy(path: Path, encoding: str, folder: Path) -> Path:
    target = folder / "as-utf8.csv"
    try:
        with (
            path.open(encoding=encoding, newline="") as old,
            target.open("w", encoding="utf-8", newline="") as new,
        ):
            while part := old.read(_SNIFF):
                new.write(part)
    except UnicodeError as error:
        raise BadInput(
            f"{path.name} is cut short or not {encoding} text.", hint="Save it as CSV UTF-8."
        ) from error
    return target


def _shape(path: Path, encoding: str, notes: list[str]) -> tuple[str, int]:
    """The delimiter, and how many rows stand above the header."""
    python = "cp1252" if encoding == "latin-1" else "utf-8-sig"
    with path.open(encoding=python, errors="replace", newline="") as file:
        lines = [line for line, _ in zip(file, range(60), strict=False)]
    counts = {sign: sum(min(line.count(sign), 1) for line in lines) for sign in ",;\t|"}
    widths = {
        sign: max((len(row) for row in csv.reader(lines, delimiter=sign)), default=1)
        for sign in counts
        if counts[sign]
    }
    delimiter = max(widths, key=lambda s: (counts[s], widths[s]), default=",")
    rows = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=delimiter)][:25]
    skip, _ = find_header(rows)
    if skip:
        notes.append(f"The first {skip} lines stand above the header and were left out.")
    if delimiter != ",":
        notes.append(f"Columns are set apart by {'a tab' if delimiter == chr(9) else repr(delimiter)}.")
    return delimiter, skip


def _view_csv(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    encoding: str,
    delimiter: str,
    skip: int,
    notes: list[str],
    folder: Path,
) -> dict[str, str]:
    python = "cp1252" if encoding == "latin-1" else "utf-8-sig"
    with path.open(encoding=python, errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        head = [row for row, _ in zip(reader, range(skip + 1), strict=False)]
    header = joined_header(head[skip], head[skip - 1] if skip else ())
    if len(header) < 2:
        raise BadInput(
            f"{path.name} has a single column.", hint="A payroll needs at least a title and a pay column."
        )
    if not _fits(connection, path, encoding, delimiter, skip, header):
        path = _repaired(path, encoding, delimiter, skip, header, notes, folder)
        header = (*header, EXTRA)
        encoding, delimiter, skip = "utf-8", ",", 0
    connection.execute(_csv_view(path, encoding, delimiter, skip, header))
    return dict.fromkeys(header, "VARCHAR")


def _csv_view(path: Path, encoding: str, delimiter: str, skip: int, header: tuple[str, ...]) -> str:
    names = ", ".join(f"'{_quoted(name)}': 'VARCHAR'" for name in header)
    return (
        f"CREATE OR REPLACE VIEW payroll AS SELECT * FROM read_csv('{_quoted(str(path))}', auto_detect = false, "
        f"header = true, skip = {skip}, delim = '{delimiter}', quote = '\"', escape = '\"', encoding = '{encoding}', "
        f"columns = {{{names}}}, max_line_size = 4000000, strict_mode = true)"
    )


def _fits(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    encoding: str,
    delimiter: str,
    skip: int,
    header: tuple[str, ...],
) -> bool:
    """Whether every line has as many fields as the header, in an encoding that is right throughout."""
    try:
        connection.execute(_csv_view(path, encoding, delimiter, skip, header))
        last = header[-1].replace('"', '""')
        connection.execute(f'SELECT max(length("{last}")) FROM payroll').fetchone()
    except duckdb.Error:
        return False
    return True


def _repaired(
    path: Path,
    encoding: str,
    delimiter: str,
    skip: int,
    header: tuple[str, ...],
    notes: list[str],
    folder: Path,
) -> Path:
    """The same rows with short ones filled up, long ones kept whole in one more column, and bad bytes replaced."""
    python = "cp1252" if encoding == "latin-1" else "utf-8-sig"
    target = folder / "repaired.csv"
    short: list[int] = []
    long: list[int] = []
    replaced = False
    csv.field_size_limit(4_000_000)
    with (
        path.open(encoding=python, errors="replace", newline="") as old,
        target.open("w", encoding="utf-8", newline="") as new,
    ):
        reader, writer = (
            csv.reader((line.replace("\0", "") for line in old), delimiter=delimiter),
            csv.writer(new),
        )
        for _ in range(skip + 1):
            next(reader, None)
        writer.writerow([*header, EXTRA])
        try:
            for row in reader:
                if not row:
                    continue
                if len(row) != len(header):
                    (short if len(row) < len(header) else long).append(reader.line_num)
                replaced |= any("\ufffd" in cell for cell in row)
                extra = delimiter.join(row[len(header) :])
                writer.writerow([*row[: len(header)], *[""] * (len(header) - len(row)), extra])
        except csv.Error as error:
            raise BadInput(
                f"{path.name} line {reader.line_num} cannot be read as CSV.",
                hint="Check its quotation marks.",
            ) from error
    for lines, what in ((short, "fewer"), (long, "more")):
        if lines:
            listed = ", ".join(f"{n:,}" for n in lines[:5]) + (" ..." if len(lines) > 5 else "")
            notes.append(
                f"{len(lines):,} lines have {what} fields than the header and were kept: line {listed}."
            )
    if replaced and _WRONG_ENCODING not in notes:
        notes.append("Some bytes are not UTF-8 text; they were replaced by a question mark sign.")
    return target


def _view_parquet(
    connection: duckdb.DuckDBPyConnection, paths: tuple[Path, ...], source: str
) -> dict[str, str]:
    listed = ", ".join(f"'{_quoted(str(path))}'" for path in paths)
    try:
        connection.execute(
            f"CREATE OR REPLACE VIEW payroll AS SELECT * "
            f"FROM read_parquet([{listed}], union_by_name = {len(paths) > 1})"
        )
        described = connection.execute("DESCRIBE payroll").fetchall()
    except duckdb.Error as error:
        raise BadInput(
            f"{Path(source).name} is not a readable Parquet file, or its files do not fit together.",
            hint="Write it again, or give one file.",
        ) from error
    return {row[0]: row[1] for row in described}


def _quoted(text: str) -> str:
    return text.replace("'", "''")
