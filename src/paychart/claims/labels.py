"""Which label of a clause belongs to which of its figures: each figure has its own place, date and measure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_PER = r"(?:\s?(?:a|an|per|each|every)\s(?:year|hour|annum)|\sannually|\s?/\s?(?:yr|hr|year|hour)|\syearly)?"
_NEXT_TO = re.compile(
    rf"{_PER}\s?(?:\(|(?:,?\s(?:in|for|as of|at|during|among|across|back in|by|on)\s)?)(?:the |early |late |May |"
    rf"a |an )*$",
    re.I,
)

Spanned = tuple[int, int, T]


def owned(
    text: str, spans: Sequence[Spanned[T]], figures: Sequence[tuple[int, int]], i: int
) -> tuple[T | None, bool]:
    """The value among `spans` that belongs to figure `i` of `figures`, and whether that is sure.

    In this order: what stands in brackets or right after the figure, what leads it since the figure before, one of
    as many names as figures, what leads all figures, and for the last figure what follows.
    """
    start, end = figures[i]
    before = figures[i - 1][1] if i else 0
    after = figures[i + 1][0] if i + 1 < len(figures) else len(text)
    trailing = trailing_label(text, spans, end, after)
    if trailing is not None:
        return trailing[2], True
    claimed = [
        t
        for k in range(i)
        if (t := trailing_label(text, spans, figures[k][1], figures[k + 1][0])) is not None
    ]
    leading = [s for s in spans if before <= s[0] < start and s not in claimed]
    first = [s for s in spans if s[1] <= figures[0][0]]
    if len(figures) > 1 and len(first) == len(figures) and len({s[2] for s in first}) > 1:
        return first[i][2], True
    if leading:
        return leading[-1][2], True
    carried = [s for s in spans if s[0] < before and s not in claimed]
    if carried:
        return carried[-1][2], True
    follows = [s for s in spans if s[0] >= end]
    if follows and i == len(figures) - 1:
        return follows[0][2], True
    if follows and i < len(figures) - 1 and len({s[2] for s in spans}) == 1:
        return follows[0][2], False
    return (claimed[-1][2], False) if claimed else (None, True)


def trailing_label(text: str, spans: Sequence[Spanned[T]], end: int, stop: int) -> Spanned[T] | None:
    """The span that labels the figure ending at `end` from behind: "$108,510 (90th percentile)", "$95,380 in Texas"."""
    for span in spans:
        if not end <= span[0] < stop:
            continue
        gap = text[end : span[0]]
        if len(gap) > 34:
            return None
        opened = gap.rstrip().endswith("(") or "(" in gap
        if opened:
            closed = text.find(")", end)
            if 0 <= closed <= stop and span[0] < closed and len(gap) < 24:
                return span
            continue
        if _NEXT_TO.fullmatch(gap) and (gap.strip() or stop == len(text)):
            return span
    return None
