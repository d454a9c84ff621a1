"""All cells of a store in memory, for programs that answer many questions: compact columns, rows on demand."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store


class HeldCells:
    """Every row of the table `cell`. About 60 MB for a release; a look-up takes some microseconds.

    Parameters
    ----------
    numbers, texts : the columns to hold after occupation, area and industry, in that order.
    """

    def __init__(self, store: Store, numbers: tuple[str, ...], texts: tuple[str, ...]) -> None:
        columns = (
            store.cursor()
            .execute(
                f"SELECT occupation, area, industry, {', '.join(numbers + texts)} FROM cell "
                "ORDER BY occupation, area, industry"
            )
            .fetchnumpy()
        )
        self._numbers = np.column_stack(
            [np.ma.filled(np.ma.asarray(columns[n]).astype(float), np.nan) for n in numbers]
        )
        self._whole = [np.ma.asarray(columns[n]).dtype.kind == "i" for n in numbers]
        self._texts = [_coded(columns[name]) for name in texts]
        occupations, starts = np.unique(np.asarray(columns["occupation"], dtype=str), return_index=True)
        ends = [*starts[1:].tolist(), len(self._numbers)]
        self._spans = dict(zip(occupations.tolist(), zip(starts.tolist(), ends, strict=True), strict=True))
        self._areas, area = _places(columns["area"])
        self._industries, industry = _places(columns["industry"])
        self._codes = area * len(self._industries) + industry

    def get(self, occupation: str, area: str, industry: str) -> tuple[Any, ...] | None:
        """The row of one cell, None where there is none."""
        span, place, kind = self._spans.get(occupation), self._areas.get(area), self._industries.get(industry)
        if span is None or place is None or kind is None:
            return None
        code = place * len(self._industries) + kind
        at = span[0] + int(np.searchsorted(self._codes[span[0] : span[1]], code))
        if at == span[1] or self._codes[at] != code:
            return None
        values = [
            None if v != v else int(v) if whole else v
            for v, whole in zip(self._numbers[at].tolist(), self._whole, strict=True)
        ]
        return (occupation, area, industry, *values, *(words[code[at]] for words, code in self._texts))


def _places(column: Any) -> tuple[dict[str, int], NDArray[np.int64]]:
    """Position of each different code, and the positions of the column; their order is the codes' own."""
    codes, inverse = np.unique(np.asarray(column, dtype=str), return_inverse=True)
    return {code: i for i, code in enumerate(codes.tolist())}, inverse.astype(np.int64)


def _coded(column: Any) -> tuple[list[Any], NDArray[np.int8]]:
    """The different texts of a column (None for absent), and which one each row has."""
    values = np.ma.filled(np.ma.asarray(column).astype(object), None)
    words = list(dict.fromkeys(values.tolist()))
    places = {word: i for i, word in enumerate(words)}
    return words, np.array([places[value] for value in values], dtype=np.int8)
