"""How figures look, and how files are written: money and percent words, small pictures, tables, CSV, safe output.

`figures` has the one formatter and the order of `STATISTICS`; `table` is an answer as columns; `output` is the
only code that writes a file a person asked for (never over a folder, an input or a key; whole or not at all).
Pictures are SVG text without scripts or styles: horizontal positions are percentages and text is HTML-sized, so
one drawing is sharp at any width.
"""

from paychart.show.figures import LABELS, STATISTICS, between, money, percent, short_money, width_words
from paychart.show.history import Fan, Line, history
from paychart.show.pay_range import Marker, pay_range, range_strip, step_strip
from paychart.show.scale import Scale, ticks
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
