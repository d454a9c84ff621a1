"""Programs of study in every field of the families of careers: what graduates earn and owe, school by school.

From the U.S. Department of Education's College Scorecard, by field at four digits (CIP 51.07 holds health
information management beside hospital administration and medical assisting's office side). Tuition is not in it.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from paychart.data.families import all_rows, families
from paychart.data.reference import carried
from paychart.data.vintages import edition
from paychart.errors import BadInput

LEVELS = ("certificate", "associate", "bachelor", "master", "doctoral")
SOURCE = (
    f"U.S. Department of Education, College Scorecard, release {edition('scorecard')}, as cleaned by Truewise "
    "(truewise.dev, CC BY 4.0)"
)
_LEVEL_WORDS = {
    "cert": "certificate", "diploma": "certificate", "associates": "associate", "aas": "associate",
    "bachelors": "bachelor", "bs": "bachelor", "masters": "master", "ms": "master", "mha": "master",
}  # fmt: skip
NOTES = (
    "Earnings are medians of graduates who had federal aid and work, four years after finishing where there is such a "
    "figure, else one year after: the two are never averaged together.",
    "A field is four digits wide and holds neighboring programs: health information shares one with other health "
    "administration.",
    "The Scorecard prints no tuition by program; ask the school, and give it to `paychart return --tuition`.",
    "What graduates earn is not what the program adds: who enrolls differs from school to school.",
)


@dataclass(frozen=True)
class Program:
    """One program. Dollars; `earnings` is None where too few graduates let it be printed."""

    unitid: str
    institution: str
    state: str
    control: str
    cip: str
    level: str
    completers: int | None
    earnings: int | None
    years_after: int | None
    debt: int | None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


@dataclass(frozen=True)
class Programs:
    """Programs, best paid first, those without earnings last; `medians` over programs with four-year earnings,
    in the state asked for and in the nation."""

    state: str
    level: str
    programs: tuple[Program, ...]
    medians: Mapping[str, Mapping[str, float | int | None]]
    without_earnings: int
    notes: tuple[str, ...]
    source: str = SOURCE

    def to_dict(self) -> dict[str, Any]:
        """The JSON form that every interface prints."""
        return {
            "state": self.state,
            "level": self.level,
            "programs": [program.to_dict() for program in self.programs],
            "medians": {name: dict(row) for name, row in self.medians.items()},
            "without_earnings": self.without_earnings,
            "notes": list(self.notes),
            "source": self.source,
        }


@cache
def catalogue() -> tuple[Program, ...]:
    """Every program of `data/reference/programs.csv.gz`."""

    def number(text: str) -> int | None:
        return int(text) if text else None

    return tuple(
        Program(
            row["unitid"],
            row["institution"],
            row["state"],
            row["control"],
            row["cip"],
            row["level"],
            number(row["completers"]),
            number(row["earnings"]),
            number(row["years_after"]),
            number(row["debt"]),
        )
        for row in carried("programs.csv.gz")
    )


@cache
def fields() -> dict[str, str]:
    """Names of the fields held (CIP, four digits) by code."""
    return {row["cip"]: row["name"] for row in carried("program_fields.csv")}


@cache
def fields_of(occupation: str, family: str = "") -> tuple[str, ...]:
    """Fields that lead into an occupation, as the families (or one of them) say; none on the generic path."""
    rows = (r for r in all_rows("occupations") if r["code"] == occupation and family in ("", r["family"]))
    found = [c for row in rows for c in row["cip"].split(";") if c]
    return tuple(dict.fromkeys(found))


def programs(state: str = "", level: str = "", institution: str = "", field: str = "") -> Programs:
    """Programs by state (postal code or name), level, part of the institution's name, and field (CIP).

    Raises BadInput for a word that is no choice, and where nothing fits, with what does.
    """
    postal, wanted, cips = _state(state), _level(level), _field(field)
    kept = [
        p
        for p in catalogue()
        if postal in ("", p.state)
        and wanted in ("", p.level)
        and p.cip in cips
        and institution.casefold() in p.institution.casefold()
    ]
    if not kept:
        raise _nothing(postal, wanted, institution, cips)
    kept.sort(
        key=lambda p: (p.earnings is None, p.years_after != 4, -(p.earnings or 0), -(p.completers or 0))
    )
    medians = {}
    for name in dict.fromkeys((postal or "US", "US")):
        among = [
            p for p in catalogue() if name in ("US", p.state) and wanted in ("", p.level) and p.cip in cips
        ]
        medians[name] = summary(among)
    return Programs(postal, wanted, tuple(kept), medians, sum(p.earnings is None for p in kept), NOTES)


def summary(among: Sequence[Program]) -> dict[str, float | int | None]:
    """Middle figures over programs: earnings four years on, debt, and how many programs have each."""
    pay = [p.earnings for p in among if p.earnings is not None and p.years_after == 4]
    debt = [p.debt for p in among if p.debt is not None]
    return {
        "programs": len(among),
        "with_earnings": len(pay),
        "earnings_4_years": statistics.median(pay) if pay else None,
        "with_debt": len(debt),
        "debt": statistics.median(debt) if debt else None,
        "completers": sum(p.completers or 0 for p in among),
    }


def grounding(level: str, state: str, cips: Sequence[str] = ()) -> str:
    """One sentence on what graduates of such programs earn, in the state if enough programs say, else the nation.

    `cips` are the fields (the flagship family's where none is given)."""
    within = cips or _field("")
    for place in (state, ""):
        found = summary(
            [p for p in catalogue() if p.level == level and p.cip in within and place in ("", p.state)]
        )
        if found["with_earnings"] and (not place or int(found["with_earnings"]) >= 3):
            where = f"in {place}" if place else "nationwide"
            owe = f" and owe ${found['debt']:,.0f}" if found["debt"] else ""
            return (
                f"College Scorecard: the middle of {found['with_earnings']} {level} programs in {spoken(within)} "
                f"{where} has graduates earning ${found['earnings_4_years']:,.0f} four years on{owe}."
            )
    return ""


def _state(text: str) -> str:
    if not text.strip():
        return ""
    names = {row["postal"]: row["name"] for row in carried("states.csv")}
    word = text.strip().casefold()
    for postal, name in names.items():
        if word in (postal.casefold(), name.casefold()):
            return postal
    from rapidfuzz import process

    near = process.extract(text, names, limit=3)
    raise BadInput(f'"{text}" is not a state.', nearest=[f"{postal} ({name})" for name, _, postal in near])


def _level(text: str) -> str:
    word = text.strip().casefold().replace("'s", "").removesuffix(" degree")
    word = _LEVEL_WORDS.get(word, word)
    if word and word not in LEVELS:
        raise BadInput(f'"{text}" is not a level of program.', nearest=LEVELS)
    return word


def _field(text: str) -> tuple[str, ...]:
    """Codes of a field: a code, a family of careers, or words of a field's name; the flagship family's for ""."""
    word = text.strip().casefold()
    for slug, family in families().items():
        if word in (slug, family.short.casefold(), family.name.casefold()) or (not word and family.flagship):
            return tuple(dict.fromkeys(c for code in family.occupations for c in fields_of(code, slug)))
    found = tuple(
        c for c, name in fields().items() if word == c or (len(word) > 3 and word in name.casefold())
    )
    if not found:
        raise BadInput(
            f'"{text}" is not a field held here.', nearest=[f"{c} {name}" for c, name in fields().items()]
        )
    return found


def spoken(cips: Sequence[str]) -> str:
    """Fields as a sentence names them, the first two."""
    return " or ".join(fields()[c].split(",")[0].lower() for c in cips[:2] if c in fields())


def _nothing(state: str, level: str, institution: str, cips: Sequence[str]) -> BadInput:
    if institution:
        from rapidfuzz import process

        names = sorted({p.institution for p in catalogue() if state in ("", p.state) and p.cip in cips})
        near = [name for name, _, _ in process.extract(institution, names, limit=3)]
        return BadInput(f'No program of an institution named like "{institution}" fits.', nearest=near)
    near = sorted({p.level for p in catalogue() if p.state == state and p.cip in cips})
    return BadInput(
        f"No {level or ''} program in {spoken(cips)} is listed in {state}.",
        nearest=near or ["a neighboring state"],
        hint="Ask for another level or state.",
    )
