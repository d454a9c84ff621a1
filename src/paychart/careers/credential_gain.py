"""What a first credential adds, against holding none: two rows of the kernel.

An estimate that is told nothing of credentials is the mix of those who hold some and those who hold none. A reader who
plans a first one holds none of those that surveys measure, so the gain is told against that.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from paychart.careers.worth import DRAWS, SEED
from paychart.data.store import Store
from paychart.pay import evidence
from paychart.pay.columns import People
from paychart.pay.kernel import price
from paychart.profile import Profile

Array = NDArray[np.float64]


def first_credential(
    profile: Profile, code: str, store: Store, draws: int = DRAWS
) -> tuple[float, Array] | None:
    """(log gain, its draws (D,)) of holding `code` against none, for a person otherwise like `profile`.

    None where no evidence is on it in the occupation, or where the person holds one that evidence is on, so that two
    estimates can be compared as they are.
    """
    if evidence.credential(profile.occupation, code) is None:
        return None
    if any(evidence.credential(profile.occupation, held) for held in profile.held):
        return None
    none, one = replace(profile, credentials=()), replace(profile, credentials=(code,))
    priced = price(store, People.of([none, one]))
    if priced.errors and profile.education is not None:
        return first_credential(replace(profile, education=None), code, store, draws)
    if priced.errors:
        raise priced.errors[min(priced.errors)]
    found = priced.draws(draws, SEED)
    log_gain = float(np.log(found.pay[1] / found.pay[0]))
    return log_gain, log_gain + found.effect[1] - found.effect[0]
