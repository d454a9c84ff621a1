"""Does the 90 % interval of a person's median cover, on records it was not learned from?

Half of the ACS records, at random, make the person tables and the pay of each occupation (its percentiles, with their
own sampling errors). From them the kernel gives the median of workers of one schooling, one range of years, or
both, with the interval that users see. The other half says what such workers earn: groups of 200 records or more.

A held-out median has an error of its own. So a group counts as covered where the two medians differ by less than
1.645 times the root of both squared errors (ours is the interval's half width, on its own side); this is 90 % where the
interval is right. The share of held-out medians inside the interval itself is shown too.

    python bench/people_coverage.py PUMS_DIR [OUT.json]
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import duckdb
import numpy as np

from paychart import Store, open_store
from paychart.pay.answered_cells import MODEL, MODELLED, AnsweredCells
from paychart.pay.cells import STATISTICS
from paychart.pay.columns import People
from paychart.pay.distribution import LEVELS, WageDistribution
from paychart.pay.kernel import price_in
from paychart.profile import ALL_INDUSTRIES, NATION, Profile
from paychart_lab.people_fit.fit import fit_people
from paychart_lab.people_fit.latent import area_effects, mid_ranks
from paychart_lab.people_fit.pums import load_persons
from paychart_lab.people_fit.records import EDUCATION, Records, read_records
from paychart_lab.people_fit.run import census_occupations
from paychart_lab.people_fit.tables import EXPERIENCE_BANDS, write_tables

LEAST = 200
MEDIAN = STATISTICS.index("p50")
Z = 1.6448536269514722
HOURS_A_YEAR = 2080.0


def quantiles(pay: np.ndarray, weight: np.ndarray, levels: np.ndarray) -> np.ndarray:
    order = np.argsort(pay)
    return np.interp(levels, mid_ranks(pay, weight)[order], pay[order])


def quantile_se(pay: np.ndarray, weight: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Standard errors by Woodruff's method: the error of the share, read back through the quantile function."""
    size = weight.sum() ** 2 / np.square(weight).sum()
    half = Z * np.sqrt(levels * (1 - levels) / size)
    ends = quantiles(pay, weight, np.concatenate([levels - half, levels + half]).clip(0.002, 0.998))
    return (ends[len(levels) :] - ends[: len(levels)]) / (2 * Z)


def cell_of(soc: str, pay: np.ndarray, weight: np.ndarray) -> AnsweredCells:
    """The pay of one occupation as a cell, dollars a year, and how sure its percentiles are."""
    logs, se = quantiles(pay, weight, LEVELS), quantile_se(pay, weight, LEVELS)
    wages = np.exp(logs) * HOURS_A_YEAR
    mean = float(np.average(np.exp(pay), weights=weight)) * HOURS_A_YEAR
    wages = np.maximum.accumulate(wages + np.arange(5) * 1e-6)
    mean = float(WageDistribution.from_percentiles(wages, mean=mean).mean)
    return AnsweredCells(
        [(soc, NATION, ALL_INDUSTRIES)],
        np.array([[mean, *wages]]),
        Z * np.array([[se.mean(), *se]]),
        np.array([MODELLED], dtype=np.int8),
        np.array([MODEL], dtype=np.int8),
        np.array(["absent"]),
        np.array([np.nan]),
    )


def compare(
    store: Store, soc: str, own: tuple[Records, np.ndarray], other: tuple[Records, np.ndarray], folder: Path
) -> list[tuple[object, ...]]:
    cell = cell_of(soc, own[1], own[0].weight)
    records, pay = other
    starts = [low for _, low, _ in EXPERIENCE_BANDS]
    band = np.searchsorted(starts, np.floor(records.experience), side="right") - 1
    years = [float(np.average(records.experience[band == b])) if (band == b).any() else 0.0 for b in range(7)]
    rows: list[tuple[object, ...]] = []
    for level in (None, *range(len(EDUCATION))):
        for b in (None, *range(7)):
            if level is None and b is None:
                continue
            these = (level is None or records.education == level) & (b is None or band == b)
            if these.sum() < LEAST:
                continue
            profile = Profile(
                soc,
                education=None if level is None else EDUCATION[level],
                years_since_school=None if b is None else years[b],
            )
            found = price_in(store, People.of([profile]), cell, np.zeros(1, dtype=np.intp), folder)
            if found.errors:
                continue
            at = np.array([0.5])
            seen = float(quantiles(pay[these], records.weight[these], at)[0])
            se = float(quantile_se(pay[these], records.weight[these], at)[0])
            low, high = np.log(found.interval90[0, MEDIAN] / HOURS_A_YEAR)
            middle = float(np.log(found.quantile([0.5])[0, 0] / HOURS_A_YEAR))
            ours = (high - middle if seen > middle else middle - low) / Z
            kind = (
                "both" if level is not None and b is not None else "years" if level is None else "schooling"
            )
            rows.append((soc, kind, int(these.sum()), seen - middle, ours, se, low <= seen <= high))
    return rows


def summary(rows: list[tuple[object, ...]]) -> dict[str, object]:
    gap, ours, own = (np.array([row[i] for row in rows], dtype=float) for i in (3, 4, 5))
    z = gap / np.hypot(ours, own)
    return {
        "groups": len(rows),
        "occupations": len({row[0] for row in rows}),
        "covered_percent": round(100 * float((np.abs(z) < Z).mean()), 1),
        "inside_interval_percent": round(100 * float(np.mean([row[6] for row in rows])), 1),
        "median_half_width_percent": round(100 * float(np.median(ours) * Z), 1),
        "median_own_se_percent": round(100 * float(np.median(own)), 1),
        "median_absolute_gap_percent": round(100 * float(np.median(np.abs(gap))), 1),
        "mean_gap_percent": round(100 * float(gap.mean()), 2),
    }


def main(source: Path, out: Path | None) -> None:
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2; SET memory_limit = '2GB'")
        load_persons(connection, source)
        records = read_records(connection)
    pattern, held = census_occupations()
    half = np.random.default_rng(11).random(len(records)) < 0.5
    learn, check = records.take(half), records.take(~half)
    fit = fit_people(learn, pattern, progress=lambda text: print(text, file=sys.stderr))
    areas = area_effects(records)  # the level of an area is taken as known, by both halves alike
    own_pay = learn.log_wage - np.array([areas[a] for a in learn.area])
    other_pay = check.log_wage - np.array([areas[a] for a in check.area])
    rows: list[tuple[object, ...]] = []
    with tempfile.TemporaryDirectory() as folder, open_store() as store:
        write_tables(fit, learn, held, Path(folder))
        for key in fit.occupations:
            own, other = learn.occupation == int(key), check.occupation == int(key)
            if other.sum() >= LEAST:
                rows += compare(
                    store,
                    held[key][0],
                    (learn.take(own), own_pay[own]),
                    (check.take(other), other_pay[other]),
                    Path(folder),
                )
    kinds = {"all": rows} | {k: [r for r in rows if r[1] == k] for k in ("schooling", "years", "both")}
    kinds |= {"both, health": [r for r in kinds["both"] if str(r[0])[:2] in ("29", "31")]}
    kinds |= {"all, health": [r for r in rows if str(r[0])[:2] in ("29", "31") or r[0] == "11-9111"]}
    table = {name: summary(chosen) for name, chosen in kinds.items() if chosen}
    print(json.dumps(table, indent=1))
    if out:
        out.write_text(json.dumps({"table": table, "rows": rows}, default=float) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
