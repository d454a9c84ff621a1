"""Joint cells: raked against rank transport on the structural analogue, the laws they keep, and what they cost.

Run: python bench/joint_raking.py [EVERY]   (every EVERY-th occupation, 8 unless told)
"""

from __future__ import annotations

import sys
import time

import numpy as np
from scipy.special import ndtr

from paychart.data.store import open_store
from paychart.pay.model.grid import SCORES, read_grid
from paychart.pay.model.joint import transport, wage_at
from paychart.pay.model.joint_cells import JointCells
from paychart.pay.model.kept import model_table
from paychart.pay.model.raking import MASS
from paychart.pay.model.sheet import sheets
from paychart_lab.cells.analogue import evaluate_joint

LEVELS = ndtr(SCORES)
TIED = 0.02  # log points: percentiles this close are printed ties, at which no rank is defined


def below(cells: np.ndarray, weight: np.ndarray, wages: np.ndarray) -> np.ndarray:
    """Parts (5,) of workers below each wage, from joint cells' log percentiles (s, 5) and jobs (s,)."""
    grid = np.linspace(-4, 4, 801, dtype=np.float32)
    chance = np.diff(ndtr(np.concatenate([[-9], (grid[1:] + grid[:-1]) / 2, [9]])))
    paid = wage_at(cells, np.broadcast_to(grid, (len(cells), len(grid))))
    return np.array([(weight[:, None] * chance * (paid <= wage)).sum() for wage in wages]) / weight.sum()


def industry_gaps(joint: JointCells) -> list[tuple[float, float, float, bool]]:
    """For every published industry, the largest miss, in probability, of its percentiles by its workers over the
    states: raked; as five answered percentiles a state say; by transport. And whether it is a sector."""
    found = []
    for row in sorted(set(joint.log_tilts) - {0}):
        nodes, states = joint.nodes[row], joint.states
        tie = np.diff(nodes) < TIED
        real = ~(np.r_[tie, False] | np.r_[False, tie])
        if not real.any():
            continue
        cells, share = joint.cells(states, np.full(len(states), row))
        plain = transport(joint.page.mixture, np.tile(nodes, (len(states), 1)), joint.nodes[states])
        parts = (
            joint.over_states(row),
            below(cells[:, :5], share * joint.weight, nodes),
            below(plain[:, :5], joint.weight, nodes),
        )
        gaps = [float(np.abs(part - LEVELS)[real].max()) for part in parts]
        found.append((gaps[0], gaps[1], gaps[2], row in joint.sectors))
    return found


def area_gap(joint: JointCells) -> float:
    """Largest miss, in probability, of any area's distribution by its sectors' workers: rounding."""
    rows = np.flatnonzero(np.isfinite(joint.nodes).all(axis=1))
    held = joint.by_sector(rows[rows < len(joint.where.areas)]).sum(axis=0)
    return float(np.abs(np.cumsum(held - MASS, axis=1)).max())


def main() -> None:
    every = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    with open_store() as store:
        report = evaluate_joint(read_grid(store))
        for name, error in report["mean_absolute_percent_error"].items():
            print(f"analogue, {name}: {error['p50']:.2f} % of the median")
        gaps, areas, spent = [], [], []
        for code in model_table(store).columns[::every]:
            page = sheets(store, [code])[code]
            fresh = JointCells(page, page.where)
            if len(fresh.sectors) < 2:
                continue
            page.log_tilts.clear()
            begin = time.process_time()
            _ = fresh.tilt
            spent.append(time.process_time() - begin)
            gaps += industry_gaps(fresh)
            areas.append(area_gap(fresh))
    table = np.array(gaps)
    for name, chosen in (("sectors", table[:, 3] == 1), ("other industries", table[:, 3] == 0)):
        for index, how in enumerate(("raked", "raked, as answered", "transport")):
            miss = table[chosen, index]
            quantiles = np.quantile(miss, [0.5, 0.9, 0.99, 1]).round(4)
            print(f"{name} over states, {how}: n {len(miss):,}, median, p90, p99, largest {quantiles}")
    print(f"areas from their sectors: largest {max(areas):.6f}")
    print(f"raking an occupation: {1000 * np.mean(spent):.0f} ms, at most {1000 * np.max(spent):.0f} ms")


if __name__ == "__main__":
    main()
