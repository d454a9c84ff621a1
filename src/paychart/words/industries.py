"""Employer types by NAICS code, title, or plain words such as hospital, clinic or consulting."""

from __future__ import annotations

import re

from paychart.data.store import Store
from paychart.errors import Ambiguous, UnknownCode
from paychart.profile import ALL_INDUSTRIES
from paychart.words.index import Industry, index, plain
from paychart.words.matching import ranked

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
_CLEAR, _MARGIN = 90.0, 6.0


def find_industry(text: str, store: Store) -> Industry:
    """The industry meant by a code (622000, 622, 62, 31-33, 62--63) or by words.

    Raises UnknownCode or Ambiguous, both with the nearest.
    """
    codes = index(store)
    asked = text.strip()
    if not asked or plain(asked) in _ALL_WORDS:
        return codes.industries[ALL_INDUSTRIES]
    if re.fullmatch(r"[0-9][0-9A-Za-z-]*", asked):
        return _by_code(asked.upper(), codes.industries)
    word = codes.industry_words.get(plain(asked))
    if word and (chosen := _nearest_held(word, codes.industries)):
        return chosen
    names = {code: i.title for code, i in codes.industries.items()}
    exact = [i for i in codes.industries.values() if plain(i.title) == plain(asked)]
    if exact:
        return min(exact, key=lambda i: (i.level == "ownership", i.code))
    matches = ranked(asked, names)
    nearest = tuple(f"{code} {names[code]}" for code, _ in matches)
    if not matches or (len(matches) == 1 and matches[0][1] < _CLEAR):
        raise UnknownCode(f"No kind of employer is called {asked[:60]!r}.", nearest=nearest, hint=_HINT)
    rivals = [score for _, score in matches[1:] if score > matches[0][1] - _MARGIN]
    if matches[0][1] >= _CLEAR and not rivals:
        return codes.industries[matches[0][0]]
    raise Ambiguous(f"{asked[:60]!r} could be several kinds of employer.", nearest=nearest, hint=_HINT)


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
