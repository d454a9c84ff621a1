"""Certification that is said to pay: "certified coders earn 20 percent more"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paychart.claims.claim import NOBODY, Finding, Grade, Verdict
from paychart.claims.comparison import comparison, span
from paychart.claims.grammar import PERCENT
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause
from paychart.claims.surveys import other_source
from paychart.pay import evidence as registry
from paychart.words.credentials import catalogue

NAME = "certification comparison"
ORDER = 44
RESOLVES = frozenset({"denial", "part"})

_OTHER_LICENCES = "CPA|CFA|PMP|CISSP|CompTIA|CNE"
_CODES = "|".join(sorted((re.escape(code) for code in catalogue()), key=len, reverse=True))
_WORDS = re.compile(
    rf"\b(?P<code>(?:{_CODES}|{_OTHER_LICENCES})\b(?: (?:licen[cs]es?|credentials?|certifications?))?)|"
    r"\b(?P<plain>(?i:(?:certified|credentialed|licensed)(?: \w+)?|(?:additional |more |extra |"
    r"professional |specialty )?"
    r"(?:certifications?|credentials?|licen[cs]es?)))\b"
)
_GAP = re.compile(r"\b(?:gap|difference|premium)\b", re.I)


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """The first certification on the side that is said to earn more; and a gap stated right after two groups."""
    text = clause.text
    found = comparison(clause)
    named = [m for m in _WORDS.finditer(text) if not _is_occupation(m, clause, reader)]
    if found and found.way != "different":
        for match in named:
            if found.side(match.start()) == "first" and not re.match(
                r"(?:un|non-?)$", text[: match.start()][-4:].strip()
            ):
                subject = reader.subject(clause)
                verdict = _grade(match["code"], found.percent, found.way, clause, subject, reader)
                anchor = (match.start(), match.end())
                yield Finding(anchor, span(text, anchor), f"{match[0]}; {subject}", verdict)
                return
    before = reader.previous(clause.sentence)
    amount = PERCENT.search(text)
    if (
        amount
        and not named
        and _GAP.search(text)
        and before
        and re.search(r"certified|credential", before.text, re.I)
    ):
        subject = reader.subject(clause)
        verdict = _grade(None, float(amount[1]), "more", clause, subject, reader, before.text)
        yield Finding((amount.start(), amount.end()), (0, amount.end()), f"certified; {subject}", verdict)


def _is_occupation(match: re.Match[str], clause: Clause, reader: Reader) -> bool:
    """Licensed practical nurses and certified nursing assistants are occupations, not certificates."""
    named = reader.mentions(clause, "occupation")
    return any(m.start <= match.start() < m.end and match["code"] is None for m in named)


def _grade(
    code: str | None,
    percent: float | None,
    way: str,
    clause: Clause,
    subject: Subject | None,
    reader: Reader,
    context: str = "",
) -> Verdict:
    if subject is None:
        return NOBODY
    short = re.sub(r" (?:licen[cs]es?|credentials?|certifications?)$", "", code) if code else ""
    commonest = registry.base(subject.main)
    pooled = (
        registry.certified(subject.main)
        if short in ("", commonest)
        else registry.credential(subject.main, short)
    )
    if pooled is None:
        what = f"the {short}" if short else "certification"
        wide = "Across all occupations the certified earn more, but most of that is who works in which occupation."
        return Verdict(
            "not checkable",
            f"No evidence at hand says what {what} pays among {reader.evidence.title(subject.main).lower()}. {wide}",
        )
    against = f"the {commonest}" if short not in ("", commonest) else "none"
    fact = (
        f"Surveys print {pooled.raw_percent:+.0f}% for {short or 'the certified'} against {against}; of "
        f"workers alike in "
        f"schooling and experience it is about {pooled.percent:+.1f}% (an association)."
    )
    now = {
        "occupation": subject.main,
        "raw_percent": round(pooled.raw_percent, 1),
        "adjusted_percent": round(pooled.percent, 1),
    }
    lineage = tuple(f"{row.id} {row.source}: {row.url}" for row in pooled.rows)
    grade, note = _size(percent, way, pooled, clause, reader, context)
    return Verdict(grade, f"{note}{fact}", now={**now, "grade": grade}, lineage=lineage, current=fact)


def _size(
    percent: float | None, way: str, pooled: registry.Pooled, clause: Clause, reader: Reader, context: str
) -> tuple[Grade, str]:
    if way in ("no more", "no less"):
        wrong = pooled.percent > 2 if way == "no more" else pooled.percent < -2
        return ("contradicted" if wrong else "supported"), ""
    if way == "less":
        return ("contradicted" if pooled.percent > 2 else "misleading"), ""
    if percent is None:
        return ("supported" if pooled.percent >= 2 else "misleading"), ""
    source = other_source(clause, reader) or ("AAPC" if "AAPC" in context else "")
    printed = [row for row in pooled.rows if (e := _percent(row)) is not None and abs(e - percent) <= 1.5]
    if source and any(source in row.source for row in printed):
        return "supported", f"{printed[0].source} prints it, for its own members. "
    if abs(percent - pooled.percent) <= 3:
        return "supported", ""
    highest = max((e for row in pooled.rows if (e := _percent(row)) is not None), default=pooled.raw_percent)
    if percent <= highest + 3:
        return (
            "misleading",
            "A raw gap given as what certification brings: the certified also have more experience. ",
        )
    return "contradicted", f"No survey at hand prints a gap of {percent:g}%. "


def _percent(row: registry.Evidence) -> float | None:
    import math

    return None if row.log_effect is None else 100 * math.expm1(row.log_effect)
