"""What study takes: years, tuition, and the order of levels of schooling."""

from __future__ import annotations

from paychart.careers.rates import Rate, Rates
from paychart.profile import Education

LEVELS = tuple(Education)
DEGREES = (Education.ASSOCIATE, Education.BACHELOR, Education.MASTER)


def study_years(table: Rates, own: Education, level: Education) -> float:
    """Full-time years of study from one attainment to a higher one."""
    years = {
        Education.ASSOCIATE: table["study.associate"].value,
        Education.BACHELOR: table["study.bachelor"].value,
        Education.MASTER: table["study.bachelor"].value + table["study.master"].value,
    }
    done = {Education.SOME_COLLEGE: 0.5, **years}
    return max(0.5, years[level] - done.get(own, 0.0))


def tuition(table: Rates, own: Education, level: Education) -> float:
    """Dollars of tuition on the way; a bachelor's degree on the way to a master's is paid at its own price."""
    total, at = 0.0, own
    for stage in DEGREES:
        if LEVELS.index(at) < LEVELS.index(stage) <= LEVELS.index(level):
            if stage is Education.ASSOCIATE and level is not Education.ASSOCIATE:
                continue
            total += study_years(table, at, stage) * table[f"tuition.{stage.value}"].value
            at = stage
    return total


def finishing(table: Rates, own: Education, level: Education) -> tuple[Rate, ...]:
    """The shares who finish, of each degree on the way: a master's asks for a bachelor's degree first."""
    bachelor = level is Education.MASTER and LEVELS.index(own) < LEVELS.index(Education.BACHELOR)
    stages = (Education.BACHELOR, level) if bachelor else (level,)
    return tuple(table[f"finish.{stage.value}"] for stage in stages)


def article(level: Education) -> str:
    """The level as a thing one earns: "a bachelor's degree"."""
    named = {
        Education.HIGH_SCHOOL: "a high school diploma",
        Education.ASSOCIATE: "an associate degree",
        Education.DOCTORAL: "a doctoral degree",
    }
    if level in named:
        return named[level]
    return (
        level.value
        if LEVELS.index(level) < LEVELS.index(Education.ASSOCIATE)
        else f"a {level.value}'s degree"
    )
