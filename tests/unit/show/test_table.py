"""Tables and estimates outside the program: frames, CSV, notebooks."""

from __future__ import annotations

import pytest

from paychart import Profile, Store, estimate
from paychart.pay.places import places
from paychart.show.table import Table


def test_an_estimate_becomes_every_kind_of_frame(store: Store) -> None:
    table = estimate(Profile("29-2072"), store).table()
    assert table.to_pandas().set_index("figure").loc["p50", "annual"] == 51140
    assert table.to_arrow().column("annual").to_pylist() == list(table.columns["annual"])
    polars = pytest.importorskip("polars")
    assert table.to_polars().filter(polars.col("figure") == "p50")["annual"].item() == 51140


def test_a_notebook_shows_the_picture_and_the_figures(store: Store) -> None:
    shown = estimate(Profile("29-2072"), store)._repr_html_()
    assert "<svg" in shown
    assert "51,140" in shown
    assert "Denver" in places(store, "29-2072", near="CO")._repr_html_()


def test_csv_is_defused_and_html_escaped() -> None:
    table = Table("<t>", {"a": ["=1+1", None], "b": [1.5, "<b>"]})
    assert table.to_csv() == "a,b\n'=1+1,1.5\n,<b>\n"
    assert "<b>" not in table._repr_html_()


def test_long_tables_say_how_much_they_hide() -> None:
    assert "first 200 of 1,000 rows" in Table("n", {"a": range(1000)})._repr_html_()


def test_an_empty_table_has_no_rows() -> None:
    assert (len(Table.from_rows("none", [])), Table.from_rows("none", []).to_csv()) == (0, "\n")


def test_a_table_introduces_itself_in_one_line() -> None:
    table = Table.from_rows("Pay by place", [{"place": "Ohio", "pay": 1}, {"place": "Iowa", "pay": 2}])
    assert repr(table) == "<Table: Pay by place; 2 rows of place, pay>"
