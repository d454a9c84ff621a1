"""The forecast tried on the past."""
