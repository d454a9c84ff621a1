"""Names of places to OEWS areas: states, published areas, counties, towns and nicknames, weighed by population."""

from __future__ import annotations

import re
from collections.abc import Iterable

from paychart.errors import BadInput, UnknownCode
from paychart.words.gazetteer import HINT, Place, gazetteer, is_abroad, place_key, unframed
from paychart.words.index import CodeIndex, plain
from paychart.words.matching import ranked
from paychart.words.understood import Choice, How, Understood

# How many times as many people the largest place of a name needs to be taken for granted, or taken and told.
# Counties share names by habit, so none is taken unless it is plain.
GRANTED, TOLD = 25.0, 3.0
FAR_LARGER = 10  # times as many people, for a city abroad to be what a lone name means
LEAST_SURE = 5_000  # people of a place that is taken for granted without its state
_COUNTY = re.compile(
    r"^(?:county of (?P<of>.+?)|(?P<name>.+?) (?P<kind>county|cnty|co|parish|borough|census area|municipio))$"
)
_PART = re.compile(
    r"^((?:north|south|east|west|central|upper|lower|upstate|downstate|mid)[a-z]*)"
    r"(?: [a-z]*(?:ern|east|west|central))?$"
)
_COUNTY_WORDS = {"cnty": "county", "co": "county", "": "county"}

_KIND = re.compile(
    r"^(?:town|city|village|borough|township) of | (?:township|twp|town|village|borough|boro|cdp)$"
)
_POINTS = {"n": "north", "s": "south", "e": "east", "w": "west", "no": "north", "so": "south"}


class PlaceNames:
    """Names looked up in the code tables of one store and the gazetteer."""

    def __init__(self, codes: CodeIndex) -> None:
        self.codes = codes
        self.held = gazetteer()

    def nickname(self, key: str) -> Understood | None:
        *head, last = key.split(" ")
        full = next(
            (n for n, p in self.codes.states.items() if head and len(n) > 2 and p == last.upper()), last
        )
        means, also = self.held.words.get(key) or self.held.words.get(" ".join([*head, full]), ((), ()))
        choices = tuple(c for words in means for c in [self._choice(words)] if c)
        others = tuple(c for words in also for c in [self._choice(words)] if c)
        if not choices:
            return None
        if len({c.code for c in choices}) == 1:
            return Understood("area", "told" if others else "sure", choices[0], others)
        return Understood("area", "asked", None, choices, f'"{key}" could be several places.')

    def _choice(self, words: str) -> Choice | None:
        found = self.plainly(words)
        return found.choice if found else None

    def plainly(self, asked: str) -> Understood | None:
        """A state, an area by its published name, a county or a town; None where there is no such place."""
        key = place_key(asked)
        if state := self._state(asked):
            return state
        named = [a for a in self.codes.places_named.get(plain(asked), []) if plain(a.name) == plain(asked)]
        if len(named) == 1:
            return Understood("area", "sure", self._area_choice(named[0].code))
        if rural := re.match(r"^(?:rural|nonmetro(?:politan)?)\s+(?:areas? (?:of|in) )?(.+)$", key):
            return self._rural(rural[1])
        name, state_of, after = self.split(asked)
        if after and not state_of:
            if place_key(after) in self.held.abroad:
                raise is_abroad(name, self.held.abroad[place_key(after)][0], ())
            raise UnknownCode(f"{after[:40]!r} is not a state.", nearest=self._near_states(after), hint=HINT)
        found = self._county(name, state_of)
        if not found and state_of and not after:
            found = self._part_of_state(place_key(name), state_of)
        found = found or self.town(place_key(name), state_of)
        if found is None and state_of:
            found = (
                self._nickname_in(place_key(name), state_of)
                or self.town(place_key(unframed(name)), state_of)
                or self.shortened(asked)
                or self._part_of_state(place_key(name), state_of)
                or (self._county(asked, "") if key.endswith(" co") else None)
            )
        if found is None and after:
            raise self._not_there(name, state_of)
        return found

    def _nickname_in(self, key: str, state: str) -> Understood | None:
        """A nickname with a state: the meanings that lie in it."""
        found = self.nickname(key)
        choices = [found.choice, *found.others] if found else []
        here = [c for c in choices if c and state in self.codes.areas[c.code].states.split("-")]
        if not here:
            return None
        if len({c.code for c in here}) == 1:
            return Understood("area", "sure", here[0])
        return Understood("area", "asked", None, tuple(here), f'"{key}" could be several places.')

    def _part_of_state(self, words: str, state: str) -> Understood | None:
        """ "Northern Ohio": the areas of the state to choose from, those whose name says so first."""
        if not (shaped := _PART.match(words)):
            return None
        stem = shaped[1][:5]
        people: dict[str, int] = {}
        for row in self.held.counties_of(state):
            people[row.area] = people.get(row.area, 0) + row.people
        order = sorted(people, key=lambda a: (stem not in self.codes.areas[a].name.lower(), -people[a]))
        choices = tuple(self._area_choice(a) for a in order[:6])
        return Understood(
            "area", "asked", None, choices, f"{words.title()} is a part of {state}, not an area of BLS."
        )

    def _state(self, asked: str) -> Understood | None:
        postal = self.codes.state_words.get(plain(asked).removeprefix("state of ").removeprefix("all of "))
        area = self.codes.state_area(postal) if postal else None
        return Understood("area", "sure", self._area_choice(area.code)) if area else None

    def _rural(self, words: str) -> Understood:
        postal = self.codes.state_words.get(words) or self.codes.state_words.get(
            {"mount": "mt"}.get(words, words)
        )
        if postal is None:
            raise UnknownCode(
                f"No state is called {words[:40]!r}.", nearest=self._near_states(words), hint=HINT
            )
        rural = [a for a in self.codes.areas.values() if a.type == "nonmetropolitan" and a.state == postal]
        if not rural:
            raise UnknownCode(
                f"BLS publishes no nonmetropolitan area of {postal}.", hint=f"Ask for {postal} instead."
            )
        choices = tuple(self._area_choice(a.code) for a in rural)
        if len(choices) == 1:
            return Understood("area", "sure", choices[0])
        return Understood(
            "area", "asked", None, choices, f"{postal} has {len(choices)} nonmetropolitan areas."
        )

    def split(self, asked: str) -> tuple[str, str, str]:
        """(name, postal code or empty, what stood after the comma) - the comma may be missing."""
        text = re.sub(r",?\s+(?:usa|u\.s\.a\.|united states)$", "", asked, flags=re.IGNORECASE)
        name, _, after = (part.strip() for part in text.rpartition(",")) if "," in text else (text, "", "")
        if after:
            first = re.split(r"[-/]", after)[0]
            postal = self.codes.state_words.get(plain(after)) or self.codes.state_words.get(plain(first), "")
            return name.split(",")[0], postal, after
        words = re.sub(r"[()]", " ", text).split()
        for count in (1, 2):
            tail = plain(" ".join(words[-count:]))
            if len(words) > count and tail in self.codes.state_words:
                return " ".join(words[:-count]), self.codes.state_words[tail], ""
        return text, "", ""

    def _county(self, name: str, state: str) -> Understood | None:
        shaped = _COUNTY.match(place_key(name))
        if not shaped:
            return None
        wanted = shaped["of"] or shaped["name"]
        kind = _COUNTY_WORDS.get(shaped["kind"] or "", shaped["kind"])
        rows = [r for r in self.held.counties.get(f"{wanted} {kind}", []) if state in ("", r.state)]
        rows = rows or [
            r for r in self.held.counties.get(wanted, [])
            if state in ("", r.state) and not place_key(r.name).endswith(" city")
        ]  # fmt: skip
        return self._chosen(rows, GRANTED, name) if rows else None

    def town(self, key: str, state: str) -> Understood | None:
        rows = [
            r for r in self.held.places.get(key, []) if state in ("", r.state) and r.area in self.codes.areas
        ]
        if not rows and (
            state or key.endswith(" city")
        ):  # an independent city or a county named without its kind
            rows = [r for r in self.held.counties.get(key, []) if state in ("", r.state)]
        if (
            rows and not state and max(r.people for r in rows) < LEAST_SURE
        ):  # Mecklenburg: the county is meant
            county = self.held.counties.get(key, [])
            rows = [r for r in county if r.people > GRANTED * rows[0].people] or rows
        metros = [
            a for a in self.codes.places_named.get(key, []) if not state or state in a.states.split("-")
        ]
        if not rows and len(metros) == 1:
            return Understood("area", "sure", self._area_choice(metros[0].code))
        if not rows:
            return None
        country, people = self.held.abroad.get(key, ("", 0)) if not state else ("", 0)
        if country and not metros and people >= FAR_LARGER * max(r.people for r in rows):
            raise is_abroad(rows[0].name, country, self._labels(rows))
        found = self._chosen(rows, TOLD, rows[0].name, unplaced=not state)
        known = self.held.better_known(key, TOLD * max(r.people for r in rows)) if not state else None
        if found.choice and known and known.area in self.codes.areas:
            other = Choice(known.area, self.codes.areas[known.area].name, f"{known.name}, {known.state}")
            note = f"{rows[0].name!r} could be several places."
            return Understood("area", "asked", None, (other, found.choice, *found.others), note)
        if country and found.choice:
            return found.told(f"{rows[0].name} in {country} is not covered.")
        return found

    def _chosen(self, rows: Iterable[Place], told: float, asked: str, unplaced: bool = False) -> Understood:
        """The place with most people where it is plain, told where it is likely, else asked."""
        best: dict[str, Place] = {}
        for row in sorted(rows, key=lambda r: -r.people):
            best.setdefault(row.area, row)
        order = list(best.values())
        choices = tuple(Choice(r.area, self.codes.areas[r.area].name, f"{r.name}, {r.state}") for r in order)
        ratio = order[0].people / max(order[1].people, 1) if len(order) > 1 else GRANTED
        how: How = "sure" if ratio >= GRANTED else "told" if ratio >= told else "asked"
        if how == "sure" and unplaced and order[0].people < LEAST_SURE:
            how = "told"
        if how == "asked":
            return Understood("area", how, None, choices[:6], f"{asked[:60]!r} could be several places.")
        return Understood("area", how, choices[0], choices[1:4] if how == "told" else ())

    def shortened(self, asked: str) -> Understood | None:
        """A place without "township", with "N" as "North", or the part of an address after its street."""
        name, state, _ = self.split(asked)
        key = place_key(name)
        words = key.split()
        if len(words) > 1 and words[0] in _POINTS:
            return self.town(" ".join([_POINTS[words[0]], *words[1:]]), state)
        bare = _KIND.sub("", key)
        if bare != key and (found := self.town(bare, state)):
            if state or not found.others or not found.choice:
                return found.told()
            note = f"{asked[:60]!r} could be several places."
            return Understood("area", "asked", None, (found.choice, *found.others), note)
        rows = [] if state else self.held.counties.get(key, [])
        return self._chosen(rows, GRANTED, name).told() if rows else None

    def misspelt(self, asked: str) -> Understood | None:
        """The best-known places one slip of the keyboard away (two in long names), to choose from."""
        from rapidfuzz.distance import OSA

        name, state, _ = self.split(asked)
        key = place_key(name)
        if len(key) < 5:
            return None
        alike = [
            s
            for s in self.codes.states
            if not state and OSA.distance(key, s, score_cutoff=2) <= 1 + (len(key) > 8)
        ]
        if alike and (area := self.codes.state_area(self.codes.states[alike[0]])):
            note = f"No place is called {asked[:60]!r}."
            return Understood("area", "asked", None, (self._area_choice(area.code),), note)
        near = self.held.alike(key, 1 if len(key) < 8 else 2)
        rows = [
            (gap, -r.people, r)
            for gap, other in near
            for r in self.held.places[other]
            if state in ("", r.state)
        ]
        if not rows:
            return None
        best = [r for _, _, r in sorted(rows, key=lambda item: item[:2])]
        choices = {
            r.area: Choice(r.area, self.codes.areas[r.area].name, f"{r.name}, {r.state}") for r in best[:4]
        }
        return Understood(
            "area", "asked", None, tuple(choices.values()), f"No place is called {asked[:60]!r}."
        )

    def name(self, code: str, state: str) -> str:
        return self.codes.areas[code].name if code in self.codes.areas else state

    def _area_choice(self, code: str) -> Choice:
        return Choice(code, self.codes.areas[code].name)

    def sure(self, code: str) -> Understood:
        return Understood("area", "sure", self._area_choice(code))

    def _near_states(self, text: str) -> tuple[str, ...]:
        names = {name: name for name in self.codes.states if len(name) > 3}
        return tuple(name.title() for name, _ in ranked(text, names, limit=3))

    def _labels(self, rows: Iterable[Place]) -> tuple[str, ...]:
        order = sorted(rows, key=lambda r: -r.people)
        return tuple(f"{r.area} {r.name}, {r.state}: {self.codes.areas[r.area].name}" for r in order[:5])

    def _not_there(self, name: str, state: str) -> BadInput | UnknownCode:
        key = place_key(name)
        elsewhere = self.held.places.get(key, [])
        if slip := self.misspelt(f"{name}, {state}"):
            near = tuple(f"{c.code} {c}" for c in slip.others)
            return UnknownCode(f"No {name.strip()[:40]!r} is known in {state}.", nearest=near, hint=HINT)
        if elsewhere:
            return BadInput(
                f"No place called {name.strip()[:40]!r} is known in {state}.",
                nearest=self._labels(elsewhere), hint=HINT,
            )  # fmt: skip
        return UnknownCode(
            f"No place called {name.strip()[:40]!r} is known in {state}.", hint=f"{HINT} Or give {state}."
        )
