"""Batch answers for people: the optional columns education, experience, credentials and hours of `predict`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from paychart.errors import BadInput, PaychartError
from paychart.pay.cells import PERCENTILES
from paychart.pay.distribution import LEVELS, WageDistribution
from paychart.pay.draws import band90, draw_medians
from paychart.pay.latent import ConditionalPay
from paychart.pay.people import match, node_log_se, settle, workforce
from paychart.pay.predict import Predictions
from paychart.profile import ALL_INDUSTRIES, FULL_TIME_HOURS, Education, Profile

PERSON_COLUMNS = ("education", "experience", "credentials", "hours")
_DRAWS = 100  # half as many as for one profile: a batch weighs its time


def personalize(
    answers: Predictions, columns: Mapping[str, Sequence[str]], folder: Path | None
) -> Predictions:
    """`answers` with every row that describes a person priced for that person; a row that cannot be says why.

    `columns` holds the texts of PERSON_COLUMNS, each as long as the answers; hours are paid hours a week, and
    several credentials are set apart by ";" or "+". Equal people in equal cells are computed once.
    """
    wages, band = answers.wages.copy(), answers.interval90.copy()
    status, errors = list(answers.status), list(answers.errors)
    known: dict[tuple[object, ...], tuple[np.ndarray, tuple[float, float]] | str] = {}
    cells: dict[object, WageDistribution] = {}
    for i, key in enumerate(answers.keys):
        texts = tuple(columns[name][i].strip() if name in columns else "" for name in PERSON_COLUMNS)
        if key is None or errors[i] or not any(texts):
            continue
        ask = (key, texts)
        if ask not in known:
            if key not in cells:
                cells[key] = WageDistribution.from_percentiles(wages[i, 1:], mean=wages[i, 0])
            # A stand-in is a wider cell, mostly with the mix of schooling of the whole occupation.
            industry = ALL_INDUSTRIES if answers.stand_in[i] else key[2]
            known[ask] = _answer(key[0], industry, texts, wages[i], band[i], cells[key], folder)
        found = known[ask]
        if isinstance(found, str):
            errors[i], status[i] = found, ""
            wages[i], band[i] = np.nan, np.nan
        else:
            wages[i], band[i] = found
            status[i] = "modelled"
    return replace(answers, wages=wages, interval90=band, status=status, errors=errors)


def _answer(
    occupation: str, industry: str, texts: Sequence[str], wages: np.ndarray, band: np.ndarray,
    cell: WageDistribution, folder: Path | None,
) -> tuple[np.ndarray, tuple[float, float]] | str:  # fmt: skip
    try:
        profile = settle(_profile(occupation, texts))
        if not profile.describes_person:
            return wages.copy(), (float(band[0]), float(band[1]))
        force = workforce(occupation, industry, folder)
        found = match(profile, force)
    except PaychartError as error:
        return str(error)
    pay = ConditionalPay(cell, force.everyone, found.these, found.shift)
    factor = profile.hours_per_year / FULL_TIME_HOURS
    full_year = np.array([pay.mean, *pay.quantile(LEVELS)])
    # The batch knows the error of the median only; the other percentiles are taken to share it.
    ratio = (band / wages[3]).tolist() if np.isfinite(band).all() else [1.0, 1.0]
    sure = {p: (wages[j] * ratio[0], wages[j] * ratio[1]) for j, p in enumerate(PERCENTILES, 1)}
    medians = draw_medians(force.people, cell, node_log_se(sure), found.asked, _DRAWS)
    low, high = band90(medians, float(full_year[3]))
    return np.round(full_year * factor, -1), (round(low * factor, 2), round(high * factor, 2))


def _profile(occupation: str, texts: Sequence[str]) -> Profile:
    education, experience, credentials, hours = texts
    weekly = _number("hours", hours, 96.0)
    return Profile(
        occupation,
        education=Education.parse(education) if education else None,
        experience_years=_number("experience", experience, 60.0),
        credentials=tuple(c.strip() for c in credentials.replace("+", ";").split(";") if c.strip()),
        hours_per_year=FULL_TIME_HOURS if weekly is None else weekly * FULL_TIME_HOURS / 40,
    )


def _number(name: str, text: str, most: float) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise BadInput(f'{name} "{text}" is not a number.') from None
    if not 0 <= value <= most:
        raise BadInput(f"{name} {text} is outside 0 to {most:g}.")
    return value
