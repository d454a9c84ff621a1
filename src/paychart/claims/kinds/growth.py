"""Growth of jobs: "employment is projected to grow 7 percent from 2024 to 2034, much faster than average"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from paychart.claims.claim import Finding, Grade, Verdict
from paychart.claims.evidence import Evidence
from paychart.claims.figures import Outlook
from paychart.claims.grammar import DENIED, PAY, PERCENT
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause

NAME = "growth"
ORDER = 25
RESOLVES = frozenset({"date", "denial"})

_GROW = re.compile(
    r"\b(?:grow\w*|growth|increase\w*|expand\w*|rise|rising|declin\w*|shrink\w*|fall|falling|drop\w*|"
    r"decrease\w*|slower than)\b",
    re.I,
)
_DOWN = re.compile(r"\b(?:declin\w*|shrink\w*|fall|falling|drop\w*|decrease\w*|disappear\w*)\b", re.I)
_WORK = re.compile(
    r"\b(?:job|jobs|employment|demand|need|occupation|field|profession|positions?|outlook|projected|hiring|"
    r"career|growth)\b",
    re.I,
)
_FUTURE = re.compile(
    r"\b(?:project\w*|expect\w*|forecast\w*|predict\w*|will|anticipated|outlook|coming years|"
    r"next (?:decade|ten years|10 years)|"
    r"through 20\d\d|is growing|are growing|growing)\b|20\d\d\s?-",
    re.I,
)
_PER_YEAR = re.compile(r"^\W*(?:a|per|each|every) year\b|^\W*(?:annually|yearly|per annum)|^ annual", re.I)
_ANNUAL = re.compile(r"\b(?:annual(?:ly)?|yearly) (?:growth |rate of |growth rate of )*$", re.I)
_PERIOD = re.compile(r"\b(20\d\d)\s?(?:-|to|and|through|until)\s?(20\d\d|\d\d)\b")
_PAST = re.compile(
    r"\b(?:has|have) (?:grown|increased|risen|declined|fallen|shrunk|gone)\b|\bgrew\b|\bsince (?:19|20)\d\d",
    re.I,
)
EVERYONE = "00-0000"
_OF_ALL = re.compile(r"\b(?:jobs|employment) (?:of|in|for) all (?:occupations|workers|jobs)\b", re.I)
_RATE = re.compile(
    r"\b(?:(?P<much>much faster than)|(?P<faster>faster than)|(?P<same>(?:about )?as fast as)|"
    r"(?P<slower>(?:much )?slower than))\s"
    r"(?:the )?(?:national )?averages?(?: for all occupations| rate)?",
    re.I,
)


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """A rate of growth, a comparison with the average, or, without either, only its direction."""
    text, whole = clause.text, clause.sentence.text
    context = _WORK.search(text) or _WORK.search(whole) or _WORK.search(clause.sentence.heading)
    future = (
        _FUTURE.search(text)
        or _FUTURE.search(whole)
        or re.search("outlook|growth", clause.sentence.heading, re.I)
    )
    moving = _GROW.search(text) or (re.search(r"outlook", whole, re.I) and PERCENT.search(text))
    rates = list(_RATE.finditer(text))
    if (
        not context
        or _PAST.search(text)
        or not (moving or rates)
        or not (future or PERCENT.search(text) or rates)
    ):
        return
    amount = PERCENT.search(text)
    if (PAY.search(text) and not re.search(r"\bemployment|jobs?\b|demand|growth", text, re.I)) or (
        amount and "$" in text
    ):
        return
    everyone = _OF_ALL.search(text)
    subject = reader.resolve(EVERYONE, everyone[0], "named here") if everyone else reader.subject(clause)
    lead = len(text) - len(text.lstrip(" ,;:-"))
    period = _period(text) or _period(whole)
    own = (
        reader.dated
        if period is None and reader.dated and reader.dated <= reader.evidence.base_year
        else None
    )
    if amount and moving and not DENIED.search(text[: moving.start()]):
        anchor, per_year = _anchor(text, amount)
        minus = re.search(r"(?:^|[\s(])-\s?$", text[: amount.start()])
        down = bool(minus or _DOWN.search(text[: amount.end() + 12]))
        verdict = _rate(
            -float(amount[1]) if down else float(amount[1]),
            amount[1],
            per_year,
            period,
            subject,
            reader.evidence,
        )
        verdict = _of_its_time(verdict, own, subject, reader.evidence)
        yield Finding(anchor, (min(lead, anchor[0]), anchor[1]), str(subject), verdict)
    for rate in rates:
        if DENIED.search(text[: rate.start()]):
            continue
        anchor = rate.start(), rate.end()
        verdict = _relative(rate.lastgroup or "", period, subject, reader.evidence)
        verdict = _of_its_time(verdict, own, subject, reader.evidence)
        yield Finding(anchor, (min(lead, anchor[0]), anchor[1]), str(subject), verdict)
    if not amount and not rates and moving and _FUTURE.search(whole):
        word = _GROW.search(text)
        near = text[max(0, word.start() - 60) : word.end() + 40] if word else ""
        about_jobs = re.search(
            r"\b(?:jobs?|employment|demand|need|occupation|field|positions?|openings?)\b(?! because)",
            near,
            re.I,
        ) and not re.search(r"\b(?:fastest|services|population|business\w*|tops|largest)\b", near, re.I)
        if (
            word
            and about_jobs
            and not PAY.search(re.split(r"\band\b", text[: word.start()])[-1])
            and not re.search(r"\bopenings\b", text)
        ):
            anchor = word.start(), word.end()
            denied = DENIED.search(text[: word.start()])
            yield Finding(
                anchor,
                (min(lead, anchor[0]), anchor[1]),
                str(subject),
                _sign(bool(_DOWN.match(word[0])) != bool(denied), subject, reader.evidence),
            )


def _of_its_time(verdict: Verdict, own: int | None, subject: Subject | None, evidence: Evidence) -> Verdict:
    """An old guide's undated rate may be of an earlier edition: that contradicts nothing."""
    outlook = _outlook(subject, evidence)
    if own is None or outlook is None or verdict.grade != "contradicted":
        return verdict
    return _old((own, own + evidence.projected_years), outlook, None)


def _anchor(text: str, amount: re.Match[str]) -> tuple[tuple[int, int], bool]:
    after = _PER_YEAR.match(text[amount.end() :])
    per_year = bool(after or _ANNUAL.search(text[: amount.start()]))
    return (amount.start(), amount.end() + (after.end() if after else 0)), per_year


def _period(text: str) -> tuple[int, int] | None:
    match = _PERIOD.search(text)
    if match:
        end = int(match[2]) if len(match[2]) == 4 else int(match[1][:2] + match[2])
        return int(match[1]), end
    until = re.search(r"\b(?:through|until|by|now and|now to|now until) (20\d\d)\b", text)
    return (int(until[1]) - 10, int(until[1])) if until else None


def _outlook(subject: Subject | None, evidence: Evidence) -> Outlook | None:
    return evidence.outlook(subject.main) if subject else None


def _told(outlook: Outlook) -> str:
    return (
        f"BLS projects {outlook.change:+.1f}% over the ten years {outlook.edition} for {outlook.title.lower()} "
        f"({outlook.code}), "
        f"from {outlook.jobs:,.0f} to {outlook.projected:,.0f} jobs"
    )


def _old(period: tuple[int, int], outlook: Outlook, said: float | None) -> Verdict:
    stale = said is None or abs(said - outlook.change) > 0.5
    now = {**outlook.figures(), "grade": "outdated" if said is not None and stale else None}
    why = f"The projection for {period[0]}-{period[1] % 100:02d} is not at hand. Now {_told(outlook)}."
    return Verdict("not checkable", why, now=now, lineage=(outlook.citation,), current=f"{_told(outlook)}.")


def _earlier(right: bool, then: Outlook, now: Outlook, *, dated: bool) -> Verdict:
    """A rate of an earlier edition that is held: true or false of its time, and what the newest edition says."""
    stale = abs(then.change - now.change) >= 0.05
    grade: Grade = "contradicted" if not right else "supported" if dated else "outdated"
    return Verdict(
        grade,
        f"{_told(then)}. Superseded: now {_told(now)}.",
        {**then.figures(), "grade": "supported" if right else "contradicted"},
        {**now.figures(), "grade": "outdated" if stale else grade},
        lineage=(then.citation, now.citation),
        current=f"{_told(now)}.",
    )


def _earlier_editions(outlook: Outlook, evidence: Evidence) -> list[Outlook]:
    found = (evidence.outlook(outlook.code, last) for last in evidence.earlier_projections)
    return [edition for edition in found if edition is not None]


def _rate(
    said: float,
    printed: str,
    per_year: bool,
    period: tuple[int, int] | None,
    subject: Subject | None,
    evidence: Evidence,
) -> Verdict:
    outlook = _outlook(subject, evidence)
    if outlook is None:
        return Verdict("not checkable", "BLS makes no projection for this work.")
    slack = 0.5001  # publishers round to whole percents, and authors write "7.0%" for "7 percent"
    if period and period[1] != outlook.last:
        earlier = evidence.outlook(outlook.code, period[1])
        if earlier is None:
            return _old(period, outlook, said)
        if per_year:
            return _rate(said, printed, per_year, None, subject, evidence)
        verdict = _earlier(abs(said - earlier.change) <= slack, earlier, outlook, dated=True)
        close = abs(said - earlier.change) <= 1.5
        return (
            replace(verdict, grade="not checkable") if verdict.grade == "contradicted" and close else verdict
        )
    fact, now = _told(outlook), outlook.figures()
    a_year = 100 * ((outlook.projected / outlook.jobs) ** 0.1 - 1)
    if per_year:
        if abs(said - a_year) <= slack and abs(said) < 2.5:
            return Verdict(
                "supported",
                f"{fact}, {a_year:.1f}% a year.",
                now,
                {**now, "grade": "supported"},
                lineage=(outlook.citation,),
                current=f"{fact}.",
            )
        editions = (outlook, *_earlier_editions(outlook, evidence))
        matched = any(abs(said - edition.change) <= slack for edition in editions)
        grade: Grade = "misleading" if matched else "contradicted"
        why = "A ten-year rate given as a yearly one" if matched else f"Said to be {said:g}% a year"
        return Verdict(
            grade,
            f"{why}: {fact}, which is {a_year:.1f}% a year.",
            now,
            {**now, "grade": grade},
            now,
            (outlook.citation,),
            f"{fact}.",
        )
    off = abs(said - outlook.change)
    right = off <= slack
    if not right and not period:
        for edition in _earlier_editions(outlook, evidence):
            if abs(said - edition.change) <= slack:
                return _earlier(True, edition, outlook, dated=False)
    near = off <= 1.5 or (period is None and off <= 3)
    grade = "supported" if right else "not checkable" if near else "contradicted"
    return Verdict(
        grade,
        f"{fact}.",
        now,
        {**now, "grade": grade},
        None if right else now,
        (outlook.citation,),
        f"{fact}.",
    )


def _relative(
    word: str, period: tuple[int, int] | None, subject: Subject | None, evidence: Evidence
) -> Verdict:
    outlook, everyone = _outlook(subject, evidence), evidence.outlook("00-0000")
    if outlook is None or everyone is None:
        return Verdict("not checkable", "BLS makes no projection for this work.")
    if period and period[1] != outlook.last:
        newest, last = outlook, period[1]
        outlook, everyone = evidence.outlook(newest.code, last), evidence.outlook(everyone.code, last)
        if outlook is None or everyone is None:
            return _old(period, newest, None)
    points = outlook.change - everyone.change
    right = {
        "much": points >= 3.4,  # BLS calls 7 percent and more "much faster" where the average is 3
        "faster": points >= 1.4,
        "same": abs(points) <= 1.4,
        "slower": points <= -0.5,
    }[word]
    grade: Grade = "supported" if right else "contradicted"
    fact = f"{_told(outlook)}; all occupations {everyone.change:+.1f}%"
    now = {**outlook.figures(), "all_occupations_percent": everyone.change, "grade": grade}
    return Verdict(
        grade, f"{fact}.", now=now, lineage=(outlook.citation, everyone.citation), current=f"{fact}."
    )


def _sign(down: bool, subject: Subject | None, evidence: Evidence) -> Verdict:
    outlook = _outlook(subject, evidence)
    if outlook is None:
        return Verdict("not checkable", "BLS makes no projection for this work.")
    grade: Grade = (
        "misleading"
        if abs(outlook.change) < 0.5
        else "supported"
        if (outlook.change < 0) == down
        else "contradicted"
    )
    now = {**outlook.figures(), "grade": grade}
    return Verdict(
        grade, f"{_told(outlook)}.", now=now, lineage=(outlook.citation,), current=f"{_told(outlook)}."
    )
