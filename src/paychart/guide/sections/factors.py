"""What moves pay: schooling, experience and credentials, each with its effect, its interval and its sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paychart.data.store import Store
from paychart.data.vintages import edition
from paychart.errors import PaychartError
from paychart.guide import charts
from paychart.guide.scope import Scope
from paychart.guide.sections.shape import Grid, Section
from paychart.guide.statement import Figure, Source, Statement
from paychart.pay.estimate import estimate
from paychart.profile import Education, Profile
from paychart.words.credentials import catalogue

EDUCATION = {
    Education.LESS_THAN_HIGH_SCHOOL: "no high school diploma",
    Education.HIGH_SCHOOL: "a high school diploma",
    Education.SOME_COLLEGE: "some college",
    Education.ASSOCIATE: "an associate degree",
    Education.BACHELOR: "a bachelor's degree",
    Education.MASTER: "a master's degree",
    Education.DOCTORAL: "a doctorate",
}
SHOWN_EDUCATION = (Education.HIGH_SCHOOL, Education.ASSOCIATE, Education.BACHELOR, Education.MASTER)
SHOWN_YEARS = (2, 10, 20, 30)
TYPICAL = "the typical worker"
_HOLDERS = " Credentials are told against workers like them who hold none."


@dataclass(frozen=True)
class Factor:
    """One level of one trait: the effect on median pay in percent, 90% interval, raw survey gap, sources."""

    group: str
    label: str
    subject: str
    percent: float | None
    interval90: tuple[float, float] | None
    raw_percent: float | None
    raw_of: str  # whose the raw gap is, where no survey of this work prints one
    source: Source
    against: str = TYPICAL


def levels(store: Store, scope: Scope) -> list[Factor]:
    """The effect of each level of each trait on its own, for the topic's main occupation in its place."""
    found = []
    for group, label, subject, profile in _asked(scope):
        try:
            answer = estimate(profile, store)
        except PaychartError:
            continue  # a level nobody of this occupation has
        if not answer.effects:
            continue
        effect = answer.effects[0]
        percent, half = effect["percent"], None
        if group == "Credential":
            if percent and effect["dollars"]:
                low, high = effect["interval90"]
                half = (low * percent / effect["dollars"], high * percent / effect["dollars"])
        else:
            # What such workers earn, as they are: the figure that `estimate` gives for them.
            typical = (answer.cell or answer).annual["p50"]
            percent = round(100 * (answer.annual["p50"] / typical - 1), 1)
            ends = answer.interval90["p50"] if answer.interval90 else None
            half = ends and (100 * (ends[0] / typical - 1), 100 * (ends[1] / typical - 1))
        cited = "; ".join(effect["sources"]) or "no survey found"
        wide = ", all occupations" if "all occupations" in effect.get("raw_contrast", "") else ""
        source = _source(group, label, cited, effect["sources"])
        against = effect["against"] if group == "Credential" else TYPICAL
        found.append(
            Factor(group, label, subject, percent, half, effect.get("raw_percent"), wide, source, against)
        )
    return found


_URL = "https://www.census.gov/programs-surveys/acs/microdata.html"


def _source(group: str, label: str, cited: str, sources: Sequence[str]) -> Source:
    """What an effect rests on. Surveys are named in words: only the person records have one address."""
    name = "paychart, from person records and surveys" if sources else "paychart's registry of salary surveys"
    text = f"{group}, {label}: {cited}".replace(" (docs/person-records.md)", "")
    return Source(name, text, edition("person_records") if sources else "no figure", _URL)


def _asked(scope: Scope) -> Iterator[tuple[str, str, str, Profile]]:
    code, area = scope.topic.main.code, scope.area
    for level in SHOWN_EDUCATION:
        name = EDUCATION[level]
        yield (
            "Education",
            name.split(" ", 1)[-1],
            f"workers with {name}",
            Profile(code, area, education=level),
        )
    for years in SHOWN_YEARS:
        who = f"workers {years} years out of school"
        yield "Experience", f"{years} years", who, Profile(code, area, experience_years=years)
    shown = [one for one in catalogue().values() if one.shown and one.family == scope.topic.slug]
    for one in sorted(shown, key=lambda one: one.shown):
        who = f"workers who hold the {one.code}"
        yield "Credential", one.code, who, Profile(code, area, credentials=(one.code,))


def _told(factor: Factor) -> Statement:
    value = factor.percent or 0
    figure = Figure(
        factor.subject, factor.group, value, "percent", factor.source, factor.interval90, "association"
    )
    return Statement("effect", figure, note=factor.against)


def factors(store: Store, scope: Scope) -> Section | None:
    """How schooling, experience and credentials go with pay: what such workers earn, as `estimate` says."""
    found = levels(store, scope)
    known = [f for f in found if f.percent is not None]
    if len(known) < 3:
        return None
    told = [
        f for f in known if f.label in ("associate degree", "bachelor's degree", "2 years", "20 years", "CPC")
    ]
    statements = [_told(f) for f in told]
    unknown = [f for f in found if f.percent is None]
    if unknown:
        names = " or ".join((", ".join(f.label for f in unknown[:-1]), unknown[-1].label)).removeprefix(
            " or "
        )
        statements.append(
            Statement(
                "no_evidence", Figure(f"the {names}", "effect", 0, "percent", unknown[0].source, None, "none")
            )
        )
    rows = tuple(
        (
            f"{f.group}: {f.label}",
            "no evidence" if f.percent is None else f"{f.percent:+.1f}%",
            "" if f.interval90 is None else f"{f.interval90[0]:+.1f}% to {f.interval90[1]:+.1f}%",
            "" if f.raw_percent is None else f"{f.raw_percent:+.0f}%{f.raw_of}",
        )
        for f in found
    )
    best = max(known, key=lambda f: f.percent or 0)
    least = min(known, key=lambda f: f.percent or 0)
    alt = (
        f"Dots with intervals: how each trait goes with median pay, in percent against {TYPICAL}, and for a "
        "credential against one who holds none. Highest: "
        f"{best.group.lower()}, {best.label}, {best.percent:+.0f} percent. Lowest: {least.group.lower()}, "
        f"{least.label}, {least.percent:+.0f} percent."
    )
    marks = [(f.group, f.label, f.percent or 0.0, f.interval90) for f in known]
    return Section(
        "factors",
        "What moves pay",
        tuple(statements),
        charts.effects(marks, alt),
        Grid(
            "Effect of each trait on median pay",
            ("Trait", f"Against {TYPICAL}, or one who holds none", "90% interval", "Raw gap in surveys"),
            rows,
            tuple(f.source for f in found),
        ),
        "effects",
        "These are links in survey data: what workers with a trait earn, as they are. They do not promise that a "
        "course or an exam will raise your pay. Raw gaps are against a high school diploma or no credential, and "
        "larger because people who differ in one trait differ in others too."
        f"{_HOLDERS if scope.topic.slug == 'him' else ''}",
        listed=True,
    )
