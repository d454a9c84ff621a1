"""A payroll small enough to hold: its columns as texts, and everyone's hourly pay. For audits, ranges and releases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from paychart.employers.columns import Columns, require
from paychart.employers.desk import FolderDesk
from paychart.employers.payroll_file import locate
from paychart.employers.plausible import add_up
from paychart.employers.reading import open_payroll, session
from paychart.employers.row_reading import numbered, own_names, read_pay, reading_of
from paychart.errors import BadInput
from paychart.show.output import workspace

MOST_ROWS = 3_000_000


@dataclass(frozen=True, eq=False)
class Rows:
    """`values` column -> values of all rows, `hourly` dollars an hour (None where the pay cannot be read)."""

    columns: Columns
    values: Mapping[str, list[Any]]
    hourly: list[float | None]
    weekly_hours: list[float]
    notes: tuple[str, ...]

    def column(self, name: str, purpose: str) -> str:
        """The column meant by a role or a column name; raises BadInput with the nearest."""
        if found := self.columns.get(name):
            return found
        for column in self.values:
            if column.casefold() == name.strip().casefold():
                return column
        from rapidfuzz import process

        near = tuple(c for c, _, _ in process.extract(name, list(self.values), limit=4))
        raise BadInput(f'There is no column "{name}" for the {purpose}.', nearest=near)


def load_rows(
    source: str,
    sheet: str | None,
    settle: Callable[[tuple[str, ...], tuple[dict[str, Any], ...]], Columns],
    *,
    basis: str | None = None,
) -> Rows:
    """Read a payroll into memory. Raises BadInput where it is too large, or has no pay column."""
    from paychart.employers.engines import DuckEngine

    with workspace() as folder:
        desk = FolderDesk(folder)
        connection = session(desk)
        try:
            payroll = open_payroll(connection, locate(source), desk, sheet=sheet)
            columns = settle(payroll.header, payroll.sample)
            require(columns, payroll.header, "pay")
            parquet = locate(source).kind == "parquet"
            pieces = None if parquet else add_up(connection, columns, payroll.header)
            count = connection.execute("SELECT count(*) FROM payroll").fetchone()
            if count and count[0] > MOST_ROWS:
                raise BadInput(
                    f"{count[0]:,} rows are more than this can hold ({MOST_ROWS:,}).", hint="Split the file."
                )
            engine = DuckEngine(connection)
            reading = reading_of(columns, payroll.sample, payroll.header, basis)
            read = read_pay(engine.stage(numbered(engine.view("payroll"), payroll.header)), reading)
            table = connection.execute(_sql(read)).fetchnumpy()
        finally:
            connection.close()
    values = {name: _list(table[number]) for name, number in own_names(payroll.header).items()}
    hourly = [
        h if a is not None else None
        for h, a in zip(_list(table["_pc_hourly"]), _list(table["_pc_annual"]), strict=True)
    ]
    hours = [float(h) / 4 for h in _list(table["_pc_hours"])]
    return Rows(columns, values, hourly, hours, (*payroll.notes, *([pieces] if pieces else [])))


def _sql(expression: Any) -> str:
    from paychart.employers.engines import sql

    return sql(expression, "duckdb")


def _list(column: Any) -> list[Any]:
    import numpy as np

    if isinstance(column, np.ma.MaskedArray):
        return [
            None if hide else value
            for value, hide in zip(column.data.tolist(), np.ma.getmaskarray(column).tolist(), strict=True)
        ]
    return [None if value != value else value for value in column.tolist()]
