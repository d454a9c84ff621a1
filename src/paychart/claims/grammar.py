"""The shared grammar of claims: figures, directions, sides. Kinds build on it; nothing here knows a release."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

NUMBER_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twice": 2,
    "double": 2,
    "triple": 3,
    "half": 0.5,
}
PAY = re.compile(
    r"\b(?:earn\w*|out-?earn\w*|pa(?:y|ys|id|ying|ycheck|ychecks)|salar(?:y|ies)|wages?|income|compensat\w+|money|make|"
    r"makes|made|raise|remunerat\w+|take home|took home|paychecks?)\b|-paying\b|-paid\b",
    re.I,
)
MONEY = re.compile(
    r"\$\s?(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,2})?(?:\s?(k\b|thousand\b))?(?!\s*(?:million|billion)|[\d,]*\d)",
    re.I,
)
PERCENT = re.compile(r"(?<![\d.$])(\d{1,3}(?:\.\d+)?)\s?(?:%|percent\b|per cent\b)", re.I)
YEAR = re.compile(r"\b(19[89]\d|20[0-4]\d)\b")
HEDGE = re.compile(
    r"\b(about|around|approximately|roughly|some|nearly|almost|close to|just (?:over|under)|an estimated|~)\s*$",
    re.I,
)
AT_LEAST = re.compile(
    r"\b(more than|over|above|at least|exceed\w*|upwards of|north of|in excess of)\s*$", re.I
)
AT_MOST = re.compile(r"\b(less than|under|below|no more than|fewer than)\s*$", re.I)
HOURLY = re.compile(r"^\s*(?:an|per|/|each|every|a)?\s?-?(?:hour|hr)\b|^/h", re.I)
MONTHLY = re.compile(r"^\s*(?:a|per|each|every|/)\s?(?:month|week)\b", re.I)
COMPARED = re.compile(
    r"\b(?:than|compared (?:to|with)|versus|vs\.?|as opposed to|relative to|out-?earns?|out-?earned|"
    r"exceeds?|surpass(?:es)?|outpaces?)\b",
    re.I,
)
_MORE = (
    r"more|higher|highest|better|best|most|greater|larger|largest|out-?earns?|exceeds?|surpass(?:es)?|premium|top|tops|"
    r"above|raises?|boosts?|increases?|lifts?|improves?|pays? off|higher-paying|better-paying|better-paid|"
    r"highest-paying|best-paid|best-paying|top-paying|enhances?|bumps?|increased|added|extra|command|"
    r"most highly|far more"
)
_LESS = (
    r"less|lower|lowest|least|worse|worst|below|smaller|smallest|lower-paying|lowest-paying|"
    r"lowest-paid|worst-paid|poorly|trails?|under"
)
# "more than $50,000" and "less than ten years" compare a figure, not two groups.
DIRECTION = re.compile(
    rf"(?<![-\w])(?:(?P<more>{_MORE})|(?P<less>{_LESS}))(?![-\w])(?!\s+(?:than\s+)?(?:\$|\d|half\b|a third|"
    rf"one\b|two\b|ten\b|three\b|a million))",
    re.I,
)
# "earn no more than", "do not pay more", "will not grow": words that turn what follows them into a denial.
DENIED = re.compile(
    r"(?:\bno|\b(?:not|never|hardly)\b(?! only)(?:\s+\w+){0,3}|n't\b(?:\s+\w+){0,3})\s+$", re.I
)
SUPERLATIVE = re.compile(r"\b(?:highest|best|most|top|lowest|least|worst|largest)\b|-paying\b", re.I)


@dataclass(frozen=True)
class Money:
    """A sum in dollars with how exactly it is said. `basis` is year, hour, or other (month, week)."""

    value: float
    start: int
    end: int
    basis: Literal["year", "hour", "other"]
    precision: float  # half of the last place that is printed
    hedged: bool
    bound: Literal["", "at least", "at most"]

    @property
    def annual(self) -> float:
        return self.value * 2080 if self.basis == "hour" else self.value

    @property
    def is_round(self) -> bool:
        """Whether it is said in round numbers: two figures, or with "about"."""
        digits = f"{self.value:.2f}".rstrip("0").rstrip(".").replace(".", "").rstrip("0")
        return self.hedged or len(digits) <= 2


def sums(text: str) -> list[Money]:
    """Every wage-like sum: 5 to 500 dollars an hour, 8,000 to 900,000 a year."""
    found = []
    for match in MONEY.finditer(text):
        value = float(match[1].replace(",", "") + (match[2] or ""))
        if match[3]:
            value *= 1000
        after, before = text[match.end() : match.end() + 40], text[max(0, match.start() - 24) : match.start()]
        basis: Literal["year", "hour", "other"] = "year"
        end = match.end()
        hour = HOURLY.match(after)
        if hour or (value < 500 and re.search(r"\bhour(?:ly)?\b", text, re.I)):
            basis = "hour"
            end += hour.end() if hour else 0
        elif MONTHLY.match(after):
            basis = "other"
        in_range = 5 <= value <= 500 if basis == "hour" else 8_000 <= value <= 2_000_000 or basis == "other"
        if not in_range:
            continue
        bound: Literal["", "at least", "at most"] = (
            "at least" if AT_LEAST.search(before) else "at most" if AT_MOST.search(before) else ""
        )
        hedged = bool(HEDGE.search(before))
        found.append(Money(value, match.start(), end, basis, _precision(match, value), hedged, bound))
    return found


def _precision(match: re.Match[str], value: float) -> float:
    if match[2]:
        return 0.005 if len(match[2]) == 3 else 0.05
    if match[3]:
        return 500.0
    whole = f"{value:.0f}"
    zeros = len(whole) - len(whole.rstrip("0"))
    return 0.5 * 10.0 ** min(zeros, 4)


def direction(text: str) -> Literal["more", "less"] | None:
    """Which way the clause's first comparison points."""
    match = DIRECTION.search(text)
    if match is None:
        return None
    return "more" if match["more"] else "less"


def pivot(text: str) -> tuple[int, int] | None:
    """Where "than" or "compared with" parts the sides of a comparison."""
    for match in COMPARED.finditer(text):
        after = text[match.end() : match.end() + 14]
        if not re.match(r"\s+(?:\$|\d|half\b|twice\b)", after):
            return match.start(), match.end()
    return None


def number(text: str) -> float | None:
    """A number in digits or as a small word."""
    word = text.strip().lower().replace(",", "")
    if word in NUMBER_WORDS:
        return float(NUMBER_WORDS[word])
    try:
        return float(word)
    except ValueError:
        return None


FACTOR = re.compile(
    r"\b(twice|double|triple|half|(?:\d+(?:\.\d+)?|two|three|four|five)(?: and a half)? times)\b", re.I
)


def ratio(text: str) -> tuple[float, int, int] | None:
    """ "three times" as 3.0, "twice" as 2.0, with its place; None without one."""
    match = FACTOR.search(text)
    if not match:
        return None
    words = match[1].lower().replace(" and a half", "").replace(" times", "")
    value = number(words)
    return (value, match.start(), match.end()) if value else None
