"""A priced payroll as an Excel workbook: summary, groups, surveys, data quality and rows, formulas defused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from paychart.employers.benchmark_result import Benchmark
from paychart.employers.blending import Blend
from paychart.employers.pages import method
from paychart.errors import BadInput, SourceUnavailable
from paychart.show.csv_output import defuse


def write_workbook(target: Path, done: Benchmark, header: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
    """Summary, groups, data quality and all rows, as sheets."""
    book = _book(target)
    styles = {
        "title": book.add_format({"bold": True, "font_size": 15, "font_color": "#12355b"}),
        "head": book.add_format(
            {"bold": True, "bg_color": "#12355b", "font_color": "#ffffff", "text_wrap": True, "valign": "top"}
        ),
        "money": book.add_format({"num_format": "$#,##0"}),
        "cents": book.add_format({"num_format": "#,##0.00"}),
        "ratio": book.add_format({"num_format": "0.00"}),
        "percent": book.add_format({"num_format": "0.0%"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    _summary_sheet(book, styles, done)
    for label, groups in done.summary.groups.items():
        _group_sheet(book, styles, f"By {label}", groups)
    _group_sheet(book, styles, "Hot spots", done.summary.hot_spots)
    if done.blends:
        _survey_sheet(book, styles, done.blends)
    _quality_sheet(book, styles, done)
    sheet = book.add_worksheet("Rows")
    sheet.dates = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, done.summary.rows, max(len(header) - 1, 0))
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
    book = _book(target)
    sheet = book.add_worksheet("Payroll")
    sheet.dates = book.add_format({"num_format": "yyyy-mm-dd"})
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(header) - 1, 16)
    for column, name in enumerate(header):
        sheet.write_string(0, column, defuse(name), bold)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _cell(sheet, number, column, value, None)
    book.close()


def _book(target: Path) -> Any:
    """A new workbook: no formulas, and the same bytes for the same rows, whenever they are written."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise SourceUnavailable(
            "Writing Excel needs a package that is not installed.",
            hint='Install it with: pip install "paychart[employers]"',
        ) from error
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True,
    }  # fmt: skip
    book = xlsxwriter.Workbook(str(target), options)
    book.set_properties({"created": datetime(1980, 1, 1)})  # the day its ZIP entries carry
    return book


def _cell(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    elif isinstance(value, datetime | date):
        sheet.write_datetime(row, column, value, getattr(sheet, "dates", None))
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
    for note in method(done):
        sheet.write_string(row, 0, note)
        row += 1


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


def _survey_sheet(book: Any, styles: dict[str, Any], blends: Sequence[Blend]) -> None:
    sheet = book.add_worksheet("Your surveys")
    sheet.set_column(0, 2, 34)
    sheet.set_column(3, 9, 15)
    sheet.freeze_panes(1, 0)
    heads = (
        "Occupation", "Place", "Employer type", "Blended median", "Source", "As of", "People", "Aged median", "Weight",
        "From the blend, %", "Do they agree?",
    )  # fmt: skip
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, styles["head"])
    styled = {3: styles["money"], 7: styles["money"], 8: styles["percent"]}
    row = 0
    for blend in blends:
        for part in blend.parts:
            row += 1
            values = (
                blend.occupation, blend.area, blend.employer, blend.median, part["source"], part["as_of"],
                part["people"], part["median_aged"], part["weight"], part["differs_percent"], blend.disagreement,
            )  # fmt: skip
            for column, value in enumerate(values):
                _cell(sheet, row, column, value, styled.get(column))
