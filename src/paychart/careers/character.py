"""What an occupation is like beyond pay: interests, work values and styles, hours, commute, home, outlook, entry."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from paychart.data.families import all_rows
from paychart.data.reference import reference_path
from paychart.data.store import Store
from paychart.data.vintages import edition

ONET = "O*NET 30.1 Database, U.S. Department of Labor, Employment and Training Administration, CC BY 4.0 (adapted)"
ACS = (
    f"Census Bureau, American Community Survey {edition('person_records')} one-year person records "
    "(usual hours, commute, work from home)"
)
BLS = f"U.S. Bureau of Labor Statistics, Employment Projections {edition('projections')}"
INTERESTS = ("realistic", "investigative", "artistic", "social", "enterprising", "conventional")
VALUES = ("achievement", "working_conditions", "recognition", "relationships", "support", "independence")
_SCHOOL_YEARS = {
    "No formal educational credential": 10.0,
    "High school diploma or equivalent": 12.0,
    "Some college, no degree": 13.0,
    "Postsecondary nondegree award": 13.0,
    "Associate's degree": 14.0,
    "Bachelor's degree": 16.0,
    "Master's degree": 18.0,
    "Doctoral or professional degree": 21.0,
}
_EXPERIENCE_YEARS = {"None": 0.0, "Less than 5 years": 2.5, "5 years or more": 6.0}


@dataclass(frozen=True)
class Character:
    """One occupation. Interests and work values from 1 to 7; shares from 0 to 1; None where nothing is published.

    `conditions` holds (figure, standard error) of usual hours, share over 45 hours, commute minutes and share
    working from home; `conditions_mixed` where the census counts the code with others. `values_from` names the
    occupation that lent its work values.
    """

    occupation: str
    title: str
    interests: Mapping[str, float]
    job_zone: float | None
    job_zone_preliminary: bool
    work_values: Mapping[str, float]
    values_from: str
    styles: tuple[str, ...]
    conditions: Mapping[str, tuple[float, float]]
    conditions_mixed: bool
    growth_percent: float | None
    openings_percent: float | None
    entry_education: str | None
    entry_experience: str | None
    entry_years: float | None
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        row = asdict(self)
        row["conditions"] = {name: list(pair) for name, pair in self.conditions.items()}
        row["styles"], row["notes"] = list(self.styles), list(self.notes)
        row["sources"] = [ONET, ACS, BLS]
        return row


def character(occupation: str, title: str, store: Store) -> Character:
    """What is published of a SOC code; gaps stay gaps, and `notes` say whose figures stand in."""
    own = _onet().get(occupation, {})
    lender = "" if any(own.get(v) for v in VALUES) else _lenders().get(occupation, "")
    values = _onet().get(lender, own)
    conditions, mixed = _conditions().get(occupation, {}), _mixed().get(occupation, False)
    growth, openings, education, experience = _projection(store, occupation)
    notes = []
    if lender:
        notes.append(
            f"O*NET publishes no work values for {occupation}: those of {lender}, a related occupation, stand "
            "in."
        )
    elif not any(own.get(v) for v in VALUES):
        notes.append(f"O*NET publishes no work values for {occupation}.")
    if own.get("job_zone_preliminary") == "yes":
        notes.append(f"O*NET's job zone of {occupation} is preliminary.")
    if mixed and conditions:
        notes.append(
            f"The census counts {occupation} with other occupations: hours and commute describe them all."
        )
    years = None
    if education in _SCHOOL_YEARS:
        years = _SCHOOL_YEARS[education] - 12 + _EXPERIENCE_YEARS.get(experience or "None", 0.0)
    return Character(
        occupation=occupation,
        title=title,
        interests={name: float(own[name]) for name in INTERESTS if own.get(name)},
        job_zone=float(own["job_zone"]) if own.get("job_zone") else None,
        job_zone_preliminary=own.get("job_zone_preliminary") == "yes",
        work_values={name: float(values[name]) for name in VALUES if values.get(name)},
        values_from=lender,
        styles=tuple(style for style in own.get("styles", "").split(";") if style),
        conditions=conditions,
        conditions_mixed=mixed,
        growth_percent=growth,
        openings_percent=openings,
        entry_education=education,
        entry_experience=experience,
        entry_years=years,
        notes=tuple(notes),
    )


@cache
def _lenders() -> dict[str, str]:
    """Related occupations that lend their work values to codes for which O*NET has none, as families say."""
    return {row["code"]: row["values_from"] for row in all_rows("occupations") if row.get("values_from")}


@cache
def _onet() -> dict[str, dict[str, str]]:
    with reference_path("occupation_character.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


@cache
def _conditions() -> dict[str, dict[str, tuple[float, float]]]:
    names = ("usual_hours", "share_over_45_hours", "commute_minutes", "share_work_from_home")
    with reference_path("work_conditions.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["soc"]: {name: (float(row[name]), float(row[f"{name}_se"])) for name in names}
            for row in csv.DictReader(file)
        }


@cache
def _mixed() -> dict[str, bool]:
    with reference_path("census_occupation.csv").open(encoding="utf-8", newline="") as file:
        return {row["soc"]: row["mixed"] == "true" for row in csv.DictReader(file)}


def _projection(store: Store, soc: str) -> tuple[float | None, float | None, str | None, str | None]:
    rows = store.rows(
        "SELECT change_percent, 200 * openings_thousands / "
        "(employment_base_thousands + employment_projected_thousands), entry_education, related_experience "
        "FROM projection WHERE occupation = ?",
        [soc],
    )
    return rows[0] if rows else (None, None, None, None)
