"""Occupations, areas, industries, credentials: look-up and search."""

from paychart.words.areas import find_area
from paychart.words.index import Area, CodeIndex, Industry, Occupation, index
from paychart.words.industries import find_industry
from paychart.words.lookup import Match, resolve_profile, search, told, understand
from paychart.words.occupations import find_occupation
from paychart.words.understood import Choice, Understood

__all__ = [
    "Area",
    "Choice",
    "CodeIndex",
    "Industry",
    "Match",
    "Occupation",
    "Understood",
    "find_area",
    "find_industry",
    "find_occupation",
    "index",
    "resolve_profile",
    "search",
    "told",
    "understand",
]
