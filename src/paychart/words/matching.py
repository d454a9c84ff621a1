"""Ranking names against what a person typed. Callers accept, or say what is ambiguous."""

from __future__ import annotations

from collections.abc import Mapping

from paychart.words.index import plain

CERTAIN = 100.0


def ranked(
    text: str, names: Mapping[str, str], limit: int = 5, floor: float = 45.0
) -> list[tuple[str, float]]:
    """Codes of the `names` (code -> name) nearest to `text`, best first, each with a score up to 100."""
    from rapidfuzz import process  # a code asks for no likeness

    query = plain(text)
    if not query:
        return []
    found = process.extract(
        query,
        {code: plain(name) for code, name in names.items()},
        scorer=_score,
        limit=max(limit * 3, 15),
        score_cutoff=floor,
    )
    order = sorted(found, key=lambda item: (-item[1], len(item[0]), item[2]))
    return [(code, score) for _, score, code in order][:limit]


def _score(query: str, name: str, **_: object) -> float:
    """Whole-name likeness, with credit where every word typed begins a word of the name."""
    from rapidfuzz import fuzz

    if query == name:
        return CERTAIN
    words = name.split()
    asked = query.split()
    begun = sum(any(word.startswith(part.rstrip("s")) for word in words) for part in asked) / len(asked)
    return min(99.0, 0.45 * fuzz.WRatio(query, name) + 0.25 * fuzz.token_sort_ratio(query, name) + 30 * begun)
