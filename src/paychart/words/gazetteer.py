"""The places of the package: ZIP codes, counties and named places, each with the OEWS area it lies in."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from paychart.data.reference import carried, reference_path
from paychart.errors import BadInput
from paychart.words.index import plain

_SPELLED = {
    "ft": "fort",
    "mt": "mount",
    "mtn": "mountain",
    "saint": "st",
    "hts": "heights",
    "spgs": "springs",
}
HINT = 'Give a town, ZIP code, county, metro ("Denver, CO"), state, or "rural Maryland".'
FRAME = re.compile(
    r"^(?:the |greater |metro(?:politan)? |downtown |uptown |near |around |outside |suburban |in |central |"
    r"suburbs? of |part of |"
    r"\d+ (?:min|mins|minutes|miles|mi|hours?|hrs?) (?:north |south |east |west )?"
    r"(?:of |from |outside |away from |out of )+)+"
    r"|(?:\s(?:metro(?:politan)?(?: statistical)?(?: area)?|area|msa|region|suburbs?|vicinity|proper|downtown|"
    r"city limits|and surrounding(?: areas?)?))+$"
)
WIDELY_KNOWN = 5000  # people a place needs before a slip of the keyboard is read as its name


@dataclass(frozen=True, slots=True)
class Place:
    """A named place or county: postal code of its state, OEWS area, and people living there."""

    name: str
    state: str
    area: str
    people: int


@dataclass(frozen=True, slots=True)
class Zip:
    """A ZIP code: its post office and OEWS areas with shares of its land that add up to about one."""

    place: str
    state: str
    areas: tuple[tuple[str, float], ...]


def place_key(text: str) -> str:
    """What names of places are compared in: plain, without accents, "Ft." and "Mt." in full."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    key = plain(text).replace("+", " ")
    return " ".join(_SPELLED.get(word, word) for word in key.split())


def unframed(asked: str) -> str:
    """The words without "greater", "metro area" and the like; the comma stays."""
    name, comma, state = asked.partition(",")
    return FRAME.sub("", name.lower().strip()).strip() + comma + state


def is_abroad(name: str, country: str, nearest: tuple[str, ...]) -> BadInput:
    where = "" if place_key(country) == place_key(name) else f" in {country}"
    return BadInput(
        f"{name.strip()[:40]}{where} is outside the United States, where BLS publishes no pay.",
        nearest=nearest,
        hint="Name a US place; add its state if it shares the name." if nearest else HINT,
    )


class Gazetteer:
    """Look-up by key; tables are read when first asked for."""

    @cached_property
    def places(self) -> dict[str, list[Place]]:
        """Places by key, as the tables name them and without a leading "the"."""
        return _by_key(Place(n, s, a, int(p)) for n, s, a, p in _rows("places.csv"))

    @cached_property
    def counties(self) -> dict[str, list[Place]]:
        """Counties, parishes, boroughs and independent cities by key, with and without their kind."""
        rows = [Place(c, s, a, int(p)) for s, c, a, p in _rows("counties.csv")]
        found = _by_key(rows)
        for row in rows:
            short = place_key(row.name)
            for kind in COUNTY_KINDS:
                short = short.removesuffix(f" {kind}")
            if short not in found or row not in found[short]:
                found.setdefault(short, []).append(row)
        return found

    @cached_property
    def zips(self) -> dict[str, list[str]]:
        """Rows of the ZIP code table by code; `zip` reads one."""
        return {row[0]: row for row in _rows("zips.csv")}

    def zip(self, code: str) -> Zip | None:
        """The ZIP code, or None where the table lacks it."""
        if code not in self.zips:
            return None
        _, state, place, area, shares = self.zips[code]
        parts = shares.split()
        pairs = tuple((a, int(n) / 100) for a, n in zip(parts[::2], parts[1::2], strict=True))
        return Zip(place, state, pairs or ((area, 1.0),))

    def counties_of(self, state: str) -> list[Place]:
        """Every county of a state, once."""
        return [Place(c, s, a, int(p)) for s, c, a, p in _rows("counties.csv") if s == state]

    def neighbor(self, code: str) -> str:
        """A listed ZIP code with the same first three digits, or empty."""
        return next((other for other in self.zips if other.startswith(code[:3])), "")

    @cached_property
    def words(self) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """Nicknames and regions: key -> (what they mean, what else they could mean), in words of places."""
        found = {}
        for row in carried("place_words.csv"):
            means, also = (tuple(filter(None, row[column].split(";"))) for column in ("means", "also"))
            found.update({place_key(word): (means, also) for word in row["words"].split(";")})
        return found

    @cached_property
    def abroad(self) -> dict[str, tuple[str, int]]:
        """Countries and large cities of other countries by key -> (country, people), the largest of a name."""
        found: dict[str, tuple[str, int]] = {}
        for name, country, people in _rows("abroad.csv"):
            key = place_key(name)
            if key not in found or int(people) > found[key][1]:
                found[key] = (country, int(people))
        return found

    @cached_property
    def known(self) -> dict[str, list[str]]:
        """Keys of places people know, by their first letter: what a misspelt name may have meant."""
        found: dict[str, list[str]] = {}
        for key, rows in self.places.items():
            if len(key) > 3 and max(row.people for row in rows) >= WIDELY_KNOWN:
                found.setdefault(key[0], []).append(key)
        return found

    def alike(self, key: str, slips: int) -> list[tuple[int, str]]:
        """(slips of the keyboard, key) of the known places at most so many from `key`, beginning alike."""
        from rapidfuzz.distance import OSA

        return [
            (gap, other)
            for other in self.known.get(key[:1], [])
            if abs(len(other) - len(key)) <= slips
            and (gap := OSA.distance(key, other, score_cutoff=slips)) <= slips
        ]

    def better_known(self, key: str, people: float) -> Place | None:
        """A place of at least so many people one slip away from a long name: Pittsburgh for "Pittsburg"."""
        near = (
            [other for _, other in self.alike(key, 1) if other != key]
            if len(key) >= 8 and people < 1e6
            else []
        )
        rows = [row for other in near for row in self.places[other] if row.people >= people]
        return max(rows, key=lambda row: row.people, default=None)

    @cached_property
    def prefixes(self) -> dict[str, dict[str, int]]:
        """First three digits of ZIP codes -> OEWS area -> how many of them lie there."""
        found: dict[str, dict[str, int]] = {}
        for code, row in self.zips.items():
            counts = found.setdefault(code[:3], {})
            counts[row[3]] = counts.get(row[3], 0) + 1
        return found


COUNTY_KINDS = ("county", "parish", "borough", "census area", "municipio", "municipality", "planning region")


@cache
def gazetteer() -> Gazetteer:
    """The one gazetteer of the package."""
    return Gazetteer()


def _rows(name: str) -> Iterator[list[str]]:
    with reference_path(name).open(encoding="utf-8", newline="") as file:
        yield from list(csv.reader(file))[1:]


def _by_key(rows: Iterable[Place]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for row in rows:
        key = row.name.lower()
        words = key.split(" ")
        if not (key.isascii() and all(map(str.isalpha, words))) or not _SPELLED.keys().isdisjoint(words):
            key = place_key(row.name)
        found.setdefault(key, []).append(row)
        if key.startswith("the "):
            found.setdefault(key[4:], []).append(row)
    return found
