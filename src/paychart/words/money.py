"""Pay as people type it: "58k", "22/hr", "$1,900 biweekly", "60-70k", put on a year and said back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from paychart.errors import BadInput

HOURLY_BELOW = 500.0  # no annual pay is so low, no hourly pay of employees so high
ANNUAL_FROM = 10_000.0
LEAST_HOURLY, MOST_HOURLY = 2.0, 2500.0
WEEKS = 52.0
PER_YEAR = {
    "annual": 1.0,
    "monthly": 12.0,
    "semimonthly": 24.0,
    "biweekly": 26.0,
    "weekly": 52.0,
    "daily": 260.0,
}
# Java and RE2 agree on these; alternatives are ordered so that the longer word wins, and the first pattern that
# is found decides.
BASIS_PATTERNS = (
    ("biweekly", r"bi-?\s?weekly|every (?:two|2|other) weeks?|fortnight|per pay ?(?:check|period)"),
    ("semimonthly", r"semi-?\s?monthly|twice (?:a|per) month|half[- ]?month|1st and 15th"),
    ("hourly", r"hourly|\bhour\b|\bhrs?\b|/\s*h\b|\bph\b|^h$"),
    ("weekly", r"weekly|\bweek\b|/\s*wk?\b|\bwk\b|\bpw\b"),
    ("monthly", r"monthly|\bmonth\b|/\s*mo?\b|\bmo\b|\bpm\b"),
    ("annual", r"annual|yearly|\byear\b|\byrs?\b|/\s*ya?\b|\bannum\b|\bpa\b|salar|exempt|^[ays]$"),
    ("daily", r"daily|per diem|\bday\b"),
)  # fmt: skip
_WORDS = {"hourly": "an hour", "weekly": "a week", "biweekly": "every two weeks", "semimonthly": "twice a month",
          "monthly": "a month", "annual": "a year", "daily": "a day"}  # fmt: skip
_HOURS = re.compile(
    r"(?:@|at|for|x|,)?\s*(\d{1,2}(?:\.\d+)?)\s*(?:hours?|hrs?|h)\s*(?:/|per|a|each)?\s*(?:weekly|week|wk|w\b)"
)
_EXTRA = re.compile(
    r"(?:\+|\bplus\b|\band\b|\bwith\b)\s*(?:[a-z$%\d\s/.]*?)"
    r"(?:diff|bonus|benefits|ot\b|overtime|commission|tips|equity|stock|perks)[a-z]*.*$"
)
_AMOUNT = re.compile(
    r"(?<![\d.,])\$?\s*(\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d{1,2})?(?!\d)|\d+(?:\.\d+)?)"
    r"\s*(k\b|thousand\b|grand\b|m\b|mil\b|million\b)?"
)
_MALFORMED = re.compile(r"\d,\d{4}|\d[.,]{2}|\d,\d{1,2},|\d ?[bt](?:n|illion)")
_RANGE = re.compile(r"^\s*(?:-|–|—|to|and|thru|through)\s*$")
_TIMES = {"k": 1e3, "thousand": 1e3, "grand": 1e3, "m": 1e6, "mil": 1e6, "million": 1e6}
LONGEST = 80


@dataclass(frozen=True)
class Pay:
    """An amount or a range as written (`low`, `high` in dollars of `basis`), and put on a year for `hours` a week.

    `basis_stated` is False where the size of the amount decided; `extra` is what the text adds and no figure holds.
    """

    low: float
    high: float
    basis: str
    hours: float
    basis_stated: bool
    extra: str

    @property
    def annual(self) -> tuple[float, float]:
        """Dollars a year, low and high."""
        times = self.hours * WEEKS if self.basis == "hourly" else PER_YEAR[self.basis]
        return round(self.low * times, 2), round(self.high * times, 2)

    @property
    def midpoint(self) -> float:
        """Dollars a year in the middle of the range."""
        return sum(self.annual) / 2

    @property
    def said(self) -> str:
        """What was understood, in a sentence."""
        cents = 2 if self.basis == "hourly" else 0
        as_typed = _dollars(self.low, self.high, cents) + " " + _WORDS[self.basis]
        if self.basis == "hourly":
            as_typed += f" for {self.hours:g} hours a week"
        yearly = "" if self.basis == "annual" else f", {_dollars(*self.annual, 0)} a year"
        guess = "" if self.basis_stated else " (taken from its size)"
        left = f" Not counted: {self.extra}." if self.extra else ""
        return f"Understood as {as_typed}{yearly}{guess}.{left}"


def read_pay(text: str, hours: float = 40.0) -> Pay:
    """The pay that `text` states; hours in the text count before `hours` (a week).

    Raises BadInput where no amount, or an amount that could be several things, is stated.

    >>> read_pay("$1,900 biweekly").annual[0]
    49400.0
    """
    if len(text) > LONGEST:
        raise BadInput(f"An amount of {len(text):,} characters is too long.", hint=_HINT)
    lowered = " ".join(text.lower().replace("\u00a0", " ").replace("usd", "$").split())
    if lowered.startswith(("-", "(")):
        raise BadInput("Pay cannot be negative.", hint=_HINT)
    extra = _EXTRA.search(lowered)
    body = lowered[: extra.start()] if extra else lowered
    if stated := _HOURS.search(body):
        hours = float(stated[1])
        body = body[: stated.start()] + " " + body[stated.end() :]
    found = [m for m in _AMOUNT.finditer(body) if m[1]]
    if not found or _MALFORMED.search(body):
        raise BadInput(f"No amount of pay is written in {text[:40]!r}.", hint=_HINT)
    values = [_value(m) for m in found]
    joined = len(found) == 2 and bool(_RANGE.match(body[found[0].end() : found[1].start()]))
    if len(found) > 2 or (len(found) == 2 and not joined):
        raise BadInput(
            f"Several amounts are written in {text[:40]!r}.",
            hint="Give one amount, or a range such as 60-70k.",
        )
    low, high = values[0], values[-1]
    if joined and found[1][2] and not found[0][2] and low < high / 100:
        low *= _TIMES[found[1][2]]
    if low > high:
        low, high = high, low
    basis = next((name for name, pattern in BASIS_PATTERNS if re.search(pattern, body)), "")
    if not 1 <= hours <= 100:
        raise BadInput(f"{hours:g} hours a week cannot be right.", hint=_HINT)
    return _checked(
        Pay(
            low, high, basis or _by_size(low, high), hours, bool(basis), extra[0].strip("+ ") if extra else ""
        )
    )


_HINT = 'For example 58k, $58,000, 22/hr, "$1,900 biweekly" or 60-70k.'


def _by_size(low: float, high: float) -> str:
    if high < HOURLY_BELOW:
        return "hourly"
    if low >= ANNUAL_FROM:
        return "annual"
    raise BadInput(
        f"{low:,.0f} could be pay for a week, two weeks or a month.",
        nearest=(f"{low:,.0f} biweekly", f"{low:,.0f} a month", f"{low:,.0f} a week"),
        hint="Say how often it is paid.",
    )


def _checked(pay: Pay) -> Pay:
    hourly = pay.annual[0] / (pay.hours * WEEKS), pay.annual[1] / (pay.hours * WEEKS)
    if hourly[0] < LEAST_HOURLY or hourly[1] > MOST_HOURLY:
        raise BadInput(
            f"{_dollars(pay.low, pay.high, 0)} {_WORDS[pay.basis]} cannot be right.",
            hint="Check the amount and how often it is paid.",
        )
    return pay


def _value(match: re.Match[str]) -> float:
    digits = match[1].replace(" ", "")
    if re.fullmatch(r"\d+,\d{1,2}", digits):
        digits = digits.replace(",", ".")
    return float(digits.replace(",", "")) * _TIMES.get(match[2] or "", 1.0)


def _dollars(low: float, high: float, cents: int) -> str:
    return f"${low:,.{cents}f}" if low == high else f"${low:,.{cents}f} to ${high:,.{cents}f}"
