"""A field of a question: its type, limits, help and example; how words become its value, and its JSON schema."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal

from paychart.errors import BadInput

_YES = {"true", "1", "yes", "on", "t", "y"}
_NO = {"false", "0", "no", "off", "f", "n"}


@dataclass(frozen=True)
class Field:
    """One thing that can be said in a question.

    `kind` is text, number, whole (a whole number) or yes (yes or no). `many` is how often it may be given, 0 where it
    takes one value. `least`, `most` and `above` bound a number, `longest` a text, `choices` what a text may be.
    `flag` is its short form on the command line, `argument` says that it is typed there without a name. `label` is
    what stands beside it in a form, `of_profile` the name under which it describes the person, if it does, and `offers`
    the (value, words) pairs of a form's list, where other words are read as well.
    """

    name: str
    help: str
    kind: Literal["text", "number", "whole", "yes"] = "text"
    default: Any = None
    required: bool = False
    many: int = 0
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    above: float | None = None
    longest: int = 200
    flag: str = ""
    argument: bool = False
    example: Any = None
    label: str = ""
    of_profile: str = ""
    offers: tuple[tuple[str, str], ...] = ()

    @property
    def absent(self) -> Any:
        """The value where nothing was said."""
        if self.default is not None:
            return list(self.default) if self.many else self.default
        return [] if self.many else {"text": "", "yes": False}.get(self.kind)

    def read(self, given: Any) -> Any:
        """The value of what was given: a text, a number, or a list of them. Raises BadInput."""
        values = list(given) if isinstance(given, (list, tuple)) else [given]
        if self.many:
            if len(values) > self.many:
                raise BadInput(f"{self.name} is given {len(values)} times; {self.many} is the most.")
            return [self._one(value) for value in values]
        if len(values) != 1:
            raise BadInput(f"{self.name} is given {len(values)} times.", hint="Give it once.")
        return self._one(values[0])

    def _one(self, value: Any) -> Any:
        if isinstance(value, (dict, list, tuple)):
            raise BadInput(f"{self.name} cannot be read.", hint=self.hint)
        if self.kind == "yes":
            return self._yes(value)
        if self.kind == "text":
            return self._text(str(value))
        return self._number(value)

    def _text(self, text: str) -> str:
        if len(text) > self.longest:
            raise BadInput(
                f"{self.name} is too long: {len(text):,} characters; {self.longest:,} is the most."
            )
        if self.required and not text.strip():
            raise BadInput(f"No {self.name} was given.", hint=self.hint)
        if self.choices and text not in self.choices:
            near = get_close_matches(text.casefold(), self.choices, n=len(self.choices), cutoff=0.5)
            named = tuple(dict.fromkeys((*near, *filter(None, self.choices))))
            raise BadInput(f'{self.name} cannot be "{text[:60]}".', nearest=named, hint=self.hint)
        return text

    def _yes(self, value: Any) -> bool:
        word = str(value).strip().casefold()
        if word not in _YES | _NO:
            raise BadInput(f"{self.name} is yes or no.", nearest=("true", "false"))
        return word in _YES

    def _number(self, value: Any) -> float | int | None:
        text = str(value).strip().replace(",", "").removeprefix("$")
        if not text and not self.required:
            return self.default  # type: ignore[no-any-return]
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number) or isinstance(value, bool):
            raise BadInput(f'{self.name}: "{text[:40]}" is not a number.', hint=self.hint)
        if self.kind == "whole" and not number.is_integer():
            raise BadInput(f"{self.name} is a whole number; {number:g} is not.", hint=self.hint)
        low = self.above if self.above is not None else self.least
        too_low = number <= self.above if self.above is not None else low is not None and number < low
        if too_low or (self.most is not None and number > self.most):
            ends = tuple(f"{end:g}" for end in (low, self.most) if end is not None)
            said = f"from {ends[0]} to {ends[-1]}" if len(ends) == 2 else f"at least {ends[0]}"
            said = (
                f"more than {ends[0]}, at most {ends[-1]}"
                if self.above is not None and len(ends) == 2
                else said
            )
            raise BadInput(f"{self.name} is {said}; {text[:40]} was given.", nearest=ends, hint=self.hint)
        return int(number) if self.kind == "whole" else number

    @property
    def hint(self) -> str:
        """What to give, as one sentence."""
        example = self.example[0] if isinstance(self.example, (list, tuple)) else self.example
        return f"{self.help} For example: {example}" if example is not None else self.help

    def schema(self) -> dict[str, Any]:
        """Its JSON schema, with the default and an example."""
        kinds = {"text": "string", "number": "number", "whole": "integer", "yes": "boolean"}
        one: dict[str, Any] = {"type": kinds[self.kind]}
        if self.kind == "text":
            one["maxLength"] = self.longest
            if self.choices:
                one = {"type": "string", "enum": list(self.choices)}
            elif self.required:
                one["minLength"] = 1
        bounds = {"minimum": self.least, "maximum": self.most, "exclusiveMinimum": self.above}
        one |= {name: bound for name, bound in bounds.items() if bound is not None}
        if self.many:
            one = {"type": "array", "items": one, "maxItems": self.many}
        elif self.kind in ("number", "whole") and not self.required and self.default is None:
            one = {"anyOf": [one, {"type": "null"}]}
        if not self.required and self.absent is not None:
            one["default"] = self.absent
        if self.example is not None:
            one["examples"] = [self.example]
        return one


def read_all(fields: Sequence[Field], words: Mapping[str, Any]) -> dict[str, Any]:
    """The value of every field. Raises BadInput for a name there is not, a missing field, or a wrong value."""
    known = {field.name: field for field in fields}
    for name in words:
        if name not in known:
            near = tuple(get_close_matches(name, known, n=3, cutoff=0.3))
            raise BadInput(f"There is no parameter {name[:60]}.", nearest=near, hint="Check the spelling.")
    values = {}
    for name, field in known.items():
        if words.get(name) is not None:
            values[name] = field.read(words[name])
        elif field.required:
            raise BadInput(f"No {name} was given.", hint=field.hint)
        else:
            values[name] = field.absent
    return values
