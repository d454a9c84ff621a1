"""Places compared, what taxes leave there and what a dollar buys: figures and words on the bundled release."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from answers_kept import refusal

from paychart.data.store import Store
from paychart.pay import local_tax, place_cells
from paychart.pay.parity import parities
from paychart.pay.place_taxes import PlaceTaxes, tax_notes
from paychart.pay.places import places
from paychart.pay.take_home import take_home, taxes
from paychart.profile import Education, Profile

Settled = Callable[..., None]
CODER = "29-2072"
PERSON = Profile(CODER, "0019740", education=Education.BACHELOR, experience_years=8, hours_per_year=1872)
RANKINGS = {
    "plain": {"occupation": CODER},
    "nominal mean of states": {
        "occupation": CODER,
        "statistic": "mean",
        "sort": "nominal",
        "kinds": ("state",),
    },
    "take-home near": {"occupation": CODER, "sort": "take-home", "near": "Ohio", "household": "married"},
    "take-home rural": {"occupation": CODER, "sort": "take-home", "kinds": ("rural",), "near": "Indiana"},
    "demand": {"occupation": "11-9111", "sort": "demand", "kinds": ("metro",), "near": "Colorado"},
    "rent": {"occupation": "registered nurses", "rent_share": 0.4, "kinds": ("state",), "statistic": "p10"},
    "person": {"occupation": PERSON, "sort": "real", "near": "Colorado"},
    "mean person": {"occupation": PERSON, "statistic": "mean", "sort": "take-home", "near": "Colorado"},
    "hospitals": {"occupation": Profile(CODER, "0600000", "622000"), "kinds": ("state",), "sort": "nominal"},
    "top coded": {"occupation": "29-1211", "kinds": ("state",), "sort": "nominal"},
}


@pytest.mark.parametrize("name", list(RANKINGS))
def test_a_ranking(settled: Settled, store: Store, name: str) -> None:
    found = places(store, **RANKINGS[name])  # type: ignore[arg-type]
    few = replace(found, places=(*found.places[:6], *found.places[-3:]))
    settled(few)
    settled([vars(few.table()), few._repr_html_()], "shown")
    settled(
        [[p.area, p.nominal, p.rank, p.rank90, p.real, p.demand, p.take_home] for p in found.places], "all"
    )


def test_what_cannot_be_ranked(settled: Settled, store: Store) -> None:
    for name, choice in {
        "statistic": {"statistic": "median"}, "sort": {"sort": "takehome"}, "household": {"household": "family"},
        "kind": {"kinds": ("metro", "county")}, "rent": {"rent_share": 0.95},
    }.items():  # fmt: skip
        settled(refusal(lambda choice=choice: places(store, CODER, **choice)), name)
    settled(refusal(lambda: places(store, "55-0000")), "occupation")
    settled(refusal(lambda: places(store, "19-2012", near="Guam")), "near")


def test_prices(settled: Settled, store: Store) -> None:
    held = parities(store)
    chosen = sorted(held)[::12]
    settled({code: held[code] for code in chosen})
    settled([[held[c].for_household(s) for s in (None, 0.0, 0.31, 0.9)] for c in chosen[:6]], "households")
    assert parities(store) is held


def test_taxes(settled: Settled) -> None:
    pay = np.array([20_000.0, 64_321.0, 181_000.0, 999_999.0, 45_000.0, np.nan])
    states = ["OH", "MD", "NY", "CA", "PR", "TX"]
    areas = ["0018140", "0012580", "0035620", "0031080", "7241980", "0019100"]
    for household in ("single", "married"):
        settled([taxes(pay, states, household), take_home(pay, states, household)], household)
        settled(take_home(pay, states, household, areas), household + " local")
        where = PlaceTaxes(pay, areas, states, ["OH", "MD", "NY-NJ-PA", "CA", "PR", "TX"], household)
        settled(
            [where.left, where.keeps(), [where.untaxed_locally(i) for i in range(6)]], household + " places"
        )
        settled([where.parts(i) for i in range(6)], household + " parts")
    settled(refusal(lambda: taxes(pay, states, "family")), "family")
    settled([tax_notes("single", True, 2026), tax_notes("married", False, 2025, ["CA"])], "notes")


def test_local_taxes(settled: Settled) -> None:
    pay = np.array([3_000.0, 20_000.0, 64_321.0, 181_000.0, 400_000.0])
    table = local_tax._table()
    found: dict[str, object] = {}
    for area in sorted(table):
        for household in ("single", "married"):
            rules = local_tax.local_rules(area, household)
            due = [local_tax._due(float(p), rules) for p in pay]
            found[f"{area} {household}"] = [
                due,
                [row["place"] for row in local_tax.local_lineage(area, household)],
            ]
    settled(found)
    settled([local_tax.local_lineage(a) for a in ("0018140", "0035620", "MD-low")], "lineage")
    settled([local_tax.local_range(50_000, s) for s in ("IN", "MD", "OH")], "ranges")
    settled([local_tax.local_range(50_000, s, "married") for s in ("IN", "MD")], "ranges of two")
    areas, states = ["0018140", "3900000", "0019100", "0012580", "x"], ["OH", "OH", "TX", "MD", "PA"]
    settled(local_tax.local_taxes(pay, areas, states, "single"), "areas")


def test_brackets_by_hand() -> None:
    """2 % to $10,000 and 3 % beyond of what exceeds $1,000; $52 a year from $12,000; a credit never pays out."""
    rule = local_tax.LocalTax("P", "both", 2.0, 0.0, 1_000.0, 0.0, 0.0, 2025, 2026, "", "s", "a")
    both = [rule, replace(rule, rate=3.0, above=10_000.0)]
    assert local_tax._due(500.0, both) == 0
    assert local_tax._due(11_000.0, both) == pytest.approx(200)
    assert local_tax._due(21_000.0, both) == pytest.approx(200 + 300)
    fee = replace(rule, rate=0.0, yearly=52.0, due_from=12_000.0, place="Q")
    assert local_tax._due(11_999.0, [fee]) == 0
    assert local_tax._due(12_000.0, [fee]) == 52
    assert local_tax._due(21_000.0, [*both, fee]) == pytest.approx(552)
    assert local_tax._due(3_000.0, [*both, replace(fee, yearly=-100.0, due_from=0.0)]) == 0


def test_country_and_town(settled: Settled) -> None:
    rows = [("a", "A", "metropolitan", 100.0), ("b", "B", "metropolitan", 300.0), ("c", "C", "nonmetropolitan", 50.0),
            ("d", "D", "nonmetropolitan", np.nan)]  # fmt: skip
    mean, error = np.array([60_000.0, 70_000, 50_000, 1]), np.array([0.01, 0.02, 0.03, 0.1])
    level = np.array([100.0, 110.0, 90.0, 95.0])
    settled(place_cells.rural_urban(rows, mean, error, level))
    assert place_cells.rural_urban(rows[:2], mean[:2], error[:2], level[:2]) is None


def test_rows_of_areas(settled: Settled, store: Store) -> None:
    rows = place_cells.area_rows(store, CODER, ["state", "nonmetropolitan"], "Kansas City, MO-KS")
    settled(rows)
