"""A CSV of cells in, the same rows with wages out; a bad row gets a reason."""

from __future__ import annotations

import csv
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.pay.predict import CELL_COLUMNS, OUTPUT_COLUMNS, PERSON_COLUMNS, Predictions, predict
from paychart.show.csv_output import write_columns
from paychart.show.output import usable


def predict_file(store: Store, source: Path, target: Path) -> dict[str, int]:
    """Read cells from the CSV `source`, write it to `target` with the answers added; returns counts by status.

    Input order and unknown columns are kept. `target` appears only when it is whole.
    """
    with _no_collecting():
        return _predict_file(store, source, target)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Without the garbage collector, which would walk millions of texts many times over and find nothing."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _predict_file(store: Store, source: Path, target: Path) -> dict[str, int]:
    usable(target, inputs=(source,))
    header, rows = read_rows(source)
    place = {name: header.index(name) for name in (*CELL_COLUMNS, *PERSON_COLUMNS) if name in header}
    if "occupation" not in place:
        raise BadInput(
            f"{source.name} has no column named occupation.",
            nearest=tuple(header[:8]),
            hint=f"The columns are {', '.join(CELL_COLUMNS)}; area and industry may be left out, and "
            f"{', '.join(PERSON_COLUMNS)} may be added.",
        )
    own: list[tuple[str, ...]] = list(zip(*rows, strict=True)) or [()] * len(header)
    answers = predict(store, {name: own[at] for name, at in place.items()})
    added = _texts(answers)
    columns = [added.get(name, column) for name, column in zip(header, own, strict=True)]
    fresh = [name for name in OUTPUT_COLUMNS if name not in header]
    columns += [added[name] for name in fresh]
    write_columns(target, header + fresh, columns, inputs=(source,))
    counts = {kind: answers.status.count(kind) for kind in ("published", "modelled")}
    return {"rows": len(rows), **counts, "errors": sum(bool(e) for e in answers.errors)}


def _texts(answers: Predictions) -> dict[str, list[str]]:
    """The output columns by name, in whole dollars and empty where there is no figure."""
    numbers = np.column_stack([answers.wages, answers.interval90]).T
    missing = np.isnan(numbers)
    dollars = np.where(missing, 0, np.rint(numbers)).astype(np.int64)
    columns = [list(map(str, column)) for column in dollars.tolist()]
    for column, absent in zip(columns, missing, strict=True):
        for i in np.flatnonzero(absent).tolist():
            column[i] = ""
    return dict(zip(OUTPUT_COLUMNS, (answers.status, *columns, answers.errors), strict=True))


def read_rows(source: Path) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a CSV; a row of another length, or bytes that are not UTF-8, stop the read."""
    try:
        with source.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            header = [name.strip() for name in next(reader, [])]
            rows = [row for row in reader if row]
    except FileNotFoundError as error:
        raise BadInput(f"There is no file {source}.") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{source.name} is not UTF-8 text.", hint='Save it as "CSV UTF-8".') from error
    except (OSError, csv.Error) as error:
        raise BadInput(f"{source.name} cannot be read: {error}.") from error
    if not header:
        raise BadInput(f"{source.name} is empty.", hint=f"It needs a header: {','.join(CELL_COLUMNS)}")
    if set(map(len, rows)) - {len(header)}:
        raise _ragged(source, len(header))
    return header, rows


def _ragged(source: Path, width: int) -> BadInput:
    """The first line of another length than the header, found by reading once more."""
    with source.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        found, line = next((len(row), reader.line_num) for row in reader if row and len(row) != width)
    return BadInput(
        f"{source.name} line {line} has {found} fields; the header has {width}.",
        hint="Mend that line; nothing was written.",
    )
