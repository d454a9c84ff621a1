"""Places as people type them: ZIP codes, counties, towns, nicknames, states and metros, each to an OEWS area."""

from __future__ import annotations

import re

from paychart.data.store import Store
from paychart.errors import BadInput, UnknownCode
from paychart.profile import NATION
from paychart.words.gazetteer import FRAME, HINT, is_abroad, place_key, unframed
from paychart.words.index import Area, index
from paychart.words.place_names import PlaceNames
from paychart.words.understood import Choice, Understood

LONGEST = 120
MAIN_SHARE = 0.75  # of a ZIP code's land, for its area to be taken and told rather than asked
_NATION_WORDS = {"us", "usa", "u s", "u s a", "united states", "united states of america", "national", "nation",
                 "nationwide", "america", "the us", "the united states", "anywhere in the us", "0"}  # fmt: skip
_REMOTE = re.compile(
    r"\b(remote|remotely|telework|telecommute|telecommuting|wfh|hybrid|anywhere|virtual)\b"
    r"|\b(work|working|works)( from)?( at)? home\b|\bhome (office|based)\b|\bat home\b"
)


def find_area(text: str, store: Store) -> Area:
    """The area meant. Leading zeros that a spreadsheet dropped are put back; five digits are a ZIP code.

    Raises UnknownCode, Ambiguous (several places fit) or BadInput (no place in the US, or none at all).
    """
    return index(store).areas[understand_place(text, store).chosen(HINT).code]


def understand_place(text: str, store: Store) -> Understood:
    """What `text` means as a place, with its rivals. Raises UnknownCode or BadInput where it is no US place."""
    return _Reading(index(store)).read(text)


_NEAR = re.compile(r"^(.+?),? (?:near|outside(?: of)?|close to|just \w+ of|by) (.+)$", re.IGNORECASE)


class _Reading(PlaceNames):
    """The steps from words to a place, for the code tables of one store."""

    def read(self, text: str) -> Understood:
        asked = " ".join(text.split())
        if len(asked) > LONGEST:
            raise BadInput(f"A place of {len(asked):,} characters is too long.", hint=HINT)
        key = place_key(asked)
        if not asked or key in _NATION_WORDS:
            return self.sure(NATION)
        if not key:
            raise UnknownCode("No place is written in those characters.", hint=HINT)
        if numbered := self._numbered(asked):
            return numbered
        if _REMOTE.search(key):
            raise BadInput(
                "Remote work is not a place. Employers set its pay in one of two ways: by where the worker lives, "
                "or on one national scale.",
                nearest=("your own town or ZIP code", "United States"),
                hint="Give the place you live in; for a job paid on a national scale, give United States.",
            )
        found = self.nickname(key) or self.plainly(asked)
        if found:
            return found
        near = _NEAR.match(asked)
        if near and (
            found := next(
                (f for p in near.groups() if (f := self.nickname(place_key(p)) or self.plainly(p))), None
            )
        ):
            return found.told()
        framed = FRAME.sub("", key).strip()
        if framed not in ("", key) and (found := self.nickname(framed) or self.plainly(unframed(asked))):
            return found.told()
        for part in (self._joined, self.shortened, self._abroad, self.misspelt):
            if result := part(asked):
                return result
        raise self._unknown(asked)

    def _numbered(self, asked: str) -> Understood | None:
        code = re.fullmatch(r"(?:(?:cbsa|msa|metro|area)(?: code)? )?0*(\d{1,7})", asked.lower())
        if code and not asked[:1].isdigit():
            return self._area_code(code[1])
        if postal := re.fullmatch(r"(?:zip(?: ?code)?:? )?(\d{5})(?:[- ]?\d{4})?", asked.lower()):
            return self._zip(postal[1])
        if trailing := re.fullmatch(r".*\D(\d{5})(?:-\d{4})?", asked):
            return self._zip(trailing[1]).told() if trailing[1] in self.held.zips else None
        if not (asked.isascii() and asked.isdigit()):
            return None
        if len(asked) == 4 and f"0{asked}" in self.held.zips:
            return self._zip(f"0{asked}").told(f"Read as ZIP code 0{asked}, whose zero was lost.")
        return self._area_code(asked)

    def _area_code(self, digits: str) -> Understood:
        """Seven-digit BLS codes and two-digit state FIPS codes, each with zeros lost or not."""
        if digits.zfill(7) in self.codes.areas:
            return self.sure(digits.zfill(7))
        if len(digits) <= 2 and (state := digits.zfill(2) + "00000") in self.codes.areas:
            return self.sure(state).told(f"{digits} was read as the FIPS code of a state.")
        order = sorted(self.codes.areas.values(), key=lambda a: abs(int(a.code) - int(digits)))
        near = tuple(f"{a.code} {a.name}" for a in order[:5])
        raise UnknownCode(f"{digits} is not an area of this release.", nearest=near, hint=HINT)

    def _zip(self, code: str) -> Understood:
        held = self.held.zip(code)
        if held is None:
            return self._unlisted_zip(code)
        label = f"ZIP {code} ({held.place}, {held.state})" if held.place else f"ZIP {code} ({held.state})"
        whole = len(held.areas) == 1
        parts = tuple(
            Choice(a, self.name(a, held.state), label, None if whole else share) for a, share in held.areas
        )
        if whole:
            return Understood("area", "sure", parts[0])
        if parts[0].share is not None and parts[0].share >= MAIN_SHARE:
            return Understood(
                "area", "told", parts[0], parts[1:], f"ZIP code {code} lies in {len(parts)} areas."
            )
        return Understood("area", "asked", None, parts, f"ZIP code {code} lies in {len(parts)} areas.")

    def _unlisted_zip(self, code: str) -> Understood:
        near = self.held.prefixes.get(code[:3], {})
        choices = tuple(
            Choice(a, self.name(a, ""), f"ZIP codes {code[:3]}..")
            for a in sorted(near, key=lambda a: -near[a])
        )
        note = f"ZIP code {code} is not in the table."
        if choices:
            return Understood("area", "asked", None, choices[:5], note)
        raise UnknownCode(
            f"No US ZIP code begins with {code[:3]}.",
            hint=f"{HINT} A metro code is typed with seven digits: 00{code}.",
        )

    def _joined(self, asked: str) -> Understood | None:
        """ "Dallas/Fort Worth": several names of one area, or of several to choose from."""
        name, state, _ = self.split(asked)
        parts = [p.strip() for p in re.split(r"\s*(?:[-/&]|\band\b|\bor\b)\s*", name) if p.strip()]
        if not 2 <= len(parts) <= 4:
            return None
        found = [self.nickname(place_key(p)) or self.town(place_key(p), state) for p in parts]
        choices = {
            c.code: c for f in found if f for c in ((f.choice,) if f.choice else f.others[:2])
        }  # what each part means, once
        if not all(found) or not choices:
            return None
        if len(choices) == 1:
            return Understood("area", "sure", next(iter(choices.values())))
        return Understood(
            "area", "asked", None, tuple(choices.values())[:6], f"{asked[:60]!r} names several places."
        )

    def _abroad(self, asked: str) -> Understood | None:
        country = self.held.abroad.get(place_key(asked))
        if country:
            raise is_abroad(asked, country[0], ())
        return None

    def _unknown(self, asked: str) -> UnknownCode:
        begun = [
            areas for name, areas in self.codes.places_named.items() if name.startswith(place_key(asked)[:4])
        ]
        near = tuple(dict.fromkeys(f"{a.code} {a.name}" for areas in begun for a in areas))[:5]
        return UnknownCode(f"No area of this release is called {asked[:60]!r}.", nearest=near, hint=HINT)
