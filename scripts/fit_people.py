"""Re-make the person-record tables of `paychart.data.reference` from ACS person files.

python scripts/fit_people.py PUMS_DIR src/paychart/data/reference
"""

from __future__ import annotations

import sys
from pathlib import Path

from paychart_lab.people_fit.run import run_fit

if __name__ == "__main__":
    report = run_fit(Path(sys.argv[1]), Path(sys.argv[2]), progress=lambda text: print(text, file=sys.stderr))
    print(report)
