"""What pay is said to depend on: "salary varies with experience, education and location"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from paychart.claims.claim import NOBODY, Finding, Grade, Verdict
from paychart.claims.evidence import Evidence
from paychart.claims.figures import OEWS, PEOPLE, money
from paychart.claims.grammar import PAY
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause, Sentence
from paychart.pay import evidence as registry

NAME = "pay factor"
ORDER = 70

_DEPENDS = re.compile(
    r"\b(?:depend(?:s|ing|ent)? (?:up)?on|var(?:y|ies)(?: \w+)? (?:by|with|depending on|based on|across|between|"
    r"from)|"
    r"(?:influenced|affected|determined|shaped|driven) by|differs? (?:\w+ )?(?:by|with|depending on)|"
    r"based on|factors? (?:such as|like|include|including)|"
    r"range (?:widely )?(?:by|depending on))\b",
    re.I,
)
_Reading = Callable[[Subject, Evidence], tuple[bool, str, tuple[str, ...]] | None]


def _experience(subject: Subject, evidence: Evidence) -> tuple[bool, str, tuple[str, ...]] | None:
    ends = [evidence.personal(subject.main, experience=years) for years in (0.0, 20.0)]
    if ends[0] is None or ends[1] is None:
        return None
    gap = 100 * (ends[1][0] / ends[0][0] - 1)
    return (
        abs(gap) >= 2,
        f"typical pay goes from {money(ends[0][0])} at the start to {money(ends[1][0])} after 20 years (modelled)",
        (PEOPLE,),
    )


def _education(subject: Subject, evidence: Evidence) -> tuple[bool, str, tuple[str, ...]] | None:
    levels = [
        (e, p)
        for e in ("high school", "bachelor", "master")
        if (p := evidence.personal(subject.main, education=e))
    ]
    if len(levels) < 2:
        return None
    low, high = min(levels, key=lambda p: p[1][0]), max(levels, key=lambda p: p[1][0])
    told = (
        f"typical pay goes from {money(low[1][0])} ({low[0]}) to {money(high[1][0])} ({high[0]}) (modelled)"
    )
    return low[1][2] < high[1][1], told, (PEOPLE,)


def _location(subject: Subject, evidence: Evidence) -> tuple[bool, str, tuple[str, ...]] | None:
    ranked = evidence.ranked(subject.main, "state")
    if len(ranked) < 10:
        return None
    high, low = ranked[len(ranked) // 10], ranked[-1 - len(ranked) // 10]
    told = (
        f"mean pay by state runs from {money(low.mean)} ({low.name}) to {money(high.mean)} "
        f"({high.name}), the extremes left out"
    )
    return high.mean / low.mean > 1.05, told, (high.citation, low.citation)


def _employer(subject: Subject, evidence: Evidence) -> tuple[bool, str, tuple[str, ...]] | None:
    from paychart.words.industries import EMPLOYERS

    cells = sorted(
        (
            p
            for code, p in evidence.industries(subject.main).items()
            if code in EMPLOYERS and (p.mean_rse or 0) <= 10
        ),
        key=lambda p: p.mean,
    )
    if len(cells) < 2:
        return None
    low, high = cells[0], cells[-1]
    told = (
        f"mean pay by employer runs from {money(low.mean)} ({low.name}) to {money(high.mean)} ({high.name})"
    )
    return high.mean / low.mean > 1.05, told, (high.citation, low.citation)


def _certification(subject: Subject, evidence: Evidence) -> tuple[bool, str, tuple[str, ...]] | None:
    pooled = registry.certified(subject.main)
    if pooled is None:
        return None
    told = f"the certified earn {pooled.raw_percent:+.0f}% in surveys, {pooled.percent:+.1f}% among workers alike"
    return pooled.percent >= 2, told, tuple(f"{r.id} {r.source}" for r in pooled.rows)


def _role(subject: Subject, evidence: Evidence) -> tuple[bool, str, tuple[str, ...]] | None:
    cells = [p for code in subject.codes if (p := evidence.pay(code))]
    if len(cells) < 2:
        return None
    low, high = min(cells, key=lambda p: p.mean), max(cells, key=lambda p: p.mean)
    return (
        True,
        f"mean pay runs from {money(low.mean)} ({low.name}) to {money(high.mean)} ({high.name})",
        (low.citation, high.citation),
    )


_FACTORS: tuple[tuple[str, str, _Reading | None], ...] = (
    (
        "size of employer",
        r"size of (?:the |your )?(?:employer|company|organi[sz]ation|facility|practice)|"
        r"(?:company|facility|employer) size",
        None,
    ),
    (
        "employer type",
        r"(?:the )?types? of (?:health ?care |healthcare )?(?:organi[sz]ation|employer|"
        r"facility|company|practice|setting)|work setting|"
        r"employer(?: type)?|industry|sector|where they work|practice setting",
        _employer,
    ),
    (
        "location",
        r"geograph\w*(?: location| area)?|location|region|states?\b(?: you work in)?|cit(?:y|ies)|"
        r"metro\w* area|where you live",
        _location,
    ),
    ("experience", r"(?:years of |work )?experience(?: level)?|seniority", _experience),
    ("education", r"education(?:al)?(?: level| attainment)?|degrees?|schooling", _education),
    ("certification", r"certifications?|credentials?|licen[cs]es?", _certification),
    (
        "role",
        r"speciali[sz]ations?|specialty|specialties|job titles?|roles?|positions?|responsibilit\w+",
        _role,
    ),
    ("other", r"skills?|shifts?|negotiat\w+|union\w*|performance|job market|economy|workload|hours", None),
)
_FACTOR = re.compile("|".join(rf"(?P<f{i}>\b(?:{p})\b)" for i, (_, p, _) in enumerate(_FACTORS)), re.I)


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """One claim for each factor named after "depends on"."""
    text = clause.text
    depends = _DEPENDS.search(text)
    if depends is None and _is_listed(clause, reader):
        yield from _named(clause, 0, (0, len(text)), reader)
        return
    if depends is None or not (PAY.search(text) or PAY.search(clause.sentence.text)):
        return
    start = depends.end() if not re.match(r"var", depends[0], re.I) else depends.start() + 4
    yield from _named(clause, start, (depends.start(), depends.end()), reader)


def _is_listed(clause: Clause, reader: Reader) -> bool:
    """Whether the clause is a short item of a list that "depends on:" leads."""
    before: Sentence | None = clause.sentence
    for _ in range(9):
        if before is None or before.text.endswith(":") or len(before.text.split()) > 8:
            break
        before = reader.previous(before)
    return bool(
        before
        and before.text.rstrip().endswith(":")
        and _DEPENDS.search(before.text)
        and PAY.search(before.text)
    )


def _named(clause: Clause, start: int, quoted: tuple[int, int], reader: Reader) -> Iterator[Finding]:
    """A finding for each factor named from `start` on."""
    subject = reader.subject(clause)
    seen: set[str] = set()
    for match in _FACTOR.finditer(clause.text, start):
        name, _, reading = _FACTORS[int((match.lastgroup or "f0")[1:])]
        if name in seen:
            continue
        seen.add(name if name != "other" else match[0].lower())
        verdict = _grade(name, reading, subject, reader.evidence)
        anchor = match.start(), match.end()
        yield Finding(anchor, (quoted[0], max(match.end(), quoted[1])), f"{name}; {subject}", verdict)


def _grade(name: str, reading: _Reading | None, subject: Subject | None, evidence: Evidence) -> Verdict:
    if subject is None:
        return NOBODY
    title = f"{evidence.title(subject.main).lower()} ({subject.main})"
    answer = reading(subject, evidence) if reading else None
    if answer is None:
        return Verdict("not checkable", f"No official data at hand tell pay by {name} for {title}.")
    holds, told, lineage = answer
    fact = f"For {title}, {told}."
    grade: Grade = "supported" if holds else "misleading"
    source = f"{OEWS}, {evidence.release}."
    return Verdict(
        grade,
        fact,
        now={"factor": name, "occupation": subject.main, "told": told, "grade": grade},
        lineage=lineage or (source,),
        current=fact,
    )
