"""States and metropolitan areas against each other or the nation: "coders in Florida earn less than average"."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from paychart.claims.claim import NOBODY, Finding, Verdict
from paychart.claims.comparison import SAID, TOLD, Comparison, comparison, grade_gap, span
from paychart.claims.evidence import Evidence
from paychart.claims.figures import Z90, clearly_differ, money
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause
from paychart.pay.parity import parities
from paychart.profile import NATION

_AFTER_PRICES = re.compile(
    r"\b(?:cost of living|living costs?|local prices|purchasing power|real (?:pay|wages?|terms)|"
    r"price[- ]adjusted|adjust\w+ for prices|after rent)\b",
    re.I,
)
_PRICE_ERROR = 0.01  # relative standard error of a ratio of two price parities
NAME = "place comparison"
ORDER = 52
RESOLVES = frozenset({"denial", "date"})


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """One claim for each place named in a comparison of pay."""
    named = reader.mentions(clause, "place")
    found = comparison(clause) if named else None
    work = {m.code for m in reader.mentions(clause, "occupation")}
    if found is None or len(work) > 1 or found.superlative or found.way == "different":
        return
    real = bool(_AFTER_PRICES.search(clause.text))
    first = [m for m in named if found.side(m.start) == "first"]
    for mention in first or named:
        others = [m.code for m in named if found.side(m.start) != found.side(mention.start)]
        subject = reader.subject(clause)
        verdict = (
            _grade(
                mention.code,
                mention.start,
                found,
                others,
                subject,
                reader.evidence,
                real,
                reader.year(clause, mention.start),
            )
            if subject
            else NOBODY
        )
        anchor = (mention.start, mention.end)
        yield Finding(anchor, span(clause.text, anchor), f"{mention.text}; {subject}", verdict)


def _grade(
    code: str,
    at: int,
    found: Comparison,
    others: list[str],
    subject: Subject,
    evidence: Evidence,
    real: bool,
    year: int | None,
) -> Verdict:
    when = year or evidence.year
    sides = (
        evidence.series((subject.main,), code),
        evidence.series((subject.main,), others[0] if others else None),
    )
    here, there = (side[when][0] if when in side else None for side in sides)
    if here is None or there is None:
        return Verdict("not checkable", f"No pay of May {when} is at hand for one of these places.")
    way = found.way_of(at)
    gap = shown = 100 * (here.mean / there.mean - 1)
    note, clear = "", clearly_differ(here, there)
    if real:
        prices = parities(evidence.store)
        levels = [
            prices[c].all_items if c in prices else 100.0 if c == NATION else None
            for c in (here.code, others[0] if others else NATION)
        ]
        if levels[0] is None or levels[1] is None:
            return Verdict("not checkable", "No price level is at hand for one of these places.")
        gap = 100 * ((1 + gap / 100) * levels[1] / levels[0] - 1)
        clear = abs(gap) > max(
            2.0, 100 * Z90 * math.hypot(*((p.mean_rse or 1.0) / 100 for p in (here, there)), _PRICE_ERROR)
        )
        note = f"; {gap:+.1f}% after local prices (BEA: {levels[0]:.1f} against {levels[1]:.1f})"
    grade = grade_gap(way, gap, clear, found.percent)
    other = there.name if others else "the nation"
    sums = f"{here.name} {money(here.mean)}, {other} {money(there.mean)} ({shown:+.1f}%)"
    fact = f"Mean pay in {here.release}: {sums}{note}"
    now = {
        **here.figures(),
        "against": there.name,
        "against_mean": there.mean,
        "gap_percent": round(gap, 1),
        "grade": grade,
    }
    why = f"Said to pay {SAID[way]}. {fact}, {TOLD[grade]}."
    return Verdict(grade, why, now=now, lineage=(here.citation, there.citation), current=f"{fact}.")
