"""A guide marked claim by claim: one HTML page, safe whatever the guide holds.

The guide's own markup is never copied: its readable text is laid out anew, escaped, with marks and notes. Each
grade has a letter and a border style beside its color, so that nothing hangs on color alone.
"""

from __future__ import annotations

import html
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

from paychart.claims.claim import GRADES, Claim, Grade
from paychart.claims.document import Block
from paychart.claims.run import Report

MEANING: dict[Grade, str] = {
    "supported": "official figures bear it out",
    "contradicted": "official figures say otherwise",
    "outdated": "true of an older release, not of this one",
    "figure not found": "no official release at hand prints it",
    "misleading": "a true number in a false sense",
    "not checkable": "no official figure at hand can settle it",
}
_SIGN = {
    "supported": "✓",
    "contradicted": "✗",
    "outdated": "◷",
    "figure not found": "?",
    "misleading": "!",
    "not checkable": "–",
}
_CLASS = {grade: grade.replace(" ", "-") for grade in GRADES}


def render(report: Report, title: str) -> str:
    """The marked guide as one HTML page: a summary, then the text with its claims marked and explained."""
    numbered = {id(claim): number for number, claim in enumerate(report.claims, 1)}
    starts = [claim.anchor[0] for claim in report.claims]
    body = "".join(
        _block(
            report,
            block,
            report.claims[bisect_left(starts, block.start) : bisect_left(starts, block.end)],
            numbered,
        )
        for block in report.document.blocks
    )
    return shell(
        f"Checked: {title}",
        f'{_head(report, title)}<article class="guide" aria-label="The guide, marked">{body}</article>',
    )


def shell(title: str, main: str) -> str:
    """A page around `main` (HTML, already escaped) that loads nothing and runs nothing."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escaped(title)}</title><style>{_style()}</style></head><body><main>{main}</main></body></html>\n"
    )


def badge(grade: str, words: str) -> str:
    """A grade with its sign and color, in `words`."""
    found = next(g for g in GRADES if g == grade)
    return f'<span class="{_CLASS[found]}"><span class="sign">{_SIGN[found]}</span> {escaped(words)}</span>'


@cache
def _style() -> str:
    return resources.files("paychart.guide").joinpath("marked.css").read_text("utf-8")


def escaped(value: str) -> str:
    """Escaped, without the control characters that no page may hold."""
    return html.escape("".join(c for c in value if c >= " " or c in "\n\t"), quote=True)


def _head(report: Report, title: str) -> str:
    counts = Counter(c.grade for c in report.claims)
    rows = "".join(
        f'<tr><th scope="row"><span class="sign {_CLASS[g]}">{_SIGN[g]}</span> {g}</th><td '
        f'class="n">{counts[g]}</td><td>{MEANING[g]}</td></tr>'
        for g in GRADES
        if counts[g]
    )
    stale = sum(c.verdict.now_grade == "outdated" and c.grade != "outdated" for c in report.claims)
    about = f'<p class="sub">About {escaped(report.topic.describe())}.</p>' if report.topic else ""
    old = (
        f"<p>By today's release, {stale} more {'is' if stale == 1 else 'are'} outdated.</p>" if stale else ""
    )
    total = len(report.claims)
    if not total:
        return (
            f'<p class="sub">paychart check</p><h1>{escaped(title)}</h1><p>No claim about pay, jobs or '
            f"the ways to them was found.</p>"
        )
    return (
        f'<p class="sub">paychart check</p><h1>{escaped(title)}</h1>'
        f"<p>{total} claim{'s' if total != 1 else ''} checked against official US data, "
        f"{escaped(report.release)}.</p>{about}"
        f'<div class="scroll"><table><caption class="sub">Grades</caption><thead><tr><th '
        f'scope="col">Grade</th><th scope="col">Claims</th>'
        f'<th scope="col">Meaning</th></tr></thead><tbody>{rows}</tbody></table></div>{old}'
        '<p class="note">Marks in the text lead to the note below the paragraph. Where a note says '
        "modelled, the figure comes from person "
        "records, not from a published table.</p>"
    )


def _block(report: Report, block: Block, claims: Sequence[Claim], numbered: dict[int, int]) -> str:
    tag = "h2" if block.kind == "heading" else "p"
    marked = _marked(report.document.text, block, claims, numbered)
    notes = "".join(_note(claim, numbered[id(claim)]) for claim in claims)
    lead = "• " if block.kind == "item" else ""
    listed = f'<ol class="claims" aria-label="Claims of this paragraph">{notes}</ol>' if notes else ""
    return f"<{tag}>{lead}{marked}</{tag}>{listed}"


def _marked(text: str, block: Block, claims: Iterable[Claim], numbered: dict[int, int]) -> str:
    parts, at = [], block.start
    for claim in claims:
        start, end = claim.anchor
        if start < at:
            continue  # two kinds on one word: the note stands below all the same
        number = numbered[id(claim)]
        parts.append(escaped(text[at:start]))
        inner = escaped(text[start:end])
        parts.append(
            f'<mark class="{_CLASS[claim.grade]}" id="m{number}"><a href="#c{number}" aria-label="{inner}: '
            f'{claim.grade}, note {number}">'
            f'{inner}<sup aria-hidden="true">{_SIGN[claim.grade]}{number}</sup></a></mark>'
        )
        at = end
    parts.append(escaped(text[at : block.end]))
    return "".join(parts).strip()


def _note(claim: Claim, number: int) -> str:
    verdict = claim.verdict
    now = f" · now {verdict.now_grade}" if verdict.now_grade and verdict.now_grade != claim.grade else ""
    sources = "".join(f"<li>{escaped(source)}</li>" for source in verdict.lineage)
    details = f"<details><summary>Sources</summary><ul>{sources}</ul></details>" if sources else ""
    return (
        f'<li id="c{number}" class="{_CLASS[claim.grade]}"><span class="grade">{number}. '
        f"{_SIGN[claim.grade]} {claim.grade}{now}</span> "
        f"<q>{escaped(claim.quote)}</q><p>{escaped(verdict.explanation)}</p>"
        f'<p class="note">{escaped(claim.kind)} · {escaped(claim.subject)} · <a href="#m{number}">back to the '
        f"text</a></p>{details}</li>"
    )
