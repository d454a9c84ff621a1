"""Cells nobody published: wages and calibrated intervals, fitted from whatever a store holds."""

from paychart.pay.model.price import Prices, price

__all__ = ["Prices", "price"]
