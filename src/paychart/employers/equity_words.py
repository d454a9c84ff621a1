"""What a careful analyst would say of an audit, and no more: sizes, certainty, and no legal conclusion."""

from __future__ import annotations

import math
from collections.abc import Sequence

from paychart.employers import equity_tests as tests
from paychart.employers.equity_data import People

PRACTICAL = 0.01  # a gap below 1 % is not worth the word


def p_words(name: str, value: float) -> str:
    """A p-value as it is printed: "p = 0.028", and never "p = 0.000"."""
    return f"{name} < 0.001" if value < 0.001 else f"{name} = {value:.3f}"


def words(people: People, overall: tests.Gap | None, units: Sequence[tests.Gap], cost: float) -> list[str]:
    """What a careful analyst would say, and no more."""
    one, two = people.labels
    if overall is None or math.isnan(overall.log_gap):
        return [f"There are too few people in one of the groups ({one}, {two}) to compare their pay."]
    low, high = overall.interval95
    side = "less" if overall.gap < 0 else "more"
    given = f"with the same {', '.join(people.factors)}" if people.factors else "with nothing else compared"
    said = [
        f"{one} are paid {abs(100 * overall.gap):.1f}% {side} than {two} {given} "
        f"(95% interval {100 * low:+.1f}% to {100 * high:+.1f}%; {p_words('p', overall.p_value)}).",
        f"Before any factor is taken into account the difference is {100 * overall.raw_gap:+.1f}%.",
    ]
    if overall.p_value < tests.ALPHA and abs(overall.gap) >= PRACTICAL:
        said.append(
            "A difference of this size is unlikely to be chance alone. The factors given do not explain it; it may "
            "have reasons that the file does not hold. It should be looked into, job by job."
        )
    elif overall.p_value < tests.ALPHA:
        said.append("The difference is unlikely to be chance alone, but it is below 1%.")
    else:
        said.append(
            f"The data do not tell this difference from chance. That is not proof of equal pay: so many people would "
            f"show a gap of {100 * overall.detectable:.1f}% or more four times in five, and a smaller one less often."
        )
    if "room for" in overall.method:
        said.append(
            "There are too few people for all factors; part of what is left may belong to those left out. Read it as a "
            "reason to look, not as a figure."
        )
    blind = [u for u in units if u.detectable > 0.10]
    if blind:
        said.append(
            f"In {len(blind)} of {len(units)} groups even a gap of 10 % would often go unnoticed, so that no finding "
            "there means little."
        )
    if not math.isnan(cost) and overall.p_value < tests.ALPHA:
        said.append(
            f"Raising those furthest below prediction until the gap is gone would cost about ${cost:,.0f} a year."
        )
    said.append(
        "This describes pay; it draws no legal conclusion. Take it to counsel before it is used or shared."
    )
    return said
