"""The health-care title catalogue: exact titles, and titles that contain one.

A payroll title seldom equals a listed one: "Coder, trauma level" holds "trauma coder" and more. The entry that
covers most of what a title says decides, unless the title states a role that the entry does not.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from paychart.data.families import all_rows
from paychart.data.reference import reference_path
from paychart.words.titles.wording import take_apart, title_key

COVER_STEPS = (0.5, 0.65, 0.8)
_ROLES = (
    "manager director president chief officer supervisor administrator executive instructor professor faculty "
    "teacher educator trainer nurse physician therapist pharmacist biller billing collector secretary receptionist "
    "registrar transcriptionist scribe recruiter attorney engineer developer programmer salesperson sales "
    "accountant security desk assistant aide"
)
ROLES = frozenset(_ROLES.split())


@dataclass(frozen=True, slots=True)
class Entry:
    """One catalogue wording: the code of its occupation and why."""

    title: tuple[str, ...]
    words: frozenset[str]
    soc: str
    reason: str


def catalogue_titles() -> list[tuple[str, str, str]]:
    """(title, code, reason) of every title and variant in the catalogue."""
    return [
        (title, row["soc"], row["reason"])
        for row in all_rows("titles")
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
def everyday() -> dict[str, tuple[str, ...]]:
    """The codes of everyday words for work by the key of their wording, the commonest first; none that is open."""
    found: dict[str, tuple[str, ...]] = {}
    text = reference_path("job_words.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines(), delimiter=";"):
        if row["code"] and row["open"] != "ask":
            for word in row["words"].split("|"):
                if key := title_key(take_apart(word).words):
                    found.setdefault(key, (row["code"], *(row["others"] or "").split()))
    return found


@cache
def _by_rarest() -> dict[str, tuple[Entry, ...]]:
    """Entries by the one of their words that fewest entries hold."""
    held = Counter(word for entry in entries().values() for word in entry.words)
    index: dict[str, list[Entry]] = {}
    for entry in entries().values():
        index.setdefault(min(entry.words, key=lambda word: (held[word], word)), []).append(entry)
    return {word: tuple(under) for word, under in index.items()}


def contained(
    words: Sequence[str], telling: Callable[[str], float], *, without: str = ""
) -> tuple[Entry, float] | None:
    """The entry inside a title that covers most of it, and the share of what the title says that it covers.

    The share weighs words by how much they tell (`telling`). `without` leaves one wording out (for measuring on it).
    """
    said = set(words)
    inside = [
        entry
        for word in said
        for entry in _by_rarest().get(word, ())
        if entry.words <= said and not (said - entry.words) & ROLES
    ]
    if without:
        inside = [entry for entry in inside if title_key(entry.title) != without]
    if not inside:
        return None
    covers = [sum(map(telling, entry.words)) for entry in inside]
    most = max(range(len(inside)), key=covers.__getitem__)
    cover = covers[most] / sum(map(telling, said))
    return (inside[most], cover) if cover >= COVER_STEPS[0] else None
