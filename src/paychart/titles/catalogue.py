"""The health-care title catalogue: exact titles, and titles that contain one.

A payroll title seldom equals a listed one: "Coder, trauma level" holds "trauma coder" and more. The entry that
covers most of what a title says decides, unless the title states a role that the entry does not.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from paychart.titles.model import Rarity
from paychart.titles.wording import take_apart, title_key

COVER_STEPS = (0.5, 0.65, 0.8)
ROLES = frozenset(
    "manager director president chief officer supervisor administrator executive instructor professor faculty "
    "teacher educator trainer nurse physician therapist pharmacist biller billing collector secretary receptionist "
    "registrar transcriptionist scribe recruiter attorney engineer developer programmer salesperson sales "
    "accountant security desk assistant aide".split()
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One catalogue wording: the code of its occupation and why."""

    title: tuple[str, ...]
    words: frozenset[str]
    soc: str
    reason: str


def catalogue_titles() -> list[tuple[str, str, str]]:
    """(title, code, reason) of every title and variant in the catalogue."""
    table = resources.files("paychart.reference") / "him_titles.csv"
    return [
        (title, row["soc"], row["reason"])
        for row in csv.DictReader(table.read_text("utf-8").splitlines())
        for title in (row["title"], *filter(None, row["variants"].split("|")))
    ]


@cache
def entries() -> dict[str, Entry]:
    """Entries by the key of their wording; the first listed wins."""
    found: dict[str, Entry] = {}
    for title, soc, reason in catalogue_titles():
        words = take_apart(title).words
        found.setdefault(title_key(words), Entry(words, frozenset(words), soc, reason))
    return found


@cache
def _by_word() -> dict[str, tuple[Entry, ...]]:
    index: dict[str, list[Entry]] = {}
    for entry in entries().values():
        for word in entry.words:
            index.setdefault(word, []).append(entry)
    return {word: tuple(held) for word, held in index.items()}


def contained(words: Sequence[str], rarity: Rarity, *, without: str = "") -> tuple[Entry, float] | None:
    """The entry inside a title that covers most of it, and the share of what the title says that it covers.

    The share weighs words by how much they tell. `without` leaves one wording out (for measuring on it).
    """
    said = set(words)
    total = sum(rarity.of(word) for word in said)
    best: tuple[Entry, float] | None = None
    met: set[int] = set()
    for word in said:
        for entry in _by_word().get(word, ()):
            if id(entry) in met or not entry.words <= said:
                continue
            met.add(id(entry))
            if (said - entry.words) & ROLES or (without and title_key(entry.title) == without):
                continue
            cover = sum(rarity.of(w) for w in entry.words) / total
            if cover >= COVER_STEPS[0] and (best is None or cover > best[1]):
                best = entry, cover
    return best
