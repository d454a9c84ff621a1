"""The pricing table: what `estimate` says of each distinct cell of a payroll, as numbers to join on.

One row a cell (occupation, place, employer type), with its distribution; `person_curves` has the people in it.
Everything comes from `estimate` and the pay model's own objects, so a priced row equals `estimate` for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store
from paychart.employers.blending import Blending
from paychart.employers.person_curves import Person, PersonCurves
from paychart.errors import PaychartError
from paychart.pay.distribution import WageDistribution
from paychart.pay.estimate import Estimate, estimates
from paychart.profile import Profile

Cell = tuple[str, str, str]
Table = dict[str, NDArray[Any]]

_LEVELS = ("p10", "p25", "p50", "p75", "p90")
CELL_NUMBERS = (
    *(f"y{i}" for i in range(5)), *(f"m{i}" for i in range(5)), *(f"w{i}" for i in range(5)),
    "lower_slope", "upper_slope", "bend", "median_low", "median_high",
)  # fmt: skip


@dataclass(eq=False)
class Market:
    """Builds the pricing tables as it is asked for cells and people; each is worked out once."""

    store: Store
    blending: Blending | None = None
    cells: dict[Cell, Estimate | None] = field(default_factory=dict)
    groups: dict[tuple[str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people = PersonCurves(self.store)

    def _price(self, keys: Sequence[Cell], progress: Callable[[int], None]) -> None:
        """Estimate the cells not known yet; None where nothing is published here or anywhere wider."""
        fresh = [key for key in dict.fromkeys(keys) if key not in self.cells]
        progress(len(keys) - len(fresh))
        found = estimates([Profile(*key) for key in fresh], self.store)
        answers = (None if isinstance(answer, PaychartError) else answer for answer in found)
        self.cells.update(zip(fresh, answers, strict=True))
        progress(len(fresh))

    def group(self, key: Cell, found: Estimate) -> int:
        """Number of the (occupation, employer type) whose workers' traits a cell is conditioned on."""
        industry = str(found.lineage[0].get("industry") or key[2])
        return self.groups.setdefault((key[0], industry), len(self.groups))

    def cell_table(self, keys: Sequence[Cell], progress: Callable[[int], None] = lambda _: None) -> Table:
        """One row for each cell that has wages: `cell` (its position in `keys`), `people_group`, numbers."""
        self._price(keys, progress)
        known = [(i, key, found) for i, key in enumerate(keys) if (found := self.cells[key]) is not None]
        moved = [self.blending.factor(found) if self.blending else (1.0, False) for _, _, found in known]
        factor = np.array([f for f, _ in moved])
        levels = np.array([[found.annual[p] for p in _LEVELS] for _, _, found in known]).reshape(-1, 5)
        shape = WageDistribution.from_percentiles(
            levels, mean=np.array([found.annual["mean"] for _, _, found in known])
        )
        bands = [f.interval90["p50"] if f.interval90 else (np.nan, np.nan) for _, _, f in known]
        numbers = [
            *(shape.log_wages + np.log(factor)[:, None]).T,
            *shape.slopes.T,
            *(levels * factor[:, None]).T,
            shape.lower_slope,
            shape.upper_slope,
            shape.bend,
            *(np.array(bands).reshape(-1, 2) * factor[:, None]).T,
        ]
        return {
            "cell": np.array([i for i, _, _ in known], dtype=np.int64),
            "people_group": np.array([self.group(key, found) for _, key, found in known], dtype=np.int64),
            "modelled": np.array([found.status == "modelled" for _, _, found in known], dtype=bool),
            "blended": np.array([blended for _, blended in moved], dtype=bool),
            **{
                name: np.ascontiguousarray(value, dtype=float)
                for name, value in zip(CELL_NUMBERS, numbers, strict=True)
            },
        }

    def people_table(
        self, asked: Sequence[tuple[int, Person]], progress: Callable[[int], None] = lambda _: None
    ) -> Table:
        """One row for each (number of a group, person); see `PersonCurves.table`."""
        of_group = {number: key for key, number in self.groups.items()}
        return self.people.table([(of_group[group], traits) for group, traits in asked], progress)

    def curve_tables(self) -> tuple[Table, Table]:
        """The pieces of the rank curves of all people asked about."""
        return self.people.curve_tables()


def lineage(cells: Mapping[Cell, Estimate | None]) -> list[dict[str, Any]]:
    """The releases the market figures rest on, each once."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for answer in cells.values():
        for item in answer.lineage if answer else ():
            key = (str(item.get("source")), str(item.get("release")))
            found.setdefault(
                key,
                {name: item.get(name) for name in ("source", "release", "url", "checksum") if item.get(name)},
            )
    return list(found.values())
