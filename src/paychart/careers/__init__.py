"""Ladder, moves, return on a credential or degree, ranking by what a person values."""
