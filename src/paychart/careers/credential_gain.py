"""What a first credential adds, against holding none.

An estimate without credentials is the mix of certified and uncertified workers, for a profile that lists none
says nothing of them. A reader who plans a first one has none, so the contrast is taken from the evidence itself.
"""

from __future__ import annotations

from paychart.pay import evidence
from paychart.profile import Profile


def contrast(profile: Profile, code: str) -> tuple[float, float] | None:
    """(log effect, standard error) of adding `code`; None where no evidence is on it, or where the reader holds
    one that evidence is on, so that two estimates can be compared.

    With none held it is certified against not certified; with one that no survey separates, a second against
    the certified on average.
    """
    own = evidence.credential(profile.occupation, code)
    if own is None or any(evidence.credential(profile.occupation, c) for c in profile.held):
        return None
    if profile.held:
        first = evidence.credential_count(profile.occupation, "two")
    else:
        first = evidence.certified(profile.occupation)
    if first is None:
        return own.effect, own.se
    return first.effect + own.effect, (first.se**2 + own.se**2) ** 0.5
