"""What a person's words were taken to mean: said back with every answer, with what else they could mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from paychart.errors import Ambiguous

How = Literal["sure", "told", "asked"]


@dataclass(frozen=True)
class Choice:
    """One meaning: its code and the name of that code; `label` is what was typed, in full, where that differs.

    `share` is the part of it, from 0 to 1, where the words cover several codes (a ZIP code in two areas).
    """

    code: str
    name: str
    label: str = ""
    share: float | None = None

    def __str__(self) -> str:
        part = f" (about {self.share:.0%})" if self.share is not None else ""
        shown = f"{self.label}: {self.name}" if self.label and self.label != self.name else self.name
        return f"{shown}{part}"


@dataclass(frozen=True)
class Understood:
    """The meaning of words of one `kind` (occupation, area, industry, credential, money).

    `how`: sure; told (the likeliest is taken, and said so); asked (the reader must choose among `others`).
    `choice` is None where the reader is asked. `note` is a sentence for the reader, or empty.
    """

    kind: str
    how: How
    choice: Choice | None
    others: tuple[Choice, ...] = ()
    note: str = ""

    @property
    def code(self) -> str:
        """The code chosen; Ambiguous, with the choices, where the reader is asked."""
        return self.chosen().code

    def chosen(self, hint: str = "") -> Choice:
        """The choice made. Raises Ambiguous where the reader is asked."""
        if self.choice is None:
            raise Ambiguous(self.note, nearest=tuple(f"{c.code} {c}" for c in self.others), hint=hint)
        return self.choice

    def told(self, note: str = "") -> Understood:
        """The same, told rather than taken for granted; a question stays a question."""
        return replace(self, how="told" if self.choice else "asked", note=note or self.note)

    @property
    def said(self) -> str:
        """One or two sentences: what was understood and, where it is not certain, what else it could be."""
        if self.choice is None:
            return f"{self.note} {_listed(self.others)}".strip()
        first = f"Understood as {self.choice}."
        if self.how == "sure" and not self.note:
            return first
        return f"{first} {self.note} {_not_you(self.others)}".strip().replace("  ", " ")

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values, with the sentence `said`."""
        return {**asdict(self), "others": [asdict(o) for o in self.others], "said": self.said}


def _listed(choices: Sequence[Choice]) -> str:
    return "Choose: " + "; ".join(map(str, choices)) + "." if choices else ""


def _not_you(choices: Sequence[Choice]) -> str:
    return "Not you? It could also be " + "; ".join(map(str, choices)) + "." if choices else ""
