"""Reading other guides: each claim kind is one module with `find(text, evidence) -> list[Claim]`.

To add a kind, write such a module with its tests and name it in `KINDS`.
"""

from __future__ import annotations

from paychart.guide.check import employers, wages
from paychart.guide.check.claim import Claim, Evidence

KINDS = (wages, employers)


def check(text: str, evidence: Evidence) -> list[Claim]:
    """Every claim of the known kinds, graded, in the order of the text."""
    return sorted((c for kind in KINDS for c in kind.find(text, evidence)), key=lambda c: (c.start, c.end))
