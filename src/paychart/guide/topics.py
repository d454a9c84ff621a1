"""What a guide can be about: one occupation, its career family, and what the family does in plain words."""

from __future__ import annotations

from dataclasses import dataclass

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


HIM = Topic(
    "him",
    "Health information management",
    "Every visit to a clinic or hospital leaves a record. Health information management (HIM) is the "
    "work of keeping "
    "those records complete, correct, coded, private and useful.",
    (
        Role(
            "29-2072",
            "medical records specialists",
            "Compile and check patient records, and turn diagnoses and treatments into the codes that "
            "insurers and "
            "public health agencies use. Medical coders work here.",
        ),
        Role(
            "29-9021",
            "health information technologists and registrars",
            "Design and look after health data systems, analyze the data, and keep registries of "
            "diseases such as "
            "cancer.",
        ),
        Role(
            "11-9111",
            "medical and health services managers",
            "Plan and direct health services. Directors of HIM departments are counted here, along with "
            "other "
            "health care managers.",
        ),
        Role(
            "15-1211",
            "computer systems analysts",
            "Study how an organization uses computers and design better systems. Some work on electronic "
            "health "
            "records; most work in other fields.",
        ),
        Role(
            "43-6013",
            "medical secretaries",
            "Schedule patients, prepare bills and keep office records: a common first job on the way to HIM.",
        ),
        Role("31-9094", "medical transcriptionists", "Turn doctors' recorded notes into written reports."),
    ),
)


def plain(title: str) -> str:
    """A title inside a sentence: small letters, but acronyms stay."""
    return " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in title.split())


def _spoken(title: str) -> str:
    """ "Cooks, Restaurant" as people say it: "Restaurant Cooks". "Physicians, Pathologists" names a kind of kind."""
    name, _, kind = title.partition(", ")
    return f"{kind} {name}" if kind and " " not in kind and name != "Physicians" else title


def find_topic(store: Store, text: str) -> Topic:
    """`him`, a SOC code, a group or a name of an occupation.

    Raises UnknownCode or Ambiguous with the nearest names where nothing, or too much, is called so.
    """
    if text.strip().lower() in {"him", "health information management"}:
        return HIM
    found = find_occupation(text, store)
    own = Role(found.code, plain(_spoken(found.title)))
    known = next((role for role in HIM.roles if role.code == found.code), own)
    about = f"This guide is about {known.plain} (occupation code {found.code})."
    return Topic(found.code, found.title, about, (known,))
