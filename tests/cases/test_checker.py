"""Sentences whose verdicts people settled: those of strangers, and our own in other words and other work."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from paychart.claims import check_guide
from paychart.data.store import Store

OURS = Path(__file__).with_name("checker.tsv")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _faults(rows: list[dict[str, str]], store: Store) -> list[str]:
    """Rows whose grades hold one that must not be, or lack the one that should be. "none" means no claim at all."""
    found = []
    for row in rows:
        text = row["sentence"].replace("\\n", "\n")
        grades = [
            c.grade for c in check_guide(text.encode(), store, name="a.md" if "#" in text else "").claims
        ]
        refused = set((row["must_not_be"] or "").split(","))
        wanted = row["should_be"]
        missing = bool(grades) if wanted == "none" else bool(wanted) and wanted not in grades
        unjust = wanted != "contradicted" and "contradicted" in grades
        if refused & set(grades) or missing or unjust:
            found.append(f"{text}: {grades}")
    return found


def test_sentences_of_strangers(store: Store, shared_data: Path) -> None:
    path = shared_data.parent / "cases" / "checker.tsv"
    if not path.exists():
        pytest.skip("the shared cases stand beside the project only where it is made")
    assert _faults(_rows(path), store) == []


def test_the_same_faults_in_other_words(store: Store) -> None:
    assert _faults(_rows(OURS), store) == []
