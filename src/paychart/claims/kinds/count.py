"""How many people do the work: "about 194,720 medical records specialists work in the United States"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paychart.claims.claim import Finding, Grade, Verdict
from paychart.claims.document import CELL
from paychart.claims.figures import Pay
from paychart.claims.frame import NOW, Frame
from paychart.claims.reader import Reader, Subject
from paychart.claims.scope import frames
from paychart.claims.sentences import Clause, table_heads
from paychart.claims.spans import Figure, counts
from paychart.claims.words import same_title

NAME = "count"
ORDER = 45
FRAMED = True

_PEOPLE = re.compile(
    r"\b(?:people|workers|jobs|professionals|employees|employed|employs?|work as|number of|workforce|hold these)\b",
    re.I,
)
_HEAD = re.compile(
    r"\b(?:employment|employed|jobs|workers)\b(?! in 20[3-9]\d)(?! (?:per|change|growth))", re.I
)
# "rise by 13,800 jobs" and "12,000 jobs will be lost" are changes, not counts.
_ADDED = re.compile(
    r"\b(?:by|add(?:s|ed|ing)?|another|extra|additional|lose|losing|lost|gain(?:s|ing|ed)?|creat\w+|shed\w*|"
    r"need(?:s|ed)?|cut|(?:short(?:age|fall)|loss|gain|decline|drop|increase|rise|growth) of|"
    r"hir\w+|expects?)\s*(?:about |around |some |more than |over |nearly |almost |roughly |up to )*$",
    re.I,
)
_CHANGED = re.compile(
    r"^[^.;]{0,50}?\b(?:(?:will|would|could|may|to) be (?:lost|added|created|gained|needed|filled|cut)|"
    r"new (?:jobs|positions)|"
    r"(?:were|are|have been|be) (?:lost|added|created|gained)|(?:more|additional|fewer) (?:\w+ )?(?:jobs|workers|"
    r"positions|by)|"
    r"will (?:disappear|open|retire|leave)|short\b|openings|vacanc)",
    re.I,
)
_NOT = re.compile(
    r"\b(?:hours|days|weeks|credits?|students|graduates|patients|beds|respondents|members|schools|programs|openings|"
    r"apprentices?|trainees?|interns?|survey\w*|words|codes|records|miles|feet|exam\w*|retire\w*|shortage)\b",
    re.I,
)


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """Each count of people or jobs in the work."""
    text = clause.text
    if _NOT.search(re.sub(r"medical records|health records", "", text, flags=re.I)):
        return
    named = reader.mentions(clause, "occupation")
    if not (_PEOPLE.search(text) or named or CELL in text or _HEAD.search(clause.sentence.title)):
        return
    figures = [f for f in counts(text, least=200) if not re.search(r"[$#]\s?$", text[: f.start])]
    for said, frame in zip(figures, frames(clause, reader, figures), strict=True):
        after, around = text[said.end : said.end + 60], text[max(0, said.start - 60) : said.start]
        if re.search(r"\b(?:per|(?:for|in|of) every|out of)\s$", text[: said.start]) or re.match(
            r"[^.;,]{0,40}\b(?:in|of|per) (?:every )?1[,0]*0\b", after
        ):
            continue  # a rate
        if _ADDED.search(text[: said.start]) or _CHANGED.match(after):
            continue
        row, column, title = table_heads(clause, said.start)
        head = f"{column} {row if not column else ''}" if row or column else title
        in_column = (CELL in text or len(text) < 40) and _HEAD.search(head)
        beside = [m for m in named if 0 <= m.start - said.end <= 30]
        if not (beside or in_column or _PEOPLE.search(after[:40]) or _PEOPLE.search(around)):
            continue
        if CELL in text and not in_column:
            continue
        subject = reader.resolve(beside[0].code, beside[0].text, "named here") if beside else frame.subject
        person = re.match(r"\s(?:people|workers|jobs|professionals)", after)
        end = said.end + person.end() if person else said.end
        words = (beside or [m for m in named if m.end <= said.start])[:1]
        verdict = _grade(frame, subject, words[0].text if words else "", reader)
        lead = len(text) - len(text.lstrip(" ,;:-"))
        yield Finding((said.start, end), (min(lead, said.start), end), str(subject), verdict, frame)


def _grade(frame: Frame, subject: Subject | None, words: str, reader: Reader) -> Verdict:
    evidence, said = reader.evidence, frame.figure
    if subject is None:
        return Verdict("not checkable", "The guide does not say whose number this is.")
    series = evidence.series(subject.codes[:1], frame.place, frame.employer)
    now = series[evidence.year][0] if evidence.year in series else None
    if now is None or not now.employment:
        return Verdict("not checkable", "BLS released no job count for this.")
    where = f" in {now.name}" if frame.place or frame.employer else ""
    title = evidence.title(subject.main)
    today = (
        f"{now.release}: {now.employment:,.0f} jobs of {title.lower()} ({subject.main}){where}, the "
        "self-employed left out."
    )
    if frame.source:
        return Verdict(
            "not checkable",
            f"A count of {frame.source}, whose data are not at hand. {today}",
            now=now.figures(),
            current=today,
        )
    whole = not frame.place and not frame.employer
    outlook = evidence.outlook(subject.main) if whole else None
    year = evidence.year if frame.year == NOW else frame.year
    if year is None and reader.dated is not None and reader.dated not in series:
        year = reader.dated
    if year is not None and year not in series:
        why = f"The release of May {year} is not at hand for this. {today}"
        return Verdict("not checkable", why, now=now.figures(), current=today)
    if frame.part:
        return Verdict(
            "not checkable", f'BLS counts no "{frame.part}" alone. {today}', now=now.figures(), current=today
        )
    asked = [c for y, cs in series.items() if y == (year or evidence.year) for c in cs if c.employment]
    cell = next(
        (c for c in asked if _holds(said, frame.denied, [c.employment or 0.0]) == "yes"),
        asked[0] if asked else now,
    )
    official = [cell.employment or 0.0]
    if outlook and year not in (None, evidence.year):  # an earlier edition starts from that year
        outlook = evidence.outlook(subject.main, year + evidence.projected_years)
    if outlook:
        official.append(outlook.jobs)
    held = _holds(said, frame.denied, official)
    told = (
        f"{cell.release}: {cell.employment:,.0f} jobs ({cell.code}). " if cell.release != now.release else ""
    )
    extra = (
        f" With the self-employed, {outlook.jobs:,.0f} in {outlook.first}."
        if outlook and len(official) > 1
        else ""
    )
    figures = {
        **now.figures(),
        "grade": "supported"
        if _holds(said, frame.denied, [now.employment, *official[1:]]) == "yes"
        else "outdated",
    }
    lineage = tuple(dict.fromkeys((cell.citation, now.citation, *((outlook.citation,) if outlook else ()))))
    if held == "yes":
        then = {**cell.figures(), "grade": "supported"}
        return Verdict("supported", f"{told}{today}{extra}", then, figures, lineage=lineage, current=today)
    if year is None and not said.bound and not frame.denied:
        old = _old(
            said, [(y, c) for y, cs in series.items() if y < evidence.year for c in cs if c.employment]
        )
        if old:
            why = f"True of {old.release}, {old.employment:,.0f} jobs ({old.code}). {today}"
            return Verdict(
                "outdated",
                why,
                {**old.figures(), "grade": "supported"},
                {**figures, "grade": "outdated"},
                lineage=(old.citation, now.citation),
                current=today,
            )
    too_many = said.bound != "at most" and not frame.denied and said.value > 1.1 * max(official)
    if frame.employer:
        why = f"Releases count several kinds of employer under such a name. {today}"
        return Verdict("not checkable", why, now=now.figures(), lineage=lineage, current=today)
    if words and not too_many and not same_title(words, title):
        why = f'"{words}" is narrower than the occupation BLS counts. {today}'
        return Verdict("not checkable", why, now=now.figures(), lineage=lineage, current=today)
    # Other publishers count the self-employed, or households; only a wide gap is one that no count can have.
    error = 0.5 if year not in (None, evidence.year) else 0.25 if not said.bound else 0.03
    grade: Grade = (
        "figure not found"
        if year == evidence.year and not said.is_round and not said.bound
        else "not checkable"
    )
    if (
        held == "no"
        and (said.bound or grade == "not checkable")
        and min(abs(said.value / o - 1) for o in official) > error
    ):
        grade = "contradicted"
    nearest = cell.figures() if grade != "not checkable" else None
    return Verdict(
        grade,
        f"{told}{today}{extra}",
        {**cell.figures(), "grade": grade},
        {**figures, "grade": None if told else grade},
        nearest,
        lineage,
        today,
    )


def _holds(said: Figure, denied: bool, official: list[float]) -> str:
    """Whether any of the official counts bears the figure and its bound out ("yes", "no")."""
    if said.bound == "at least":
        held = any(o >= said.value * 0.995 for o in official)
    elif said.bound == "at most":
        held = any(o <= said.value * 1.005 for o in official)
    else:
        held = any(said.agrees(o) for o in official)
    return "yes" if held != denied else "no"


def _old(said: Figure, cells: list[tuple[int, Pay]]) -> Pay | None:
    """The newest earlier release whose count is the one said; a round count must be near to mean any year."""
    near = 0.01 * said.value if said.is_round else said.precision
    return next((c for _, c in cells if c.employment and abs(c.employment - said.value) <= near), None)
