"""Fitting cells nobody published, and measuring how far off they are: docs/model.md."""
