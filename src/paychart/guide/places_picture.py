"""The map of `places` as a file of its own: title, dots or filled states, legend and note on one canvas."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from paychart.data.vintages import edition
from paychart.errors import BadInput
from paychart.guide.drawing import Chart, light
from paychart.guide.maps import metro_map, state_map
from paychart.guide.picture import write_svg
from paychart.pay.places import Ranking

FONT = "Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
WIDTH, TOP, BOTTOM = 975, 78, 84
STEP = 134  # width of a legend entry


def write_places_map(ranking: Ranking, target: Path) -> None:
    """Write the places as a map, .svg or .png: states filled, or metropolitan areas as dots sized by jobs.

    Raises BadInput where none of the places listed can be drawn.
    """
    write_svg(places_svg(ranking), target)


def places_svg(ranking: Ranking) -> str:
    """The drawing: pay after prices, by place."""
    states = [p for p in ranking.places if p.type == "state" and p.real is not None]
    metros = [p for p in ranking.places if p.type == "metropolitan" and p.real is not None]
    what = "pay after cost of living"
    if metros:
        nearby = sorted({s for p in metros for s in p.name.rsplit(", ", 1)[-1].split("-")})
        few = nearby if len(nearby) <= 6 else []
        chart = metro_map(metros, what, states=few, own=ranking.home.area if ranking.home else "")
        note = "Dots: metropolitan areas, sized by jobs. Rural areas have no point of their own; the table has them."
    elif states:
        values = {p.area: round(p.real or 0, -2) for p in states}
        chart = state_map(values, {p.area: p.name for p in states}, what)
        note = "Hatched: no figure published."
    else:
        raise BadInput(
            "None of these places can be drawn.", nearest=("--kind metro", "--kind state"),
            hint="Rural areas have no outline here; draw metros or states.",
        )  # fmt: skip
    return _compose(ranking, chart, note)


def _compose(ranking: Ranking, chart: Chart, note: str) -> str:
    found = re.match(r'<svg[^>]*viewBox="([^"]+)"[^>]*>(.*)</svg>$', chart.wide, re.DOTALL)
    assert found is not None
    box, content = found[1], found[2]
    _, _, width, height = (float(v) for v in box.split())
    tall = WIDTH * height / width
    level = "Median" if ranking.statistic == "p50" else ranking.statistic.upper()
    who = ", for the profile asked for" if ranking.status == "modelled" else ""
    title = f"{ranking.title}: {level.lower() if level == 'Median' else level} pay after cost of living{who}"
    line = f"Dollars a year at US prices. {ranking.release}, {ranking.status}. Prices: BEA parities {edition('rpp')}."
    bottom = TOP + tall
    entries = "".join(
        f'<rect x="{20 + STEP * i}" y="{bottom + 14:.0f}" width="22" height="12" fill="{light(name)}"/>'
        f'<text x="{48 + STEP * i}" y="{bottom + 25:.0f}" font-size="13">{escape(text)}</text>'
        for i, (name, text) in enumerate(chart.legend)
    )
    body = re.sub(r"<path (?![^>]* stroke=)", '<path stroke="#ffffff" ', content)
    body = re.sub(r"var\(--([a-z0-9]+)\)", lambda m: light(m[1]), body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{bottom + BOTTOM:.0f}" '
        f'viewBox="0 0 {WIDTH} {bottom + BOTTOM:.0f}" font-family="{FONT}" fill="{light("ink")}" role="img" '
        f'aria-label="{escape(chart.alt)}"><rect width="100%" height="100%" fill="#ffffff"/>'
        f'<text x="20" y="32" font-size="19" font-weight="bold">{escape(title)}</text>'
        f'<text x="20" y="56" font-size="14" fill="{light("muted")}">{escape(line)}</text>'
        f'<svg x="0" y="{TOP}" width="{WIDTH}" height="{tall:.0f}" viewBox="{box}">{body}</svg>'
        f'{entries}<text x="20" y="{bottom + 56:.0f}" font-size="13" fill="{light("muted")}">{escape(note)}</text>'
        "</svg>"
    )
