"""What a reader must know of a figure for a person, as notices."""

from __future__ import annotations

import numpy as np

from paychart.pay.kernel import unseen_together
from paychart.pay.notices import Notice
from paychart.pay.priced import Priced
from paychart.pay.workforce import OPEN
from paychart.profile import FULL_TIME_HOURS


def person_notices(priced: Priced, row: int) -> tuple[Notice, ...]:
    """The notices of one row that says something of the person."""
    people, (standing, here) = priced.people, priced.standing(row)
    combo, held = standing.combos[standing.combo[here]], standing.held[here]
    notices = [Notice("associations")]
    years, since = people.experience_years[row], people.years_since_school[row]
    if np.isfinite(years) and np.isfinite(since):
        notices.append(Notice.of("in_this_work_unused", years=float(years), since=float(since)))
    elif np.isfinite(years):
        notices.append(Notice.of("since_school_assumed", years=float(years)))
    if people.hours_per_year[row] != FULL_TIME_HOURS and combo[3] == OPEN:
        notices.append(Notice("few_hours"))
    if held.known and combo[2] != OPEN:
        share = 100 * (1 - float(standing.force.people.certified[0]))
        notices.append(Notice.of("credential_base", share=share))
    unseen = unseen_together(standing, here)
    if unseen:
        notices.append(
            Notice.of("seldom_together", occupation=standing.force.people.occupation, traits=unseen)
        )
    if held.unproven:
        notices.append(Notice.of("no_evidence", credentials=", ".join(held.unproven)))
    return tuple(notices)
