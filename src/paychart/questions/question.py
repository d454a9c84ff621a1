"""`Question`: what can be asked, with which fields, and the function that answers; `Asked` and `Answer`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from paychart.profile import ANY_OCCUPATION, Profile
from paychart.questions.field import Field, read_all

if TYPE_CHECKING:
    from paychart.data.store import Store
    from paychart.show.table import Table


def _silent(_done: int, _of: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Asked:
    """The value of every field of a question, by name. `progress(done, of)` is called while slow work goes on."""

    values: Mapping[str, Any]
    fields: tuple[Field, ...] = ()
    progress: Callable[[int, int], None] = _silent
    question: Question | None = None

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def profile(self) -> Profile:
        """Whose pay is asked for. Raises BadInput for what cannot be."""
        told = {f.of_profile: self.values[f.name] for f in self.fields if f.of_profile}
        told["occupation"] = told.get("occupation") or ANY_OCCUPATION
        return Profile.from_words(**told)


@dataclass(frozen=True)
class Answer:
    """What a room made; its JSON value, `made.to_dict()` where it is not given; and its table, where it has one.

    `next` is where the next page of its rows begins, where there is one.
    """

    made: Any
    value: Any = None
    table: Callable[[], Table] | None = None
    next: int | None = None

    def page(self, name: str, begin: int, size: int) -> Answer:
        """`size` of the rows from `begin` on: of the list called `name`, or of the answer itself without one."""
        whole = self.to_json()
        rows = whole[name] if name else whole
        end = begin + size
        kept = rows[begin:end]
        value = {**whole, name: kept} if name else kept
        return Answer(self.made, value, self.table, end if end < len(rows) else None)

    def to_json(self) -> Any:
        """The JSON value that every door gives."""
        return self.made.to_dict() if self.value is None else self.value


def _open() -> Any:
    return dict[str, Any]


@dataclass(frozen=True)
class Question:
    """One public question.

    `about` is one sentence, `more` what else its help says, and `commands` are examples for the command line, without
    the program's name. `shape` gives the type of the JSON answer, in a function since types load slowly. `example`
    is one set of words that has an answer. `keep` names what of the answer an assistant is told, in its order, and
    `most` how many items of each list; a question without `keep` is no tool. `address` and `command` are its
    name unless they are given; None where it has none there. `dated` answers depend on the month. `busy` says what
    goes on while it is worked out, and `rows` which list of the answer can be had in pages ("" for the answer itself).
    """

    name: str
    about: str
    answer: Callable[[Store, Asked], Answer]
    fields: tuple[Field, ...] = ()
    shape: Callable[[], Any] = _open
    group: str = "pay"
    example: Mapping[str, Any] = field(default_factory=dict)
    commands: tuple[str, ...] = ()
    more: str = ""
    keep: tuple[str, ...] = ()
    most: Mapping[str, int] = field(default_factory=dict)
    address: str | None = ""
    command: str | None = ""
    table: bool = False
    dated: Callable[[Asked], bool] | None = None
    busy: str = ""
    stored: bool = True
    rows: str | None = None

    @property
    def path(self) -> str:
        """Its address below the API's."""
        return self.address or f"/{self.name}"

    @property
    def words(self) -> str:
        """Its command, without the program's name."""
        return self.command or self.name

    def read(self, words: Mapping[str, Any], progress: Callable[[int, int], None] = _silent) -> Asked:
        """The fields' values of words by name. Raises BadInput with the nearest valid values."""
        return Asked(read_all(self.fields, words), self.fields, progress, self)


def ask(
    question: Question, store: Store, words: Mapping[str, Any], progress: Callable[[int, int], None] = _silent
) -> Answer:
    """The answer to a question put in words. Raises PaychartErrors for what cannot be answered."""
    return question.answer(store, question.read(words, progress))


def plain_hint(hint: str) -> str:
    """A hint as other doors give it: commands are left out, and options have the names of fields.

    >>> plain_hint('Give a state or a metro; or look it up with: paychart search WORDS')
    'Give a state or a metro.'
    >>> plain_hint("Ask for a wider occupation group, or leave out --near.")
    'Ask for a wider occupation group, or leave out near.'
    """
    kept = []
    for sentence in re.split(r"(?<=[.!?])\s+", hint):
        clauses = re.split(r"(?<=[;,])\s+", sentence)
        plain = [clause for clause in clauses if "paychart " not in clause]
        if plain:
            kept.append(" ".join(plain).rstrip(" ;,.:") + ("." if sentence else ""))
    return re.sub(r"--([a-z][a-z-]*)", lambda found: found[1].replace("-", "_"), " ".join(kept))
