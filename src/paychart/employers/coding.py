"""The texts of a payroll turned into codes: each different text once, whatever the number of rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from paychart.data.store import Store
from paychart.errors import PaychartError
from paychart.profile import ALL_INDUSTRIES, NATION, Education
from paychart.words import Area, find_area, find_industry, find_occupation
from paychart.words.credentials import find_credential
from paychart.words.gazetteer import gazetteer
from paychart.words.titles import Coding, code_many
from paychart.words.titles.wording import LONGEST_TITLE

DOUBTFUL_BELOW = 0.5
EDUCATION = tuple(Education)
_SOC = re.compile(r"^\d\d-?\d{4}(\.\d\d)?$")
_ZIP = re.compile(r"^(\d{5})(-?\d{4})?$")
_NO_CREDENTIAL = {"", "none", "n/a", "na", "no", "-", "not applicable"}
_SEPARATORS = re.compile(r"[;,+/|&]|\band\b")


@dataclass(frozen=True)
class Coded:
    """What one text means: a code ("" where none), how sure (0 to 1), why it cannot be used, what to note."""

    code: str = ""
    name: str = ""
    confidence: float = 1.0
    finding: str | None = None
    note: str | None = None


def code_occupations(texts: Sequence[str], store: Store, *, context: str = "") -> list[Coded]:
    """Occupation codes as they are; everything else as job titles, of an employer that `context` describes."""
    found: dict[str, Coded] = {}
    titles = []
    for text in texts:
        if not text:
            found[text] = Coded(finding="title-missing")
        elif _SOC.match(text.replace(" ", "")):
            found[text] = _soc(text, store)
        elif len(text) > LONGEST_TITLE:
            found[text] = Coded(finding="title-unclear")
        else:
            titles.append(text)
    for text, coding in zip(titles, _codings(titles, context), strict=True):
        best = coding.best
        if best is None:
            found[text] = Coded(finding="title-unclear")
        else:
            note = "title-doubtful" if best.probability < DOUBTFUL_BELOW else None
            found[text] = Coded(best.soc, best.soc_title, best.probability, note=note)
    return [found[text] for text in texts]


def _codings(titles: list[str], context: str) -> list[Coding]:
    """Each title coded alone and, where the employer is known, among its kind: the surer of the two."""
    if not titles:
        return []
    alone = code_many(titles)
    if not context:
        return alone
    among = code_many(titles, context=context)
    return [b if _sureness(b) > _sureness(a) else a for a, b in zip(alone, among, strict=True)]


def _sureness(coding: Coding) -> float:
    return coding.best.probability if coding.best else 0.0


def _soc(text: str, store: Store) -> Coded:
    try:
        occupation = find_occupation(text.replace(" ", ""), store)
    except PaychartError:
        return Coded(finding="occupation-unknown")
    return Coded(occupation.code, occupation.title)


def code_areas(
    texts: Sequence[str], store: Store, *, zip_codes: bool = False, within: str = ""
) -> list[Coded]:
    """Area codes; blank is the nation, and a ZIP code of several areas or an unknown town gives the state.

    `zip_codes` says that the column holds ZIP codes, which may have lost their zeros. `within` is where the employer
    is: the place of blank texts, and where towns and counties are looked for first.
    """
    home = find_area(within, store) if within else None
    found = []
    for text in texts:
        if zip_codes and text.isdigit():
            text = text.zfill(5)
        near = _found(f"{text}, {home.state}", store) if home and home.state and text else None
        coded = Coded(near.code, near.name) if near else _area(text, store)
        if home and near is None and (not text or coded.finding):
            coded = Coded(home.code, home.name, note="area-is-state" if text else None)
        found.append(coded)
    return found


def _found(words: str, store: Store) -> Area | None:
    try:
        return find_area(words, store)
    except PaychartError:
        return None


def _area(text: str, store: Store) -> Coded:
    if not text:
        return Coded(NATION, "United States", note="area-missing")
    for words, note in ((text, ""), (_state_of(text), "area-is-state")):
        if words and (area := _found(words, store)):
            return Coded(area.code, area.name, note=note)
    return Coded(finding="area-unknown")


def _state_of(text: str) -> str:
    """The postal code of a ZIP code, or one written last: "Elbert CO"."""
    if zipped := _ZIP.match(text):
        held = gazetteer().zip(zipped[1]) or gazetteer().zip(gazetteer().neighbor(zipped[1]))
        return held.state if held else ""
    return _after_comma(text)


def _after_comma(text: str) -> str:
    last = re.split(r"[,\s]+", re.sub(r"\b\d{5}(-\d{4})?\s*$", "", text).strip())
    return last[-1] if len(last) > 1 and len(last[-1]) == 2 and last[-1].isupper() else ""


def code_employers(texts: Sequence[str], store: Store) -> list[Coded]:
    """Industry codes; blank is all industries."""

    def one(text: str) -> Coded:
        if not text:
            return Coded(ALL_INDUSTRIES, "All employers")
        try:
            industry = find_industry(text, store)
        except PaychartError:
            return Coded(finding="employer-unknown")
        return Coded(industry.code, industry.title)

    return [one(text) for text in texts]


def code_education(texts: Sequence[str]) -> list[Coded]:
    """Levels of education by their value; unreadable ones are noted and not used."""

    def one(text: str) -> Coded:
        if text.casefold() in _NO_CREDENTIAL:
            return Coded()
        try:
            return Coded(Education.parse(text).value)
        except PaychartError:
            return Coded(note="education-unreadable")

    return [one(text) for text in texts]


def code_credentials(texts: Sequence[str]) -> list[Coded]:
    """Known credentials of a cell, in order and joined by ";"; unknown ones are noted and left out."""

    def one(text: str) -> Coded:
        codes, note = set(), None
        for part in _SEPARATORS.split(text):
            word = part.strip(" .()")
            if word.casefold() in _NO_CREDENTIAL:
                continue
            try:
                codes.add(find_credential(word).code)
            except PaychartError:
                note = "credential-unknown"
        return Coded(";".join(sorted(codes)), note=note)

    return [one(text) for text in texts]


Coder = Callable[[Sequence[str]], list[Coded]]
