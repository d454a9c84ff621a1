"""The shared grammar of claims: figures, directions, sides. Kinds build on it; nothing here knows a release."""

from __future__ import annotations

import re
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
    "half again": 1.5,
}
PAY = re.compile(
    r"\b(?:earn\w*|out-?earn\w*|pa(?:y|ys|id|ying|ycheck|ychecks)|salar(?:y|ies)|wages?|income|compensat\w+|"
    r"money|make|"
    r"makes|made|raise|remunerat\w+|take home|took home|paychecks?)\b|-paying\b|-paid\b",
    re.I,
)
PERCENT = re.compile(
    r"(?<![\d.$])(\d{1,3}(?:\.\d+)?)\s?(?:%|percent\b|per cent\b)(?! (?:sure|confiden|interval))", re.I
)
YEAR = re.compile(r"\b(19[89]\d|20[0-4]\d)\b")
COMPARED = re.compile(
    r"\b(?:than|compared (?:to|with)|versus|vs\.?|as opposed to|relative to|out-?earns?|out-?earned|"
    r"exceeds?|surpass(?:es)?|outpaces?)\b",
    re.I,
)
_MORE = (
    r"more|higher|highest|better|best|most|greater|larger|largest|out-?earns?|exceeds?|surpass(?:es)?|premium|"
    r"top|tops|"
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
    r"\b(half again(?= as)|twice|double|triple|half(?= (?:as|of|what|the)\b)|"
    r"(?:\d+(?:\.\d+)?|two|three|four|five)(?: and a half)? times)\b",
    re.I,
)


def ratio(text: str) -> tuple[float, int, int] | None:
    """ "three times" as 3.0, "twice" as 2.0, with its place; None without one."""
    match = FACTOR.search(text)
    if not match:
        return None
    words = match[1].lower().replace(" and a half", "").replace(" times", "")
    value = number(words)
    return (value, match.start(), match.end()) if value else None
