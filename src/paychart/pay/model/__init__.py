"""Cells nobody published: wages and calibrated intervals, fitted from whatever a store holds."""

from paychart.pay.model.fitted import FittedModel, ModelledCells, fitted

__all__ = ["FittedModel", "ModelledCells", "fitted"]
