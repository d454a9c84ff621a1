"""The form of a profile: its fields as text, the profile they mean, and links that mend what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from paychart.data.store import Store
from paychart.doors.web.problems import hint_of
from paychart.errors import PaychartError, UnknownCode
from paychart.profile import ALL_INDUSTRIES, NATION, Profile
from paychart.questions import Asked, Field
from paychart.questions.person import PERSON, READER
from paychart.words import find_area, find_industry, find_occupation
from paychart.words.titles import code as code_title

EXAMPLE = "Medical Records Specialists"
FIELDS = {field.name: field for field in PERSON}
SINGLE = tuple(field.name for field in PERSON if not field.many)
MANY = tuple(field.name for field in PERSON if field.many)
ABOUT = tuple(
    field for field in READER if field.name not in ("area", "industry")
)  # what is said of the person


@dataclass(frozen=True)
class Trouble:
    """What was wrong with one field: the message, and links that mend it."""

    name: str
    message: str
    hint: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass
class PersonForm:
    """The fields of one page's form. `more` names fields beyond the profile's; `defaults` are left out of links."""

    page: str
    fields: dict[str, Any]
    defaults: dict[str, str] = field(default_factory=dict)
    beside: dict[str, list[str]] = field(default_factory=dict)  # carried along, of no concern to this page
    understood: list[tuple[str, str]] = field(
        default_factory=list
    )  # words as typed, and the name they were read as
    troubles: list[Trouble] = field(default_factory=list)

    @classmethod
    def read(
        cls, page: str, given: dict[str, list[str]], *more: str, defaults: dict[str, str] | None = None
    ) -> PersonForm:
        """The last value of each field, and all credentials; an example where no occupation is given."""
        fields: dict[str, Any] = {n: given.get(n, [""])[-1].strip()[:1_000] for n in (*SINGLE, *more)}
        fields["occupation"] = fields["occupation"] or EXAMPLE
        for name in MANY:
            fields[name] = [text for text in given.get(name, []) if text.strip()][: FIELDS[name].many]
        for name, value in (defaults or {}).items():
            fields[name] = fields[name] or value
        beside = {
            name: given[name] for name in ("pay", "per", "option") if given.get(name) and name not in fields
        }
        return cls(page, fields, defaults or {}, beside)

    def address(self, **changes: Any) -> str:
        """The address of the page with this form, some fields changed."""
        values = {**self.fields, **self.beside, **changes}
        kept = {k: v for k, v in values.items() if v not in ("", [], None) and self.defaults.get(k) != v}
        return f"{self.page}?{urlencode(kept, doseq=True)}"

    def person(self) -> str:
        """The query of the person alone, to carry over to another page; an example is not carried."""
        kept = {name: self.fields[name] for name in FIELDS if self.fields[name]}
        return urlencode(kept, doseq=True)

    def profile(self, store: Store) -> Profile | None:
        """The profile meant, its names written into the fields; None where a field is wrong, with the trouble."""
        finders: tuple[tuple[str, Callable[[str, Store], Any]], ...] = (
            ("occupation", find_occupation),
            ("area", find_area),
            ("industry", find_industry),
        )
        codes = {}
        for name, find in finders:
            try:
                found = find(self.fields[name], store)
                codes[name] = found.code
                words = getattr(found, "title", "") or found.name
                typed = self.fields[name]
                if typed and typed.casefold() not in (words.casefold(), found.code):
                    self.understood.append((typed, words))
                self.fields[name] = "" if found.code in (NATION, ALL_INDUSTRIES) else words
            except PaychartError as error:
                self.blame(name, error, title_choices(self.fields[name]) if name == "occupation" else ())
        values: dict[str, Any] = dict(codes)
        for name, about in FIELDS.items():
            if name not in codes:
                try:
                    values[name] = about.read(self.fields[name])
                except PaychartError as error:
                    self.blame(name, error)
        if self.troubles:
            return None
        try:
            return Asked(values, PERSON).profile()
        except PaychartError as error:
            self.blame(field_of(error), error)
            return None

    def number(self, name: str) -> float | None:
        """A field as a number; None where it is empty, or is none, with the trouble."""
        try:
            return Field(name, "Give digits, such as 5.", kind="number").read(self.fields[name])  # type: ignore[no-any-return]
        except PaychartError as error:
            self.blame(name, error)
            return None

    def blame(self, name: str, error: PaychartError, more: tuple[tuple[str, str], ...] = ()) -> None:
        """Note the trouble; each nearest value becomes a link with that one field changed."""
        choices = []
        for text in error.nearest:
            code, _, words = text.partition(" ")
            known = bool(words) and code[:1].isdigit() and (isinstance(error, UnknownCode) or "-" in code)
            named = words[1:-1] if words.startswith("(") else words
            choices.append((named if known else text, code if known else text))
        links: dict[str, tuple[str, str]] = {}
        for label, value in (*choices, *more):
            changed = [value] if name in MANY else value
            links.setdefault(label, (label, self.address(**{name: changed})))
        self.troubles.append(Trouble(name, error.message, hint_of(error), tuple(links.values())[:8]))


def field_of(error: PaychartError) -> str:
    """Which field an error of the profile as a whole is about."""
    return error.about or "occupation"


def title_choices(text: str) -> tuple[tuple[str, str], ...]:
    """What the job-title coder makes of words that name no occupation."""
    try:
        coding = code_title(text)
    except PaychartError:
        return ()
    return tuple((c.soc_title, c.soc) for c in coding.candidates[:4] if c.probability >= 0.05)
