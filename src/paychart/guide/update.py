"""An old guide brought up to date: its claims as statements of this release, in its order, with a list of changes.

Only what official data say is written; prose that claims nothing is left to its author. A claim that nothing at
hand can settle is named in the list of changes and gets no statement.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

from paychart.claims.claim import Claim
from paychart.claims.document import Block
from paychart.claims.figures import OEWS
from paychart.claims.run import Report
from paychart.guide import annotate


@dataclass(frozen=True)
class Statement:
    """One current statement, and the sources it rests on. `replaces` numbers the claims of the old guide."""

    text: str
    sources: tuple[str, ...]
    replaces: tuple[int, ...]


@dataclass(frozen=True)
class Section:
    """The statements that stand where the old guide had claims under one heading."""

    heading: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Change:
    """What became of one claim: kept, replaced, or left out."""

    number: int
    said: str
    grade: str
    grade_now: str
    became: str
    now: str


@dataclass(frozen=True)
class UpdatedGuide:
    """The old guide's claims as current statements, in its order, and what changed."""

    title: str
    release: str
    about: str
    sections: tuple[Section, ...]
    changes: tuple[Change, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "title": self.title,
            "release": self.release,
            "about": self.about,
            "sections": [
                {"heading": s.heading, "statements": [{**vars(t), "sources": list(t.sources),
                 "replaces": list(t.replaces)} for t in s.statements]}
                for s in self.sections
            ],
            "changes": [dict(vars(change)) for change in self.changes],
        }  # fmt: skip


def update(report: Report, title: str) -> UpdatedGuide:
    """The claims of a checked guide, rewritten from this release.

    `title` names the guide. Equal statements under one heading are written once.
    """
    sections: list[tuple[str, dict[str, tuple[list[int], list[str]]]]] = []
    changes = []
    headings = [block for block in report.document.blocks if block.kind == "heading"]
    for number, claim in enumerate(report.claims, 1):
        heading = _heading(report, headings, claim)
        if not sections or sections[-1][0] != heading:
            sections.append((heading, {}))
        now = _current(claim)
        changes.append(
            Change(number, claim.quote, claim.grade, claim.verdict.now_grade or "", _became(claim, now), now)
        )
        if now:
            numbers, sources = sections[-1][1].setdefault(now, ([], []))
            numbers.append(number)
            sources += [
                s
                for s in dict.fromkeys(claim.verdict.lineage)
                if s not in sources and _is_current(s, report.release)
            ]
    built = tuple(
        Section(head, tuple(Statement(text, tuple(s), tuple(n)) for text, (n, s) in told.items()))
        for head, told in sections
        if told
    )
    about = report.topic.describe() if report.topic else ""
    return UpdatedGuide(title, report.release, about, built, tuple(changes))


def _is_current(source: str, release: str) -> bool:
    """Whether a source is of today: wage releases before this one graded the claim, and do not bear the new words."""
    return not source.startswith(f"{OEWS}, May ") or f", {release}:" in source


def _heading(report: Report, headings: list[Block], claim: Claim) -> str:
    """The last heading of the old guide before the claim."""
    before = bisect_right([h.start for h in headings], claim.anchor[0])
    if before == 0:
        return ""
    return " ".join(report.document.text[headings[before - 1].start : headings[before - 1].end].split())


def _current(claim: Claim) -> str:
    """The statement that takes the claim's place; empty where official data have none."""
    text = claim.verdict.current.strip()
    return text[:1].upper() + text[1:] if text else ""


def _became(claim: Claim, now: str) -> str:
    if not now:
        return "left out: nothing at hand settles it"
    if claim.grade == "not checkable":
        return "cannot be settled; the nearest official figures stand in its place"
    stands = claim.grade == "supported" and claim.verdict.now_grade != "outdated"
    return "kept, with its figures" if stands else "replaced"


def _graded(change: Change) -> str:
    """The grade, and that of today where the claim has aged."""
    aged = change.grade_now == "outdated" and change.grade != "outdated"
    return f"{change.grade}, now outdated" if aged else change.grade


def markdown(guide: UpdatedGuide) -> str:
    """The updated guide as Markdown; words of the old guide are escaped."""
    sources: dict[str, int] = {}
    lines = [f"# {_plain(guide.title)}: what holds now", "", f"By official US data, {guide.release}."]
    if guide.about:
        lines += ["", f"About {_plain(guide.about)}."]
    for section in guide.sections:
        lines += ["", f"## {_plain(section.heading)}", ""] if section.heading else [""]
        for statement in section.statements:
            marks = [str(sources.setdefault(source, len(sources) + 1)) for source in statement.sources]
            lines.append(f"- {_plain(statement.text)}" + (f" [{', '.join(marks)}]" if marks else ""))
    lines += [
        "",
        "## What changed",
        "",
        "| | The old guide said | Grade | What became of it |",
        "|--:|---|---|---|",
    ]
    lines += [f"| {c.number} | {_plain(c.said)} | {_graded(c)} | {c.became} |" for c in guide.changes]
    if sources:
        lines += ["", "## Sources", ""]
        lines += [f"{number}. {_plain(source)}" for source, number in sources.items()]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Text that Markdown and the HTML made from it show as it is."""
    return re.sub(r"([\\`*_\[\]|#])", r"\\\1", html.escape(" ".join(text.split()), quote=False))


def _row(change: Change) -> str:
    text = annotate.escaped
    return (
        f'<tr><td class="n">{change.number}</td><td>{text(change.said)}</td>'
        f"<td>{annotate.badge(change.grade, _graded(change))}</td><td>{text(change.became)}</td></tr>"
    )


def page(guide: UpdatedGuide) -> str:
    """The updated guide as one HTML page, without script or network."""
    text = annotate.escaped
    sources: dict[str, int] = {}
    body = []
    for section in guide.sections:
        items = []
        for statement in section.statements:
            numbers = [sources.setdefault(source, len(sources) + 1) for source in statement.sources]
            marks = ", ".join(f'<a href="#s{n}" aria-label="source {n}">{n}</a>' for n in numbers)
            items.append(f"<li>{text(statement.text)}{f' <sup>{marks}</sup>' if marks else ''}</li>")
        heading = f"<h2>{text(section.heading)}</h2>" if section.heading else ""
        body.append(f"{heading}<ul>{''.join(items)}</ul>")
    rows = "".join(_row(change) for change in guide.changes)
    listed = "".join(f'<li id="s{number}">{text(source)}</li>' for source, number in sources.items())
    about = f'<p class="sub">About {text(guide.about)}.</p>' if guide.about else ""
    changed = (
        '<h2>What changed</h2><div class="scroll"><table><thead><tr><th scope="col" class="n">No.</th><th '
        'scope="col">The old '
        'guide said</th><th scope="col">Grade</th><th scope="col">What became of it</th></tr></thead><tbody>'
        f"{rows}</tbody></table></div>"
    )
    main = (
        f"<h1>{text(guide.title)}: what holds now</h1><p>By official US data, {text(guide.release)}.</p>{about}"
        f'<article class="guide">{"".join(body)}{changed}<h2>Sources</h2><ol>{listed}</ol></article>'
    )
    return annotate.shell(f"{guide.title}: what holds now", main)
