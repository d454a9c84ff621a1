"""How well and how fast guides are checked, beside a plain rule.

Accuracy: precision, recall and grades on guides graded by hand (tests/guides). The peer takes every sentence with a
figure or a comparison for one claim and grades each "supported", which most claims of most guides are.
Speed: the CPU seconds for a guide of 5,000 words, first (cold caches) and again.

    python bench/checker.py [--json OUT.json]
"""

from __future__ import annotations

import argparse
import json
import re
import time
from pathlib import Path
from typing import Any

from paychart import open_store
from paychart.claims import check_guide
from paychart.claims.document import read
from paychart.claims.sentences import sentences
from paychart_lab.checker_evaluation import evaluate, hand_graded

GUIDES = Path(__file__).parents[1] / "tests" / "guides"
PLAIN = re.compile(r"\d|\b(?:more|less|higher|lower|highest|lowest|grow|most)\b", re.I)


def plain_rule(folder: Path) -> dict[str, Any]:
    """The peer: one claim for each such sentence. A hand-graded claim counts as found if it stands in one."""
    found = matched = by_hand = right = 0
    for path in sorted(p for p in folder.iterdir() if p.suffix in (".txt", ".md", ".html")):
        raw = path.read_bytes()
        document = read(raw, path.name)
        told = hand_graded(path.with_suffix(".claims"), raw.decode("utf-8"))
        by_hand += len(told)
        for sentence in sentences(document):
            if not PLAIN.search(sentence.text):
                continue
            found += 1
            start, end = document.span(sentence.start, sentence.start + len(sentence.text))
            inside = [claim for claim in told if start <= claim.start < end]
            matched += bool(inside)
            right += bool(inside) and inside[0].grade == "supported"
    return {
        "found": found,
        "precision": round(matched / found, 3),
        "recall": round(matched / by_hand, 3),
        "accuracy": round(right / matched, 3),
    }


def long_guide(words: int = 5000) -> bytes:
    """The development guides one after the other until there are enough words."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((GUIDES / "development").glob("*.txt"))]
    parts: list[str] = []
    while sum(len(part.split()) for part in parts) < words:
        parts += texts
    return "\n\n".join(parts).encode()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", type=Path)
    out = parser.parse_args().json
    results: dict[str, Any] = {}
    with open_store() as store:
        for name in ("development", "heldout"):
            found = evaluate(GUIDES / name, store).to_dict()
            keys = ("by_hand", "found", "precision", "recall", "accuracy")
            results[name] = {"checker": {k: found[k] for k in keys}, "plain rule": plain_rule(GUIDES / name)}
            print(f"{name}: {results[name]}")
    raw = long_guide()
    with open_store() as store:
        times = []
        for _ in range(3):
            start = time.process_time()
            report = check_guide(raw, store)
            times.append(round(time.process_time() - start, 2))
    results["speed"] = {"words": len(raw.split()), "claims": len(report.claims), "cpu_seconds": times}
    print(f"speed: {results['speed']} (the first with cold caches)")
    if out:
        out.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
