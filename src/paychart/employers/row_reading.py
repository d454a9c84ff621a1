"""The texts of a payroll's rows read as pay, hours, experience and keys to look up, as Ibis expressions.

The payroll's own columns have numbered names in here (`own_names`), whatever they are called, and pass through
untouched; everything added is prefixed `_pc_` and dropped at the end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import ibis

from paychart.employers import pay_text
from paychart.employers.columns import BLANKS, Columns, basis_named, is_earned, plain
from paychart.employers.findings import bits

Table = Any
Value = Any

TEXT_ROLES = ("occupation", "area", "employer", "education", "credentials")
_TITLES = ("title", "title else", "title other")
_DEFAULT_HOURS = 160  # quarters of an hour: 40 a week


@dataclass(frozen=True)
class Reading:
    """How the texts of a payroll are to be read, settled once for the whole file.

    `columns` are the numbered names, `given` the payroll's own; `area` and `employer` are those of all rows that say
    none.
    """

    columns: Columns
    given: Columns
    decimal: Literal[".", ","] = "."
    basis: str | None = None
    two_weeks: bool = False
    area: str = ""
    employer: str = ""
    earned: bool = False

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
        found = [self.columns.get(role) for role in ("occupation", *_TITLES, *TEXT_ROLES[1:])]
        return tuple(dict.fromkeys(column for column in found if column))


def own_names(header: Sequence[str]) -> dict[str, str]:
    """The payroll's columns -> what they are called in here, so that none is taken for one of ours."""
    return {name: f"_pc_own_{i}" for i, name in enumerate(header)}


def numbered(view: Table, header: Sequence[str]) -> Table:
    """The view `payroll` with numbered names, and our own columns as they are."""
    own = own_names(header)
    ours = [name for name in view.columns if name not in own]
    return view.select(**{number: view[name] for name, number in own.items()}, **{n: view[n] for n in ours})


def reading_of(
    columns: Columns, sample: Sequence[Mapping[str, object]], header: Sequence[str], basis: str | None
) -> Reading:
    """How a file is to be read, by its columns and first rows; hours mostly above 60 are those of two weeks."""

    def texts(role: str) -> list[str]:
        column = columns.get(role)
        return [str(row[column]) for row in sample if row[column] is not None] if column else []

    decimal = pay_text.decimal_sign(texts("pay"))
    hours = [float(text) for text in texts("hours") if re.fullmatch(r"[0-9]{1,3}([.][0-9]+)?", text)]
    usual = len(hours) >= 1 and 60 < sorted(hours)[len(hours) // 2] <= 96
    own = own_names(header)
    inner = Columns({role: own[name] for role, name in columns.role.items()}, columns.guessed, columns.unused)
    if basis is None and is_earned(columns.get("pay") or ""):
        basis = "annual"
    earned = is_earned(columns.get("pay") or "") or columns.get("component") is not None
    return Reading(
        inner, columns, decimal, basis, usual and "fte" not in plain(columns["hours"]), earned=earned
    )


def key(rows: Table, column: str) -> Value:
    """A column as text to look up: stripped, blank where there is none or a sign for none stands ("NA")."""
    text = rows[column].cast("string").fill_null("").strip()
    return ibis.ifelse(text.lower().isin(BLANKS), "", text)


def _occupation_key(rows: Table, columns: Columns) -> Value:
    held = [column for role in ("occupation", *_TITLES) if (column := columns.get(role))]
    *first, last = [key(rows, column) for column in held]
    return ibis.coalesce(*(text.nullif("") for text in first), last)


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
    columns, pay, other = reading.columns, reading.columns["pay"], reading.columns.get("pay else")
    hours, hours_bad = _hours(
        rows, columns.get("hours"), plain(reading.given.get("hours") or ""), reading.two_weeks
    )
    t = rows.mutate(_pc_hours=hours, _pc_hours_bad=hours_bad)
    named = _basis_code(reading.basis or basis_named(reading.given["pay"]))
    if rows[pay].type().is_numeric() and other is None:
        t = t.mutate(
            _pc_dollars=t[pay].cast("float64"), _pc_doubt=ibis.literal(False), _pc_said=ibis.null("int8")
        )
        missing = t[pay].isnull()
    else:
        t = t.mutate(_pc_text=key(rows, pay))
        if other is not None:  # of a pair, the one that holds an amount
            first = t._pc_text.re_search("[1-9]")
            t = t.mutate(_pc_text=ibis.ifelse(first, t._pc_text, key(rows, other)), _pc_first=first)
            named = ibis.ifelse(t._pc_first, named, _basis_code(basis_named(reading.given["pay else"])))
        dollars, doubt = pay_text.amount(t._pc_text, reading.decimal)
        t = t.mutate(_pc_dollars=dollars, _pc_doubt=doubt, _pc_said=pay_text.stated_basis(t._pc_text))
        missing = t._pc_text == ""
    stated = t._pc_said
    if column := columns.get("basis"):
        stated = ibis.coalesce(stated, pay_text.stated_basis(key(t, column)))
    stated = ibis.coalesce(stated, named)
    t = t.mutate(_pc_stated=stated, _pc_missing=missing)
    year = pay_text.annualized(t._pc_dollars, t._pc_stated, t._pc_hours / 4.0, earned=reading.earned)
    t = t.mutate(
        _pc_annual=year["annual"],
        _pc_hourly=year["hourly"],
        _pc_pay_bits=ibis.ifelse(t._pc_missing, bits("pay-missing")[0], year["finding"]),
        _pc_from_amount=year["basis_from_amount"],
        _pc_corrected=year["basis_corrected"],
    )
    spent = ("_pc_missing", "_pc_stated", "_pc_said", "_pc_text", "_pc_first")
    return t.drop(*[name for name in spent if name in t.columns])


def _basis_code(basis: str | None) -> Value:
    return ibis.literal(pay_text.BASIS_CODES[basis], "int8") if basis else ibis.null("int8")


def _number(rows: Table, column: str) -> Value:
    if rows[column].type().is_numeric():
        return rows[column].cast("float64")
    return key(rows, column).re_extract(r"^([0-9]+([.,][0-9]+)?)", 1).replace(",", ".").try_cast("float64")


def _hours(rows: Table, column: str | None, words: str, two_weeks: bool) -> tuple[Value, Value]:
    """Quarters of an hour a week, and whether what stood there could not be used."""
    if column is None:
        return ibis.literal(_DEFAULT_HOURS, "int64"), ibis.literal(False)
    value = _number(rows, column)
    if "fte" in words or "equivalent" in words:
        value = ibis.ifelse(value <= 2, value * 40, value * 40 / 100)  # 0.9 or 90
    elif "year" in words or "annual" in words:
        value = value / 52
    elif two_weeks:
        value = value / 2
    value = ibis.ifelse(
        value.between(1000, 2600), value / 52, value
    )  # a year's hours, whatever the column's name
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
