"""Occupations, areas, industries, credentials: look-up and search."""

from paychart.codes.areas import find_area
from paychart.codes.index import Area, CodeIndex, Industry, Occupation, index
from paychart.codes.industries import find_industry
from paychart.codes.lookup import Match, resolve_profile, search
from paychart.codes.occupations import find_occupation

__all__ = [
    "Area",
    "CodeIndex",
    "Industry",
    "Match",
    "Occupation",
    "find_area",
    "find_industry",
    "find_occupation",
    "index",
    "resolve_profile",
    "search",
]
