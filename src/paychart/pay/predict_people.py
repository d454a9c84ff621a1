"""Batch answers for people: the optional columns education, experience, credentials and hours of `predict`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from paychart.errors import BadInput, PaychartError
from paychart.pay.cells import PERCENTILES, Key
from paychart.pay.distribution import LEVELS, WageDistribution
from paychart.pay.draws import draw_medians
from paychart.pay.latent import LatentMixture, mean_bias, probability
from paychart.pay.people import Match, Workforce, match, node_log_se, settle, workforce
from paychart.pay.predict import Predictions
from paychart.profile import ALL_INDUSTRIES, FULL_TIME_HOURS, Education, Profile

Array = NDArray[np.float64]

PERSON_COLUMNS = ("education", "experience", "credentials", "hours")
_CHUNK = 500  # people priced at once: a few megabytes
_DRAWS = 100  # half as many as for one profile: a batch weighs its time


@dataclass(frozen=True)
class _Person:
    """What one distinct set of texts says in one occupation and industry, found among the workers there."""

    force: Workforce
    found: Match
    hours_factor: float
    described: bool


def personalize(
    answers: Predictions, columns: Mapping[str, Sequence[str]], folder: Path | None
) -> Predictions:
    """`answers` with every row that describes a person priced for that person; a row that cannot be says why.

    `columns` holds the texts of PERSON_COLUMNS, each as long as the answers; hours are paid hours a week, and
    several credentials are set apart by ";" or "+". Equal people are found once, and those of one cell priced
    together.
    """
    wages, band = answers.wages.copy(), answers.interval90.copy()
    status, errors = list(answers.status), list(answers.errors)
    known: dict[tuple[object, ...], _Person | str] = {}
    groups: dict[tuple[Key, bool], list[tuple[int, _Person]]] = {}
    for i, key in enumerate(answers.keys):
        texts = tuple(columns[name][i].strip() if name in columns else "" for name in PERSON_COLUMNS)
        if key is None or errors[i] or not any(texts):
            continue
        # A stand-in is a wider cell, mostly with the mix of schooling of the whole occupation.
        stand_in = bool(answers.stand_in[i])
        industry = ALL_INDUSTRIES if stand_in else key[2]
        ask = (key[0], industry, texts)
        if ask not in known:
            known[ask] = _find(key[0], industry, texts, folder)
        person = known[ask]
        if isinstance(person, str):
            errors[i], status[i] = person, ""
            wages[i], band[i] = np.nan, np.nan
        elif person.described:
            status[i] = "modelled"
            groups.setdefault((key, stand_in), []).append((i, person))
    for group in groups.values():
        first = group[0][0]
        cell = WageDistribution.from_percentiles(wages[first, 1:], mean=wages[first, 0])
        whole, sure = wages[first].copy(), band[first].copy()
        for start in range(0, len(group), _CHUNK):
            rows, people = zip(*group[start : start + _CHUNK], strict=True)
            wages[list(rows)], band[list(rows)] = _price(people, cell, whole, sure)
    return replace(answers, wages=wages, interval90=band, status=status, errors=errors)


def _find(occupation: str, industry: str, texts: Sequence[str], folder: Path | None) -> _Person | str:
    try:
        profile = settle(_profile(occupation, texts))
        force = workforce(occupation, industry, folder)
        factor = profile.hours_per_year / FULL_TIME_HOURS
        return _Person(force, match(profile, force), factor, profile.describes_person)
    except PaychartError as error:
        return str(error)


@lru_cache(maxsize=4096)
def _scores(these: LatentMixture) -> Array:
    """(5 + 400,) scores of these workers at the five percentiles, then at equal steps for the mean."""
    return np.concatenate([these.score(ndtri(LEVELS)), these.quadrature])


def _price(
    people: Sequence[_Person], cell: WageDistribution, whole: Array, sure: Array
) -> tuple[Array, Array]:
    """(m, 6) wages and (m, 2) intervals of the median for m people of one cell, whose own are `whole` and `sure`."""
    force = people[0].force
    shift = np.array([[person.found.shift] for person in people])
    factor = np.array([[person.hours_factor] for person in people])
    score = np.stack([_scores(person.found.these) for person in people]) + shift
    pay = cell.quantile(probability(force.everyone.normal_score(score)))
    full_year = np.column_stack([pay[:, 5:].mean(axis=1) * mean_bias(cell), pay[:, :5]])
    # The batch knows the error of the median only; the other percentiles are taken to share it.
    ratio = (sure / whole[3]).tolist() if np.isfinite(sure).all() else [1.0, 1.0]
    nodes = {p: (whole[j] * ratio[0], whole[j] * ratio[1]) for j, p in enumerate(PERCENTILES, 1)}
    asked = [person.found.asked for person in people]
    medians = draw_medians(force.people, cell, node_log_se(nodes), asked, _DRAWS)
    low, high = np.quantile(medians, [0.05, 0.95], axis=0)
    middle = full_year[:, 3]
    bands = np.column_stack([np.minimum(low, middle), np.maximum(high, middle)])
    return np.round(full_year * factor, -1), np.round(bands * factor, 2)


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
