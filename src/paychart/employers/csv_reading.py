"""Payroll text files: encoding, delimiter and header found; lines that do not fit are repaired, never dropped."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass, replace
from typing import IO, BinaryIO, cast

import duckdb

from paychart.employers.desk import Desk, quoted
from paychart.employers.excel_reading import find_header, joined_header
from paychart.employers.payroll_file import PayrollFile
from paychart.errors import BadInput

EXTRA = "beyond the header"
_SNIFF = 1 << 20
_LONGEST_LINE = 4_000_000
_WRONG_ENCODING = (
    "The file is not UTF-8 text; it was read as Western European (Windows). Check accented letters."
)


@dataclass(frozen=True)
class Shape:
    """How a text file is to be read; `skip` lines stand above the header."""

    encoding: str = "utf-8"
    delimiter: str = ","
    skip: int = 0

    def text(self, binary: BinaryIO) -> IO[str]:
        """The file as text, bad bytes replaced; Windows' letters where it is Western European."""
        python = "cp1252" if self.encoding == "latin-1" else "utf-8-sig"
        return io.TextIOWrapper(cast(IO[bytes], binary), encoding=python, errors="replace", newline="")


def view_text(
    connection: duckdb.DuckDBPyConnection, file: PayrollFile, desk: Desk, notes: list[str]
) -> tuple[dict[str, str], PayrollFile]:
    """Make a text file the view `payroll`; returns its columns and the file that is read."""
    encoding = _encoding(file, notes)
    if encoding.startswith("utf-16"):
        file, encoding = _as_utf8(file, encoding, desk), "utf-8"
    return view_csv(connection, file, _shape(file, encoding, notes), desk, notes)


def view_csv(
    connection: duckdb.DuckDBPyConnection, file: PayrollFile, shape: Shape, desk: Desk, notes: list[str]
) -> tuple[dict[str, str], PayrollFile]:
    """Make a text file of known shape the view `payroll`; returns its columns and the file that is read."""
    with shape.text(file.open()) as text:
        reader = csv.reader(text, delimiter=shape.delimiter)
        head = [row for row, _ in zip(reader, range(shape.skip + 1), strict=False)]
    if len(head) <= shape.skip:
        raise BadInput(f"{file.name} ends within its header.", hint="Check its quotation marks.")
    header = joined_header(head[shape.skip], head[shape.skip - 1] if shape.skip else ())
    if len(header) < 2:
        raise BadInput(
            f"{file.name} has a single column.", hint="A payroll needs at least a title and a pay column."
        )
    if not _fits(connection, file, shape, header):
        file = _repaired(file, shape, header, desk, notes)
        header, shape = (*header, EXTRA), Shape()
    connection.execute(_view(file, shape, header))
    return dict.fromkeys(header, "VARCHAR"), file


def _encoding(file: PayrollFile, notes: list[str]) -> str:
    with file.open() as binary:
        start = binary.read(_SNIFF)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        notes.append("The file is UTF-16 text; it was read as such.")
        return "utf-16"
    if start.startswith(b"PK\x03\x04"):
        raise BadInput(f"{file.name} is a workbook named as text.", hint="Rename it to .xlsx.")
    if b"\0" in start:
        raise BadInput(f"{file.name} is not a text file.", nearest=(".csv", ".xlsx", ".parquet"))
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        notes.append(_WRONG_ENCODING)
        return "latin-1"
    return "utf-8"


def _as_utf8(file: PayrollFile, encoding: str, desk: Desk) -> PayrollFile:
    name = "as-utf8.csv"
    try:
        with (
            io.TextIOWrapper(cast(IO[bytes], file.open()), encoding=encoding, newline="") as old,
            desk.write(name) as new,
        ):
            while part := old.read(_SNIFF):
                new.write(part)
    except UnicodeError as error:
        raise BadInput(
            f"{file.name} is cut short or not {encoding} text.", hint="Save it as CSV UTF-8."
        ) from error
    return replace(file, url=desk.url(name), open=lambda: desk.read(name))


def _shape(file: PayrollFile, encoding: str, notes: list[str]) -> Shape:
    """The delimiter, and how many rows stand above the header."""
    with Shape(encoding).text(file.open()) as text:
        lines = [line for line, _ in zip(text, range(60), strict=False)]
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
    return Shape(encoding, delimiter, skip)


def _view(file: PayrollFile, shape: Shape, header: tuple[str, ...]) -> str:
    names = ", ".join(f"'{quoted(name)}': 'VARCHAR'" for name in header)
    return (
        f"CREATE OR REPLACE VIEW payroll AS SELECT * FROM read_csv('{quoted(file.url)}', auto_detect = false, "
        f"header = true, skip = {shape.skip}, delim = '{shape.delimiter}', quote = '\"', escape = '\"', "
        f"encoding = '{shape.encoding}', columns = {{{names}}}, max_line_size = {_LONGEST_LINE}, strict_mode = true)"
    )


def _fits(
    connection: duckdb.DuckDBPyConnection, file: PayrollFile, shape: Shape, header: tuple[str, ...]
) -> bool:
    """Whether every line has as many fields as the header, in an encoding that is right throughout."""
    try:
        connection.execute(_view(file, shape, header))
        last = header[-1].replace('"', '""')
        connection.execute(f'SELECT max(length("{last}")) FROM payroll').fetchone()
    except duckdb.Error:
        return False
    return True


def _repaired(
    file: PayrollFile, shape: Shape, header: tuple[str, ...], desk: Desk, notes: list[str]
) -> PayrollFile:
    """The same rows with short ones filled up, long ones kept whole in one more column, and bad bytes replaced."""
    name = "repaired.csv"
    short: list[int] = []
    long: list[int] = []
    replaced = False
    csv.field_size_limit(_LONGEST_LINE)
    with shape.text(file.open()) as old, desk.write(name) as new:
        lines = (line.replace("\0", "") for line in old)
        reader, writer = csv.reader(lines, delimiter=shape.delimiter), csv.writer(new)
        for _ in range(shape.skip + 1):
            next(reader, None)
        writer.writerow([*header, EXTRA])
        try:
            for row in reader:
                if not row:
                    continue
                if len(row) != len(header):
                    (short if len(row) < len(header) else long).append(reader.line_num)
                replaced |= any("\ufffd" in cell for cell in row)
                extra = shape.delimiter.join(row[len(header) :])
                writer.writerow([*row[: len(header)], *[""] * (len(header) - len(row)), extra])
        except csv.Error as error:
            raise BadInput(
                f"{file.name} line {reader.line_num} cannot be read as CSV.",
                hint="Check its quotation marks.",
            ) from error
    for places, what in ((short, "fewer"), (long, "more")):
        if places:
            listed = ", ".join(f"{n:,}" for n in places[:5]) + (" ..." if len(places) > 5 else "")
            notes.append(
                f"{len(places):,} lines have {what} fields than the header and were kept: line {listed}."
            )
    if replaced and _WRONG_ENCODING not in notes:
        notes.append("Some bytes are not UTF-8 text; they were replaced by a question mark sign.")
    return replace(file, url=desk.url(name), open=lambda: desk.read(name))
