"""A plan: whose career it is, from what age to what age, towards which role, and what they study when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from paychart.careers.reach import missing_rung, reach
from paychart.careers.roles import Role, find_role, role_of
from paychart.careers.study import LEVELS, article
from paychart.data.store import Store
from paychart.errors import BadInput, UnknownCode
from paychart.pay.held_credentials import settle
from paychart.profile import Education, Profile
from paychart.words import resolve_profile
from paychart.words.credentials import catalogue, check_together, find_credential

YOUNGEST, OLDEST = 16, 80
_DEGREES = (Education.ASSOCIATE, Education.BACHELOR, Education.MASTER)


@dataclass(frozen=True)
class Course:
    """A degree ("bachelor") or a credential ("RHIA") begun `start` years from now."""

    code: str
    start: float

    @property
    def is_degree(self) -> bool:
        return self.code in {level.value for level in _DEGREES}

    @property
    def words(self) -> str:
        """The course as a thing one earns: "a bachelor's degree"."""
        return article(Education(self.code)) if self.is_degree else self.code

    def __str__(self) -> str:
        return f"{self.code}@{self.start:g}"


@dataclass(frozen=True)
class Plan:
    """One career to simulate. `profile` has codes, `schooling` is known or taken from the role; `goal` None
    takes any step up that opens, and `stay` none at all."""

    name: str
    profile: Profile
    role: Role
    schooling: Education
    age: int
    retire: int
    goal: Role | None
    stay: bool
    courses: tuple[Course, ...]

    @property
    def years(self) -> int:
        return self.retire - self.age

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "name": self.name,
            "profile": self.profile.to_dict(),
            "role": self.role.role,
            "schooling": self.schooling.value,
            "age": self.age,
            "retire": self.retire,
            "goal": self.goal.role if self.goal else None,
            "stay": self.stay,
            "courses": [str(course) for course in self.courses],
        }


_SCHOOL_LEFT = {
    Education.LESS_THAN_HIGH_SCHOOL: 17,
    Education.HIGH_SCHOOL: 18,
    Education.SOME_COLLEGE: 19,
    Education.ASSOCIATE: 20,
    Education.BACHELOR: 22,
    Education.MASTER: 24,
    Education.DOCTORAL: 28,
}


def usual_age(profile: Profile) -> int:
    """The age of someone who left school at the usual age and has worked since."""
    left = _SCHOOL_LEFT[profile.education or Education.SOME_COLLEGE]
    return min(left + round(profile.experience_years or 0.0), OLDEST)


def make_plan(
    profile: Profile,
    store: Store,
    *,
    age: int,
    retire: int = 67,
    role: str = "",
    goal: str = "",
    courses: Iterable[str] = (),
    name: str = "",
) -> Plan:
    """A plan from words. `goal` is a role, "stay" (no steps up) or empty; courses are "bachelor" or "RHIA@3".

    Raises BadInput for ages outside a working life, a goal that no steps lead to (with the missing rung), or a
    credential that the schooling does not allow; UnknownCode for names that are in no list.
    """
    reader = settle(resolve_profile(profile, store))
    start = role_of(reader, role)
    _check_ages(age, retire, reader)
    schooling = reader.education or start.entry_education
    stay = goal.strip().casefold() == "stay"
    target = find_role(goal) if goal.strip() and not stay else None
    if target:
        found = reach(start, reader.experience_years or 0.0)
        if target.role not in found:
            raise missing_rung(start, target, found)
    taken = _courses(courses, reader, schooling, retire - age)
    if reader.credentials is None and any(not course.is_degree for course in taken):
        reader = replace(
            reader, credentials=()
        )  # who plans a first one has none: a gain runs from what one has
    label = name or _label(target, stay, taken)
    return Plan(label, reader, start, schooling, age, retire, target, stay, taken)


def _check_ages(age: int, retire: int, reader: Profile) -> None:
    if not YOUNGEST <= age <= OLDEST:
        raise BadInput(f"An age of {age} is outside a working life.", nearest=(str(YOUNGEST), str(OLDEST)))
    if not age < retire <= OLDEST:
        raise BadInput(
            f"Retiring at {retire} leaves no working years from {age}."
            if retire <= age
            else f"A horizon to {retire} runs past retirement.",
            nearest=("67", str(OLDEST)),
            hint=f"Give --retire above your age and at most {OLDEST}.",
        )
    worked = reader.experience_years or 0.0
    if age - worked < 14:
        raise BadInput(
            f"{worked:g} years of work at {age} would mean starting at {age - worked:g}.",
            nearest=(f"--experience {age - 18}",),
            hint="Experience counts years of work since school.",
        )


def _courses(texts: Iterable[str], reader: Profile, schooling: Education, years: int) -> tuple[Course, ...]:
    """Courses in the order begun, checked against the schooling that those before them give; a master's degree
    asks for a bachelor's first."""
    taken = sorted((_course(text, years) for text in texts), key=lambda c: (c.start, not c.is_degree))
    level = schooling
    held = list(reader.held)
    whole: list[Course] = []
    for course in taken:
        if course.is_degree:
            next_level = Education(course.code)
            if LEVELS.index(next_level) <= LEVELS.index(level):
                raise BadInput(
                    f"{article(next_level).capitalize()} is not above what you have then: {level.value}.",
                    nearest=[e.value for e in _DEGREES if LEVELS.index(e) > LEVELS.index(level)],
                )
            if next_level is Education.MASTER and LEVELS.index(level) < LEVELS.index(Education.BACHELOR):
                whole.append(Course(Education.BACHELOR.value, course.start))
            level = next_level
            whole.append(course)
            continue
        if course.code in held:
            raise BadInput(f"You hold {course.code} already.", hint="Leave it out.")
        held = [code for code in held if code not in catalogue()[course.code].replaces] + [course.code]
        known = level if reader.education or any(earlier.is_degree for earlier in whole) else None
        check_together([catalogue()[code] for code in held], known)  # schooling nobody named refuses nothing
        whole.append(course)
    return tuple(whole)


def _course(text: str, years: int) -> Course:
    name, _, when = text.partition("@")
    try:
        start = float(when) if when.strip() else 0.0
    except ValueError:
        raise BadInput(
            f'"{when}" is not a number of years.', hint="Write bachelor@2: begun in two years."
        ) from None
    if not 0 <= start < years:
        raise BadInput(
            f"A start in {start:g} years is outside the {years} years to retirement.",
            nearest=("0", str(years - 1)),
        )
    try:
        level = Education.parse(name)
        if level in _DEGREES:
            return Course(level.value, start)
    except BadInput:
        pass
    try:
        return Course(find_credential(name).code, start)
    except UnknownCode as error:
        raise UnknownCode(
            f'"{name}" is neither a degree nor a credential in the catalogue.',
            nearest=[*error.nearest, *(e.value for e in _DEGREES)],
            hint="`paychart credentials` lists the credentials.",
        ) from None


def _label(goal: Role | None, stay: bool, courses: tuple[Course, ...]) -> str:
    what = f"to {goal.name}" if goal else "staying in this work" if stay else "taking steps as they open"
    return f"{what}, with {' and '.join(c.code for c in courses)}" if courses else what
