"""What a change adds: real dollars a year, with draws of how sure that is."""

from __future__ import annotations

import zlib
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from paychart.careers.credential_gain import first_credential
from paychart.careers.places_for import shrinkage
from paychart.careers.setting import Candidate, Setting
from paychart.careers.worth import Worth, worth
from paychart.pay.held_credentials import unproven_log_se
from paychart.profile import ALL_INDUSTRIES, NATION

Array = NDArray[np.float64]

# Log error of carrying a national employer contrast to one area: 7.4 % mean absolute error of such cells held
# out (docs/model.md's analogue of unpublished area x industry cells), as a standard deviation.
TRANSPORT_SD = 0.09


def paid(candidate: Candidate, setting: Setting) -> Worth:
    """What the reader would earn after the change."""
    return worth(
        candidate.profile,
        setting.store,
        rent_share=setting.rent_share,
        standing=candidate.standing,
    )


def gain(candidate: Candidate, setting: Setting, then: Worth) -> tuple[float, Array]:
    """Real dollars a year that the change adds, and (D,) draws of it.

    An employer type that BLS does not publish for the area is compared nationally, and the ratio carried over.
    Area gains are shrunk: the best of many noisy places is seldom as good as it looks.
    """
    now = setting.now
    if now.real is None or then.real is None:
        raise ValueError("Both places need a price parity.")
    if candidate.unknown:
        z = np.random.default_rng(zlib.crc32(candidate.code.encode())).standard_normal(len(now.draws))
        return 0.0, now.real * np.expm1(unproven_log_se(setting.reader.occupation) * (z - z.mean()) / z.std())
    first = first_credential(setting.reader, candidate.code, setting.store) if candidate.code else None
    if first is not None:
        return now.real * float(np.expm1(first[0])), now.real_draws * np.expm1(first[1])
    if candidate.kind == "employer" and (_stands_in(then) or _stands_in(now)):
        ratio, drawn = _national_ratio(candidate, setting)
        return now.real * (ratio - 1), now.real_draws * (drawn - 1)
    if candidate.kind == "area":
        return _area_gain(candidate, setting, then, now.real)
    return then.real - now.real, then.real_draws - now.real_draws


def _area_gain(candidate: Candidate, setting: Setting, then: Worth, now_real: float) -> tuple[float, Array]:
    """The reader's own contrast between two places (at any employer, where one is not published with theirs),
    moved by what shrinkage takes from the contrast of the places' medians."""
    now = setting.now
    here, there = now, then
    if _stands_in(then) or _stands_in(now):
        here, there = (
            worth(
                replace(profile, industry=ALL_INDUSTRIES),
                setting.store,
                rent_share=setting.rent_share,
            )
            for profile in (setting.reader, candidate.profile)
        )
    log_ratio = float(np.log((there.real or np.nan) / (here.real or np.nan)))
    moved, se = shrinkage(setting.store, candidate.profile, setting.reader, setting.rent_share)
    z = np.random.default_rng(int(candidate.to)).standard_normal(len(now.draws))
    z = (z - z.mean()) / z.std()
    drawn = now_real * np.exp(now.effect) * np.expm1(log_ratio + moved + se * z)
    return now_real * float(np.expm1(log_ratio + moved)), np.asarray(drawn)


def _stands_in(one: Worth) -> bool:
    return one.cell.stands_in


def _national_ratio(candidate: Candidate, setting: Setting) -> tuple[float, Array]:
    here = worth(replace(setting.reader, area=NATION), setting.store)
    there = worth(replace(candidate.profile, area=NATION), setting.store)
    z = np.random.default_rng(int(candidate.to, 36)).standard_normal(len(here.draws))
    carried = np.exp(TRANSPORT_SD * z) if setting.reader.area != NATION else 1.0
    return there.pay / here.pay, there.draws / here.draws * carried

