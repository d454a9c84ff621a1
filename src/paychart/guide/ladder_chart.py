"""The career ladder as a picture: roles in columns by level, pay in each, steps as lines; drawn as plain SVG.

Boxes are ordered within a column by the average place of what they are joined to, which keeps lines from
crossing (the barycenter heuristic of Sugiyama, Tagawa and Toda 1981).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from paychart.careers.ladder import Ladder, Rung
from paychart.careers.roles import Edge
from paychart.guide.drawing import Chart

BOX, TALL, GAP_X, GAP_Y, EDGE = 158, 50, 58, 14, 20
_SWEEPS = 8
_HEAD = 26
_FONT = "Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
_INK, _MUTED, _LINE, _FILL, _START, _GOAL = "#16191d", "#565d69", "#9fb4c6", "#eef4f9", "#0c2a47", "#b4460f"


def draw(climb: Ladder, *, heading: bool = True) -> str:
    """The ladder as a standalone SVG with a title and a description for those who cannot see it; `heading` prints
    the title into the picture."""
    head = _HEAD if heading else 0
    columns = _columns(climb.rungs, climb.edges)
    height = max(len(column) for column in columns) * (TALL + GAP_Y) - GAP_Y + 2 * EDGE + head
    width = len(columns) * (BOX + GAP_X) - GAP_X + 2 * EDGE
    at: dict[str, tuple[float, float]] = {}
    for i, column in enumerate(columns):
        top = head + (height - head - len(column) * (TALL + GAP_Y) + GAP_Y) / 2
        for j, rung in enumerate(column):
            at[rung.role.role] = (EDGE + i * (BOX + GAP_X), top + j * (TALL + GAP_Y))
    lines = [_line(edge, at, climb) for edge in climb.edges]
    boxes = [_box(rung, at[rung.role.role], climb) for column in columns for rung in column]
    paper = '<rect width="100%" height="100%" fill="#fdfcfa"/>'
    size = f' width="{width}" height="{height:.0f}"' if heading else ""
    said = (
        f'<text x="{EDGE}" y="22" font-size="13" fill="{_MUTED}">Career ladder, {escape(climb.area)}: pay of workers '
        "like you there; y = years from now at the earliest</text>"
    )
    title = f"Career ladder from {climb.start.name}, {climb.area}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:.0f}"{size} '
        f'role="img" aria-labelledby="t d" font-family="{_FONT}">'
        f'<title id="t">{escape(title)}</title><desc id="d">{escape(describe(climb))}</desc>'
        f"{paper if heading else ''}{said if heading else ''}{''.join(lines)}{''.join(boxes)}</svg>\n"
    )


def ladder_chart(climb: Ladder) -> Chart:
    """The ladder for a page of the guide: its colors follow light and dark, its words stand outside the picture."""
    svg = draw(climb, heading=False)
    svg = re.sub(r"<title.*?</title>|<desc.*?</desc>", "", svg, flags=re.DOTALL)
    svg = re.sub(r' (role|aria-labelledby)="[^"]*"', "", svg)
    for color, variable in ((_INK, "ink"), (_MUTED, "muted"), (_LINE, "muted"), (_FILL, "m0")):
        svg = svg.replace(color, f"var(--{variable})")
    return Chart(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1), "", describe(climb))


def describe(climb: Ladder) -> str:
    """The picture in words: each role with its pay and wait, and where it leads."""
    names = {rung.role.role: rung.role.name for rung in climb.rungs}
    said = []
    for rung in climb.rungs:
        onward = [names[e.to_role] for e in climb.edges if e.from_role == rung.role.role]
        leads = f" and leads to {', '.join(onward)}" if onward else ""
        said.append(f"{rung.role.name} ({_wait(rung)}) pays ${rung.pay:,.0f}{leads}.")
    return " ".join(said)


def _columns(rungs: Sequence[Rung], edges: Sequence[Edge]) -> list[list[Rung]]:
    """Rungs by level, each level ordered by the mean place of its neighbors, swept to and fro."""
    levels = sorted({rung.role.level for rung in rungs})
    columns = [[rung for rung in rungs if rung.role.level == level] for level in levels]
    joined: dict[str, set[str]] = {rung.role.role: set() for rung in rungs}
    for edge in edges:
        joined[edge.from_role].add(edge.to_role)
        joined[edge.to_role].add(edge.from_role)
    for _ in range(_SWEEPS):
        place = {r.role.role: (j + 0.5) / len(c) for c in columns for j, r in enumerate(c)}
        for column in columns:

            def center(rung: Rung, place: dict[str, float] = place) -> float:
                near = [place[name] for name in joined[rung.role.role]]
                own = place[rung.role.role]
                return (sum(near) + own) / (len(near) + 1)

            column.sort(key=center)
            place.update({r.role.role: (j + 0.5) / len(column) for j, r in enumerate(column)})
    return columns


def _line(edge: Edge, at: dict[str, tuple[float, float]], climb: Ladder) -> str:
    """A step as a curve from box to box; within one level it bows out to the right."""
    (x1, y1), (x2, y2) = sorted((at[edge.from_role], at[edge.to_role]))
    y1, y2, x1 = y1 + TALL / 2, y2 + TALL / 2, x1 + BOX
    if x2 < x1:
        x2 = x1
        curve = f"{x1 + GAP_X / 2} {y1:.1f} {x1 + GAP_X / 2} {y2:.1f}"
    else:
        mid = (x2 - x1) / 2
        curve = f"{x1 + mid:.0f} {y1:.1f} {x2 - mid:.0f} {y2:.1f}"
    on_way = climb.goal is not None or edge.from_role == climb.start.role
    color, thick = (_START, 1.8) if on_way else (_LINE, 1.2)
    stroke = f'stroke="{color}" stroke-width="{thick}" fill="none" opacity=".65"'
    return f'<path d="M{x1} {y1:.1f}C{curve} {x2} {y2:.1f}" {stroke}/>'


def _box(rung: Rung, at: tuple[float, float], climb: Ladder) -> str:
    x, y = at
    start, goal = rung.role is climb.start, rung.role is climb.goal
    fill = _START if start else _GOAL if goal else _FILL
    ink, faint = ("#ffffff", "#dfe9f2") if start or goal else (_INK, _MUTED)
    text = f'<text x="{x + 9}" y="{{}}" font-size="11" font-weight="{{}}" fill="{{}}">{{}}</text>'.format
    words = [
        text(f"{y + 16 + 12 * i:.1f}", 600, ink, escape(line))
        for i, line in enumerate(wrap(rung.role.name, 25))
    ]
    words.append(text(f"{y + TALL - 8:.1f}", 400, faint, f"${rung.pay / 1000:,.0f}k · {_wait(rung)}"))
    frame = f'<rect x="{x}" y="{y:.1f}" width="{BOX}" height="{TALL}" rx="6" fill="{fill}" stroke="{_LINE}"/>'
    return f"<g>{frame}{''.join(words)}</g>"


def _wait(rung: Rung) -> str:
    if rung.years is None:
        return "no way from here"
    return "now" if rung.years == 0 else f"{rung.years:g} y"


def wrap(text: str, width: int) -> list[str]:
    """The text on at most two lines of about `width` letters."""
    if len(text) <= width:
        return [text]
    words, first = text.split(), ""
    while words and len(first) + len(words[0]) < width:
        first = f"{first} {words.pop(0)}".strip()
    rest = " ".join(words)
    return [first, rest if len(rest) <= width + 2 else f"{rest[:width]}…"]
