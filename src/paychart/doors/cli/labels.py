"""What the statistics of a wage distribution are called on the command line."""

from __future__ import annotations

LABELS = {
    "p10": "10th percentile (entry)",
    "p25": "25th percentile",
    "p50": "Median",
    "p75": "75th percentile",
    "p90": "90th percentile (top)",
    "mean": "Mean",
}
