"""One bar of a waterfall as a strip: from where the total was to where it is now, with its interval."""

from __future__ import annotations

from paychart.show.scale import Scale

ADDS, TAKES, TOTAL, SURE = "#2f7fb8", "#c8641b", "#55606e", "#16191d"


def step_strip(
    scale: Scale, start: float, end: float, kind: str, interval: tuple[float, float] | None = None
) -> str:
    """SVG of one step on the waterfall's shared scale. `kind` is adds, takes or total; `interval` in totals."""
    low, high = sorted((scale(start), scale(end)))
    fill = {"adds": ADDS, "takes": TAKES, "total": TOTAL}[kind]
    width = round(max(high - low, 0.35), 3)
    parts = [
        f'<rect class="pc-{kind}" x="{low}%" width="{width}%" y="3" height="16" rx="2" fill="{fill}"/>',
    ]
    if interval:
        a, b = scale(interval[0]), scale(interval[1])
        parts.append(
            f'<line class="pc-doubt" x1="{a}%" x2="{b}%" y1="11" y2="11" stroke="{SURE}" stroke-width="1.5"/>'
        )
    return (
        '<svg class="pc-strip" width="100%" height="22" aria-hidden="true" focusable="false" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )
