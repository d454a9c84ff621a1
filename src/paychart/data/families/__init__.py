"""Families of careers as data: a folder each, whose tables say which occupations, roles, steps, words and credentials.

A family is added by adding a folder. Its tables, all optional but `about` and `roles`: `about` (name, words, goal),
`occupations`, `roles`, `edges` (with the degree, license and study each step needs), `credentials`, `evidence`,
`titles`, `words`. `generic` holds what every other occupation has: entry education, experience and related work.
"""

from __future__ import annotations

import csv
import gzip
import io
from dataclasses import dataclass
from functools import cache
from importlib import resources

GENERIC = "generic"


@dataclass(frozen=True)
class Family:
    """A family: its folder's name, its name in words, what people call it, the role its ladder leads to unless
    another is asked for, its occupations (code to what it is to the family, the main one first), and whether it is the
    one that pages speak of where none is named."""

    slug: str
    name: str
    short: str
    words: tuple[str, ...]
    about: str
    goal: str
    occupations: dict[str, str]
    flagship: bool = False

    @property
    def main(self) -> str:
        """The first occupation."""
        return next(iter(self.occupations), "")


def family_table(slug: str, table: str) -> tuple[dict[str, str], ...]:
    """Rows of one family's table as text by column; none where the family has no such table.

    >>> family_table("him", "about")[0]["key"]
    'name'
    """
    return _table(slug, table)


@cache
def all_rows(table: str) -> tuple[dict[str, str], ...]:
    """Rows of a table in every family, in the order of their names; the family stands in `family`."""
    return tuple({**row, "family": slug} for slug in _slugs() for row in _table(slug, table))


@cache
def families() -> dict[str, Family]:
    """Every family by the name of its folder."""
    found = {}
    for slug in _slugs():
        about = {row["key"]: row["value"] for row in _table(slug, "about")}
        found[slug] = Family(
            slug,
            about["name"],
            about.get("short", ""),
            tuple(word for word in about.get("words", "").split(";") if word),
            about.get("about", ""),
            about.get("goal", ""),
            {row["code"]: row["role"] for row in _table(slug, "occupations")},
            about.get("flagship") == "yes",
        )
    return found


@cache
def _slugs() -> tuple[str, ...]:
    here = resources.files(__package__)
    return tuple(sorted(p.name for p in here.iterdir() if p.joinpath("about.csv").is_file()))


@cache
def _table(slug: str, table: str) -> tuple[dict[str, str], ...]:
    folder = resources.files(__package__).joinpath(slug)
    for name, opened in ((f"{table}.csv", bytes), (f"{table}.csv.gz", gzip.decompress)):
        file = folder.joinpath(name)
        if file.is_file():
            text = opened(file.read_bytes()).decode()
            return tuple(csv.DictReader(io.StringIO(text, newline="")))
    return ()
