"""Which column of a payroll means what: guessed from names and contents, and overridable by the user."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from paychart.errors import BadInput

_WORDS: dict[str, tuple[str, ...]] = {
    "occupation": ("soc", "soc code", "occupation", "occupation code", "onet code", "soc2018"),
    "title": (
        "title", "job title", "position", "position title", "job", "job name", "role", "job description",
        "position name", "business title", "working title", "classification", "job class title",
    ),
    "area": (
        "area", "metro", "msa", "cbsa", "cbsa code", "area code", "location", "work location", "city", "city state",
        "work city", "place", "state", "work state", "zip", "zip code", "postal code", "work zip",
        "site location", "locn",
    ),
    "employer": (
        "employer type", "industry", "naics", "naics code", "setting", "facility type", "business unit type",
        "employer", "entity type", "organization type", "work setting",
    ),
    "pay": (
        "pay", "base pay", "pay rate", "rate", "salary", "annual salary", "base salary", "annual pay", "wage",
        "hourly rate", "base rate", "compensation", "rate of pay", "annual rate", "hourly wage", "current pay",
        "annual wage", "annual base pay", "base", "annual compensation",
    ),
    "basis": (
        "pay basis", "basis", "pay type", "rate type", "hourly salaried", "salaried hourly", "salary or hourly",
        "hourly or salary", "hrly salaried", "hourly or annual", "rate basis", "pay frequency", "frequency",
        "comp freq", "per", "unit", "pay period", "comp rate code", "flsa", "flsa status",
    ),
    "hours": (
        "hours", "hours per week", "weekly hours", "standard hours", "std hours", "scheduled hours",
        "hours a week", "hours week", "std hrs", "weekly hrs", "fte", "full time equivalent",
    ),
    "experience": (
        "experience", "years experience", "years of experience", "experience years", "yrs experience", "yoe", "yrs exp",
        "years exp",
        "relevant experience", "total experience",
    ),
    "education": ("education", "education level", "degree", "highest degree", "highest education", "edu"),
    "credentials": (
        "credentials", "credential", "certification", "certifications", "certs", "licenses", "license",
        "licenses certifications",
    ),
    "id": (
        "employee id", "emp id", "id", "employee number", "employee no", "emplid", "personnel number",
        "worker id", "person id", "badge", "staff id", "employee", "emp", "ee id",
    ),
    "sex": ("sex", "gender", "legal sex"),
    "race": ("race", "ethnicity", "race ethnicity", "eeo race", "race eth", "ethnic group"),
    "grade": ("grade", "pay grade", "salary grade", "job grade", "level", "job level", "band"),
    "cluster": ("supervisor", "supervisor id", "manager", "manager id", "site", "department", "dept", "cost center"),
    "tenure": ("tenure", "years of service", "service years", "years service", "length of service"),
}  # fmt: skip
ROLES = tuple(_WORDS)
PRICING = (
    "occupation",
    "title",
    "area",
    "employer",
    "pay",
    "basis",
    "hours",
    "experience",
    "education",
    "credentials",
    "id",
)
_NUMERIC = {"pay", "hours", "experience", "tenure"}
_BASIS_NAMED = re.compile(r"\b(annual|hourly|bi ?weekly|semi ?monthly|monthly|weekly)")
_NUMBER = re.compile(r"^[^\w]*[\d][\d.,' ]*\s*(k|/?\s*\w+)?\W*$", re.IGNORECASE)


@dataclass(frozen=True)
class Columns:
    """Role -> column name; `guessed` says which were not named by the user, `unused` what is carried along."""

    role: Mapping[str, str]
    guessed: tuple[str, ...]
    unused: tuple[str, ...]

    def __getitem__(self, role: str) -> str:
        return self.role[role]

    def get(self, role: str) -> str | None:
        return self.role.get(role)

    def to_dict(self) -> dict[str, object]:
        """Plain JSON values."""
        return {"columns": dict(self.role), "guessed": list(self.guessed), "carried_along": list(self.unused)}


def plain(name: str) -> str:
    """A column name as words: "Emp_ID" and "EMP ID" are the same."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.sub(r"[^0-9a-z]+", " ", spaced.lower()).split())


def basis_named(pay: str) -> str | None:
    """The basis that a pay column's name states ("Annual Salary"); None where it states none, or several."""
    found = {word.replace(" ", "") for word in _BASIS_NAMED.findall(plain(pay))}
    return found.pop() if len(found) == 1 else None


def likeness(name: str, role: str) -> float:
    """0 to 100: how well a column name fits a role; exact words first, then words within a longer name."""
    words = plain(name)
    if not words or (role == "id" and "name" in words.split()):  # two people may have one name
        return 0.0
    listed = _WORDS[role]
    if words in listed:
        return 100.0 - listed.index(words) / 10
    padded = f" {words} "
    inside = [w for w in listed if f" {w} " in padded and (len(w) > 3 or len(words) <= len(w) + 8)]
    return 60.0 + max((len(w) for w in inside), default=-60) * 1.0 if inside else 0.0


def header_score(cells: Sequence[str]) -> int:
    """How many cells of a row name a role: tells a header from a title line or a row of data."""
    return sum(any(likeness(cell, role) >= 90 for role in ROLES) for cell in cells if cell)


def settle_columns(
    header: Sequence[str],
    sample: Sequence[Mapping[str, object]],
    named: Mapping[str, str] | None = None,
    needed: Sequence[str] = PRICING,
) -> Columns:
    """Guess what each column means; `named` (role -> column) has the last word, "" leaves a role out.

    Raises BadInput for a role or column that does not exist, with the nearest.
    """
    chosen: dict[str, str] = {}
    for role, column in (named or {}).items():
        if role not in ROLES:
            raise BadInput(f'"{role}" is not a role a column can have.', nearest=ROLES)
        if column and column not in header:
            raise BadInput(
                f'There is no column "{column}".',
                nearest=_near(column, header),
                hint="Names are as in the file.",
            )
        chosen[role] = column
    taken = {c for c in chosen.values() if c}
    fits = sorted(
        ((likeness(name, role), -needed.index(role), -i, role, name) for role in needed if role not in chosen
         for i, name in enumerate(header)),
        reverse=True,
    )  # fmt: skip
    guessed = []
    for score, _, _, role, name in fits:
        if score < 60 or role in chosen or name in taken:
            continue
        if role in _NUMERIC and not _mostly_numbers(sample, name):
            continue
        chosen[role] = name
        taken.add(name)
        guessed.append(role)
    if "basis" in guessed and basis_named(
        chosen.get("pay", "")
    ):  # then a "Pay Frequency" is that of paychecks
        guessed.remove("basis")
        del chosen["basis"]
    found = {role: column for role, column in chosen.items() if column}
    unused = tuple(name for name in header if name not in set(found.values()))
    return Columns({role: found[role] for role in ROLES if role in found}, tuple(guessed), unused)


def require(columns: Columns, header: Sequence[str], *roles: str) -> None:
    """Raise BadInput unless one of `roles` has a column."""
    if not any(columns.get(role) for role in roles):
        raise BadInput(
            f"No column was recognized as {' or '.join(roles)}.",
            nearest=tuple(header[:8]),
            hint=f'Name it, for example: --column {roles[0]}="{header[0] if header else "COLUMN"}"',
        )


def _mostly_numbers(sample: Sequence[Mapping[str, object]], name: str) -> bool:
    values = [str(row[name]).strip() for row in sample if row.get(name) not in (None, "")]
    good = sum(bool(_NUMBER.match(value)) for value in values)
    return not values or good * 2 >= len(values)


def _near(column: str, header: Sequence[str]) -> tuple[str, ...]:
    from rapidfuzz import process

    return tuple(name for name, _, _ in process.extract(column, header, limit=3))
