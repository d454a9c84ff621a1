"""The roles of health information work and the steps between them, as cited data; no pay here."""

from __future__ import annotations

import csv
import heapq
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from paychart.careers.study import article
from paychart.data.reference import reference_path
from paychart.errors import BadInput, UnknownCode
from paychart.profile import Education, Profile
from paychart.words.credentials import catalogue
from paychart.words.index import plain
from paychart.words.matching import CERTAIN, ranked

STEP_YEARS = 1.0  # a step is not taken sooner than a year after the last one


@dataclass(frozen=True)
class Role:
    """One role.

    `experience_years` of work are usual before it; `experience_basis` says whether its source states them
    ("stated") or they are this project's judgment. `standing` is where such posts lie in the pay of their
    occupation, 0.5 the middle (`standing_basis` says why elsewhere): 11-9111 holds supervisors and executives.
    `industry` is the employer type of work that is done elsewhere (teaching, consulting, vendors), else empty.
    `usual` marks the role a person of this occupation is taken to hold when none is named.
    """

    role: str
    name: str
    track: str
    level: int
    soc: str
    industry: str
    usual: bool
    titles: tuple[str, ...]
    entry_education: Education
    experience_years: float
    experience_basis: str
    standing: float
    standing_basis: str
    credentials: tuple[str, ...]
    skills: tuple[str, ...]
    tasks: str
    source: str
    url: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        row = asdict(self)
        row["entry_education"] = self.entry_education.value
        for name in ("titles", "credentials", "skills"):
            row[name] = list(row[name])
        return row


@dataclass(frozen=True)
class Edge:
    """A step people take from one role to the next; `credential` is the one that usually opens it, or empty."""

    from_role: str
    to_role: str
    reason: str
    credential: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


@cache
def roles() -> dict[str, Role]:
    """Every role by its id, in the order of `data/reference/him_roles.csv`."""

    def parts(text: str) -> tuple[str, ...]:
        return tuple(part for part in text.split(";") if part)

    with reference_path("him_roles.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["role"]: Role(
                role=row["role"],
                name=row["name"],
                track=row["track"],
                level=int(row["level"]),
                soc=row["soc"],
                industry=row["industry"],
                usual=row["usual"] == "yes",
                titles=parts(row["titles"]),
                entry_education=Education(row["entry_education"]),
                experience_years=float(row["experience_years"]),
                experience_basis=row["experience_basis"],
                standing=float(row["standing"]),
                standing_basis=row["standing_basis"],
                credentials=parts(row["credentials"]),
                skills=parts(row["skills"]),
                tasks=row["tasks"],
                source=row["source"],
                url=row["url"],
            )
            for row in csv.DictReader(file)
        }


@cache
def edges() -> tuple[Edge, ...]:
    """Every step between roles, in the order of `data/reference/him_edges.csv`."""
    with reference_path("him_edges.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Edge(**row) for row in csv.DictReader(file))


def steps_from(role: str) -> tuple[Edge, ...]:
    """The steps that start at `role`."""
    return tuple(edge for edge in edges() if edge.from_role == role)


def find_role(text: str) -> Role:
    """The role of an id, a name or a typical title. Raises UnknownCode with the nearest roles."""
    wanted = plain(text)
    names: dict[str, str] = {}
    for role in roles().values():
        for spoken in (role.role, role.name, *role.titles):
            if plain(spoken) == wanted:
                return role
            names[f"{role.role}\0{spoken}"] = spoken
    near = [(key.split("\0")[0], score) for key, score in ranked(text, names, limit=8)]
    best = list(dict.fromkeys(code for code, _ in near))
    if len(best) == 1 and near[0][1] >= CERTAIN - 8:
        return roles()[best[0]]
    raise UnknownCode(
        f'"{text}" is not a role on the ladder.',
        nearest=[roles()[code].name for code in best[:4]],
        hint="`paychart ladder --all` lists every role.",
    )


def role_of(profile: Profile, named: str = "") -> Role:
    """The role a profile (with a SOC code) holds: the one named, else the usual role of its occupation that its
    experience has reached. Raises BadInput where the occupation has no role on the ladder."""
    if named.strip():
        role = find_role(named)
        if role.soc != profile.occupation:
            raise BadInput(
                f"{role.name} is {role.soc} work, but the profile says {profile.occupation}.",
                nearest=(role.soc,),
                hint=f"Give --occupation {role.soc}, or leave out --role.",
            )
        return role
    same = [role for role in roles().values() if role.soc == profile.occupation]
    usual = [role for role in same if role.usual] or same
    if not usual:
        near = [role for role in roles().values() if role.soc[:2] == profile.occupation[:2]]
        raise BadInput(
            f"Careers are known for the roles of health information work, and {profile.occupation} is none of them.",
            nearest=list(dict.fromkeys(f"{role.soc} ({role.name})" for role in near))[:3]
            or ("29-2072 (Medical coder)",),
            hint="Start from an occupation of the ladder; `paychart ladder --all` lists the roles.",
        )
    years = profile.experience_years or 0.0
    reached = [role for role in usual if role.experience_years <= years]
    return max(reached, key=lambda r: r.experience_years) if reached else usual[0]


@dataclass(frozen=True)
class Reach:
    """How a role is reached from where one stands: years from now at the earliest, and the roles on the way."""

    years: float
    path: tuple[str, ...]


def reach(start: Role, experience_years: float) -> dict[str, Reach]:
    """Every role that steps lead to from `start`, by the path of fewest years.

    A step takes a year or more and waits until the next role's usual experience is there.
    """
    found: dict[str, Reach] = {}
    queue: list[tuple[float, int, tuple[str, ...]]] = [(0.0, 0, (start.role,))]
    while queue:
        years, _, path = heapq.heappop(queue)
        here = path[-1]
        if here in found:
            continue
        found[here] = Reach(years, path)
        for edge in steps_from(here):
            waits = roles()[edge.to_role].experience_years - experience_years
            heapq.heappush(queue, (max(years + STEP_YEARS, waits), len(path), (*path, edge.to_role)))
    return found


def missing_rung(start: Role, goal: Role, reached: Iterable[str]) -> BadInput:
    """The error for a goal that no steps lead to: it names the rung that would have to come first."""
    reached = set(reached)
    before = [roles()[edge.from_role] for edge in edges() if edge.to_role == goal.role]
    above = [role for role in before if role.role not in reached]
    if not above:
        return BadInput(
            f"No step on the ladder leads to {goal.name}: people enter it from school or other work.",
            nearest=[roles()[code].name for code in sorted(reached - {start.role})][:3],
            hint="Choose a goal that your role leads to; `paychart ladder` shows them.",
        )
    rung = min(above, key=lambda role: (role.track != start.track, abs(role.level - start.level)))
    return BadInput(
        f"No steps on the ladder lead from {start.name} to {goal.name}. The missing rung is {rung.name}.",
        nearest=[role.name for role in above[:3]],
        hint=f"{rung.name} asks for {article(rung.entry_education)} and about "
        f'{rung.experience_years:g} years of work; ask again with --role "{rung.name}" '
        f"-o {rung.soc} for the way from there.",
    )


def known_credentials(role: Role) -> tuple[str, ...]:
    """The role's usual credentials, of those in the catalogue."""
    return tuple(code for code in role.credentials if code in catalogue())
