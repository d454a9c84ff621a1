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
    from paychart.pay.distribution import WageDistribution
    from paychart.pay.estimate import Estimate, estimate

__version__ = "1.0.0"
__all__ = [
    "Education",
    "Estimate",
    "Profile",
    "Store",
    "WageDistribution",
    "build_store",
    "estimate",
    "open_store",
]

_HOMES = {
    "WageDistribution": "paychart.pay.distribution",
    "Estimate": "paychart.pay.estimate",
    "estimate": "paychart.pay.estimate",
    "Store": "paychart.data.store",
    "build_store": "paychart.data.store",
    "open_store": "paychart.data.store",
}


def __getattr__(name: str) -> Any:
    """Load a public name on first use, so that `paychart --help` imports neither numpy nor DuckDB."""
    if name in _HOMES:
        import importlib

        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'paychart' has no attribute {name!r}")
