"""Small pictures of pay as SVG text: drawn at any width, without scripts, styles or a drawing engine.

Horizontal positions are percentages and text is HTML-sized, so one drawing is sharp on a phone and on a wide
screen. Colors are presentation attributes that a page's style sheet may override by class.
"""

from paychart.show.history import Fan, Line, history
from paychart.show.pay_range import Marker, pay_range, range_strip
from paychart.show.scale import Scale, money, ticks
from paychart.show.steps import step_strip
from paychart.show.tenths import ratio_strip, tenths

__all__ = [
    "Fan",
    "Line",
    "Marker",
    "Scale",
    "history",
    "money",
    "pay_range",
    "range_strip",
    "ratio_strip",
    "step_strip",
    "tenths",
    "ticks",
]
