"""Opening a payroll: CSV, Excel, Parquet, or a folder or glob of Parquet, as one table of a DuckDB session.

Nothing is dropped, and nothing here knows whether the payroll lies on disk or in memory: `payroll_file` finds it,
a `desk` holds what is worked on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from paychart.data.sources.damage import reading
from paychart.employers.csv_reading import Shape, view_csv, view_text
from paychart.employers.desk import Desk, quoted
from paychart.employers.excel_reading import MOST_UNPACKED, extract
from paychart.employers.payroll_file import MOST_HELD_UNPACKED, Found, too_many
from paychart.errors import BadInput

SAMPLE_ROWS = 2000
_SAMPLE_LENGTH = 400
_OURS = ("_pc_row", "_pc_n", "_pc_amount", "file_row_number")  # while rows are counted; all others are free


@dataclass(frozen=True)
class Payroll:
    """A payroll as the view `payroll` of a session.

    `columns` maps column -> DuckDB type; `notes` are the findings on the file as a whole, `sample` its first rows.
    """

    source: str
    kind: str
    columns: dict[str, str]
    notes: tuple[str, ...]
    sample: tuple[dict[str, Any], ...]

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(self.columns)


def session(desk: Desk, *, memory: str = "2GB", threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A DuckDB session that keeps to a desk and keeps the order of rows."""
    connection = duckdb.connect(":memory:")
    connection.execute(f"SET memory_limit = '{memory}'")
    connection.execute("SET preserve_insertion_order = true")
    # The payroll must stay the probing side of every join, or rows would come out in another order.
    connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
    connection.execute("SET enable_progress_bar = false")
    if threads:
        connection.execute(f"SET threads = {int(threads)}")
    desk.settle(connection)
    return connection


def open_payroll(
    connection: duckdb.DuckDBPyConnection, found: Found, desk: Desk, *, sheet: str | None = None
) -> Payroll:
    """Make a payroll the view `payroll`. Raises BadInput for what is no payroll; the message quotes no row."""
    notes: list[str] = []
    if found.kind == "excel":
        most = MOST_HELD_UNPACKED if desk.held else MOST_UNPACKED
        taken = extract(found.first, desk, sheet, most_unpacked=most)
        notes += taken.notes
        columns, _ = view_csv(connection, taken.file, Shape(), desk, notes)
    elif found.kind == "csv":
        columns, _ = view_text(connection, found.first, desk, notes)
    else:
        columns = _view_parquet(connection, found)
    taken_names = [name for name in columns if name.lower() in _OURS]
    if taken_names:
        raise BadInput(
            f'{found.source} has a column "{taken_names[0]}", a name that paychart needs for itself.',
            hint="Give that column another name.",
        )
    with reading(
        f"{found.first.name} is damaged or cut short",
        BadInput,
        "Write it again, or save it as .csv.",
        quote=False,
    ):
        rows = connection.execute(f"SELECT * FROM payroll LIMIT {SAMPLE_ROWS}").fetchall()
    if not rows:
        raise BadInput(f"{found.source} has a header and no rows.", hint="One row for each person is needed.")
    if desk.held:
        counted = connection.execute("SELECT count(*) FROM payroll").fetchone()
        if error := too_many(found.first.name, counted[0] if counted else 0, len(columns)):
            raise error
        if found.kind == "parquet":
            _check_length(connection, found, columns)
    sample = tuple(dict(zip(columns, row, strict=True)) for row in rows)
    return Payroll(found.source, found.kind, columns, tuple(notes), sample)


def _check_length(connection: duckdb.DuckDBPyConnection, found: Found, columns: dict[str, str]) -> None:
    """Refuse texts that repeat: a small Parquet file may hold one long text in a dictionary and use it in every row."""
    texts = [name.replace('"', '""') for name, kind in columns.items() if kind == "VARCHAR"]
    if not texts:
        return
    lengths = " + ".join(f'coalesce(sum(strlen("{name}")), 0)' for name in texts)
    counted = connection.execute(f"SELECT {lengths} FROM payroll").fetchone()
    if counted and counted[0] > MOST_HELD_UNPACKED:
        raise BadInput(
            f"{found.first.name} unpacks to {int(counted[0]) / 1024**2:,.0f} MB of text; at most "
            f"{MOST_HELD_UNPACKED // 1024**2} MB are priced in memory.",
            hint="Give its path to paychart benchmark.",
        )


def _view_parquet(connection: duckdb.DuckDBPyConnection, found: Found) -> dict[str, str]:
    listed = ", ".join(f"'{quoted(file.url)}'" for file in found.files)
    try:
        connection.execute(
            f"CREATE OR REPLACE VIEW payroll AS SELECT * "
            f"FROM read_parquet([{listed}], union_by_name = {len(found.files) > 1})"
        )
        described = connection.execute("DESCRIBE payroll").fetchall()
    except duckdb.Error as error:
        raise BadInput(
            f"{found.first.name} is not a readable Parquet file, or its files do not fit together.",
            hint="Write it again, or give one file.",
        ) from error
    return {row[0]: row[1] for row in described}
