"""Options of study: a credential, or a degree in the same occupation. A cost no source states is None."""

from __future__ import annotations

from dataclasses import replace
from math import prod

from paychart.careers.option import Closed, Option, Person, cited
from paychart.careers.study import DEGREES, LEVELS, article, finishing, study_years, tuition
from paychart.profile import Education
from paychart.words.credentials import Credential, catalogue


def credentials(person: Person) -> tuple[list[Option], list[Closed]]:
    """The credentials of the reader's occupation that they do not hold."""
    reader, found, closed = person.reader, [], []
    held = set(reader.held)
    replaced = {old for code in held for old in catalogue()[code].replaces}
    for one in catalogue().values():
        if reader.occupation not in one.roles or one.code in held | replaced:
            continue
        least = one.minimum_education
        if least and reader.education and LEVELS.index(reader.education) < LEVELS.index(least):
            closed.append((f"Earn {one.code}", f"asks for {one.eligibility}"))
            continue
        found.append(credential(person, one))
    return found, closed


def credential(person: Person, one: Credential) -> Option:
    """One credential: its fee with a retake for those who fail, its upkeep, and the time to prepare."""
    reader = person.reader
    kept = tuple(code for code in reader.held if code not in one.replaces)
    passing, study = person.rates.passing(one.code), person.rates["study.exam"]
    lacking = [what for what, fee in (("exam fee", one.exam_fee), ("upkeep", one.upkeep_fee)) if fee is None]
    return Option(
        kind="specialization" if one.field == "narrow" else "credential",
        name=f"Earn {one.code}",
        to=one.name,
        profile=replace(reader, credentials=(*kept, one.code)),
        cost=None if one.exam_fee is None else one.exam_fee * (2 - passing.value),
        upkeep=None if one.upkeep_fee is None else one.upkeep_fee / one.cycle_years,
        years=study.value,
        odds=1 - (1 - passing.value) ** 2,
        odds_range=(1 - (1 - passing.low) ** 2, 1 - (1 - passing.high) ** 2),
        odds_basis=f"{passing.value:.0%} pass at first try ({passing.kind}{cited(passing)}); one retake",
        cost_basis=f"no source found states its {' or '.join(lacking)}"
        if lacking
        else f"{one.source}, {one.as_of}",
        rests_on=(passing, study),
        code=one.code,
    )


def degrees(person: Person) -> tuple[list[Option], list[Closed]]:
    """Higher degrees in the same occupation, studied beside work."""
    own = person.reader.education
    if own is None:
        return [], [("A further degree", "say your schooling with --education")]
    return [degree(person, own, level) for level in DEGREES if LEVELS.index(level) > LEVELS.index(own)], []


def degree(person: Person, own: Education, level: Education) -> Option:
    """One degree: tuition on the way, years beside work, and the share who finish."""
    rates = person.rates
    pace, finish = rates["pace.beside_work"], finishing(rates, own, level)
    priced = rates.table.get(f"tuition.{level.value}")
    on_top = "" if person.role.generic else ": what it opens on the ladder comes on top"
    return Option(
        kind="degree",
        name=f"Earn {article(level)}",
        to=level.value,
        profile=replace(person.reader, education=level),
        cost=tuition(rates, own, level),
        upkeep=0.0,
        cost_share=(1 + prod(rate.value for rate in finish)) / 2,
        years=study_years(rates, own, level) * pace.value,
        odds=prod(rate.value for rate in finish),
        odds_range=(prod(rate.low for rate in finish), prod(rate.high for rate in finish)),
        odds_basis=" of whom ".join(f"{rate.value:.0%} finish ({rate.kind}{cited(rate)})" for rate in finish),
        cost_basis=f"tuition: {priced.source}" if priced else "no source found states the tuition",
        rests_on=(*finish, pace, *((priced,) if priced else ())),
        notes=(f"Studied beside work, in the same occupation{on_top}.",),
    )
