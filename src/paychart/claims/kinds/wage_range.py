"""Two sums as the range of pay: "salaries range from $40,000 to $60,000"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from paychart.claims.case import lineage_of
from paychart.claims.claim import NOBODY, Finding, Grade, Verdict
from paychart.claims.figures import Pay
from paychart.claims.frame import NOW, Frame
from paychart.claims.grammar import PAY
from paychart.claims.reader import Reader
from paychart.claims.scope import frames
from paychart.claims.sentences import Clause
from paychart.claims.spans import Figure
from paychart.claims.words import entry_level_note, now_sentence, pay_now

NAME = "wage range"
ORDER = 15
FRAMED = True

_MONEY = re.compile(r"\$\s?(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,2})?(?:\s?(k\b|thousand\b))?(?![\d,]*\d)", re.I)
_PAIR = re.compile(_MONEY.pattern + r"\s?(?:to|-{1,2})\s?(?=(\d{1,3}(?:,\d{3})+|\d+)(?:\s?(k)\b)?)", re.I)
_JOIN = re.compile(
    r"\s*(?:a year |per year |an hour )?(?:to|and|through|-{1,2})\s*(?:about |around |nearly |over |up to )?\Z",
    re.I,
)
_OPENING = re.compile(
    r"\b(?:between|from|range\w*|rang(?:e|es|ing)(?: between| from)?)\s*(?:about |around )?\Z", re.I
)
_HOURLY = re.compile(r"\s*(?:an|per|/)\s?hour|/hr", re.I)
_SLACK = 0.05
_ENDS = (("p10", "p90", "the 10th to the 90th percentile"), ("p25", "p75", "the middle half"))
_TAILS = {"p90": "above", "p75": "above", "p10": "below", "p25": "below"}


def ranges(text: str) -> list[tuple[float, float, int, int]]:
    """(low, high, start, end) of each pair of sums that is one range, dollars a year."""
    found = []
    marks = [(m, m.start(), m.end(), _value(m[1] + (m[2] or ""), m[3])) for m in _MONEY.finditer(text)]
    pairs = [(a, b[2], a[3], b[3], bool(b[0][3]), text[a[2] : b[1]]) for a, b in pairwise(marks)]
    for single in _PAIR.finditer(text):  # "$50,000-60,000": the second end without its sign
        mark = next((m for m in marks if m[1] == single.start()), None)
        if mark and not text[single.end() :].startswith("$"):
            end = single.end(5) if single[5] else single.end(4)
            pairs.append((mark, end, mark[3], _value(single[4], single[5]), bool(single[5]), "to"))
    for first, end, low, high, scaled, between in pairs:
        joined = _JOIN.match(between)
        if not joined or (
            between.strip().lower().startswith("and") and not _OPENING.search(text[: first[1]])
        ):
            continue
        if low < 1000 <= high and (scaled or high >= 10_000) and not first[0][2]:
            low *= 1000  # "$50-60k", "$50-$60,000"
        if _HOURLY.match(text[end:]):
            low, high = low * 2080, high * 2080
        if 8_000 <= low < high <= 2_000_000:
            found.append((low, high, first[1], end))
    return found


def _value(digits: str, scale: str | None) -> float:
    return float(digits.replace(",", "")) * (1000 if scale else 1)


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """Each pay range."""
    text = clause.text
    found = ranges(text)
    if not found or not (
        PAY.search(clause.sentence.text)
        or PAY.search(clause.sentence.heading)
        or PAY.search(clause.sentence.title)
    ):
        return
    figures = [Figure("money", low, start, end, 500.0, 2) for low, _, start, end in found]
    for (low, high, start, end), frame in zip(found, frames(clause, reader, figures), strict=True):
        verdict = _grade(low, high, frame, reader)
        lead = min(start, len(text) - len(text.lstrip(" ,;:-")))
        yield Finding((start, end), (lead, end), str(frame.subject or "no occupation named"), verdict, frame)


def _grade(low: float, high: float, frame: Frame, reader: Reader) -> Verdict:
    evidence, subject = reader.evidence, frame.subject
    if frame.source:
        return Verdict("not checkable", f"A figure of {frame.source}, which is not at hand.")
    if subject is None:
        return NOBODY
    today = now_sentence(evidence, subject)
    if frame.part or frame.adjusted:
        why = (
            f'No official figure is of "{frame.part}" alone.' if frame.part else "OEWS prints what was paid."
        )
        return Verdict("not checkable", f"{why} {today}", now=pay_now(evidence, subject), current=today)
    if frame.measure == "entry":
        why = entry_level_note(evidence, subject)
        return Verdict("not checkable", why, now=pay_now(evidence, subject), current=today)
    series = evidence.series(subject.codes, frame.place, frame.employer)
    year = evidence.year if frame.year == NOW else frame.year
    if not series or (frame.place and frame.employer):
        return Verdict("not checkable", "No official pay is published for this.", current=today)
    if year is None and reader.dated is not None and reader.dated not in series:
        year = reader.dated
    newest = next(iter(series.values()))[0]
    if year is not None and year not in series:
        why = f"The release of May {year} is not at hand. {newest.spread()}"
        return Verdict("not checkable", why, None, newest.figures(), current=newest.spread())
    cells = [(y, c) for y, cs in series.items() if year in (None, y) for c in cs]
    for y, cell in cells:
        ends = (
            _ends(low, high, cell)
            if y == evidence.year or year is not None or low % 1000 or high % 1000
            else ""
        )
        if ends and not frame.denied:
            stale = y < evidence.year
            grade: Grade = "outdated" if stale and year is None else "supported"
            now = {**newest.figures(), "grade": "outdated" if stale else "supported"}
            cited = tuple(dict.fromkeys((cell.citation, newest.citation)))
            why = f"It is {ends}. {cell.spread()}" + (f" {newest.spread()}" if stale else "")
            return Verdict(
                grade,
                why,
                {**cell.figures(), "grade": "supported"},
                now,
                lineage=cited,
                current=newest.spread(),
            )
    grade, why = _place_of(low, high, frame, cells[0][1])
    figures = {**cells[0][1].figures(), "grade": grade}
    nearest = cells[0][1].figures() if grade in ("contradicted", "misleading") else None
    lineage = lineage_of(evidence, subject) or (cells[0][1].citation,)
    return Verdict(
        grade, f"{why} {cells[0][1].spread()}", figures, figures, nearest, lineage, newest.spread()
    )


def _place_of(low: float, high: float, frame: Frame, pay: Pay) -> tuple[Grade, str]:
    """How the range lies to the pay of all workers, or of the tail it is said of."""
    if frame.denied:
        return "not checkable", "The range is denied, and what is true instead is not said."
    held = pay.wages.get(frame.measure)
    if frame.measure in _TAILS:
        if held is None:
            return "not checkable", "The publisher prints no such percentile."
        above = _TAILS[frame.measure] == "above"
        fits = high >= held and low >= held * 0.95 if above else low <= held and high <= held * 1.05
        return (
            ("supported", "It lies in that tail.")
            if fits
            else ("not checkable", "It does not begin where that tail does.")
        )
    wide, clear = pay.share_above(low), max(_SLACK, pay.error("p50"))
    if frame.quantifier in ("some", "few") or frame.measure == "best case":
        inside = wide[1] > 0.1 and frame.quantifier != "few" and high >= pay.wages.get("p10", 0.0)
        return (
            ("supported", "At least one in ten earns more than its low end.")
            if inside
            else ("not checkable", "Of how many it is said would settle it.")
        )
    if (low > pay.median * (1 + clear) and low > pay.mean) or high < pay.median * (1 - clear):
        return "contradicted", f"The whole range lies {'above' if low > pay.median else 'below'} the median."
    if not low <= pay.median <= high:
        return "not checkable", "The range ends too near the median to tell."
    p10, p90 = pay.wages.get("p10", 0.0), pay.wages.get("p90", float("inf"))
    if low < 0.95 * p10 or high > 1.05 * p90:
        return "misleading", "Wider than the pay of eight in ten workers."
    return "supported", "The range holds the median and lies within the pay of eight in ten workers."


def _ends(low: float, high: float, pay: Pay) -> str:
    """Which published span the two ends are, within 5 percent for round ends; empty if none."""
    for first, last, name in _ENDS:
        if first in pay.wages and last in pay.wages:
            ends = ((low, pay.wages[first]), (high, pay.wages[last]))
            if all(abs(said / held - 1) <= (_SLACK if said % 1000 == 0 else 0.0005) for said, held in ends):
                return name
    return ""
