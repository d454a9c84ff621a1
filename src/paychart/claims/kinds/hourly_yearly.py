"""An hourly and a yearly sum given as the same pay: "$29.98 an hour, or $62,350 a year"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from paychart.claims.claim import Finding, Grade, Verdict
from paychart.claims.figures import money
from paychart.claims.reader import Reader
from paychart.claims.sentences import Clause
from paychart.claims.spans import sums

NAME = "hourly and yearly"
ORDER = 95

_SAME = re.compile(
    r"(?P<word>,? or\b|,? which (?:is|equals|comes to|works out to)|,? that is|\bequals?\b|=|,? equivalent to|\(|/)"
    r"[^$;.]{0,22}$",
    re.I,
)
_FULL_YEAR = 2080.0
_SHORTEST = 1_800.0  # hours that publishers and employers call a full year


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """Two sums next to each other, one by the hour and one by the year, that are said to be one."""
    for first, second in pairwise(sums(clause.text)):
        between = clause.text[first.end : second.start]
        joined = _SAME.search(between)
        if {first.basis, second.basis} != {"hour", "year"} or not joined or len(between) > 40:
            continue
        hour, year = (first, second) if first.basis == "hour" else (second, first)
        hours = year.value / hour.value
        grade: Grade = "supported" if abs(hours / _FULL_YEAR - 1) <= 0.01 else "not checkable"
        why = f"${hour.value:,.2f} an hour on 2,080 hours is {money(hour.value * _FULL_YEAR)} a year."
        if grade == "not checkable":
            usual = "as for a shorter year" if _SHORTEST <= hours < _FULL_YEAR else "which no full year has"
            why += f" The two sums go together at {hours:,.0f} hours, {usual}."
        at = first.end + joined.start("word")
        anchor = at, at + len(joined["word"])
        yield Finding(anchor, (first.start, second.end), "the sum itself", Verdict(grade, why, current=why))
