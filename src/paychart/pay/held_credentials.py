"""What the credentials that someone holds say of their pay in one occupation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from paychart.pay import evidence
from paychart.profile import Education, Profile
from paychart.words.credentials import check_together, find_credential

# Log spread of certification where no survey of the occupation measures it: about what one finds for coders.
_UNMEASURED_CERTIFICATION = 0.06


@dataclass(frozen=True)
class HeldCredentials:
    """`known` are credentials that evidence ties to pay in the occupation, `unproven` the rest.

    `count` is how many known ones are held (0 to 3, "three or more"), None where nothing is known of them. `extra` is
    the log effect of which they are and `extra_se` its error; `unproven_se` the log spread of what the rest may add.
    """

    known: tuple[str, ...]
    unproven: tuple[str, ...]
    count: int | None
    extra: float
    extra_se: float
    unproven_se: float


@lru_cache(maxsize=4096)
def settled(credentials: tuple[str, ...], education: Education | None) -> tuple[str, ...]:
    """The codes of credentials given by code or name, checked against each other and the schooling."""
    held = [find_credential(text) for text in credentials]
    check_together(held, education)
    return tuple(one.code for one in held)


@lru_cache(maxsize=4096)
def held_credentials(occupation: str, codes: tuple[str, ...] | None) -> HeldCredentials:
    """What `codes` say in `occupation`: () that none is held, None nothing at all."""
    if codes is None:
        return HeldCredentials((), (), None, 0.0, 0.0, 0.0)
    found = {code: evidence.credential(occupation, code) for code in codes}
    pooled = [one for one in found.values() if one is not None]
    best = max(pooled, key=lambda one: one.effect, default=None)
    known = tuple(code for code, one in found.items() if one is not None)
    unproven = tuple(code for code, one in found.items() if one is None)
    # Whoever holds only what no survey measures is left among the certified and the others, as they are.
    count = None if unproven and not known else min(len(known), 3)
    return HeldCredentials(
        known,
        unproven,
        count,
        best.effect if best else 0.0,
        best.se if best else 0.0,
        unproven_log_se(occupation) if unproven else 0.0,
    )


def unproven_log_se(occupation: str) -> float:
    """Log spread of what a credential without evidence may add: as credentials differ, and certification."""
    certified = evidence.certified(occupation)
    return float(
        np.hypot(
            evidence.BETWEEN_CREDENTIALS_SD, certified.effect if certified else _UNMEASURED_CERTIFICATION
        )
    )


def settle(profile: Profile) -> Profile:
    """The profile with credential codes, checked against each other and against the schooling."""
    held = profile.credentials
    return profile if held is None else replace(profile, credentials=settled(held, profile.education))
