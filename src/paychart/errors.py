"""The one family of exceptions: each says what was wrong, the nearest valid value, and what to do."""

from __future__ import annotations

from collections.abc import Sequence


class PaychartError(Exception):
    """Something the user can act on. Interfaces print it and exit with code 2.

    Parameters
    ----------
    message : what was wrong, in one plain sentence.
    nearest : valid values close to what was given, best first.
    hint : what to do next.
    about : the field of a question that it is about, if one; for programs, who need not read the sentence.
    """

    def __init__(self, message: str, *, nearest: Sequence[str] = (), hint: str = "", about: str = "") -> None:
        super().__init__(message)
        self.about = about
        self.message = message
        self.nearest = tuple(nearest)
        self.hint = hint

    def __str__(self) -> str:
        parts = [self.message]
        if self.nearest:
            parts.append("Nearest: " + "; ".join(self.nearest) + ".")
        if self.hint:
            parts.append(self.hint)
        return " ".join(parts)

    def to_dict(self) -> dict[str, object]:
        """The JSON form every interface prints: error kind, message, nearest values, hint."""
        return {
            "error": type(self).__name__,
            "message": self.message,
            "nearest": list(self.nearest),
            "hint": self.hint,
        }


class BadInput(PaychartError):
    """A value that cannot be right: negative pay, a malformed file, conflicting options."""


class UnknownCode(PaychartError):
    """A code or name that no table holds; `nearest` lists what was probably meant."""


class Ambiguous(UnknownCode):
    """A name that fits several codes; `nearest` lists them, best first."""


class Suppressed(PaychartError):
    """The cell exists but its value was not released, and nothing may stand in for it."""


class StaleData(PaychartError):
    """Data too old or of another release than the one asked for."""


class SourceUnavailable(PaychartError):
    """A publication that is missing, offline, corrupt or of an unknown layout."""


class StoreError(PaychartError):
    """The store cannot be built, opened or trusted."""


def tells_of_full_disk(error: Exception) -> bool:
    """Whether a library's words are the operating system's for no room: DuckDB's errors carry no error number."""
    return any(words in str(error) for words in ("No space left", "File too large", "Disk quota exceeded"))


def require_choice(value: str, choices: Sequence[str]) -> None:
    """Raise BadInput, with the likest choice first, for a word that is none of them."""
    if value in choices:
        return
    from difflib import SequenceMatcher

    asked = (
        "p50" if value.lower() == "median" else value.lower()
    )  # "median" is spelled like "mean", and means p50

    def likeness(choice: str) -> float:
        return SequenceMatcher(None, asked, choice.replace("-", "").lower()).ratio()

    message = f"{value!r} is not one of {', '.join(choices)}."
    raise BadInput(message, nearest=sorted(choices, key=likeness, reverse=True))
