"""Search over all code tables at once, and turning the words of a Profile into codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from paychart.data.store import Store
from paychart.errors import BadInput, PaychartError
from paychart.profile import Profile
from paychart.words.areas import find_area
from paychart.words.index import Area, Industry, Occupation, index
from paychart.words.industries import find_industry
from paychart.words.matching import CERTAIN, ranked
from paychart.words.occupations import find_occupation, find_occupation_by_name, title_candidates

KINDS = ("occupation", "area", "industry")


@dataclass(frozen=True)
class Match:
    """One candidate: its kind, code, name, score (100 is certain) and why it is here."""

    kind: str
    code: str
    name: str
    score: float
    why: str


def search(text: str, store: Store, kinds: Sequence[str] = KINDS, limit: int = 10) -> list[Match]:
    """Ranked candidates for `text`, codes and exact names first. All scores are shown."""
    for kind in kinds:
        if kind not in KINDS:
            raise BadInput(f"{kind!r} is not a kind of code.", nearest=KINDS)
    codes = index(store)
    tables: dict[str, tuple[dict[str, str], Callable[[str, Store], Occupation | Area | Industry]]] = {
        "occupation": ({c: o.title for c, o in codes.occupations.items()}, find_occupation_by_name),
        "area": ({c: a.name for c, a in codes.areas.items()}, find_area),
        "industry": ({c: i.title for c, i in codes.industries.items()}, find_industry),
    }
    found: dict[tuple[str, str], Match] = {}
    if not text.strip():
        return []
    for kind in kinds:
        names, find = tables[kind]
        try:
            sure = find(text, store).code
            found[kind, sure] = Match(kind, sure, names[sure], CERTAIN, "code, name or usual word")
        except PaychartError:
            pass
        for code, score in ranked(text, names, limit=limit):
            why = codes.family.get(code, "") if kind == "occupation" else ""
            found.setdefault(
                (kind, code), Match(kind, code, names[code], round(score, 1), why or "similar name")
            )
    if "occupation" in kinds and all(match.score < CERTAIN for match in found.values()):
        for match in _as_title(text, tables["occupation"][0]):
            found["occupation", match.code] = match
    return sorted(found.values(), key=lambda m: (-m.score, KINDS.index(m.kind), m.code))[:limit]


def _as_title(text: str, names: dict[str, str]) -> list[Match]:
    """Occupations of `text` read as a job title, scored by probability; never certain, so never chosen alone."""
    return [
        Match("occupation", code, names[code], round(99 * probability, 1), f"as a job title: {evidence}")
        for code, probability, evidence in title_candidates(text, names)
    ]


def resolve_profile(profile: Profile, store: Store) -> Profile:
    """The same profile with codes for occupation, area and industry; codes stay as they are.

    Raises UnknownCode, Ambiguous or BadInput with the nearest valid values.
    """
    return replace(
        profile,
        occupation=find_occupation(profile.occupation, store).code,
        area=find_area(profile.area, store).code,
        industry=find_industry(profile.industry, store).code,
    )
