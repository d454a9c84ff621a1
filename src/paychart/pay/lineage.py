"""Lineage: what an estimate rests on, as plain JSON values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from paychart.data.store import Store
from paychart.pay.cells import Cell, Key
from paychart.pay.notices import WHY

_KINDS = {"oews": "published cell", "oews_research": "published research estimate by state and industry"}


def published(cell: Cell, store: Store, steps: Sequence[str] = ()) -> dict[str, Any]:
    """The published cell that an answer is, or that stands in for one; `steps` lead from the cell asked to it."""
    source = next(load for load in store.loads if load["source"] == cell.source)
    return {
        "kind": "stand-in published cell" if steps else _KINDS[cell.source],
        "source": source["publisher"],
        "release": store.release if cell.source == "oews" else source["release"],
        "occupation": cell.occupation,
        "area": cell.area,
        "industry": cell.industry,
        "employment": cell.employment,
        "mean_rse_percent": cell.mean_rse,
        "url": source["url"],
        "retrieved": source["retrieved"],
        "checksum": source["checksum"],
        "steps": list(steps),
    }


def modelled(key: Key, store: Store, method: str, why: str) -> dict[str, Any]:
    """A cell that the pay model supplies; the published cells it rests on most follow it in a lineage."""
    occupation, area, industry = key
    return {
        "kind": "modelled cell",
        "source": "paychart pay model (docs/model.md), fitted from the release",
        "release": store.release,
        "occupation": occupation,
        "area": area,
        "industry": industry,
        "employment": None,
        "method": method,
        "reason": WHY[why],
        "steps": [],
    }
