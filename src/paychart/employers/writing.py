"""Writing a priced payroll: CSV, Excel, Parquet or a page; whole or not at all, formulas defused."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from paychart.csv_output import defuse
from paychart.employers.benchmark_result import Benchmark
from paychart.employers.desk import quoted
from paychart.errors import BadInput, SourceUnavailable

KINDS = {
    ".csv": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".xlsx": "excel",
    ".html": "html",
    ".htm": "html",
}
MOST_SHEET_ROWS = 1_048_575
MOST_PAGE_ROWS = 20_000
_BATCH = 20_000


def kind_of(target: Path) -> str:
    """csv, parquet, excel or html, by the ending; raises BadInput for another or for a folder that is not there."""
    kind = KINDS.get(target.suffix.lower())
    if kind is None:
        raise BadInput(
            f"{target.name} ends in {target.suffix or 'nothing'}.",
            nearest=(".csv", ".xlsx", ".parquet", ".html"),
            hint="The ending of -o picks the format.",
        )
    if not target.parent.is_dir():
        raise BadInput(
            f"The folder {target.parent} does not exist.", hint="Create it, or write elsewhere with -o."
        )
    return kind


class Draft:
    """A file (or folder) beside its target that takes its place when it is whole, and vanishes when it is not."""

    def __init__(self, target: Path) -> None:
        self.target = target
        try:
            self._folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        except OSError as error:
            raise BadInput(
                f"{target} cannot be written: {error.strerror}.", hint="Name another file with -o."
            ) from error
        self.path = self._folder / target.name

    def __enter__(self) -> Draft:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def publish(self) -> Path:
        """Put the draft in the target's place; a folder that stands there goes with the draft's folder."""
        if self.target.is_dir():
            self.target.rename(self._folder / "before")
        self.path.replace(self.target)
        return self.target


def write(
    connection: duckdb.DuckDBPyConnection, scored: str, draft: Draft, target: Path, kind: str, done: Benchmark
) -> list[Path]:
    """Write the rows (already at the draft for Parquet) and the summary; returns the files."""
    where = quoted(f"{scored}/*.parquet" if Path(scored).is_dir() else scored)
    if kind == "html":
        _fits(done.summary.rows, MOST_PAGE_ROWS, "a page")
        rows = connection.execute(f"SELECT * FROM read_parquet('{where}')")
        draft.path.write_text(
            page(done, list(_texts(rows)), [c[0] for c in rows.description]), encoding="utf-8"
        )
        return [draft.publish()]
    if kind == "excel":
        _fits(done.summary.rows, MOST_SHEET_ROWS, "a sheet")
        rows = connection.execute(f"SELECT * FROM read_parquet('{where}')")
        write_workbook(draft.path, done, [c[0] for c in rows.description], _values(rows))
        return [draft.publish()]
    if kind == "csv":
        copy_csv(connection, f"read_parquet('{where}')", str(draft.path))
    beside = target.with_name(f"{target.stem}.summary.html")
    with Draft(beside) as summary:
        summary.path.write_text(page(done, None, []), encoding="utf-8")
        return [draft.publish(), summary.publish()]


def _fits(rows: int, most: int, what: str) -> None:
    if rows > most:
        raise BadInput(
            f"{rows:,} rows do not fit on {what} of {most:,}.",
            nearest=(".csv", ".parquet"),
            hint="Choose another ending for -o.",
        )


def copy_csv(connection: duckdb.DuckDBPyConnection, source: str, target: str) -> None:
    """Write a table as CSV, in order, with cells and names that spreadsheets would run as formulas defused."""
    parts = []
    for name, kind, *_ in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall():
        quoted = '"' + name.replace('"', '""') + '"'
        alias = '"' + defuse(name).replace('"', '""') + '"'
        if kind == "VARCHAR":
            risky = f"regexp_matches({quoted}, '^[=+\\-@\\t\\r]') AND try_cast({quoted} AS DOUBLE) IS NULL"
            parts.append(f"CASE WHEN {risky} THEN '''' || {quoted} ELSE {quoted} END AS {alias}")
        else:
            parts.append(f"{quoted} AS {alias}")
    where = target.replace("'", "''")
    connection.execute(f"COPY (SELECT {', '.join(parts)} FROM {source}) TO '{where}' (FORMAT csv, HEADER)")


def _values(rows: Any) -> Iterator[tuple[Any, ...]]:
    while batch := rows.fetchmany(_BATCH):
        yield from batch


def _texts(rows: Any) -> Iterator[list[str]]:
    for row in _values(rows):
        yield ["" if v is None else f"{v:,.2f}" if isinstance(v, float) else str(v) for v in row]


def write_workbook(target: Path, done: Benchmark, header: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
    """Summary, groups, data quality and all rows, as sheets."""
    xlsxwriter = _xlsxwriter()
    book = xlsxwriter.Workbook(
        str(target),
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "nan_inf_to_errors": True,
        },
    )
    styles = {
        "title": book.add_format({"bold": True, "font_size": 15, "font_color": "#12355b"}),
        "head": book.add_format(
            {"bold": True, "bg_color": "#12355b", "font_color": "#ffffff", "text_wrap": True, "valign": "top"}
        ),
        "money": book.add_format({"num_format": "$#,##0"}),
        "cents": book.add_format({"num_format": "#,##0.00"}),
        "ratio": book.add_format({"num_format": "0.00"}),
        "percent": book.add_format({"num_format": "0.0 %"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    _summary_sheet(book, styles, done)
    for label, groups in done.summary.groups.items():
        _group_sheet(book, styles, f"By {label}", groups)
    _group_sheet(book, styles, "Hot spots", done.summary.hot_spots)
    _quality_sheet(book, styles, done)
    sheet = book.add_worksheet("Rows")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(header) - 1, 0), 16)
    money = {done.added[n] for n in ("annual_pay", "market_p25", "market_p50", "market_p75")}
    formats = [
        styles["money"] if n in money else styles["ratio"] if n.startswith("paychart_") else None
        for n in header
    ]
    for column, name in enumerate(header):
        sheet.write_string(0, column, defuse(name), styles["head"])
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _cell(sheet, number, column, value, formats[column])
    book.close()


def write_plain_workbook(target: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """One sheet of rows, formulas defused."""
    book = _xlsxwriter().Workbook(
        str(target), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("Payroll")
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(header) - 1, 16)
    for column, name in enumerate(header):
        sheet.write_string(0, column, defuse(name), bold)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _cell(sheet, number, column, value, None)
    book.close()


def _xlsxwriter() -> Any:
    try:
        import xlsxwriter
    except ImportError as error:
        raise SourceUnavailable(
            "Writing Excel needs a package that is not installed.",
            hint='Install it with: pip install "paychart[employers]"',
        ) from error
    return xlsxwriter


def _cell(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    elif isinstance(value, datetime | date):
        sheet.write_string(row, column, value.isoformat())
    else:
        text = str(value)
        if len(text) > 32_767:
            raise BadInput(
                "A cell is longer than the 32,767 characters Excel holds.", hint="Write .csv or .parquet."
            )
        sheet.write_string(row, column, defuse(text), style if style is None else None)


def _summary_sheet(book: Any, styles: dict[str, Any], done: Benchmark) -> None:
    sheet = book.add_worksheet("Summary")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 1, 20)
    sheet.set_column(2, 2, 60)
    sheet.write_string(0, 0, "Payroll against the market", styles["title"])
    totals, s = done.summary.totals, done.summary
    lines: list[tuple[str, Any, str]] = [
        ("Rows", s.rows, ""),
        ("Priced", s.priced, ""),
        ("Not priced (see Data quality)", s.rows - s.priced, ""),
        ("Pay a year of those priced", totals["pay"], "money"),
        ("The market's middle for the same people", totals["market_middle"], "money"),
        ("Pay against the market", totals["ratio_to_market"], "percent"),
        ("Median percentile among people like them", totals["median_percentile"], "ratio"),
        ("Share paid below the market's 25th percentile", totals["below_p25"], "percent"),
        ("Share paid above its 75th percentile", totals["above_p75"], "percent"),
        ("Cost a year to bring all to the 25th percentile", totals["cost_to_p25"], "money"),
    ]
    for number, (label, value, style) in enumerate(lines, 2):
        sheet.write_string(number, 0, label)
        if value is None:
            sheet.write_string(number, 1, "withheld")
        else:
            sheet.write_number(number, 1, value, styles.get(style))
    row = len(lines) + 3
    for note in _method(done):
        sheet.write_string(row, 0, note)
        row += 1


def _method(done: Benchmark) -> list[str]:
    sources = ", ".join(f"{item['source']}, {item.get('release', '')}" for item in done.lineage)
    return [
        f"Market: {sources}.",
        "The market of each row is the pay of people like that one: same occupation, place and employer type, and the",
        "traits the payroll gives. Columns market_p25, p50 and p75 are how such people differ, not how sure we are.",
        f"Groups of fewer than {done.summary.rule.least} people, and others that would give them away, are withheld.",
    ]


_HEADS = ("Group", "People", "Pay", "Market middle", "Compa-ratio", "Below p25", "Cost to p25")


def _group_sheet(book: Any, styles: dict[str, Any], name: str, groups: Any) -> None:
    sheet = book.add_worksheet(name[:31])
    sheet.set_column(0, 0, 52)
    sheet.set_column(1, 6, 15)
    sheet.freeze_panes(1, 0)
    for column, head in enumerate(_HEADS):
        sheet.write_string(0, column, head, styles["head"])
    kinds = (None, None, "money", "money", "ratio", None, "money")
    for row, group in enumerate(groups, 1):
        for column, (value, kind) in enumerate(zip(group.__dict__.values(), kinds, strict=True)):
            if value is None:
                sheet.write_string(row, column, "withheld")
            else:
                _cell(sheet, row, column, value, styles[kind] if kind else None)
    if groups:
        sheet.conditional_format(
            1,
            4,
            len(groups),
            4,
            {
                "type": "3_color_scale",
                "mid_type": "num",
                "mid_value": 1,
                "min_color": "#e08e79",
                "mid_color": "#ffffff",
                "max_color": "#7fb3d5",
            },
        )


def _quality_sheet(book: Any, styles: dict[str, Any], done: Benchmark) -> None:
    sheet = book.add_worksheet("Data quality")
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 3, 12)
    sheet.set_column(4, 4, 90)
    for column, head in enumerate(("Flag", "Rows", "Percent", "Priced?", "What it means")):
        sheet.write_string(0, column, head, styles["head"])
    row = 1
    for flag in done.summary.flags:
        sheet.write_string(row, 0, flag["flag"])
        sheet.write_number(row, 1, flag["rows"])
        sheet.write_number(row, 2, flag["percent"], styles["ratio"])
        sheet.write_string(row, 3, "yes" if flag["priced"] else "no")
        sheet.write_string(row, 4, flag["meaning"])
        row += 1
    for heading, lines in (
        ("Columns", [f"{role}: {column}" for role, column in done.columns.role.items()]),
        ("Findings on the file", list(done.notes)),
        (
            "Titles in doubt (rows)",
            [f"{t['title']} ({t['rows']}): {t['coded_as'] or 'not coded'}" for t in done.doubtful_titles],
        ),
    ):
        row += 1
        sheet.write_string(row, 0, heading, styles["title"])
        for line in lines:
            row += 1
            sheet.write_string(row, 0, defuse(line))


def page(done: Benchmark, rows: list[list[str]] | None, header: list[str]) -> str:
    """The summary as one HTML page without script or network; with the rows where they are given."""
    return render(
        "benchmark.html.j2", done=done, s=done.summary, rows=rows, header=header, method=_method(done)
    )


def render(template: str, **values: Any) -> str:
    """A page of this room from its template, escaped, with the shared style."""
    try:
        from jinja2 import Environment, StrictUndefined
    except ImportError as error:
        raise SourceUnavailable(
            "Pages need a package that is not installed.",
            hint='Install it with: pip install "paychart[employers]"',
        ) from error
    folder = resources.files("paychart.employers").joinpath("templates")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["money"] = lambda v: "withheld" if v is None else f"${v:,.0f}"
    environment.filters["percent"] = lambda v: "withheld" if v is None else f"{100 * v:.1f} %"
    environment.filters["number"] = lambda v: "withheld" if v is None else f"{v:,.0f}"
    environment.filters["signed"] = lambda v: "" if v != v else f"{v:+.1f}"
    environment.filters["p"] = lambda v: "" if v != v else ("< 0.001" if v < 0.001 else f"{v:.3f}")
    environment.filters["ratio"] = lambda v: "withheld" if v is None else f"{v:.2f}"
    style = folder.joinpath("page.css").read_text(encoding="utf-8")
    source = folder.joinpath(template).read_text(encoding="utf-8")
    return environment.from_string(source).render(style=style, **values) + "\n"
