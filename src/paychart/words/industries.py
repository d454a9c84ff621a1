"""Employer types by NAICS code, title, or plain words such as hospital, clinic or consulting."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache

from paychart.data.reference import reference_path
from paychart.data.store import Store
from paychart.errors import BadInput, UnknownCode
from paychart.profile import ALL_INDUSTRIES
from paychart.words.index import Industry, index, plain
from paychart.words.matching import ranked
from paychart.words.understood import Choice, Understood

# Employer types readers ask about, in the plain words of the guide.
EMPLOYERS = {
    "622000": "hospitals",
    "621100": "offices of physicians",
    "621400": "outpatient care centers",
    "623000": "nursing and residential care",
    "541600": "consulting firms",
    "524000": "insurance carriers and agencies",
    "551000": "company headquarters",
    "561300": "staffing agencies",
    "611300": "colleges and universities",
    "999100": "the federal government",
    "999201": "state government",
    "999301": "local government",
}


_ALL_WORDS = {"all", "any", "all industries", "all employers", "cross industry"}
_HINT = 'Give a code such as 622000, or words such as "hospital"; look it up with: paychart search WORDS'
_CLEAR, _MARGIN, _ASKED = 90.0, 6.0, 70.0
LONGEST = 120
_NO_EMPLOYER = dict.fromkeys(
    ("remote", "work from home", "wfh", "hybrid", "from home"),
    "Remote work is a way of working, not a type of employer.",
) | dict.fromkeys(
    ("self employed", "self employment", "freelance", "freelancer", "independent contractor", "gig", "1099"),
    "The survey behind these figures leaves out the self-employed.",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """The type of a named employer: its code, what else it could be, and the pattern of the name if it is a rule."""

    code: str
    others: tuple[str, ...]
    pattern: re.Pattern[str] | None


@cache
def employer_names() -> tuple[dict[str, Kind], tuple[Kind, ...]]:
    """Employers and places of work by plain name, and rules for names that are not listed."""
    named: dict[str, Kind] = {}
    rules: list[Kind] = []
    with reference_path("employer_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            pattern = re.compile(row["pattern"]) if row["pattern"] else None
            kind = Kind(row["code"], tuple((row["others"] or "").split()), pattern)
            rules += [kind] if pattern else []
            named |= {plain(word).removeprefix("the "): kind for word in row["words"].split("|") if word}
    return named, tuple(rules)


def find_industry(text: str, store: Store) -> Industry:
    """The industry meant by a code (622000, 622, 62, 31-33, 62--63), by words, or by the name of an employer.

    Raises UnknownCode or Ambiguous, both with the nearest.
    """
    return index(store).industries[understand_employer(text, store).chosen(_HINT).code]


def understand_employer(text: str, store: Store) -> Understood:
    """The type of employer `text` means; a named employer stands for its type, never for its own pay.

    Raises UnknownCode or BadInput where it means none.
    """
    held = index(store).industries
    asked = " ".join(text.split())
    key = plain(asked).removeprefix("the ").removeprefix("a ").removeprefix("an ")
    if len(asked) > LONGEST:
        raise BadInput(f"An employer of {len(asked):,} characters is too long.", hint=_HINT)
    if not asked or key in _ALL_WORDS:
        return Understood("industry", "sure", Choice(ALL_INDUSTRIES, held[ALL_INDUSTRIES].title))
    if re.fullmatch(r"[0-9]{2}[0-9A-Za-z-]*", asked):
        found = _by_code(asked.upper(), held)
        return Understood("industry", "sure", Choice(found.code, found.title))
    if key in _NO_EMPLOYER:
        raise BadInput(_NO_EMPLOYER[key], hint=_HINT)
    word = index(store).industry_words.get(key)
    if word and (usual := _nearest_held(word, held)):
        return Understood("industry", "sure", Choice(usual.code, usual.title))
    exact = [i for i in held.values() if plain(i.title) == key]
    if exact:
        first = min(exact, key=lambda i: (i.level == "ownership", i.code))
        return Understood("industry", "sure", Choice(first.code, first.title))
    return _named(key, held) or _alike(asked, held)


def _named(key: str, held: dict[str, Industry]) -> Understood | None:
    named, rules = employer_names()
    kind = named.get(key) or next((r for r in rules if r.pattern and r.pattern.search(key)), None)
    if kind is None:
        return None
    found = [
        i for code in (kind.code, *kind.others) if (i := _nearest_held(code, held) or _by_code(code, held))
    ]
    first, *others = (Choice(i.code, i.title) for i in dict.fromkeys(found))
    note = "Priced as employers of this type; not the pay of that employer."
    return Understood("industry", "told", first, tuple(others), note)


def _alike(asked: str, held: dict[str, Industry]) -> Understood:
    names = {code: i.title for code, i in held.items()}
    matches = ranked(asked, names)
    nearest = tuple(f"{code} {names[code]}" for code, _ in matches)
    if not matches or matches[0][1] < _ASKED:
        raise UnknownCode(f"No kind of employer is called {asked[:60]!r}.", nearest=nearest, hint=_HINT)
    choices = tuple(Choice(code, names[code]) for code, _ in matches)
    rivals = [score for _, score in matches[1:] if score > matches[0][1] - _MARGIN]
    if matches[0][1] >= _CLEAR and not rivals:
        return Understood("industry", "told", choices[0], choices[1:4])
    return Understood(
        "industry", "asked", None, choices, f"{asked[:60]!r} could be several kinds of employer."
    )


def _nearest_held(code: str, industries: dict[str, Industry]) -> Industry | None:
    """The industry of a word, or the next wider one that the release has."""
    for length in range(6, 2, -1):
        wider = code[:length].ljust(6, "0")
        if wider in industries:
            return industries[wider]
    return industries.get(code)


def _by_code(code: str, industries: dict[str, Industry]) -> Industry:
    for candidate in (code, code.ljust(6, "0"), code.zfill(6)):
        if candidate in industries:
            return industries[candidate]
    span = re.fullmatch(r"(\d\d)(?:-{1,2}\d{2,3})?", code)
    for held, industry in industries.items():
        limits = re.fullmatch(r"(\d\d)-{1,2}(\d{2,3})", held)
        if span and limits and int(limits[1]) <= int(span[1]) < int(limits[2]):
            return industry
    near = [i for c, i in industries.items() if c[:3] == code[:3]] or [
        i for c, i in industries.items() if c[:2] == code[:2]
    ]
    raise UnknownCode(
        f"{code} is not an industry of this release.",
        nearest=tuple(f"{i.code} {i.title}" for i in near[:5]),
        hint=_HINT,
    )
