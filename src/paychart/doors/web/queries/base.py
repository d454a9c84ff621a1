"""What all queries share: strict names, bounded words and numbers, and the form of the answer."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from starlette.exceptions import HTTPException

from paychart.errors import BadInput


def _absent(value: Any) -> Any:
    """An empty field of a form was not filled in."""
    return None if isinstance(value, str) and not value.strip() else value


Number = Annotated[float | None, BeforeValidator(_absent)]
Year = Annotated[int | None, BeforeValidator(_absent)]
Word = Annotated[str, Field(max_length=200)]
Statistic = Literal["mean", "p10", "p25", "p50", "p75", "p90"]
STATISTIC = "Which figure: the mean or a percentile of workers."


class Query(BaseModel):
    """A query whose every name is known."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["json", "csv", "parquet", "arrow"] | None = Field(
        None, description="The form of the answer, where the Accept header cannot be set."
    )


class PlainQuery(Query):
    """A question without parameters of its own."""


class Unsupported(HTTPException):
    """A body of a kind that is not read here."""

    def __init__(self, media: str, read: str = "application/json or text/csv") -> None:
        super().__init__(415, f"A body of type {media[:60]} is not read here; send {read}.")


LISTS = frozenset(
    {"credential", "kind", "compare", "study", "versus_study", "value", "among", "assume", "column"}
)


def refuse_repeats(request: Request) -> None:
    """Raise BadInput where a name that takes one value is given twice: which one was meant is not for us to say."""
    names = [name for name, _ in request.query_params.multi_items()]
    for name in names:
        if names.count(name) > 1 and name not in LISTS:
            raise BadInput(f"{name[:60]} is given {names.count(name)} times.", hint="Give it once.")
