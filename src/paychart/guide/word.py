"""Guides as Word files: read as text, and written with every edit as a tracked change (python-docx)."""

from __future__ import annotations

import io
from typing import Any

from paychart.claims.document import CELL
from paychart.errors import BadInput
from paychart.guide.update import UpdatedGuide, pieces

AUTHOR = "paychart"


def _docx() -> Any:
    try:
        import docx
    except ImportError as error:
        raise BadInput(
            "Word files need python-docx.", hint="Install it with: pip install 'paychart[guide]'"
        ) from error
    return docx


def is_word(raw: bytes) -> bool:
    """Whether the bytes are a Word file rather than text."""
    return raw[:4] == b"PK\x03\x04" and b"word/" in raw


def as_markdown(raw: bytes) -> bytes:
    """A Word file as Markdown: headings, lists and tables kept. Raises BadInput for a file that Word would not open."""
    docx = _docx()
    try:
        document = docx.Document(io.BytesIO(raw))
    except Exception as error:  # the library raises what its XML parser raises
        raise BadInput(
            "This is no Word file that can be read.", hint="Save it again as .docx or as text."
        ) from error
    lines: list[str] = []
    for item in document.iter_inner_content():
        if hasattr(item, "rows"):
            for number, row in enumerate(item.rows):
                cells = [_words(docx, cell._tc).replace("|", "/") for cell in row.cells]
                lines += ["| " + " | ".join(cells) + " |"] + (
                    ["|" + "---|" * len(cells)] if number == 0 else []
                )
            lines.append("")
            continue
        style = item.style.name if item.style is not None else ""
        mark = "## " if style.startswith(("Heading", "Title")) else "- " if style.startswith("List") else ""
        lines += [mark + " ".join(_words(docx, item._p).split()), ""]
    return "\n".join(lines).encode()


def _words(docx: Any, element: Any) -> str:
    """The words that stand when tracked insertions are accepted."""
    return " ".join("".join(t.text or "" for t in element.iter(docx.oxml.ns.qn("w:t"))).split())


def write(guide: UpdatedGuide) -> bytes:
    """The edited guide as a .docx: the author's words, deletions and insertions tracked, then the change log."""
    docx = _docx()
    document = docx.Document()
    for block in guide.report.document.blocks:
        style = {"heading": "Heading 2", "item": "List Bullet"}.get(block.kind)
        paragraph = document.add_paragraph(style=style)
        for same, old, new in pieces(guide, block):
            if same:
                paragraph.add_run(_clean(same))
            for words, tag in ((old, "del"), (new, "ins")):
                if words:
                    _track(docx, paragraph, _clean(words), tag)
    document.add_paragraph("What changed", style="Heading 2")
    table = document.add_table(rows=1, cols=3)
    for cell, head in zip(table.rows[0].cells, ("No.", "The guide said", "What became of it"), strict=True):
        cell.text = head
    for change in guide.changes:
        for cell, words in zip(
            table.add_row().cells, (str(change.number), change.said, change.became), strict=True
        ):
            cell.text = _clean(words)
    for source in dict.fromkeys(s for c in guide.changes for s in c.sources):
        document.add_paragraph(_clean(source), style="List Number")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _clean(text: str) -> str:
    return "".join(c for c in text.replace(CELL, " | ") if c >= " ")


def _track(docx: Any, paragraph: Any, words: str, tag: str) -> None:
    """A run inside <w:del> or <w:ins>, which Word shows as a change to accept or reject."""
    oxml, ns = docx.oxml, docx.oxml.ns
    change = oxml.OxmlElement(f"w:{tag}")
    change.set(ns.qn("w:id"), str(len(paragraph._p.getparent()) * 1000 + len(paragraph._p)))
    change.set(ns.qn("w:author"), AUTHOR)
    change.set(ns.qn("w:date"), "2000-01-01T00:00:00Z")  # no clock: the same guide gives the same file
    run = oxml.OxmlElement("w:r")
    text = oxml.OxmlElement("w:delText" if tag == "del" else "w:t")
    text.set(ns.qn("xml:space"), "preserve")
    text.text = words
    run.append(text)
    change.append(run)
    paragraph._p.append(change)
