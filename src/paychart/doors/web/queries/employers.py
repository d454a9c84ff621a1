"""Queries of employers: how a payroll is to be read, and what a synthetic one is to be like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from paychart.doors.web.queries.base import Query, Word
from paychart.errors import BadInput


class BenchmarkQuery(Query):
    """How the payroll in the body is to be read; what is not said is guessed from the file."""

    name: Word = Field("", description="The file's name; its ending says CSV, Excel or Parquet.")
    column: list[Word] = Field(
        [],
        max_length=20,
        description="What a column means, pay=Base Rate; pay= says there is none. May be repeated.",
    )
    sheet: Word = Field("", description="Sheet of the workbook to read.")
    basis: Literal["hourly", "annual", "monthly", "weekly", "biweekly", "semimonthly"] | None = Field(
        None, description="Of amounts that say none."
    )
    min_count: int = Field(5, ge=3, le=1_000, description="Fewest people in a group that the summary shows.")


class SampleQuery(Query):
    """What the synthetic payroll is to be like."""

    rows: int = Field(300, ge=1, le=2_000, description="How many employees.")
    seed: int = Field(1, ge=0, le=2**31, description="The same seed gives the same rows.")
    sex_gap: float = Field(
        0.0,
        ge=-0.5,
        le=0.5,
        allow_inf_nan=False,
        description="Log pay that women are short of, so that an audit has a known truth.",
    )
    messy: bool = Field(False, description="Spoil some rows as real files are spoiled.")


def named_columns(pairs: Sequence[str]) -> dict[str, str]:
    """role=column pairs. Raises BadInput for words without a sign."""
    from paychart.employers.columns import ROLES

    found = {}
    for pair in pairs:
        role, sign, column = pair.partition("=")
        if not sign:
            raise BadInput(f'"{pair[:60]}" has no = sign.', nearest=ROLES, hint="Write column=pay=Base Rate.")
        found[role.strip()] = column.strip()
    return found
