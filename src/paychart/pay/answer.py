"""`Estimate`: what an answer says of pay and rests on, and how it shows itself as JSON, a table and a picture."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.pay.cells import PERCENTILES, Cell, Key
from paychart.pay.distribution import WageDistribution
from paychart.pay.notices import WHY, Notice, in_words
from paychart.profile import Profile
from paychart.show.table import Table

if TYPE_CHECKING:
    from paychart.pay.effects import PersonStep
    from paychart.pay.model import Smoothed
    from paychart.pay.priced import Priced

_KINDS = {"oews": "published cell", "oews_research": "published research estimate by state and industry"}


@dataclass(frozen=True)
class Estimate:
    """A wage distribution, the uncertainty about it, and its lineage.

    `annual` and `hourly` hold mean, p10, p25, p50, p75, p90 in dollars: the *range*, how workers differ.
    `interval90` holds (low, high) for each annual figure: the *interval*, how sure we are of it.
    `employment` is published; `expected_employment` the model's where it is not, the nearest whole job.
    `notices` are values, `warnings` their words. Where the profile describes a person, `effects` says what each trait
    adds, `steps` are the bars from the cell's median to the person's, and `cell` is the estimate for everyone in it.
    `priced` and `row` say where in the kernel's answer it stands, for further questions. Where a published cell
    is noisy (a relative standard error of 15% or more), `smoothed` says what it is together with all other cells; the
    figures stay as published.
    """

    profile: Profile
    status: str
    annual: Mapping[str, float]
    hourly: Mapping[str, float] | None
    interval90: Mapping[str, tuple[float, float]] | None
    lineage: tuple[Mapping[str, Any], ...]
    notices: tuple[Notice, ...] = ()
    employment: float | None = None
    expected_employment: float | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    effects: tuple[Mapping[str, Any], ...] = ()
    steps: tuple[PersonStep, ...] = ()
    cell: Estimate | None = None
    smoothed: Smoothed | None = None
    priced: Priced | None = field(default=None, repr=False, compare=False)
    row: int = 0

    @property
    def stands_in(self) -> bool:
        """Whether a wider published cell answers for one that has none."""
        return any(notice.code == "stand_in" for notice in self.notices)

    @property
    def warnings(self) -> tuple[str, ...]:
        """The notices in words."""
        return in_words(self.notices)

    def percentile_of(self, pay: float) -> tuple[float, tuple[float, float] | None]:
        """Share (0 to 1) of these workers paid `pay` dollars a year or less, and its 90% interval if it has one."""
        if pay <= 0:
            raise BadInput("Pay must be more than zero.")
        if self.priced is None:
            return float(self.distribution.percentile_of(pay)), None
        share, band = self.priced.percentile_of(np.full(len(self.priced), pay))
        low, high = band[self.row].tolist()
        return float(share[self.row]), None if math.isnan(low) else (low, high)

    @cached_property
    def distribution(self) -> WageDistribution:
        """The full quantile function of annual pay among these workers."""
        return WageDistribution.from_percentiles(
            np.array([self.annual[p] for p in PERCENTILES]), mean=np.array(self.annual["mean"])
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON form that every interface prints."""
        return {
            "profile": self.profile.to_dict(),
            "names": dict(self.names),
            "status": self.status,
            "annual": dict(self.annual),
            "hourly": dict(self.hourly) if self.hourly else None,
            "interval90": {k: list(v) for k, v in self.interval90.items()} if self.interval90 else None,
            "employment": self.employment,
            "expected_employment": self.expected_employment,
            "smoothed": self.smoothed.to_dict() if self.smoothed else None,
            "effects": [dict(effect) for effect in self.effects],
            "lineage": [dict(item) for item in self.lineage],
            "notices": [notice.to_dict() for notice in self.notices],
            "warnings": list(self.warnings),
        }

    def table(self) -> Table:
        """A row for each figure: dollars a year and an hour, and the 90 % interval of the yearly one."""
        rows = [
            {
                "figure": name,
                "annual": value,
                "hourly": self.hourly[name] if self.hourly else None,
                "low90": self.interval90[name][0] if self.interval90 else None,
                "high90": self.interval90[name][1] if self.interval90 else None,
                "status": self.status,
            }
            for name, value in self.annual.items()
        ]
        return Table.from_rows(
            self._title, rows, f"{self.lineage[0]['source']}, {self.lineage[0]['release']}"
        )

    @property
    def _title(self) -> str:
        names = self.names
        return f"{names['occupation']}, {names['area']}, {names['industry']} ({self.status})"

    def _repr_html_(self) -> str:
        """The pay range as a picture and a table, as notebooks show it."""
        from html import escape

        from paychart.show import pay_range

        picture = pay_range(self.annual, self.interval90["p50"] if self.interval90 else None)
        notes = "".join(f"<p><small>{escape(text)}</small></p>" for text in self.warnings)
        return f'<div style="max-width:44rem">{picture}{self.table()._repr_html_()}{notes}</div>'


def published_lineage(cell: Cell, store: Store, steps: Sequence[str] = ()) -> dict[str, Any]:
    """The published cell that an answer is, or that stands in for one; `steps` lead from the cell asked to it."""
    source = next(load for load in store.loads if load["source"] == cell.source)
    return {
        "kind": "stand-in published cell" if steps else _KINDS[cell.source],
        "source": source["publisher"],
        "release": store.release if cell.source == "oews" else source["release"],
        "occupation": cell.occupation,
        "area": cell.area,
        "industry": cell.industry,
        "employment": cell.employment,
        "mean_rse_percent": cell.mean_rse,
        "url": source["url"],
        "retrieved": source["retrieved"],
        "checksum": source["checksum"],
        "steps": list(steps),
    }


def modelled_lineage(key: Key, store: Store, method: str, why: str) -> dict[str, Any]:
    """A cell that the pay model supplies; the published cells it rests on most follow it in a lineage."""
    occupation, area, industry = key
    return {
        "kind": "modelled cell",
        "source": "paychart pay model (docs/model.md), fitted from the release",
        "release": store.release,
        "occupation": occupation,
        "area": area,
        "industry": industry,
        "employment": None,
        "method": method,
        "reason": WHY[why],
        "steps": [],
    }
