"""Cells nobody published: wages and calibrated intervals, from the table that a fit left behind.

A `table` of single cells comes from the laboratory (`lab/paychart_lab/cells`) or, for a release nobody fitted, a
rule in `kept`; `calibration` says how sure. A `sheet` is one occupation in all areas and industries; `joint_cells` are
its cells of both at once, by rank transport (`joint`) raked to both margins (`raking`). `price` answers for many cells.
`docs/model.md` has the mathematics and the errors.
"""

from paychart.pay.model.kept import model_table
from paychart.pay.model.price import Prices, parents, price
from paychart.pay.model.smoothing import Smoothed, smoothed

__all__ = ["Prices", "Smoothed", "model_table", "parents", "price", "smoothed"]
