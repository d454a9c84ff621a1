"""Occupations, areas, industries, credentials: look-up and search."""

from paychart.words.areas import find_area
from paychart.words.index import Area, CodeIndex, Industry, Occupation, index
from paychart.words.industries import find_industry
from paychart.words.lookup import Match, resolve_profile, search
from paychart.words.occupations import find_occupation

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
