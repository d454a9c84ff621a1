"""Occupations ranked by what a reader values, with how firm the ranking is.

Each criterion is put on 0 to 1 between the worst and the best of the occupations compared, and weighed: a weight
is what the whole swing from worst to best is worth to the reader. Robustness shakes the weights and the figures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.careers.character import VALUES, Character, character
from paychart.careers.criteria import CRITERIA, balance, check_weights, fit
from paychart.careers.ladder import answer_for
from paychart.careers.reach import reach
from paychart.careers.roles import role_named, role_of, roles
from paychart.careers.worth import DRAWS, worth
from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.pay import evidence
from paychart.pay.held_credentials import settle
from paychart.profile import Profile
from paychart.words import find_occupation, index, resolve_profile

Array = NDArray[np.float64]
NEARBY = 4000  # weightings tried
NEARBY_SD = 0.35  # log spread of each weight: two times in three within about 40 % of it


@dataclass(frozen=True)
class Ranked:
    """One occupation: score from 0 to 1, its place, the places it takes in 90 % of nearby weightings, and how
    often it is first. `figures` in the criteria's own units, `parts` what each adds to the score."""

    occupation: str
    title: str
    score: float
    place: int
    place90: tuple[int, int]
    first: float
    figures: Mapping[str, float | None]
    parts: Mapping[str, float]
    character: Character
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        row = dict(vars(self))
        row["place90"], row["notes"] = list(self.place90), list(self.notes)
        row["figures"], row["parts"] = dict(self.figures), dict(self.parts)
        row["character"] = self.character.to_dict()
        return row


@dataclass(frozen=True)
class Ranking:
    """Occupations best first. `swings` says for each criterion what its worst and best are here, and what its
    whole swing is worth in dollars of pay at the weights given."""

    weights: Mapping[str, float]
    ranked: tuple[Ranked, ...]
    swings: tuple[Mapping[str, Any], ...]
    statement: str
    notes: tuple[str, ...]
    own: str = ""  # the reader's occupation

    def best(self, most: int) -> tuple[Ranked, ...]:
        """The first `most`, and the reader's own occupation wherever it stands."""
        return tuple(r for i, r in enumerate(self.ranked) if i < most or r.occupation == self.own)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form that every interface prints."""
        return {
            "weights": dict(self.weights),
            "ranked": [row.to_dict() for row in self.ranked],
            "swings": [dict(row) for row in self.swings],
            "statement": self.statement,
            "notes": list(self.notes),
        }


NOTES = (
    "A weight is what going from the worst to the best occupation compared is worth to you: look at the swings, "
    "and weigh a narrow one less.",
    "Figures describe everyone in an occupation; your own hours and commute will be one person's.",
)


def rank(
    profile: Profile,
    store: Store,
    weights: Mapping[str, float],
    *,
    among: Sequence[str] = (),
    interest: str = "",
    seed: int = 20250501,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Ranking:
    """Occupations ranked for a reader.

    Parameters
    ----------
    weights : criterion -> weight, at least one above zero.
    among : occupations to compare; else those of the ladder that the reader's role leads to, or all of it.
    interest : the reader's interests as letters of R, I, A, S, E, C, strongest first ("CI").

    Raises BadInput for unknown criteria, weights that are negative or all zero, and fewer than two occupations.
    """
    kept = check_weights(weights, interest)
    reader = settle(resolve_profile(profile, store))
    codes = _candidates(reader, store, among)
    titles = {code: index(store).occupations[code].title for code in codes}
    found: list[_Figures] = []
    for done, code in enumerate(codes):
        progress(done, len(codes))
        found.append(_figures(reader, code, titles[code], interest, store))
    progress(len(codes), len(codes))
    keys = list(kept)
    table = np.array([[np.nan if (v := f.values.get(k)) is None else v for k in keys] for f in found])
    missing = np.isnan(table)
    gaps = [keys[j] for j in range(len(keys)) if missing[:, j].all()]
    if gaps:
        raise BadInput(f"No occupation compared has a figure for {gaps[0]}.", hint="Leave it out.")
    middle = np.nanmedian(table, axis=0)
    table = np.where(missing, middle, table)
    error = np.array([[f.errors.get(k, 0.0) for k in keys] for f in found])
    w = np.array([kept[k] for k in keys]) / sum(kept.values())
    better = np.array([1.0 if CRITERIA[k].more_is_better else -1.0 for k in keys])
    scaled, span = _scaled(table, better)
    score = scaled @ w
    places = _places(score)
    nearby, first = _nearby(table, error, better, w, seed)
    order = np.argsort(-score, kind="stable")
    ranked = tuple(
        Ranked(
            codes[i],
            titles[codes[i]],
            round(float(score[i]), 3),
            int(places[i]),
            (int(np.quantile(nearby[:, i], 0.05)), int(np.quantile(nearby[:, i], 0.95))),
            round(float(first[i]), 3),
            {k: None if missing[i, j] else round(float(table[i, j]), 3) for j, k in enumerate(keys)},
            {k: round(float(scaled[i, j] * w[j]), 3) for j, k in enumerate(keys)},
            found[i].character,
            (
                *(
                    f"No figure for {k}: the middle of the others stands in."
                    for j, k in enumerate(keys)
                    if missing[i, j]
                ),
                *_used_notes(found[i], keys),
            ),
        )
        for i in order
    )
    return Ranking(
        kept, ranked, _swings(keys, table, w, span, better), _statement(ranked), NOTES, reader.occupation
    )


@dataclass(frozen=True)
class _Figures:
    values: Mapping[str, float | None]
    errors: Mapping[str, float]
    character: Character
    notes: tuple[str, ...]


def _candidates(reader: Profile, store: Store, among: Sequence[str]) -> list[str]:
    if among:
        codes = list(dict.fromkeys(find_occupation(text, store).code for text in among))
        if reader.occupation not in codes:
            codes.insert(0, reader.occupation)
        if len(codes) < 2:
            raise BadInput(
                "One occupation alone cannot be ranked.", hint="Give --among for each one to compare."
            )
        return codes
    start = role_of(reader)
    family = [role.soc for role in roles().values() if role.family == start.family]
    codes = [start.soc, *(family or (role_named(name).soc for name in reach(start, 60.0)))]
    return list(dict.fromkeys(codes))


def _figures(reader: Profile, code: str, title: str, interest: str, store: Store) -> _Figures:
    """Figures of one occupation in the criteria's units, with standard errors where they have one."""
    one = character(code, title, store)
    known = tuple(c for c in reader.held if evidence.credential(code, c) is not None)
    there = replace(reader, occupation=code, credentials=known or None)
    answer, notes = answer_for(there, store)
    paid = worth(replace(there, education=answer.profile.education), store, draws=DRAWS)
    pay = paid.real if paid.real is not None else paid.pay
    spread = float(np.log(answer.annual["p90"] / answer.annual["p10"]))
    values: dict[str, float | None] = {
        "pay": pay,
        "growth": one.growth_percent,
        "openings": one.openings_percent,
        "entry": one.entry_years,
        "stability": spread,
        "interest": fit(interest, one.interests),
        **{name: one.work_values.get(name) for name in VALUES},
    }
    errors = {"pay": float(np.std(paid.draws)) * pay / paid.pay}
    names = {"hours": "share_over_45_hours", "home": "share_work_from_home", "commute": "commute_minutes"}
    for key, name in names.items():
        if name in one.conditions:
            values[key], errors[key] = one.conditions[name]
    values["balance"] = balance(one.conditions)
    errors["balance"] = 0.02
    return _Figures(values, errors, one, (*notes, *one.notes))


def _scaled(table: Array, better: Array) -> tuple[Array, Array]:
    """(n, k) 0 to 1 between worst and best, and (k,) the span; a criterion without a span counts for nothing."""
    signed = table * better
    low, span = signed.min(axis=-2, keepdims=True), np.ptp(signed, axis=-2, keepdims=True)
    return np.where(span > 0, (signed - low) / np.where(span > 0, span, 1), 0.0), span[..., 0, :]


def _places(score: Array) -> NDArray[np.intp]:
    return np.asarray((score[..., None, :] > score[..., :, None] + 1e-12).sum(axis=-1) + 1)


def _nearby(table: Array, error: Array, better: Array, w: Array, seed: int) -> tuple[NDArray[np.intp], Array]:
    """(NEARBY, n) places under shaken weights and figures, and (n,) how often each is first."""
    rng = np.random.default_rng(seed)
    shaken = w * np.exp(NEARBY_SD * rng.standard_normal((NEARBY, len(w))))
    shaken /= shaken.sum(axis=1, keepdims=True)
    figures = table + error * rng.standard_normal((NEARBY, *table.shape))
    scaled, _ = _scaled(figures, better)
    score = np.einsum("mnk,mk->mn", scaled, shaken)
    places = _places(score)
    return places, np.asarray((places == 1).mean(axis=0))


def _swings(
    keys: list[str], table: Array, w: Array, span: Array, better: Array
) -> tuple[Mapping[str, Any], ...]:
    """What each criterion spans here, its weight, and the dollars of pay its whole swing stands for."""
    dollars = float(span[keys.index("pay")]) / float(w[keys.index("pay")]) if "pay" in keys else None
    found = []
    for j, key in enumerate(keys):
        column = table[:, j] * better[j]
        found.append(
            {
                "criterion": key,
                "words": CRITERIA[key].words,
                "unit": CRITERIA[key].unit,
                "worst": round(float(column.min() * better[j]), 3),
                "best": round(float(column.max() * better[j]), 3),
                "weight": round(float(w[j]), 3),
                "worth_in_pay": None if dollars is None else round(dollars * float(w[j])),
            }
        )
    return tuple(found)


def _used_notes(figures: _Figures, keys: list[str]) -> list[str]:
    """Notes that touch a criterion in use."""
    kept = []
    for note in figures.notes:
        if "work values" in note and not set(keys) & set(VALUES):
            continue
        if "census" in note and not {"balance", "hours", "home", "commute"} & set(keys):
            continue
        if "job zone" in note:
            continue
        kept.append(note)
    return kept


def _statement(ranked: tuple[Ranked, ...]) -> str:
    best = ranked[0]
    rival = max(ranked[1:], key=lambda r: r.first)
    said = f"{best.title} comes first in {best.first:.0%} of nearby weightings"
    if rival.first >= 0.05:
        said += f"; {rival.title} in {rival.first:.0%}"
    firm = "firm" if best.first >= 0.8 else "fairly firm" if best.first >= 0.6 else "not firm"
    return f"{said}: the choice is {firm}."
