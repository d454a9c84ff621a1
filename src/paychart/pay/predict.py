"""Many cells priced at once, by code or name; a row that cannot be read gets a reason."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store
from paychart.errors import PaychartError
from paychart.pay.cells import STATISTICS, Key, fetch_many, tree
from paychart.pay.distribution import WageDistribution
from paychart.pay.model import price
from paychart.pay.uncertainty import Z90, fallback_log_se, interval, sampling_log_se
from paychart.profile import ALL_INDUSTRIES, NATION
from paychart.words import find_area, find_industry, find_occupation

OUTPUT_COLUMNS = ("status", *STATISTICS, "p50_lo90", "p50_hi90", "error")


@dataclass(frozen=True)
class Predictions:
    """Answers for n rows: `wages` (n, 6) dollars a year, `interval90` (n, 2) of the median, NaN where none;
    `keys` are the cells asked for, None where a name could not be resolved; `stand_in` marks rows answered by a
    wider published cell, because nothing supports a model."""

    status: list[str]
    wages: NDArray[np.float64]
    interval90: NDArray[np.float64]
    errors: list[str]
    keys: list[Key | None]
    stand_in: NDArray[np.bool_]

    def rows(self) -> list[dict[str, Any]]:
        """One dictionary a row, of OUTPUT_COLUMNS; None where there is no figure."""
        numbers = np.hstack([self.wages, self.interval90]).round()
        values = [[None if np.isnan(v) else float(v) for v in row] for row in numbers]
        return [
            dict(zip(OUTPUT_COLUMNS, (status, *row, error), strict=True))
            for status, row, error in zip(self.status, values, self.errors, strict=True)
        ]


def predict(
    store: Store,
    occupations: list[str],
    areas: list[str],
    industries: list[str],
) -> Predictions:
    """Price n cells given by code or name, each as `estimate` does: as printed, modelled, or by a stand-in."""
    errors = [""] * len(occupations)
    keys = _resolve(store, occupations, areas, industries, errors)
    wages = np.full((len(keys), 6), np.nan)
    band = np.full((len(keys), 2), np.nan)
    status = [""] * len(keys)
    found = [i for i, key in enumerate(keys) if key is not None]
    if found:
        parts = zip(*(key for key in keys if key is not None), strict=True)
        priced = price(store, *(list(part) for part in parts))
        wages[found] = np.column_stack([priced.mean, priced.percentiles])
        band[found] = priced.interval(0.90)[:, 2]
        for i, kind in zip(found, priced.status.tolist(), strict=True):
            status[i] = kind
    answers = Predictions(status, wages, band, errors, keys, np.zeros(len(keys), dtype=bool))
    _stand_in(answers, store, [i for i in found if status[i] == "refused"])
    return answers


def _stand_in(answers: Predictions, store: Store, waiting: list[int]) -> None:
    """Answer what the model refuses from the nearest published wider cell, step by step outwards."""
    both = [i for i in waiting if (k := answers.keys[i]) and k[1] != NATION and k[2] != ALL_INDUSTRIES]
    if both:
        asked_keys = [key for i in both if (key := answers.keys[i]) is not None]
        priced = price(
            store, [k[0] for k in asked_keys], [k[1] for k in asked_keys], [ALL_INDUSTRIES] * len(both)
        )
        answers.wages[both] = np.column_stack([priced.mean, priced.percentiles])
        factor = math.exp(Z90 * fallback_log_se(["all industries"]))
        answers.interval90[both] = priced.interval(0.90)[:, 2] * [1 / factor, factor]
        for i, kind in zip(both, priced.status.tolist(), strict=True):
            answers.status[i], answers.stand_in[i] = ("refused" if kind == "refused" else "modelled"), True
        waiting = [i for i in waiting if answers.status[i] == "refused"]
    branches = tree(store)
    chains = {i: branches.stand_ins(key) for i in waiting if (key := answers.keys[i]) is not None}
    step = 0
    while waiting:
        asked = [chains[i][step] for i in waiting]
        cells = fetch_many(store, *(list(part) for part in zip(*(key for key, _ in asked), strict=True)))
        rows = [(i, place) for place, i in enumerate(waiting) if cells.found[place]]
        for i, place in rows:
            answers.wages[i] = cells.wages[place]
            answers.status[i] = "modelled" if asked[place][1] else "published"
            answers.stand_in[i] = bool(asked[place][1])
            if np.isfinite(cells.mean_rse[place]):
                pay = WageDistribution.from_percentiles(answers.wages[i, 1:], mean=answers.wages[i, 0])
                sampling = sampling_log_se(pay, cells.mean_rse[place])[3]
                log_se = np.hypot(sampling, fallback_log_se(asked[place][1]))
                answers.interval90[i] = interval(answers.wages[i, 3], log_se)
        step += 1
        left = [i for place, i in enumerate(waiting) if not cells.found[place]]
        waiting = [i for i in left if step < len(chains[i])]
        for i in set(left) - set(waiting):
            answers.status[i] = ""
            answers.errors[i] = "BLS released no wages for this occupation, here or anywhere wider."


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
        known: dict[str, str] = {}
        wrong: dict[str, str] = {}
        for text in set(texts):
            try:
                known[text] = find(text)
            except PaychartError as error:
                wrong[text], known[text] = str(error), ""
        columns.append([known[text] for text in texts])
        if wrong:
            for i, text in enumerate(texts):
                if text in wrong:
                    errors[i] = f"{errors[i]} {wrong[text]}".strip()
    keys: list[Key | None] = list(zip(*columns, strict=True))
    for i, error_text in enumerate(errors):
        if error_text:
            keys[i] = None
    return keys
