"""Raked joint cells beside rank transport on the structural analogue, and the time and margins of real occupations.

Run: python bench/joint_raking.py
"""

from __future__ import annotations

import time

import numpy as np

from paychart.pay.model.analogue import LARGEST_IN_ONE_STATE, MEMBER_SHARE
from paychart.pay.model.grid import NATION_ROW, Grid, read_grid
from paychart.pay.model.joint import Mixture, transport
from paychart.pay.model.raking import quantiles, rake, raked
from paychart.store import open_store


def family_errors(grid: Grid, family: int) -> list[np.ndarray]:
    """Absolute log errors of the median: transport, raked, raked told each state's own mix."""
    members = np.flatnonzero(grid.family == family)
    members = members[grid.known[NATION_ROW, members] & (grid.employment[NATION_ROW, members] > 0)]
    states = np.flatnonzero((grid.tier == "state") & grid.known[:, family])
    if len(members) < 2 or len(states) < 2:
        return []
    nation, group = grid.log_wage[NATION_ROW, members][:, :5], grid.log_wage[states, family][:, :5]
    jobs = grid.employment[NATION_ROW, members].astype(float)
    here = np.nan_to_num(grid.employment[states][:, members]).astype(float)
    share = here / np.maximum(here.sum(axis=1, keepdims=True), 1)
    use = grid.known[states][:, members] & (share > MEMBER_SHARE) & (here <= LARGEST_IN_ONE_STATE * jobs)
    mixture = Mixture(nation, jobs / jobs.sum())
    a, i = np.nonzero(use)
    truth = grid.log_wage[states[a], members[i], 2]
    found = [transport(mixture, nation[i], group[a])[:, 2]]
    for seed in (np.outer(np.maximum(here.sum(axis=1), 1), jobs), np.maximum(here, 0.5)):
        edges, mass, _, _ = rake(group, nation, mixture, seed)
        found.append(quantiles(mass[a, i], edges)[:, 2])
    return [100 * np.abs(np.exp(one - truth) - 1) for one in found]


def main() -> None:
    with open_store() as store:
        for occupation in ("29-2072", "29-9021", "11-9111", "29-1141", "43-6013"):
            raked(store, occupation)
            begin = time.process_time()
            done = raked(store, occupation)
            spent = time.process_time() - begin
            print(
                f"{occupation}: {spent:.3f} s, {done.mass.shape}, gap of states median {np.median(done.area_gap):.4f} "
                f"largest {done.area_gap.max():.4f}, sectors {np.median(done.industry_gap):.4f} "
                f"{done.industry_gap.max():.4f}"
            )
        grid = read_grid(store)
        parts = [p for family in np.unique(grid.family) if (p := family_errors(grid, int(family)))]
        errors = [np.concatenate(column) for column in zip(*parts, strict=True)]
        names = ("rank transport", "raked", "raked, told the mix")
        for name, error in zip(names, errors, strict=True):
            print(f"{name}: {error.mean():.2f} % over {len(error):,} cells")


if __name__ == "__main__":
    main()
