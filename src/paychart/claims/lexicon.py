"""The names a guide may use for occupations, places and employers, and where they stand in a clause.

Names come from the official tables and from the small word lists in `reference`; a guide adds short forms of its
own ("technicians" after "pharmacy technicians"). Look-up is by whole words, longest name first.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from paychart.data.families import all_rows
from paychart.data.reference import reference_path
from paychart.data.store import Store
from paychart.words.index import CodeIndex, index

What = Literal["occupation", "place", "employer", "other"]
FAMILY = "him"  # the code of the whole career family
_LONGEST = 18  # words in a name
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9+]*(?:[.'][A-Za-z0-9+]+)*'?")


@dataclass(frozen=True)
class Mention:
    """A name in a text: `code` is a SOC code or `him`, an area code, or an industry code."""

    what: What
    code: str
    text: str
    start: int
    end: int
    narrow: bool = False  # a job title, which may mean less than the whole occupation


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    """A word without its plural: what names are compared in."""
    if re.fullmatch(r"[A-Z]{2,5}s", word):  # RNs, LPNs
        word = word[:-1]
    word = word.lower().strip("'.").replace("'s", "").replace("'", "").replace(".", "")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _key(name: str) -> tuple[str, ...]:
    return tuple(_stem(w) for w in _WORD.findall(name.replace("-", " ").replace("&", " and ")))


@dataclass
class Lexicon:
    """Names of everything, by stemmed words. `add` gives a guide's own short forms."""

    names: dict[tuple[str, ...], tuple[What, str]] = field(default_factory=dict)
    exact: dict[tuple[str, ...], str] = field(
        default_factory=dict
    )  # names that need capitals: Orange, Reading

    titles: set[tuple[str, ...]] = field(
        default_factory=set
    )  # job titles of an occupation, not its common names

    def add(self, name: str, what: What, code: str, *, replace: bool = False, cased: bool = False) -> None:
        key = _key(name)
        if key and len(key) <= _LONGEST and (replace or key not in self.names):
            self.names[key] = (what, code)
            if cased:
                self.exact[key] = name

    def copy(self) -> Lexicon:
        return Lexicon(dict(self.names), dict(self.exact), self.titles)

    def mentions(self, text: str) -> list[Mention]:
        """Every name in `text`, longest first from the left, none overlapping."""
        tokens = [(m.start(), m.end(), m[0]) for m in _WORD.finditer(text.replace("-", " "))]
        stems = [_stem(t[2]) for t in tokens]
        found, at = [], 0
        while at < len(tokens):
            for size in range(min(_LONGEST, len(tokens) - at), 0, -1):
                key = tuple(stems[at : at + size])
                entry = self.names.get(key)
                start, end = tokens[at][0], tokens[at + size - 1][1]
                if entry and self._fits(key, text[start:end]):
                    found.append(
                        Mention(
                            entry[0], entry[1], text[start:end].rstrip("'."), start, end, key in self.titles
                        )
                    )
                    at += size - 1
                    break
            at += 1
        return found

    def _fits(self, key: tuple[str, ...], words: str) -> bool:
        if key in self.exact:
            return words[:1].isupper()
        if len(key) == 1 and len(key[0]) <= 3:  # RN, NP, VA: never a small word
            return words[:2].isupper()
        return True


def lexicon(store: Store) -> Lexicon:
    """All names that the store and the word lists know, kept with the store."""
    return store.cached("claims lexicon", lambda: _build(index(store)))


_WITH_MORE = re.compile(
    r"(?:certified|credentialed|licensed|registered|school|hospital|hospice|clinic|pharmacy|insurance|remote|senior|"
    r"entry[- ]level|experienced)\b",
    re.I,
)


def _build(codes: CodeIndex) -> Lexicon:
    names = Lexicon()
    for words, code in (
        *_rows("guide_subjects.csv", "words", "code"),
        *((row["words"], row["code"]) for row in all_rows("words")),
    ):
        for word in words.split(";"):
            names.add(word, "occupation", code)
    for word, _ in _named("family"):
        names.add(word, "occupation", FAMILY)
    for row in all_rows("titles"):
        for title in (row["title"], *filter(None, row["variants"].split("|"))):
            # A certified coder is a coder with a certificate, a school nurse a nurse of a school: claims of their own.
            if len(title.split()) > 1 and not _WITH_MORE.match(title):
                if _key(title) not in names.names:
                    names.titles.add(_key(title))
                names.add(title, "occupation", row["soc"])
    for level in (
        "detailed",
        "broad",
        "minor",
    ):  # a broad occupation's own title is no short form of a detailed one
        for code, occupation in codes.occupations.items():
            if occupation.level == level:
                names.add(occupation.title, "occupation", code)
    for code, occupation in codes.occupations.items():
        if occupation.level == "detailed":
            for title in _short_titles(occupation.title):
                names.add(title, "occupation", code)
    for code, industry in codes.industries.items():
        if industry.level in ("3-digit", "4-digit") and len(industry.title.split()) > 1:
            names.add(industry.title, "employer", code)
            short = re.sub(r" (?:Services|Companies)$", "", industry.title)
            if len(short.split()) > 1:  # "Employment Services" is no "employment"
                names.add(short, "employer", code)
    _add_places(names, codes)
    for words, _ in _named("other"):
        names.add(words, "other", "")
    unlike = {
        words for words, _ in _named("not an employer")
    }  # words that mean employers elsewhere, not in a guide
    for words, code in (*_rows("industry_words.csv", "words", "code"), *_named("employer")):
        held = _held(code, codes)
        for word in words.split(";"):
            if held and word not in unlike:
                names.add(word, "employer", held)
    return names


def _held(code: str, codes: CodeIndex) -> str | None:
    """The industry of a word, or the next wider one that the release has."""
    if code in codes.industries:
        return code
    wider = (code[:length].ljust(6, "0") for length in range(5, 2, -1))
    return next((w for w in wider if w in codes.industries), None)


def _short_titles(title: str) -> Iterator[str]:
    """ "Elementary School Teachers, Except Special Education" also as people shorten it."""
    yield title
    short = re.split(r",? (?:except|all other|including)\b", title, flags=re.I)[0].strip(" ,")
    if re.search(r"all other", title, re.I) and "," not in short and len(short.split()) < 2:
        return
    yield short
    if re.fullmatch(r"[A-Z][a-z]+s and [A-Z][a-z]+s", short):
        yield from short.split(" and ")


def _add_places(names: Lexicon, codes: CodeIndex) -> None:
    for area in codes.areas.values():
        if area.type == "state":
            names.add(area.name, "place", area.code, replace=True, cased=True)
    for alias, postal in (
        ("Washington, DC", "DC"),
        ("Washington DC", "DC"),
        ("the District", "DC"),
        ("D.C.", "DC"),
    ):
        if held := codes.state_area(postal):
            names.add(alias, "place", held.code, cased=True)
    for area in codes.areas.values():
        if area.type == "metropolitan":
            first = re.split(r"--?|/|,", area.name)[0]
            postal = area.state
            for name in (f"{first}, {postal}", f"{first} {_state_name(postal, codes)}", area.name):
                names.add(name, "place", area.code, cased=True)
    for area in codes.areas.values():
        if area.type == "nonmetropolitan":
            names.add(area.name, "place", area.code, cased=True)
    cities = {words for words, _ in _named("city")}
    # A bare city name only where one metropolitan area of size carries it first.
    for area in sorted(codes.areas.values(), key=lambda a: a.code):
        if area.type == "metropolitan":
            first = re.split(r"--?|/|,", area.name)[0]
            if first in cities:
                names.add(first, "place", area.code, cased=True)
                names.add(f"{first} area", "place", area.code, cased=True)
            if first == "New York":  # the name alone is the state's
                names.add("New York City", "place", area.code, cased=True)


def _state_name(postal: str, codes: CodeIndex) -> str:
    area = codes.state_area(postal)
    return area.name if area else postal


def _table(name: str) -> Iterable[dict[str, str]]:
    with reference_path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _rows(name: str, *columns: str) -> Iterable[tuple[str, ...]]:
    return [tuple(row[c] for c in columns) for row in _table(name)]


def _named(kind: str) -> list[tuple[str, str]]:
    """(words, code) of one kind of the names that guides use and official tables do not."""
    return [(row["words"], row["code"]) for row in _table("guide_names.csv") if row["kind"] == kind]
