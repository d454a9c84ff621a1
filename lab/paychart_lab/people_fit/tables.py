"""The fit as reference tables: effects, composition, spread, and the correlation of the effects' errors."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from paychart.errors import BadInput
from paychart_lab.people_fit.employers import EMPLOYER_EDUCATION_COLUMNS, employer_education_rows
from paychart_lab.people_fit.fit import PeopleFit
from paychart_lab.people_fit.latent import (
    EDUCATION_COLUMNS,
    EMPLOYER_COLUMNS,
    EXPERIENCE_COLUMNS,
    HOURS_COLUMNS,
    REFERENCE,
    spline,
)
from paychart_lab.people_fit.levels import LEVEL_COLUMNS, level_rows
from paychart_lab.people_fit.records import EDUCATION, EMPLOYERS, HOURS, Floats, Records
from paychart_lab.people_fit.replacing import replace_together

EXPERIENCE_LEVELS = (0, 1, 2, 3, 5, 7, 10, 15, 20, 25, 30, 35, 40)
EXPERIENCE_BANDS = (("0-2", 0, 3), ("3-5", 3, 6), ("6-9", 6, 10), ("10-14", 10, 15), ("15-24", 15, 25),
                    ("25-34", 25, 35), ("35+", 35, 99))  # fmt: skip
COMPOSITION_PRIOR_RECORDS = 50.0
EFFECT_COLUMNS = ("soc", "factor", "level", "mu", "se", "n", "shrinkage")
COMPOSITION_COLUMNS = ("soc", "education", "experience_band", "experience_years", "share", "n")
SPREAD_COLUMNS = ("soc", "n", "tau", "log_wage_sd", "residual_sd")
CORRELATION_COLUMNS = ("factor", "level", "other_level", "correlation")


def contrasts() -> dict[str, tuple[tuple[str, ...], Floats]]:
    """Factor -> (levels, C): C @ b is each level's score less that of a uniform mix of the factor's
    levels."""
    p = HOURS_COLUMNS.stop
    blocks: dict[str, tuple[tuple[str, ...], Floats]] = {}
    for factor, levels, columns in (
        ("education", tuple(e.value for e in EDUCATION), EDUCATION_COLUMNS),
        ("hours", HOURS, HOURS_COLUMNS),
    ):
        picked = np.zeros((len(levels), p))
        free = [i for i in range(len(levels)) if i != REFERENCE[factor]]
        picked[free, columns] = np.eye(len(free))
        blocks[factor] = (levels, picked)
    curve = np.zeros((len(EXPERIENCE_LEVELS), p))
    curve[:, EXPERIENCE_COLUMNS] = spline(np.array(EXPERIENCE_LEVELS, dtype=float))
    blocks["experience"] = (tuple(str(k) for k in EXPERIENCE_LEVELS), curve)
    employer = np.zeros((len(EMPLOYERS), p))
    employer[:, EMPLOYER_COLUMNS] = np.eye(len(EMPLOYERS))
    blocks["employer"] = (EMPLOYERS, employer)
    return {factor: (levels, c - c.mean(axis=0)) for factor, (levels, c) in blocks.items()}


def effect_rows(fit: PeopleFit, records: Records, soc_of: dict[str, list[str]]) -> list[tuple[object, ...]]:
    """Rows of people_effects.csv; groups carry every level, an occupation only employers with 30 records."""
    rows: list[tuple[object, ...]] = []
    groups = {key: [key] for key in fit.nodes if key not in fit.occupations}
    for key, keys in sorted({**groups, **{k: soc_of[k] for k in fit.occupations}}.items()):
        node = fit.nodes[key]
        counts = _level_counts(fit, records, key)
        parent = fit.parents.get(key) if key in fit.occupations else None
        for factor, (levels, c) in contrasts().items():
            mu, se = c @ node.mean, np.sqrt(np.einsum("ij,jk,ik->i", c, node.covariance, c))
            up = fit.nodes[parent.rstrip("*")] if parent else None
            prior = np.sqrt(np.square(c) @ fit.between[0])
            for i, level in enumerate(levels):
                seen = counts.get((factor, i), 0)
                if up is not None and factor == "employer" and seen < 30:
                    continue
                kept = "" if up is None else f"{min(1.0, float(se[i] ** 2 / prior[i] ** 2)):.3f}"
                rows += [(soc, factor, level, f"{mu[i]:.4f}", f"{se[i]:.4f}", seen, kept) for soc in keys]
    return sorted(rows, key=lambda row: str(row[0]))


def _level_counts(fit: PeopleFit, records: Records, key: str) -> dict[tuple[str, int], int]:
    if key not in fit.occupations:
        return {}
    part = fit.occupations[key].rows
    counts: dict[tuple[str, int], int] = {}
    for factor, values in (
        ("education", records.education),
        ("hours", records.hours),
        ("employer", records.employer),
    ):
        found, number = np.unique(values[part], return_counts=True)
        counts |= {(factor, int(i)): int(n) for i, n in zip(found, number, strict=True)}
    nearest = np.abs(records.experience[part][:, None] - np.array(EXPERIENCE_LEVELS)).argmin(axis=1)
    found, number = np.unique(nearest, return_counts=True)
    return counts | {("experience", int(i)): int(n) for i, n in zip(found, number, strict=True)}


def composition_rows(
    fit: PeopleFit, records: Records, soc_of: dict[str, list[str]]
) -> list[tuple[object, ...]]:
    """Joint shares of education and experience; a thin occupation leans on its SOC major group (50 records'
    worth)."""
    starts = np.array([low for _, low, _ in EXPERIENCE_BANDS])
    band = np.searchsorted(starts, np.floor(records.experience), side="right") - 1
    cell = records.education * len(EXPERIENCE_BANDS) + band
    size = len(EDUCATION) * len(EXPERIENCE_BANDS)
    years = np.bincount(band, records.weight * records.experience) / np.bincount(band, records.weight)
    mass: dict[str, Floats] = {}
    for key, occupation in fit.occupations.items():
        own = np.bincount(cell[occupation.rows], records.weight[occupation.rows], minlength=size)
        for name in (key, *_ancestors(fit, key)):
            mass[name] = mass.get(name, np.zeros(size)) + own
    rows: list[tuple[object, ...]] = []
    for name, total in sorted(mass.items()):
        is_occupation = name in fit.occupations
        n = len(fit.occupations[name].rows) if is_occupation else 0
        share = total / total.sum()
        if is_occupation:
            group = mass[_ancestors(fit, name)[-2]]
            share = (n * share + COMPOSITION_PRIOR_RECORDS * group / group.sum()) / (
                n + COMPOSITION_PRIOR_RECORDS
            )
        counts = (
            np.bincount(cell[fit.occupations[name].rows], minlength=size)
            if is_occupation
            else np.zeros(size, int)
        )
        for soc in soc_of[name] if is_occupation else [name.rstrip("*")]:
            rows += [
                (soc, EDUCATION[i // len(EXPERIENCE_BANDS)].value, EXPERIENCE_BANDS[b][0], f"{years[b]:.1f}",
                 f"{share[i]:.5f}", int(counts[i]))
                for i in range(size)
                if share[i] >= 5e-4
                for b in [i % len(EXPERIENCE_BANDS)]
            ]  # fmt: skip
    return sorted(rows, key=lambda row: str(row[0]))


def _ancestors(fit: PeopleFit, key: str) -> list[str]:
    found = []
    while key in fit.parents:
        key = fit.parents[key]
        found.append(key)
    return found


def spread_rows(fit: PeopleFit, records: Records, soc_of: dict[str, list[str]]) -> list[tuple[object, ...]]:
    """tau on the score scale, and the log wage SD within area before and after the profile."""
    rows: list[tuple[object, ...]] = []
    for key, occupation in fit.occupations.items():
        weight = records.weight[occupation.rows]
        mean = np.average(occupation.pay, weights=weight)
        sd = float(np.sqrt(np.average(np.square(occupation.pay - mean), weights=weight)))
        for soc in soc_of[key]:
            rows.append(
                (
                    soc,
                    len(occupation.rows),
                    f"{occupation.tau:.4f}",
                    f"{sd:.4f}",
                    f"{sd * occupation.tau:.4f}",
                )
            )
    return sorted(rows, key=lambda row: str(row[0]))


def correlation_rows(fit: PeopleFit) -> list[tuple[object, ...]]:
    """Correlation of the errors of two levels of a factor, averaged over occupations: enough for joint
    draws."""
    rows: list[tuple[object, ...]] = []
    for factor, (levels, c) in contrasts().items():
        if factor == "employer":
            continue
        total = np.zeros((len(levels), len(levels)))
        for key in fit.occupations:
            covariance = c @ fit.nodes[key].covariance @ c.T
            scale = np.sqrt(np.diag(covariance))
            total += covariance / np.outer(scale, scale)
        mean = total / len(fit.occupations)
        rows += [
            (factor, a, b, f"{mean[i, j]:.4f}")
            for i, a in enumerate(levels)
            for j, b in enumerate(levels)
            if i < j
        ]
    return rows


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """One table as a CSV file."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_tables(
    fit: PeopleFit, records: Records, soc_of: dict[str, list[str]], folder: Path
) -> dict[str, int]:
    """Write the six tables into `folder`, all or none; returns rows per file. Raises BadInput where it cannot."""
    tables: dict[str, tuple[Sequence[str], list[tuple[object, ...]]]] = {
        "people_effects.csv": (EFFECT_COLUMNS, effect_rows(fit, records, soc_of)),
        "people_composition.csv": (COMPOSITION_COLUMNS, composition_rows(fit, records, soc_of)),
        "people_spread.csv": (SPREAD_COLUMNS, spread_rows(fit, records, soc_of)),
        "people_correlation.csv": (CORRELATION_COLUMNS, correlation_rows(fit)),
        "people_employer_education.csv": (
            EMPLOYER_EDUCATION_COLUMNS,
            employer_education_rows(fit, records, soc_of),
        ),
        "people_level.csv": (LEVEL_COLUMNS, level_rows(fit, records, soc_of)),
    }
    try:
        replace_together(
            folder, {name: partial(write_csv, header=h, rows=rows) for name, (h, rows) in tables.items()}
        )
    except OSError as error:
        raise BadInput(
            f"The tables cannot be written to {folder}: {error.strerror or error}. Those there before are unchanged.",
            hint="Free some disk space, or name another folder with --out.",
        ) from error
    return {name: len(rows) for name, (_, rows) in tables.items()}
