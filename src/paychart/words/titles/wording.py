"""A job title taken apart: its plain words, the level it states, its schedule and its credentials."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

from paychart.errors import BadInput

LONGEST_TITLE = 300
LEVELS = {
    "i": "I", "ii": "II", "iii": "III", "iv": "IV", "1": "I", "2": "II", "3": "III", "4": "IV", "5": "V",
    "junior": "junior", "senior": "senior", "snr": "senior", "lead": "lead", "principal": "principal",
    "trainee": "trainee", "intern": "trainee", "apprentice": "trainee", "entry": "trainee",
    "supervisor": "supervisor", "manager": "manager", "director": "director", "chief": "chief",
}  # fmt: skip
RANKS = frozenset({"supervisor", "manager", "director", "chief", "intern", "apprentice", "principal"})
SCHEDULES = {
    "prn": "PRN", "perdiem": "PRN", "pt": "part time", "parttime": "part time", "ft": "full time",
    "fulltime": "full time", "temp": "temporary", "temporary": "temporary", "seasonal": "seasonal",
    "remote": "remote", "wfh": "remote", "nights": "nights", "noc": "nights", "nocs": "nights",
    "days": "days", "eves": "evenings", "evenings": "evenings", "weekends": "weekends", "wknd": "weekends",
    "float": "float", "contract": "contract", "casual": "PRN", "hybrid": "remote",
}  # fmt: skip
SCHEDULE_PAIRS = {
    ("per", "diem"): "PRN", ("as", "needed"): "PRN", ("part", "time"): "part time",
    ("full", "time"): "full time", ("home", "based"): "remote", ("supp", "pool"): "PRN",
}  # fmt: skip
_CREDENTIALS = (
    "rhia rhit ccs ccsp cca cpc cpca coc cic crc cdip ccds cdeo cdei chda chps chpc chc chp ctr odsc cphq cpma "
    "rn bsn msn mba mha mph cphims cahims rhds chds cmt cpb cppm pmp hcsd hcso chaa cham cstr caisb"
)
CREDENTIALS = frozenset(_CREDENTIALS.split())
# What a short form means when it is the whole title: "PT" is a therapist, "Pt Access" is not.
ALONE = {
    "pt": ["physical", "therapist"],
    "rt": ["respiratory", "therapist"],
    "pa": ["physician", "assistant"],
}
SPOKEN = frozenset({"rn", "ctr", "cstr"})
_FILLER = "of the and for a an in to at with or on per by lvl level"
FILLER = frozenset(_FILLER.split())
_WORD = re.compile(r"[a-z0-9]+")
# What payroll systems append: a ward or union letter ("-U", "-A"), a grade in brackets ("(B)", "(CHS)"), "/Day", "2*".
_APPENDED = re.compile(
    r"\([a-z]{1,4}\)|(?<=\S)\s*(?:-\s?[a-z]\d?$|/\s?(?:day|night|eve|hr|hour)s?$|[*#\ufffd]+|\btier\s+(?:[ivx]+|\d+)\b)"
)
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")


@dataclass(frozen=True, slots=True)
class Wording:
    """Normalised and expanded `words`; `level`, `schedule`, `credentials` are what the title states."""

    words: tuple[str, ...]
    level: str
    schedule: str
    credentials: tuple[str, ...]

    @property
    def key(self) -> str:
        """The same for trivial variants: word order, plurals, case and punctuation do not matter."""
        return title_key(self.words)


def title_key(words: Sequence[str]) -> str:
    """The words of a title, each once, in alphabetical order."""
    return " ".join(sorted(set(words)))


@cache
def abbreviations() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Short forms of one or two tokens -> the words they stand for."""
    text = resources.files("paychart.data.reference").joinpath("title_abbreviations.csv").read_text("utf-8")
    return {
        tuple(row["short"].split()): tuple(row["long"].split()) for row in csv.DictReader(text.splitlines())
    }


@cache
def stem(word: str) -> str:
    """Plural endings removed, so that "Coders" and "Coder" are one word."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def check_title(title: object) -> str:
    """The title itself; `BadInput` when it is not text or too long (the message never repeats the title)."""
    if not isinstance(title, str):
        raise BadInput("A job title must be text.", hint='For example "HIM coder II".')
    if len(title) > LONGEST_TITLE:
        raise BadInput(
            f"A job title of {len(title):,} characters is too long.",
            hint=f"Give the title alone, at most {LONGEST_TITLE} characters.",
        )
    return title


@lru_cache(maxsize=65_536)
def take_apart(title: str) -> Wording:
    """Split a title. Raises `BadInput` as `check_title` does."""
    text = check_title(title)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    text = text.lower().replace("'", "")
    text = _APPENDED.sub(" ", text)
    if "." in text:
        text = _INITIALS.sub(lambda found: found[0].replace(".", ""), text)
    tokens = _WORD.findall(text)
    words: list[str] = []
    leading: list[str] = []
    credentials: list[str] = []
    level = schedule = ""
    alone = len(tokens) == 1
    if alone:
        tokens = ALONE.get(tokens[0], tokens)
    skip = False
    for token, following in pairwise((*tokens, "")):
        if skip:
            skip = False
            continue
        if token in _paired():
            if (token, following) in SCHEDULE_PAIRS:
                schedule, skip = schedule or SCHEDULE_PAIRS[token, following], True
                continue
            if (token, following) in abbreviations():
                own, stated = _sense(abbreviations()[token, following])
                words.extend(own)
                level, skip = _higher(level, stated), True
                continue
        if words and token in SCHEDULES:
            schedule = schedule or SCHEDULES[token]
            continue
        if (
            token == "ctr" and words and following
        ):  # "Med Ctr Clerk" is of a center, "Registrar, CTR" is certified
            words.append("center")
            continue
        if token in CREDENTIALS:
            credentials.append(token.upper())
            if token not in SPOKEN and not alone:
                if not words:
                    leading.append(token)
                continue
        own, stated = _meaning(token)
        words.extend(own)
        if stated and (words or not alone):
            level = _higher(level, stated)
        elif stated:
            words.append(token)
    if not words:
        words = [word for token in leading for word in _meaning(token)[0]]
    words = list(dict.fromkeys(words))
    if "vice" in words and "president" in words:
        level = "vice president"
    return Wording(tuple(words), level, schedule, tuple(dict.fromkeys(credentials)))


@cache
def _paired() -> frozenset[str]:
    """Tokens that begin a pair with a meaning of its own."""
    return frozenset(pair[0] for pair in (*SCHEDULE_PAIRS, *abbreviations()) if len(pair) == 2)


@lru_cache(maxsize=65_536)
def _meaning(token: str) -> tuple[tuple[str, ...], str]:
    """The words one token stands for and the level they state; levels that are no rank are not words."""
    return _sense(abbreviations().get((token,), (token,)))


def _sense(meant: Sequence[str]) -> tuple[tuple[str, ...], str]:
    words: list[str] = []
    level = ""
    for word in meant:
        stated = LEVELS.get(word, "")
        level = _higher(level, stated)
        if (stated and word not in RANKS) or word in FILLER or word.isdigit():
            continue
        words.append(stem(word))
    return tuple(words), level


_ORDER = ("trainee", "I", "junior", "II", "III", "IV", "V", "senior", "lead", "principal", "supervisor",
          "manager", "director", "chief", "vice president")  # fmt: skip


def _higher(one: str, other: str) -> str:
    return max(one, other, key=lambda level: _ORDER.index(level) if level else -1)
