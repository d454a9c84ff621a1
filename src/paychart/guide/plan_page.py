"""The personal plan as one page: HTML that prints on one sheet, and the same as PDF."""

from __future__ import annotations

from importlib import resources
from typing import Any

from paychart.careers.outcome_words import card
from paychart.careers.personal_plan import Advice, PersonalPlan
from paychart.careers.study import article
from paychart.data.vintages import edition
from paychart.errors import SourceUnavailable
from paychart.guide import ladder_chart
from paychart.guide.typesetting import typeset
from paychart.show.figures import money

_KIND = {
    "credential": "Credential",
    "specialization": "Specialty",
    "degree": "Degree",
    "employer": "Employer",
    "area": "Place",
    "role": "Role",
}


def facts(plan: PersonalPlan) -> dict[str, Any]:
    """The words and figures of the page, as plain values that both layouts read."""
    names, annual = plan.now.names, plan.now.annual
    band = plan.now.interval90
    low, high = band["p50"] if band else (None, None)
    return {
        "title": names["occupation"] if plan.weighed.role.generic else plan.weighed.role.name,
        "subject": ", ".join(part for part in (names["occupation"], names["area"], _employer(names)) if part),
        "reader": _reader(plan),
        "release": plan.release,
        "status": plan.now.status,
        "pay": money(annual["p50"]),
        "sure": f"{money(low)} to {money(high)}" if low and high else "",
        "range": f"{money(annual['p10'])} to {money(annual['p90'])}",
        "real": money(plan.real_pay),
        "price_level": f"{plan.price_level:.0f}%",
        "moves": [_move(one) for one in plan.advice],
        "no_moves": "" if plan.advice else "No single change weighed is likely to pay within ten years.",
        "tips": [
            {"advice": t.advice, "holds": t.holds, "figures": t.figures}
            for t in plan.weighed.tips
            if t.holds in ("does not hold", "does not seem to hold")
        ][:2],
        "goal": plan.climb.goal.name if plan.climb and plan.climb.goal else "",
        "rungs": [_rung(r) for r in plan.climb.rungs] if plan.climb else [],
        "study": _study(plan),
        "watch": list(plan.watch),
        "doubt": _DOUBT,
        "sources": _SOURCES.format(
            release=plan.release, **{name: edition(name) for name in ("rpp", "projections", "person_records")}
        ),
    }


_DOUBT = (
    "Gains and returns are associations among workers, not promises. A range says how workers differ; “90% "
    "sure” says "
    "how firm a figure is. Odds, waits and prices that paychart marks as assumptions are yours to change."
)
_SOURCES = (
    "Wages: U.S. Bureau of Labor Statistics (BLS), Occupational Employment and Wage Statistics, {release}. Prices: "
    "U.S. Bureau of Economic Analysis (BEA), {rpp}. Outlook: BLS Employment Projections {projections}. Persons: Census "
    "Bureau, American Community Survey {person_records}. Roles, fees and rates: sources row by row in paychart's "
    "reference tables. "
    "Computed by paychart; nothing about you was stored or sent."
)


def _employer(names: Any) -> str:
    return "" if names["industry"].startswith("Cross-") else names["industry"]


def _reader(plan: PersonalPlan) -> str:
    p = plan.profile
    parts = [
        article(p.education) if p.education else "",
        f"{p.experience_years:g} years of work" if p.experience_years is not None else "",
        ", ".join(p.held),
        f"age {plan.age}",
    ]
    return " · ".join(part for part in parts if part)


def _move(one: Advice) -> dict[str, str]:
    return {**card(one.move), "kind": _KIND[one.move.kind], "first": one.first_step}


def _rung(rung: Any) -> dict[str, str]:
    wait = "now" if not rung.years else f"in {rung.years:g} year{'s' if rung.years != 1 else ''}"
    low, high = rung.pay90 or (None, None)
    return {
        "name": rung.role.name,
        "wait": wait,
        "pay": money(rung.pay),
        "sure": f"{money(low)} to {money(high)}" if low and high else "",
        "asks": f"{rung.role.entry_education.value}, {rung.role.experience_years:g} years"
        + (f"; {' or '.join(rung.role.credentials[:2])}" if rung.role.credentials else ""),
    }


def _study(plan: PersonalPlan) -> dict[str, str] | None:
    found = plan.study
    if found is None:
        return None
    (last,) = found.outcomes[-1:]
    whole = (
        f" Simulated to {found.plan.retire}, it comes to {signed(round(found.npv_mean, -3))} today on average."
        # Another draw of the careers would change the digits below a thousand.
        if found.npv_mean is not None
        else ""
    )
    said = card(last)
    return {
        "what": said["name"].removeprefix("Earn ").capitalize(),
        "verdict": found.verdict,
        "told": f"{said['gain']}; {said['cost']}; odds {said['odds']}; {said['value']}, {said['terms']}.{whole}",
    }


def html(plan: PersonalPlan) -> str:
    """The page as one HTML file: no script, no network. Text is escaped; only our own drawing is let through."""
    try:
        from jinja2 import Environment, StrictUndefined
    except ImportError as error:
        raise SourceUnavailable(
            "The plan page needs packages that are not installed.",
            hint='Install them with: pip install "paychart[guide]"',
        ) from error
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    folder = resources.files("paychart.guide").joinpath("templates")
    template = environment.from_string(folder.joinpath("plan.html.j2").read_text(encoding="utf-8"))
    style = folder.joinpath("plan.css").read_text(encoding="utf-8")
    drawing = ladder_chart.draw(plan.climb, heading=False) if plan.climb else ""
    return template.render(d=facts(plan), style=style, drawing=drawing) + "\n"


def pdf(plan: PersonalPlan) -> bytes:
    """The same page as a tagged PDF, US letter."""
    drawings = {"way": ladder_chart.draw(plan.climb, heading=False)} if plan.climb else {}
    alt = ladder_chart.describe(plan.climb) if plan.climb else ""
    return typeset("plan.typ", {**facts(plan), "picture": alt}, drawings)


def signed(value: float) -> str:
    """+$1,200 or −$300, never broken over two lines."""
    return f"{'+' if value >= 0 else '−'}\u2060${abs(value):,.0f}"
