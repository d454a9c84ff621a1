"""`equity`: are people of different groups paid alike for like work? Gaps, their certainty, and what they would cost.

The audit describes differences that the factors given do not explain. It cannot say why they are there, and it
draws no legal conclusion.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from paychart.employers import equity_tests as tests
from paychart.employers.columns import settle_columns
from paychart.employers.disclosure import Rule
from paychart.employers.equity_data import People, prepare
from paychart.employers.equity_words import words
from paychart.errors import BadInput, SourceUnavailable
from paychart.show.csv_output import Inputs
from paychart.show.output import write_whole

JOINT_ASSESSMENT = 0.05  # Directive (EU) 2023/970, article 10: a 5 % difference in a category of workers
_ROLES = (
    "title",
    "occupation",
    "pay",
    "basis",
    "hours",
    "grade",
    "experience",
    "tenure",
    "education",
    "area",
    "employer",
    "sex",
    "race",
    "cluster",
)
_FACTORS = ("grade", "title", "experience", "tenure", "education", "area", "employer")


@dataclass(frozen=True)
class Equity:
    """An audit. `overall` is the whole payroll with all factors; `units` each pay-analysis group by itself."""

    group: str
    compared: str
    reference: str
    factors: tuple[str, ...]
    overall: tests.Gap | None
    without: Mapping[str, tests.Gap]
    units: tuple[tests.Gap, ...]
    holm: tuple[float, ...]
    fdr: tuple[float, ...]
    decomposition: tests.Decomposition | None
    most_influential: float
    without_influential: float
    cost: float
    raised: int
    categories: tuple[Mapping[str, Any], ...]
    hidden_units: int
    left_out: Mapping[str, int]
    words: tuple[str, ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values; NaN becomes null."""
        return {
            "group": self.group,
            "compared": self.compared,
            "reference": self.reference,
            "factors": list(self.factors),
            "overall": _gap_dict(self.overall),
            "without_factor": {name: _gap_dict(g) for name, g in self.without.items()},
            "units": [
                {**(_gap_dict(g) or {}), "p_holm": _plain(h), "p_fdr": _plain(f)}
                for g, h, f in zip(self.units, self.holm, self.fdr, strict=True)
            ],
            "decomposition": None
            if self.decomposition is None
            else {
                "log_difference": self.decomposition.difference,
                "explained": self.decomposition.explained,
                "unexplained": self.decomposition.unexplained,
                "by_factor": dict(self.decomposition.by_factor),
            },
            "influence": {
                "largest_change_by_one_person": _plain(self.most_influential),
                "gap_without_most_influential_1_percent": _plain(self.without_influential),
            },
            "cost_to_close": {"dollars_a_year": _plain(self.cost), "people_raised": self.raised},
            "categories_5_percent": [dict(c) for c in self.categories],
            "units_not_shown": self.hidden_units,
            "left_out": dict(self.left_out),
            "words": list(self.words),
            "notes": list(self.notes),
        }


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else value


def _gap_dict(gap: tests.Gap | None) -> dict[str, Any] | None:
    if gap is None:
        return None
    low, high = gap.interval95
    return {
        "unit": gap.unit,
        "people": gap.people,
        "compared": gap.compared,
        "raw_gap": gap.raw_gap,
        "adjusted_gap": _plain(gap.gap),
        "interval95": [_plain(low), _plain(high)],
        "p_value": _plain(gap.p_value),
        "method": gap.method,
        "detectable_gap": _plain(gap.detectable),
    }


def audit(
    people: People,
    *,
    group: str = "sex",
    hours: Sequence[float] | None = None,
    suspect: Mapping[str, People] | None = None,
    rule: Rule | None = None,
    notes: Sequence[str] = (),
    seed: int = 20250501,
) -> Equity:
    """Audit prepared people.

    Parameters
    ----------
    hours : paid hours a year of each, for the cost; 2,080 without it.
    suspect : name -> the same people without that factor, which may itself be unequal (a grade, a performance
        mark): the gap is shown with and without.
    rule : fewest people in a group that is shown.
    """
    rule = rule or Rule()
    rng = np.random.default_rng(seed)
    overall = tests.gap(people, rng=rng)
    names = sorted(set(people.unit.tolist()))
    found: list[tests.Gap] = []
    hidden = 0
    for name in names if len(names) > 1 else []:
        part = people.within(people.unit == name)
        both = min(part.compared.sum(), (1 - part.compared).sum())
        gap = tests.gap(part, name, rng=rng) if both >= rule.least else None
        if gap is None or math.isnan(gap.log_gap):
            hidden += 1
        else:
            found.append(gap)
    p_values = [g.p_value for g in found]
    large = overall is not None and tests.can_regress(people)
    worst, without, _ = tests.influence(people) if large else (math.nan, math.nan, 0)
    paid_hours = np.full(len(people.pay), 2080.0) if hours is None else np.asarray(hours, dtype=float)
    cost, raised = (
        tests.cost_to_close(people, overall.log_gap, paid_hours) if large and overall else (math.nan, 0)
    )
    result = {name: g for name, p in (suspect or {}).items() if (g := tests.gap(p, name, rng=rng))}
    categories, small = _categories(people, rule)
    return Equity(
        group=group,
        compared=people.labels[0],
        reference=people.labels[1],
        factors=people.factors,
        overall=overall,
        without=result,
        units=tuple(found),
        holm=tuple(tests.adjusted(p_values, "holm")),
        fdr=tuple(tests.adjusted(p_values, "fdr_bh")),
        decomposition=tests.decompose(people) if large else None,
        most_influential=worst,
        without_influential=math.expm1(without),
        cost=cost,
        raised=raised,
        categories=categories,
        hidden_units=max(hidden, small),
        left_out=people.left_out,
        words=tuple(words(people, overall, found, cost)),
        notes=tuple(notes),
    )


def _categories(people: People, rule: Rule) -> tuple[tuple[Mapping[str, Any], ...], int]:
    """Mean hourly pay by category of workers, as the EU directive counts: a plain difference of means."""
    rows, hidden = [], 0
    for name in sorted(set(people.unit.tolist())):
        inside = people.unit == name
        one, two = inside & (people.compared == 1), inside & (people.compared == 0)
        if min(one.sum(), two.sum()) < rule.least:
            hidden += 1
            continue
        difference = float(people.pay[one].mean() / people.pay[two].mean() - 1)
        rows.append(
            {
                "category": name,
                "people": int(inside.sum()),
                "compared": int(one.sum()),
                "mean_difference": difference,
                "at_or_over_5_percent": abs(difference) >= JOINT_ASSESSMENT,
            }
        )
    return tuple(rows), hidden


def equity(
    source: str,
    *,
    group: str = "sex",
    reference: str = "",
    compared: str = "",
    factors: Sequence[str] | None = None,
    suspect: Sequence[str] = (),
    unit: str = "",
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    basis: str | None = None,
    least: int = 5,
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> Equity:
    """Audit the payroll `source`.

    Parameters
    ----------
    group : the column (or role: sex, race) whose values are compared.
    factors : columns or roles that may explain pay; those recognized without it.
    suspect : factors that may themselves be unequal; the gap is also shown without each.
    unit : column of pay-analysis groups; the grade, else the title, without it.
    """
    try:
        import statsmodels  # noqa: F401
    except ImportError as error:
        raise SourceUnavailable(
            "Audits need packages that are not installed.",
            hint='Install them with: pip install "paychart[employers]"',
        ) from error
    from paychart.employers.payroll_rows import load_rows

    progress("reading the file", 0, 0)
    rows = load_rows(
        source,
        sheet,
        lambda header, sample: settle_columns(header, sample, columns, needed=_ROLES),
        basis=basis,
    )
    group_column = rows.column(group, "group")
    chosen = [rows.column(name, "factor") for name in factors] if factors is not None else [
        rows.columns[role] for role in _FACTORS if rows.columns.get(role)
    ]  # fmt: skip
    chosen = [name for name in dict.fromkeys(chosen) if name != group_column]
    doubtful = [rows.column(name, "factor") for name in suspect]
    unit_column = (
        rows.column(unit, "unit") if unit else rows.columns.get("grade") or rows.columns.get("title") or ""
    )
    cluster = rows.columns.get("cluster")
    if group_column in (unit_column, cluster):
        raise BadInput(
            "The group compared cannot also be the pay-analysis group.", nearest=tuple(rows.values)
        )

    def people(without: str = "") -> People:
        return prepare(
            rows.hourly,
            rows.values[group_column],
            {name: rows.values[name] for name in chosen if name != without},
            reference=reference,
            compared=compared,
            unit=rows.values[unit_column] if unit_column else None,
            cluster=rows.values[cluster] if cluster else None,
        )

    progress("comparing like with like", 0, 0)
    return audit(
        people(),
        group=group_column,
        suspect={name: people(name) for name in doubtful},
        rule=Rule(least=least),
        notes=rows.notes,
    )


def write_page(result: Equity, target: Path, *, inputs: Inputs = ()) -> Path:
    """The audit as one HTML page."""
    from paychart.employers.pages import render

    if target.suffix.lower() not in (".html", ".htm"):
        raise BadInput(
            "The audit is written as a page.", nearest=(".html",), hint="End -o in .html, or use --json."
        )
    write_whole(render("equity.html.j2", e=result), target, inputs=inputs, private=True)
    return target
