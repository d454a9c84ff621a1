"""What a payroll passes before figures leave: totals that can be, pieces of pay added up, and its date."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import duckdb

from paychart.employers.columns import Columns, plain
from paychart.employers.summary import Summary

LEAST_ROWS = 30  # fewer can be anything
PERCENTILES = (2.0, 98.0)
RATIOS = (0.5, 2.0)
CURRENT_MONTHS = 18  # a newest hire this long before the market is no sign of an old payroll
_DATED = re.compile(r"\b(hire|hired|date|effective|start)\b")
_AMOUNT = r"[^0-9.\-]"


def doubts(summary: Summary, columns: Columns, *, earned: bool = False) -> tuple[str, ...]:
    """What is hard to believe of a priced payroll, each with what to check; empty where it may be believed.

    `earned` says that pay is what was paid in a year and no rate, which may be as low as it likes.
    """
    if summary.rows < LEAST_ROWS:
        return ()
    found = []
    pay, title = columns["pay"], columns.get("title") or columns.get("occupation")
    missing = summary.rows - summary.priced
    misread = ("title-unclear", "pay-implausible") if earned else ("title-unclear",)
    unclear = sum(flag["rows"] for flag in summary.flags if flag["flag"] in misread)
    # Titles that say too little are no misreading, as long as a good part says enough.
    if missing * 2 > summary.rows and (missing - unclear) * 2 > summary.rows - 2 * min(
        unclear, summary.priced
    ):
        most = next((flag["meaning"] for flag in summary.flags if not flag["priced"]), "no reason is common")
        found.append(
            f"{missing:,} of {summary.rows:,} rows could not be priced, mostly because {most}; are "
            f'"{pay}" and "{title}" the right columns?'
        )
    ratio, middle = summary.totals["ratio_to_market"], summary.totals["median_percentile"]
    low_ratio, low_percentile = (0.0, 0.0) if earned else (RATIOS[0], PERCENTILES[0])
    if ratio is not None and not low_ratio <= ratio <= RATIOS[1]:
        found.append(
            f'pay is {100 * ratio:.0f}% of the market; is "{pay}" a whole pay, and of an hour, a month or a year? Say '
            "so with --basis"
        )
    elif middle is not None and not low_percentile <= middle <= PERCENTILES[1]:
        found.append(
            f'the middle person stands at percentile {middle:g}; check the place, the date and whether "{pay}" is a '
            "whole pay"
        )
    repeated = sum(flag["rows"] for flag in summary.flags if flag["flag"] == "duplicate-id")
    if repeated * 10 > summary.rows * 9 and columns.get("component") is None:
        found.append(
            f'"{columns.get("id")}" repeats in nearly every row; does it tell people apart? Is a row a part of a pay?'
        )
    return tuple(found)


def latest_day(header: Sequence[str], sample: Sequence[Mapping[str, Any]], pay: str) -> str:
    """The latest date (2017-06-30) that a payroll's own columns tell, empty where none does.

    That is the year in the pay column's name, a column of one year, or the last of its dates of hire or of change: a
    payroll is not older than its newest person.
    """
    if named := re.search(r"(?<!\d)(20\d\d)(?!\d)", plain(pay)):
        return f"{named[1]}-06-30"
    days: list[date] = []
    for name in header:
        words = plain(name)
        values = [row[name] for row in sample if row.get(name) not in (None, "")]
        if words in ("year", "fiscal year", "calendar year", "pay year"):
            years = {str(value).strip()[:4] for value in values}
            if len(years) == 1 and re.fullmatch(r"20\d\d", year := years.pop()):
                return f"{year}-06-30"
        elif _DATED.search(words) and not re.search(r"\b(birth|dob|separation|termination|end)\b", words):
            days += [day for value in values if (day := _day(value)) is not None]
    if len(days) < LEAST_ROWS:
        return ""
    return sorted(days)[int(0.995 * (len(days) - 1))].isoformat()  # beyond the odd date of next year


def _day(value: Any) -> date | None:
    """A date as payrolls write it: 10/14/2012, 2012-10-14, or the days since 1899 of a spreadsheet."""
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    text = str(value).strip()
    try:
        if found := re.match(r"^(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)\b", text):
            return date(int(found[3]), int(found[1]), int(found[2]))
        if found := re.match(r"^((?:19|20)\d\d)-(\d\d)-(\d\d)", text):
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    if re.fullmatch(r"[1-4]\d{4}", text):
        return date(1899, 12, 30) + timedelta(int(text))
    return None


def months_between(first: tuple[int, int], second: tuple[int, int]) -> int:
    """Months from one (year, month) to another."""
    return (second[0] - first[0]) * 12 + second[1] - first[1]


def add_up(connection: duckdb.DuckDBPyConnection, columns: Columns, header: Sequence[str]) -> str | None:
    """Make the view `payroll` one row a person where its rows are pieces of pay; returns what to tell, or None.

    A person's other columns are those of the row with most pay.
    """
    component, person = columns.get("component"), columns.get("id")
    if component is None or person is None:
        return None

    def quoted(name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    pay = quoted(columns["pay"])
    text = f"{pay}::VARCHAR"
    amount = (
        f"CASE WHEN {text} LIKE '(%' THEN -1 ELSE 1 END * "
        f"try_cast(regexp_replace({text}, '{_AMOUNT}', '', 'g') AS DOUBLE)"
    )
    key = f"coalesce(nullif(trim({quoted(person)}::VARCHAR), ''), 'row ' || _pc_n)"
    chosen = []
    for name in header:
        own = quoted(name)
        if name == columns["pay"]:
            value = "round(sum(_pc_amount), 2)"
        elif name == component:
            value = f"string_agg(DISTINCT {own}::VARCHAR, '; ' ORDER BY {own}::VARCHAR)"
        else:
            value = f"arg_max({own}, coalesce(_pc_amount, 0))"
        chosen.append(f"{value} AS {own}")
    connection.execute("ALTER VIEW payroll RENAME TO _pc_lines")
    connection.execute(
        f"CREATE VIEW payroll AS SELECT {', '.join(chosen)} FROM (SELECT *, row_number() OVER () AS _pc_n, "
        f"{amount} AS _pc_amount FROM _pc_lines) GROUP BY {key} ORDER BY min(_pc_n)"
    )
    (lines,), (people,) = (
        connection.execute(f"SELECT count(*) FROM {view}").fetchall()[0] for view in ("_pc_lines", "payroll")
    )
    return (
        f'{lines:,} rows are pieces of pay ("{component}"); they were added up to {people:,} people by "{person}". '
        "A sum is what was earned, no rate: who worked part of the year looks low."
    )
