"""The rank that a title's level stands for among the workers of its occupation: one rule, from data, for every page.

A title that a family of careers names as a role has that role's standing; any other the rank of its level
(`level_ranks.csv`). Each is judgment from few figures, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from paychart.data.families import all_rows
from paychart.data.reference import carried
from paychart.pay.evidence import Evidence, find
from paychart.words.index import plain
from paychart.words.titles.wording import take_apart

WHOLE = "whole occupation, not this title"
ITSELF = "the occupation itself"
RANKED = "the title's level, by rank in the whole occupation"


@dataclass(frozen=True)
class TitleRank:
    """A rank from 0 to 1 among the workers of an occupation, and what it rests on."""

    rank: float
    basis: str


def rank_of_title(title: str, occupation: str, level: str) -> TitleRank | None:
    """Where such posts lie in their occupation; None where nothing says that they differ from the whole."""
    named = _roles().get((plain(title), occupation))
    if named is not None:
        return named
    work = "management" if occupation.startswith("11-") else "other"
    for row in carried("level_ranks.csv"):
        if (row["work"], row["level"]) == (work, level):
            return TitleRank(float(row["rank"]), row["basis"])
    return None


def specialty_evidence(title: str, occupation: str) -> list[Evidence]:
    """What surveys print of the title's specialty within its occupation, newest first: context, never pooled."""
    words = " ".join(take_apart(title).words)
    found = [row for row in find("specialty", occupation) if row.level in words]
    return sorted(found, key=lambda row: -row.year)


@cache
def _roles() -> dict[tuple[str, str], TitleRank]:
    return {
        (plain(spoken), row["soc"]): TitleRank(float(row["standing"]), row["standing_basis"])
        for row in all_rows("roles")
        if row["standing_basis"]
        for spoken in (row["name"], *row["titles"].split(";"))
        if spoken
    }
