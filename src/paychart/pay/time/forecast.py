"""Pay and jobs of an occupation one to ten years ahead, with fans as wide as past forecasts were wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from paychart.data.store import Store
from paychart.errors import BadInput, Suppressed
from paychart.pay.time.index import employment_cost
from paychart.pay.time.parameters import JOBS_POWER, LONGEST, parameters, relative_level, scale
from paychart.pay.time.series import MEDIAN, REGIMES, history
from paychart.show.table import Table
from paychart.words import find_occupation

Pair = tuple[float, float]


@dataclass(frozen=True)
class ForecastPoint:
    """May of one year: median pay in that year's dollars, and jobs; the fans hold 80 and 95 % of outcomes."""

    year: int
    median: float
    median80: Pair
    median95: Pair
    jobs: float | None
    jobs80: Pair | None
    jobs95: Pair | None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in vars(self).items()}


@dataclass(frozen=True)
class Forecast:
    """A forecast from the newest release. `measured` is the back-test error in percent by years ahead."""

    occupation: str
    title: str
    base_year: int
    base_median: float
    base_jobs: float | None
    points: tuple[ForecastPoint, ...]
    measured: dict[str, dict[int, float]]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {**vars(self), "points": [p.to_dict() for p in self.points], "notes": list(self.notes)}

    def table(self) -> Table:
        """A row for each year ahead."""
        rows = [p.to_dict() for p in self.points]
        return Table.from_rows(f"{self.title}: forecast from May {self.base_year}", rows, self.notes[0])

    def _repr_html_(self) -> str:
        """The table as notebooks show it."""
        return self.table()._repr_html_()


def forecast(store: Store, occupation: str, years: int = 5) -> Forecast:
    """Median pay and jobs for `years` (1 to 10) after the release, nominal dollars.

    Pay: the pooled model of `growth`; jobs: the rate of BLS's ten-year projection. Raises BadInput for other
    spans, UnknownCode for an occupation nobody knows, Suppressed where its median was not released.
    """
    if not 1 <= years <= LONGEST:
        raise BadInput(
            f"A forecast of {years} years is not possible.",
            nearest=("1", str(LONGEST)),
            hint=f"Ask for 1 to {LONGEST} years ahead.",
        )
    found = find_occupation(occupation, store)
    held, known = history(store), parameters()
    series = held.of.get((found.code, REGIMES[-1]))
    base = np.nan if series is None else held.wages[series, -1, MEDIAN]
    if series is None or np.isnan(base):
        raise Suppressed(
            f"No median is published for {found.title}, so there is nothing to start a forecast from.",
            hint="Ask for a detailed occupation such as 29-2072, or a major group such as 29-0000.",
        )
    log_medians = np.log(held.wages[:, -1, MEDIAN])
    log_all = float(log_medians[held.names.index("00-0000")])
    levels = relative_level(log_medians, log_all)
    detailed = levels[held.current()]
    base_year = int(held.years[-1])
    cost = employment_cost(store)
    recent = cost.at(base_year, 6) - cost.at(base_year - 1, 6)
    size = float(scale(held.mean_rse[series, -1]))
    job_size = float(scale(held.jobs_rse[series, -1], JOBS_POWER))
    jobs, rate, job_note = _jobs(store, found.code, held.jobs[series, -1])
    points = []
    for h in range(1, years + 1):
        growth = known.growth.common(recent, h)
        growth += float(known.growth.catch_up(levels[series : series + 1], h, detailed)[0])
        q80, q95 = (size * q for q in known.pay_fans[h])
        j80, j95 = (job_size * q for q in known.job_fans[h])
        median = float(base) * float(np.exp(growth))
        then = None if jobs is None else jobs * float(np.exp(rate * h))
        points.append(
            ForecastPoint(
                year=base_year + h,
                median=round(median, -1),
                median80=_around(median, q80),
                median95=_around(median, q95),
                jobs=None if then is None else round(then, -1),
                jobs80=None if then is None else _around(then, j80),
                jobs95=None if then is None else _around(then, j95),
            )
        )
    return Forecast(
        occupation=found.code,
        title=found.title,
        base_year=base_year,
        base_median=float(base),
        base_jobs=jobs,
        points=tuple(points),
        measured={name: dict(row) for name, row in known.pay_mape.items()},
        notes=_notes(years, job_note),
    )


def _jobs(store: Store, occupation: str, jobs: float) -> tuple[float | None, float, str]:
    """Jobs now and the yearly log rate BLS projects for them."""
    rows = store.rows("SELECT change_percent FROM projection WHERE occupation = ?", [occupation])
    if not rows or rows[0][0] is None or np.isnan(jobs):
        return None, 0.0, "BLS projects no employment for this occupation, so no jobs are forecast."
    outlook = store.vintages["projections"]
    rate = float(np.log1p(rows[0][0] / 100)) / (outlook.last - outlook.first)
    return float(jobs), rate, (
        f"Jobs follow the rate of BLS's {outlook.edition} projection from the release's count; earlier projections are "
        "too few to test, so the fan is that of forecasting no change over the back-tested years."
    )  # fmt: skip


def _notes(years: int, job_note: str) -> tuple[str, ...]:
    mape = parameters().pay_mape["pooled model"]
    notes = [
        "Pay is in the dollars of each year. Over the origins tried the model missed an "
        "occupation's median by "
        + ", ".join(f"{mape[h]:.1f}% after {h}" for h in sorted(mape))
        + " years on average.",
        job_note,
    ]
    if years > 5:
        notes.append("Beyond 5 years few past origins tell how wrong it may be: read the fan as too narrow.")
    return tuple(notes)


def _around(value: float, half: float) -> Pair:
    return round(value * float(np.exp(-half)), -1), round(value * float(np.exp(half)), -1)
