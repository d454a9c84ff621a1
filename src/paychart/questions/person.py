"""PROFILE: the fields that say whose pay is asked for, the same wherever a person can be described.

A new trait of `Profile` is one more `Field` here: every command, address, tool and form that takes a
person has it then.
"""

from __future__ import annotations

from paychart.profile import Education
from paychart.questions.field import Field

OCCUPATION = Field(
    "occupation",
    'SOC code or name, such as 29-2072 or "medical coder".',
    required=True,
    flag="-o",
    example="29-2072",
    label="Job",
    of_profile="occupation",
)
AREA = Field(
    "area",
    'State, metro, BLS/CBSA/FIPS code, or "rural Maryland"; the nation if absent.',
    flag="-a",
    example="Denver, CO",
    label="Place",
    of_profile="area",
)
INDUSTRY = Field(
    "industry",
    'Employer type: NAICS code or a word such as "hospital"; all employers if absent.',
    flag="-i",
    example="hospital",
    label="Employer",
    of_profile="industry",
)
_LEVELS = tuple((level.value, level.value.capitalize()) for level in Education)
READER: tuple[Field, ...] = (
    AREA,
    INDUSTRY,
    Field(
        "education",
        "Highest level finished: " + ", ".join(level.value for level in Education) + ".",
        example="bachelor",
        label="Education",
        of_profile="education",
        offers=_LEVELS,
    ),
    Field(
        "experience",
        "Years in this work, from 0 to 60.",
        kind="number",
        least=0,
        most=60,
        example=5,
        label="Years in this work",
        of_profile="experience",
    ),
    Field(
        "since_school",
        "Years since the last schooling, from 0 to 60, where there were more than those in this work.",
        kind="number",
        least=0,
        most=60,
        label="Years since school",
        of_profile="since_school",
    ),
    Field(
        "credential",
        "Such as RHIT or CPC; may be repeated; none where none is held.",
        many=10,
        flag="-c",
        example=["CPC"],
        label="Credentials",
        of_profile="credentials",
    ),
    Field(
        "hours",
        "Paid hours a week; 40 is full time.",
        kind="number",
        above=0,
        most=96,
        example=36,
        label="Hours a week",
        of_profile="hours",
    ),
)
PERSON: tuple[Field, ...] = (OCCUPATION, *READER)
