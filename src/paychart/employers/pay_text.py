"""Pay as people write it, put on a year: Ibis expressions, so that every engine reads an amount the same way.

"$52,000.00", "25/hr", "52k", "1.234,56", "USD 27.50 per hour", "(500)". Whether a lone point or comma with three
digits after it is a decimal sign is decided for the whole file (`decimal_sign`), never row by row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Literal

import ibis

from paychart.employers.findings import bits
from paychart.words.money import (
    ANNUAL_FROM,
    BASIS_PATTERNS,
    HOURLY_BELOW,
    LEAST_HOURLY,
    MOST_HOURLY,
    PER_YEAR,
    WEEKS,
)

FEDERAL_MINIMUM = 7.25
MOST_BY_PAYCHECK = 250.0  # dollars an hour that an amount for a week to a month is believed to make
BASIS_CODES = {
    "hourly": 1,
    "annual": 2,
    "monthly": 3,
    "semimonthly": 4,
    "biweekly": 5,
    "weekly": 6,
    "daily": 7,
}
Value = Any  # an Ibis value; ibis ships no types that mypy can follow through operators


def _bit(finding: str) -> Value:
    return ibis.literal(bits(finding)[0], "int64")


def decimal_sign(samples: Iterable[str]) -> Literal[".", ","]:
    """The decimal sign of a file, from the amounts that leave no doubt ("25,5", "1.234,56" against "1,234.56")."""
    comma = point = 0
    for text in samples:
        amount = re.sub(r"[^\d.,]", "", text)
        comma += bool(re.search(r",\d{1,2}$", amount)) or bool(re.search(r"\.\d{3}[.,]", amount))
        point += bool(re.search(r"\.\d{1,2}$", amount)) or bool(re.search(r",\d{3}[.,]", amount))
    return "," if comma > point else "."


def stated_basis(text: Value) -> Value:
    """The number (BASIS_CODES) of the basis a text states; null where it says nothing. "Non-exempt" is hourly."""
    lowered = text.lower()
    found = ibis.null("int8")
    for name, pattern in reversed(BASIS_PATTERNS):
        found = ibis.ifelse(lowered.re_search(pattern), _basis(name), found)
    return ibis.ifelse(lowered.re_search(r"non-?\s?exempt"), _basis("hourly"), found)


def _basis(name: str) -> Value:
    return ibis.literal(BASIS_CODES[name], "int8")


def amount(text: Value, sign: Literal[".", ","]) -> tuple[Value, Value]:
    """(dollars or null, whether its decimal sign was decided by the file) of a pay text."""
    lowered = text.lower().re_replace(r"[\s\x{00A0}]+", " ")
    body = lowered.re_extract(r"[(\-]?\s*[^\d(\-]{0,8}(\d[\d.,' ]*\d|\d)", 0)
    digits = lowered.re_extract(r"(\d[\d.,' ]*\d|\d)", 1).re_replace(r"[ ']", "")
    negative = body.re_search(r"^[(\-]")
    thousand = lowered.re_search(r"\d\s?k\b")
    us = digits.re_search(r"^(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$")
    european = digits.re_search(r"^(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$")
    lone = digits.re_search(r"^\d{1,3}[.,]\d{3}$")
    as_us = digits.re_replace(",", "").try_cast("float64")
    as_european = digits.re_replace(r"\.", "").re_replace(",", ".").try_cast("float64")
    clear_us = us & ~(european & lone)
    value = ibis.ifelse(
        lone,
        as_us if sign == "." else as_european,
        ibis.ifelse(clear_us, as_us, ibis.ifelse(european, as_european, ibis.null("float64"))),
    )
    value = value * ibis.ifelse(thousand, 1000.0, 1.0) * ibis.ifelse(negative, -1.0, 1.0)
    several = lowered.re_search(r"\d[\d.,]*\s*(-|to|–)\s*\$?\s*\d")  # a range is not one person's pay
    odd = lowered.re_search(r"[#?!]|\d[a-jl-z]+\d")
    return ibis.ifelse(several | odd, ibis.null("float64"), value), lone & digits.re_search(r"^\d+\.\d{3}$")


def _times(basis: Value, weekly_hours: Value) -> Value:
    """How often amounts of a basis are paid in a year; null without a basis."""
    found = ibis.ifelse(basis == _basis("hourly"), weekly_hours * WEEKS, ibis.null("float64"))
    for name, times in PER_YEAR.items():
        found = ibis.ifelse(basis == _basis(name), ibis.literal(times), found)
    return found


def annualized(
    dollars: Value, basis: Value, weekly_hours: Value, *, earned: bool = False
) -> dict[str, Value]:
    """Pay put on a year from dollars and a stated basis (its number, null where none), for hours a week.

    `earned` says that amounts are what was paid in a year: $300 is little work, and no hour's pay.

    Returns annual (null where not priced), hourly, finding (the bit of why not priced, else 0), and the two
    flags basis_from_amount and basis_corrected.
    """
    by_size = ibis.ifelse(
        dollars < HOURLY_BELOW,
        _basis("hourly"),
        ibis.ifelse(dollars >= ANNUAL_FROM, _basis("annual"), ibis.null("int8")),
    )
    said = dollars * _times(basis, weekly_hours) / (weekly_hours * WEEKS)
    contradicts = (
        ((basis == _basis("hourly")) & (dollars >= HOURLY_BELOW))
        | ((basis == _basis("annual")) & (dollars < HOURLY_BELOW))
        # "Biweekly" beside a salary of $53,000, or a rate of $25, is how often people are paid.
        | ((basis >= _basis("monthly")) & ((said < LEAST_HOURLY) | (said > MOST_BY_PAYCHECK)))
    )
    corrected = contradicts.fill_null(False) & by_size.notnull() & ibis.literal(not earned)
    # $838 "hourly" is no hour's pay, and too little for a year: nobody can say of what.
    neither = (basis == _basis("hourly")) & (dollars >= HOURLY_BELOW) & by_size.isnull()
    used = ibis.ifelse(corrected, by_size, ibis.coalesce(basis, by_size))
    used = ibis.ifelse(neither.fill_null(False), ibis.null("int8"), used)
    annual = dollars * _times(used, weekly_hours)
    hourly = annual / (weekly_hours * WEEKS)
    finding = ibis.cases(
        (dollars.isnull(), _bit("pay-unreadable")),
        (dollars <= 0, _bit("pay-not-positive")),
        (used.isnull(), _bit("basis-unclear")),
        ((hourly < LEAST_HOURLY) | (hourly > MOST_HOURLY), _bit("pay-implausible")),
        else_=ibis.literal(0, "int64"),
    )
    return {
        "annual": ibis.ifelse(finding == 0, annual, ibis.null("float64")),
        "hourly": hourly,
        "finding": finding,
        "basis_from_amount": basis.isnull() & used.notnull(),
        "basis_corrected": corrected,
    }
