"""How many people do the work: "about 194,720 medical records specialists work in the United States"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paychart.claims.claim import Finding, Grade, Verdict
from paychart.claims.document import CELL
from paychart.claims.figures import PROJECTED_FROM
from paychart.claims.quantity import Quantity, quantities
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause, column_head

NAME = "count"
ORDER = 45

_PEOPLE = re.compile(
    r"\b(?:people|workers|jobs|professionals|employees|employed|employs?|work as|number of|workforce|hold these)\b",
    re.I,
)
_HEAD = re.compile(r"\b(?:employment|employed|jobs|workers)\b(?! in 20[3-9]\d)", re.I)
# "rise by 13,800 jobs" is a change, not a count.
_ADDED = re.compile(r"\b(?:by|add(?:s|ed|ing)?|another|extra|additional)\s*(?:about |around |some )?$", re.I)
_NOT = re.compile(
    r"\b(?:hours|days|weeks|credits?|students|graduates|patients|beds|respondents|members|"
    r"schools|programs|openings|"
    r"survey\w*|words|codes|records)\b",
    re.I,
)


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """Each count of people or jobs in the work."""
    text = clause.text
    if _NOT.search(text) or not (_PEOPLE.search(text) or reader.mentions(clause, "occupation")):
        return
    for said in quantities(text, least=200):
        after = text[said.end : said.end + 60]
        named = [m for m in reader.mentions(clause, "occupation") if 0 <= m.start - said.end <= 30]
        if _ADDED.search(text[: said.start]):
            continue
        around = text[max(0, said.start - 60) : said.start]
        in_column = CELL in clause.text and _HEAD.search(column_head(clause, said.start))
        if not (named or in_column or _PEOPLE.search(after[:40]) or _PEOPLE.search(around)):
            continue
        subject = (
            reader.resolve(named[0].code, named[0].text, "named here")
            if named
            else reader.subject(clause, said.start)
        )
        person = re.match(r"\s(?:people|workers|jobs|professionals)", after)
        end = said.end + person.end() if person else said.end
        place = next(iter(reader.mentions(clause, "place")), None)
        verdict = _grade(
            said, reader.year(clause, said.start), place.code if place else None, subject, reader
        )
        lead = len(text) - len(text.lstrip(" ,;:-"))
        yield Finding((said.start, end), (min(lead, said.start), end), str(subject), verdict)


def _grade(
    said: Quantity, year: int | None, area: str | None, subject: Subject | None, reader: Reader
) -> Verdict:
    evidence, dated = reader.evidence, reader.dated
    if subject is None:
        return Verdict("not checkable", "The guide does not say whose number this is.")
    now = evidence.pay(subject.main, area) if area else evidence.pay(subject.main)
    if now is None or not now.employment:
        return Verdict("not checkable", "BLS released no job count for this.")
    where = f" in {now.name}" if area else ""
    today = (
        f"{now.release}: {now.employment:,.0f} jobs of {evidence.title(subject.main).lower()} "
        f"({subject.main}){where}, the self-employed left out."
    )
    figures, sources = now.figures(), (now.citation,)
    if area and year not in (None, evidence.year):
        return Verdict(
            "not checkable",
            f"Counts by place are at hand for {now.release} only. {today}",
            now=figures,
            current=today,
        )
    releases = {} if area else evidence.releases(subject.main)
    if year is not None and year < evidence.year:
        cells = releases.get(year, [])
        if not cells:
            return Verdict(
                "not checkable",
                f"The release of May {year} is not at hand. {today}",
                now=figures,
                current=today,
            )
        hit = next((c for c in cells if c.employment and said.agrees(c.employment)), None)
        outlook = evidence.outlook(subject.main) if year == PROJECTED_FROM else None
        if hit is None and outlook and said.agrees(outlook.jobs):
            why = f"BLS projections count {outlook.jobs:,.0f} jobs in {year}, the self-employed included. {today}"
            return Verdict(
                "supported",
                why,
                {"jobs": outlook.jobs, "grade": "supported"},
                {**figures, "grade": "supported"},
                lineage=(outlook.citation, *sources),
                current=today,
            )
        stale = "supported" if said.agrees(now.employment) else "outdated"
        grade: Grade = "supported" if hit else "figure not found"
        cell = hit or cells[0]
        why = f"{cell.release}: {cell.employment:,.0f} jobs ({cell.code}). {today}"
        return Verdict(
            grade,
            why,
            {**cell.figures(), "grade": grade},
            {**figures, "grade": stale},
            None if hit else cell.figures(),
            (cell.citation, *sources),
            today,
        )
    outlook = None if area else evidence.outlook(subject.main)
    if said.agrees(now.employment) or (outlook and said.agrees(outlook.jobs)):
        extra = (
            f" With the self-employed, {outlook.jobs:,.0f} in 2024."
            if outlook and not said.agrees(now.employment)
            else ""
        )
        return Verdict(
            "supported",
            today + extra,
            figures,
            {**figures, "grade": "supported"},
            lineage=sources,
            current=today,
        )
    for y, cells in releases.items():
        old = next(
            (
                c
                for c in cells
                if y < evidence.year and c.employment and abs(c.employment - said.value) <= said.precision
            ),
            None,
        )
        if old and said.value % 1000:
            return Verdict(
                "outdated",
                f"True of {old.release} ({old.code}). {today}",
                {**old.figures(), "grade": "supported"},
                {**figures, "grade": "outdated"},
                lineage=(old.citation, *sources),
                current=today,
            )
    if dated is not None and dated not in releases:
        return Verdict(
            "not checkable", f"The release of May {dated} is not at hand. {today}", now=figures, current=today
        )
    far = abs(said.value / now.employment - 1) > 0.25
    grade = "contradicted" if far and (said.hedged or said.precision >= 500) else "figure not found"
    return Verdict(grade, today, figures, {**figures, "grade": grade}, figures, sources, today)
