"""What a guide can be about: one occupation, its career family, and what the family does in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from paychart.data.families import families, family_table
from paychart.data.store import Store
from paychart.words import find_occupation


@dataclass(frozen=True)
class Role:
    """One occupation of the topic. `plain` is a name readers know; `does` says the work in a sentence."""

    code: str
    plain: str
    does: str = ""


@dataclass(frozen=True)
class Topic:
    """A guide's subject: the main occupation first, then the family a career moves through."""

    slug: str
    title: str
    about: str
    roles: tuple[Role, ...]

    @property
    def main(self) -> Role:
        return self.roles[0]


@cache
def family_topics() -> dict[str, Topic]:
    """The families of careers that a guide can be about as a whole, by the name of their folder."""
    found = {}
    for slug, family in families().items():
        rows = [row for row in family_table(slug, "occupations") if row.get("guide_name")]
        if rows:
            roles = tuple(Role(row["code"], row["guide_name"], row["guide_work"]) for row in rows)
            found[slug] = Topic(slug, family.name, family.about, roles)
    return found


def plain(title: str) -> str:
    """A title inside a sentence: small letters, but acronyms stay."""
    return " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in title.split())


def _spoken(title: str) -> str:
    """ "Cooks, Restaurant" as people say it: "Restaurant Cooks". "Physicians, Pathologists" names a kind of kind."""
    name, _, kind = title.partition(", ")
    return f"{kind} {name}" if kind and " " not in kind and name != "Physicians" else title


def find_topic(store: Store, text: str) -> Topic:
    """a family (`him`), a SOC code, a group or a name of an occupation.

    Raises UnknownCode or Ambiguous with the nearest names where nothing, or too much, is called so.
    """
    asked = text.strip().casefold()
    for slug, topic in family_topics().items():
        if asked in (slug, topic.title.casefold()):
            return topic
    found = find_occupation(text, store)
    own = Role(found.code, plain(_spoken(found.title)))
    roles = (role for topic in family_topics().values() for role in topic.roles)
    known = next((role for role in roles if role.code == found.code), own)
    about = f"This guide is about {known.plain} (occupation code {found.code})."
    return Topic(found.code, _spoken(found.title), about, (known,))
