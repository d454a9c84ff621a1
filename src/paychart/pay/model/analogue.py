"""The joint model on its structural analogue, where the truth is published.

BLS publishes no wages by area and industry at once, but the same shape of question has known answers: a state
plays the area, a major group the occupation, and the detailed occupations in it play the industries. From the
group's wages in the state and the members' wages in the nation, the members' wages in the state are predicted.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from paychart.errors import BadInput
from paychart.pay.model.grid import NATION_ROW, Grid
from paychart.pay.model.joint import Mixture, joint_half_width, transport
from paychart.pay.model.scoring import Scored, report

LARGEST_IN_ONE_STATE = 0.3  # members concentrated further would be their own national figure
MEMBER_SHARE = (
    0.02  # of the group's jobs in the state: smaller members are unlike any industry that people ask about
)


def evaluate_joint(grid: Grid) -> dict[str, Any]:
    """Error and coverage of rank transport on the analogue, beside simple rules; members above 2 % of their group."""
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
            "own_mixture": "rank transport told the state's own mix of members",
        },
        **report(cells),
    }


def _family(grid: Grid, family: int) -> list[Scored]:
    members = np.flatnonzero(grid.family == family)
    members = members[grid.known[NATION_ROW, members] & (grid.employment[NATION_ROW, members] > 0)]
    if not len(members):
        return []
    nation = grid.log_wage[NATION_ROW, members]
    jobs = grid.employment[NATION_ROW, members].astype(float)
    mixture = Mixture(nation[:, :5], jobs / jobs.sum())
    found = []
    for state in np.flatnonzero((grid.tier == "state") & grid.known[:, family]):
        here = np.nan_to_num(grid.employment[state, members]).astype(float)
        share = here / max(here.sum(), 1)
        use = grid.known[state, members] & (share > MEMBER_SHARE) & (here <= LARGEST_IN_ONE_STATE * jobs)
        if not use.any():
            continue
        group = np.broadcast_to(grid.log_wage[state, family], (int(use.sum()), 6))
        own = Mixture(nation[here > 0][:, :5], share[here > 0])
        predicted = transport(mixture, nation[use][:, :5], group[:, :5])
        half = joint_half_width(nation[use][:, :5], group[:, :5], grid.log_wage[[NATION_ROW], family, :5])
        found.append(
            Scored(
                truth=grid.log_wage[state, members[use]],
                predicted={
                    "model": predicted,
                    "national": nation[use],
                    "additive": nation[use] + group - grid.log_wage[NATION_ROW, family],
                    "own_mixture": transport(own, nation[use][:, :5], group[:, :5]),
                },
                half=half,
                rse=grid.rse[state, members[use]],
                jobs=here[use].astype(np.float32),
                occupation=np.array(grid.columns)[members[use]],
                group=np.full(int(use.sum()), grid.columns[family]),
            )
        )
    return found
