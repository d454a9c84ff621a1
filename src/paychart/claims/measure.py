"""Which measure of pay a figure is said to be: mean, median, a percentile, the pay of beginners, a best case."""

from __future__ import annotations

import re
from typing import Literal

Measure = Literal["mean", "p50", "typical", "p10", "p25", "p75", "p90", "entry", "best case", "any"]

_TENTH = r"(?:10(?:th)?|ten)\s?(?:percent\w*|%|per cent)?(?: of \w+)?|tenth|decile"
_QUARTER = r"(?:25(?:th)?)\s?(?:percent\w*|%|per cent)?|quarter"
_LOW, _HIGH = (
    r"(?:lowest|bottom|lower|worst)(?:-paid|-earning|-paying)?",
    r"(?:highest|top|upper|best)(?:-paid|-earning|-paying)?",
)
# "the 25 percent of coders with the highest pay"
_SHARE = r"\b{} (?:percent|%)(?: of)?(?: \w+){{0,5}} (?:with|earning|who earn\w*|at) the (?:highest|most|top)"
_PATTERNS: tuple[tuple[Measure, str], ...] = (
    (
        "p10",
        rf"\b{_LOW}\s(?:\w+\s)?(?:{_TENTH})|\b10th percentile|\bone in ten \w+ (?:earns?|"
        rf"makes?) (?:less|under|below)",
    ),
    (
        "p90",
        rf"\b{_HIGH}\s(?:\w+\s)?(?:{_TENTH})|\b90th percentile|\bone in ten \w+ (?:earns?|"
        rf"makes?) (?:more|over|above)",
    ),
    ("p25", rf"\b{_LOW}\s(?:{_QUARTER})|\b25th percentile"),
    ("p75", rf"\b{_HIGH}\s(?:{_QUARTER})|\b75th percentile"),
    ("p75", rf"{_SHARE.format(25)}"),
    ("p90", rf"{_SHARE.format(10)}"),
    (
        "entry",
        r"\bentry[- ]level|\bstarting\b|\bstarts?\b|\bbeginn(?:ers?|ing)\b|"
        r"\bnew(?:ly)? (?!(?:york|jersey|mexico|hampshire|orleans|england|haven|bedford|bern|figures?|numbers?|data|"
        r"reports?|releases?|surveys?|stud(?:y|ies)|statistics|research|guide)\b)\w+|"
        r"\bfresh\b|\bapprentices?\b|\bfirst[- ]year",
    ),
    (
        "best case",
        r"\bup to\b|\bas (?:much|high) as\b|\btop earners?\b|\bcan (?:\w+ )?(?:earn|make|command|"
        r"reach|exceed)\b|\bpotential\b|"
        r"\bmost experienced\b|\bsix[- ]figure",
    ),
    ("p50", r"\bmedian\b|\bmidpoint\b|\bhalf of\b|\b50th percentile"),
    ("typical", r"\btypical(?:ly)?\b|\bmost \w+ (?:earn|make)\b"),
    ("mean", r"\bmean\b|\baverag(?:e|es|ed|ing)\b"),
)
_COMPILED = tuple((measure, re.compile(pattern, re.I)) for measure, pattern in _PATTERNS)


def measure(text: str, at: int, rest: str = "") -> Measure:
    """The measure named nearest before `at` in `text`, else after it, else anywhere in `rest`."""
    found = [(m.start(), -rank, name) for rank, (name, p) in enumerate(_COMPILED) for m in p.finditer(text)]
    before = [item for item in found if item[0] <= at]
    if before:
        # "the top ten percent make an average of": the share says more than the average.
        shares = [item for item in before if item[2] in ("p10", "p25", "p75", "p90")]
        nearest = max(before)
        return max(shares)[2] if shares and nearest[2] == "mean" else nearest[2]
    if found:
        return min(found, key=lambda item: (item[0], -item[1]))[2]
    return measure(rest, len(rest)) if rest else "any"
