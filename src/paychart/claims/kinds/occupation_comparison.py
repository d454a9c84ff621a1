"""One kind of work against another: "nurse practitioners make more than nurses"; also specialties and moves up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paychart.claims.claim import Finding, Grade, Verdict
from paychart.claims.comparison import SAID, TOLD, comparison, grade_gap, span
from paychart.claims.doubts import DENIED
from paychart.claims.evidence import Evidence
from paychart.claims.figures import clearly_differ, money
from paychart.claims.grammar import PAY, ratio
from paychart.claims.lexicon import FAMILY
from paychart.claims.reader import FAMILY_ROLES, Reader
from paychart.claims.sentences import Clause
from paychart.profile import NATION

NAME = "occupation comparison"
ORDER = 60
RESOLVES = frozenset({"denial"})

_MOVE = re.compile(
    r"\b(?:move (?:up|into|on)|advance\w*|promot\w+|lead to|leads to|progress\w*|become|step up|"
    r"specializ\w+|transition\w*)\b",
    re.I,
)
# What guides call lines of work inside health information management, and where OEWS counts them.
_LINES = (
    (
        "11-9111",
        r"(?:higher-paying )?(?:managerial|management|executive|leadership|supervisory|"
        r"director)(?: (?:or|and) \w+)? (?:roles?|positions?|jobs?)|higher-level (?:positions?|"
        r"roles?|jobs?)|senior (?:positions?|roles?)",
    ),
    ("15-2051", r"(?:healthcare |health care |health )?(?:data )?analytics|data science"),
    ("29-9021", r"(?:health )?data management|cancer registry|registries"),
    ("15-1211", r"(?:health |clinical )?informatics"),
    ("13-1041", r"(?:privacy|compliance)(?: and compliance)?"),
)
_LINE = re.compile("|".join(rf"(?P<o{c.replace('-', '_')}>\b(?:{p})\b)" for c, p in _LINES), re.I)


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """Occupations on the two sides of "than"; and lines of work that are said to pay more than the subject."""
    named = reader.mentions(clause, "occupation")
    text = clause.text
    times = ratio(text)
    if times and DENIED.search(text):
        return  # "not twice as much" may be more or less than that
    found = comparison(clause)
    if found is None and times and PAY.search(text) and len(named) > 1 and "$" not in text:
        first, second = named[0], named[1]
        verdict = _grade(first.code, second.code, "more", None, times[0], reader.evidence)
        yield Finding(
            (first.start, first.end),
            (first.start, second.end),
            f"{first.text} against {second.text}",
            verdict,
        )
        return
    places = {m.code for m in reader.mentions(clause, "place")}
    if found is None or found.way == "different" or len(places) > 1:
        return
    area = places.pop() if places else NATION
    left = [m for m in named if found.side(m.start) == "first"]
    right = [m for m in named if found.side(m.start) == "second"]
    if left and right and left[0].code != right[0].code and not reader.mentions(clause, "employer"):
        factor = times[0] if times else None
        verdict = _grade(left[0].code, right[0].code, found.way, found.percent, factor, reader.evidence, area)
        anchor = (left[0].start, left[0].end)
        yield Finding(anchor, span(text, anchor), f"{left[0].text} against {right[0].text}", verdict)
        return
    yield from _lines_of_work(clause, reader)


def _lines_of_work(clause: Clause, reader: Reader) -> Iterator[Finding]:
    found = comparison(clause)
    subject = reader.subject(clause, 0)
    if found is None or found.way != "more" or subject is None or reader.mentions(clause, "place"):
        return
    moves = _MOVE.search(clause.text)
    for match in reader.mentions(clause, "occupation"):
        if moves and match.start > moves.start() and match.code not in (FAMILY, *subject.codes[:1]):
            yield _finding(match.code, (match.start, match.end), match.text, subject.main, clause, reader)
    if subject.main in FAMILY_ROLES:
        for line in _LINE.finditer(clause.text):
            code = (line.lastgroup or "o")[1:].replace("_", "-")
            if code != subject.main and found.side(line.start()) == "first":
                yield _finding(code, (line.start(), line.end()), line[0], subject.main, clause, reader)


def _finding(
    code: str, anchor: tuple[int, int], words: str, main: str, clause: Clause, reader: Reader
) -> Finding:
    verdict = _grade(code, main, "more", None, None, reader.evidence)
    name = f"{words} ({code} {reader.evidence.title(code)}) against {main} {reader.evidence.title(main)}"
    return Finding(anchor, span(clause.text, anchor), name, verdict)


def _grade(
    code: str,
    other: str,
    way: str,
    percent: float | None,
    times: float | None,
    evidence: Evidence,
    area: str = NATION,
) -> Verdict:
    code, other = (FAMILY_ROLES[0] if c == FAMILY else c for c in (code, other))
    here, there = evidence.pay(code, area), evidence.pay(other, area)
    if here is None or there is None:
        return Verdict("not checkable", "BLS released no pay for one of these occupations.")
    gap = 100 * (here.mean / there.mean - 1)
    grade: Grade = grade_gap(way, gap, clearly_differ(here, there), percent if not times else None)  # type: ignore[arg-type]
    where = "" if area == NATION else f" in {here.name}"
    names = [evidence.title(c) for c in (code, other)]
    fact = (
        f"Mean pay in {here.release}{where}: {names[0]} ({code}) {money(here.mean)}, {names[1]} ({other}) "
        f"{money(there.mean)} ({gap:+.0f}%)"
    )
    said = f"Said to pay {SAID[way]}"
    if times:
        held = here.mean / there.mean
        said = f"Said to pay {times:g} times as much; it is {held:.1f} times"
        grade = (
            "supported"
            if abs(held / times - 1) <= 0.15 or (times > 2 and round(held) == times)
            else "contradicted"
        )
    now = {
        **here.figures(),
        "against": f"{other} {names[1]}",
        "against_mean": there.mean,
        "gap_percent": round(gap, 1),
        "grade": grade,
    }
    return Verdict(
        grade,
        f"{said}. {fact}, {TOLD[grade]}.",
        now=now,
        lineage=(here.citation, there.citation),
        current=f"{fact}.",
    )
