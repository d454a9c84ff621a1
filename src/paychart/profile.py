"""Profile: the noun that every room shares - whose pay, in what work, where, for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from paychart.errors import BadInput

NATION = "0000000"
ALL_INDUSTRIES = "000000"
ANY_OCCUPATION = "00-0000"
FULL_TIME_HOURS = 2080
LONGEST_CAREER = 60  # years
NO_CREDENTIAL = "none"


class Education(StrEnum):
    """Highest attainment, in the groups BLS table 5.3 publishes."""

    LESS_THAN_HIGH_SCHOOL = "less than high school"
    HIGH_SCHOOL = "high school"
    SOME_COLLEGE = "some college"
    ASSOCIATE = "associate"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTORAL = "doctoral"

    @classmethod
    def parse(cls, text: str) -> Education:
        """The level of a word people use for it: "bachelor's", "BS", "some-college", "PhD" ...

        Raises BadInput with the levels there are.
        """
        word = " ".join(text.replace("-", " ").replace("_", " ").replace(".", "").casefold().split())
        word = word.replace("\u2019", "'").removesuffix(" degree").removesuffix(" diploma").removesuffix("'s")
        found = _EDUCATION_WORDS.get(word, word)
        try:
            return cls(found)
        except ValueError:
            raise BadInput(
                f'"{text}" is not a level of education.',
                nearest=[level.value for level in cls],
                hint="Give the highest level finished.",
                about="education",
            ) from None


def read_credentials(texts: Sequence[str]) -> tuple[str, ...] | None:
    """Credentials as people give them: None where nothing is said, () where they say "none".

    Raises BadInput where "none" stands beside others.
    """
    said = [text.strip() for text in texts if text.strip()]
    if not said:
        return None
    others = tuple(text for text in said if text.casefold() != NO_CREDENTIAL)
    if others and len(others) < len(said):
        raise BadInput(
            f'"{NO_CREDENTIAL}" was given beside {", ".join(others)}.',
            hint="Name the credentials held, or none.",
            about="credential",
        )
    return others


_EDUCATION_WORDS = {
    "none": "less than high school",
    "no diploma": "less than high school",
    "hs": "high school",
    "ged": "high school",
    "college": "some college",
    "certificate": "some college",
    "associates": "associate",
    "aa": "associate",
    "as": "associate",
    "aas": "associate",
    "bachelors": "bachelor",
    "ba": "bachelor",
    "bs": "bachelor",
    "masters": "master",
    "ma": "master",
    "ms": "master",
    "mba": "master",
    "mha": "master",
    "doctorate": "doctoral",
    "doctor": "doctoral",
    "phd": "doctoral",
    "professional": "doctoral",
    "md": "doctoral",
}


@dataclass(frozen=True)
class Profile:
    """One question about pay. Fields hold codes, or words that `codes.resolve_profile` turns into codes.

    Parameters
    ----------
    occupation : SOC code ("29-2072") or a name.
    area : BLS area code of seven digits ("0019740") or a name; the nation by default.
    industry : BLS industry code of six characters ("622000") or a plain word; all industries by default.
    education : highest attainment, if known.
    experience_years : years in this kind of work, if known.
    years_since_school : years since the last schooling ended, if known. Pay evidence is about these; where only
        `experience_years` is known, all of them are taken to be years since school (an assumption the answer tells).
    credentials : credential codes such as "RHIT"; () says that none is held, None that nothing is known.
    hours_per_year : paid hours behind an annual figure; 2,080 is full time, year round.
    """

    occupation: str
    area: str = NATION
    industry: str = ALL_INDUSTRIES
    education: Education | None = None
    experience_years: float | None = None
    credentials: tuple[str, ...] | None = None
    hours_per_year: float = FULL_TIME_HOURS
    years_since_school: float | None = None

    def __post_init__(self) -> None:
        if not self.occupation.strip():
            raise BadInput("No occupation was given.", hint='Try "29-2072" or "medical records specialist".')
        for years, what, field in (
            (self.experience_years, "years in this kind of work", "experience"),
            (self.years_since_school, "years since school", "since_school"),
        ):
            if years is not None and not 0 <= years <= LONGEST_CAREER:
                raise BadInput(
                    f"Experience of {years:g} years is outside a working life.",
                    nearest=("0", f"{LONGEST_CAREER}"),
                    hint=f"Give {what}, from 0 to {LONGEST_CAREER}.",
                    about=field,
                )
        if None not in (self.experience_years, self.years_since_school) and (
            (self.experience_years or 0.0) > (self.years_since_school or 0.0)
        ):
            raise BadInput(
                f"{self.experience_years:g} years in this work are more than {self.years_since_school:g} since school.",
                nearest=(f"{self.experience_years:g}",),
                hint="Years since school count all work after the last schooling.",
                about="since_school",
            )
        if not 0 < self.hours_per_year <= 5000:
            raise BadInput(
                f"{self.hours_per_year:g} hours a year is not possible.",
                nearest=("2080",),
                hint="Give paid hours a year; full time is 2,080.",
                about="hours",
            )

    @classmethod
    def from_words(
        cls,
        occupation: str,
        area: str = "",
        industry: str = "",
        education: str = "",
        experience: float | None = None,
        credentials: Sequence[str] = (),
        hours: float | None = None,
        since_school: float | None = None,
    ) -> Profile:
        """The profile of words as people give them; `hours` are paid hours a week, empty texts mean not said.

        "none" among the credentials says that none is held; no credential at all says nothing of them.

        Raises BadInput for what cannot be.
        """
        if hours is not None and not 0 < hours <= 96:
            raise BadInput(
                f"{hours:g} paid hours a week cannot be.",
                nearest=("40",),
                hint="Give hours a week, such as 36.",
                about="hours",
            )
        return cls(
            occupation,
            area.strip() or NATION,
            industry.strip() or ALL_INDUSTRIES,
            education=Education.parse(education) if education.strip() else None,
            experience_years=experience,
            credentials=read_credentials(credentials),
            hours_per_year=FULL_TIME_HOURS if hours is None else hours * FULL_TIME_HOURS / 40,
            years_since_school=since_school,
        )

    @property
    def held(self) -> tuple[str, ...]:
        """The credentials known to be held; empty where none is or nothing is known."""
        return self.credentials or ()

    @property
    def describes_person(self) -> bool:
        """Whether it says anything of the person beyond occupation, place and employer."""
        return (
            self.education is not None
            or self.experience_years is not None
            or self.years_since_school is not None
            or self.credentials is not None
            or self.hours_per_year != FULL_TIME_HOURS
        )

    def to_dict(self) -> dict[str, Any]:
        """The profile as plain JSON values; fields that are not known are null."""
        fields = asdict(self)
        fields["education"] = self.education.value if self.education else None
        fields["credentials"] = None if self.credentials is None else list(self.credentials)
        return fields
