"""The code tables of one store, held in memory for look-up by code or by name."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from paychart.data.families import all_rows
from paychart.data.reference import reference_path
from paychart.data.store import Store
from paychart.words.titles.wording import stem


@dataclass(frozen=True)
class Occupation:
    """A SOC occupation of the release; `level` is total, major, minor, broad or detailed."""

    code: str
    title: str
    level: str


@dataclass(frozen=True)
class Area:
    """A place of the release; `type` is nation, state, metropolitan or nonmetropolitan."""

    code: str
    name: str
    type: str
    state: str
    states: str


@dataclass(frozen=True)
class Industry:
    """An employer type of the release; `parent` is the next wider one."""

    code: str
    title: str
    level: str
    parent: str


@dataclass(frozen=True)
class CodeIndex:
    """Everything that look-up needs, read once per store."""

    occupations: dict[str, Occupation]
    areas: dict[str, Area]
    industries: dict[str, Industry]
    states: dict[str, str]  # postal code and lower-case name -> postal code
    state_words: dict[str, str]  # the same, and abbreviations such as "calif"
    industry_words: dict[str, str]
    occupation_words: dict[str, str]
    family: dict[str, str]  # occupation code -> what it is in its family of careers

    @cached_property
    def occupations_titled(self) -> dict[str, list[Occupation]]:
        """Occupations by the `job_key` of their title; groups and their details may share one."""
        titled: dict[str, list[Occupation]] = {}
        for occupation in self.occupations.values():
            titled.setdefault(job_key(occupation.title), []).append(occupation)
        return titled

    @cached_property
    def words_for_work(self) -> dict[str, str]:
        """Usual words of the families of careers, and the titles of their roles, by `job_key` -> code."""
        found = {job_key(word): code for word, code in self.occupation_words.items()}
        for role in all_rows("roles"):
            for title in role["titles"].split(";"):
                found.setdefault(job_key(title), role["soc"])
        return found

    @cached_property
    def places_named(self) -> dict[str, list[Area]]:
        """Metropolitan and nonmetropolitan areas by each city in their names, and by the whole name."""
        named: dict[str, list[Area]] = {}
        for area in self.areas.values():
            if area.type in ("metropolitan", "nonmetropolitan"):
                for name in dict.fromkeys((*cities(area), plain(area.name))):
                    named.setdefault(name, []).append(area)
        return named

    def state_area(self, postal: str) -> Area | None:
        """The statewide area of a postal code."""
        return next((a for a in self.areas.values() if a.type == "state" and a.state == postal), None)


@lru_cache(maxsize=16_384)
def plain(text: str) -> str:
    """Lower case, without punctuation, single spaces: what names are compared in."""
    words = re.sub(r"[^a-z0-9+ ]+", " ", text.lower().replace("&", " and ").replace("'", ""))
    return re.sub(r"\bsaint\b", "st", " ".join(words.split()))


def job_key(text: str) -> str:
    """What words for work are compared in: plain, singular."""
    return " ".join(map(stem, plain(text).split()))


@cache
def cities(area: Area) -> tuple[str, ...]:
    """The names joined by hyphens in an area's name: Denver, Aurora, Centennial - and Winston-Salem whole."""
    whole = area.name.split(",")[0]
    return (*(plain(part) for part in re.split(r"--?|/", whole)), plain(whole))


def index(store: Store) -> CodeIndex:
    """The code index of `store`, kept with it."""
    return store.cached("codes", lambda: _read(store))


def _read(store: Store) -> CodeIndex:
    states: dict[str, str] = {}
    also: dict[str, str] = {}
    for row in _reference("states.csv"):
        states[row["postal"].lower()] = states[row["name"].lower()] = row["postal"]
        also |= {plain(word): row["postal"] for word in row["also"].split(";") if word}
    return CodeIndex(
        {c: Occupation(c, *rest) for c, *rest in store.rows("SELECT code, title, level FROM occupation")},
        {c: Area(c, *rest) for c, *rest in store.rows("SELECT code, name, type, state, states FROM area")},
        {c: Industry(c, *rest) for c, *rest in store.rows("SELECT code, title, level, parent FROM industry")},
        states,
        also | states,
        _spoken(_reference("industry_words.csv")),
        _spoken(all_rows("words")),
        {row["code"]: row["role"] for row in all_rows("occupations") if row["role"]},
    )


def _spoken(rows: Iterable[dict[str, str]]) -> dict[str, str]:
    return {plain(word): row["code"] for row in rows for word in row["words"].split(";")}


def _reference(name: str) -> list[dict[str, str]]:
    with reference_path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
