"""Occupations, areas, industries, credentials: look-up and search."""
