"""The long run: `python tests/fuzz/fuzz_campaign.py [cases] [round]` fuzzes every door and prints its record.

Cases are named by round and number, so that a round comes back exactly; a crash prints its name. The counts
of a door without a crash go to `docs/fuzzing.json`, which docs/trust.md shows. A third word picks doors by name.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from fuzz_targets import TARGETS, run_case

from paychart import open_store

RECORD = Path(__file__).resolve().parents[2] / "docs" / "fuzzing.json"


def campaign(cases: int, round_name: str, only: str = "") -> dict[str, dict[str, int]]:
    """Counts by target: cases, answered, refused, crashed."""
    counts: dict[str, dict[str, int]] = {}
    with open_store() as store:
        for target in TARGETS:
            if only and only not in target.name:
                continue
            found: Counter[str] = Counter()
            first: dict[str, int] = {}
            start = time.process_time()
            number = round(cases * target.share)
            with tempfile.TemporaryDirectory(prefix="paychart-fuzz-") as name:
                folder = Path(name)
                for case in range(number):
                    result = run_case(target, f"{round_name} {case}", folder, store)
                    found[result] += 1
                    first.setdefault(result, case)
            crashed = number - found["answered"] - found["refused"]
            counts[target.name] = {
                "cases": number, "answered": found["answered"], "refused": found["refused"], "crashed": crashed,
            }  # fmt: skip
            each = 1000 * (time.process_time() - start) / max(number, 1)
            print(f"{target.name}: {counts[target.name]} {each:.1f} ms a case", flush=True)
            for result, times in found.most_common():
                if result not in ("answered", "refused"):
                    print(f"  {times} x {result}   (case {round_name} {first[result]})", flush=True)
    return counts


def main() -> int:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    round_name = sys.argv[2] if len(sys.argv) > 2 else "a"
    only = sys.argv[3] if len(sys.argv) > 3 else ""
    counts = campaign(cases, round_name, only)
    record: dict[str, dict[str, object]] = json.loads(RECORD.read_text()) if RECORD.exists() else {}
    for name, found in counts.items():
        if not found["crashed"]:
            record[name] = {"round": round_name, **found}
    RECORD.write_text(
        json.dumps({t.name: record[t.name] for t in TARGETS if t.name in record}, indent=1) + "\n"
    )
    crashed = sum(c["crashed"] for c in counts.values())
    print(f"{sum(c['cases'] for c in counts.values()):,} cases, {crashed} crashes")
    return 1 if crashed else 0


if __name__ == "__main__":
    sys.exit(main())
