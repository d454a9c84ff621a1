"""paychart: what work pays, for whom, where, and what to do about it - from official data, with sources.

>>> from paychart import Profile, estimate
>>> answer = estimate(Profile(occupation="29-2072"))
>>> answer.annual["p50"]
51140.0
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from paychart.profile import Education, Profile

if TYPE_CHECKING:
    from paychart.data.store import Store, build_store, open_store
    from paychart.pay.columns import People
    from paychart.pay.distribution import WageDistribution
    from paychart.pay.estimate import Estimate, estimate
    from paychart.pay.kernel import price
    from paychart.pay.notices import Notice
    from paychart.pay.priced import Priced

__version__ = "2.0.0"
__all__ = [
    "Education",
    "Estimate",
    "Notice",
    "People",
    "Priced",
    "Profile",
    "Store",
    "WageDistribution",
    "build_store",
    "estimate",
    "open_store",
    "price",
]

_HOMES = {
    "WageDistribution": "paychart.pay.distribution",
    "Estimate": "paychart.pay.answer",
    "Notice": "paychart.pay.notices",
    "People": "paychart.pay.columns",
    "Priced": "paychart.pay.priced",
    "price": "paychart.pay.kernel",
    "estimate": "paychart.pay.estimate",
    "Store": "paychart.data.store",
    "build_store": "paychart.data.store",
    "open_store": "paychart.data.store",
}
# Names of 1.0 that are gone, and what does their work now.
RETIRED = {
    "price_people": "paychart.price(store, People.of(profiles)): columns, with percentile_of(pay)",
    "PricedPeople": "paychart.Priced",
    "personal_pay": "paychart.estimate(profile), or paychart.price(store, People.of([profile]))",
    "personalize": "paychart.pay.predict.predict(store, columns), which reads the columns of a person too",
    "estimate_cells": "paychart.price(store, People.in_cells(occupations, areas, industries))",
    "draw_medians": "paychart.price(store, people).draws(n, seed)",
}


def __getattr__(name: str) -> Any:
    """Load a public name on first use, so that `paychart --help` imports neither numpy nor DuckDB."""
    if name in _HOMES:
        import importlib

        return getattr(importlib.import_module(_HOMES[name]), name)
    if name in RETIRED:
        raise AttributeError(f"paychart.{name} is gone since 2.0. Use {RETIRED[name]}.")
    raise AttributeError(f"module 'paychart' has no attribute {name!r}")
