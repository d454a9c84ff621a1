"""The whole guide: every section that the store has data for, in the order in which readers ask."""

from __future__ import annotations

from dataclasses import dataclass, replace

from paychart.data.store import Store
from paychart.guide import facts
from paychart.guide.facts import CellPay
from paychart.guide.scope import Scope, scope_of
from paychart.guide.sections.advancement import advancement, next_steps
from paychart.guide.sections.employers import employers
from paychart.guide.sections.factors import factors
from paychart.guide.sections.life import beyond_pay
from paychart.guide.sections.pay import for_you, pay, roles
from paychart.guide.sections.places import metros, places
from paychart.guide.sections.shape import Section
from paychart.guide.sections.time import outlook, trend
from paychart.guide.sections.work import entering, exposure, similar, the_work
from paychart.guide.topics import Topic
from paychart.profile import Profile

OF_THE_NATION = {"trend", "outlook", "life", "tasks", "ai"}  # sections that no place has figures for
YEARLY = "Each yearly figure here is the hourly one times 2,080 hours, not what a year brings in."
# Sections that a guide may well do without: nobody was described, no place below the nation, no family ladder.
OPTIONAL = {"pay for someone like you", "pay by metro", "getting ahead", "what to do next"}


@dataclass(frozen=True)
class Guide:
    """Everything a guide says, before any layout."""

    scope: Scope
    release: str
    headline: CellPay
    sections: tuple[Section, ...]
    missing: tuple[str, ...]

    @property
    def topic(self) -> Topic:
        return self.scope.topic


def build(store: Store, topic: Topic, reader: Profile | None = None) -> Guide:
    """All sections that the store has data for; `missing` names the others, so that no gap is silent.

    `reader` says where the guide is for, at what kind of employer, and for whom; its occupation is the topic's.
    Raises UnknownCode or Ambiguous for words not known, Suppressed where nothing can be said of the place.
    """
    scope = scope_of(store, topic, reader)
    main = facts.estimated_pay(store, scope.profile(), topic.main.plain)
    sections: list[Section] = [pay(store, scope, main)]
    missing: list[str] = []
    for name, section in (
        ("what people do", the_work(store, scope)),
        ("how to enter", entering(store, scope)),
        ("pay for someone like you", for_you(store, scope)),
        ("what moves pay", factors(store, scope)),
        ("pay by role", roles(store, scope)),
        ("pay by place", places(store, scope, main)),
        ("pay by metro", metros(store, scope)),
        ("getting ahead", advancement(store, scope)),
        ("similar work", similar(store, scope)),
        ("pay by employer type", employers(store, scope, main)),
        ("trend in real dollars", trend(store, scope)),
        ("outlook", outlook(store, scope)),
        ("beyond pay", beyond_pay(store, scope)),
        ("exposure to AI", exposure(store, scope)),
        ("what to do next", next_steps(store, scope)),
    ):
        if section is not None:
            national = section.anchor in OF_THE_NATION and not scope.national
            note = f"These figures are of the whole nation. {section.note}" if national else section.note
            sections.append(replace(section, note=note))
        elif name not in OPTIONAL and (name != "pay by role" or len(topic.roles) > 1):
            missing.append(name)
    if main.hourly:
        about = (
            f"{topic.about} BLS prints only hourly pay for this work: few do it full time all year. {YEARLY}"
        )
        scope = replace(scope, topic=replace(topic, about=about))
    return Guide(scope, store.release, main, tuple(sections), tuple(missing))
