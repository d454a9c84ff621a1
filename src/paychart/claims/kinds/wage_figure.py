"""A sum of money as pay: "the average annual wage was $48,160 as of May 2020"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paychart.claims.claim import Finding, Verdict
from paychart.claims.document import CELL
from paychart.claims.figures import money
from paychart.claims.grammar import PAY, Money, number, sums
from paychart.claims.kinds.wage_range import ranges
from paychart.claims.lexicon import Mention
from paychart.claims.measure import Measure, measure
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause, column_head
from paychart.claims.surveys import other_source, survey_figure
from paychart.claims.wage_grades import lineage_of, nation, part
from paychart.claims.words import entry_level_note, now_sentence, pay_now

EVERYONE = "00-0000"
NAME = "wage figure"
ORDER = 20

_COST = re.compile(
    r"\b(?:tuition|costs?|fees?|books?|loans?|debt|scholarships?|bonus(?:es)?|stipend|exam|course|equipment|moving|"
    r"savings?|grants?|per credit|revenue|budget|reimburs\w+|more per year than|less per year than)\b",
    re.I,
)
_MEASURED = re.compile(
    r"\b(?:median|mean|average|averaged|salary|wage|pay|percentile|hourly|an hour|per hour|by the hour)\b",
    re.I,
)
# "Fewer than 10 percent earn under $74,000" is a bound on a share, not a wage.
_SHARE = re.compile(r"\b(?:fewer|less|more) than (?:\d+|ten|five) ?(?:%|percent)", re.I)
_YEARS = re.compile(
    r"\b(\d{1,2}|five|ten)(?: or more|\+)? years(?:'|\b)(?: of)?(?: \w+)? (?:experience|in the field)", re.I
)
_ADJUSTED = re.compile(
    r"\b(?:after|adjusted for|net of) (?:inflation|prices|taxes|(?:the )?cost of living)|\bin (?:19|20)\d\d dollars|"
    r"\breal (?:wages?|pay|earnings|dollars|terms|medians?|means?)\b|\btake-home\b",
    re.I,
)
_OF_ALL = re.compile(r"\ball (?:workers|occupations|jobs)\b(?:(?! than )[^.;$]){0,40}$", re.I)
_ALL_EMPLOYERS = re.compile(r"\b(?:all (?:types of )?employers|all industries|overall)\b[^.;$]{0,20}$", re.I)
_NOW = re.compile(r"\b(?:today|now|current(?:ly)?|this year|at present)\b", re.I)
_SAME_AS_BEFORE = re.compile(
    r"^\W*(?:by the hour|that is|that's|this is|that works|this works|or\b|which is|equal)", re.I
)
_PERCENTILES = ("p10", "p25", "p75", "p90")  # a report dates its median and lets the percentiles follow


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """Each sum that is said to be pay. Costs, ranges and differences are left to others."""
    text, whole = clause.text, clause.sentence.text
    taken = [(start, end) for _, _, start, end in ranges(text)]
    for said in sums(text):
        if any(start <= said.start < end for start, end in taken):
            continue
        about_pay = (
            PAY.search(text)
            or other_source(clause, reader)
            or _MEASURED.search(text)
            or PAY.search(whole)
            or PAY.search(clause.sentence.heading)
            or (_MEASURED.search(clause.sentence.heading) and len(text) < 80)
        )
        if (
            not about_pay
            or _SHARE.search(text[: said.start])
            or _COST.search(text)
            or re.match(r"\s*(?:more|less|higher|lower)\b", text[said.end :])
        ):
            continue
        pair = _paired(reader.mentions(clause, "occupation"), text, said.start)
        everyone = _OF_ALL.search(text[: said.start])
        if everyone:
            subject: Subject | None = reader.resolve(EVERYONE, everyone[0], "named here")
        elif pair:
            subject = reader.resolve(pair.code, pair.text, "named here")
        else:
            subject = reader.subject(clause, said.start)
        verdict = _grade(said, clause, subject, reader)
        yield Finding(
            (said.start, said.end), _span(text, said), str(subject or "no occupation named"), verdict
        )


def _span(text: str, said: Money) -> tuple[int, int]:
    """The clause up to the figure, and the date that may follow it."""
    lead = len(text) - len(text.lstrip(" ,;:-"))
    tail = re.match(r"[^,.;]{0,30}\b(?:19|20)\d\d\b\)?|\s?(?:a|per|an)\s(?:year|hour)", text[said.end :])
    return min(lead, said.start), said.end + (tail.end() if tail else 0)


def _grade(said: Money, clause: Clause, subject: Subject | None, reader: Reader) -> Verdict:
    evidence, text = reader.evidence, clause.text
    year = _year(said, clause, reader)
    source = other_source(clause, reader)
    if source:
        return survey_figure(said.value, source, year, subject, evidence)
    if subject is None:
        return Verdict("not checkable", "The guide does not say whose pay this is.")
    if said.basis == "other":
        return Verdict(
            "not checkable",
            "OEWS prints pay by the year and by the hour only.",
            now=pay_now(evidence, subject),
        )
    places, employers = reader.mentions(clause, "place"), reader.mentions(clause, "employer")
    place = _paired(places, text, said.start) or _nearest(places, said.start)
    if place is None:
        sentence_places = reader.mentions(clause.sentence, "place")
        place = sentence_places[0] if len(sentence_places) == 1 else None
    employer = _paired(employers, text, said.start) or _nearest(employers, said.start)
    if _ALL_EMPLOYERS.search(text[: said.start]):
        employer = None
    if _ADJUSTED.search(text) or _ADJUSTED.search(column_head(clause, said.start)):
        return Verdict(
            "not checkable",
            "OEWS prints what was paid; this sum is after prices or taxes.",
            now=pay_now(evidence, subject),
            current=now_sentence(evidence, subject),
        )
    kind = measure(text, said.start, clause.sentence.text)
    if kind == "any":
        kind = _of_heading(clause, said.start)
    if year is not None and year > min(evidence.year, reader.as_of):
        return Verdict(
            "not checkable",
            f"No release reaches {year}; the newest is {evidence.release}.",
            now=pay_now(evidence, subject),
        )
    years = _YEARS.search(text)
    if years and subject is not None:
        return _experienced(number(years[1]) or 0.0, subject, reader)
    if kind == "entry":
        return Verdict(
            "not checkable",
            entry_level_note(evidence, subject),
            now=pay_now(evidence, subject),
            lineage=lineage_of(evidence, subject),
            current=now_sentence(evidence, subject),
        )
    if place or employer:
        area, industry = (place.code if place else None), (employer.code if employer else None)
        return part(said, kind, year, reader.dated, subject, area, industry, evidence)
    dated = reader.dated
    if year is None and dated is not None and dated not in evidence.releases(subject.main):
        year = dated  # an old guide's figures are of its time, and that release is not at hand
    return nation(said, kind, year, subject, evidence)


def _experienced(years: float, subject: Subject, reader: Reader) -> Verdict:
    """No release counts pay by experience; person records say about what such workers earn."""
    evidence = reader.evidence
    why = "OEWS does not count pay by experience."
    typical = evidence.personal(subject.main, experience=years)
    if typical:
        why += f" Person records put the typical worker after {years:g} years near {money(typical[0])} (modelled)."
    now = now_sentence(evidence, subject)
    return Verdict(
        "not checkable",
        f"{why} {now}",
        now=pay_now(evidence, subject),
        lineage=lineage_of(evidence, subject),
        current=now,
    )


def _of_heading(clause: Clause, at: int) -> Measure:
    """The measure that the heading names: "Median annual wage by state"."""
    head = column_head(clause, at)
    in_table = CELL in clause.sentence.heading
    return (
        measure(head, 10_000) if in_table or re.search(r"\b(?:median|average|mean)\b", head, re.I) else "any"
    )


def _paired(mentions: list[Mention], text: str, at: int) -> Mention | None:
    """ "Hospitals and clinics pay $61,920 and $50,060": as many sums as names, all behind them, go in order."""
    starts = [said.start for said in sums(text)]
    if (
        len(mentions) < 2
        or len(mentions) != len(starts)
        or at not in starts
        or mentions[-1].start > starts[0]
    ):
        return None
    return mentions[starts.index(at)]


def _nearest(mentions: list[Mention], at: int) -> Mention | None:
    """The last name before the figure, else the first after it."""
    before = [m for m in mentions if m.start <= at]
    return before[-1] if before else mentions[0] if mentions else None


def _year(said: Money, clause: Clause, reader: Reader) -> int | None:
    if _NOW.search(clause.text):
        return None
    year = reader.year(clause, said.start)
    before = reader.previous(clause.sentence)
    follows = _SAME_AS_BEFORE.match(clause.sentence.text) or measure(clause.text, said.start) in _PERCENTILES
    if year is None and before and before.block == clause.sentence.block and follows:
        from paychart.claims.sentences import clauses

        year = reader.year(clauses(before)[-1], len(before.text))
    return year
