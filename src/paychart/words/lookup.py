"""Search over all code tables at once, and turning the words of a Profile into codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from paychart.data.store import Store
from paychart.errors import BadInput, PaychartError, UnknownCode
from paychart.profile import Profile
from paychart.words.areas import find_area, understand_place
from paychart.words.credentials import find_credential
from paychart.words.index import index
from paychart.words.industries import find_industry, understand_employer
from paychart.words.matching import CERTAIN, ranked
from paychart.words.money import read_pay
from paychart.words.occupations import find_occupation, understand_job
from paychart.words.understood import Choice, How, Understood

KINDS = ("occupation", "area", "industry")
READERS: dict[str, Callable[[str, Store], Understood]] = {
    "occupation": understand_job,
    "area": understand_place,
    "industry": understand_employer,
}
TOLD, ASKED, SIMILAR = (
    99.5,
    99.0,
    98.0,
)  # scores out of 100 of what is meant, may be meant, and of similar names


def understand(text: str, store: Store, kind: str = "") -> Understood:
    """What `text` means: work, a place, an employer, a credential, or money, with how sure that is and the rivals.

    `kind` is occupation, area, industry, credential or money; without it the first that fits in the order money,
    credential, occupation, area, industry. Raises the reader's own error, or UnknownCode where none fits.
    """
    readers = {"money": _money, "credential": _credential, **READERS}
    if kind:
        if kind not in readers:
            raise BadInput(f"{kind!r} is not a kind of words.", nearest=tuple(readers))
        return readers[kind](text, store)
    found: list[Understood] = []
    for read in readers.values():
        with suppress(PaychartError):
            found.append(read(text, store))
    order = {"sure": 0, "told": 1, "asked": 2}
    if not found:
        raise UnknownCode(f"{text[:40]!r} is no job, place, employer, credential or amount that is known.")
    return min(found, key=lambda u: order[u.how])


def _money(text: str, _: Store) -> Understood:
    if re.fullmatch(r"\s*\d\d-?\d{4}(\.\d\d)?\s*", text):
        raise BadInput("That is written as a code.")
    pay = read_pay(text)
    how: How = "sure" if pay.basis_stated else "told"
    return Understood(
        "money", how, Choice(f"{pay.midpoint:.2f}", pay.said.removeprefix("Understood as ").rstrip("."))
    )


def _credential(text: str, _: Store) -> Understood:
    credential = find_credential(text)
    return Understood("credential", "sure", Choice(credential.code, credential.name))


@dataclass(frozen=True)
class Match:
    """One candidate: its kind, code, name, score (100 is certain) and why it is here."""

    kind: str
    code: str
    name: str
    score: float
    why: str


def search(text: str, store: Store, kinds: Sequence[str] = KINDS, limit: int = 10) -> list[Match]:
    """Ranked candidates for `text`: what it means first, then what else it could mean, then similar names."""
    for kind in kinds:
        if kind not in KINDS:
            raise BadInput(f"{kind!r} is not a kind of code.", nearest=KINDS)
    codes = index(store)
    tables: dict[str, dict[str, str]] = {
        "occupation": {c: o.title for c, o in codes.occupations.items()},
        "area": {c: a.name for c, a in codes.areas.items()},
        "industry": {c: i.title for c, i in codes.industries.items()},
    }
    found: dict[tuple[str, str], Match] = {}
    if not text.strip():
        return []
    for kind in kinds:
        for match in _meant(text, store, kind):
            found.setdefault((kind, match.code), match)
        for code, score in ranked(text, tables[kind], limit=limit):
            why = codes.family.get(code, "") if kind == "occupation" else ""
            score = min(score, SIMILAR)
            found.setdefault(
                (kind, code), Match(kind, code, tables[kind][code], round(score, 1), why or "similar name")
            )
    return sorted(found.values(), key=lambda m: (-m.score, KINDS.index(m.kind), m.code))[:limit]


def _meant(text: str, store: Store, kind: str) -> list[Match]:
    """What the words mean, scored by how sure that is."""
    try:
        found = READERS[kind](text, store)
    except PaychartError:
        return []
    first, rest = (CERTAIN, ASKED) if found.how == "sure" else (TOLD, ASKED)
    chosen = [found.choice] if found.choice else []
    return [
        Match(kind, c.code, c.name, (first if c is found.choice else rest) - 0.1 * place, _why(found.how, c.label))
        for place, c in enumerate([*chosen, *found.others])
    ]  # fmt: skip


def _why(how: How, label: str) -> str:
    words = {"sure": "code, name or usual word", "told": "likeliest meaning", "asked": "possible meaning"}
    return label or words[how]


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


def told(profile: Profile, store: Store) -> tuple[str, ...]:
    """What was understood by each word of the profile that has rivals, in sentences; none for codes and plain names."""
    words = {"occupation": profile.occupation, "area": profile.area, "industry": profile.industry}
    found = (READERS[kind](text, store) for kind, text in words.items())
    return tuple(f'"{words[u.kind][:60]}": {u.said}' for u in found if u.how == "told")
