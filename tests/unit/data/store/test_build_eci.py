"""BLS's own Employment Cost Index file takes the place of the carried table."""

from __future__ import annotations

import numpy as np
import pytest

from paychart.data.store import build_store, open_store
from paychart.errors import SourceUnavailable
from paychart.pay.time.index import employment_cost
from paychart.pay.time.nowcast import ageing

HEADER = "series_id                     \tyear\tperiod\t       value\tfootnote_codes\n"


def flat_file(folder):
    """Two series, eight quarters: civilian workers grow 1 % a quarter, professionals 2 %."""
    lines = [HEADER]
    for name, rate in (("CIU1020000000000I", 1.01), ("CIU2020000120000I", 1.02)):
        for quarter in range(8):
            year, part = 2025 + quarter // 4, quarter % 4 + 1
            lines.append(f"{name}             \t{year}\tQ0{part}\t{100 * rate**quarter:12.1f}\t\n")
    (folder / "ci.data.1.AllData").write_text("".join(lines), encoding="ascii")


def test_a_users_own_file_is_used(tmp_path):
    flat_file(tmp_path)
    path = tmp_path / "own.duckdb"
    build_store(path, eci_folder=tmp_path)
    with open_store(path) as store:
        professional = employment_cost(store, "private_professional")
        assert np.exp(professional.at(2026, 3) - professional.at(2025, 3)) == pytest.approx(
            1.02**4, abs=0.002
        )
        step = ageing(store, 2026, 5, index="private_professional")
        assert step.index_percent > ageing(store, 2026, 5).index_percent
        assert any("too short to be tested" in note for note in step.notes)


def test_a_folder_without_the_file_leaves_no_store(tmp_path):
    with pytest.raises(SourceUnavailable, match=r"ci\.data"):
        build_store(tmp_path / "own.duckdb", eci_folder=tmp_path)
    assert not (tmp_path / "own.duckdb").exists()
