"""The roles of every family of careers and the steps between them, as cited data; no pay here.

An occupation that no family describes has a generic path: itself, and the related occupations O*NET names.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from paychart.careers.study import LEVELS
from paychart.data.families import GENERIC, all_rows, families, family_table
from paychart.data.reference import carried
from paychart.errors import BadInput, UnknownCode
from paychart.profile import Education, Profile
from paychart.words.credentials import catalogue
from paychart.words.index import plain
from paychart.words.matching import CERTAIN, ranked

RELATED = 10  # of the twenty occupations that O*NET lists for each: its "primary" tiers


@dataclass(frozen=True)
class Role:
    """One role.

    `experience_years` of work are usual before it; `experience_basis` says whether its source states them
    ("stated") or they are this project's judgment. `standing` is where such posts lie in the pay of their
    occupation, 0.5 the middle (`standing_basis` says why elsewhere): one code may hold supervisors and executives.
    `industry` is the employer type of work that is done elsewhere (teaching, consulting, vendors), else empty.
    `usual` marks the role a person of this occupation is taken to hold when none is named. `family` is the folder
    of data it comes from; "generic" for a whole occupation that no family describes. `license` is what the law asks.
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
    license: str
    source: str
    url: str
    family: str

    @property
    def generic(self) -> bool:
        """Whether no family of careers describes it: only what O*NET and BLS say of the whole occupation."""
        return self.family == GENERIC

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        row = asdict(self)
        row["entry_education"] = self.entry_education.value
        for name in ("titles", "credentials", "skills"):
            row[name] = list(row[name])
        return row


@dataclass(frozen=True)
class Edge:
    """A step people take from one role to the next.

    `credential` is the one that usually opens it, `license` what the law asks then, or empty. `study_years` are the
    full-time years of the program the step goes by, where it is not the usual length of the next role's degree, and
    `cip` its field. `kind` is "usual" in a family, "related" on the generic path.
    """

    from_role: str
    to_role: str
    reason: str
    credential: str = ""
    study_years: float | None = None
    cip: str = ""
    license: str = ""
    kind: str = "usual"
    source: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


@cache
def roles() -> dict[str, Role]:
    """Every role of the families (`data/families/*/roles.csv`) by its id."""
    return {row["role"]: _role(row) for row in all_rows("roles")}


def _role(row: dict[str, str]) -> Role:
    def parts(text: str) -> tuple[str, ...]:
        return tuple(part for part in text.split(";") if part)

    return Role(
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
        standing=float(row["standing"] or 0.5),
        standing_basis=row["standing_basis"],
        credentials=parts(row["credentials"]),
        skills=parts(row["skills"]),
        tasks=row["tasks"],
        license=row.get("license", ""),
        source=row["source"],
        url=row["url"],
        family=row["family"],
    )


@cache
def generic_roles() -> dict[str, Role]:
    """Every O*NET occupation as a role of its own, by SOC code: what BLS says entry asks, and O*NET's job zone."""
    return {
        row["soc"]: Role(
            role=row["soc"], name=row["title"], track="related work", level=int(row["zone"]), soc=row["soc"],
            industry="", usual=True, titles=(), entry_education=Education(row["education"]),
            experience_years=float(row["experience_years"]), experience_basis="stated", standing=0.5,
            standing_basis="", credentials=(), skills=(), tasks="", license="",
            source="BLS Employment Projections (entry) and O*NET 30.1 job zones", url="https://www.onetcenter.org",
            family=GENERIC,
        )
        for row in family_table(GENERIC, "occupations")
    }  # fmt: skip


def role_named(role: str) -> Role:
    """The role of an id: of a family, or a SOC code of the generic path."""
    return roles().get(role) or generic_roles()[role]


@cache
def edges() -> tuple[Edge, ...]:
    """Every step between roles of the families (`data/families/*/edges.csv`)."""
    return tuple(
        Edge(
            row["from_role"],
            row["to_role"],
            row["reason"],
            row["credential"],
            float(row["study_years"]) if row.get("study_years") else None,
            row.get("cip", ""),
            row.get("license", ""),
            source=row.get("source", ""),
        )
        for row in all_rows("edges")
    )


@cache
def _edges_from() -> dict[str, tuple[Edge, ...]]:
    found: dict[str, list[Edge]] = {}
    for edge in edges():
        found.setdefault(edge.from_role, []).append(edge)
    return {role: tuple(listed) for role, listed in found.items()}


@cache
def _related() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in carried("onet_related.csv.gz"):
        if int(row["rank"]) <= RELATED:
            found.setdefault(row["soc"], []).append(row["related"])
    return {soc: tuple(listed) for soc, listed in found.items()}


def steps_from(role: str) -> tuple[Edge, ...]:
    """The steps that start at `role`; on the generic path, to the related occupations that ask for as much or more."""
    if role not in generic_roles():
        return _edges_from().get(role, ())
    here = generic_roles()[role]
    onward = (generic_roles().get(soc) for soc in _related().get(role, ()))
    return tuple(
        Edge(
            role, then.role, "related work (O*NET)", kind="related", source="O*NET 30.1, Related Occupations"
        )
        for then in onward
        if then is not None and then.level >= here.level and then.soc != here.soc
    )


def find_role(text: str) -> Role:
    """The role of an id, a name or a typical title; a SOC code or a whole occupation's name on the generic path.
    Raises UnknownCode with the nearest roles."""
    wanted = plain(text)
    names: dict[str, str] = {}
    for role in roles().values():
        for spoken in (role.role, role.name, *role.titles):
            if plain(spoken) == wanted:
                return role
            names[f"{role.role}\0{spoken}"] = spoken
    for role in generic_roles().values():
        if wanted in (plain(role.soc), plain(role.name)):
            return usual_role(role.soc, 60.0) or role
    near = [(key.split("\0")[0], score) for key, score in ranked(text, names, limit=8)]
    best = list(dict.fromkeys(code for code, _ in near))
    if len(best) == 1 and near[0][1] >= CERTAIN - 8:
        return roles()[best[0]]
    raise UnknownCode(
        f'"{text}" is not a role on any ladder.',
        nearest=[roles()[code].name for code in best[:4]],
        hint="`paychart ladder --all` lists every role; an occupation's SOC code works too.",
    )


def usual_role(occupation: str, experience_years: float) -> Role | None:
    """The usual role of an occupation that so much experience has reached; None where no family has one."""
    same = [role for role in roles().values() if role.soc == occupation]
    usual = [role for role in same if role.usual] or same
    if not usual:
        return None
    reached = [role for role in usual if role.experience_years <= experience_years]
    return max(reached, key=lambda r: r.experience_years) if reached else usual[0]


def role_of(profile: Profile, named: str = "") -> Role:
    """The role a profile (with a SOC code) holds: the one named, else the usual role of its occupation that its
    experience has reached, else the whole occupation. Raises BadInput where neither O*NET nor a family knows it."""
    if named.strip():
        role = find_role(named)
        if role.soc != profile.occupation:
            raise BadInput(
                f"{role.name} is {role.soc} work, but the profile says {profile.occupation}.",
                nearest=(role.soc,),
                hint=f"Give --occupation {role.soc}, or leave out --role.",
            )
        return role
    found = usual_role(profile.occupation, profile.experience_years or 0.0)
    found = found or generic_roles().get(profile.occupation)
    if found is None:
        group = [r for r in generic_roles().values() if r.soc[:4] == profile.occupation[:4]]
        raise BadInput(
            f"No steps are known from {profile.occupation}: it is a group of occupations, or O*NET does not list it.",
            nearest=[f"{role.soc} ({role.name})" for role in group[:3]],
            hint="Choose the detailed occupation nearest to the work.",
        )
    return found


def least_schooling(occupation: str) -> tuple[Education, str] | None:
    """The least schooling that entry to an occupation asks for, and the license the law asks, by its lowest role in the
    families, else by BLS; None where neither says."""
    own = [role for role in roles().values() if role.soc == occupation] or [
        role for role in (generic_roles().get(occupation),) if role is not None
    ]
    if not own:
        return None
    lowest = min(own, key=lambda role: LEVELS.index(role.entry_education))
    return lowest.entry_education, lowest.license


def family_goal(role: Role) -> str:
    """The role that a family's ladder leads to; "" on the generic path."""
    family = families().get(role.family)
    return family.goal if family else ""


def known_credentials(role: Role) -> tuple[str, ...]:
    """The role's usual credentials, of those in the catalogue."""
    return tuple(code for code in role.credentials if code in catalogue())
