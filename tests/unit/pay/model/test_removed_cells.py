"""A store with cells removed predicts exactly those cells, fitted from what is left."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from paychart.data.sources.oews import DATATYPES
from paychart.data.store import Store, build_store, open_private, open_store
from paychart.pay.model import model_table, price
from paychart.pay.model.kept import cache_path, carried
from paychart.pay.predict_file import predict_file
from paychart_lab.cells.fitting import fit_beside

REMOVED = [
    ("29-2072", "0019740"),  # Denver
    ("29-2072", "0039900"),  # Reno, or whatever the sample calls it
    ("11-9111", "3900000"),  # Ohio
]
Cells = list[tuple[str, str]]


@pytest.fixture(scope="module")
def thinned(flat_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Cells]]:
    """The flat-file sample without the series of a few cells, as a store of its own."""
    folder = tmp_path_factory.mktemp("flat")
    held: set[tuple[str, str]] = set()
    gone = {f"{a}000000{o.replace('-', '')}": (o, a) for o, a in REMOVED}
    for source in flat_sample.iterdir():
        if not source.name.startswith("oe.data"):
            (folder / source.name).symlink_to(source)
            continue
        with source.open() as lines, (folder / source.name).open("w") as kept:
            for line in lines:
                series = line.split("\t", 1)[0].strip()
                cell = gone.get(series[4:-2])
                if cell is None:
                    kept.write(line)
                else:
                    held.add(cell)
    path = folder / "thinned.duckdb"
    build_store(path, oews_flat_folder=folder, wait=True)
    with open_store(path) as store:
        yield store, sorted(held)


def test_exactly_the_removed_cells_are_modelled(
    thinned: tuple[Store, Cells], store: Store, tmp_path: Path
) -> None:
    thin, removed = thinned
    assert len(DATATYPES) == 17
    assert removed
    cells = tmp_path / "cells.csv"
    cells.write_text("occupation,area\n" + "".join(f"{o},{a}\n" for o, a in removed) + "29-2072,0800000\n")
    counts = predict_file(thin, cells, tmp_path / "out.csv")
    assert counts == {"rows": len(removed) + 1, "published": 1, "modelled": len(removed), "errors": 0}
    rows = list(csv.DictReader((tmp_path / "out.csv").open()))
    truth = price(store, [o for o, _ in removed], [a for _, a in removed], ["000000"] * len(removed))
    assert set(truth.status) == {"published"}
    for row, median in zip(rows[:-1], truth.percentiles[:, 2], strict=True):
        assert row["status"] == "modelled"
        assert abs(np.log(float(row["p50"]) / median)) < 0.2
        assert float(row["p50_lo90"]) < float(row["p50"]) < float(row["p50_hi90"])
    assert rows[-1]["status"] == "published"


def test_another_release_is_answered_by_the_simple_rule_until_it_is_fitted(
    thinned: tuple[Store, Cells],
) -> None:
    thin, removed = thinned
    cell = [removed[0][0]], [removed[0][1]], ["000000"]
    with open_private(thin.path) as own:
        simple = price(own, *cell)
        assert model_table(own).method == "simple rule"
    assert simple.status[0] == "modelled"
    fit_beside(thin)
    with open_private(thin.path) as own:
        fitted = price(own, *cell)
        assert model_table(own).method == "boosted"
        assert model_table(own).release_hash == thin.oews_hash
    cache_path(thin).unlink()
    assert fitted.half_width[0, 2, -1] < simple.half_width[0, 2, -1]


def test_the_carried_table_belongs_to_the_bundled_release(store: Store) -> None:
    table = carried()
    assert table is not None
    assert table.release_hash == store.oews_hash
    assert table.method == "boosted"
