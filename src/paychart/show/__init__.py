"""Small pictures of pay as SVG text: drawn at any width, without scripts, styles or a drawing engine.

Horizontal positions are percentages and text is HTML-sized, so one drawing is sharp on a phone and on a wide
screen. Colors are presentation attributes that a page's style sheet may override by class.
"""

from paychart.show.figures import LABELS, STATISTICS, between, money, percent, short_money, width_words
from paychart.show.history import Fan, Line, history
from paychart.show.pay_range import Marker, pay_range, range_strip
from paychart.show.scale import Scale, ticks
from paychart.show.steps import step_strip
from paychart.show.tenths import ratio_strip, tenths

__all__ = [
    "LABELS",
    "STATISTICS",
    "Fan",
    "Line",
    "Marker",
    "Scale",
    "between",
    "history",
    "money",
    "pay_range",
    "percent",
    "range_strip",
    "ratio_strip",
    "short_money",
    "step_strip",
    "tenths",
    "ticks",
    "width_words",
]
