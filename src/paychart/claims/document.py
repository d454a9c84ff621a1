"""Reading a guide: plain text, Markdown or HTML as blocks of readable text that remember where they stood.

HTML is scanned, never parsed into a page: one pass from left to right, so that any file of the size limit takes
linear time, and so that every readable character knows its place in the file. Nothing of its markup, scripts or
styles survives.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Literal

from paychart.errors import BadInput

LARGEST = 20_000_000  # bytes of the file
LONGEST = 1_200_000  # characters of readable text; the rest is told as unread
CELL = "\t"  # between the cells of a table's row
Form = Literal["text", "markdown", "html"]

# One character for one character, so that places in the file stay right.
_PLAIN = str.maketrans("\u2019\u2018\u201c\u201d\u00a0\u2013\u2014\u2011\u2012\u2212", "''\"\" -----")
_HIDDEN = {"script", "style", "template", "noscript", "svg", "iframe", "object", "head", "textarea", "select"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "title"}
# Tags inside a sentence; every other one, known or not, ends a block.
_INLINE = re.compile(
    r"(?:a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|mark|nobr|q|s|samp|"
    r"small|span|"
    r"strike|strong|sub|sup|time|tt|u|var|wbr)\Z"
)


@dataclass(frozen=True)
class Block:
    """A heading, paragraph or list item: a stretch of the readable text."""

    kind: Literal["heading", "paragraph", "item"]
    start: int
    end: int


@dataclass(frozen=True)
class Document:
    """The readable text of a guide. `text[i]` stands at `place(i)` of the file, counted in characters."""

    form: Form
    text: str
    blocks: tuple[Block, ...]
    _starts: tuple[int, ...]
    _pieces: tuple[tuple[int, int, bool], ...]  # text start, file start, whether one to one
    unread: int = 0  # characters of readable text after these

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] stands in the file."""
        return self._place(start), self._place(end - 1, last=True) + 1 if end > start else self._place(start)

    def _place(self, at: int, last: bool = False) -> int:
        if not self._pieces:
            return 0
        text_start, file_start, plain = self._pieces[max(bisect_right(self._starts, at) - 1, 0)]
        if plain:
            return file_start + at - text_start
        return file_start if not last else _entity_end(file_start, self, at)


def _entity_end(file_start: int, document: Document, at: int) -> int:
    """The last character of the reference (&amp;) that text[at] came from."""
    following = bisect_right(document._starts, at)
    if following < len(document._pieces):
        return max(file_start, document._pieces[following][1] - 1)
    return file_start


def read(raw: bytes, name: str = "") -> Document:
    """The guide in `raw`, by its name's ending or else by its first characters.

    Raises BadInput for what is empty, binary, too large or not text.
    """
    if len(raw) > LARGEST:
        raise BadInput(
            f"The guide has {len(raw) / 1e6:,.0f} MB; at most 20 MB are read.",
            hint="Give one guide at a time.",
        )
    if b"\x00" in raw[:65536] or raw[:4] in (b"%PDF", b"PK\x03\x04", b"\x89PNG"):
        kind = "a PDF" if raw[:4] == b"%PDF" else "a binary file"
        raise BadInput(f"This is {kind}, not text.", hint="Save the guide as text, Markdown or HTML.")
    try:
        source = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        source = raw.decode("cp1252", errors="replace")  # what old word processors and web pages write
    if not source.strip():
        raise BadInput(
            "The guide is empty.", hint="Give a text, Markdown or HTML file, or - for standard input."
        )
    # The byte-order mark is a character of the file, which the places count.
    shift = 1 if raw.startswith(b"\xef\xbb\xbf") else 0
    form = _form(source, name)
    builder = _Builder(source, shift)
    {"html": _read_html, "markdown": _read_markdown, "text": _read_text}[form](builder)
    return _shortened(builder.finish(form))


def _shortened(document: Document) -> Document:
    """The first part of a text that is too long to be checked at once, and how much is left."""
    if len(document.text) <= LONGEST:
        return document
    blocks = tuple(b for b in document.blocks if b.end <= LONGEST)
    end = blocks[-1].end if blocks else LONGEST
    first = document.blocks[0]
    kept = blocks or (Block(first.kind, first.start, LONGEST),)
    return replace(document, text=document.text[:end], blocks=kept, unread=len(document.text) - end)


def _form(source: str, name: str) -> Form:
    ending = name.lower().rpartition(".")[2]
    if ending in ("html", "htm", "xhtml") or re.match(r"\s*(<!doctype html|<html|<head|<body)", source, re.I):
        return "html"
    if ending in ("md", "markdown") or re.search(
        r"^#{1,4} \S|^\s*[-*] \*\*|\]\(https?:|^\s*\|[^\n]+\|\s*$", source[:20_000], re.M
    ):
        return "markdown"
    return "text"


class _Builder:
    """Collects readable pieces with their places, and closes blocks."""

    def __init__(self, source: str, shift: int) -> None:
        self.source = source.translate(_PLAIN)
        self._shift = shift
        self._parts: list[str] = []
        self._pieces: list[tuple[int, int, bool]] = []
        self._blocks: list[Block] = []
        self._length = 0
        self._block_start = 0
        self.kind: Literal["heading", "paragraph", "item"] = "paragraph"

    def keep(self, start: int, end: int) -> None:
        """source[start:end] as it stands, white space made plain."""
        if end > start:
            self._add(re.sub(r"\s", " ", self.source[start:end]), start, True)

    def put(self, text: str, start: int) -> None:
        """`text` in place of the reference that begins at `start`."""
        self._add(text.translate(_PLAIN), start, False)

    def _add(self, text: str, start: int, plain: bool) -> None:
        self._pieces.append((self._length, start + self._shift, plain))
        self._parts.append(text)
        self._length += len(text)

    def close(self, kind: Literal["heading", "paragraph", "item"] = "paragraph") -> None:
        """End the block; the next one is a `kind`."""
        if self._length > self._block_start:
            self._blocks.append(Block(self.kind, self._block_start, self._length))
            self._pieces.append((self._length, self._pieces[-1][1], False))
            self._parts.append("\n")
            self._length += 1
        self._block_start = self._length
        self.kind = kind

    def finish(self, form: Form) -> Document:
        self.close()
        pieces = tuple(self._pieces)
        text = "".join(self._parts)
        blocks = tuple(b for b in self._blocks if text[b.start : b.end].strip())
        return Document(form, text, blocks, tuple(p[0] for p in pieces), pieces)


_TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,15})")
# A note's mark, which would run on into the figure before it; "10<sup>th</sup>" is none.
_NOTE = re.compile(
    r"<sup\b[^>]{0,200}>\s?(?:<a\b[^>]{0,300}>)?\[?[\d,*\u2020\u2021 ]{1,12}\]?(?:</a>)?\s?</sup>", re.I
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


def _read_html(out: _Builder) -> None:
    source, at, lower = out.source, 0, out.source.lower()
    while at < len(source):
        opened = source.find("<", at)
        end = len(source) if opened < 0 else opened
        _keep_html_text(out, at, end)
        if opened < 0:
            return
        if source.startswith("<!--", opened):
            closed = source.find("-->", opened)
            at = len(source) if closed < 0 else closed + 3
            continue
        named = _TAG_NAME.match(source, opened)
        if not named and source[opened + 1 : opened + 2] not in ("!", "?", "/"):
            out.keep(opened, opened + 1)  # a bare "<" in the text
            at = opened + 1
            continue
        closed = _tag_end(source, opened)
        name = named[1].lower() if named else ""
        at = closed
        if name in _HIDDEN and source[opened + 1] != "/" and source[closed - 2 : closed] != "/>":
            if name == "head":
                continue  # its title is worth reading; its scripts and styles hide themselves
            ended = lower.find(f"</{name}", closed)
            at = len(source) if ended < 0 else _tag_end(source, ended)
        mark = _NOTE.match(source, opened)
        if mark:
            at = mark.end()
        elif name in ("td", "th"):
            out.put(CELL, opened)
            if name == "th" and source.startswith("<tr", source.rfind("<", 0, opened)):
                out.kind = "heading"  # the head of a table says what its rows measure
        elif name and not _INLINE.match(name):
            opening = source[opened + 1] != "/"
            kind = "heading" if name in _HEADINGS else "item" if name in ("li", "tr") else "paragraph"
            out.close(kind if opening else "paragraph")  # type: ignore[arg-type]


# Quoted values may hold a ">", within a sane distance. Possessive, so that no input takes more than linear time.
_TAG = re.compile(r"""[^<>"']*+(?:(?:"[^"<]{0,2000}+"|'[^'<]{0,2000}+')[^<>"']*+)*+>""")


def _tag_end(source: str, opened: int) -> int:
    """Just after the tag's ">"; a broken tag ends at the first one there is."""
    quoted = _TAG.match(source, opened + 1, opened + 4000)
    if quoted:
        return quoted.end()
    closed = source.find(">", opened)
    return len(source) if closed < 0 else closed + 1


def _keep_html_text(out: _Builder, start: int, end: int) -> None:
    at = start
    for entity in _ENTITY.finditer(out.source, start, end):
        out.keep(at, entity.start())
        out.put(html.unescape(entity[0]), entity.start())
        at = entity.end()
    out.keep(at, end)


_MARK = re.compile(
    r"!\[[^\]\n]{0,300}\]\([^)\n]{0,500}\)"  # an image
    r"|\[(?P<label>[^\]\n]{1,300})\]\([^)\n]{0,500}\)"
    r"|<[^<>\n]{1,300}>|`{1,3}|\*{1,3}|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)|\\(?=[\\`*_#$|])|\|"
)
_CITED = re.compile(r"\s*\[\^[\w-]{1,20}\]:")  # where a footnote is spelled out
_RULE = re.compile(r"\s*[-=*_|: ]{3,}\s*")
_LEAD = re.compile(r"\s*(?:(?P<heading>#{1,6}\s+)|(?P<item>(?:[-*+]|\d{1,3}[.)])\s+)|>\s?)")


def _lines(source: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for line in source.splitlines(keepends=True):
        spans.append((at, at + len(line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"))))
        at += len(line)
    return spans


def _read_markdown(out: _Builder) -> None:
    fenced = False
    spans = _lines(out.source)
    for number, (start, end) in enumerate(spans):
        line = out.source[start:end]
        if line.lstrip().startswith("```"):
            fenced = not fenced
            out.close()
            continue
        if fenced or not line.strip() or _RULE.fullmatch(line) or _CITED.match(line):
            out.close()
            continue
        lead = _LEAD.match(line)
        if lead:
            out.close("heading" if lead["heading"] else "item" if lead["item"] else "paragraph")
        elif line.lstrip().startswith("|") or _LABELLED.match(line):
            following = out.source[slice(*spans[number + 1])] if number + 1 < len(spans) else ""
            out.close("heading" if _RULE.fullmatch(following) and "|" in following else "item")
        alone = (
            not lead and "|" not in line and (_ROW.match(line) or _is_label(line, out.source, spans, number))
        )
        if alone:
            out.close("item" if _ROW.match(line) else "heading")
        at = start + (lead.end() if lead else 0)
        for mark in _MARK.finditer(out.source, at, end):
            out.keep(at, mark.start())
            if mark["label"]:
                out.keep(mark.start("label"), mark.end("label"))
            elif mark[0] == "|":
                out.put(CELL, mark.start())
            at = mark.end()
        out.keep(at, end)
        out.put(" ", end)
        if (lead and lead["heading"]) or alone:
            out.close()


# A line of a table that was pasted as text, "HI $93,660" or "$63,190" alone, and the line that labels it.
_ROW = re.compile(
    r"\s*(?:[A-Z][\w .,'&()/-]{0,45}?[\s:]+)?(?:\$\s?[\d,.]+k?|\d{1,3}(?:,\d{3})+)(?:\s+\$?[\d,.]+%?)*\s*$"
)


def _is_label(line: str, source: str, spans: list[tuple[int, int]], number: int) -> bool:
    following = source[slice(*spans[number + 1])] if number + 1 < len(spans) else ""
    return len(line.strip()) < 70 and line.rstrip()[-1:] not in ".,;?!" and bool(_ROW.match(following))


# "Median pay: $61,590", with or without asterisks: a line of its own.
_LABELLED = re.compile(r"\s*\*{0,2}[A-Z][\w /-]{2,30}:\*{0,2}\s+\S")
_ITEM = re.compile(r"\s*(?:[-*\u2022\u00b7o]|\d{1,2}[.)])\s+")


def _read_text(out: _Builder) -> None:
    spans = _lines(out.source)
    for number, (start, end) in enumerate(spans):
        line = out.source[start:end]
        if not line.strip():
            out.close()
            continue
        item = _ITEM.match(line)
        if item or _LABELLED.match(line) or _ROW.match(out.source[start:end]):
            out.close("item")
        at = start + (item.end() if item else 0)
        body = out.source[at:end].strip()
        following = out.source[slice(*spans[number + 1])].strip() if number + 1 < len(spans) else ""
        short = len(body) < 70 and body[-1:] not in ".,;:?!" and not following[:1].islower()
        numbered = (
            item is not None
            and item[0].strip()[:1].isdigit()
            and following
            and not _NUMBERED.match(following)
        )
        if short and (not item or numbered) and not _LABELLED.match(line):
            out.close("heading")
        # Columns set apart by tabs or wide gaps are cells.
        for gap in () if item else _GAP.finditer(out.source, at, end):
            if gap.end() < end and out.source[at : gap.start()].strip():
                out.keep(at, gap.start())
                out.put(CELL, gap.start())
                at = gap.end()
        out.keep(at, end)
        out.put(" ", end)
        if short or _ROW.match(out.source[start:end]):
            out.close()


_NUMBERED = re.compile(r"\s*\d{1,2}[.)]\s")
_GAP = re.compile(r"\t+ *| {3,}")
