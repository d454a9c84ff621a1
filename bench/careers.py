"""Speed of simulated careers and internal rates, beside a plain loop and the usual library.

Peers: the same rules written for one worker at a time in plain Python (200 careers timed, scaled), and
`numpy_financial.irr` called career by career (300 timed, scaled). Answers are checked to agree.

    python bench/careers.py [--json OUT.json]
"""

from __future__ import annotations

import argparse
import json
import math
import time
from bisect import bisect_right
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy_financial as npf

from paychart import Education, Profile, open_store
from paychart.careers.lifetime import compare
from paychart.careers.paytables import Z_LOW, Z_NODES, Z_STEP, pay_tables
from paychart.careers.plans import make_plan
from paychart.careers.rates import rates
from paychart.careers.returns import internal_rate
from paychart.careers.simulation import Luck, Paths, simulate

FEW = 200


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds: the machine is shared."""
    start = time.process_time()
    work()
    return time.process_time() - start


def plain_loop(paths: Paths, luck: Luck, promotion: float, keep: float, passing: float, n: int) -> float:
    """Pay of `n` careers summed, one worker and year at a time, in plain Python."""
    t = paths.tables
    steps, pay, group, shift = t.steps.tolist(), t.log_pay.tolist(), t.group.tolist(), t.shift.tolist()
    ends = paths.studies.ends.tolist()
    nodes = [Z_LOW + Z_STEP * i for i in range(Z_NODES)]
    total = 0.0
    for i in range(n):
        role, lasting = t.start, float(luck.lasting[i])
        for year in range(paths.plan.years):
            state = 1 if ends[0][i] <= year else 0
            if year:
                lasting = keep * lasting + math.sqrt(1 - keep**2) * float(luck.drift[year, i])
                ways = [r for r in steps[role][state][year] if r >= 0]
                if ways and luck.move[year, i] < promotion:
                    role = ways[int(luck.choose[year, i] * len(ways))]
            z = (
                math.sqrt(1 - passing) * lasting
                + math.sqrt(passing) * float(luck.passing[year, i])
                + shift[role]
            )
            z = min(max(z, nodes[0]), nodes[-1] - 1e-9)
            at = bisect_right(nodes, z) - 1
            row, part = pay[group[role]][state][year], (z - nodes[at]) / Z_STEP
            total += math.exp(row[at] * (1 - part) + row[at + 1] * part)
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    store = open_store()
    reader = Profile("29-2072", "Denver, CO", education=Education.ASSOCIATE, experience_years=3)
    plan = make_plan(reader, store, age=25, goal="HIM director", courses=["bachelor"])
    other = make_plan(reader, store, age=25, goal="stay")
    tables = seconds(lambda: pay_tables(plan, store))
    table = rates()
    luck = Luck.of(1, plan.years, 10_000)
    draw = seconds(lambda: Luck.of(1, plan.years, 10_000))
    ours = min(seconds(lambda: simulate(plan, pay_tables(plan, store), table, luck)) for _ in range(3))
    paths = simulate(plan, pay_tables(plan, store), table, luck)
    knobs = [table[k].value for k in ("promotion.year", "rank.persistence", "rank.transitory")]
    loop = seconds(lambda: plain_loop(paths, luck, *knobs, FEW)) * 10_000 / FEW
    gap = plain_loop(paths, luck, *knobs, FEW) / float(paths.pay[:, :FEW].sum()) - 1
    whole = seconds(lambda: compare(plan, other, store))
    rng = np.random.default_rng(1)
    flows = np.vstack([-rng.uniform(5e3, 3e4, (1, 10_000)), rng.uniform(500, 5e3, (30, 10_000))])
    rate = seconds(lambda: internal_rate(flows))
    peer_rate = seconds(lambda: [npf.irr(flows[:, i]) for i in range(300)]) * 10_000 / 300
    found = {
        "pay tables, first time (s)": round(tables, 2),
        "random numbers, 10,000 x 42 years (s)": round(draw, 3),
        "10,000 careers simulated (s)": round(ours, 3),
        "plain Python loop, scaled (s)": round(loop, 1),
        "largest difference of the two sums": f"{abs(gap):.1e}",
        "two plans compared, tables warm (s)": round(whole, 2),
        "10,000 internal rates (s)": round(rate, 2),
        "numpy_financial.irr, scaled (s)": round(peer_rate, 1),
    }
    for what, value in found.items():
        print(f"{what:45} {value}")
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
