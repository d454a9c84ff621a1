"""What study takes: years, tuition, and the order of levels of schooling."""

from __future__ import annotations

from paychart.careers.rates import Rate, Rates
from paychart.profile import Education

LEVELS = tuple(Education)
# A certificate is finished as often as an associate degree is, and a doctorate as a master's, for want of figures.
_FINISHED_AS = {Education.SOME_COLLEGE: Education.ASSOCIATE, Education.DOCTORAL: Education.MASTER}
DEGREES = (Education.ASSOCIATE, Education.BACHELOR, Education.MASTER)


def study_years(table: Rates, own: Education, level: Education) -> float:
    """Full-time years of study from one attainment to a higher one."""
    bachelor = table["study.bachelor"].value
    years = {
        Education.HIGH_SCHOOL: 0.0,
        Education.SOME_COLLEGE: table["study.certificate"].value,
        Education.ASSOCIATE: table["study.associate"].value,
        Education.BACHELOR: bachelor,
        Education.MASTER: bachelor + table["study.master"].value,
        Education.DOCTORAL: bachelor + table["study.doctoral"].value,
    }
    # A year of college counts for half: not all of it carries over.
    done = {**years, Education.SOME_COLLEGE: 0.5}
    return max(0.5, years[level] - done.get(own, 0.0))


def tuition(table: Rates, own: Education, level: Education) -> float | None:
    """Dollars of tuition on the way, each degree at its own price; None where no source states one of them."""
    total, at = 0.0, own
    for stage in (Education.SOME_COLLEGE, *DEGREES, Education.DOCTORAL):
        if LEVELS.index(at) < LEVELS.index(stage) <= LEVELS.index(level):
            if stage is not level and stage is not Education.BACHELOR:
                continue
            priced = Education.ASSOCIATE if stage is Education.SOME_COLLEGE else stage
            if f"tuition.{priced.value}" not in table:
                return None
            total += study_years(table, at, stage) * table[f"tuition.{priced.value}"].value
            at = stage
    return total


def finishing(table: Rates, own: Education, level: Education) -> tuple[Rate, ...]:
    """The shares who finish, of each degree on the way: a master's asks for a bachelor's degree first."""
    bachelor = level in (Education.MASTER, Education.DOCTORAL) and LEVELS.index(own) < LEVELS.index(
        Education.BACHELOR
    )
    stages = (Education.BACHELOR, level) if bachelor else (level,)
    return tuple(table[f"finish.{_FINISHED_AS.get(stage, stage).value}"] for stage in stages)


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
