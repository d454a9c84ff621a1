"""Reading other guides: which of their claims official data support.

`check_guide` is the one door. Claim kinds are the modules of `kinds`, found by their being there: a new kind is one
file with `NAME`, `ORDER` and `find(clause, reader) -> Iterator[Finding]`, and its tests.
"""

from __future__ import annotations

from paychart.guide.check.claim import Claim, Finding, Grade, Verdict
from paychart.guide.check.run import Report, check_guide

__all__ = ["Claim", "Finding", "Grade", "Report", "Verdict", "check_guide"]
