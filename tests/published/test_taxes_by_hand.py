"""Take-home pay worked out by hand from each year's law: thirteen states and seven places with local taxes, both years.

A single person earns $60,000, takes the standard deduction and has no children.
"""

from __future__ import annotations

import numpy as np
import pytest

from paychart.data.reference import carried
from paychart.errors import BadInput
from paychart.pay.local_tax import local_missing, local_taxes
from paychart.pay.place_taxes import PlaceTaxes, tax_notes
from paychart.pay.take_home import tax_basis, tax_year, tax_years, taxes

PAY = 60_000.0
YEARS = (2025, 2026)
# Rev. Proc. 2024-40 as amended by Public Law 119-21, and Rev. Proc. 2025-32.
FEDERAL = {
    2025: 0.10 * 11_925 + 0.12 * (PAY - 15_750 - 11_925),
    2026: 0.10 * 12_400 + 0.12 * (PAY - 16_100 - 12_400),
}
FICA = 0.0765 * PAY
# Oregon: federal tax is subtracted, 8,500 at most; each person has a credit of 256; the kicker is no law of a rate.
OREGON = 0.0475 * 4_400 + 0.0675 * (11_050 - 4_400) + 0.0875 * (PAY - 2_835 - FEDERAL[2025] - 11_050) - 256
# state: (payroll 2025, payroll 2026, state tax 2025, state tax 2026)
BY_HAND = {
    "TX": (FICA, FICA, 0, 0),
    "AK": (FICA + 0.005 * 51_700, FICA + 0.005 * 51_700, 0, 0),
    "AZ": (FICA, FICA, 0.025 * (PAY - 15_750), 0.025 * (PAY - 16_100)),
    "CO": (FICA + 0.0045 * PAY, FICA + 0.0044 * PAY, 0.044 * (PAY - 15_750), 0.044 * (PAY - 16_100)),
    "GA": (FICA, FICA, 0.0519 * (PAY - 12_000), 0.0499 * (PAY - 15_000)),
    "IL": (FICA, FICA, 0.0495 * (PAY - 2_850), 0.0495 * (PAY - 2_850)),  # the exemption of 2026 is not set
    "IN": (FICA, FICA, 0.03 * (PAY - 1_000), 0.0295 * (PAY - 1_000)),
    "MI": (FICA, FICA, 0.0425 * (PAY - 5_800), 0.0425 * (PAY - 5_900)),
    "NC": (FICA, FICA, 0.0425 * (PAY - 12_750), 0.0399 * (PAY - 12_750)),
    "OR": (FICA + 0.007 * PAY, FICA + 0.007 * PAY, OREGON, OREGON),  # the deduction of 2026 is not set
    "PA": (FICA + 0.0007 * PAY, FICA + 0.0007 * PAY, 0.0307 * PAY, 0.0307 * PAY),
    "UT": (FICA, FICA, None, None),
    "CA": (FICA + 0.012 * PAY, FICA + 0.013 * PAY, None, None),
}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("state", sorted(BY_HAND))
def test_federal_payroll_and_state_tax(state, year):
    federal, payroll, own = taxes(np.array([PAY]), [state], "single", year)[0]
    later = year == YEARS[1]
    assert federal == pytest.approx(FEDERAL[year], abs=20)
    assert payroll == pytest.approx(BY_HAND[state][later], abs=20)
    if BY_HAND[state][2 + later] is not None:
        assert own == pytest.approx(BY_HAND[state][2 + later], abs=20)


NEW_YORK = 0.03078 * 12_000 + 0.03762 * 13_000 + 0.03819 * 25_000 + 0.03876 * 2_000
NEW_YORK_CREDIT = (
    0.00171 * 12_000 + 0.00228 * 40_000 + 63
)  # the school tax rate reduction and the fixed credit
LOCAL = {
    ("0037980", "PA"): (0.0374 * PAY, 0.03735 * PAY),  # Philadelphia
    ("0029020", "IN"): (0.0195 * (PAY - 1_000), 0.0235 * (PAY - 1_000)),  # Kokomo, Howard County
    ("0034740", "MI"): (0.01 * (PAY - 600), 0.01 * (PAY - 600)),  # Muskegon
    ("0027100", "MI"): (0.01 * (PAY - 600), 0.01 * (PAY - 600)),  # Jackson
    ("0030460", "KY"): (0.0225 * PAY + 0.005 * PAY, 0.0225 * PAY + 0.005 * PAY),  # Lexington and its schools
    ("0019820", "MI"): (0.024 * (PAY - 600), 0.024 * (PAY - 600)),  # Detroit
    ("0035620", "NY"): (NEW_YORK - NEW_YORK_CREDIT, NEW_YORK - NEW_YORK_CREDIT),  # New York City
}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(("area", "state"), sorted(LOCAL))
def test_local_tax(area, state, year):
    due = local_taxes(np.array([PAY]), [area], [state], "single", year)[0]
    assert due == pytest.approx(LOCAL[area, state][year == YEARS[1]], abs=1)


@pytest.mark.parametrize("year", YEARS)
def test_a_rebate_is_in_no_schedule(year):
    """Alaska's federal tax is that of any state without an income tax; Oregon's and Colorado's rise with pay."""
    pay = np.linspace(20_000, 900_000, 89)
    for state in ("AK", "OR", "CO"):
        plain = taxes(pay, ["TX"] * len(pay), "single", year)[:, 0]
        own = taxes(pay, [state] * len(pay), "single", year)
        if state == "AK":
            np.testing.assert_allclose(own[:, 0], plain, atol=20)
        else:
            assert np.all(np.diff(own[:, 2]) > 0)


def test_each_schedule_says_on_which_law_it_rests():
    assert tax_years() == YEARS
    assert tax_year() == YEARS[-1]
    for row in carried("tax_basis.csv"):
        assert row["basis"]
        assert row["source"]
        assert int(row["last_seen"]) >= YEARS[0]
    assert tax_basis("CA", 2026).law_year == 2025
    assert tax_basis("NC", 2026).law_year == 2026
    with pytest.raises(BadInput, match="Taxes of 2019 are not carried"):
        taxes(np.array([PAY]), ["TX"], "single", 2019)


def test_a_place_with_an_unknown_part_is_starred():
    pay, areas, states = np.full(3, PAY), ["0036980", "0018140", "0030460"], ["KY", "OH", "KY"]
    found = PlaceTaxes(pay, areas, states, states, "single", 2026)
    assert [found.untaxed_locally(i) for i in range(3)] == [True, True, False]
    assert local_missing("0036980") == "county fee"
    assert found.parts(0)["local"] == round(0.0178 * PAY)
    assert found.earlier_law == ()
    assert any("law of the year before" in note for note in tax_notes("single", False, 2026, ["CA", "OR"]))


def test_every_local_row_has_a_year_a_source_and_the_year_it_was_last_seen():
    for row in carried("local_tax.csv"):
        assert int(row["year"]) <= int(row["last_seen"]) <= 2026, row["place"]
        assert row["source"]


def test_minimum_wages_of_states_and_cities():
    rows = {
        (r["state"], r["place"], r["begins"]): float(r["dollars_an_hour"])
        for r in carried("minimum_wage.csv")
    }
    assert rows["US", "", "2026-01-01"] == 7.25
    assert rows["WA", "", "2026-01-01"] == 17.13
    assert (rows["DC", "", "2026-01-01"], rows["DC", "", "2026-07-01"]) == (17.95, 18.40)
    assert rows["CO", "Denver", "2026-01-01"] == 19.29
    assert rows["MI", "", "2025-05-12"] == 12.48
    assert len({state for state, place, _ in rows if not place}) == 52
    assert len({(state, place) for state, place, _ in rows if place}) >= 60
