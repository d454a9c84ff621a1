"""Cells nobody published: wages and calibrated intervals, fitted from whatever a store holds."""

from paychart.pay.model.kept import model_table
from paychart.pay.model.price import Prices, parents, price
from paychart.pay.model.smoothing import Smoothed, smoothed

__all__ = ["Prices", "Smoothed", "model_table", "parents", "price", "smoothed"]
