"""A CSV of titles in, the same rows with occupations out, written whole or not at all."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from paychart.errors import BadInput
from paychart.show.csv_output import write_rows
from paychart.show.output import usable
from paychart.words.titles.coder import ABSTAIN_BELOW, BATCH, Coder, carried_coder
from paychart.words.titles.wording import LONGEST_TITLE, Wording, take_apart

ADDED = ("soc", "soc_title", "probability", "alternatives", "level", "credentials")
ALTERNATIVES = 4
LEAST_ALTERNATIVE = 0.02


@dataclass(frozen=True)
class Coded:
    """How many rows were read, how many got a code, and how many were too doubtful."""

    rows: int
    coded: int
    doubtful: int

    def to_dict(self) -> dict[str, Any]:
        return {"rows": self.rows, "coded": self.coded, "doubtful": self.doubtful}


def code_file(
    source: Path,
    column: str,
    output: Path | None,
    coder: Coder | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> Coded:
    """Code `column` of a UTF-8 CSV file into `output`. Errors name rows and columns and never repeat a title.

    A doubtful title leaves `soc` empty and keeps its candidates in `alternatives`.
    """
    if output is None:
        raise BadInput("No output file was named.", hint="Add -o OUT.csv.")
    usable(output, inputs=(source,))
    header, body = _read(source)
    if header.count(column) != 1:
        raise BadInput(
            f"There is not exactly one column {column!r}.", nearest=header, hint="Use --column NAME."
        )
    clash = [name for name in ADDED if name in header]
    if clash:
        raise BadInput(f"The file already has a column {clash[0]!r}.", hint="Rename it first.")
    place = header.index(column)
    for number, row in enumerate(body, start=2):
        if len(row) != len(header):
            raise BadInput(f"Row {number} has {len(row)} fields, the header {len(header)}.")
        if len(row[place]) > LONGEST_TITLE:
            raise BadInput(
                f"Row {number} has a title longer than {LONGEST_TITLE} characters.", hint="Shorten it."
            )
    texts = [row[place] for row in body]
    cells = coded_cells(dict.fromkeys(texts), coder or carried_coder(), progress)
    rows = ([*row, *cells[text]] for row, text in zip(body, texts, strict=True))
    write_rows(
        output, [_defused(name) for name in [*header, *ADDED]], ([_defused(c) for c in row] for row in rows)
    )
    coded = sum(bool(cells[text][0]) for text in texts)
    return Coded(len(body), coded, len(body) - coded)


def _read(source: Path) -> tuple[list[str], list[list[str]]]:
    if not source.is_file():
        raise BadInput(f"{source.name} is not a file.", hint="Give the path of a CSV file.")
    try:
        with source.open(encoding="utf-8-sig", newline="") as stream:
            table = list(csv.reader(stream, strict=True))
    except UnicodeDecodeError:
        raise BadInput(
            f"{source.name} is not UTF-8 text.", hint="Save it as CSV UTF-8 and try again."
        ) from None
    except csv.Error:
        raise BadInput(
            f"{source.name} is not a well-formed CSV file.", hint="Check its quotation marks."
        ) from None
    except OSError as error:
        raise BadInput(f"{source.name} cannot be read: {error.strerror or error}.") from error
    return (table[0], table[1:]) if table else ([], [])


def coded_cells(
    titles: Iterable[str], coder: Coder, progress: Callable[[float], None] = lambda share: None
) -> dict[str, tuple[str, ...]]:
    """The six added cells of each distinct title; wordings that mean the same are worked out once."""
    wordings = {title: take_apart(title) for title in titles}
    distinct = list({wording.words: wording for wording in wordings.values()}.values())
    answers: dict[tuple[str, ...], tuple[str, str, str, str]] = {}
    for start in range(0, len(distinct), BATCH):
        part = distinct[start : start + BATCH]
        answers.update(zip((w.words for w in part), _answers(part, coder), strict=True))
        progress(min(1.0, (start + BATCH) / len(distinct)))
    return {
        title: (*answers[wording.words], wording.level, " ".join(wording.credentials))
        for title, wording in wordings.items()
    }


def _answers(wordings: list[Wording], coder: Coder) -> list[tuple[str, str, str, str]]:
    places, shares, _ = coder.rank(wordings, ALTERNATIVES + 1)
    codes, names = coder.model.codes, coder.model.names
    answers = []
    for wording, place, share in zip(wordings, places.tolist(), shares.tolist(), strict=True):
        sure = bool(wording.words) and share[0] >= ABSTAIN_BELOW
        first = (codes[place[0]], names[place[0]], f"{share[0]:.4f}") if sure else ("", "", "")
        others = zip(place[sure:], share[sure:], strict=True) if wording.words else ()
        listed = "; ".join(f"{codes[i]} {p:.2f}" for i, p in others if p >= LEAST_ALTERNATIVE)
        answers.append((*first, listed))
    return answers


def _defused(cell: str) -> str:
    """Titles hold no numbers, so here every leading sign is defused, not only those of formulas."""
    return "'" + cell if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
