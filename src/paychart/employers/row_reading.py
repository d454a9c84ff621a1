"""The texts of a payroll's rows read as pay, hours, experience and keys to look up, as Ibis expressions.

The payroll's own columns pass through untouched; everything added is prefixed `_pc_` and dropped at the end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import ibis

from paychart.employers import pay_text
from paychart.employers.columns import Columns, basis_named, plain
from paychart.employers.findings import bits

Table = Any
Value = Any

TEXT_ROLES = ("occupation", "area", "employer", "education", "credentials")
_DEFAULT_HOURS = 160  # quarters of an hour: 40 a week


@dataclass(frozen=True)
class Reading:
    """How the texts of a payroll are to be read, settled once for the whole file."""

    columns: Columns
    decimal: Literal[".", ","] = "."
    basis: str | None = None
    two_weeks: bool = False

    @property
    def has_traits(self) -> bool:
        return any(self.columns.get(role) for role in ("education", "credentials", "experience", "hours"))

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles whose texts differ from row to row; the others are blank for everyone."""
        return tuple(role for role in TEXT_ROLES if role == "occupation" or self.columns.get(role))

    @property
    def text_columns(self) -> tuple[str, ...]:
        """The payroll's columns that texts to look up come from."""
        found = [self.columns.get(role) for role in ("occupation", "title", *TEXT_ROLES[1:])]
        return tuple(dict.fromkeys(column for column in found if column))


def reading_of(columns: Columns, sample: Sequence[Mapping[str, object]], basis: str | None) -> Reading:
    """How a file is to be read, by its columns and first rows; hours mostly above 60 are those of two weeks."""

    def texts(role: str) -> list[str]:
        column = columns.get(role)
        return [str(row[column]) for row in sample if row[column] is not None] if column else []

    decimal = pay_text.decimal_sign(texts("pay"))
    hours = [float(text) for text in texts("hours") if re.fullmatch(r"[0-9]{1,3}([.][0-9]+)?", text)]
    usual = len(hours) >= 1 and 60 < sorted(hours)[len(hours) // 2] <= 96
    return Reading(columns, decimal, basis, usual and "fte" not in plain(columns["hours"]))


def key(rows: Table, column: str) -> Value:
    """A column as text to look up: stripped, blank where there is none."""
    return rows[column].cast("string").fill_null("").strip()


def _occupation_key(rows: Table, columns: Columns) -> Value:
    soc, title = columns.get("occupation"), columns.get("title")
    if soc and title:
        return ibis.coalesce(key(rows, soc).nullif(""), key(rows, title))
    return key(rows, soc or title or "")


def read(rows: Table, reading: Reading) -> Table:
    """Adds pay on a year, traits as whole numbers, and what is wrong with them."""
    years, bad = _experience(rows, reading.columns.get("experience"))
    return read_pay(rows.mutate(_pc_experience=years, _pc_experience_bad=bad), reading)


def with_keys(rows: Table, reading: Reading) -> Table:
    """Adds the texts to look up (`_pc_t_*`) of the roles that have a column."""
    new: dict[str, Value] = {"_pc_t_occupation": _occupation_key(rows, reading.columns)}
    for role in reading.roles[1:]:
        new[f"_pc_t_{role}"] = key(rows, reading.columns[role])
    return rows.mutate(**new)


def read_pay(rows: Table, reading: Reading) -> Table:
    """Adds weekly hours, dollars, and pay on a year and on an hour, with what is wrong with them."""
    columns, pay = reading.columns, reading.columns["pay"]
    hours, hours_bad = _hours(rows, columns.get("hours"), reading.two_weeks)
    t = rows.mutate(_pc_hours=hours, _pc_hours_bad=hours_bad)
    if rows[pay].type().is_numeric():
        t = t.mutate(
            _pc_dollars=t[pay].cast("float64"), _pc_doubt=ibis.literal(False), _pc_said=ibis.null("int8")
        )
        missing = t[pay].isnull()
    else:
        t = t.mutate(_pc_text=key(rows, pay))
        dollars, doubt = pay_text.amount(t._pc_text, reading.decimal)
        t = t.mutate(_pc_dollars=dollars, _pc_doubt=doubt, _pc_said=pay_text.stated_basis(t._pc_text))
        missing = t._pc_text == ""
    stated = t._pc_said
    if column := columns.get("basis"):
        stated = ibis.coalesce(stated, pay_text.stated_basis(key(t, column)))
    if basis := reading.basis or basis_named(pay):
        stated = ibis.coalesce(stated, ibis.literal(pay_text.BASIS_CODES[basis], "int8"))
    t = t.mutate(_pc_stated=stated, _pc_missing=missing)
    year = pay_text.annualized(t._pc_dollars, t._pc_stated, t._pc_hours / 4.0)
    t = t.mutate(
        _pc_annual=year["annual"],
        _pc_hourly=year["hourly"],
        _pc_pay_bits=ibis.ifelse(t._pc_missing, bits("pay-missing")[0], year["finding"]),
        _pc_from_amount=year["basis_from_amount"],
        _pc_corrected=year["basis_corrected"],
    )
    return t.drop("_pc_missing", "_pc_stated", "_pc_said", *(["_pc_text"] if "_pc_text" in t.columns else []))


def _number(rows: Table, column: str) -> Value:
    if rows[column].type().is_numeric():
        return rows[column].cast("float64")
    return key(rows, column).re_extract(r"^([0-9]+([.,][0-9]+)?)", 1).replace(",", ".").try_cast("float64")


def _hours(rows: Table, column: str | None, two_weeks: bool) -> tuple[Value, Value]:
    """Quarters of an hour a week, and whether what stood there could not be used."""
    if column is None:
        return ibis.literal(_DEFAULT_HOURS, "int64"), ibis.literal(False)
    value = _number(rows, column)
    if "fte" in plain(column) or "equivalent" in plain(column):
        value = ibis.ifelse(value <= 2, value * 40, value * 40 / 100)  # 0.9 or 90
    elif "year" in plain(column) or "annual" in plain(column):
        value = value / 52
    elif two_weeks:
        value = value / 2
    fine = (value >= 1) & (value <= 96)
    given = rows[column].notnull() & (key(rows, column) != "")
    quarters = (value * 4).round().cast("int64")
    return ibis.ifelse(fine.fill_null(False), quarters, _DEFAULT_HOURS), given & ~fine.fill_null(False)


def _experience(rows: Table, column: str | None) -> tuple[Value, Value]:
    """Tenths of a year, -1 where not known."""
    if column is None:
        return ibis.literal(-1, "int64"), ibis.literal(False)
    value = _number(rows, column)
    fine = (value >= 0) & (value <= 60)
    given = rows[column].notnull() & (key(rows, column) != "")
    tenths = ibis.ifelse(fine.fill_null(False), (value * 10).round().cast("int64"), -1)
    return tenths, given & ~fine.fill_null(False)
