"""Counts of people, jobs and openings as guides print them: 194,720; 3.4 million; two million; 14,200."""

from __future__ import annotations

import re
from dataclasses import dataclass

from paychart.claims.grammar import AT_LEAST, HEDGE, YEAR, number

_QUANTITY = re.compile(
    r"(?<![\d.$,])(?:(?P<digits>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)|(?P<word>one|two|three|four|five|six|"
    r"seven|eight|nine|ten))"
    r"(?:[ -](?P<scale>million|thousand|billion))?(?!\s?(?:%|percent|per cent))(?![\d,.]*\d)",
    re.I,
)
_SCALE = {"thousand": 1e3, "million": 1e6, "billion": 1e9}


@dataclass(frozen=True)
class Quantity:
    """A number of people or jobs; `precision` is half of the last place printed."""

    value: float
    start: int
    end: int
    precision: float
    hedged: bool
    at_least: bool

    def agrees(self, official: float) -> bool:
        """Whether the official number, printed as here, is the one said."""
        if self.at_least and self.value <= official <= 1.3 * self.value:
            return True
        in_two_figures = len(f"{self.value:.0f}".rstrip("0")) <= 2
        slack = max(self.precision, 0.03 * official if self.hedged or in_two_figures else 0.0)
        return abs(official - self.value) <= slack * 1.0001


def quantities(text: str, least: float = 100.0) -> list[Quantity]:
    """Every count of at least `least`, years left out."""
    found = []
    for match in _QUANTITY.finditer(text):
        base = number(match["digits"] or match["word"])
        if base is None or (match["word"] and not match["scale"]):
            continue
        scale = _SCALE[match["scale"].lower()] if match["scale"] else 1.0
        value = base * scale
        if value < least or (scale == 1.0 and YEAR.fullmatch(match["digits"] or "")):
            continue
        digits = match["digits"] or ""
        if "." in digits:
            places = len(digits.rpartition(".")[2])
            precision = 0.5 * scale / 10**places
        else:
            whole = f"{base:.0f}"
            zeros = len(whole) - len(whole.rstrip("0"))
            precision = 0.5 * scale * 10 ** min(zeros, 3)
        before = text[max(0, match.start() - 24) : match.start()]
        found.append(
            Quantity(
                value,
                match.start(),
                match.end(),
                precision,
                bool(HEDGE.search(before)),
                bool(AT_LEAST.search(before)),
            )
        )
    return found
