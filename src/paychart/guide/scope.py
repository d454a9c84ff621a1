"""For whom and where a guide is written: the topic, the place, and the person where one is described."""

from __future__ import annotations

from dataclasses import dataclass, replace

from paychart.data.store import Store
from paychart.guide.topics import Topic
from paychart.profile import ALL_INDUSTRIES, NATION, Profile
from paychart.words import find_area, find_industry


@dataclass(frozen=True)
class Scope:
    """A guide's question. `kind` is nation, state, metropolitan or nonmetropolitan; `states` are postal codes.

    `person` holds codes, and is there only where the reader said something of themselves or their employer.
    """

    topic: Topic
    area: str = NATION
    place: str = "the United States"
    kind: str = "nation"
    states: tuple[str, ...] = ()
    person: Profile | None = None

    @property
    def national(self) -> bool:
        return self.area == NATION

    @property
    def heading(self) -> str:
        """The place as a heading has it: "United States", "Denver-Aurora-Centennial, CO"."""
        return "United States" if self.national else self.place.removeprefix("the ")

    def profile(self, occupation: str | None = None) -> Profile:
        """Everyone of an occupation (the topic's main one) in this place."""
        return Profile(occupation or self.topic.main.code, self.area)


def scope_of(store: Store, topic: Topic, reader: Profile | None = None) -> Scope:
    """The scope of a topic for a reader, whose area and industry may be words; the nation without one.

    Raises UnknownCode or Ambiguous for a place or an employer type that is not known.
    """
    if reader is None:
        return Scope(topic)
    area = find_area(reader.area, store)
    industry = find_industry(reader.industry, store).code if reader.industry.strip() else ALL_INDUSTRIES
    asked = replace(reader, occupation=topic.main.code, area=area.code, industry=industry)
    person = asked if asked.describes_person or industry != ALL_INDUSTRIES else None
    if area.code == NATION:
        return Scope(topic, person=person)
    states = tuple(part for part in area.states.split("-") if part)
    # "in the Southern Ohio nonmetropolitan area", "in the District of Columbia"
    article = "the " if area.type == "nonmetropolitan" or area.name.startswith("District of") else ""
    return Scope(topic, area.code, f"{article}{area.name}", area.type, states, person)
