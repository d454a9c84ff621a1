"""What a profile says of the person, as positions in the person tables, and what the reader must know of it."""

from __future__ import annotations

import numpy as np

from paychart.errors import BadInput
from paychart.pay import evidence
from paychart.pay.composition import EDUCATION, HOURS, hours_bracket
from paychart.pay.draws import Asked
from paychart.pay.population import Population
from paychart.profile import FULL_TIME_HOURS, Profile

_WEEKS = 52
_LEAST_SHARE = 5e-4  # fewer workers than that say nothing of the level in this occupation
_FEW_RECORDS = 3  # two traits that fewer persons have together are said to be unheard of
# Variance, in scores, of what workers of one schooling and one range of years earn beyond the sum of both effects:
# the first, and the second over the records that have the two together (bench/people_transport.py). With one of the
# two given, so much that intervals cover on records (bench/people_coverage.py).
_MISFIT, _MISFIT_A_RECORD = 0.0045, 0.35
_MISFIT_SCHOOLING, _MISFIT_YEARS = 0.0016, 0.003


def read_traits(profile: Profile, people: Population) -> tuple[Asked, list[str]]:
    """Positions of what the profile says, and what the reader must know about them."""
    notes = ["Effects of education, experience and credentials are associations among workers, not promises."]
    education = None if profile.education is None else EDUCATION.index(profile.education)
    if education is not None and people.joint.sum(axis=1)[education] < _LEAST_SHARE:
        shares = people.joint.sum(axis=1)
        near = sorted(
            (i for i in range(len(EDUCATION)) if shares[i] >= _LEAST_SHARE), key=lambda i: abs(i - education)
        )
        raise BadInput(
            f"Next to no one in {profile.occupation} holds this attainment: {EDUCATION[education].value}.",
            nearest=tuple(EDUCATION[i].value for i in near[:2]),
            hint="Leave the education out, or give one that occurs in the occupation.",
        )
    if profile.experience_years is not None:
        notes.append(
            "Experience counts years of work since school: person records do not hold years in one job."
        )
    weekly = profile.hours_per_year / _WEEKS
    hours = None if profile.hours_per_year == FULL_TIME_HOURS else hours_bracket(weekly)
    if profile.hours_per_year != FULL_TIME_HOURS and hours is None:
        notes.append(
            "Person records do not tell what an hour pays below 15 hours a week; that of any hours is used."
        )
    certified, extra, extra_se, unknown = None, 0.0, 0.0, 0.0
    known = [code for code in profile.credentials if evidence.credential(profile.occupation, code)]
    if known and len(people.certified) > 1:
        certified = min(len(known), 3)
        found = max(
            (evidence.credential(profile.occupation, code) for code in known),
            key=lambda pooled: pooled.effect if pooled else 0.0,
        )
        if found:
            extra, extra_se = found.effect, found.se
        notes.append(
            f"About {100 * (1 - people.certified[0]):.0f} % of these workers are taken to be certified already, so a "
            "credential moves little against the typical one."
        )
    misfit, unseen = _together(people, education, profile.experience_years, hours)
    if unseen:
        notes.append(
            f"Person records hold almost no one in {profile.occupation} with {unseen}. The figure adds up what each "
            "trait does by itself, as learned here and in the wider group, and its interval is wider for that."
        )
    without = [code for code in profile.credentials if code not in known]
    if without:
        unknown = _unknown_se(profile.occupation)
        notes.append(
            f"No survey found says what {', '.join(without)} adds in this occupation: not counted, only its "
            "uncertainty is."
        )
    return Asked(
        education, profile.experience_years, certified, hours, extra, extra_se, unknown, misfit
    ), notes


def _together(
    people: Population, education: int | None, years: float | None, hours: int | None
) -> tuple[float, str]:
    """How far (SD, scores) these traits together may be from the sum of their effects, and which of them next to
    no one has."""
    levels = slice(None) if education is None else education
    bands = slice(None) if years is None else people.band(years)
    records, unseen = float(people.records[levels, bands].sum()), []
    if records < _FEW_RECORDS:
        given = [] if education is None else [f"schooling of {EDUCATION[education].value}"]
        given += [] if years is None else [f"{years:g} years of experience"]
        unseen.append(" and ".join(given))
    if hours is not None and people.hours[hours] < _LEAST_SHARE:
        records = 0.0
        unseen.append(f"{HOURS[hours]} hours a week")
    if unseen or (education is not None and years is not None):
        variance = _MISFIT + _MISFIT_A_RECORD / max(records, _FEW_RECORDS - 1)
    else:
        variance = _MISFIT_SCHOOLING * (education is not None) + _MISFIT_YEARS * (years is not None)
    return float(np.sqrt(variance)), " or with ".join(unseen)


def _unknown_se(occupation: str) -> float:
    """Log spread of what a credential without evidence may add: as credentials differ, and certification."""
    certified = evidence.certified(occupation)
    return float(np.hypot(evidence.BETWEEN_CREDENTIALS_SD, certified.effect if certified else 0.06))
