"""Occupations by SOC code, title, or likeness."""

from __future__ import annotations

import re
from collections.abc import Mapping

from paychart.data.families import Family, families
from paychart.data.store import Store
from paychart.errors import Ambiguous, BadInput, UnknownCode
from paychart.words.index import Occupation, index, plain
from paychart.words.matching import ranked

_CODE = re.compile(r"^(\d\d)[-. ]?(\d{4})(?:\.\d\d)?$")
_CLEAR = 88.0
_MARGIN = 6.0
_LIKELY, _OFFERED = 0.1, 6


def find_occupation(text: str, store: Store) -> Occupation:
    """The occupation meant by a SOC code (29-2072, 292072, 29-2072.00) or a title.

    Raises UnknownCode, or Ambiguous where several titles fit; both list the nearest, what the words mean as a
    job title first.
    """
    try:
        return find_occupation_by_name(text, store)
    except (Ambiguous, UnknownCode) as error:
        if text.strip()[:1].isdigit() or family_named(text):
            raise
        names = {code: o.title for code, o in index(store).occupations.items()}
        likely = [f"{code} {names[code]}" for code, _, _ in title_candidates(text, names)]
        if not likely:
            raise
        nearest = tuple(dict.fromkeys((*likely, *error.nearest)))[:_OFFERED]
        if len(nearest) == 1:
            raise _no_such(text.strip(), nearest) from None
        raise type(error)(error.message, nearest=nearest, hint=error.hint) from None


def find_occupation_by_name(text: str, store: Store) -> Occupation:
    """The same by code or name alone, without reading the words as a job title."""
    codes = index(store)
    asked = text.strip()
    shaped = _CODE.match(asked)
    if shaped:
        code = f"{shaped[1]}-{shaped[2]}"
        if code in codes.occupations:
            return codes.occupations[code]
        raise UnknownCode(
            f"{asked} is not an occupation of this release.", nearest=_near_codes(code, store), hint=_HINT
        )
    family = family_named(asked)
    if family is not None:
        held = [(code, role) for code, role in family.occupations.items() if role and code in codes.occupations]
        raise Ambiguous(
            f"{family.name} is a family of occupations, not one.",
            nearest=tuple(f"{code} {codes.occupations[code].title} ({role})" for code, role in held),
            hint="Choose the one that fits the work.",
        )
    usual = codes.occupation_words.get(plain(asked))
    if usual in codes.occupations:
        return codes.occupations[usual]
    names = {code: o.title for code, o in codes.occupations.items()}
    exact = codes.occupations_titled.get(plain(asked), [])
    if exact:
        # Minor, broad and detailed rows share titles; the most detailed one is the occupation itself.
        return max(exact, key=lambda o: _LEVELS.index(o.level))
    matches = ranked(asked, names)
    nearest = tuple(f"{code} {names[code]}" for code, _ in matches)
    if not matches:
        alike = ranked(asked, {code: code for code in names}) if asked[:1].isdigit() else []
        near = tuple(f"{code} {names[code]}" for code, _ in alike)
        raise _no_such(asked, near)
    (best, score), *rest = matches
    rivals = [
        code for code, s in rest if s > score - _MARGIN and codes.occupations[code].title != names[best]
    ]
    if score >= _CLEAR and not rivals:
        twins = [o for o in codes.occupations.values() if o.title == names[best]]
        return max(twins, key=lambda o: _LEVELS.index(o.level))
    if len(nearest) == 1:
        raise _no_such(asked, nearest)
    raise Ambiguous(f"{asked[:60]!r} could be several occupations.", nearest=nearest, hint=_HINT)


def family_named(text: str) -> Family | None:
    """The family of careers that words name as a whole ("HIM", "nursing"), which is no single occupation."""
    return next((f for f in families().values() if plain(text) in f.words), None)


def _no_such(asked: str, nearest: tuple[str, ...]) -> UnknownCode:
    return UnknownCode(f"No occupation is called {asked[:60]!r}.", nearest=nearest, hint=_HINT)


def title_candidates(text: str, names: Mapping[str, str]) -> list[tuple[str, float, str]]:
    """What the title coder makes of `text` read as a job title: (code, probability, evidence), best first.

    Only codes in `names`, of one in ten or more; none where the text has no words or is too long to be a title.
    """
    from paychart.words.titles import code

    try:
        coding = code(text)
    except BadInput:
        return []
    return [
        (c.soc, c.probability, coding.evidence)
        for c in coding.candidates
        if c.soc in names and c.probability >= _LIKELY
    ]


_LEVELS = ("total", "major", "minor", "broad", "detailed")
_HINT = "Give a SOC code, or look one up with: paychart search WORDS"


def _near_codes(code: str, store: Store) -> tuple[str, ...]:
    known = index(store).occupations
    group = [o for c, o in known.items() if c[:4] == code[:4]] or [
        o for c, o in known.items() if c[:2] == code[:2]
    ]
    group.sort(key=lambda o: abs(int(o.code[3:]) - int(code[3:])))
    return tuple(f"{o.code} {o.title}" for o in group[:5])
