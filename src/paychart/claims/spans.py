"""Typed spans of a text: sums, counts, percents, and the words that name a measure. Nothing here knows a release."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from paychart.claims.grammar import YEAR, number

Kind = Literal["money", "count", "percent"]
Bound = Literal["", "at least", "at most"]
Basis = Literal["year", "hour", "other"]
Measure = Literal["mean", "p50", "typical", "p10", "p25", "p75", "p90", "entry", "best case", "any"]
PERCENTILES = ("p10", "p25", "p75", "p90")

_MONEY = re.compile(
    r"(?<![\w$])(?:US)?\$\s?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<cents>\.\d{1,2})?(?:\s?(?P<scale>k\b|thousand\b))?"
    r"(?!\s*(?:million|billion|[MB]\b)|[\d,]*\d)",
    re.I,
)
_COUNT = re.compile(
    r"(?<![\d.$,\w])(?<!\d-)(?:(?P<digits>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)|(?P<word>one|two|three|four|five|six|"
    r"seven|eight|nine|ten|half a|a))"
    r"(?:[ -](?P<scale>million|thousand|billion))?(?!\s?(?:%|percent|per cent))(?![\d,.]*\d)",
    re.I,
)
PERCENT = re.compile(
    r"(?<![\d.$])(?P<digits>\d{1,3}(?:\.\d+)?)(?:\s?(?:%|percent\b|per cent\b)|-percent\b)(?! (?:sure|confiden|"
    r"interval))",
    re.I,
)
_SCALE = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "k": 1e3}
_ABOUT = re.compile(
    r"\b(about|around|approximately|approx\.?|roughly|some|close to|an estimated|estimated|nearly|almost|"
    r"just (?:over|under)|"
    r"slightly (?:over|under|more than|less than)|a little (?:over|under|more than|less than))\s*$|[~\u2248]\s*$",
    re.I,
)
_FLOOR = re.compile(r"\b(?:at least|no less than|a minimum of|not less than)\s*$", re.I)
_NEARLY = re.compile(r"nearly|almost|just under|slightly (?:under|less)|a little (?:under|less)", re.I)
_AT_LEAST = re.compile(
    r"\b(more than|over|above|at least|exceed\w*|upwards? of|north of|in excess of|topp\w+|greater than|"
    r"no (?:less|fewer) than|"
    r"a minimum of|well over|not less than)\s*(?:an? )?$",
    re.I,
)
_AT_MOST = re.compile(
    r"\b(less than|under|below|(?:no|not) more than|fewer than|at most|a maximum of|lower than|short of|"
    r"not even)\s*(?:an? )?$",
    re.I,
)
_OR_MORE = re.compile(
    r"^\s*(?:\+|or (?:more|above|higher|better|over)\b|and (?:up|above|more|higher)\b|plus\b)", re.I
)
_OR_LESS = re.compile(r"^\s*or (?:less|below|lower|under|fewer)\b", re.I)
_HOURLY = re.compile(r"^\s*(?:an|per|/|each|every|a)?\s?-?(?:hour|hr)\b|^/h", re.I)
_OTHER_PERIOD = re.compile(
    r"^\s*(?:(?:a|per|each|every|/)\s?(?:month|week|day|shift)\b|monthly\b|weekly\b)", re.I
)
_MONTHLY_BEFORE = re.compile(r"\b(?:monthly|weekly|daily)\b[^.;$]{0,40}$", re.I)


@dataclass(frozen=True)
class Figure:
    """A figure and how exactly it is said. `precision` is half of the last place that is printed."""

    kind: Kind
    value: float
    start: int
    end: int
    precision: float
    digits: int  # significant digits printed
    hedged: bool = False
    bound: Bound = ""
    basis: Basis = "year"
    nearly: bool = False  # said to lie just below
    floor: bool = False  # "at least": a bound on everybody, where "more than" is said of most

    @property
    def annual(self) -> float:
        """Dollars a year, an hour on 2,080 hours."""
        return self.value * 2080 if self.basis == "hour" else self.value

    @property
    def is_round(self) -> bool:
        """Whether it is said in round numbers: two figures, or with "about"."""
        return self.hedged or self.digits <= 2

    @property
    def slack(self) -> float:
        """How far an official figure may be from a figure said like this, in the figure's own unit."""
        if self.kind == "percent":
            return max(self.precision, 0.5 if not self.hedged else max(1.0, 0.1 * self.value)) + 1e-4
        if self.is_round:
            return max(
                min(self.precision, 500.0) if self.kind == "money" else self.precision, 0.03 * self.value
            )
        return min(self.precision, 500.0) if self.kind == "money" else self.precision

    def agrees(self, official: float) -> bool:
        """Whether the official figure, printed as here, is the figure said; bounds are the grader's."""
        own = official / 2080 if self.basis == "hour" else official
        if self.nearly and own > 1.02 * self.value:
            return False
        return abs(own - self.value) <= self.slack * 1.0001 + (0.002 if self.basis == "hour" else 0.0)

    def said(self) -> str:
        """The figure in words, with its bound."""
        shown = f"{self.value:,.0f}"
        if self.kind == "money":
            shown = f"${self.value:,.2f} an hour" if self.basis == "hour" else f"${shown}"
        elif self.kind == "percent":
            shown = f"{self.value:g}%"
        return f"{self.bound} {shown}".strip()


def _how(text: str, start: int, end: int) -> tuple[bool, Bound, bool]:
    """Whether the figure is hedged, its bound, and whether it is said to lie just below."""
    before, after = text[max(0, start - 30) : start], text[end : end + 14]
    least, most = _AT_LEAST.search(before), _AT_MOST.search(before)
    about = _ABOUT.search(before)
    bound: Bound = (
        "at least" if least or _OR_MORE.match(after) else "at most" if most or _OR_LESS.match(after) else ""
    )
    if about:
        return True, "", bool(_NEARLY.match(about[0]))
    return False, bound, False


def _digits(text: str) -> int:
    return len(text.replace(",", "").replace(".", "").lstrip("0").rstrip("0")) or 1


def sums(text: str) -> list[Figure]:
    """Every wage-like sum: 5 to 500 dollars an hour, 8,000 to 2,000,000 a year."""
    found = []
    for match in _MONEY.finditer(text):
        digits = match["digits"] + (match["cents"] or "")
        value = float(digits.replace(",", "")) * (_SCALE["k"] if match["scale"] else 1.0)
        after, end = text[match.end() : match.end() + 40], match.end()
        hour = _HOURLY.match(after)
        basis: Basis = "year"
        if hour or (value < 500 and re.search(r"\bhour(?:ly)?\b", text, re.I)):
            basis = "hour"
            end += hour.end() if hour else 0
        elif _OTHER_PERIOD.match(after) or (value < 8_000 and _MONTHLY_BEFORE.search(text[: match.start()])):
            basis = "other"
        if not (5 <= value <= 500 if basis == "hour" else 8_000 <= value <= 2_000_000 or basis == "other"):
            continue
        if match["cents"]:
            precision = 0.5 * 10.0 ** (1 - len(match["cents"])) * (1000 if match["scale"] else 1)
        elif match["scale"]:
            precision = 500.0
        else:
            whole = f"{value:.0f}"
            precision = 0.5 * 10.0 ** min(len(whole) - len(whole.rstrip("0")), 4)
        hedged, bound, nearly = _how(text, match.start(), match.end())
        found.append(
            Figure(
                "money",
                value,
                match.start(),
                end,
                precision,
                _digits(digits),
                hedged,
                bound,
                basis,
                nearly,
                bool(_FLOOR.search(text[: match.start()])),
            )
        )
    return found


def counts(text: str, least: float = 100.0) -> list[Figure]:
    """Every count of at least `least` people, jobs or openings; years are left out."""
    found = []
    for match in _COUNT.finditer(text):
        word = {"half a": 0.5, "a": 1.0}.get((match["word"] or "").lower())
        base = word if word is not None else number(match["digits"] or match["word"])
        if base is None or (match["word"] and not match["scale"]):
            continue
        scale = _SCALE[match["scale"].lower()] if match["scale"] else 1.0
        digits = match["digits"] or ""
        if base * scale < least or (scale == 1.0 and YEAR.fullmatch(digits)):
            continue
        if "." in digits:
            precision = 0.5 * scale / 10 ** len(digits.rpartition(".")[2])
        else:
            whole = f"{base:.0f}"
            precision = 0.5 * scale * 10 ** min(len(whole) - len(whole.rstrip("0")), 4)
        hedged, bound, nearly = _how(text, match.start(), match.end())
        # "Half a million" is said in one figure, but "2.7 million" is an exact way of printing 2,712,345.
        found.append(
            Figure(
                "count",
                base * scale,
                match.start(),
                match.end(),
                precision,
                _digits(digits) if digits else 1,
                hedged,
                bound,
                nearly=nearly,
            )
        )
    return found


def percents(text: str) -> list[Figure]:
    """Every percent, without its sign."""
    found = []
    for match in PERCENT.finditer(text):
        digits = match["digits"]
        precision = 0.5 if "." not in digits else 0.5 / 10 ** len(digits.rpartition(".")[2])
        hedged, bound, nearly = _how(text, match.start(), match.end())
        found.append(
            Figure(
                "percent",
                float(digits),
                match.start(),
                match.end(),
                precision,
                _digits(digits),
                hedged,
                bound,
                nearly=nearly,
            )
        )
    return found


_TENTH = r"(?:10(?:th)?|ten)\s?-?(?:percent\w*|%|per cent)?(?: of \w+)?|tenth|decile"
_QUARTER = r"(?:25(?:th)?)\s?-?(?:percent\w*|%|per cent)?|quarter|quartile"
_LOW = r"(?:lowest|bottom|lower|worst|least)(?:[- ](?:paid|earning|paying))?"
_HIGH = r"(?:highest|top|upper|best)(?:[- ](?:paid|earning|paying))?"
# "the 25 percent of coders with the highest pay"
_SHARE = r"\b{} (?:percent|%)(?: of)?(?: \w+){{0,5}} (?:with|earning|who earn\w*|at) the (?:highest|most|top)"
_PATTERNS: tuple[tuple[Measure, str], ...] = (
    (
        "p10",
        rf"\b{_LOW}\s(?:\w+\s)?(?:{_TENTH})|\b10th[- ]percentile|\bp10\b|(?<=\bthe )10th\b|"
        rf"\bone in ten \w+ (?:earns?|"
        rf"makes?) (?:less|under|below)",
    ),
    (
        "p90",
        rf"\b{_HIGH}\s(?:\w+\s)?(?:{_TENTH})|\b90th[- ]percentile|\bp90\b|(?<=\bthe )90th\b|"
        rf"\bone in ten \w+ (?:earns?|"
        rf"makes?) (?:more|over|above)",
    ),
    ("p25", rf"\b{_LOW}\s(?:{_QUARTER})|\b25th[- ]percentile|\bp25\b"),
    ("p75", rf"\b{_HIGH}\s(?:{_QUARTER})|\b75th[- ]percentile|\bp75\b"),
    ("p75", _SHARE.format(25)),
    ("p90", _SHARE.format(10)),
    (
        "entry",
        r"\bentry[- ]level|(?<=\()entry(?=\))|\bentry (?:pay|wage|salary)|\bstarting\b|\bstarts?\b(?! with\b)|"
        r"\bbeginn(?:ers?|ing)\b|\bnew(?:ly)?[- ](?:\w+ed\b|"
        r"grad\w*|hires?|"
        r"coders?|nurses?|workers?|employees?|entrants?|registrars?|technicians?|teachers?|hygienists?|pharmacists?|"
        r"electricians?|accountants?|developers?|specialists?)\b|\bfresh\b|\bapprentices?\b|\bfirst[- ]year|"
        r"\brecent grad\w*|\bjust starting",
    ),
    (
        "best case",
        r"\bup to\b|\bas (?:much|high) as\b|\btop earners?\b|\bcan (?:\w+ )?(?:earn|make|command|reach|exceed)\b|"
        r"\bpotential\b|\bmost experienced\b|\bsix[- ]figure",
    ),
    ("p50", r"\bmedian\b|\bmidpoint\b|\bhalf of\b|\b50th[- ]percentile|\bp50\b"),
    ("typical", r"\btypical(?:ly)?\b|\bmost \w+ (?:earn|make)\b"),
    ("mean", r"\bmean\b(?! that)|\baverag(?:e|es|ed|ing)\b|\bavg\b"),
)
_MEASURES = tuple((name, re.compile(pattern, re.I)) for name, pattern in _PATTERNS)
_ANY_MEASURE = re.compile("|".join(f"(?:{pattern})" for _, pattern in _PATTERNS), re.I)


def measures(text: str) -> list[tuple[int, int, Measure]]:
    """(start, end, measure) of every word that names one, in the text's order."""
    if not _ANY_MEASURE.search(text):
        return []
    return sorted((m.start(), m.end(), name) for name, pattern in _MEASURES for m in pattern.finditer(text))


def is_period(text: str, match: re.Match[str]) -> bool:
    """Whether a year is one end of a period such as 2024-34 or from 2024 to 2034."""
    before, after = text[max(0, match.start() - 9) : match.start()], text[match.end() : match.end() + 12]
    return bool(
        re.match(r"\s?(?:-|to|through|and)\s?(?:20)?\d\d\b", after)
        or re.search(r"\d\s?(?:-|to|through|and)\s?$", before)
    )
