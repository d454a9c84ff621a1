"""The pages that belong to *Grow*, as tabs."""

from __future__ import annotations

TABS = (
    ("/grow", "Next moves"),
    ("/worth", "Worth it?"),
    ("/grow/rank", "What suits me?"),
    ("/grow/programs", "Programs"),
    ("/grow/plan", "My plan"),
)
