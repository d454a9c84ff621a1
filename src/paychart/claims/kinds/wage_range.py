"""Two sums as the range of pay: "salaries range from $40,000 to $60,000"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from paychart.claims.claim import Finding, Grade, Verdict
from paychart.claims.evidence import Evidence
from paychart.claims.figures import Pay, money
from paychart.claims.grammar import MONEY, PAY
from paychart.claims.measure import measure
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause
from paychart.claims.surveys import other_source
from paychart.claims.words import entry_level_note, now_sentence, pay_now

NAME = "wage range"
ORDER = 15

_JOIN = re.compile(r"\s*(?:to|and|through|-{1,2})\s*\Z", re.I)
_OPENING = re.compile(r"\b(?:between|from|range\w*|rang(?:e|es|ing)(?: between| from)?)\s*\Z", re.I)
_SLACK = 0.05
_ENDS = (("p10", "p90", "the 10th to the 90th percentile"), ("p25", "p75", "the middle half"))


def ranges(text: str) -> list[tuple[float, float, int, int]]:
    """(low, high, start, end) of each pair of sums that is one range, dollars a year."""
    found = []
    marks = list(MONEY.finditer(text))
    for first, second in pairwise(marks):
        between = text[first.end() : second.start()]
        joined = _JOIN.match(between)
        if not joined or (between.strip().lower() == "and" and not _OPENING.search(text[: first.start()])):
            continue
        low, high = (_value(m) for m in (first, second))
        if low < 1000 <= high and (second[3] or high >= 10_000) and not first[2]:
            low *= 1000  # "$50-60k", "$50-$60,000"
        if re.match(r"\s*(?:an|per|/)\s?hour", text[second.end() :]):
            low, high = low * 2080, high * 2080
        if 8_000 <= low < high <= 2_000_000:
            found.append((low, high, first.start(), second.end()))
    return found


def _value(match: re.Match[str]) -> float:
    return float(match[1].replace(",", "") + (match[2] or "")) * (1000 if match[3] else 1)


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """Each pay range."""
    for low, high, start, end in ranges(clause.text):
        if not (PAY.search(clause.sentence.text) or PAY.search(clause.sentence.heading)):
            continue
        subject = reader.subject(clause, start)
        verdict = _grade(low, high, start, clause, subject, reader)
        yield Finding(
            (start, end), (_lead(clause.text, start), end), str(subject or "no occupation named"), verdict
        )


def _lead(text: str, start: int) -> int:
    return min(start, len(text) - len(text.lstrip(" ,;:-")))


def _grade(
    low: float, high: float, at: int, clause: Clause, subject: Subject | None, reader: Reader
) -> Verdict:
    evidence = reader.evidence
    source = other_source(clause, reader)
    if source:
        return Verdict("not checkable", f"A figure of {source}, which is not at hand.")
    if subject is None:
        return Verdict("not checkable", "The guide does not say whose pay this is.")
    today = now_sentence(evidence, subject)
    if measure(clause.text, at) == "entry":
        return Verdict(
            "not checkable",
            entry_level_note(evidence, subject),
            now=pay_now(evidence, subject),
            current=today,
        )
    places = reader.mentions(clause, "place")
    now = evidence.pay(subject.main, places[0].code) if places else evidence.pay(subject.main)
    if now is None:
        return Verdict("not checkable", "No official pay is published for this.", current=today)
    year = reader.year(clause, at)
    current = now.figures()
    spread = (
        f"{now.release}: one in ten earns less than {money(now.wages['p10'])}, half less than "
        f"{money(now.median)}, one in ten more than {money(now.wages['p90'])}."
    )
    if year is None or year == evidence.year or places:
        ends = _ends(low, high, now)
        if ends:
            return Verdict(
                "supported",
                f"It is {ends}. {spread}",
                current,
                {**current, "grade": "supported"},
                lineage=(now.citation,),
                current=spread,
            )
    past = _past(low, high, subject, year, evidence)
    if past and past.release != now.release:
        grade: Grade = "supported" if year is not None else "outdated"
        why = f"It is {_ends(low, high, past)} of {past.release}. {spread}"
        return Verdict(
            grade,
            why,
            {**past.figures(), "grade": "supported"},
            {**current, "grade": "outdated"},
            lineage=(past.citation, now.citation),
            current=spread,
        )
    if year is not None and year < evidence.year and year not in evidence.releases(subject.main):
        return Verdict(
            "not checkable",
            f"The release of May {year} is not at hand. {spread}",
            None,
            current,
            current=spread,
        )
    then = current
    if not low <= now.median <= high:
        side = "above" if low > now.median else "below"
        return Verdict(
            "contradicted",
            f"The whole range lies {side} the median. {spread}",
            then,
            {**current, "grade": "contradicted"},
            current,
            (now.citation,),
            spread,
        )
    if low < 0.95 * now.wages["p10"] or high > 1.05 * now.wages["p90"]:
        why = f"Wider than the pay of eight in ten workers. {spread}"
        return Verdict(
            "misleading", why, then, {**current, "grade": "misleading"}, current, (now.citation,), spread
        )
    why = f"The range holds the median and lies within the pay of eight in ten workers. {spread}"
    return Verdict(
        "supported", why, then, {**current, "grade": "supported"}, lineage=(now.citation,), current=spread
    )


def _ends(low: float, high: float, pay: Pay) -> str:
    """Which published span the two ends are, within 5 percent for round ends; empty if none."""
    for first, last, name in _ENDS:
        ends = ((low, pay.wages[first]), (high, pay.wages[last]))
        if all(abs(said / held - 1) <= (_SLACK if said % 1000 == 0 else 0.0005) for said, held in ends):
            return name
    return ""


def _past(low: float, high: float, subject: Subject, year: int | None, evidence: Evidence) -> Pay | None:
    for y, cells in evidence.releases(subject.main).items():
        if year in (None, y):
            for cell in cells:
                if _ends(low, high, cell) and (year is not None or low % 1000 or high % 1000):
                    return cell
    return None
