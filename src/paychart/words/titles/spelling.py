"""Words no title holds, read as the nearest word that titles do hold: misspelt, cut short, or vowels left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

SHORTEST_MISSPELT = 5
SHORTEST_CUT = 3


@dataclass(frozen=True)
class Speller:
    """`telling` maps words of titles to their rarity (low is common); `known` are further real words, left alone."""

    telling: Mapping[str, float]
    known: Iterable[str]
    _found: dict[str, str] = field(default_factory=dict, repr=False)

    def read(self, words: Sequence[str]) -> tuple[str, ...]:
        """The same words, unknown ones replaced by what they most likely stand for; order kept, repeats dropped."""
        if self.telling.keys() >= set(words):
            return tuple(words)
        return tuple(dict.fromkeys(map(self._nearest, words)))

    @cached_property
    def _by_initial(self) -> dict[str, list[str]]:
        held: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self.telling, key=self.telling.__getitem__):
            held[word[0]].append(word)
        return held

    @cached_property
    def _real(self) -> frozenset[str]:
        return frozenset(self.known)

    def _nearest(self, word: str) -> str:
        if word in self.telling:
            return word
        found = self._found.get(word)
        if found is None:
            if len(self._found) > 50_000:
                self._found.clear()
            found = self._found[word] = self._search(word)
        return found

    def _search(self, word: str) -> str:
        if len(word) < SHORTEST_CUT or word in self._real:
            return word
        candidates = self._by_initial.get(word[0], [])
        if len(word) >= SHORTEST_MISSPELT and (misspelt := _misspelt(word, candidates)):
            return misspelt
        longer = [c for c in candidates if len(c) > len(word)]
        cut = next((c for c in longer if c.startswith(word)), None)
        if cut:
            return cut
        if len(word) >= SHORTEST_CUT + 1:
            return next((c for c in longer if len(c) <= 3 * len(word) and _within(word, c)), word)
        return word


def _misspelt(word: str, candidates: Sequence[str]) -> str | None:
    """The commonest word one slip away (two for long words): a letter more, fewer, other, or two swapped."""
    from rapidfuzz.distance import OSA

    for slips in (1, 2) if len(word) >= 8 else (1,):
        for candidate in candidates:
            if (
                abs(len(candidate) - len(word)) <= slips
                and OSA.distance(word, candidate, score_cutoff=slips) <= slips
            ):
                return candidate
    return None


def _within(short: str, long: str) -> bool:
    """Whether the letters of `short` occur in `long` in order, both ending alike: "mngr" is in "manager"."""
    letters = iter(long)
    return short[-1] == long[-1] and all(letter in letters for letter in short)
