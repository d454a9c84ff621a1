"""Local taxes: hand-computed cases, what is unknown, and that each figure has a source."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

from paychart.data.reference import reference_path
from paychart.pay.local_tax import LOCAL_INCOME_TAX, local_lineage, local_range, local_rules, local_taxes
from paychart.pay.places import places

PLACES = {
    "New York": ("0035620", "NY"),
    "Philadelphia": ("0037980", "PA"),
    "Scranton": ("0042540", "PA"),
    "Indianapolis": ("0026900", "IN"),
    "Baltimore": ("0012580", "MD"),
    "Detroit": ("0019820", "MI"),
    "Columbus": ("0018140", "OH"),
    "Denver": ("0019740", "CO"),
    "Portland": ("0038900", "OR"),
    "Eugene": ("0021660", "OR"),
    "Huntington": ("0026580", "WV"),
    "Louisville": ("0031140", "KY"),
    "Kansas City": ("0028140", "MO"),
    "Topeka": ("0045820", "KS"),
    "Buffalo": ("0015380", "NY"),
    "Houston": ("0026420", "TX"),
}
NYC_60 = 0.02907 * 12_000 + 0.03534 * 13_000 + 0.03591 * 25_000 + 0.03648 * 2_000 - 63
NYC_MARRIED_60 = 0.02907 * 21_600 + 0.03534 * (43_950 - 21_600) - 125


@pytest.mark.parametrize(
    ("place", "household", "pay", "due"),
    [
        ("New York", "single", 60_000, NYC_60),
        ("New York", "married", 60_000, NYC_MARRIED_60),
        ("New York", "single", 9_000, 0),  # 1,000 taxable, less than the credit
        ("Philadelphia", "single", 60_000, 0.03735 * 60_000),
        ("Scranton", "single", 60_000, 0.034 * 60_000 + 156),
        ("Scranton", "single", 15_000, 0.034 * 15_000),  # the services tax starts at 15,600
        ("Indianapolis", "single", 60_000, 0.0202 * 59_000),
        ("Indianapolis", "married", 60_000, 0.0202 * 58_000),
        ("Baltimore", "single", 60_000, 0.032 * (60_000 - 3_350 - 3_200)),
        ("Detroit", "single", 60_000, 0.024 * 59_400),
        ("Columbus", "single", 60_000, 1_500),
        ("Denver", "single", 60_000, 12 * 5.75),
        ("Denver", "single", 5_000, 0),
        ("Portland", "single", 60_000, 35),
        ("Portland", "single", 152_835, 35 + 0.025 * 25_000),
        ("Portland", "single", 302_835, 35 + 0.025 * 125_000 + 0.04 * 50_000),
        ("Eugene", "single", 60_000, 264),
        ("Eugene", "single", 30_000, 0),
        ("Huntington", "single", 60_000, 52 * 5),
        ("Louisville", "single", 60_000, 1_320),
        ("Kansas City", "single", 60_000, 600),
        ("Topeka", "single", 60_000, 0),
        ("Buffalo", "single", 60_000, 0),
        ("Houston", "single", 60_000, 0),
    ],
)
def test_by_hand(place, household, pay, due):
    area, state = PLACES[place]
    assert local_taxes(np.array([pay], dtype=float), [area], [state], household)[0] == pytest.approx(due)


@pytest.mark.parametrize(
    ("household", "pay", "computed"),
    [
        ("single", 60_000, 1_716),
        ("single", 140_000, 4_634),
        ("single", 240_000, 8_282),
        ("married", 100_000, 2_729),
    ],
)
def test_new_york_city_as_policyengine_computes_it(household, pay, computed):
    """policyengine-us 2.68.0, `nyc_income_tax`, 2025, one earner of 40 in New York County."""
    assert local_taxes(np.array([pay], dtype=float), ["0035620"], ["NY"], household)[0] == pytest.approx(
        computed, abs=2
    )


def test_what_is_not_known_is_not_zero():
    areas = [
        "0000000",
        "0033340",
        "0019780",
    ]  # a state, a metro of another state, Des Moines without a citable rate
    due = local_taxes(np.full(3, 50_000.0), areas, ["OH", "WI", "IA"], "single")
    assert np.isnan(due[0])
    assert due[1] == 0
    assert np.isnan(due[2])


def test_every_figure_has_a_source_and_a_year():
    with reference_path("local_tax.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    with reference_path("local_tax_sources.csv").open(encoding="utf-8", newline="") as lines:
        sources = {row["key"]: row for row in csv.DictReader(lines)}
    assert {row["source"] for row in rows} == set(sources)
    assert all(len(s["title"]) > 15 and s["address"].startswith("http") for s in sources.values())
    assert all(1990 < int(row["year"]) <= 2026 for row in rows)
    assert all(0 <= float(row["rate"]) < 5 for row in rows)


def test_areas_are_metros_of_states_that_tax_locally(store):
    known = dict(store.rows("SELECT code, state FROM area WHERE type = 'metropolitan'"))
    with reference_path("local_tax.csv").open(encoding="utf-8", newline="") as lines:
        areas = {row["area"] for row in csv.DictReader(lines) if row["area"].isdigit()}
    assert areas <= set(known)
    assert {known[area] for area in areas} <= LOCAL_INCOME_TAX
    assert len(areas) > 100


def test_a_place_tells_the_parts_of_its_taxes(store):
    ranking = places(store, "29-2072", sort="take-home", near="New York-Newark-Jersey City, NY-NJ")
    city = next(p for p in ranking.places if p.area == "0035620")
    parts = city.to_dict()["taxes"]
    assert parts["local"] == pytest.approx(
        local_taxes(np.array([city.nominal]), ["0035620"], ["NY"], "single")[0], abs=1
    )
    left = city.nominal - parts["federal"] - parts["payroll"] - parts["state"] - parts["local"]
    assert city.take_home == pytest.approx(left, abs=3)
    assert "IT-201" in parts["sources"]["local"][0]["source"]
    assert not city.local_tax_missing
    json.dumps(ranking.to_dict(), allow_nan=False)


def test_where_every_county_taxes_a_range_is_given(store):
    ranking = places(store, "29-2072", sort="take-home", kinds=("state", "rural"), near="Indiana")
    for place in ranking.places:
        assert place.local_tax_missing
        assert place.taxes["local"] is None
        low, high = place.taxes["local_range"]
        assert (low, high) == pytest.approx(
            (0.005 * (place.nominal - 1_000), 0.03 * (place.nominal - 1_000)), abs=1
        )
    assert any("not deducted" in note for note in ranking.notes)
    assert local_range(50_000, "OH") is None


def test_lineage_names_each_tax_once():
    assert [row["place"] for row in local_lineage("0042540")] == ["Scranton", "Scranton, local services tax"]
    assert local_rules("0026420") == ()


def test_how_many_metros_are_known_is_what_the_docs_say(store):
    from pathlib import Path

    rows = store.rows("SELECT code, state FROM area WHERE type = 'metropolitan'")
    asked = [code for code, state in rows if state in LOCAL_INCOME_TAX]
    known = [code for code in asked if local_rules(code)]
    taxed = [code for code in known if any(rule.rate or rule.yearly for rule in local_rules(code))]
    page = Path(__file__).parents[3].joinpath("docs/place-and-time.md").read_text(encoding="utf-8")
    assert f"{len(known)} of the {len(asked)} metropolitan areas" in page
    assert f"{len(taxed)} with a tax and {len(known) - len(taxed)} where" in " ".join(page.split())
