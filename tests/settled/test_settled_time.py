"""Pay through time: indexes, histories, trends, ageing, forecasts and the back-tests behind them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from answers_kept import refusal

from paychart import Profile, estimate
from paychart.data.store import Store
from paychart.pay.time import demand, index, nowcast, series
from paychart.pay.time.forecast import _jobs, forecast
from paychart.pay.time.nowcast import aged, ageing, moved_between
from paychart.pay.time.outlook import outlook
from paychart.pay.time.parameters import GrowthModel, parameters
from paychart.pay.time.trend import trend
from paychart.profile import Education
from paychart_lab.time import backtest

Settled = Callable[..., None]
CODER = "29-2072"


def test_indexes(settled: Settled, store: Store) -> None:
    held = [row[0] for row in store.rows("SELECT DISTINCT series FROM employment_cost ORDER BY 1")]
    for name in ["cpi", *held]:
        found = index.by_name(store, name)
        settled([found, found.last], name)
        settled([found.at(2025, 5), found.at(2026, 11), found.carried_months(2026, 11)], name + " read")
    settled(refusal(lambda: index.employment_cost(store, "hospital")), "none")
    settled(refusal(lambda: index.consumer_prices(store).at(1800, 1)), "before")


def test_levels_solved_from_rounded_changes(settled: Settled) -> None:
    """Log level 100, then +1 % and +1 %; and the same from changes alone, 100 at the end."""
    rows = [(2024, 3, 100.0, None, None), (2024, 6, None, 1.0, None), (2024, 9, None, 1.0, None),
            (2024, 12, None, None, None), (2025, 3, 104.06, 1.0, 4.06)]  # fmt: skip
    quarters = [2024 * 4 + q for q in range(4)] + [2025 * 4]
    levels, known = index._solve(quarters[0], quarters, rows)
    np.testing.assert_allclose(np.exp(levels[:3]), [100, 101, 102.01], rtol=1e-3)
    assert known == {*quarters[:3], quarters[4]}
    settled([levels, known])
    alone = [(y, m, None, three, twelve) for y, m, _, three, twelve in rows]
    settled(index._solve(quarters[0] - 1, quarters, alone), "changes")
    settled(index._solve(quarters[0], quarters[:2], rows[:2]), "two")


@pytest.mark.parametrize("asked", ["2025-05", "2025-06", "2026-11", "2028-05"])
def test_ageing(settled: Settled, store: Store, asked: str) -> None:
    year, month = map(int, asked.split("-"))
    settled(ageing(store, year, month))
    settled(ageing(store, year, month, occupation=CODER), "coder")
    settled(ageing(store, year, month, occupation="29-1211", index="cpi"), "prices")
    settled(ageing(store, year, month, occupation="35-3023"), "low pay")
    settled(ageing(store, year, month, occupation="29-2000"), "group")
    settled(ageing(store, year, month, index="civilian_hospitals"), "short index")
    settled(moved_between(store, (2025, 5), (year, month)), "moved")
    for name, profile in {
        "cell": Profile(CODER, "0019740"),
        "person": Profile(CODER, education=Education.BACHELOR, credentials=("RHIT", "CPHIMS")),
        "year": Profile("25-2021"),
    }.items():
        answer = aged(estimate(profile, store), ageing(store, year, month, occupation=profile.occupation))
        settled(answer, name)


def test_months_that_cannot_be(settled: Settled, store: Store) -> None:
    settled(refusal(lambda: ageing(store, 2025, 4)), "before")
    settled(refusal(lambda: ageing(store, 2028, 6)), "late")
    settled(refusal(lambda: nowcast.month_asked("soon", date(2026, 3, 4))), "words")
    settled(nowcast._scaled({"dollars": None, "interval90": None}, 2.0), "nothing to scale")
    steps = index.Index("x", "X", 24_000 + np.arange(40), np.cumsum(np.linspace(0.001, 0.004, 40)) ** 1.1)
    settled([nowcast._carried_sd(steps, m) for m in (0, 1, 6, 30)], "carried")


def test_dates_in_words(settled: Settled, store: Store) -> None:
    today, answer = date(2026, 3, 4), estimate(Profile(CODER), store)
    assert nowcast.dating(store, " ", today)(answer) is answer
    found = nowcast.dating(store, "today", today)(answer)
    assert found.annual == aged(answer, ageing(store, 2026, 3, occupation=CODER)).annual
    settled(nowcast.dating(store, "2025-12", today, index="cpi")(answer).annual)
    settled(refusal(lambda: nowcast.dating(store, "soon", today)), "words")


def test_jobs_nobody_projects(settled: Settled, store: Store) -> None:
    settled([_jobs(store, CODER, 1_000.0), _jobs(store, CODER, float("nan")), _jobs(store, "99-9999", 5.0)])


def test_parameters(settled: Settled) -> None:
    known = parameters()
    settled(known)
    settled([known.ageing_p90(i, y) for i in ("civilian", "cpi", "none such") for y in (0, 0.5, 1, 3)], "p90")


TRENDS = {
    "coder": {"occupation": CODER},
    "forecast": {"occupation": CODER, "ahead": 6, "statistic": "p50"},
    "mean forecast": {"occupation": "11-9111", "ahead": 2, "statistic": "mean"},
    "years": {"occupation": "29-1141", "first": 2016, "last": 2022, "statistic": "p10"},
    "two years": {"occupation": "29-1141", "first": 2023},
    "old code": {"occupation": "29-2071"},
    "old code without hyphen": {"occupation": "292071"},
    "split": {"occupation": "15-1252"},
    "hourly": {"occupation": "27-2011"},
    "everyone": {"occupation": "00-0000"},
    "group": {"occupation": "29-0000"},
    "renumbered": {"occupation": "29-9021"},
    "moved": {"occupation": "11-2031"},
    "kept its number": {"occupation": "11-3011"},
    "some moved": {"occupation": "13-1199"},
}


@pytest.mark.parametrize("name", list(TRENDS))
def test_a_trend(settled: Settled, store: Store, name: str) -> None:
    found = trend(store, **TRENDS[name])  # type: ignore[arg-type]
    settled(found)
    settled([vars(found.table()), found._repr_html_()], "shown")


def test_trends_that_cannot_be(settled: Settled, store: Store) -> None:
    for name, call in {
        "statistic": lambda: trend(store, CODER, statistic="median"),
        "before": lambda: trend(store, CODER, first=1999),
        "after": lambda: trend(store, CODER, last=2040),
        "order": lambda: trend(store, CODER, first=2020, last=2018),
        "broad": lambda: trend(store, "29-2000"),
        "unknown": lambda: trend(store, "99-9999"),
        "not then": lambda: trend(store, "21-1018", first=2013, last=2013),
        "old forecast": lambda: trend(store, "29-2071", ahead=2),
    }.items():
        settled(refusal(call), name)


@pytest.mark.parametrize("occupation", [CODER, "11-9111", "29-0000", "35-3023", "55-0000", "00-0000"])
def test_a_forecast(settled: Settled, store: Store, occupation: str) -> None:
    try:
        found = forecast(store, occupation, 10)
    except Exception as error:
        settled(repr(error))
        return
    settled(found)
    settled([vars(found.table()), found._repr_html_()], "shown")
    settled(forecast(store, occupation).notes, "notes")


def test_forecasts_that_cannot_be(settled: Settled, store: Store) -> None:
    for years in (0, 11):
        settled(refusal(lambda years=years: forecast(store, CODER, years)), str(years))
    settled(refusal(lambda: forecast(store, "29-2000")), "group")


@pytest.mark.parametrize(
    "occupation", [CODER, "11-9111", "health information technologists", "29-0000", "45-3031"]
)
def test_an_outlook(settled: Settled, store: Store, occupation: str) -> None:
    try:
        settled(outlook(store, occupation))
    except Exception as error:
        settled(repr(error))


def test_history(settled: Settled, store: Store) -> None:
    held = series.history(store)
    settled([held.years, held.names[::40], held.titles[::40], held.levels[::40], held.codes[::25]])
    settled(
        [held.wages, held.jobs, held.jobs_rse, held.mean_rse, held.hourly_only, held.current()], "figures"
    )
    settled([held.successors, held.predecessors], "related")
    settled([held.code_in(held.of[CODER, "2018"], year) for year in (2015, 2018, 2019, 2020, 2021)], "codes")
    assert series.history(store) is held


def test_links_by_hand() -> None:
    """a became b; c was split into d and e; f and g were merged into h; the rest kept their numbers."""
    links = series.Links(
        [("11-1011", "11-1012"), ("13-1011", "13-1013"), ("13-1011", "13-1014"), ("15-1011", "17-1013"),
         ("15-1012", "17-1013")]
    )  # fmt: skip
    one = {c: links.one_to_one(c) for c in ("11-1011", "11-1012", "13-1011", "15-1011", "17-1013", "53-7051")}
    assert one == {"11-1011": "11-1012", "11-1012": None, "13-1011": None, "15-1011": None, "17-1013": None,
                   "53-7051": "53-7051"}  # fmt: skip
    whole = {c: links.is_whole(c) for c in ("11-1012", "13-1013", "17-1013", "53-7051")}
    assert whole == {"11-1012": True, "13-1013": False, "17-1013": False, "53-7051": True}
    groups = ("00-0000", "11-0000", "13-0000", "15-0000", "17-0000", "11-1010", "13-1010", "53-7050")
    assert [links.one_to_one(c) for c in groups] == [
        "00-0000", "11-0000", "13-0000", None, None, "11-1010", "13-1010", "53-7050"
    ]  # fmt: skip
    assert [links.is_whole(c) for c in groups] == [True, True, True, False, False, True, True, True]
    keys = {("11-1011", "2010"), ("11-1012", "2018"), ("11-1012", "hybrid"), ("13-1011", "2010"), ("13-1013", "2018"),
            ("99-1011", "2010"), ("99-1011", "hybrid"), ("98-1011", "hybrid")}  # fmt: skip
    assert sorted(series._chains(keys, links)) == [
        (("11-1011", "2010"), ("11-1012", "hybrid"), ("11-1012", "2018")),
        (("13-1011", "2010"),),
        (("13-1013", "2018"),),
        (("98-1011", "hybrid"),),
        (("99-1011", "2010"), ("99-1011", "hybrid")),
    ]


@pytest.fixture(scope="module")
def panel(store: Store) -> backtest.Panel:
    return backtest.panel(store)


def test_the_panel(settled: Settled, panel: backtest.Panel) -> None:
    settled([panel.years, panel.log_median, panel.log_all, panel.log_jobs, panel.log_all_jobs, panel.rse])
    settled(
        [panel.recent(2024), panel.column(2016), panel.has(2012), panel.has(2013), panel.has(2026)], "read"
    )


def test_rules_tried_on_the_past(settled: Settled, panel: backtest.Panel) -> None:
    for name, rule in backtest.pay_rules(panel).items():
        errors = backtest.rule_errors(panel, rule, 2)
        settled([errors, backtest.mape(errors), backtest.fan(panel, errors)], name)
    for name, rule in backtest.job_rules(panel).items():
        errors = backtest.rule_errors(panel, rule, 3, panel.log_jobs)
        settled([errors, backtest.fan(panel, errors, jobs=True)], "jobs: " + name)
    other = {"b": index.Index("b", "B", panel.cost.months, panel.cost.log_levels * 1.1)}
    for name, rule in backtest.ageing_rules(panel, other).items():
        errors = backtest.ageing_errors(panel, rule, 2)
        settled([backtest.mape(errors), errors], "ageing: " + name)


def test_the_model_tried_on_the_past(settled: Settled, panel: backtest.Panel) -> None:
    grid = {
        pair: {h: backtest.model_errors(panel, *pair, h) for h in (1, 3)}
        for pair in ((0.5, 0.03), (0.35, 0.02))
    }
    settled([[backtest.mape(e) for e in by.values()] for by in grid.values()])
    settled(
        [backtest.choose(grid), backtest.choose(grid, 2020), backtest._total(grid[0.5, 0.03], 2019)], "choice"
    )
    settled(backtest.chosen_errors(grid, 3), "chosen")
    settled(backtest.scale(np.array([0.1, 0.3, 4.0, 50.0, np.nan])), "scale")
    one = {2016: grid[0.5, 0.03][1][2016]}
    settled(backtest.fan(panel, one), "one origin")


def test_the_whole_grid_has_every_pair(monkeypatch: pytest.MonkeyPatch, panel: backtest.Panel) -> None:
    monkeypatch.setattr(backtest, "model_errors", lambda p, share, run, h: (p is panel, share, run, h))
    grid = backtest.grid_errors(panel)
    assert list(grid) == [(s, r) for s in backtest.RETURN_SHARES for r in backtest.LONG_RUNS]
    assert all(by == {h: (True, *pair, h) for h in (1, 2, 3, 5)} for pair, by in grid.items())


def test_growth(settled: Settled) -> None:
    model = GrowthModel(0.03, 0.65, (-0.006, 0.001))
    settled([model.common(0.05, h) for h in range(1, 11)])
    settled(
        model.catch_up(np.array([-0.5, 0.0, 1.2, np.nan]), 4.5, np.array([-0.3, 0.4, np.nan])), "catching up"
    )


def test_demand_and_pay(settled: Settled, store: Store) -> None:
    settled(demand.demand_and_pay(store))
    rng = np.random.default_rng(5)
    jobs, level = rng.normal(0, 20, 80), rng.normal(0, 0.4, 80)
    for name, slope in {"faster": 0.001, "slower": -0.001, "neither": 0.0}.items():
        pay = 0.01 + slope * jobs + rng.normal(0, 0.002, 80)
        pay[3] = np.nan
        found = demand._regress("q", "p", "j", pay, jobs, level)
        settled(found, name)
        assert found.verdict == {"neither": "no clear difference"}.get(name, name)
        settled(demand._statement((found, found, found)), name + " said")
    up, down = (demand.Regression("q", "p", "j", 9, e, (e - 0.01, e + 0.01), 0.1) for e in (0.2, -0.2))
    settled(demand._statement((up, down, up)), "mixed")
