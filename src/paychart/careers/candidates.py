"""The changes open to a reader: what each alters in the profile, and what it costs, takes and risks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import prod

from paychart.careers.places_for import better_places
from paychart.careers.setting import Candidate, Setting, expected_years
from paychart.careers.steps import steps
from paychart.careers.study import DEGREES, LEVELS, article, finishing, study_years, tuition
from paychart.careers.worth import worth
from paychart.errors import PaychartError
from paychart.pay import evidence
from paychart.profile import ALL_INDUSTRIES, NATION
from paychart.words.credentials import Credential, catalogue

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


def find(setting: Setting, kinds: Iterable[str]) -> tuple[list[Candidate], list[tuple[str, str]]]:
    """All candidates of these kinds, and the closed ones with why."""
    found: list[Candidate] = []
    closed: list[tuple[str, str]] = []
    makers = {
        "credential": _credentials,
        "specialization": _credentials,
        "degree": _degrees,
        "employer": _employers,
        "area": _areas,
        "role": steps,
    }
    wanted = tuple(kinds)
    for maker in dict.fromkeys(makers[kind] for kind in wanted):
        more, shut = maker(setting)
        found += [candidate for candidate in more if candidate.kind in wanted]
        closed += shut
    return found, closed


def _credentials(setting: Setting) -> tuple[list[Candidate], list[tuple[str, str]]]:
    reader, found, closed = setting.reader, [], []
    held = set(reader.held)
    replaced = {old for code in held for old in catalogue()[code].replaces}
    for one in catalogue().values():
        if reader.occupation not in one.roles or one.code in held | replaced:
            continue
        least = one.minimum_education
        if least and reader.education and LEVELS.index(reader.education) < LEVELS.index(least):
            closed.append((f"Earn {one.code}", f"asks for {one.eligibility}"))
            continue
        found.append(_credential(setting, one))
    return found, closed


def _credential(setting: Setting, one: Credential) -> Candidate:
    reader = setting.reader
    kept = tuple(code for code in reader.held if code not in one.replaces)
    passing, study = setting.rates.passing(one.code), setting.rates["study.exam"]
    known = evidence.credential(reader.occupation, one.code) is not None
    notes = [] if known else [f"No survey found says what {one.code} adds in this occupation."]
    if one.exam_fee is None:
        notes.append("No source found states the exam fee: the cost shown leaves it out.")
    tries = 1 + (1 - passing.value)  # one retake for those who fail
    return Candidate(
        kind="specialization" if _special(one) else "credential",
        name=f"Earn {one.code}",
        to=one.name,
        profile=replace(reader, credentials=(*kept, one.code)),
        cost=(one.exam_fee or 0.0) * tries,
        upkeep=(one.upkeep_fee or 0.0) / one.cycle_years,
        years=study.value,
        chance=1 - (1 - passing.value) ** 2,
        held=expected_years(1 - (1 - passing.value) ** 2, study.value, setting.horizon),
        chance_basis=f"{passing.value:.0%} pass at first try ({passing.kind}); one retake",
        rests_on=(passing, study),
        notes=tuple(notes),
        code=one.code,
        cost_known=one.exam_fee is not None,
        unknown=not known,
    )


def _special(one: Credential) -> bool:
    """Whether it marks a narrower field rather than the occupation's general skill."""
    return one.field == "narrow"


def _degrees(setting: Setting) -> tuple[list[Candidate], list[tuple[str, str]]]:
    reader = setting.reader
    own = reader.education
    if own is None:
        return [], [("A further degree", "say your schooling with --education")]
    found, closed = [], []
    for level in DEGREES:
        if LEVELS.index(level) <= LEVELS.index(own):
            continue
        full_time = study_years(setting.rates, own, level)
        pace = setting.rates["pace.beside_work"]
        finish = finishing(setting.rates, own, level)
        chance = prod(rate.value for rate in finish)
        then = replace(reader, education=level)
        try:
            worth(then, setting.store, draws=2)
        except PaychartError as error:
            closed.append((f"Earn {article(level)}", error.message))
            continue
        found.append(
            Candidate(
                kind="degree",
                name=f"Earn {article(level)}",
                to=level.value,
                profile=then,
                cost=tuition(setting.rates, own, level) or 0.0,
                upkeep=0.0,
                years=full_time * pace.value,
                chance=chance,
                held=expected_years(chance, full_time * pace.value, setting.horizon),
                chance_basis=" of whom ".join(f"{rate.value:.0%} finish ({rate.kind})" for rate in finish),
                rests_on=(*finish, pace, setting.rates[f"tuition.{level.value}"]),
                notes=(f"Studied beside work, in the same occupation{_on_top(setting)}.",),
            )
        )
    return found, closed


def _on_top(setting: Setting) -> str:
    """The ladder is of health information work: other occupations have nothing to come on top."""
    return ": what it opens on the ladder comes on top" if setting.role and not setting.role.generic else ""


def _employers(setting: Setting) -> tuple[list[Candidate], list[tuple[str, str]]]:
    reader, table = setting.reader, setting.rates
    jobs = dict(
        setting.store.rows(
            "SELECT industry, employment FROM cell WHERE occupation = ? AND area = ? AND annual_p50 IS NOT NULL",
            [reader.occupation, NATION],
        )
    )
    total = jobs.get(ALL_INDUSTRIES) or 0.0
    found, closed = [], []
    for code, name in EMPLOYERS.items():
        if code == reader.industry:
            continue
        if code not in jobs:
            closed.append((f"Work for {name}", "BLS publishes no wages of this work there"))
            continue
        share = (
            f"about {100 * (jobs[code] or 0) / total:.1f} % of these jobs are there"
            if jobs[code] and total
            else ""
        )
        found.append(
            Candidate(
                kind="employer",
                name=f"Work for {name}",
                to=code,
                profile=replace(reader, industry=code),
                cost=0.0,
                upkeep=0.0,
                years=table["search.employer"].value,
                chance=table["hired.employer"].value,
                held=expected_years(
                    table["hired.employer"].value, table["search.employer"].value, setting.horizon
                ),
                chance_basis=f"{table['hired.employer'].value:.0%} ({table['hired.employer'].kind}); {share}",
                rests_on=(table["hired.employer"], table["search.employer"]),
                notes=()
                if reader.area == NATION
                else (
                    "BLS publishes no wages by area and employer at once; the contrast is national or modelled.",
                ),
            )
        )
    return found, closed


def _areas(setting: Setting) -> tuple[list[Candidate], list[tuple[str, str]]]:
    reader, table = setting.reader, setting.rates
    if reader.area == NATION:
        return [], [("Move", "say where you are with --area")]
    found = []
    for place, jobs in better_places(setting.store, reader, setting.rent_share):
        found.append(
            Candidate(
                kind="area",
                name=f"Move to {place.name}",
                to=place.area,
                profile=replace(reader, area=place.area),
                cost=table["move.cost"].value,
                upkeep=0.0,
                years=table["search.area"].value,
                chance=table["hired.area"].value,
                held=expected_years(table["hired.area"].value, table["search.area"].value, setting.horizon),
                chance_basis=f"{table['hired.area'].value:.0%} ({table['hired.area'].kind}); {jobs}",
                rests_on=(table["hired.area"], table["search.area"], table["move.cost"]),
                notes=(
                    "Shrunk towards the average place: the best of many noisy figures is seldom as good.",
                ),
            )
        )
    return found, []
