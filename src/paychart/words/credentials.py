"""Credentials of every family of careers: who issues them, what for, what they ask and what they cost.

Facts are dated and cited row by row in `data/families/*/credentials.csv`; a fee that no source was found for
is absent, not guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from paychart.data.families import all_rows
from paychart.errors import BadInput, UnknownCode
from paychart.profile import Education

_ORDER = tuple(Education)


@dataclass(frozen=True)
class Credential:
    """One credential. Fees in dollars, `upkeep_fee` and `education_hours` per cycle of `cycle_years`; fees
    with `_member` are for members of the issuing body. None where no source states it. `field` is "narrow" for one that
    marks a specialty and "teaching" for teachers'; `shown` its place in a short list (0: not in it)."""

    code: str
    name: str
    formerly: str
    issuer: str
    purpose: str
    roles: tuple[str, ...]
    minimum_education: Education | None
    eligibility: str
    exam_fee_member: float | None
    exam_fee: float | None
    upkeep_fee_member: float | None
    upkeep_fee: float | None
    cycle_years: float
    education_hours: float | None
    replaces: tuple[str, ...]
    as_of: int
    source: str
    url: str
    field: str
    shown: int
    family: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        fields = asdict(self)
        fields["roles"], fields["replaces"] = list(self.roles), list(self.replaces)
        fields["minimum_education"] = self.minimum_education.value if self.minimum_education else None
        return fields


@cache
def catalogue() -> dict[str, Credential]:
    """Every credential by its code, in the order of the table."""

    def number(text: str) -> float | None:
        return float(text) if text else None

    return {
        row["code"]: Credential(
            code=row["code"],
            name=row["name"],
            formerly=row["formerly"],
            issuer=row["issuer"],
            purpose=row["purpose"],
            roles=tuple(row["roles"].split(";")),
            minimum_education=Education(row["minimum_education"]) if row["minimum_education"] else None,
            eligibility=row["eligibility"],
            exam_fee_member=number(row["exam_fee_member"]),
            exam_fee=number(row["exam_fee"]),
            upkeep_fee_member=number(row["upkeep_fee_member"]),
            upkeep_fee=number(row["upkeep_fee"]),
            cycle_years=float(row["cycle_years"]),
            education_hours=number(row["education_hours"]),
            replaces=tuple(code for code in row["replaces"].split(";") if code),
            as_of=int(row["as_of"]),
            source=row["source"],
            url=row["url"],
            field=row["field"],
            shown=int(row["shown"] or 0),
            family=row["family"],
        )
        for row in all_rows("credentials")
    }


def find_credential(text: str) -> Credential:
    """The credential of a code, a former code or a full name, whatever the letter case."""
    wanted = text.strip().casefold()
    for credential in catalogue().values():
        if wanted in (credential.code.casefold(), credential.formerly.casefold(), credential.name.casefold()):
            return credential
    raise UnknownCode(
        f'"{text}" is not a credential in the catalogue.',
        nearest=_nearest(text),
        hint="`paychart credentials` lists them all.",
        about="credential",
    )


def check_together(credentials: Sequence[Credential], education: Education | None) -> None:
    """Refuse credentials that one person does not hold together, or not with that schooling."""
    codes = [credential.code for credential in credentials]
    for code in set(codes):
        if codes.count(code) > 1:
            raise BadInput(
                f"{code} was given more than once.", hint="Name each credential once.", about="credential"
            )
    for credential in credentials:
        for replaced in credential.replaces:
            if replaced in codes:
                raise BadInput(
                    f"{credential.code} takes the place of {replaced}, so nobody is paid for both.",
                    nearest=(credential.code,),
                    hint=f"Leave {replaced} out.",
                    about="credential",
                )
        least = credential.minimum_education
        if least and education and _ORDER.index(education) < _ORDER.index(least):
            raise BadInput(
                f"{credential.code} asks for at least {_article(least)}; the profile says {education.value}.",
                nearest=(least.value,),
                hint=f"Eligibility, as of {credential.as_of}: {credential.eligibility}.",
                about="education",
            )


def _article(level: Education) -> str:
    names = {Education.ASSOCIATE: "an associate degree", Education.BACHELOR: "a bachelor's degree"}
    return names.get(level, f"a {level.value} diploma")


def _nearest(text: str) -> tuple[str, ...]:
    from rapidfuzz import fuzz, process

    names = {f"{c.code}: {c.name}": f"{c.code} {c.formerly} {c.name}" for c in catalogue().values()}
    found = process.extract(text, names, scorer=fuzz.WRatio, limit=3)
    return tuple(label for _, _, label in found)
