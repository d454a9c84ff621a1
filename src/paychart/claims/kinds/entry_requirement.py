"""The schooling that the work asks for: "most registrars enter the field with an associate degree"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paychart.claims.claim import Finding, Grade, Verdict
from paychart.claims.comparison import comparison
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause

NAME = "entry requirement"
ORDER = 65

_DEGREE = re.compile(
    r"\b(?:(?P<doctoral>doctora\w+(?: or professional)?(?: degrees?)?|Pharm\.?D\.?)|"
    r"(?P<master>master'?s(?: degrees?)?)|"
    r"(?P<bachelor>bachelor'?s(?: degrees?)?|four-year degrees?)|"
    r"(?P<associate>associate(?:'s)?(?: degrees?)|two-year degrees?)|"
    r"(?P<award>postsecondary (?:certificates?|nondegree awards?|awards?)|certificate programs?|"
    r"vocational (?:certificates?|training))|"
    r"(?P<school>high[- ]school (?:diplomas?|education)(?: or (?:GED|equivalent))?|GED))",
    re.I,
)
_ASKS = re.compile(
    r"\b(?:need\w*|requir\w*|must have|minimum|at least|enter(?:s|ed)?|entry|typical\w*|usual\w*|"
    r"to (?:become|start|get started|qualify)|"
    r"most (?:\w+ )?(?:have|hold)|standard|all you need|begin(?:s)? with|expected|prefer\w*|only)\b",
    re.I,
)
_OFFICIAL = {
    "doctoral": "Doctoral or professional degree",
    "master": "Master's degree",
    "bachelor": "Bachelor's degree",
    "associate": "Associate's degree",
    "award": "Postsecondary nondegree award",
    "school": "High school diploma or equivalent",
}


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """The degree that is said to be needed."""
    text = clause.text
    match = _DEGREE.search(text)
    if (
        match is None
        or not _ASKS.search(text)
        or comparison(clause)
        or re.search(r"\$|\b(?:earn\w*|not required|optional|cost)\b", text, re.I)
    ):
        return
    subject = reader.subject(clause, match.start())
    anchor = match.start(), match.end()
    lead = len(text) - len(text.lstrip(" ,;:-"))
    prefers = bool(re.search(r"\bprefer|\bnot (?:always )?(?:need|require)", text, re.I))
    yield Finding(
        anchor,
        (min(lead, anchor[0]), anchor[1]),
        str(subject),
        _grade([m.lastgroup or "" for m in _either(text, match)], prefers, subject, reader),
    )


def _either(text: str, first: re.Match[str]) -> list[re.Match[str]]:
    """The degrees of "an associate degree or a certificate": any of them meets the claim."""
    found = [first]
    for match in _DEGREE.finditer(text, first.end()):
        if not re.fullmatch(r"\s*,?\s*or\s+(?:an?\s+)?", text[found[-1].end() : match.start()]):
            break
        found.append(match)
    return found


def _grade(levels: list[str], prefers: bool, subject: Subject | None, reader: Reader) -> Verdict:
    outlook = reader.evidence.outlook(subject.main) if subject else None
    if outlook is None or not outlook.entry:
        return Verdict("not checkable", "BLS names no typical entry education for this work.")
    work = f"{outlook.title.lower()} ({outlook.code})"
    fact = f"BLS names as typical entry education for {work}: {outlook.entry.lower()}."
    if prefers:
        return Verdict(
            "not checkable",
            f"What employers prefer is not counted. {fact}",
            lineage=(outlook.citation,),
            current=fact,
        )
    names = list(_OFFICIAL.values())
    steps = [
        abs(list(_OFFICIAL).index(v) - names.index(outlook.entry)) for v in levels if outlook.entry in names
    ]
    # The step next to the one BLS assigns is what many in the work hold: nobody is convicted for it.
    grade: Grade = (
        "supported" if 0 in steps else "contradicted" if steps and min(steps) > 1 else "not checkable"
    )
    now = {"occupation": outlook.code, "typical_entry_education": outlook.entry, "grade": grade}
    return Verdict(
        grade,
        fact,
        now=now,
        nearest=None if grade == "supported" else now,
        lineage=(outlook.citation,),
        current=fact,
    )
