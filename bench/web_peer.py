"""The peer of bench/web.py: a plain FastAPI and pandas look-up of a published cell."""

from __future__ import annotations

import os
from typing import Any

import duckdb
import pandas as pd
from fastapi import FastAPI, HTTPException

app = FastAPI()
WAGES = ["annual_mean", "annual_p10", "annual_p25", "annual_p50", "annual_p75", "annual_p90"]


def _cells() -> pd.DataFrame:
    with duckdb.connect(os.environ["PAYCHART_STORE"], read_only=True) as connection:
        table = connection.execute(f"SELECT occupation, area, industry, {', '.join(WAGES)} FROM cell").df()
    return table.set_index(["occupation", "area", "industry"]).sort_index()


CELLS = _cells()


@app.get("/estimate")
def estimate(occupation: str, area: str = "0000000", industry: str = "000000") -> dict[str, Any]:
    """The published wages of one cell, given by codes."""
    try:
        row = CELLS.loc[(occupation, area, industry)]
    except KeyError as error:
        raise HTTPException(404, "no such cell") from error
    return {name: None if pd.isna(value) else float(value) for name, value in row.items()}
