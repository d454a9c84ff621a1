"""Places in a ranking: "the top-paying states are California, Hawaii and Oregon", "Texas employs the most nurses"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np

from paychart.claims.claim import NOBODY, Finding, Grade, Verdict
from paychart.claims.comparison import span
from paychart.claims.evidence import Evidence
from paychart.claims.figures import OEWS, Pay, money
from paychart.claims.grammar import PAY, YEAR, number
from paychart.claims.labels import owned
from paychart.claims.lexicon import Mention
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause
from paychart.claims.spans import is_period

NAME = "ranking"
ORDER = 35
RESOLVES = frozenset({"date", "quantifier"})

_BOTTOM = re.compile(r"\b(?:lowest|least|worst|bottom|fewest|smallest|less|fewer|ranks? last)\b", re.I)
_JOBS = re.compile(r"\bemploy\w*\b|\bmost (?:jobs|\w{3,}s)\b|\bnumber of\b|\bfewest\b", re.I)
_RANKS = re.compile(
    r"\b(?:(?:more|less|fewer) \S*\s?than any other|ranks? (?:first|last)|(?:more|less) than (?:in )?any other|"
    r"highest|best|top|most(?! (?:similar|common|recent|important|likely|of|people|workers))|lowest|least|worst|"
    r"bottom|fewest|tops?|leads?)\b",
    re.I,
)
_COUNTED = re.compile(
    r"\b(?:top|highest|best|lowest|the)[\s-](\d{1,2}|three|four|five|ten|two)\b|\b(\d{1,2}|two|three|four|"
    r"five|ten)\s(?:\w+-)?(?:best|highest|top|lowest|worst|states|metro)",
    re.I,
)
_AMONG = re.compile(r"\b(?:among|some of|one of)\b", re.I)
_JOBS_ERROR = 0.03  # relative standard error of a state's job count, which releases rarely print
_GENEROUS = 10  # "among the best-paid" without a number
_A_CITY = re.compile(r"\b(?:the|individual) (?:city|metro(?:politan)? area) (?:that|which|with)\b", re.I)
_CITIES_OF = re.compile(
    r"\b(?:home to|has|have|boasts?|contains?)\b.*\b(?:cit(?:y|ies)|metro\w*(?: areas?)?|employers?|hospitals?)\b|"
    r"\b(?:cities|metro\w*(?: areas)?) (?:in|of)\b",
    re.I,
)
_NEARBY = re.compile(r"\b(?:nearby|in the (?:state|region)|of the state|statewide|in-state|locally)\b", re.I)
_TENTH = re.compile(
    r"\b(?:best|top|highest|lowest|worst|bottom)(?:-\w+)? (?:tenth|fifth|quarter|third|half|\d+ ?(?:%|percent))\b",
    re.I,
)
# Places ranked among some of their kind, or by a rate: no ranking of all of them settles it.
_SUBSET = re.compile(
    r"\b(?:Midwest|Midwestern|South(?:east|west)?(?:ern)?|North(?:east|west)?(?:ern)?|West(?:ern)?|East(?:ern)?|"
    r"New England|Mid-Atlantic|Plains|Sun ?Belt|Rust ?Belt|Gulf|Pacific|Mountain|Coast|Appalachia)\b|"
    r"(?i:\b(?:without|outside|excluding|except|excepting|other than|per capita|per \d|per (?:resident|person)|"
    r"neighbou?r\w*|bordering|region(?:al(?:ly)?)?|right-to-work|after)\b)|"
    r"(?i:\b(?:among|of) (?:the |these |those )?"
    r"(?!(?:all|50|fifty|\w*-?(?:top|best|highest|lowest|worst|least|most)\b)|"
    r"(?:\w+ )?(?:top|best|highest|lowest|worst|least|most)\b)"
    r"[\w-]+ (?:[\w-]+ )?(?:states|metro\w*|cities|areas)\b)"
)
_ORDINALS = (
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)
_ORDINAL = re.compile(
    rf"\b(?:(?P<word>{'|'.join(_ORDINALS[2:])})|(?P<digits>\d{{1,2}})(?:st|nd|rd|th)|"
    rf"number (?P<number>\d{{1,2}})|#(?P<mark>\d{{1,2}}))\b(?! percentile)",
    re.I,
)
_DENIED = re.compile(r"\b(?:no longer|not|never)\b(?! only)|n't\b", re.I)
_THAN = re.compile(r"\bthan\b(?! (?:in )?any other)|\bno (?:other )?(?:state|city|place|metro)", re.I)
_PLACE_WORDS = re.compile(
    r"\bstates?\b|\bmetro\w*\b|\bcit(?:y|ies)\b|\bcountry\b|\bnation\b|\blist\b|\bpa(?:ys?|id|ying)\b|"
    r"\bemploys?\b|\blive\b|\bearn\w*|\bwages?\b|\bsalar|\bfewest\b|\bmost \w+s\b",
    re.I,
)


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """One claim for each place that is given a rank."""
    text = clause.text
    named = reader.mentions(clause, "place")
    if _TENTH.search(text):
        return  # workers are ranked, not places
    if not named or not _RANKS.search(text) or _THAN.search(text) or _DENIED.search(text):
        return
    if _A_CITY.search(text) and all(reader.evidence.codes.areas[m.code].type == "state" for m in named):
        return  # the city is ranked, and it is not one we know
    by_jobs = bool(_JOBS.search(text)) and not re.search(r"\b(?:paying|paid|salar|wage|earn)", text, re.I)
    about_pay = PAY.search(text) or PAY.search(clause.sentence.text) or PAY.search(clause.sentence.heading)
    if not (by_jobs or about_pay) or not _PLACE_WORDS.search(text):
        return
    subject = reader.subject(clause)
    if _CITIES_OF.search(text) and not any(
        reader.evidence.codes.areas[m.code].type == "metropolitan" for m in named
    ):
        return  # cities of the state are ranked, not the state
    marks = [(m.start(), m.end(), bool(_BOTTOM.match(m[0]))) for m in _RANKS.finditer(text)]
    spans = [(m.start, m.end) for m in named]
    kinds = {m.code: reader.evidence.codes.areas[m.code].type for m in named}
    bottoms = _ends(text, marks, spans)
    groups = Counter(bottoms)
    years = [(m.start(), m.end(), int(m[1])) for m in YEAR.finditer(text) if not is_period(text, m)]
    for i, (mention, bottom) in enumerate(zip(named, bottoms, strict=True)):
        year = owned(text, years, spans, i)[0] or reader.year(clause, mention.start)
        anchor = (mention.start, mention.end)
        depth = _depth(text, groups[bottom])
        verdict = (
            _best(
                mention,
                depth,
                _ordinal(text),
                bottom,
                _measures(text, by_jobs),
                year,
                subject,
                reader.evidence,
            )
            if subject
            else NOBODY
        )
        near = reader.area or _NEARBY.search(text) or len({kinds[m.code] for m in named}) > 1
        some = _SUBSET.search(_unnamed(text, named)) is not None
        if verdict.grade == "contradicted" and (some or (near and kinds[mention.code] != "state")):
            why = f"Among which areas it is ranked is not said. {verdict.explanation}"
            verdict = Verdict("not checkable", why, now=verdict.now, current=verdict.current)
        if verdict.grade == "contradicted" and year is None and reader.titled:
            why = f"The guide seems to be of {reader.titled}. {verdict.explanation}"
            verdict = Verdict("not checkable", why, now=verdict.now, current=verdict.current)
        yield Finding(anchor, span(text, anchor), f"{mention.text}; {subject}", verdict)


def _unnamed(text: str, named: list[Mention]) -> str:
    """The text without the names of places, whose own words ("North Dakota") say nothing of a group."""
    for m in named:
        text = text[: m.start] + " " * (m.end - m.start) + text[m.end :]
    return text


def _ends(text: str, marks: list[tuple[int, int, bool]], places: list[tuple[int, int]]) -> list[bool]:
    """Whether each place is said to be at the bottom: by the word before it, or, where places come first, after it."""
    if marks[0][0] > places[0][0]:
        return [
            next((bottom for start, _, bottom in marks if start >= end), marks[-1][2]) for _, end in places
        ]
    return [bool(owned(text, marks, places, i)[0]) for i in range(len(places))]


def _measures(text: str, by_jobs: bool) -> tuple[str, ...]:
    """What the ranking may be by: a guide that only says "best-paid" may mean the mean or the median."""
    if by_jobs:
        return ("employment",)
    if re.search(r"\bmedian", text, re.I):
        return ("p50",)
    return ("mean",) if re.search(r"\b(?:mean|average)\b", text, re.I) else ("mean", "p50")


def _best(
    mention: Mention,
    depth: int,
    exact: int,
    bottom: bool,
    measures: tuple[str, ...],
    year: int | None,
    subject: Subject,
    evidence: Evidence,
) -> Verdict:
    """The verdict by the first measure that bears the claim out, else by the first one."""
    verdicts = [
        _grade(mention, exact or depth, exact, bottom, by, year, subject, evidence) for by in measures
    ]
    return next((v for v in verdicts if v.grade == "supported"), verdicts[0])


def _depth(text: str, named: int) -> int:
    """How deep the ranking goes: "the five best" is 5, three places named is 3, one is 1."""
    counted = _COUNTED.search(text)
    if counted:
        said = number(counted[1] or counted[2])
        if said:
            return max(int(said), named)
    return max(_GENEROUS, named) if _AMONG.search(text) else named


def _grade(
    mention: Mention,
    depth: int,
    exact: int,
    bottom: bool,
    by: str,
    year: int | None,
    subject: Subject,
    evidence: Evidence,
) -> Verdict:
    kind = evidence.codes.areas[mention.code].type
    by_jobs = by == "employment"
    ranked = evidence.ranked(subject.main, kind, by, year)
    release = ranked[0].release if ranked else f"May {year}"
    # The District of Columbia is no state: it counts only where it is named.
    ranked = [
        p
        for p in ranked
        if p.code == mention.code or not (kind == "state" and evidence.codes.areas[p.code].state == "DC")
    ]
    if bottom:
        ranked = ranked[::-1]
    at = next((i for i, p in enumerate(ranked) if p.code == mention.code), None)
    if at is None:
        when = f" of {release}" if year else ""
        return Verdict("not checkable", f"No figure{when} for {mention.text} that can be ranked is at hand.")
    rank = at + 1
    grade: Grade = "supported"
    if rank > depth or (exact and rank != exact):
        low, high = _rank_interval(ranked, by, at, bottom)
        grade = "not checkable" if low <= depth <= high or (not exact and low <= depth) else "contradicted"
    things = {"state": "states", "metropolitan": "metropolitan areas"}.get(kind, "areas")
    what = {"employment": "jobs", "mean": "mean pay", "p50": "median pay"}[by]
    end = "lowest" if bottom else "highest"
    first = ", ".join(f"{p.name} {_shown(p, by)}" for p in ranked[: max(min(depth, 5), 1)])
    here = ranked[at]
    fact = (
        f"By {what} in {release}, {here.name} ({_shown(here, by)}) is number {rank} of "
        f"{len(ranked)} {things} from the {end}"
    )
    close = "; sampling error does not tell it from the places above" if grade == "not checkable" else ""
    now = {**here.figures(), "rank": rank, "of": len(ranked), "from": end, "by": what, "grade": grade}
    lead = ("Fewest" if bottom else "Most") if by_jobs else end.title()
    nearest = None if grade == "supported" else {"first": [p.name for p in ranked[:depth]]}
    source = f"{OEWS}, {release}: {evidence.title(subject.main)} ({subject.main}), {things}."
    return Verdict(
        grade,
        f"{fact}{close}. {end.title()}: {first}.",
        now=now,
        nearest=nearest,
        lineage=(source, here.citation),
        current=f"{lead} {what}, {release}: {first}.",
    )


def _shown(pay: Pay, by: str) -> str:
    return f"{pay.employment:,.0f} jobs" if by == "employment" else money(pay.wages[by])


def _ordinal(text: str) -> int:
    """ "The third best paid" is 3; 0 without an ordinal."""
    match = _ORDINAL.search(text)
    if match is None:
        return 0
    return (
        _ORDINALS.index(match["word"].lower())
        if match["word"]
        else int(match["digits"] or match["number"] or match["mark"])
    )


def _rank_interval(ranked: list[Pay], by: str, at: int, bottom: bool) -> tuple[int, int]:
    """The ranks that sampling error leaves to the place."""
    from paychart.pay.ranking import rank_intervals

    by_jobs = by == "employment"
    values = np.array([float(p.employment or 0.0) if by_jobs else p.wages[by] for p in ranked])
    errors = np.array([(2.0 if p.mean_rse is None else max(p.mean_rse, 0.05)) / 100 for p in ranked])
    if by_jobs:
        errors = np.full(len(ranked), _JOBS_ERROR)
    _, low, high = rank_intervals(1e9 / values if bottom else values, errors)
    return int(low[at]), int(high[at])
