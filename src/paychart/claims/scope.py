"""Frames from spans: negation, bound, table heads, and each figure's own subject, place, date and measure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paychart.claims.document import CELL
from paychart.claims.doubts import (
    DENIED,
    DISOWNED,
    FIRST_PERSON,
    HEDGED,
    NATION_WORDS,
    SOMEBODY,
    stranger,
    unknown,
    unknown_label,
)
from paychart.claims.frame import EVERYONE, NOW, Frame
from paychart.claims.grammar import YEAR
from paychart.claims.labels import Spanned, owned, trailing_label
from paychart.claims.lexicon import Mention
from paychart.claims.parts import narrowed, part_in, quantifier_in, share_in
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause, table_heads
from paychart.claims.spans import PERCENTILES, Figure, Measure, is_period, measures
from paychart.claims.surveys import other_source
from paychart.claims.words import same_title
from paychart.profile import NATION

_EVERYONE = re.compile(
    r"\ball (?:U\.?S\.? |American )?(?:workers|occupations|jobs|employees)\b(?! than)|\baverage (?:American|"
    r"U\.S\.) worker",
    re.I,
)
_ALL_EMPLOYERS = re.compile(r"\b(?:all (?:types of )?employers|all industries|overall)\b", re.I)
_NOW = re.compile(r"\b(?:today|now|current(?:ly)?|this year|at present)\b", re.I)
_ADJUSTED = re.compile(
    r"\b(?:after|adjust\w+ for|net of) (?:local |state )?(?:inflation|prices|tax(?:es)?|(?:the )?cost of living|"
    r"rent)|\bin (?:19|20)\d\d dollars|"
    r"\breal (?:wages?|pay|earnings|dollars|terms|medians?|means?)\b|\btake-home\b|\bpurchasing power\b",
    re.I,
)
_PAST = re.compile(r"\b(?:earned|made|paid|was|were|averaged|took home|received|stood|reported)\b", re.I)
_NOT_PRINTED = re.compile(
    r"\b(?:interval|modell?ed|estimated?|forecast|years from now|pay then|gain|raise)\b", re.I
)
_MORE_THAN_WAGES = re.compile(
    r"\b(?:overtime|total (?:compensation|rewards|package)|shift differentials?|(?:including|with|"
    r"plus) (?:\w+ ){0,2}(?:bonus(?:es)?|"
    r"benefits|tips|incentives|commissions?)|lifetime|household|family income|career earnings)\b",
    re.I,
)


def frames(
    clause: Clause, reader: Reader, figures: Sequence[Figure], wholes: Sequence[tuple[int, int]] = ()
) -> list[Frame]:
    """A frame for each of `figures`; `wholes` are stretches (ranges) that count as one figure."""
    text = clause.text
    places = [(f.start, f.end) for f in figures]
    marks = sorted({next((w for w in wholes if w[0] <= p[0] < w[1]), p) for p in places})
    found = []
    for figure, at in zip(figures, places, strict=True):
        mark = next((m for m in marks if m[0] <= at[0] < m[1]), at)
        found.append(_frame(clause, reader, figure, marks, marks.index(mark), text))
    return found


def _frame(
    clause: Clause, reader: Reader, figure: Figure, marks: list[tuple[int, int]], i: int, text: str
) -> Frame:
    doubts: list[str] = []
    start = marks[i][0]
    row, column, title = table_heads(clause, start)
    whole_row = clause.sentence.text if row else ""
    subject, mention = _subject(clause, reader, marks, i, (column, row), doubts)
    area, elsewhere = _place(clause, reader, marks, i, (column, row), title, doubts)
    employers = [
        *_spans(reader.mentions(clause, "employer")),
        *((m.start(), m.end(), "") for m in _ALL_EMPLOYERS.finditer(text)),
    ]
    employer, sure = owned(text, sorted(employers), marks, i) if not row and not column else (None, True)
    if employer is None and (row or column):
        employer = next((m.code for head in (row, column) for m in reader.named(head, "employer")), None)
    if not sure:
        doubts.append("which kind of employer the figure is of")
    year = _year(clause, reader, marks, i, column)
    kind = _measure(clause, marks, i, (column, row), title)
    part = ""
    if mention is not None:
        part, unsure = part_in(text, mention, start, reader.mentions(clause))
        if unsure:
            doubts.append(f'what "{unsure}" narrows the work to')
    elif not row:
        part, _ = part_in(text, None, start, reader.mentions(clause))
    if _NOT_PRINTED.search(column) or (row and _NOT_PRINTED.search(whole_row)):
        doubts.append("the figure is somebody's estimate")
    if _MORE_THAN_WAGES.search(text):
        doubts.append("the sum may hold more than wages")
    whole = clause.sentence.text
    lead = whole[: clause.start - clause.sentence.start + start]
    disowned = bool(DISOWNED.search(lead))
    negated = bool(DENIED.search(text[:start]))
    if mention is None and not row and not column and stranger(text, reader.mentions(clause)):
        doubts.append("whose figure it is")
    if row and unknown(row, reader) and reader.postal(row) is None:
        doubts.append(f'what "{row}" is')
    label = unknown_label(whole, reader) if not row and not column else ""
    if label:
        doubts.append(f'what "{label}" is')
    if not row and not column and (some := narrowed(text, reader.mentions(clause))):
        doubts.append(f'what "{some}" means')
    if HEDGED.search(lead):
        doubts.append("how far the author affirms it")
    if SOMEBODY.search(whole) or FIRST_PERSON.search(lead):
        doubts.append("the author only reports it or supposes it")
    if disowned and negated:
        doubts.append("whether the author affirms it")
    return Frame(
        figure,
        subject,
        part,
        area,
        employer or None,
        year,
        kind,
        disowned or negated,
        quantifier_in(text, start),
        share_in(text, start) if figure.bound else None,
        other_source(clause, reader),
        bool(_ADJUSTED.search(text) or _ADJUSTED.search(column or title)),
        bool(_PAST.search(text)),
        elsewhere,
        tuple(doubts),
    )


def _spans(mentions: Sequence[Mention]) -> list[Spanned[str]]:
    return [(m.start, m.end, m.code) for m in mentions]


_SOC = re.compile(r"\b\d\d-\d{4}\b")


def _subject(
    clause: Clause,
    reader: Reader,
    marks: list[tuple[int, int]],
    i: int,
    heads: tuple[str, str],
    doubts: list[str],
) -> tuple[Subject | None, Mention | None]:
    """Whom the figure is about: of a table's heads, of the clause, else of what stands before."""
    text = clause.text
    for head in heads:
        for named in reader.named(head, "occupation"):
            return reader.resolve(named.code, named.text, "named by the table"), None
    codes = _SOC.findall(clause.sentence.text)
    if len(set(codes)) == 1 and (held := reader.evidence.title(codes[0])) != codes[0]:
        return reader.resolve(codes[0], held, "named by its code"), None
    if heads[0] or heads[1]:
        return reader.subject(clause, marks[i][0]), None
    mentions = [(m.start, m.end, m) for m in reader.mentions(clause, "occupation")]
    everyone = [
        (m.start(), m.end(), Mention("occupation", EVERYONE, m[0], m.start(), m.end()))
        for m in _EVERYONE.finditer(text)
    ]
    found, sure = owned(text, sorted([*mentions, *everyone], key=lambda s: s[0]), marks, i)
    if found is not None:
        if found.narrow and not same_title(found.text, reader.evidence.title(found.code)):
            doubts.append(f'whether "{found.text}" means the whole occupation')
        if not sure:
            doubts.append("whose figure it is")
        return reader.resolve(found.code, found.text, "named here"), found
    return reader.subject(clause, marks[i][0]), None


def _place(
    clause: Clause,
    reader: Reader,
    marks: list[tuple[int, int]],
    i: int,
    heads: tuple[str, str],
    title: str,
    doubts: list[str],
) -> tuple[str | None, tuple[str, ...]]:
    """The area the figure is of, None for the nation; and areas that what stands before may mean."""
    text = clause.text
    for head in reversed(heads):
        if NATION_WORDS.search(head):
            return None, ()
        for named in reader.named(head, "place"):
            return named.code, ()
        if (code := reader.postal(head)) is not None:
            return code, ()
    nation = [(m.start(), m.end(), NATION) for m in NATION_WORDS.finditer(text)]
    spans = sorted([*_spans(reader.mentions(clause, "place")), *nation])
    found, sure = owned(text, spans, marks, i)
    if found is None and (code := reader.postal(text[: marks[i][0]])) is not None:
        found = code
    if found is not None:
        if not sure:
            doubts.append("which place the figure is of")
        return (None if found == NATION else found), ()
    nearby = {m.code for m in reader.mentions(clause.sentence, "place")}
    if len(nearby) == 1 and not NATION_WORDS.search(clause.sentence.text):
        return nearby.pop(), ()
    above = {m.code for m in reader.named(title, "place")} | nearby
    if reader.area is not None and not NATION_WORDS.search(clause.sentence.text):
        above.add(reader.area)
    before = reader.previous(clause.sentence)
    if (
        before is not None
        and before.block == clause.sentence.block
        and not NATION_WORDS.search(clause.sentence.text)
    ):
        above |= {m.code for m in reader.mentions(before, "place")}
    if above:
        doubts.append("which place the figure is of")
    return None, tuple(sorted(above))


_SAME_AS_BEFORE = re.compile(
    r"^\W*(?:by the hour|that is|that's|this is|that works|this works|or\b|which is|equal)", re.I
)


def _year(clause: Clause, reader: Reader, marks: list[tuple[int, int]], i: int, column: str) -> int | None:
    """The year the figure is dated to; NOW for "today", None where nothing dates it."""
    text = clause.text
    spans = [(m.start(), m.end(), int(m[1])) for m in YEAR.finditer(text) if not is_period(text, m)]
    spans += [(m.start(), m.end(), NOW) for m in _NOW.finditer(text)]
    dated = [int(m[1]) for m in YEAR.finditer(column)]
    if len(dated) == 1:
        return dated[0]
    found, _ = owned(text, sorted(spans), marks, i)
    if found is not None:
        return found
    return reader.year_before(
        clause,
        follows=bool(_SAME_AS_BEFORE.match(clause.sentence.text))
        or _measure(clause, marks, i, ("", ""), "") in PERCENTILES,
    )


_BARE: dict[str, Measure] = {"10th": "p10", "25th": "p25", "50th": "p50", "75th": "p75", "90th": "p90"}


def _measure(
    clause: Clause, marks: list[tuple[int, int]], i: int, heads: tuple[str, str], title: str
) -> Measure:
    """The measure the figure is said to be: of its heads, its own words, its sentence, its heading."""
    text = clause.text
    for head in heads:
        named = measures(head) or [(0, 0, m) for name, m in _BARE.items() if head.strip(" .") == name]
        if named:
            return _strongest([n for _, _, n in named])
    spans = measures(text)
    start = marks[i][0]
    own = [s for s in spans if (marks[i - 1][1] if i else 0) <= s[0] < start]
    strong = [s for s in own if s[2] in PERCENTILES or s[2] in ("entry", "best case")]
    found, sure = owned(text, spans, marks, i)
    trailing = trailing_label(text, spans, marks[i][1], marks[i + 1][0] if i + 1 < len(marks) else len(text))
    if strong and trailing is None:
        return strong[-1][2]
    if found is not None:
        return found if sure or trailing else "any"
    if not heads[0] and not heads[1]:
        rest = measures(clause.sentence.text)
        if rest:
            return rest[-1][2]
    named = measures(title)
    labels = [n for _, _, n in named if CELL not in title]
    return _strongest(labels) if labels and len(set(labels)) == 1 else "any"


def _strongest(found: list[Measure]) -> Measure:
    return next((m for m in found if m in PERCENTILES or m in ("entry", "best case")), found[0])
