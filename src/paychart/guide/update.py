"""An old guide edited: the author's words and order stay, stale figures are replaced in place, what fails is marked.

Nothing is dropped. An edit is a replacement of a figure (and of the year that dates it), or a note behind a claim
with a sentence that would hold. The change log tells each claim's fate; its every line is made from the edit itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from paychart.claims.claim import Claim
from paychart.claims.document import CELL, Block
from paychart.claims.grammar import YEAR
from paychart.claims.run import Report
from paychart.guide import annotate

_MEASURED = {"mean": "mean", "p50": "median", "typical": "median", "p10": "p10", "p90": "p90"}
_DIGITS = re.compile(
    r"(?P<dollar>\$\s?)?(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<scale>\s?(?:k|thousand|million)\b)?", re.I
)
_SCALES = {"k": 1e3, "thousand": 1e3, "million": 1e6}


@dataclass(frozen=True)
class Edit:
    """One change at text[start:end] of the readable text: `new` takes the place of `old`, or follows it as a note."""

    start: int
    end: int
    old: str
    new: str
    note: bool
    number: int


@dataclass(frozen=True)
class Change:
    """What became of one claim, in words that are true of the edited text."""

    number: int
    said: str
    grade: str
    became: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class UpdatedGuide:
    """The old guide with its edits, in its own order, and the log of what changed."""

    title: str
    release: str
    report: Report
    edits: tuple[Edit, ...]
    changes: tuple[Change, ...]
    source: str = ""  # the file's own text, where it is text or Markdown

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "title": self.title,
            "release": self.release,
            "edits": [dict(vars(edit)) for edit in self.edits],
            "changes": [{**vars(change), "sources": list(change.sources)} for change in self.changes],
        }


def update(report: Report, title: str, source: str = "") -> UpdatedGuide:
    """The edits that a checked guide needs by this release, and what became of each claim.

    `source` is the file as text: Markdown and plain text are then edited where they stand, marks and all.
    """
    text = report.document.text
    edits: list[Edit] = []
    changes = []
    for number, claim in enumerate(report.claims, 1):
        made = _replaced(claim, report, number) if _is_stale(claim) else []
        if made and not any(e.start < m.end and m.start < e.end for e in edits for m in made):
            edits += made
            became = "replaced: " + ", ".join(f"{m.old} is now {m.new}" for m in made)
        elif claim.grade == "supported":
            became = "kept: true of its date" if _is_stale(claim) else "kept: it holds"
        elif claim.grade == "not checkable" or not claim.verdict.current:
            became = f"left as it was: {_first(claim.verdict.explanation)}"
        else:
            end = _sentence_end(text, claim)
            note = f"[Check: {_first(claim.verdict.current)}]"
            # Said once a paragraph: the same words behind each of its claims would bury the author's.
            paragraph = text.rfind("\n", 0, claim.anchor[0])
            if not any(e.note and e.new == note and e.end > paragraph for e in edits):
                edits.append(Edit(end, end, "", note, True, number))
            became = f"marked as {claim.grade}, with what holds now: {_first(claim.verdict.current)}"
        cited = claim.verdict.lineage if became.startswith(("replaced", "marked")) else ()
        changes.append(Change(number, claim.quote, claim.grade, became, tuple(cited)))
    edits.sort(key=lambda e: (e.start, e.note, e.number))
    kept = source if report.document.form != "html" else ""
    return UpdatedGuide(title, report.release, report, tuple(edits), tuple(changes), kept)


def _is_stale(claim: Claim) -> bool:
    return claim.grade == "outdated" or (claim.grade == "supported" and claim.verdict.now_grade == "outdated")


def _first(words: str) -> str:
    """The first sentence."""
    return re.split(r"(?<=[.!?])\s+(?=[A-Z])", words.strip())[0]


def _sentence_end(text: str, claim: Claim) -> int:
    """Before the stop that ends the claim's sentence, or its cell."""
    last = claim.sentence[1]
    cell = text.find(CELL, claim.anchor[1], last)
    return cell if cell >= 0 else last


def _replaced(claim: Claim, report: Report, number: int) -> list[Edit]:
    """The figure of the same measure from this release, printed as the author prints it, and the year that dates it."""
    text, now, frame = report.document.text, claim.verdict.now or {}, claim.frame
    said = _DIGITS.search(text, *claim.anchor)
    year = frame.get("year", "undated")
    value = _current(claim, frame, now, said)
    if said is None or value is None:
        return []
    new = _printed(said, value, "hour" in text[slice(*claim.anchor)] or "an hour" in frame.get("figure", ""))
    found = [Edit(said.start(), said.end(), said[0], new, False, number)] if new != said[0] else []
    if year.isdigit():
        dated = [m for m in YEAR.finditer(text, *claim.sentence) if m[1] == year]
        figures = sum(
            1 for c in report.claims if c.sentence == claim.sentence and c.frame.get("year") == year
        )
        if len(dated) != 1 or figures != 1:
            return []  # one year for several figures: an editor decides
        found.append(Edit(dated[0].start(), dated[0].end(), year, report.release[-4:], False, number))
    return found


def _current(claim: Claim, frame: Any, now: Any, said: re.Match[str] | None) -> float | None:
    if said is None or claim.kind not in ("wage figure", "count"):
        return None
    if claim.kind == "count":
        return None if now.get("employment") is None else float(now["employment"])
    measure = _MEASURED.get(frame.get("measure", ""))
    if measure is None and frame.get("measure") == "any" and claim.verdict.then:
        then, wanted = claim.verdict.then, float(said["digits"].replace(",", ""))
        wanted *= _SCALES.get((said["scale"] or "").strip().lower(), 1) * (2080 if wanted < 500 else 1)
        measure = min(("median", "mean"), key=lambda m: abs((then.get(m) or 0) - wanted))
    return None if measure is None or now.get(measure) is None else float(now[measure])


def _printed(said: re.Match[str], value: float, hourly: bool) -> str:
    """The new figure with the author's dollar sign, scale, and as many digits as the author gave."""
    digits, scale = said["digits"], (said["scale"] or "").strip().lower()
    value = (
        value / 2080 if hourly and float(digits.replace(",", "")) < 500 else value / _SCALES.get(scale, 1.0)
    )
    if "." in digits:
        shown = f"{value:,.{len(digits.rpartition('.')[2])}f}"
    else:
        plain = digits.replace(",", "")
        zeros = len(plain) - len(plain.rstrip("0"))
        shown = f"{round(value, -zeros if zeros > 1 else 0):,.0f}"
    return f"{said['dollar'] or ''}{shown}{said['scale'] or ''}"


Piece = tuple[str, str, str]  # (same, deleted, inserted)


def pieces(guide: UpdatedGuide, block: Block) -> Iterator[Piece]:
    """A block as the author's words with what is deleted and inserted between them."""
    text, at = guide.report.document.text, block.start
    for edit in guide.edits:
        if not (block.start <= edit.start and edit.end <= block.end):
            continue
        yield text[at : edit.start], "", ""
        yield "", edit.old, f" {edit.new}" if edit.note else edit.new
        at = edit.end
    yield text[at : block.end], "", ""


def markdown(guide: UpdatedGuide) -> str:
    """The edited guide as Markdown: the author's text, its headings, lists and tables, then the log and its sources."""
    lines = [_edited(guide) if guide.source else _laid_out(guide), "", "## What changed", ""]
    lines += [
        f"By official US data, {guide.release}.",
        "",
        "| | The guide said | What became of it |",
        "|--:|---|---|",
    ]
    sources: dict[str, int] = {}
    for c in guide.changes:
        marks = ", ".join(str(sources.setdefault(s, len(sources) + 1)) for s in c.sources)
        lines.append(
            f"| {c.number} | {_plain(c.said)} | {_plain(c.became)}{f' [{marks}]' if marks else ''} |"
        )
    if sources:
        lines += ["", "## Sources", ""] + [
            f"{number}. {_plain(source)}" for source, number in sources.items()
        ]
    return "\n".join(lines).lstrip("\n") + "\n"


def _edited(guide: UpdatedGuide) -> str:
    """The author's file with the edits in it, every other character as it was."""
    out, at = [], 0
    for edit in guide.edits:
        start, end = guide.report.document.span(edit.start, edit.end)
        if edit.note:
            start = end = guide.report.document.span(edit.start - 1, edit.start)[1]
        if start < at:
            continue
        out += [guide.source[at:start], f" {_plain(edit.new)}" if edit.note else edit.new]
        at = end
    return ("".join(out) + guide.source[at:]).rstrip("\n")


def _laid_out(guide: UpdatedGuide) -> str:
    """A page's readable text as Markdown, edits in place."""
    lines: list[str] = []
    for block in guide.report.document.blocks:
        body = "".join(_plain(same) if same else _plain(new) for same, _, new in pieces(guide, block))
        if CELL in body:
            cells = [cell.strip() for cell in body.strip(f" {CELL}").split(CELL)]
            body = f"| {' | '.join(cells)} |"
            first = not (lines and lines[-1].startswith("|"))
            lines += ([""] if first else []) + [body] + (["|" + "---|" * len(cells)] if first else [])
            continue
        mark = {"heading": "## ", "item": "- "}.get(block.kind, "")
        gap = [] if block.kind == "item" and lines and lines[-1].startswith("- ") else [""]
        lines += [*gap, f"{mark}{' '.join(body.split())}"]
    return "\n".join(lines).strip("\n")


def _plain(text: str) -> str:
    """Text that Markdown shows as it is, and that no HTML made of it runs."""
    return re.sub(
        r"([\\`*_\[\]|#])", r"\\\1", text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", " ")
    )


def page(guide: UpdatedGuide) -> str:
    """The edited guide as one HTML page with its edits marked, without script or network."""
    text = annotate.escaped
    body, rows_open = [], False
    for block in guide.report.document.blocks:
        inner = "".join(
            text(same)
            if same
            else f"{f'<del>{text(old)}</del>' if old else ''}<ins>{text(new)}</ins>"
            if old or new
            else ""
            for same, old, new in pieces(guide, block)
        )
        is_row = CELL in inner
        if is_row != rows_open:
            body.append('<div class="scroll"><table>' if is_row else "</table></div>")
            rows_open = is_row
        cell = "th" if block.kind == "heading" else "td"
        tag = "tr" if is_row else {"heading": "h2", "item": "li"}.get(block.kind, "p")
        inner = inner.strip(f" {CELL}")
        inner = f"<{cell}>{inner.replace(CELL, f'</{cell}><{cell}>')}</{cell}>" if is_row else inner
        body.append(f"<{tag}>{inner}</{tag}>")
    body += ["</table></div>"] if rows_open else []
    rows = "".join(
        f'<tr><td class="n">{c.number}</td><td>{text(c.said)}</td><td>{annotate.badge(c.grade, c.grade)}</td>'
        f"<td>{text(c.became)}</td></tr>"
        for c in guide.changes
    )
    cited = dict.fromkeys(s for c in guide.changes for s in c.sources)
    main = (
        f"<h1>{text(guide.title)}, edited</h1><p>By official US data, {text(guide.release)}. Struck words are "
        f"replaced; "
        f'underlined words are new.</p><article class="guide">{"".join(body)}<h2>What changed</h2><div class="scroll">'
        '<table><thead><tr><th scope="col" class="n">No.</th><th scope="col">The guide said</th>'
        '<th scope="col">Grade</th>'
        f'<th scope="col">What became of it</th></tr></thead><tbody>{rows}</tbody></table></div><h2>Sources</h2><ol>'
        f"{''.join(f'<li>{text(s)}</li>' for s in cited)}</ol></article>"
    )
    return annotate.shell(f"{guide.title}, edited", main)
