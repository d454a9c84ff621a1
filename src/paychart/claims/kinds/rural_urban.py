"""Town against country: "rural areas may offer lower salaries"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paychart.claims.claim import NOBODY, Finding, Grade, Verdict
from paychart.claims.comparison import SAID, Way, comparison, magnitude, span
from paychart.claims.evidence import Evidence
from paychart.claims.figures import OEWS, money
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause
from paychart.data.vintages import edition

NAME = "rural and urban"
ORDER = 48
RESOLVES = frozenset({"denial", "part"})

_RURAL = (
    r"rural(?: or less populated)?(?: (?:areas?|\w+s|communities|regions|hospitals))?|"
    r"small(?:er)? (?:towns?|communities)|remote areas|less populated areas|nonmetropolitan areas"
)
_URBAN = (
    r"urban(?: (?:areas?|\w+s|centers))?|(?:big|large|larger|major|bigger) (?:cities|metro\w*(?: areas)?)|"
    r"metro(?:politan)? (?:areas?|\w+s)|cities|city \w+s|big-city \w+s"
)
_PLACE = re.compile(rf"\b(?:(?P<rural>{_RURAL})|(?P<urban>{_URBAN}))\b", re.I)


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """One claim for each clause that sets town and country apart."""
    named = list(_PLACE.finditer(clause.text))
    found = comparison(clause) if named else None
    if found is None or found.way == "different" or found.superlative or reader.mentions(clause, "place"):
        return
    match = named[0]
    way = found.way_of(match.start())
    rural_less = (way in ("less", "no more")) == bool(match["rural"])
    subject = reader.subject(clause)
    verdict = (
        _grade(rural_less, way.startswith("no "), found.percent, subject, reader.evidence)
        if subject
        else NOBODY
    )
    anchor = (match.start(), match.end())
    yield Finding(anchor, span(clause.text, anchor), f"{match[0]}; {subject}", verdict)


def _grade(
    rural_less: bool, denied: bool, percent: float | None, subject: Subject, evidence: Evidence
) -> Verdict:
    both = evidence.rural_urban(subject.main)
    if both is None:
        return Verdict("not checkable", "Too few areas publish pay for this work.")
    nominal, real = both["nominal_difference_percent"], both["real_difference_percent"]
    if abs(nominal) < 2:
        grade: Grade = "supported" if denied else "misleading"
    elif (nominal < 0) != rural_less or (percent is not None and not magnitude(percent, nominal)):
        grade = "contradicted"
    else:
        grade = "supported"
    ways: dict[tuple[bool, bool], Way] = {
        (True, False): "less",
        (False, False): "more",
        (True, True): "no more",
        (False, True): "no less",
    }
    said = ways[rural_less, denied]
    fact = (
        f"{evidence.title(subject.main)} ({subject.main}) have a mean of {money(both['nonmetropolitan_mean'])} in "
        f"nonmetropolitan areas and {money(both['metropolitan_mean'])} in metropolitan ones, {evidence.release} "
        f"({nominal:+.1f}%; after local prices {real:+.1f}%)."
    )
    now = {**both, "grade": grade}
    source = (
        f"{OEWS}, {evidence.release}: all metropolitan and nonmetropolitan areas; BEA regional price "
        f"parities {edition('rpp')}."
    )
    return Verdict(grade, f"Rural said to pay {SAID[said]}. {fact}", now=now, lineage=(source,), current=fact)
