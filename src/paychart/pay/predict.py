"""Many rows priced at once, by code or name, with or without traits of a person; a row that cannot be read says why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store
from paychart.errors import BadInput, PaychartError
from paychart.pay.cells import STATISTICS
from paychart.pay.columns import LEVEL_OF, UNKNOWN, People
from paychart.pay.kernel import price
from paychart.profile import (
    ALL_INDUSTRIES,
    FULL_TIME_HOURS,
    LONGEST_CAREER,
    NATION,
    Education,
    read_credentials,
)
from paychart.words import find_area, find_industry, find_occupation

CELL_COLUMNS = ("occupation", "area", "industry")
PERSON_COLUMNS = ("education", "experience", "since_school", "credentials", "hours")
OUTPUT_COLUMNS = ("status", *STATISTICS, "p50_lo90", "p50_hi90", "error")
_MEDIAN = STATISTICS.index("p50")
_MOST_WEEKLY_HOURS = 96.0
_FULL_WEEK = 40


@dataclass(frozen=True)
class Predictions:
    """Answers for n rows: `wages` (n, 6) dollars a year in the order of STATISTICS, `interval90` (n, 2) of the median;
    NaN where none. `status` is published, modelled or "" where `errors` says why there is no answer."""

    status: list[str]
    wages: NDArray[np.float64]
    interval90: NDArray[np.float64]
    errors: list[str]

    def rows(self) -> list[dict[str, Any]]:
        """One dictionary a row, of OUTPUT_COLUMNS; None where there is no figure."""
        numbers = np.hstack([self.wages, self.interval90]).round()
        values = [[None if np.isnan(v) else float(v) for v in row] for row in numbers]
        return [
            dict(zip(OUTPUT_COLUMNS, (status, *row, error), strict=True))
            for status, row, error in zip(self.status, values, self.errors, strict=True)
        ]


def predict(store: Store, columns: Mapping[str, Sequence[str]]) -> Predictions:
    """Price rows given as columns of text, each as `estimate` does.

    `columns` holds CELL_COLUMNS (area and industry may be left out) and any of PERSON_COLUMNS: hours are paid hours a
    week; several credentials are set apart by ";" or "+", and "none" says that none is held. Empty means unknown.
    """
    errors: dict[int, str] = {}
    people = read_people(store, columns, errors)
    n = len(people)
    good = np.array([row for row in range(n) if row not in errors], dtype=np.intp)
    wages, band = np.full((n, 6), np.nan), np.full((n, 2), np.nan)
    status = [""] * n
    if len(good):
        priced = price(store, people if len(good) == n else people.take(good))
        wages[good], band[good] = priced.annual, priced.interval90[:, _MEDIAN]
        errors |= {int(good[row]): str(error) for row, error in priced.errors.items()}
        for row, kind in zip(good.tolist(), priced.status.tolist(), strict=True):
            status[row] = "" if row in errors else kind
    return Predictions(status, wages, band, [errors.get(row, "") for row in range(n)])


def read_people(store: Store, columns: Mapping[str, Sequence[str]], errors: dict[int, str]) -> People:
    """The people of columns of text; a row that cannot be read gets its reason in `errors`. Each different text is
    read once."""
    n = len(columns["occupation"])

    def read(name: str, parse: Callable[[str], Any], otherwise: Any) -> list[Any]:
        if name not in columns:
            return [otherwise] * n
        known: dict[str, Any] = {}
        wrong: dict[str, str] = {}
        for text in set(columns[name]):
            known[text] = otherwise
            if text.strip() or name == "occupation":
                try:
                    known[text] = parse(text.strip())
                except PaychartError as error:
                    wrong[text] = str(error)
        if wrong:
            for row, text in enumerate(columns[name]):
                if text in wrong:
                    errors[row] = f"{errors.get(row, '')} {wrong[text]}".strip()
        return [known[text] for text in columns[name]]

    nan = float("nan")
    return People(
        read("occupation", lambda text: find_occupation(text, store).code, ""),
        read("area", lambda text: find_area(text, store).code, NATION),
        read("industry", lambda text: find_industry(text, store).code, ALL_INDUSTRIES),
        np.array(read("education", lambda text: LEVEL_OF[Education.parse(text)], UNKNOWN), dtype=np.intp),
        np.array(read("experience", _number("experience", LONGEST_CAREER), nan), dtype=float),
        np.array(read("since_school", _number("since_school", LONGEST_CAREER), nan), dtype=float),
        read("credentials", lambda text: read_credentials(text.replace("+", ";").split(";")), None),
        np.array(read("hours", _yearly_hours, FULL_TIME_HOURS), dtype=float),
    )


def _number(name: str, most: float) -> Callable[[str], float]:
    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            raise BadInput(f'{name} "{text}" is not a number.') from None
        if not 0 <= value <= most:
            raise BadInput(f"{name} {text} is outside 0 to {most:g}.")
        return value

    return parse


def _yearly_hours(text: str) -> float:
    weekly = _number("hours", _MOST_WEEKLY_HOURS)(text)
    if weekly == 0:
        raise BadInput("0 paid hours a week cannot be.", nearest=(f"{_FULL_WEEK}",))
    return weekly * FULL_TIME_HOURS / _FULL_WEEK
