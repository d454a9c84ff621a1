"""Which column of a payroll means what: proposed from names and contents, with reasons, and overridable by the user."""

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
        "job code description", "job code title", "class title",
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
        "annual wage", "annual base pay", "base", "annual compensation", "annualized rate amount", "annualized rate",
        "compensation rate", "regular", "regular pay", "regular earnings", "base earnings",
    ),
    "basis": (
        "pay basis", "basis", "pay type", "rate type", "hourly salaried", "salaried hourly", "salary or hourly",
        "hourly or salary", "hrly salaried", "hourly or annual", "rate basis", "pay frequency", "frequency",
        "comp freq", "per", "unit", "pay period", "comp rate code", "flsa", "flsa status", "rate period",
        "compensation rate period", "pay rate type", "salary basis",
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
        "worker id", "person id", "badge", "staff id", "employee", "emp", "ee id", "internal id",
        "employee identifier", "emp no", "person number", "unique id",
    ),
    "sex": ("sex", "gender", "legal sex"),
    "race": ("race", "ethnicity", "race ethnicity", "eeo race", "race eth", "ethnic group"),
    "grade": ("grade", "pay grade", "salary grade", "job grade", "level", "job level", "band"),
    "cluster": ("supervisor", "supervisor id", "manager", "manager id", "site", "department", "dept", "cost center"),
    "tenure": ("tenure", "years of service", "service years", "years service", "length of service"),
    "component": ("pay type", "earnings type", "earn code", "pay code", "earnings code", "compensation type"),
    # Where the first column is blank: the other of a pair such as salary or hourly, or the title of another layout.
    "pay else": (),
    "title else": (),
    "title other": (),
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
    "component",
)
_NUMERIC = {"pay", "hours", "experience", "tenure"}
_BASIS_NAMED = re.compile(r"\b(annual|hourly|bi ?weekly|semi ?monthly|monthly|weekly)")
_EARNED_YEAR = re.compile(
    r"^(fiscal|calendar) ?year \d{4}$|^(fy|cy) ?\d{2,4}$|^(regular|base) earnings$|^regular( pay)?$"
)
_NO_PAY = re.compile(
    r"\b(mid ?point|min|minimum|max|maximum|increase|decrease|last|previous|prior|total|gross|biennium|overtime|bonus|"
    r"basis|period|frequency|type|grade|step|date|code|category|status|action|hours|plan|retro)\b"
)
_BASIS_WORDS = re.compile(
    r"hour|hrly|week|month|annual|year|annum|salar|exempt|fortnight|^(hr|h|a|y|s|m|w)$|per (hr|wk|mo|yr)",
    re.IGNORECASE,
)
_CONTRACT = re.compile(r"^\s*\d{1,2}([.]\d+)?[ -]*(month|mo)s?\b", re.IGNORECASE)
_COMPONENT = re.compile(
    r"\b(regular|overtime|base|other|bonus|longevity|holiday|lump|supplement|shift)", re.IGNORECASE
)
BLANKS = ("", "na", "n/a", "#n/a", "null", "none", "nan", "-", "--", ".")
_LEAST_PAIR = 0.02  # of the rows, below which a blank first column is just a blank
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
    if role == "pay" and words not in listed:
        if _EARNED_YEAR.search(words):
            return 70.0
        if _NO_PAY.search(words):
            return 0.0
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
        if not _fits(role, name, sample):
            continue
        chosen[role] = name
        taken.add(name)
        guessed.append(role)
    if "basis" in guessed and basis_named(
        chosen.get("pay", "")
    ):  # then a "Pay Frequency" is that of paychecks
        guessed.remove("basis")
        del chosen["basis"]
    _complete(chosen, header, sample, named or {})
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


def is_earned(pay: str) -> bool:
    """Whether a pay column's name says what was paid in a year, which is no rate: who left in March looks low."""
    return bool(_EARNED_YEAR.search(plain(pay)))


def is_full_time_rate(pay: str) -> bool:
    """Whether a pay column's name says that part-time pay was put on a full-time year already."""
    return bool(re.search(r"\b(annualized|full time|fte)\b", plain(pay)))


def _given(sample: Sequence[Mapping[str, object]], name: str) -> list[str]:
    """What stands in a column of the first rows, without blanks."""
    texts = (str(row[name]).strip() for row in sample if row.get(name) is not None)
    return [text for text in texts if text.casefold() not in BLANKS]


def _fits(role: str, name: str, sample: Sequence[Mapping[str, object]]) -> bool:
    """Whether a column's contents can be what its name says."""
    values = _given(sample, name)
    if not values:
        return role not in ("id", "component", "basis")
    if role in _NUMERIC:
        good = sum(bool(_NUMBER.match(value)) and not _CONTRACT.match(value) for value in values)
        return good * 2 >= len(values)
    if role == "basis":
        good = sum(bool(_BASIS_WORDS.search(value)) and not _CONTRACT.match(value) for value in values)
        return good * 3 >= len(values)
    if role == "component":
        kinds = set(values)
        return 1 < len(kinds) <= 60 and sum(bool(_COMPONENT.search(kind)) for kind in kinds) * 2 >= len(kinds)
    if role in ("education", "credentials"):
        return sum(bool(_NUMBER.match(value)) for value in values) * 2 < len(values)
    if role == "id":
        numbered = sum(any(sign.isdigit() for sign in value) for value in values)  # names have no digits
        return numbered * 2 >= len(values) and (len(values) < 10 or len(set(values)) * 5 >= len(values))
    if role == "occupation":
        return sum(bool(re.match(r"\d\d-?\d{4}|[^\W\d_]{4}.* ", value)) for value in values) * 2 >= len(
            values
        )
    if role == "title":  # position numbers and codes say nothing of the work
        return sum(bool(re.search(r"[^\W\d_]{3}|\d\d-\d{4}", value)) for value in values) * 5 >= len(values)
    return True


def _complete(
    chosen: dict[str, str],
    header: Sequence[str],
    sample: Sequence[Mapping[str, object]],
    named: Mapping[str, str],
) -> None:
    """Adds the other half of a pair, and takes away what the pay column's own name makes wrong."""
    pay = chosen.get("pay", "")
    if is_full_time_rate(pay) and "hours" not in named:
        chosen.pop("hours", None)
    if "component" in chosen and "component" not in named and not _repeated(sample, chosen.get("id", "")):
        del chosen["component"]
    empty = (*BLANKS, "0", "0.0", "0.00")
    for role, other in (("pay", "pay else"), ("title", "title else"), ("title", "title other")):
        held = [chosen[r] for r in (role, f"{role} else") if chosen.get(r) and r != other]
        if not held or other in chosen:
            continue
        blank = [row for row in sample if all(str(row.get(c)).strip().casefold() in empty for c in held)]
        if len(blank) < max(_LEAST_PAIR * len(sample), 2):
            continue
        fits = [
            (len(_given(blank, name)), likeness(name, role), name)
            for name in header
            if name not in chosen.values() and likeness(name, role) >= 60 and _fits(role, name, blank)
        ]
        if fits and (best := max(fits))[0] * 4 >= len(blank):
            chosen[other] = best[2]


def _repeated(sample: Sequence[Mapping[str, object]], name: str) -> bool:
    values = _given(sample, name) if name else []
    return bool(values) and len(set(values)) < 0.9 * len(values)


def _near(column: str, header: Sequence[str]) -> tuple[str, ...]:
    from rapidfuzz import process

    return tuple(name for name, _, _ in process.extract(column, header, limit=3))
