"""Pay against that of all work: "a competitive salary", "more than twice the national median"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paychart.claims.claim import NOBODY, Finding, Grade, Verdict
from paychart.claims.evidence import Evidence
from paychart.claims.figures import ALIKE, money
from paychart.claims.grammar import PAY, ratio
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause

NAME = "pay level"
ORDER = 22

_ALL = (
    r"(?:the )?(?:national |U\.?S\.? )?(?:average|median|mean)(?: (?:wage|salary|pay|"
    r"income))?(?:,? (?:for|of|across|among) (?:all|every) (?:\w+ ?)?(?:jobs|occupations|workers|work))"
)
_WORKER = (
    r"(?:above|below|higher than|lower than|more than|less than) (?:the )?average (?:American |U\.?S\.? )?"
    r"(?:worker|employee|American)s?(?! in\b)"
)
_AGAINST = re.compile(
    rf"\b(?:(?:more|less) than )?(?:(?P<times>twice|double|triple|(?:two|three|"
    rf"\d(?:\.\d)?) times) )?(?P<way>above|below|higher than|lower than|more than|less than|exceeds?)?\s?{_ALL}|"
    r"\b(?P<way2>above|below|well above|higher than|lower than) (?:the )?national (?:average|median|mean)\b|"
    rf"\b{_WORKER}",
    re.I,
)
_PRAISE = re.compile(
    r"\b(?:(?P<high>lucrative(?: \w+)?|(?:high-|well[- ])pa(?:id|ying)(?! (?:\w+ )?(?:areas?|states?|"
    r"cities|industr|employers?|"
    r"regions?))|pays? well|good money|"
    r"high(?:ly)? paid|six-figure salar\w+)|"
    r"(?P<vague>(?:a )?competitive (?:salar(?:y|ies)|pay|wages?|compensation)|(?:good|great|decent|"
    r"attractive) (?:salar(?:y|ies)|pay|wages?)))\b",
    re.I,
)
_HIGH = 1.25


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """Pay set against all occupations, in figures or in praise."""
    text = clause.text
    if "$" in text or reader.mentions(clause, "place") or reader.mentions(clause, "employer"):
        return
    against = _AGAINST.search(text)
    if against and PAY.search(text) and not re.search(r"\b(?:grow|faster|slower)", text, re.I):
        start = against.start() + len(against[0]) - len(against[0].lstrip())
        yield _finding((start, against.end()), text, clause, reader, against)
        return
    praise = _PRAISE.search(text)
    if praise:
        yield _finding((praise.start(), praise.end()), text, clause, reader, None, bool(praise["vague"]))


def _finding(
    anchor: tuple[int, int],
    text: str,
    clause: Clause,
    reader: Reader,
    against: re.Match[str] | None,
    vague: bool = False,
) -> Finding:
    subject = reader.subject(clause, anchor[0])
    if against:
        words = against[0].lower()
        down = bool(re.search(r"below|less|lower", words))
        times = ratio(words)
        verdict = _measured(times[0] if times else None, down, subject, reader.evidence)
    else:
        verdict = _praised(vague, subject, reader.evidence)
    return Finding(anchor, anchor, f"against all occupations; {subject}", verdict)


def _facts(
    subject: Subject | None, evidence: Evidence
) -> tuple[float, str, dict[str, object], tuple[str, ...]] | None:
    here, everyone = evidence.pay(subject.main) if subject else None, evidence.pay("00-0000")
    if here is None or everyone is None:
        return None
    held = here.median / everyone.median
    fact = (
        f"In {here.release} the median of {here.name.lower()} ({here.code}) is {money(here.median)}, "
        f"{held:.2f} times the "
        f"{money(everyone.median)} of all occupations."
    )
    return (
        held,
        fact,
        {**here.figures(), "all_occupations_median": everyone.median, "ratio": round(held, 2)},
        (here.citation, everyone.citation),
    )


def _measured(times: float | None, down: bool, subject: Subject | None, evidence: Evidence) -> Verdict:
    facts = _facts(subject, evidence)
    if facts is None:
        return NOBODY
    held, fact, now, lineage = facts
    grade: Grade
    if times:
        grade = "supported" if held >= 0.95 * times else "contradicted"
    elif abs(held - 1) < ALIKE:
        grade = "misleading"
    else:
        grade = "supported" if (held < 1) == down else "contradicted"
    return Verdict(grade, fact, now={**now, "grade": grade}, lineage=lineage, current=fact)


def _praised(vague: bool, subject: Subject | None, evidence: Evidence) -> Verdict:
    facts = _facts(subject, evidence)
    if facts is None:
        return NOBODY
    held, fact, now, lineage = facts
    if vague:
        return Verdict(
            "not checkable",
            f"No figure makes pay competitive or good. {fact}",
            now=now,
            lineage=lineage,
            current=fact,
        )
    grade: Grade = "supported" if held >= _HIGH else "contradicted" if held < 1 else "misleading"
    return Verdict(grade, fact, now={**now, "grade": grade}, lineage=lineage, current=fact)
