"""A sum of money as pay: "the average annual wage was $48,160 as of May 2020"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paychart.claims.claim import Finding
from paychart.claims.grammar import PAY
from paychart.claims.kinds.wage_range import ranges
from paychart.claims.reader import Reader
from paychart.claims.scope import frames
from paychart.claims.sentences import Clause, column_head
from paychart.claims.spans import Figure, sums
from paychart.claims.surveys import other_source
from paychart.claims.wage_grades import judge

NAME = "wage figure"
ORDER = 20
FRAMED = True

# What a sum is, where it is no pay: named right before it or right after it.
_COST_BEFORE = re.compile(
    r"\b(?:tuition|costs?(?! of living)|costing|fees?|loans?|debt|scholarships?|bonus(?:es)?|stipends?|savings?|"
    r"grants?|per credit|revenue|reimburs\w+|rent|prices?|priced|differentials?|donat\w+|profits?|deductible|"
    r"penalt\w+|fines?|"
    r"charge[sd]?|lose|loses|losing|returns?)\b[^$.;]{0,28}$|"
    r"\b(?:books?|exam|courses?|equipment|moving|budget|invest\w+|worth|program|sales?|premiums?)\b[^$.;,]{0,12}$",
    re.I,
)
_COST_AFTER = re.compile(
    r"^[^$.;,]{0,12}?\b(?:bonus(?:es)?|tuition|fees?|exam|stipends?|scholarships?|grants?|loans?|debt|"
    r"in (?:savings|debt|tuition)|per credit|"
    r"sign-on|signing|deductible|reimburse\w+|discount|prize)\b",
    re.I,
)
_ABOUT = (
    r"(?:an? |about |around |some |up to |nearly |roughly |average |extra |additional |another |as much as )"
)
_CHANGE_BEFORE = re.compile(
    r"\b(?:(?:rais|increas|boost|lift|bump|grow|gr[eo]w|ros|rise|fall|fell|dropp|drop|cut|gain|climb|"
    r"improv)\w*(?:\s[\w']+){0,4}\sby|"
    r"(?:raise|increase|bump|boost|gap|difference|premium|gain|jump|cut|drop)s? (?:in \w+ )?of|"
    r"(?:raises?|boosts?|adds?|adding|added|lifts?|bumps?|increases?)(?:\s(?!to\b|from\b)[\w']+){0,3}|extra|"
    r"additional|another)\s"
    rf"{_ABOUT}{{0,3}}$",
    re.I,
)
_MEASURED = re.compile(
    r"\b(?:median|mean|average|averaged|salary|wage|pay|percentile|hourly|an hour|per hour|by the hour)\b",
    re.I,
)
_CHANGE_MARK = re.compile(r"[+-]\s?\d+(?:\.\d+)?\s?%,?\s*$|\bgrowth\b[^$]{0,20}$", re.I)
# "Fewer than 10 percent earn under $74,000" is a bound on a share, not a wage.
_SHARE = re.compile(r"\b(?:fewer|less|more) than (?:\d+|ten|five) ?(?:%|percent)", re.I)


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """Each sum that is said to be pay. Costs, ranges and differences are left to others."""
    text = clause.text
    figures = sums(text)
    if not figures:
        return
    taken = [(start, end) for _, _, start, end in ranges(text)]
    about_pay = (
        PAY.search(text)
        or _MEASURED.search(text)
        or PAY.search(clause.sentence.text)
        or other_source(clause, reader)
        or any(
            PAY.search(head) or _MEASURED.search(head)
            for head in (clause.sentence.title, clause.sentence.heading)
        )
    )
    if not about_pay:
        return
    for frame in frames(clause, reader, figures, taken):
        said = frame.figure
        if any(start <= said.start < end for start, end in taken) or not is_pay(text, said, clause):
            continue
        verdict = judge(frame, reader)
        subject = str(frame.subject or "no occupation named")
        yield Finding((said.start, said.end), _span(text, said), subject, verdict, frame)


def is_pay(text: str, said: Figure, clause: Clause) -> bool:
    """Whether the sum is pay rather than a cost, a bonus, or a difference of pay."""
    before, after = text[: said.start], text[said.end :]
    return not (
        _SHARE.search(before)
        or _COST_BEFORE.search(before)
        or _COST_AFTER.match(after)
        or _CHANGE_BEFORE.search(before)
        or _CHANGE_MARK.search(before)
        or re.match(
            r"\s*(?:a year |per year |annually )?(?:more|less|higher|lower|raise|increase|premium|"
            r"extra)\b(?! than \$)",
            after,
        )
        or re.search(
            r"\b(?:tuition|costs?(?! of living)|fees?|bonus)\b", column_head(clause, said.start)[:60], re.I
        )
    )


def _span(text: str, said: Figure) -> tuple[int, int]:
    """The clause up to the figure, and the date that may follow it."""
    lead = len(text) - len(text.lstrip(" ,;:-"))
    tail = re.match(r"[^,.;]{0,30}\b(?:19|20)\d\d\b\)?|\s?(?:a|per|an)\s(?:year|hour)", text[said.end :])
    return min(lead, said.start), said.end + (tail.end() if tail else 0)
