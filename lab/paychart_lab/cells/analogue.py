"""The joint model on its structural analogue, where the truth is published.

BLS publishes no wages by area and industry at once, but the same shape of question has known answers: a state
plays the area, a major group the occupation, and the detailed occupations in it play the industries. From the
group's wages in the state and the members' wages in the nation, the members' wages in the state are predicted.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from paychart.errors import BadInput
from paychart.pay.model.grid import NATION_ROW, Floats, Grid
from paychart.pay.model.joint import Mixture, group_factor, joint_half_width, transport
from paychart.pay.model.raking import (
    EDGES,
    MASS,
    Doubles,
    Intervals,
    Span,
    by_rank_and_bin,
    national_parts,
    pay_by_rank,
    percentiles,
    rake,
)
from paychart_lab.cells.noise_floor import noise_floor
from paychart_lab.cells.scoring import Scored, report

LARGEST_IN_ONE_STATE = 0.3  # members concentrated further would be their own national figure
MEMBER_SHARE = (
    0.02  # of the group's jobs in the state: smaller members are unlike any industry that people ask about
)


def evaluate_joint(grid: Grid) -> dict[str, Any]:
    """Error and coverage of joint cells on the analogue, beside simple rules; members above 2 % of their group."""
    parts = []
    for family in np.unique(grid.family):
        parts += _family(grid, int(family))
    if not parts:
        raise BadInput(
            "This store publishes no states to test joint cells on.", hint="Evaluate a full release."
        )
    cells = parts[0]
    for part in parts[1:]:
        cells = cells.join(part)
    return {
        "task": "joint",
        "rules": {
            "national": "the member's national figure",
            "additive": "that figure x the group's ratio, state to nation",
            "transport": "the member's ranks in the nation paid at the group's wages in the state, not raked",
        },
        **report(cells),
        "sampling_error_of_the_truth": noise_floor(cells),
    }


def _family(grid: Grid, family: int) -> list[Scored]:
    members = np.flatnonzero(grid.family == family)
    members = members[grid.known[NATION_ROW, members] & (grid.employment[NATION_ROW, members] > 0)]
    states = np.flatnonzero((grid.tier == "state") & grid.known[:, family] & (grid.employment[:, family] > 0))
    if not len(members) or not len(states):
        return []
    nation, group = grid.log_wage[NATION_ROW, members], grid.log_wage[states, family]
    jobs = grid.employment[NATION_ROW, members].astype(float)
    here = np.nan_to_num(grid.employment[states][:, members]).astype(float)
    share = here / np.maximum(here.sum(axis=1, keepdims=True), 1)
    use = grid.known[states][:, members] & (share > MEMBER_SHARE) & (here <= LARGEST_IN_ONE_STATE * jobs)
    a, i = np.nonzero(use)
    if not len(a):
        return []
    mixture = Mixture(nation[:, :5], jobs / jobs.sum())
    raked, expected = _raked(
        mixture, nation[:, :5], group[:, :5], grid.employment[states, family].astype(float)
    )
    predicted = {
        "model": raked[a, i],
        "national": nation[i],
        "additive": nation[i] + group[a] - grid.log_wage[NATION_ROW, family],
        "transport": transport(mixture, nation[i, :5], group[a, :5]),
    }
    return [
        Scored(
            truth=grid.log_wage[states[a], members[i]],
            predicted=predicted,
            half=joint_half_width(
                nation[i, :5],
                group[a, :5],
                grid.log_wage[[NATION_ROW], family, :5],
                expected[a, i],
                group_factor([grid.columns[family]] * len(a)),
            ),
            rse=grid.rse[states[a], members[i]],
            jobs=here[a, i].astype(np.float32),
            occupation=np.array(grid.columns)[members[i]],
            group=np.full(len(a), grid.columns[family]),
        )
    ]


def _raked(mixture: Mixture, members: Floats, group: Floats, jobs: Doubles) -> tuple[Floats, Doubles]:
    """Log percentiles and mean (states, members, 6), and expected jobs, from those of members (c, 5) in the nation
    and of the group (s, 5) with its jobs (s,) in the states."""
    span = Span.of(np.concatenate([members, group]))
    part = national_parts(members, mixture.shares, mixture.wage(EDGES))
    within, wage = Intervals.of(members, span), pay_by_rank(group)
    at = span.bin(wage)
    tilt = within.spread(np.exp(rake(part, within, by_rank_and_bin(at, jobs))))
    shared = (MASS[:, None] / (part.T @ tilt))[np.arange(len(MASS)), at]
    mass = part[None] * tilt[:, at].swapaxes(0, 1) * shared[:, None]
    paid = np.stack([percentiles(mass[:, c], group, np.exp(wage)) for c in range(len(members))], axis=1)
    return paid, mass.sum(axis=2) * jobs[:, None]
