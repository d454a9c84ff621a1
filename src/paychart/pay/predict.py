"""Many estimates at once: a CSV of cells in, the same rows with wages out; a bad row gets a reason."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.codes import find_area, find_industry, find_occupation
from paychart.csv_output import write_rows
from paychart.errors import BadInput, PaychartError
from paychart.pay.cells import STATISTICS, Key, fetch_many, tree
from paychart.pay.distribution import WageDistribution
from paychart.pay.people import people_folder
from paychart.pay.predict_people import PERSON_COLUMNS, personalize
from paychart.pay.uncertainty import fallback_log_se, interval, sampling_log_se
from paychart.profile import ALL_INDUSTRIES, NATION
from paychart.store import Store

INPUT_COLUMNS = ("occupation", "area", "industry")
OUTPUT_COLUMNS = ("status", *STATISTICS, "p50_lo90", "p50_hi90", "error")


@dataclass(frozen=True)
class Predictions:
    """Answers for n rows: `wages` (n, 6) dollars a year, `interval90` (n, 2) of the median, NaN where none;
    `keys` are the cells asked for, None where a name could not be resolved."""

    status: list[str]
    wages: NDArray[np.float64]
    interval90: NDArray[np.float64]
    errors: list[str]
    keys: list[Key | None]

    def rows(self) -> list[dict[str, Any]]:
        """One dictionary a row, of OUTPUT_COLUMNS; None where there is no figure."""
        numbers = np.hstack([self.wages, self.interval90]).round()
        values = [[None if np.isnan(v) else float(v) for v in row] for row in numbers]
        return [
            dict(zip(OUTPUT_COLUMNS, (status, *row, error), strict=True))
            for status, row, error in zip(self.status, values, self.errors, strict=True)
        ]


def predict(store: Store, occupations: list[str], areas: list[str], industries: list[str]) -> Predictions:
    """Price n cells given by code or name. Published cells come back as printed; others are stand-ins."""
    errors = [""] * len(occupations)
    keys = _resolve(store, occupations, areas, industries, errors)
    wages = np.full((len(keys), 6), np.nan)
    rse = np.full(len(keys), np.nan)
    model_se = np.zeros(len(keys))
    status = [""] * len(keys)
    branches = tree(store)
    chains = {key: branches.stand_ins(key) for key in set(keys) if key is not None}
    waiting = [i for i, key in enumerate(keys) if key is not None]
    step = 0
    while waiting:
        asked = [chains[keys[i]][step] for i in waiting]  # type: ignore[index]
        cells = fetch_many(store, *(list(part) for part in zip(*(key for key, _ in asked), strict=True)))
        left = []
        for place, i in enumerate(waiting):
            if cells.found[place]:
                wages[i], rse[i] = cells.wages[place], cells.mean_rse[place]
                status[i] = "modelled" if asked[place][1] else "published"
                model_se[i] = fallback_log_se(asked[place][1])
            elif step + 1 < len(chains[keys[i]]):  # type: ignore[index]
                left.append(i)
            else:
                errors[i] = "BLS released no wages for this occupation, here or anywhere wider."
        waiting, step = left, step + 1
    return Predictions(status, wages, _median_interval(wages, rse, model_se), errors, keys)


def _median_interval(
    wages: NDArray[np.float64], rse: NDArray[np.float64], model_se: NDArray[np.float64]
) -> NDArray[np.float64]:
    band = np.full((len(wages), 2), np.nan)
    known = np.isfinite(wages).all(axis=1) & np.isfinite(rse)
    if known.any():
        distribution = WageDistribution.from_percentiles(wages[known, 1:], mean=wages[known, 0])
        log_se = np.hypot(sampling_log_se(distribution, rse[known])[:, 3], model_se[known])
        band[known] = interval(wages[known, 3], log_se)
    return band


def _resolve(
    store: Store, occupations: list[str], areas: list[str], industries: list[str], errors: list[str]
) -> list[Key | None]:
    """Codes for every row; each different text is looked up once."""
    finders: tuple[tuple[list[str], Callable[[str], str]], ...] = (
        (occupations, lambda text: find_occupation(text, store).code),
        (areas, lambda text: find_area(text, store).code if text.strip() else NATION),
        (industries, lambda text: find_industry(text, store).code if text.strip() else ALL_INDUSTRIES),
    )
    columns = []
    for texts, find in finders:
        known: dict[str, tuple[str, str]] = {}
        for text in set(texts):
            try:
                known[text] = (find(text), "")
            except PaychartError as error:
                known[text] = ("", str(error))
        columns.append([known[text] for text in texts])
    keys: list[Key | None] = []
    for i, parts in enumerate(zip(*columns, strict=True)):
        problems = [problem for _, problem in parts if problem]
        errors[i] = " ".join(problems)
        keys.append(None if problems else (parts[0][0], parts[1][0], parts[2][0]))
    return keys


def predict_file(store: Store, source: Path, target: Path) -> dict[str, int]:
    """Read cells from the CSV `source`, write it to `target` with the answers added; returns counts by status.

    Input order and unknown columns are kept. `target` appears only when it is whole.
    """
    header, rows = read_rows(source)
    place = {name: header.index(name) for name in INPUT_COLUMNS if name in header}
    if "occupation" not in place:
        raise BadInput(
            f"{source.name} has no column named occupation.",
            nearest=tuple(header[:8]),
            hint=f"The columns are {', '.join(INPUT_COLUMNS)}; area and industry may be left out, and "
            f"{', '.join(PERSON_COLUMNS)} may be added.",
        )
    texts = [[row[place[n]] if n in place else "" for row in rows] for n in INPUT_COLUMNS]
    answers = predict(store, *texts)
    person = {name: header.index(name) for name in PERSON_COLUMNS if name in header}
    if person:
        traits = {name: [row[at] for row in rows] for name, at in person.items()}
        answers = personalize(answers, traits, people_folder(store.path))
    added = [name for name in OUTPUT_COLUMNS if name not in header]
    keep = [i for i, name in enumerate(header)]
    write_rows(target, [header[i] for i in keep] + added, _output(rows, answers, header, added))
    counts = {kind: answers.status.count(kind) for kind in ("published", "modelled")}
    return {"rows": len(rows), **counts, "errors": sum(bool(e) for e in answers.errors)}


def _output(
    rows: list[list[str]], answers: Predictions, header: list[str], added: list[str]
) -> Iterable[list[str]]:
    for i, row in enumerate(rows):
        values = dict(zip(OUTPUT_COLUMNS, _answer(answers, i), strict=True))
        kept = [values.get(name, text) for name, text in zip(header, row, strict=True)]
        yield kept + [values[name] for name in added]


def _answer(answers: Predictions, i: int) -> list[str]:
    numbers = [*answers.wages[i], *answers.interval90[i]]
    return [answers.status[i], *("" if np.isnan(v) else f"{v:.0f}" for v in numbers), answers.errors[i]]


def read_rows(source: Path) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a CSV; a row of another length, or bytes that are not UTF-8, stop the read."""
    try:
        with source.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            header = [name.strip() for name in next(reader, [])]
            rows = []
            for row in reader:
                if not row:
                    continue
                if len(row) != len(header):
                    raise BadInput(
                        f"{source.name} line {reader.line_num} has {len(row)} fields; the header has {len(header)}.",
                        hint="Mend that line; nothing was written.",
                    )
                rows.append(row)
    except FileNotFoundError as error:
        raise BadInput(f"There is no file {source}.") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{source.name} is not UTF-8 text.", hint='Save it as "CSV UTF-8".') from error
    except (OSError, csv.Error) as error:
        raise BadInput(f"{source.name} cannot be read: {error}.") from error
    if not header:
        raise BadInput(f"{source.name} is empty.", hint=f"It needs a header: {','.join(INPUT_COLUMNS)}")
    return header, rows
