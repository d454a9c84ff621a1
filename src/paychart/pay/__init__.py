"""The core: what work pays, for whom, where, how sure that is.

Enters: people by codes (`People`, columns) or one `Profile`. Leaves: `Priced`, columns; `Estimate`, one row in words.
`price(store, people)` is the only code that turns a person into pay; everything else reads its answer.

- `kernel.price` -> `answered_cells` (each cell as printed, by the pay model of `model/` or by a wider cell) and
  `standing` (people found among the `workforce` of their occupation, paid along the cell's curve, `distribution`).
- `estimate` words one row; `explain`, `offer`, `places`, `mixture` (job titles), `predict` (files) ask the kernel.
- `notices` words what a reader must know. `time/` has the years, `take_home` the taxes, `parity` the prices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from paychart.pay.columns import People
    from paychart.pay.estimate import Estimate, estimates
    from paychart.pay.kernel import price
    from paychart.pay.notices import Notice
    from paychart.pay.priced import Priced

__all__ = ["Estimate", "Notice", "People", "Priced", "estimates", "price"]

_HOMES = {
    "Estimate": "answer",
    "Notice": "notices",
    "People": "columns",
    "Priced": "priced",
    "estimates": "estimate",
    "price": "kernel",
}


def __getattr__(name: str) -> Any:
    """Load a public name on first use, so that importing the room costs nothing."""
    if name in _HOMES:
        import importlib

        return getattr(importlib.import_module(f"paychart.pay.{_HOMES[name]}"), name)
    from paychart import RETIRED

    if name in RETIRED:
        raise AttributeError(f"paychart.pay.{name} is gone since 2.0. Use {RETIRED[name]}.")
    raise AttributeError(f"module 'paychart.pay' has no attribute {name!r}")
