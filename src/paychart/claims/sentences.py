"""From blocks to sentences to clauses, each with its place in the readable text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from paychart.claims.document import CELL, Document

_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|U\.S|D\.C|Ph\.D|e\.g|i\.e|approx|vs|Dr|Mr|Mrs|Ms|St|Inc|Co|Corp|No|Jr|Sr|etc|yr|hr|avg|"
    r"dept|est|fig|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec))\.$",
    re.I,
)
# A note's mark may follow the stop: "$51,140.[1] Hospitals ...".
_END = re.compile(r"[.!?]+[\"')\]]*(?:\[\^?[\w, -]{1,12}\])*(?=\s|$)")
# A new clause needs its own verb, or the parts of a list would fall apart.
_JOINT = re.compile(
    r"(?:;|,?\s+-\s|,\s+(?:and|but|while|whereas|although|though|so|yet|however)\b|"
    r"\s(?:while|whereas|although|but)\s|,\s+(?=(?:which|with)\s))"
)
_VERB = re.compile(
    r"\b(?:earn\w*|pa(?:y|ys|id|ying)|make|makes|made|is|are|was|were|has|have|had|will|can|may|might|could|should|"
    r"need\w*|require\w*|out-?earn\w*|receive\w*|get|gets|grow\w*|expect\w*|project\w*|employ\w*|work|works|enjoy\w*|"
    r"took|take\w*|ha[sd]|rise|rose|risen|fell|fall\w*|command\w*|bring\w*|offer\w*|depend\w*|var(?:y|ies)|report\w*|"
    r"does|do|puts?|averag(?:e|es|ed)|lead\w*|range\w*|start\w*|goes|go|come\w*|sit\w*|hold\w*|live\w*)\b",
    re.I,
)
LONGEST = 2_000  # characters; what runs on longer is no sentence anybody wrote


@dataclass(frozen=True)
class Sentence:
    """One sentence; `heading` is the nearest heading above it with the sentence that leads its list, or the heads of
    its table; `title` is the nearest heading that is no table's."""

    text: str
    start: int
    block: int
    heading: str
    is_heading: bool
    title: str = ""

    @property
    def is_question(self) -> bool:
        return self.text.rstrip("\"')").endswith("?")


@dataclass(frozen=True)
class Clause:
    """A part of a sentence with its own verb; `start` is its place in the readable text."""

    text: str
    start: int
    sentence: Sentence


def sentences(document: Document) -> Iterator[Sentence]:
    """Every sentence in order. A heading is one sentence, marked as such."""
    title = columns = lead = ""
    for number, block in enumerate(document.blocks):
        text = document.text[block.start : block.end]
        is_heading = block.kind == "heading" and not _is_data(text)
        if is_heading and CELL in text:
            columns = text.strip()  # as rows lose their outer bars too
        elif is_heading:
            title, columns, lead = text.strip(), "", ""
        # The items of a list belong to the sentence that leads it, and rows to the heads of their table.
        above = f"{title}. {lead}" if block.kind != "paragraph" and lead else title
        if CELL in text and columns:
            above = columns
        at = 0
        for end in (*_ends(text), len(text)):
            piece = text[at:end]
            left = len(piece) - len(piece.lstrip())
            body = piece.strip()
            for cut in range(0, len(body), LONGEST):
                start = block.start + at + left + cut
                yield Sentence(body[cut : cut + LONGEST], start, number, above, is_heading, title)
                if block.kind == "paragraph":
                    lead = body[:300]
            at = end


_DATA = re.compile(r"\$\s?\d|(?<![\w,.])\d{1,3}(?:,\d{3})+(?![\w,])")


def _is_data(text: str) -> bool:
    """Whether a short line is a figure under its label, or a row of a plain table, rather than a heading."""
    labelled = re.search(r"[:|\t]\s*\$?\d", text)
    return bool(_DATA.search(text)) and (bool(labelled) or len(re.sub(r"[^A-Za-z]", "", text)) < 30)


def _ends(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        following = text[match.end() : match.end() + 40].lstrip()
        if match[0].startswith(".") and (
            _ABBREVIATION.search(text[max(0, match.start() - 10) : match.start() + 1])
            or following[:1].islower()
        ):
            continue
        yield match.end()


def clauses(sentence: Sentence) -> list[Clause]:
    """The sentence cut where a joining word begins a part with a verb of its own."""
    cuts = [0]
    for joint in _JOINT.finditer(sentence.text):
        before, after = sentence.text[cuts[-1] : joint.start()], sentence.text[joint.end() :]
        if _VERB.search(before) and _VERB.search(after[:160]) and _starts_afresh(joint[0], after):
            cuts.append(joint.start())
    cuts.append(len(sentence.text))
    return [Clause(sentence.text[a:b], sentence.start + a, sentence) for a, b in pairwise(cuts) if b > a]


def _starts_afresh(joint: str, after: str) -> bool:
    """ ", and" begins a clause only if a verb comes before the next comma: lists go on, clauses act."""
    if not joint.strip().startswith(",") or not joint.strip().endswith("and"):
        return True
    return _VERB.search(re.split(r"[,;]", after, maxsplit=1)[0]) is not None


def column_head(clause: Clause, at: int) -> str:
    """The heading above; in a table, the head of the column that offset `at` of the clause stands in."""
    row, column, _ = table_heads(clause, at)
    return f"{column} {row}" if row or column else clause.sentence.heading


def table_heads(clause: Clause, at: int) -> tuple[str, str, str]:
    """(the row's head, the column's head, the heading above) of the cell at offset `at`; heads are empty in prose."""
    head, row, title = clause.sentence.heading, clause.sentence.text, clause.sentence.title
    if CELL not in row:
        return "", "", clause.sentence.heading
    cells = row.split(CELL)
    number = row[: clause.start - clause.sentence.start + at].count(CELL)
    first = next((i for i, cell in enumerate(cells) if cell.strip()), 0)
    label = cells[first].strip() if first < number else ""
    column = ""
    if CELL in head:
        names = head.split(CELL)
        # A head without a first cell has lost it: columns are counted from the end.
        place = number + len(names) - len(cells)
        column = names[place].strip() if 0 <= place < len(names) else ""
    return label, column, title
