"""No year and no edition stands in the logic of the package: they are rows of `vintages.csv` and its neighbors."""

from __future__ import annotations

import io
import re
import tokenize
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "src" / "paychart"
YEAR = range(2010, 2041)
# Limits of what may be asked, and examples in words that a reader types over.
ALLOWED = {"doors/web/queries", "questions"}


def _years(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return [
        f"{path.relative_to(PACKAGE)}:{token.start[0]}: {token.line.strip()}"
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.NUMBER and token.string.isdigit() and int(token.string) in YEAR
    ]


def test_no_number_in_the_code_is_a_year():
    found = [
        line
        for path in sorted(PACKAGE.rglob("*.py"))
        if not any(str(path.relative_to(PACKAGE)).startswith(room) for room in ALLOWED)
        for line in _years(path)
        if "year" in line.lower() or "range(" in line
    ]
    assert found == []


def test_no_column_is_named_after_an_edition():
    named = re.compile(r"\b(employment|jobs|median_annual)_20\d\d")
    found = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if named.search(path.read_text("utf-8"))
    ]
    assert found == []


def test_no_period_of_a_projection_is_written_into_an_answer():
    """Periods such as 2024-34 stand in docstrings and comments as examples, never in what is printed."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
            text = token.string if token.type == tokenize.STRING else ""
            told = text.lstrip("rbfu")[:3] != '"""' and "e.g." not in text
            if told and re.search(r"\b20\d\d[-–]3\d\b", text):
                found.append(f"{path.relative_to(PACKAGE)}:{token.start[0]}")
    assert found == []
