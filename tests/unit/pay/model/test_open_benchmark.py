"""The open benchmark: the same splits for everyone, scores that punish error and reward honest intervals."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import numpy as np
import pytest

from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.pay.model.grid import Grid, read_grid
from paychart_lab.cells.analogue import evaluate_joint
from paychart_lab.cells.benchmark import score_file, write_cells
from paychart_lab.cells.evaluation import evaluate, tasks_named
from paychart_lab.cells.scoring import interval_score
from paychart_lab.cells.splits import TASKS, fold_of, hidden_cells, scored_cells

COUNTS = (184_005, 35_554, 29_758)
STATE_DIGEST = "974579da3ea9c74c"


@pytest.fixture(scope="module")
def grid(store: Store) -> Grid:
    return read_grid(store)


def test_the_splits_are_frozen(grid: Grid, tmp_path: Path) -> None:
    """Whoever runs this release hides the same cells, by one rule without chance."""
    counts = {task: write_cells(grid, task, "cells", tmp_path / f"{task}.csv") for task in TASKS}
    assert counts == {"area": COUNTS[0], "state": COUNTS[1], "industry": COUNTS[2]}
    digest = hashlib.sha256((tmp_path / "state.csv").read_bytes()).hexdigest()
    assert digest.startswith(STATE_DIGEST)
    assert fold_of("area", "cells", "0019740", "29-2072") == fold_of("area", "cells", "0019740", "29-2072")


@pytest.mark.parametrize("split", ["cells", "rows", "occupations"])
def test_every_scored_cell_is_hidden_once(grid: Grid, split: str) -> None:
    hidden = np.stack([hidden_cells(grid, "state", split, fold) for fold in range(TASKS["state"])])
    scored = scored_cells(grid, "state")
    assert (hidden.sum(axis=0)[:, : grid.detailed][scored] == 1).all()
    if split == "rows":
        assert (hidden.any(axis=2).sum(axis=0) <= 1).all()


def test_the_truth_scores_perfectly_and_the_nation_as_its_rule(grid: Grid, tmp_path: Path) -> None:
    cells = tmp_path / "cells.csv"
    write_cells(grid, "industry", "cells", cells)
    rows = list(csv.DictReader(cells.open()))
    place = {code: n for n, code in enumerate(grid.rows)}
    column = {code: n for n, code in enumerate(grid.columns)}
    for name, at in (("truth", None), ("nation", 0)):
        with (tmp_path / f"{name}.csv").open("w") as file:
            file.write("occupation,area,industry,p50\n")
            for row in rows:
                r = place[row["industry"]] if at is None else at
                wage = np.exp(grid.log_wage[r, column[row["occupation"]], 2])
                file.write(f"{row['occupation']},{row['area']},{row['industry']},{wage}\n")
    perfect = score_file(grid, "industry", "cells", tmp_path / "truth.csv")
    assert perfect["mean_absolute_percent_error"]["submitted"]["p50"] < 1e-3
    nation = score_file(grid, "industry", "cells", tmp_path / "nation.csv")["mean_absolute_percent_error"]
    assert nation["submitted"]["p50"] == pytest.approx(nation["national"]["p50"], abs=0.01)


def test_a_file_that_lacks_cells_says_which(grid: Grid, tmp_path: Path) -> None:
    short = tmp_path / "short.csv"
    short.write_text("occupation,area,industry,p50\n29-2072,0800000,000000,50000\n")
    with pytest.raises(BadInput, match="no median for"):
        score_file(grid, "state", "cells", short)
    short.write_text("occupation,area,industry,p50\n29-2072,0800000,000000,fifty\n")
    with pytest.raises(BadInput, match="line 2, column p50"):
        score_file(grid, "state", "cells", short)


def test_an_unknown_task_names_the_known() -> None:
    with pytest.raises(BadInput, match="area"):
        tasks_named("metros", "cells")
    assert tasks_named("all", "cells") == ["area", "state", "industry", "joint"]


def test_the_plain_model_beats_the_simple_rules_and_covers(grid: Grid) -> None:
    found = evaluate(grid, "state", folds=1, boosted=False)
    errors = {name: row["p50"] for name, row in found["mean_absolute_percent_error"].items()}
    assert errors["model"] == min(errors.values())
    assert found["coverage"]["p50"][2] == pytest.approx(0.9, abs=0.03)


def test_joint_cells_beat_additive_ones_where_the_truth_is_known(grid: Grid) -> None:
    found = evaluate_joint(grid)
    errors = {name: row["p50"] for name, row in found["mean_absolute_percent_error"].items()}
    assert errors["model"] < errors["additive"] < errors["national"]
    assert found["coverage"]["p50"][2] == pytest.approx(0.9, abs=0.04)


def test_the_interval_score_is_least_for_the_right_width() -> None:
    miss = np.abs(np.random.default_rng(1).normal(0, 0.1, 20_000)).astype(np.float32)
    right = np.quantile(miss, (0.5, 0.8, 0.9))

    def score(factor: float) -> float:
        return float(interval_score(miss, np.broadcast_to(right * factor, (len(miss), 3))).mean())

    assert score(1.0) < min(score(0.7), score(1.4))
