"""How many people stand in each tenth of their market, as columns; and one ratio as a bar from one."""

from __future__ import annotations

from collections.abc import Sequence

from paychart.show.scale import Scale

LOW, MIDDLE, HIGH = "#c8641b", "#5b9bcb", "#2f7fb8"
_BASE, _TALLEST = 150, 118


def tenths(counts: Sequence[int]) -> str:
    """SVG of ten columns, from the lowest paid tenth of the market to the highest; 0 is drawn as nothing.

    Decorative for screen readers: pair it with words. An even spread would fill each column equally.
    """
    most, total = max(counts, default=0), sum(counts)
    parts = []
    for i, count in enumerate(counts):
        left, middle = 2 + i * 9.6, 2 + i * 9.6 + 4.4
        if count:
            height = round(_TALLEST * count / most, 1)
            name, fill = ("pc-takes", LOW) if i < 2 else ("pc-middle", MIDDLE)
            parts.append(
                f'<rect class="{name}" x="{left:.2f}%" width="8.8%" y="{_BASE - height}" height="{height}" '
                f'rx="2" fill="{fill}"/>'
            )
            parts.append(_text(middle, _BASE - height - 6, f"{count:,}", "pc-label", 12))
        parts.append(_text(left - 0.4 if i else 0.8, _BASE + 17, str(10 * i), "pc-tick", 11))
    parts.append(_text(97.6, _BASE + 17, "100", "pc-tick", 11))
    if total:
        even = round(_BASE - _TALLEST * total / 10 / most, 1)
        parts.append(
            f'<line class="pc-even" x1="1.5%" x2="98.5%" y1="{even}" y2="{even}" stroke="currentColor" '
            'stroke-opacity=".45" stroke-dasharray="3 4"/>'
        )
    return (
        '<svg class="pc-tenths" width="100%" height="176" aria-hidden="true" focusable="false" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="system-ui, sans-serif">{"".join(parts)}</svg>'
    )


def ratio_strip(ratio: float, low: float, high: float) -> str:
    """SVG of a bar from a ratio of one to `ratio`, on a scale from `low` to `high` that holds one."""
    x = Scale(low, high, 1, 99)
    left, right = sorted((x(1.0), x(ratio)))
    name, fill = ("pc-takes", LOW) if ratio < 1 else ("pc-adds", HIGH)
    return (
        '<svg class="pc-strip" width="100%" height="18" aria-hidden="true" focusable="false" '
        f'xmlns="http://www.w3.org/2000/svg"><rect class="{name}" x="{left}%" width="{max(right - left, 0.4):.3f}%" '
        f'y="3" height="12" rx="2" fill="{fill}"/><line x1="{x(1.0)}%" x2="{x(1.0)}%" y1="0" y2="18" '
        'stroke="currentColor" stroke-opacity=".5"/></svg>'
    )


def _text(x: float, y: float, text: str, name: str, size: int) -> str:
    return (
        f'<text class="{name}" x="{x:.2f}%" y="{y}" text-anchor="middle" font-size="{size}" '
        f'fill="currentColor">{text}</text>'
    )
