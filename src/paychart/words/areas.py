"""Places by BLS code, CBSA code, FIPS, state, name, or "rural" plus a state."""

from __future__ import annotations

import re

from paychart.data.store import Store
from paychart.errors import Ambiguous, BadInput, UnknownCode
from paychart.profile import NATION
from paychart.words.index import Area, CodeIndex, cities, index, plain
from paychart.words.matching import ranked

_NATION_WORDS = {"us", "usa", "u s", "united states", "national", "nation", "america", "0"}
_HINT = 'Give a state, a metro ("Denver, CO") or "rural Maryland"; or look it up with: paychart search WORDS'


def find_area(text: str, store: Store) -> Area:
    """The area meant. Leading zeros that a spreadsheet dropped are put back.

    Raises UnknownCode, Ambiguous (several places fit) or BadInput (a city and a state that do not go together).
    """
    codes = index(store)
    asked = text.strip()
    if not asked or plain(asked) in _NATION_WORDS:
        return codes.areas[NATION]
    if asked.isascii() and asked.isdigit():
        return _by_number(asked, codes)
    postal = codes.states.get(plain(asked)) or codes.states.get(asked.lower())
    if postal and (state := codes.state_area(postal)):
        return state
    rural = re.match(r"^(?:rural|nonmetro(?:politan)?)\s+(.+)$", asked, re.IGNORECASE)
    if rural:
        return _rural(rural[1], codes)
    return _by_name(asked, codes)


def _by_number(digits: str, codes: CodeIndex) -> Area:
    """Seven-digit BLS codes, five-digit CBSA codes, two-digit state FIPS, each with zeros lost or not."""
    candidates = [digits.zfill(7)]
    if len(digits) <= 2:
        candidates.append(digits.zfill(2) + "00000")
    for code in candidates:
        if code in codes.areas:
            return codes.areas[code]
    raise UnknownCode(f"{digits} is not an area of this release.", nearest=_near(digits, codes), hint=_HINT)


def _near(digits: str, codes: CodeIndex) -> tuple[str, ...]:
    order = sorted(codes.areas.values(), key=lambda a: abs(int(a.code) - int(digits)))
    return tuple(f"{a.code} {a.name}" for a in order[:5])


def _rural(state: str, codes: CodeIndex) -> Area:
    postal = codes.states.get(plain(state)) or codes.states.get(state.strip().lower())
    if postal is None:
        raise UnknownCode(
            f"No state is called {state[:40]!r}.", nearest=_near_states(state, codes), hint=_HINT
        )
    places = [a for a in codes.areas.values() if a.type == "nonmetropolitan" and a.state == postal]
    if len(places) == 1:
        return places[0]
    if not places:
        raise UnknownCode(
            f"BLS publishes no nonmetropolitan area of {postal}.", hint=f"Ask for {postal} instead."
        )
    raise Ambiguous(
        f"{postal} has {len(places)} nonmetropolitan areas.",
        nearest=tuple(f"{a.code} {a.name}" for a in places),
        hint="Name one of them.",
    )


def _near_states(text: str, codes: CodeIndex) -> tuple[str, ...]:
    names = {name: name for name in codes.states if len(name) > 2}
    return tuple(name.title() for name, _ in ranked(text, names, limit=3))


def _by_name(asked: str, codes: CodeIndex) -> Area:
    city, _, after = _with_comma(asked, codes).partition(",")
    states = (
        {codes.states.get(part.strip().lower(), "") for part in re.split(r"[-/]", after)} if after else set()
    )
    if after and "" in states and len(states) == 1:
        raise UnknownCode(
            f"{after.strip()[:40]!r} is not a state.", nearest=_near_states(after, codes), hint=_HINT
        )
    held = codes.places_named
    named = list({a.code: a for name in (city, asked) for a in held.get(plain(name), [])}.values())
    here = [a for a in named if not states or states & set(a.states.split("-"))]
    if not here:
        suburbs = [(s, c) for s, c in codes.cities.get(plain(city), []) if not states or s in states]
        here = list({c: codes.areas[c] for _, c in suburbs if c in codes.areas}.values())
    if len(here) > 1:
        first = [a for a in here if cities(a)[0] == plain(city)]
        here = first if len(first) == 1 else here
    if len(here) == 1:
        return here[0]
    if here:
        raise Ambiguous(f"{asked[:60]!r} could be several places.", nearest=_labels(here), hint=_HINT)
    if named:
        raise BadInput(
            f"No metropolitan area of this release is named after a {city.strip()[:40]!r} in {after.strip()}.",
            nearest=_labels(named),
            hint=_HINT,
        )
    matches = ranked(asked, {a.code: a.name for a in codes.areas.values()})
    near = tuple(f"{code} {codes.areas[code].name}" for code, _ in matches)
    raise UnknownCode(f"No area of this release is called {asked[:60]!r}.", nearest=near, hint=_HINT)


def _with_comma(asked: str, codes: CodeIndex) -> str:
    """ "denver co" and "Denver Colorado" with the comma that people leave out."""
    words = asked.split()
    for count in (1, 2):
        state = " ".join(words[-count:]).lower()
        if "," not in asked and len(words) > count and state in codes.states:
            return f"{' '.join(words[:-count])}, {state}"
    return asked


def _labels(areas: list[Area]) -> tuple[str, ...]:
    return tuple(f"{a.code} {a.name}" for a in areas[:6])
