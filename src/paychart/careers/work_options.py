"""Options of work: another kind of employer, another place, another role. Odds that no source states are None."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import prod

from scipy.stats import binom

from paychart.careers.option import Closed, Option, Person, cited
from paychart.careers.places_for import better_places
from paychart.careers.rates import Rate
from paychart.careers.reach import Reach, reach
from paychart.careers.roles import Edge, Role, role_named, steps_from
from paychart.careers.study import LEVELS, article, finishing, study_years, tuition
from paychart.data.store import Store
from paychart.profile import ALL_INDUSTRIES, NATION, Education
from paychart.words.index import index

ASSOCIATE = LEVELS.index(Education.ASSOCIATE)
EMPLOYERS = {
    "622000": "hospitals",
    "621100": "offices of physicians",
    "621400": "outpatient care centers",
    "623000": "nursing and residential care",
    "621600": "home health care",
    "524000": "insurance carriers",
    "541600": "management consulting",
    "541500": "computer systems design",
    "551100": "company headquarters",
    "561300": "staffing agencies",
    "611300": "universities",
    "999101": "the federal government",
    "999201": "state government",
    "999301": "local government",
}


def employers(person: Person, store: Store) -> tuple[list[Option], list[Closed]]:
    """Other kinds of employers that BLS publishes wages of this work for."""
    reader = person.reader
    jobs = dict(
        store.rows(
            "SELECT industry, employment FROM cell WHERE occupation = ? AND area = ? AND annual_p50 IS NOT NULL",
            [reader.occupation, NATION],
        )
    )
    found, closed = [], []
    for code, name in EMPLOYERS.items():
        if code == reader.industry:
            continue
        if code not in jobs:
            closed.append((f"Work for {name}", "BLS publishes no wages of this work there"))
            continue
        found.append(employer(person, code, name, jobs[code], jobs.get(ALL_INDUSTRIES)))
    return found, closed


def employer(person: Person, code: str, name: str, jobs: float | None, total: float | None) -> Option:
    """Work with one kind of employer: nobody publishes the odds of being hired there."""
    share = f"; about {100 * jobs / total:.1f}% of these jobs are there" if jobs and total else ""
    odds, told = _hired(person.rates["hired.employer"])
    search = person.rates["search.employer"]
    note = "BLS publishes no wages by area and employer at once; the contrast is national or modelled."
    return Option(
        kind="employer",
        name=f"Work for {name}",
        to=code,
        profile=replace(person.reader, industry=code),
        cost=0.0,
        upkeep=0.0,
        years=search.value,
        odds=odds,
        odds_range=None,
        odds_basis=told + share,
        cost_basis="none but the search",
        rests_on=(search,),
        notes=() if person.reader.area == NATION else (note,),
    )


def _hired(rate: Rate) -> tuple[float | None, str]:
    """Odds of being hired: those the reader states; no source does."""
    if rate.kind == "assumption":
        return None, "no source states the odds of being hired"
    return rate.value, f"{rate.value:.0%} ({rate.kind})"


def areas(person: Person, store: Store) -> tuple[list[Option], list[Closed]]:
    """The places whose pay buys most, in the reader's state and anywhere."""
    if person.reader.area == NATION:
        return [], [("Move", "say where you are with --area")]
    places = better_places(store, person.reader, person.rent_share)
    return [area(person, place.area, place.name, jobs) for place, jobs in places], []


def area(person: Person, code: str, name: str, jobs: str = "") -> Option:
    """A move to one place."""
    odds, told = _hired(person.rates["hired.area"])
    search, moving = person.rates["search.area"], person.rates["move.cost"]
    return Option(
        kind="area",
        name=f"Move to {name}",
        to=code,
        profile=replace(person.reader, area=code),
        cost=moving.value,
        upkeep=0.0,
        years=search.value,
        odds=odds,
        odds_range=None,
        odds_basis=f"{told}; {jobs}" if jobs else told,
        cost_basis=f"{moving.note}: {moving.source}",
        rests_on=(search, moving),
        notes=("Shrunk towards the average place: the best of many noisy figures is seldom as good.",),
    )


def ladder_roles(person: Person, store: Store) -> tuple[list[Option], list[Closed]]:
    """Roles within reach in the horizon that wage data tell from the reader's own."""
    found: list[Option] = []
    closed = []
    for name, way in reach(person.role, person.reader.experience_years or 0.0).items():
        role = role_named(name)
        if (
            name == person.role.role
            or way.years >= person.horizon
            or role.soc not in index(store).occupations
        ):
            continue
        if role.soc == person.reader.occupation and role.standing == person.role.standing:
            closed.append((f"Become {role.name}", "wage data do not tell this role from your own"))
            continue
        found.append(become(person, role, way))
    return found, closed


def become(person: Person, role: Role, way: Reach) -> Option:
    """One role: study and licenses on the way, and the odds of the steps it takes. The gain is the role's at today's
    experience, not the years'."""
    reader, rates = person.reader, person.rates
    then = replace(
        reader,
        occupation=role.soc,
        industry=role.industry or reader.industry,
        education=None
        if reader.education is None
        else max(reader.education, role.entry_education, key=LEVELS.index),
        credentials=reader.credentials if reader.occupation == role.soc else None,
    )
    edges = [
        next(edge for edge in steps_from(here) if edge.to_role == there)
        for here, there in zip(way.path, way.path[1:], strict=False)
    ]
    notes = (
        ["By way of " + ", ".join(role_named(step).name for step in way.path[1:-1]) + "."]
        if way.path[2:]
        else []
    )
    way_of_study = study_on_the_way(person, edges)
    study = way_of_study.full_time * rates["pace.beside_work"].value
    if study:
        notes.append(
            f"Asks for {article(role.entry_education)}: {study:g} years of study beside work, counted in."
        )
    if licensed := role.license or (edges[-1].license if edges else ""):
        notes.append(f"The law asks for: {licensed}.")
    if role.standing_basis:
        notes.append(
            f"Put at percentile {100 * role.standing:.0f} of its occupation's pay: {role.standing_basis}."
        )
    if role.generic:
        notes.append("A generic step: related work that O*NET names; no family of careers describes it.")
    after = max(way.years, study)
    odds: float | None = prod(rate.value for rate in way_of_study.finish)
    said = [f"{rate.value:.0%} finish ({rate.kind}{cited(rate)})" for rate in way_of_study.finish]
    promotion, promotions = rates["promotion.year"], len(edges) - way_of_study.steps
    if role.generic:
        odds, said = None, ["no source states the odds of changing to related work"]
    elif promotions:  # a step by study is taken by those who finish, whom nobody has to promote
        promoted, after = _promoted(promotions, after, promotion.value, person.horizon)
        odds = (odds or 0.0) * promoted
        said.append(
            f"{promotion.value:.1%} of employees are promoted a year ({promotion.source}); {promotions} in all"
        )
    return Option(
        kind="role",
        name=f"Become {role.name}",
        to=role.role,
        profile=then,
        cost=way_of_study.price,
        cost_share=(1 + prod(rate.value for rate in way_of_study.finish)) / 2,
        upkeep=0.0,
        years=after,
        odds=odds,
        odds_range=None,
        odds_basis=", of whom ".join(said),
        cost_basis="tuition on the way" if study else "no study asked for",
        rests_on=(promotion, *way_of_study.finish),
        notes=tuple(notes),
        standing=role.standing,
    )


def _promoted(steps: int, earliest: float, rate: float, horizon: float) -> tuple[float, float]:
    """Odds that so many promotions come within the horizon, and when on average: they come at a constant rate, but the
    last one not before the role's usual experience is there."""
    by_year = [
        float(binom.sf(steps - 1, year, rate)) if year >= earliest else 0.0
        for year in range(1, int(horizon) + 1)
    ]
    odds = by_year[-1]
    return odds, horizon - sum(by_year) / odds if odds else earliest


@dataclass(frozen=True)
class StudyOnTheWay:
    """Full-time years, dollars of tuition (None where no source states them), shares who finish, and steps by study."""

    full_time: float
    price: float | None
    finish: tuple[Rate, ...]
    steps: int


def _law(text: str) -> str:
    """A license without its exam: "registered nurse license (NCLEX-RN)" is the registered nurse license."""
    return text.split(" (")[0]


def study_on_the_way(person: Person, edges: Sequence[Edge]) -> StudyOnTheWay:
    """What a path asks for beyond the reader's schooling: each step's own program where the family states its length,
    else the degree it asks for. A license one lacks asks for its program whatever one's schooling."""
    rates = person.rates
    at = person.reader.education or person.role.entry_education
    full_time, price, steps = 0.0, 0.0, 0
    unpriced, finish = False, []
    for edge in edges:
        level = role_named(edge.to_role).entry_education
        higher = LEVELS.index(level) > LEVELS.index(at)
        licensed = bool(edge.license) and _law(edge.license) != _law(role_named(edge.from_role).license)
        if not higher and not (licensed and edge.study_years):
            continue
        years = edge.study_years or study_years(rates, at, level)
        paid: float | None
        if edge.study_years:
            key = f"tuition.{(Education.ASSOCIATE if LEVELS.index(level) < ASSOCIATE else level).value}"
            paid = years * rates[key].value if key in rates else None
        else:
            paid = tuition(rates, at, level)
        full_time, price, steps = full_time + years, price + (paid or 0.0), steps + 1
        unpriced |= paid is None
        finish += list(finishing(rates, at, level)) if years >= 1 else []  # short courses lose next to nobody
        at = level if higher else at
    return StudyOnTheWay(full_time, None if unpriced else price, tuple(finish), steps)
