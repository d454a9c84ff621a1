"""The market of a payroll's rows: worked out once for each group of rows that share cell and traits, then joined.

A group is a combination of the texts and traits that pricing looks at. Payrolls of a few hundred thousand groups or
fewer are joined to a table of them; in others every row is joined to its codes, cell and person. Both ways are the
same expressions, over groups or over rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from paychart.employers.cell_pieces import PIECES, piece_table
from paychart.employers.engines import Engine
from paychart.employers.lookups import Codes, coded
from paychart.employers.market import Market
from paychart.employers.row_reading import Reading, with_keys
from paychart.employers.scoring import with_percentile, with_quarters

Table = Any
Step = Callable[[str, int, int], None]

MOST_GROUPS = 300_000
_TRIED_ROWS = 200_000
_MOST_IN_TRY = 50_000
_NUMBERS = ("_pc_experience", "_pc_hours")
_CELL_ONLY = (*(f"y{i}" for i in range(5)), *(f"m{i}" for i in range(5)),
              "lower_slope", "upper_slope", "bend", "median_low", "median_high", "z25", "z50", "z75")  # fmt: skip


@dataclass(frozen=True)
class Prices:
    """What rows are joined to: the pieces of the cells' curves and, where traits are known, of the rank curves."""

    pieces: Table
    curves: tuple[Table, Table] | None
    cells: Table
    people: Table | None


def groups_of(engine: Engine, rows: Table, reading: Reading) -> Table | None:
    """The distinct groups of a payroll, with the texts to look up; None where they are too many for a table.

    A group keeps the payroll's own texts as they stand, so that rows can take them from it.
    """
    columns = [*reading.text_columns, *(_NUMBERS if reading.has_traits else ())]
    keys = rows.select(*columns)
    tried = keys.limit(_TRIED_ROWS).distinct()
    if engine.rows(tried.aggregate(n=tried.count()))[0][0] > _MOST_IN_TRY:
        return None
    groups = engine.hold("_pc_groups", keys.distinct())
    if engine.rows(groups.aggregate(n=groups.count()))[0][0] > MOST_GROUPS:
        return None
    return engine.stage(with_keys(groups, reading))


def priced(
    engine: Engine,
    rows: Table,
    groups: Table | None,
    codes: Codes,
    market: Market,
    reading: Reading,
    step: Step,
) -> Table:
    """Rows with their codes, market and percentile; rows without a market keep nulls."""
    if groups is None:
        known = engine.stage(coded(rows, codes, reading))
        prices = price(engine, known, codes, market, reading, step)
        t = _with_market(engine, known, prices)
    else:
        missing = {} if reading.has_traits else {"_pc_experience": -1, "_pc_hours": 160}
        known = engine.hold("_pc_known", coded(groups.mutate(**missing), codes, reading))
        prices = price(engine, known, codes, market, reading, step)
        found = _with_market(engine, known, prices).drop(*missing)
        t = _joined(engine, rows, found, reading)
    return with_percentile(engine.stage(t), prices.pieces, prices.curves, "_pc_compared", engine.stage)


def _joined(engine: Engine, rows: Table, found: Table, reading: Reading) -> Table:
    """Rows beside their group. Text columns are the group's: written out, they are numbers in a dictionary."""
    texts = [c for c in reading.text_columns if rows[c].type().is_string()]
    keys = [*reading.text_columns, *(_NUMBERS if reading.has_traits else ())]
    held = engine.hold(
        "_pc_market",
        found.rename({f"_pc_of_{name}": name for name in keys}),
        repeated=[f"_pc_of_{name}" for name in texts],
    )
    t = rows.left_join(held, [rows[name].identical_to(held[f"_pc_of_{name}"]) for name in keys])
    t = t.drop(*texts).rename({name: f"_pc_of_{name}" for name in texts})
    return t.drop(*[f"_pc_of_{name}" for name in keys if name not in texts])


def price(engine: Engine, known: Table, codes: Codes, market: Market, reading: Reading, step: Step) -> Prices:
    """Work out the market of every distinct cell and person and put it into the engine."""
    keys = ["_pc_cell_code", "_pc_traits"] if reading.has_traits else ["_pc_cell_code"]
    combos = engine.hold("_pc_combos", known.filter(known._pc_cell_code >= 0).select(*keys).distinct())
    numbers = sorted(row[0] for row in engine.rows(combos.select("_pc_cell_code").distinct()))
    table = market.cell_table(
        [codes.cell(number) for number in numbers],
        _counter(step, "market of each occupation, place and employer type", len(numbers)),
    )
    table["_pc_cell"] = np.array(numbers, dtype=np.int64)[table.pop("cell")]
    table["_pc_first"] = PIECES * np.arange(len(table["_pc_cell"]), dtype=np.int64)
    cells = engine.put("_pc_cells", table)
    pieces = engine.put("_pc_pieces", piece_table(table))
    if not reading.has_traits:
        return Prices(pieces, None, cells, None)
    joined = combos.inner_join(cells, combos._pc_cell_code == cells._pc_cell)
    asked = sorted(engine.rows(joined.select("people_group", "_pc_traits").distinct()))
    people = market.people_table(
        [(int(group), codes.person(int(traits))) for group, traits in asked],
        _counter(step, "market of each kind of person", len(asked)),
    )
    people["_pc_group"] = np.array([row[0] for row in asked], dtype=np.int64)
    people["_pc_person"] = np.array([row[1] for row in asked], dtype=np.int64)
    who = engine.put("_pc_people", people)
    scores, normals = market.curve_tables()
    curves = engine.put("_pc_scores", scores), engine.put("_pc_normals", normals)
    return Prices(pieces, curves, cells, who)


def _with_market(engine: Engine, known: Table, prices: Prices) -> Table:
    """Coded rows or groups with the quarters of their market and what their percentile needs."""
    t, cells = known, prices.cells
    t = t.left_join(cells, t._pc_cell_code == cells._pc_cell).drop("_pc_cell")
    if prices.people is None:
        t = t.mutate(market_p25=t.w1, market_p50=t.w2, market_p75=t.w3)
    else:
        who = prices.people
        t = t.left_join(who, [t.people_group == who._pc_group, t._pc_traits == who._pc_person])
        t = with_quarters(engine.stage(t.drop("_pc_group", "_pc_person", "person_row")), engine.stage)
    spent = (*_CELL_ONLY, "people_group", "_pc_traits")
    return t.drop(*[name for name in spent if name in t.columns])


def _counter(step: Step, what: str, of: int) -> Callable[[int], None]:
    done = 0

    def more(count: int) -> None:
        nonlocal done
        done += count
        step(what, done, of)

    return more
