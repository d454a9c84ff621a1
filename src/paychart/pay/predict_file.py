"""A CSV of cells in, the same rows with wages out; a bad row gets a reason."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from paychart.csv_output import write_rows
from paychart.errors import BadInput
from paychart.pay.people import people_folder
from paychart.pay.predict import OUTPUT_COLUMNS, Predictions, predict
from paychart.pay.predict_people import PERSON_COLUMNS, personalize
from paychart.store import Store

INPUT_COLUMNS = ("occupation", "area", "industry")


def predict_file(
    store: Store, source: Path, target: Path, *, progress: Callable[[str], None] = lambda _: None
) -> dict[str, int]:
    """Read cells from the CSV `source`, write it to `target` with the answers added; returns counts by status.

    Input order and unknown columns are kept. `target` appears only when it is whole.
    """
    header, rows = read_rows(source)
    place = {name: header.index(name) for name in INPUT_COLUMNS if name in header}
    if "occupation" not in place:
        raise BadInput(
            f"{source.name} has no column named occupation.",
            nearest=tuple(header[:8]),
            hint=f"The columns are {', '.join(INPUT_COLUMNS)}; area and industry may be left out, and "
            f"{', '.join(PERSON_COLUMNS)} may be added.",
        )
    texts = [[row[place[n]] if n in place else "" for row in rows] for n in INPUT_COLUMNS]
    answers = predict(store, *texts, progress=progress)
    person = {name: header.index(name) for name in PERSON_COLUMNS if name in header}
    if person:
        traits = {name: [row[at] for row in rows] for name, at in person.items()}
        answers = personalize(answers, traits, people_folder(store.path))
    added = [name for name in OUTPUT_COLUMNS if name not in header]
    keep = [i for i, name in enumerate(header)]
    write_rows(target, [header[i] for i in keep] + added, _output(rows, answers, header, added))
    counts = {kind: answers.status.count(kind) for kind in ("published", "modelled")}
    return {"rows": len(rows), **counts, "errors": sum(bool(e) for e in answers.errors)}


def _output(
    rows: list[list[str]], answers: Predictions, header: list[str], added: list[str]
) -> Iterable[list[str]]:
    for i, row in enumerate(rows):
        values = dict(zip(OUTPUT_COLUMNS, _answer(answers, i), strict=True))
        kept = [values.get(name, text) for name, text in zip(header, row, strict=True)]
        yield kept + [values[name] for name in added]


def _answer(answers: Predictions, i: int) -> list[str]:
    numbers = [*answers.wages[i], *answers.interval90[i]]
    return [answers.status[i], *("" if np.isnan(v) else f"{v:.0f}" for v in numbers), answers.errors[i]]


def read_rows(source: Path) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a CSV; a row of another length, or bytes that are not UTF-8, stop the read."""
    try:
        with source.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            header = [name.strip() for name in next(reader, [])]
            rows = []
            for row in reader:
                if not row:
                    continue
                if len(row) != len(header):
                    raise BadInput(
                        f"{source.name} line {reader.line_num} has {len(row)} fields; the header has {len(header)}.",
                        hint="Mend that line; nothing was written.",
                    )
                rows.append(row)
    except FileNotFoundError as error:
        raise BadInput(f"There is no file {source}.") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{source.name} is not UTF-8 text.", hint='Save it as "CSV UTF-8".') from error
    except (OSError, csv.Error) as error:
        raise BadInput(f"{source.name} cannot be read: {error}.") from error
    if not header:
        raise BadInput(f"{source.name} is empty.", hint=f"It needs a header: {','.join(INPUT_COLUMNS)}")
    return header, rows
