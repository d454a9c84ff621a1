"""A job title taken apart: its plain words, the level it states and the credentials it carries."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources

from paychart.errors import BadInput

LONGEST_TITLE = 300
LEVELS = {
    "i": "I", "ii": "II", "iii": "III", "iv": "IV", "1": "I", "2": "II", "3": "III", "4": "IV",
    "jr": "junior", "junior": "junior", "sr": "senior", "snr": "senior", "senior": "senior",
    "lead": "lead", "ld": "lead", "trainee": "trainee", "intern": "trainee", "apprentice": "trainee",
    "supervisor": "supervisor", "manager": "manager", "director": "director", "principal": "principal",
}  # fmt: skip
SCHEDULES = {"prn", "pt", "ft", "temp", "temporary", "seasonal", "perdiem", "remote", "nights", "days"}
CREDENTIALS = {
    "rhia", "rhit", "ccs", "ccsp", "cca", "cpc", "coc", "cic", "crc", "cdip", "ccds", "chda", "chps", "chp",
    "ctr", "odsc", "cphq", "cpma", "rn", "bsn", "msn", "mba", "mha", "cphims", "rhds", "cpb", "cppm", "pmp",
}  # fmt: skip
FILLER = {"of", "the", "and", "for", "a", "an", "in", "to", "at", "with", "or"}
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Wording:
    """Normalised and expanded `words`; `level`, `schedule`, `credentials` are what the title states."""

    words: tuple[str, ...]
    level: str
    schedule: str
    credentials: tuple[str, ...]

    @property
    def key(self) -> str:
        """The same for trivial variants: word order, plurals, case and punctuation do not matter."""
        return " ".join(sorted(set(self.words)))


@cache
def abbreviations() -> dict[str, tuple[str, ...]]:
    text = resources.files("paychart.reference").joinpath("title_abbreviations.csv").read_text("utf-8")
    return {row["short"]: tuple(row["long"].split()) for row in csv.DictReader(text.splitlines())}


@cache
def stem(word: str) -> str:
    """Plural endings removed, so that "Coders" and "Coder" are one word."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def take_apart(title: str) -> Wording:
    """Split a title; `BadInput` when it is not text or too long (the message never repeats the title)."""
    if not isinstance(title, str):
        raise BadInput("A job title must be text.", hint='For example "HIM coder II".')
    if len(title) > LONGEST_TITLE:
        raise BadInput(
            f"A job title of {len(title):,} characters is too long.",
            hint=f"Give the title alone, at most {LONGEST_TITLE} characters.",
        )
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    tokens = _WORD.findall(plain.replace("'", ""))
    words: list[str] = []
    credentials: list[str] = []
    level = schedule = ""
    for position, token in enumerate(tokens):
        if token in SCHEDULES and position:
            schedule = schedule or token.upper()
            continue
        if token in CREDENTIALS:
            credentials.append(token.upper())
            if position:
                continue
        for word in abbreviations().get(token, (token,)):
            stated = LEVELS.get(word)
            if stated:
                level = stated
                if word not in ("supervisor", "manager", "director"):
                    continue
            if word not in FILLER:
                words.append(stem(word))
    if words[:2] and "vice" in words and "president" in words:
        level = "vice president"
    return Wording(tuple(words), level, schedule, tuple(dict.fromkeys(credentials)))
