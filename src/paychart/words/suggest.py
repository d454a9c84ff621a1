"""Suggestions while a person types: names that begin with the words so far, in about a millisecond.

Words are looked up in a sorted list; where no word begins that way (a slip of the keyboard, a ZIP code, a job title)
the reader of that kind of words is asked what is meant.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from paychart.data.store import Store
from paychart.errors import BadInput, PaychartError
from paychart.words.gazetteer import gazetteer
from paychart.words.index import CodeIndex, index, plain
from paychart.words.lookup import KINDS, READERS
from paychart.words.occupations import everyday_words

LEAST_SUGGESTED = 1000  # people of a town that is offered while typing; smaller ones are found once typed
_ASKED = 120  # letters looked at; nobody types more before choosing
_LEVELS = {"detailed": 0, "broad": 2, "minor": 3, "major": 4, "total": 5}
_WIDE = {"3-digit": 0, "sector": 0, "4-digit": 1, "5-digit": 2, "all": 0, "ownership": 4}


@dataclass(frozen=True)
class Suggestion:
    """One choice: what to show, the code behind it, and the other word it was found by, if any."""

    kind: str
    code: str
    name: str
    also: str = ""


@dataclass(frozen=True)
class _Entry:
    suggestion: Suggestion
    words: tuple[str, ...]
    text: str
    weight: float  # more is shown first


class Suggestions:
    """The names of one store, by the words they are made of."""

    def __init__(self, entries: dict[str, list[_Entry]]) -> None:
        self._entries = entries
        self._words = {
            kind: sorted((word, i) for i, entry in enumerate(held) for word in set(entry.words))
            for kind, held in entries.items()
        }

    def find(self, kind: str, text: str, limit: int) -> list[Suggestion]:
        """Entries in which every word of `text` begins a word, the likeliest first, each code once."""
        asked = plain(text[:_ASKED])
        parts = asked.split()
        if not parts:
            return []
        hits = set.intersection(*(self._begun(kind, part) for part in parts))
        held = self._entries[kind]
        order = sorted(
            hits, key=lambda i: (not held[i].text.startswith(asked), -held[i].weight, held[i].text)
        )
        chosen: dict[str, Suggestion] = {}
        for i in order:
            chosen.setdefault(held[i].suggestion.code, held[i].suggestion)
            if len(chosen) == limit:
                break
        return list(chosen.values())

    def _begun(self, kind: str, part: str) -> set[int]:
        words = self._words[kind]
        found: set[int] = set()
        for word, i in words[bisect_left(words, (part, -1)) :]:
            if not word.startswith(part):
                break
            found.add(i)
        return found


def suggestions(store: Store) -> Suggestions:
    """The suggestions of `store`, kept with it."""
    return store.cached("suggestions", lambda: _read(store))


def suggest(text: str, store: Store, kind: str, limit: int = 8) -> list[Suggestion]:
    """At most `limit` choices of one kind (occupation, area, industry) for the letters typed so far.

    Raises BadInput for another kind.
    """
    if kind not in KINDS:
        raise BadInput(f"{kind!r} is not a kind of code.", nearest=KINDS)
    found = suggestions(store).find(kind, text, limit)
    if found or len(text.strip()) < 3:
        return found
    try:
        meant = READERS[kind](text[:_ASKED], store)
    except PaychartError:
        return []
    choices = [meant.choice, *meant.others] if meant.choice else list(meant.others)
    return [Suggestion(kind, c.code, c.name, c.label) for c in choices[:limit]]


def _read(store: Store) -> Suggestions:
    codes = index(store)
    jobs = {
        code: float(count or 0)
        for code, count in store.rows(
            "SELECT occupation, employment FROM cell WHERE area = '0000000' AND industry = '000000'"
        )
    }
    size = {
        code: float(count or 0)
        for code, count in store.rows(
            "SELECT area, employment FROM cell WHERE occupation = '00-0000' AND industry = '000000'"
        )
    }
    return Suggestions(
        {
            "occupation": list(_occupations(codes, jobs)),
            "area": list(_areas(codes, size)),
            "industry": list(_industries(codes)),
        }
    )


def _entry(kind: str, code: str, name: str, weight: float, also: str = "", extra: str = "") -> _Entry:
    text = plain(also or name)
    return _Entry(
        Suggestion(kind, code, name, also),
        tuple(f"{text} {plain(extra)} {plain(code)}".split()),
        text,
        weight,
    )


def _occupations(codes: CodeIndex, jobs: dict[str, float]) -> Iterable[_Entry]:
    """Health information work first, detailed occupations before groups, then by number of jobs."""

    def weight(code: str) -> float:
        level = _LEVELS[codes.occupations[code].level]
        return (1e10 if code in codes.family else 0) - level * 1e8 + jobs.get(code, 0)

    for code, occupation in codes.occupations.items():
        yield _entry("occupation", code, occupation.title, weight(code))
    everyday = {word: meant.code for word, meant in everyday_words().items()}
    for word, code in (everyday | codes.occupation_words).items():
        if code in codes.occupations:
            yield _entry("occupation", code, codes.occupations[code].title, weight(code) - 1, word)


def _areas(codes: CodeIndex, size: dict[str, float]) -> Iterable[_Entry]:
    """The nation and the states first, then metros by size; suburbs lead to their metro."""
    first = {"nation": 2e9, "state": 1e9}
    for code, area in codes.areas.items():
        name = "United States" if area.type == "nation" else area.name
        extra = "US USA National" if area.type == "nation" else area.states.replace("-", " ")
        yield _entry("area", code, name, first.get(area.type, 0) + size.get(code, 0), extra=extra)
    for places in gazetteer().places.values():
        for place in places:
            if place.people < LEAST_SUGGESTED or place.area not in codes.areas:
                continue
            lies_in = codes.areas[place.area].name
            if not lies_in.startswith(place.name):
                label = f"{place.name}, {place.state}"
                yield _entry("area", place.area, lies_in, place.people - 1.0, label)


def _industries(codes: CodeIndex) -> Iterable[_Entry]:
    for code, industry in codes.industries.items():
        name = "All employers" if industry.level == "all" else industry.title
        yield _entry("industry", code, name, -float(_WIDE.get(industry.level, 3)))
    for word, code in codes.industry_words.items():
        if code in codes.industries:
            yield _entry("industry", code, codes.industries[code].title, 1.0, word)
