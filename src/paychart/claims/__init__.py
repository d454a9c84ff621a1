"""Reading other guides: which of their claims official data support.

`check_guide` is the one door: `document` (a file as readable text that knows its places) -> `sentences` -> `spans` and
`lexicon` (typed spans) -> `scope` (one frame a figure) -> `kinds`, found by their being there, which judge frames ->
`gate`, which refuses what is open or not borne out by its own evidence. A new kind is one file with `NAME`, `ORDER` and
`find(clause, reader) -> Iterator[Finding]`, and its tests. `evidence` alone reads the store; `annotate` and
`guide/update` only lay out. HTML is scanned by our own forty lines, because every character must keep its place in the
file and nothing of the markup may survive.
"""

from __future__ import annotations

from paychart.claims.claim import Claim, Finding, Grade, Verdict
from paychart.claims.run import Report, check_guide

__all__ = ["Claim", "Finding", "Grade", "Report", "Verdict", "check_guide"]
