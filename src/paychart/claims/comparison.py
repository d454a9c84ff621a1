"""Comparisons of pay between groups: which way they point, what stands on each side, and by how much."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from paychart.claims.claim import Grade
from paychart.claims.grammar import DENIED, DIRECTION, PAY, PERCENT, SUPERLATIVE, direction, pivot
from paychart.claims.sentences import Clause

Way = Literal["more", "less", "no more", "no less", "different"]
_DIFFERENT = re.compile(r"\b(?:differ\w*|var(?:y|ies))\b", re.I)
_EARNING = re.compile(
    r"\b(?:earning|earning potential|pay grades?|salary scales?|averag(?:e|es|ed) (?:\w+ )?(?:more|less))\b",
    re.I,
)
_NOBODY = re.compile(
    r"\b(?:no|none of|nobody|neither|nowhere|few|not (?:all|every|each))\s+(?!longer\b|more\b|less\b|doubt\b)\w+",
    re.I,
)
_ANY_OTHER = re.compile(r"\bthan (?:in |at |for )?(?:any|every|all)(?: other)?\b(?! occupations)", re.I)
_ALIKE = re.compile(r"\b(?:about |just |roughly )?(?:as much as|as well as|the same as)\b", re.I)
_FIGURE = re.compile(r"\$\s?\d")
_TURNED: dict[Way, Way] = {
    "more": "less",
    "less": "more",
    "no more": "no less",
    "no less": "no more",
    "different": "different",
}


@dataclass(frozen=True)
class Comparison:
    """`way` is how the first side stands to the second; `cut` is where the second side begins (or the end)."""

    way: Way
    cut: int
    superlative: bool
    percent: float | None
    text: str

    def side(self, at: int) -> Literal["first", "second"]:
        return "first" if at < self.cut else "second"

    def way_of(self, at: int) -> Way:
        """The way said of what stands at `at`: turned round on the second side."""
        return self.way if self.side(at) == "first" else _TURNED[self.way]


def comparison(clause: Clause) -> Comparison | None:
    """The comparison of pay in the clause, None where there is none or where it is a sum that is stated."""
    text = clause.text
    about_pay = PAY.search(text) or _EARNING.search(text)
    if not about_pay or _FIGURE.search(text):
        return None
    way: Way | None = direction(text)
    if way is None and re.search(r"\bout-?earn", text, re.I):
        way = "more"
    if way is None and _DIFFERENT.search(text):
        way = "different"
    if way is None:
        return None
    word = DIRECTION.search(text)
    if (
        _NOBODY.search(text[: word.start()] if word else text)
        or _ANY_OTHER.search(text)
        or _ALIKE.search(text)
    ):
        return None  # "no state pays more than California" ranks one place; it sets no two sides apart
    if word and DENIED.search(text[: word.start()]):
        way = "no more" if way == "more" else "no less"
    split = pivot(text)
    amount = PERCENT.search(text)
    cut = split[0] if split else len(text)
    # "Compared with clinics, hospitals pay more": the second side comes first.
    if split and not re.search(r"\w", text[: split[0]]):
        comma = text.find(",", split[1])
        if comma > 0:
            return Comparison(_TURNED[way], comma, False, float(amount[1]) if amount else None, text)
    superlative = bool(SUPERLATIVE.search(text)) and way != "different"
    return Comparison(way, cut, superlative, float(amount[1]) if amount else None, text)


def span(text: str, anchor: tuple[int, int]) -> tuple[int, int]:
    """From the anchor to the words that compare, whichever comes first; the quote of one claim among several."""
    word = DIRECTION.search(text)
    if not word:
        return anchor
    after = PAY.search(text, word.end())
    end = after.end() if after and after.start() - word.end() < 25 else word.end()
    return min(anchor[0], word.start()), max(anchor[1], end)


def magnitude(said: float, official: float) -> bool:
    """Whether a gap in percent is the official one: within 3 points or a fifth of it."""
    return abs(said - abs(official)) <= max(3.0, 0.2 * abs(official))


SAID = {
    "more": "more",
    "less": "less",
    "no more": "no more",
    "no less": "no less",
    "different": "different pay",
}


def grade_gap(way: Way, gap: float, clear: bool, said_percent: float | None = None) -> Grade:
    """The grade of what is said of an official gap in percent; `clear` if sampling error cannot have made it."""
    denied = way in ("no more", "no less")
    if abs(gap) < 2:
        right = way != "different" and (gap > 0) == (way == "more")
        return "supported" if denied or (right and clear) else "not checkable" if right else "misleading"
    if not clear:
        return "not checkable"
    if way != "different" and (gap > 0) != (way in ("more", "no less")):
        return "contradicted"
    if denied:
        return "supported"
    if said_percent is not None and not magnitude(said_percent, gap):
        return "contradicted"
    return "supported"


TOLD = {
    "supported": "supported",
    "contradicted": "contradicted",
    "misleading": "about the same",
    "not checkable": "too close to call",
}
