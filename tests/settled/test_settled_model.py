"""The pay model on a small release made up for it: 1 nation, 5 states, 12 areas, 9 industries, 24 occupations."""

from __future__ import annotations

import csv
import dataclasses
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from answers_kept import refusal

from paychart.data.store import Store
from paychart.pay.model import assembly, calibration, joint, kept, raking
from paychart.pay.model import table as tables
from paychart.pay.model.grid import Grid, read_grid
from paychart.pay.model.joint_cells import JointCells
from paychart.pay.model.kept import carried
from paychart.pay.model.laws import beyond_bound, mean_bounds
from paychart.pay.model.sheet import places, sheets
from paychart_lab.cells import analogue, boosting, features, fit, kriging, remainder, widening
from paychart_lab.cells import benchmark as bench
from paychart_lab.cells.evaluation import check, evaluate, readable, tasks_named
from paychart_lab.cells.jobs import expected_jobs
from paychart_lab.cells.low_rank import low_rank
from paychart_lab.cells.noise_floor import expected_percent_error, noise_floor
from paychart_lab.cells.scoring import Scored, interval_score, percent_errors, report
from paychart_lab.cells.simple_rules import simple_rules
from paychart_lab.cells.splits import fold_of, hidden_cells, scored_cells
from paychart_lab.cells.tilts import with_tilts

Settled = Callable[..., None]
CLOSE = 1e-4  # single precision: sums in another order differ in the fifth digit
SCORES = np.array([-1.28, -0.67, 0.0, 0.67, 1.28])


def made_up(seed: int = 3, holes: float = 0.25) -> Grid:
    """A release with a nation above states above areas, sectors above industries, and holes below the nation."""
    rng = np.random.default_rng(seed)
    states, areas, sectors, industries = 5, 12, 3, 6
    rows = [f"{n:02d}00000" for n in range(states + 1)] + [f"00{10000 + n}" for n in range(areas)]
    rows += ["11----", "44--45", "62----", "111000", "112000", "445100", "622000", "622100", "999100"]
    tier = ["nation"] + ["state"] * states + ["area"] * areas + ["industry"] * (sectors + industries)
    parent = [0] * (states + 1) + [1 + n % states for n in range(areas)]
    first = len(parent)
    parent += [0, 0, 0, first, first, first + 1, first + 2, first + 6, 0]
    detailed = [f"{11 + 2 * (n // 6)}-{1011 + n % 6 + 10 * (n % 2)}" for n in range(24)]
    columns = (*detailed, "11-0000", "13-0000", "15-0000", "17-0000", "00-0000")
    level = rng.normal(10.8, 0.3, 29) + np.array([0.0] * 24 + [0.1, 0, 0, 0.1, 0])
    place = np.concatenate([[0.0], rng.normal(0, 0.08, len(rows) - 1)])
    middle = (
        level + place[:, None] + rng.normal(0, 0.03, (len(rows), 29)) * (np.arange(len(rows)) > 0)[:, None]
    )
    spread = rng.uniform(0.2, 0.4, 29)
    wage = middle[..., None] + np.concatenate([SCORES, [0.15]]) * spread[:, None]
    jobs = np.round(np.exp(rng.normal(6, 1.0, (len(rows), 29))))
    jobs[0] = jobs[1:6].sum(axis=0) * 1.1
    jobs[:, 24:28] = jobs[:, :24].reshape(len(rows), 4, 6).sum(axis=2)
    jobs[:, 28] = jobs[:, :24].sum(axis=1)
    gone = rng.random((len(rows), 29)) < holes
    gone[0] = gone[:, 24:] = False
    wage[gone] = np.nan
    jobs[gone & (rng.random(gone.shape) < 0.4)] = np.nan
    depth = np.zeros(len(rows), dtype=np.int8)
    for n in range(1, len(rows)):
        depth[n] = depth[parent[n]] + 1
    return Grid(
        rows=tuple(rows), columns=columns, tier=np.array(tier), parent=np.array(parent), depth=depth, detailed=24,
        family=24 + np.arange(24) // 6, minor=np.arange(24) // 3, broad=np.arange(24) // 2,
        partition=np.array([True] * (len(rows) - 1) + [False]),
        states_spanned=np.array([1 + n % 2 for n in range(len(rows))], dtype=np.int8),
        nonmetropolitan=np.array([t == "area" and n % 3 == 0 for n, t in enumerate(tier)]),
        log_wage=wage.astype(np.float32), employment=jobs.astype(np.float32),
        rse=np.where(gone, np.nan, rng.uniform(0.005, 0.15, gone.shape)).astype(np.float32),
    )  # fmt: skip


@pytest.fixture(scope="module")
def grid() -> Grid:
    return made_up()


def test_features(settled: Settled, grid: Grid) -> None:
    known, d = grid.known, grid.detailed
    settled(kept.nearest_ancestor(grid, known))
    settled(features.weights(grid, known), "weights")
    below = remainder.members_below(grid)
    settled(below, "below")
    left = remainder.remainder(grid, known, below)
    settled(left, "remainder")
    for tier in ("state", "area", "industry"):
        rows = np.flatnonzero(grid.tier == tier)
        settled(expected_jobs(grid, known[:, :d] & np.isfinite(grid.employment[:, :d]), rows), f"jobs {tier}")
        inside = np.zeros_like(known[:, :d])
        inside[rows] = True
        target = np.nonzero(~known[:, :d] & inside)
        told, kin = np.arange(len(target[0])) % 2 == 0, kriging.kinship(grid, tier)
        found = features.evidence(grid, known, below, rows, target, told, kin)
        settled(found, f"evidence {tier}")
        settled([found.matrix[:, k] for k in range(found.matrix.shape[1])], f"columns {tier}")
    settled(features._shape(grid.log_wage[:3, 0]), "shape")


def test_scores_in_a_distribution(settled: Settled) -> None:
    nodes = np.array([[9.0, 9.2, 9.4, 9.7, 10.0], [9.0, 9.0, 9.0, 9.5, 9.6]], dtype=np.float32)
    at = np.array([[8.0, 9.0, 9.1, 9.2, 9.4, 9.8, 10.0, 12.0]] * 2, dtype=np.float32)
    settled(joint.score_at(np.broadcast_to(nodes[:, None], (2, 8, 5)), at))
    settled(
        joint.wage_at(nodes, np.array([[-3.0, -1.28, -0.5, 0, 0.3, 1.2, 1.3, 4]] * 2, dtype=np.float32)),
        "wages",
    )


def test_low_rank(settled: Settled) -> None:
    rng = np.random.default_rng(8)
    table = np.outer(np.linspace(-1, 1, 9), np.linspace(0.5, 2, 7)).astype(np.float32)
    weight = (rng.random((9, 7)) < 0.8).astype(np.float32)
    settled(low_rank(table, weight))
    settled(low_rank(table, weight, rank=2, ridge=4.0, sweeps=3), "two")
    np.testing.assert_allclose(low_rank(table, np.ones((9, 7), np.float32), ridge=1e-4), table, atol=0.02)


def test_rules_and_splits(settled: Settled, grid: Grid) -> None:
    for task in ("area", "state", "industry"):
        settled(scored_cells(grid, task), task)
        for split in ("cells", "rows", "occupations"):
            hidden = hidden_cells(grid, task, split, 1)
            settled([hidden.sum(axis=0), hidden.sum(axis=1)], f"{task} {split}")
            settled(readable(grid, task, hidden).sum(axis=1), f"{task} {split} readable")
        row, column = np.nonzero(scored_cells(grid, task))
        settled(simple_rules(grid, grid.known, row, column), f"{task} rules")
    settled([fold_of(t, s, "0019740", "29-2072") for t in ("area", "state", "industry") for s in ("cells", "rows", "occupations")])  # fmt: skip  # noqa: E501


def test_calibration(settled: Settled, grid: Grid) -> None:
    scores = np.linspace(0.1, 3, 200).astype(np.float32) ** 2
    jobs = np.array([10, 49, 50, 199, 200, 999, 1000, np.nan] * 25, dtype=np.float32)
    settled([calibration.conformal_quantile(scores, q) for q in (0.5, 0.8, 0.9, 0.999)])
    settled(
        [calibration.conformal_quantile(scores[:3], 0.9), calibration.conformal_quantile(scores[:0], 0.9)],
        "few",
    )
    settled(calibration.job_class(jobs[:8]), "classes")
    both, told = np.stack([scores, scores[::-1]], axis=1), np.arange(200) % 7 < 3
    settled(calibration.calibrate(both, told, jobs, np.arange(200) % 3, 3), "table")
    settled(calibration.calibrate(both[:60], told[:60], jobs[:60], np.arange(60) % 2, 3), "small table")
    settled([widening.fresh_factor(tier) for tier in ("state", "area", "industry")], "fresh")
    known = grid.known[:, :24].copy()
    known[2] = known[:, 5] = False
    for tier in ("state", "area", "industry"):
        settled(widening.wider(known[grid.tier == tier], tier), tier)


class Line:
    """A learner as simple as can be: weighted means by the sign of the first column, moved by the settings."""

    def __init__(self, data: Any, rate: float, rounds: int, leaves: int) -> None:
        self.x, self.y, self.w = data.x, data.label, data.weight
        self.size = rate * np.log(rounds) + leaves / 1000

    def predict(self, x: Any, num_threads: int) -> Any:
        assert num_threads == 1
        high = self.x[:, 0] > 0
        means = [np.average(self.y[s], weights=self.w[s]) if s.any() else 0.0 for s in (~high, high)]
        return self.size * np.where(x[:, 0] > 0, means[1], means[0])


class Data:
    def __init__(self, x: Any, label: Any, weight: Any, params: dict[str, Any], free_raw_data: bool) -> None:
        assert params == boosting.SETTINGS
        assert free_raw_data is False
        assert (label == 0).all()
        self.x, self.weight, self.label = x, weight, label

    def construct(self) -> Data:
        return self

    def set_label(self, label: Any) -> None:
        self.label = np.array(label)


@pytest.fixture
def learner(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the learning library is asked for, answered by `Line`."""
    asked: list[Any] = []

    def train(settings: dict[str, Any], data: Data, num_boost_round: int) -> Line:
        asked.append([{k: v for k, v in settings.items() if boosting.SETTINGS.get(k) != v}, num_boost_round])
        assert set(boosting.SETTINGS) <= set(settings)
        return Line(data, settings["learning_rate"], num_boost_round, settings["num_leaves"])

    monkeypatch.setitem(sys.modules, "lightgbm", SimpleNamespace(Dataset=Data, train=train))
    return asked


def test_boosting(settled: Settled, learner: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(2)
    matrix, start = (
        rng.normal(size=(60, 3)).astype(np.float32),
        rng.normal(10, 0.2, (60, 6)).astype(np.float32),
    )
    start = np.sort(start, axis=1)
    truth = start + 0.2 * np.sign(matrix[:, :1]) + rng.normal(0, 0.05, (60, 6)).astype(np.float32)
    truth[4] += 3
    weight, half = rng.uniform(0.2, 1, 60).astype(np.float32), (np.arange(60) % 2).astype(np.int8)
    for name, many in {"few": 120_000, "many": 10}.items():
        monkeypatch.setattr(boosting, "MANY", many)
        told: list[str] = []
        learner.clear()
        settled(
            boosting.boost(
                matrix, start.copy(), truth, weight, half, (matrix[:7], start[:7].copy()), told.append
            ),
            name,
        )
        settled([sorted(map(str, learner)), told], name + " asked")
    learner.clear()
    settled(
        boosting.boost(matrix, start.copy(), truth, weight, half, (matrix[:0], start[:0].copy())),
        "none fresh",
    )
    settled(boosting.arranged(np.array([[3.0, 1, 2, 5, 4, 9], [1, 2, 3, 4, 5, 0.5]])), "arranged")
    assert boosting.available()
    monkeypatch.setitem(sys.modules, "lightgbm", None)
    assert not boosting.available()


def test_a_fit(settled: Settled, grid: Grid, learner: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit, "FEWEST_CELLS", 150)
    fits = {}
    for tier in ("state", "area", "industry"):
        told: list[str] = []
        fits[tier] = fit.fit_tier(grid, grid.known, tier, progress=told.append)
        found = fits[tier]
        assert found is not None
        settled(found, tier)
        settled([found.half_width(grid.family[found.column] - 24), told], tier + " widths")
    plain = fit.fit_tier(grid, grid.known, "area", boosted=False, tell_jobs=False, seed=2)
    settled(plain, "plain")
    some = np.zeros((len(grid.rows), 24), dtype=bool)
    some[7, :12] = True
    settled(fit.fit_tier(grid, grid.known, "area", fresh=some), "some")
    assert fit.fit_tier(grid, grid.known, "county") is None
    assert fit.fit_tier(grid, np.zeros_like(grid.known), "area") is None
    listed = np.isfinite(grid.employment[:, :24])
    settled(assembly.employs(grid, listed), "employs")
    made = assembly.assemble(grid, listed, fits, "hash", "boosted")
    settled(made, "table")
    settled(assembly.assemble(grid, listed, dict.fromkeys(fits), "none", "plain"), "empty table")
    alone = assembly.assemble(grid, listed, {"state": None, "area": plain, "industry": None}, "some", "plain")
    settled([alone.method, alone.tier, alone.first, alone.multiplier], "plain table")
    assert boosting.available()


def test_a_table_written_and_read(settled: Settled, grid: Grid, tmp_path: Path) -> None:
    fits = {t: fit.fit_tier(grid, grid.known, t, boosted=False) for t in ("state", "area", "industry")}
    made = assembly.assemble(grid, np.isfinite(grid.employment[:, :24]), fits, "hash", "plain")
    back = tables.ModelTable.decode(made.encode())
    settled(back)
    np.testing.assert_allclose(back.wage, made.wage, atol=0.003)
    np.testing.assert_allclose(np.log(back.jobs), np.log(made.jobs), atol=0.066)
    assert (back.jobs <= made.jobs * 1.0001).all(), "expected jobs stay below what totals leave"
    assert back.encode() == tables.ModelTable.decode(back.encode()).encode()
    for occupation in ("11-1011", "nothing"):
        assert [part.shape for part in back.log_tilts(occupation)] == [(0,), (0, 6)]
    cells = slice(int(back.first[3]), int(back.first[4]))
    told = np.isfinite(grid.employment[back.row[cells], 3])
    settled([back.half_width(cells, 3, told), back.column_of], "widths")
    path = tmp_path / "m.npz"
    tables.write(made, path)
    assert [p.name for p in tmp_path.iterdir()] == ["m.npz"]
    assert tables.read(path).release_hash == "hash"
    path.write_bytes(path.read_bytes()[:-40])
    told_damage = refusal(lambda: tables.read(path))
    assert told_damage["message"].startswith(f"The fitted model {path} is damaged")
    assert told_damage["hint"] == "Delete that file and run `paychart model cells` again."


def uncounted(told: Any) -> Any:
    """Without shares inside intervals: the intervals end exactly at the errors of some of these few cells."""
    if not isinstance(told, dict):
        return told
    return {name: uncounted(value) for name, value in told.items() if name != "coverage"}


def test_evaluations(settled: Settled, grid: Grid, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    settled(uncounted(evaluate(grid, "area", boosted=False, progress=told.append)))
    settled(told, "told")
    states = evaluate(grid, "state", split="rows", folds=2, boosted=False, tell_jobs=False)
    settled(uncounted(states), "states")
    settled(uncounted(evaluate(grid, "industry", split="occupations", folds=1, boosted=False)), "industries")
    settled([tasks_named("all", "rows"), tasks_named("joint", "x"), tasks_named("state", "cells"),
             tasks_named("all", "cells", one=True)], "names")  # fmt: skip
    for name, call in {"task": lambda: check("city", "cells"), "split": lambda: check("area", "folds"),
                       "joint": lambda: tasks_named("joint", "cells", one=True)}.items():  # fmt: skip
        settled(refusal(call), name)
    settled(uncounted(analogue.evaluate_joint(made_up(holes=0.1))), "joint cells")
    stateless = made_up()
    object.__setattr__(stateless, "tier", np.where(stateless.tier == "state", "area", stateless.tier))
    settled(refusal(lambda: evaluate(stateless, "state")), "no states")
    settled(refusal(lambda: analogue.evaluate_joint(stateless)), "no states to join")


def test_the_open_benchmark(settled: Settled, grid: Grid, tmp_path: Path) -> None:
    path = tmp_path / "cells.csv"
    for task in ("area", "industry"):
        count = bench.write_cells(grid, task, "cells", path)
        rows = list(csv.reader(path.open()))
        assert len(rows) == count + 1
        settled([rows[0], rows[1:9]], task)
    bench.write_cells(grid, "area", "cells", path)
    cells = list(csv.DictReader(path.open()))
    answers = tmp_path / "answers.csv"

    def submit(columns: str, values: Callable[[int], str], less: int = 0) -> Path:
        lines = [f"{c['occupation']},{c['area']},{c['industry']},{values(i)}" for i, c in enumerate(cells)]
        answers.write_text(
            "\n".join([f"occupation,area,industry,{columns}", *lines[less:], "x,y,z,1"]) + "\n"
        )
        return answers

    settled(
        bench.score_file(grid, "area", "cells", submit("p50", lambda i: str(40_000 + 100 * i))), "medians"
    )
    ends = ",".join(f"p50_{e}{n}" for n in (50, 80, 90) for e in ("lo", "hi"))
    wide = submit(f"p50,{ends}", lambda i: "50000,45000,55000,40000,60000,30000,90000")
    wide.write_text(wide.read_text().replace("x,y,z,1\n", ""))
    settled(bench.score_file(grid, "area", "cells", wide), "intervals")
    settled(refusal(lambda: bench.score_file(grid, "area", "cells", submit("p50", lambda i: "much"))), "word")
    settled(refusal(lambda: bench.score_file(grid, "area", "cells", submit("p50", lambda i: "0"))), "zero")
    settled(
        refusal(lambda: bench.score_file(grid, "area", "cells", submit("median", lambda i: "3"))), "column"
    )
    settled(
        refusal(lambda: bench.score_file(grid, "area", "cells", submit("p50", lambda i: "3", less=2))),
        "absent",
    )
    assert (
        "cannot be read"
        in refusal(lambda: bench.score_file(grid, "area", "cells", tmp_path / "no.csv"))["message"]
    )


def test_scores(settled: Settled) -> None:
    rng = np.random.default_rng(4)
    truth = rng.normal(10, 0.3, (30, 6)).astype(np.float32)
    model, rule = (truth + rng.normal(0, s, (30, 6)).astype(np.float32) for s in (0.05, 0.1))
    half = np.broadcast_to(np.array([0.03, 0.08, 0.12], np.float32), (30, 5, 3)).copy()
    cells = Scored(
        truth, {"model": model, "rule": rule}, half, np.linspace(0.001, 0.1, 30).astype(np.float32),
        np.array([10, 60, 300, 5000, np.nan] * 6, np.float32), np.array(["29-2072", "29-9021", "11-1011"] * 10),
        np.array(["29-0000", "29-0000", "11-0000"] * 10),
    )  # fmt: skip
    settled(report(cells))
    settled(report(cells.join(cells)), "twice")
    bare = Scored(
        truth, {"submitted": model, "rule": rule}, None, cells.rse, cells.jobs, cells.occupation, cells.group
    )
    settled(report(bare), "without intervals")
    assert bare.join(bare).half is None
    np.testing.assert_allclose(percent_errors(np.log([1.1, 0.8]), np.zeros(2)), [10, 20])
    # Miss 0.1; widths 0.05, 0.1, 0.2 at 50, 80, 90 %: (0.05 + 0.025 + 0.05 + 0.02 + 0.02) / 3.5.
    found = interval_score(np.array([0.1]), np.array([[0.05, 0.1, 0.2]]))
    np.testing.assert_allclose(found, 100 * (0.05 + 0.025 + 0.05 + 0.02 + 0.02) / 3.5)


def test_bounds_of_totals_by_hand() -> None:
    """A sector of 100 jobs at $50,000; members of 60 at $40,000 (printed) and of 30 and 10 (withheld)."""
    wage = np.array([50_000.0, 50_000.0, 40_000.0, np.nan, np.nan])
    jobs = np.array([100.0, 100.0, 60.0, 30.0, 10.0])
    low, high = mean_bounds(
        wage, jobs, np.array([True, True, True, False, False]), np.array([0, 0, 1, 1, 1]),
        np.array([False, True, True, True, True]),
    )  # fmt: skip
    bill = 5_000_000 - 2_400_000
    assert high[3] == pytest.approx((bill + 0.02 * 5e6 - 10 * 15_080) / 30)
    assert high[4] == pytest.approx((bill + 0.02 * 5e6 - 30 * 15_080) / 10)
    # 30 of the 42 jobs that may be left are less than three quarters, so nothing binds from below.
    assert low[3] == low[4] == 0
    low, high = mean_bounds(
        wage, np.array([100.0, 100.0, 60.0, 38.0, np.nan]), np.array([True, True, True, False, False]),
        np.array([0, 0, 1, 1, 1]), np.array([False, True, True, True, True]),
    )  # fmt: skip
    assert low[3] == pytest.approx((bill - 0.02 * 5e6) / 42)
    assert high[3] == pytest.approx((bill + 0.02 * 5e6 - 2 * 15_080) / 38)
    assert np.isinf(high[[0, 1, 2, 4]]).all()
    assert (low[[0, 1, 2, 4]] == 0).all()


def test_pay_beyond_the_bound(settled: Settled) -> None:
    predicted = np.log(np.array([[90.0, 120, 150, 200, 260, 170]] * 4, dtype=np.float32) * 1_000)
    half = np.full((4, 5, 3), 0.2, dtype=np.float32)
    half[3] = 0
    status = np.array(["top_coded", "partly_top_coded", "not_released", "top_coded"])
    settled(beyond_bound(predicted, half, status, 239_200.0))
    np.testing.assert_array_equal(beyond_bound(predicted, half, status, 0.0), predicted)
    np.testing.assert_array_equal(beyond_bound(predicted, half, np.array(["x"] * 4), 239_200.0), predicted)


MEMBERS = np.log(
    np.array([[30.0, 36, 45, 58, 70], [25, 30, 41, 50, 66], [40, 55, 70, 90, 120]]) * 1e3
).astype(np.float32)


def test_joint_cells_in_parts(settled: Settled) -> None:
    shares = np.array([0.5, 0.3, 0.2])
    mixture = joint.Mixture(MEMBERS, shares)
    at = np.linspace(9.8, 12, 12).astype(np.float32)
    settled([mixture.rank(at), mixture.wage(np.linspace(-3, 3, 9).astype(np.float32)), *mixture._table])
    settled(joint.exact_rank(MEMBERS, shares, at.astype(float)), "exact")
    settled(joint.transport(mixture, MEMBERS, MEMBERS[::-1] + 0.1), "transport")
    jobs = np.array([10.0, 100.0, np.nan])
    settled(joint.joint_scale(MEMBERS, MEMBERS + 0.1, MEMBERS[:1], jobs), "scale")
    settled(
        joint.joint_half_width(
            MEMBERS, MEMBERS + 0.1, MEMBERS[:1], jobs, joint.group_factor(["25-2021", "43-0000", "99-0000"])
        ),
        "half widths",
    )


def test_raking_in_parts(settled: Settled) -> None:
    shares = np.array([0.5, 0.3, 0.2])
    areas = np.stack([MEMBERS[0], MEMBERS[0] + 0.2, MEMBERS[1]])
    span = raking.Span.of(np.concatenate([areas, MEMBERS]))
    settled([span, span.centers, span.bin(np.array([0.0, 10.5, 11.0, 99.0], np.float32))])
    everyone = joint.Mixture(MEMBERS, shares).wage(raking.EDGES)
    part = raking.national_parts(MEMBERS, shares, everyone)
    settled([part, raking.pay_by_rank(areas), raking.MASS, raking.EDGES, raking.MIDDLES], "parts")
    tied = MEMBERS.copy()
    tied[1, 3] = tied[1, 2] + 0.01
    tied[2, 1] = tied[2, 0]
    for name, nodes in {"plain": MEMBERS, "tied": tied}.items():
        within = raking.Intervals.of(nodes, span)
        settled([within.bounds, within.target, within.inside], name)
        settled(within.spread(np.arange(18.0).reshape(3, 6)), name + " spread")
        settled(within.count(np.ones((3, raking.BINS), np.float32)), name + " count")
        more = within.with_others()
        settled([more.bounds, more.target, more.inside[-1]], name + " others")
        workers = raking.by_rank_and_bin(span.bin(raking.pay_by_rank(areas)), np.array([3.0, 2.0, 1.0]))
        settled(workers, name + " workers")
        tilt = raking.rake(part, within, workers)
        settled(tilt, name + " raked")
        settled(
            raking.tilted(part, within, workers / (part.T @ within.spread(np.exp(tilt)))), name + " tilted"
        )
    mass = np.tile(raking.MASS, (3, 1)) * np.linspace(0.2, 1.8, len(raking.MASS)).astype(np.float32)
    settled(raking.percentiles(mass, areas, np.exp(raking.pay_by_rank(areas))), "percentiles")
    everyone_s = raking.percentiles(np.tile(raking.MASS, (3, 1)), areas, np.exp(raking.pay_by_rank(areas)))
    np.testing.assert_allclose(everyone_s[:, :5], areas, atol=0.002)


def page(printed: list[bool], jobs: list[float]) -> Any:
    """A sheet of the nation, three states, two metros, two sectors, one industry of each, and a third sector."""
    wage = np.log(np.array([30.0, 38, 50, 66, 85, 55]) * 1_000) + np.array(
        [0.0, 0.1, -0.1, 0.05, 0.2, -0.2, 0.08, -0.15, 0.1, -0.2, 0.3]
    )[:, None]  # fmt: skip
    wage[~np.array(printed)] = np.nan
    kind = np.where(printed, 1, 0).astype(np.int8)
    workers = np.array(jobs)
    mixture = joint.Mixture(wage[[6, 7], :5].astype(np.float32), np.array([0.6, 0.4]))
    return SimpleNamespace(
        log_wage=wage.astype(np.float32), wage=np.exp(wage), jobs=workers, employment=workers, kind=kind,
        printed=kind == 1, mixture=mixture, log_tilts={},
    )  # fmt: skip


WHERE = SimpleNamespace(
    areas={"0000000": 0, "0100000": 1, "0200000": 2, "7200000": 3, "0011111": 4, "0022222": 5},
    industries={"11----": 6, "62----": 7, "111000": 8, "622000": 9, "99----": 10},
    parent=np.array([0, 0, 0, 0, 1, 2, 0, 0, 6, 7, 0]), sectors=np.array([6, 7, 10]),
    codes=("0000000", "0100000", "0200000", "7200000", "0011111", "0022222",
           "11----", "62----", "111000", "622000", "99----"),
)  # fmt: skip


@pytest.mark.parametrize("name", ["whole", "others", "bare", "carried"])
def test_joint_cells_of_a_sheet(settled: Settled, name: str) -> None:
    jobs = [1_000.0, 600, 400, 50, 300, 200, 600, 400, 200, 100, 0]
    printed = [True] * 11
    if name == "others":
        jobs[6], jobs[10] = 500.0, np.nan
        printed[9] = False
    if name == "bare":
        printed = [True, False, False, True, True, True, False, False, True, False, False]
    sheet = page(printed, jobs)
    if name == "carried":
        sheet.log_tilts = {
            6: np.linspace(-0.1, 0.1, 6),
            7: np.zeros(6),
            8: np.full(6, 0.05),
            0: np.full(6, 0.02),
        }
    cells = JointCells(sheet, WHERE)  # type: ignore[arg-type]
    settled(
        [cells.states, cells.weight, cells.sectors, cells.span, cells.everyone, cells.all_jobs, cells.part]
    )
    settled([dict(sorted(cells.log_tilts.items())), cells.tilt, cells.workers, cells.shared], "tilts")
    area, industry = np.array([4, 5, 4, 1, 4]), np.array([8, 9, 9, 8, 8])
    if name not in ("bare", "others"):
        settled(cells.over_states(8), "states")
        area, industry = np.append(area, 5), np.append(industry, 6)
    if name in ("bare", "others"):
        area[3], industry[:] = 5, 8
    settled(cells.cells(area, industry), "cells")
    settled([cells._nearest(row) for row in (6, 7, 8, 9, 10)], "nearest")
    if name != "bare":
        settled(cells.by_sector(np.array([4, 5])), "by sector")
        assert np.allclose(cells.by_sector(np.array([4, 5])).sum(axis=0), raking.MASS, rtol=1e-4)


def test_where_a_table_comes_from(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Carried for the bundled release; for another one what was fitted beside it, else the simple rule."""
    nobody = {"state": None, "area": None, "industry": None}
    made = assembly.assemble(made_up(), np.ones((27, 24), dtype=bool), nobody, "h", "plain")
    monkeypatch.setattr(kept, "simple_table", lambda asked: asked.oews_hash)
    own = SimpleNamespace(path=tmp_path / "own.duckdb", oews_hash="0123456789abcdef9999")

    def now(key: str, build: Callable[[], Any]) -> Any:
        return build()

    def asked() -> Any:
        return kept.model_table(SimpleNamespace(**vars(own), cached=now))  # type: ignore[arg-type]

    where = kept.cache_path(own)  # type: ignore[arg-type]
    assert where.name == f"own.model-{kept.MODEL_VERSION}-0123456789abcdef.npz"
    assert asked() == own.oews_hash
    where.write_bytes(b"damaged")
    assert asked() == own.oews_hash
    tables.write(made, where)
    assert asked().release_hash == "h"
    bundled = SimpleNamespace(path=tmp_path / "b.duckdb", oews_hash=store.oews_hash, cached=now)
    assert kept.model_table(bundled) is kept.carried()  # type: ignore[arg-type]


def test_a_table_whose_parts_do_not_fit(tmp_path: Path) -> None:
    nobody = {"state": None, "area": None, "industry": None}
    made = assembly.assemble(made_up(), np.ones((27, 24), dtype=bool), nobody, "h", "plain")
    for wrong in ({"first": made.first[:-1]}, {"first": made.first + 1}):
        tables.write(dataclasses.replace(made, **wrong), tmp_path / "m.npz")
        assert "do not fit together" in refusal(lambda: tables.read(tmp_path / "m.npz"))["message"]


def test_tilts_carried_with_a_table(settled: Settled, store: Store) -> None:
    whole = carried()
    assert whole is not None
    held = store.cached("model table", lambda: whole) if store.holds("model table") else None
    told: list[str] = []
    try:
        bare = dataclasses.replace(whole, tilt_first=whole.tilt_first[:0], columns=whole.columns[:2])
        found = with_tilts(bare, store, told.append)
    finally:
        store.keep("model table", held or whole)
    settled([found.tilt_first, found.tilt_row, found.tilt, told])


def test_error_that_is_the_truth_s_own(settled: Settled) -> None:
    rng = np.random.default_rng(3)
    truth = rng.normal(10, 0.2, (40, 6)).astype(np.float32)
    rse = np.where(np.arange(40) % 9 == 0, np.nan, np.linspace(0.01, 0.2, 40)).astype(np.float32)
    cells = Scored(
        truth, {"model": truth + rng.normal(0, 0.1, (40, 6)).astype(np.float32)}, None, rse, rse, np.array(["a"] * 40),
        np.array(["b"] * 40),
    )  # fmt: skip
    settled(noise_floor(cells))
    settled(expected_percent_error(np.array([0.0, 0.1, 0.4])), "expected")


def test_the_release_as_one_table(settled: Settled, store: Store) -> None:
    whole = read_grid(store)
    settled(
        {
            k: v if isinstance(v, np.ndarray) else v[::50] if isinstance(v, tuple) else v
            for k, v in vars(whole).items()
        }
    )
    listed = assembly.listed(store, whole)
    settled([listed.sum(axis=0), listed.sum(axis=1), assembly.employs(whole, listed).sum(axis=1)], "listed")
    where = places(store)
    settled(
        [
            where.parent,
            where.sectors,
            *where.members,
            where.barren,
            where.bound,
            where.codes[::60],
            len(where.ancestors),
        ],
        "places",
    )
    sheet = sheets(store, ["29-2072"])["29-2072"]
    settled(
        [sheet.wage, sheet.kind, sheet.rse, sheet.employment, sheet.jobs, sheet.predicted, sheet.half_width],
        "sheet",
    )
    settled(
        [
            sheet.status[::30],
            sheet.mixture.members,
            sheet.mixture.shares,
            dict(sorted(sheet.log_tilts.items())),
        ],
        "more",
    )
