"""The weights that BEA's all-items parities give their components, for `pay/parity.py`.

Least squares without a constant over metropolitan areas of the carried table; prints weights and fit.
"""

from __future__ import annotations

import csv

import numpy as np

from paychart.data.reference import reference_path

PARTS = ("housing", "goods", "utilities", "other_services")

with reference_path("price_parity.csv").open(encoding="utf-8") as lines:
    rows = [row for row in csv.DictReader(lines) if row["kind"] == "metropolitan"]
parts = np.array([[float(row[p]) for p in PARTS] for row in rows])
whole = np.array([float(row["all_items"]) for row in rows])
weights, *_ = np.linalg.lstsq(parts, whole, rcond=None)
error = whole - parts @ weights
print(dict(zip(PARTS, weights.round(4).tolist(), strict=True)), "sum", weights.sum().round(4))
print("areas", len(rows), "residual sd", error.std().round(3), "largest", np.abs(error).max().round(3))
