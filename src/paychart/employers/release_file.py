"""A payroll file released as a table: who is a person, what may be a group, and what the ledger allows."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from paychart.employers.columns import plain, settle_columns
from paychart.employers.disclosure import Rule
from paychart.employers.ledger import (
    MOST_EPSILON,
    Ledger,
    read_ledger,
    refuse_second_key,
    sketch_of,
    write_ledger,
)
from paychart.employers.payroll_rows import Rows, load_rows
from paychart.employers.release import Release, private_release, read_key, release
from paychart.errors import BadInput
from paychart.show.csv_output import write_rows
from paychart.show.output import usable

_PERSONAL = re.compile(
    r"\b((first|last|middle|full|employee|person|worker|legal|preferred) name|e ?mail|phone|birth|dob|ssn|"
    r"social security|home address|street)\b|^(name|nm)$"
)
_PERSONAL_ROLES = ("id", "pay", "hours", "experience", "tenure")
MOST_ROWS_OF_A_PERSON = 60  # pay components, or jobs; an id with more is not one person's
MOST_AMOUNTS = 20


def release_payroll(
    source: str,
    by: Sequence[str],
    target: Path,
    *,
    key: Path | None = None,
    epsilon: float | None = None,
    bounds: tuple[float, float] = (20_000, 200_000),
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    basis: str | None = None,
    least: int = 5,
) -> Release:
    """Read a payroll, make the table, note it in the ledger beside `key` and write it as CSV.

    Raises BadInput for ids that do not tell people apart, for groups that say who a person is, and for a table that
    leaks together with those in the ledger, or would overspend its budget.
    """
    if not 1 <= len(by) <= 2:
        raise BadInput("A release is grouped by one or two columns.", hint="Give --by once or twice.")
    if key is None:
        raise BadInput(
            "A release needs a key file, the same each time; the ledger of what was released lies beside it.",
            hint="Add --key ~/paychart.key (it is made).",
        )
    if target.suffix.lower() != ".csv":
        raise BadInput("A release is written as CSV.", nearest=(".csv",))
    usable(target, inputs=(source, key, f"{key}.ledger"))
    rule = Rule(least=least)
    rows = load_rows(
        source, sheet, lambda header, sample: settle_columns(header, sample, columns), basis=basis
    )
    names = [rows.column(name, "groups") for name in by]
    people, notes = _people(rows)
    pay = [amount for amount, _ in people.values()]
    groups = [tuple(str(rows.values[n][i] or "not given") for n in names) for _, i in people.values()]
    for place, name in enumerate(names):
        _check_grouping(name, rows, [group[place] for group in groups], rule)
    ids = list(people)
    if not key.exists():
        refuse_second_key(key, ids)
    secret, ledger = read_key(key), read_ledger(key)
    if epsilon is not None:
        if ledger.spent + epsilon > MOST_EPSILON:
            raise BadInput(
                f"The ledger of {key.name} has {MOST_EPSILON - ledger.spent:g} of its budget of {MOST_EPSILON:g} left; "
                f"this table would spend {epsilon:g}.",
                hint="Ask for less with --epsilon, or use a table that is out already.",
            )
        result = private_release(pay, groups, names, epsilon, bounds, key=secret, ids=ids)
    else:
        result = release(pay, groups, ids, names, secret, rule, ledger)
    result = replace(result, notes=(*notes, *result.notes))
    if result.epsilon or not any(result.entry.same_as(entry) for entry in ledger.entries):
        write_ledger(key, Ledger((*ledger.entries, result.entry), sketch_of(ids)))
    header = [*names, "people", "mean_pay", "median_pay", "mean_within_percent", "protection"]
    lines = (
        [
            *c.group,
            *(
                "withheld" if v is None else f"{v:.1f}".removesuffix(".0")
                for v in (c.people, c.mean, c.median, c.within)
            ),
            result.method,
        ]
        for c in result.cells
    )
    write_rows(target, header, lines, inputs=(source, key))
    return result


def normal_id(value: Any) -> str:
    """An id as it is compared: "E-0012 ", "e-0012" and "E-0012" are one; so are 12, 12.0 and 0012."""
    text = unicodedata.normalize("NFKC", str(value if value is not None else "")).strip().casefold()
    return re.sub(r"^0+(?=\d+$)", "", re.sub(r"(?<=\d)\.0+$", "", text))


def _people(rows: Rows) -> tuple[dict[str, tuple[float, int]], tuple[str, ...]]:
    """id -> pay on a full-time year and the row that stands for the person: one person counts once, however many
    rows they have, in the job with most hours."""
    column = rows.columns.get("id")
    if column is None:
        raise BadInput("No column tells people apart.", hint='Name it: --column id="Employee ID".')
    known = [i for i, hourly in enumerate(rows.hourly) if hourly]
    ids = [normal_id(rows.values[column][i]) for i in known]
    blank = sum(i in ("", "na", "n/a", "none", "null", "nan", "-") for i in ids)
    per_person = Counter(ids)
    most = max(per_person.values(), default=0)
    if not known or blank > 0.02 * len(known):
        raise BadInput(
            f"{blank:,} of {len(known):,} rows with pay have no {column}.",
            hint="Name the column that tells people apart: --column id=COLUMN.",
        )
    if most > MOST_ROWS_OF_A_PERSON or (len(known) >= 20 and len(per_person) * 5 < len(known)):
        raise BadInput(
            f"{column} has {len(per_person):,} values for {len(known):,} rows, one of them in {most:,} rows: it does "
            "not tell people apart.",
            hint="Name the column that does: --column id=COLUMN.",
        )
    found: dict[str, tuple[float, float, int]] = {}
    for person, i in zip(ids, known, strict=True):
        hours, pay = rows.weekly_hours[i], float(rows.hourly[i] or 0)
        before = found.get(person, (0.0, 0.0, i))
        main = i if hours > rows.weekly_hours[before[2]] else before[2]
        found[person] = (before[0] + hours, before[1] + hours * pay, main)
    people = {p: (2080 * paid / hours, i) for p, (hours, paid, i) in found.items() if p != "" and hours > 0}
    several = len(known) - blank - len(people)
    notes = [f"{blank:,} rows without {column} were left out."] if blank else []
    if several:
        notes.append(f"{several:,} further rows of people who have several count with their main job.")
    return people, tuple(notes)


def _check_grouping(name: str, rows: Rows, values: Sequence[str], rule: Rule) -> None:
    """Raise BadInput where the names of the groups would say who a person is, or what they earn."""
    role = next((role for role in _PERSONAL_ROLES if rows.columns.get(role) == name), None)
    sizes = Counter(values)
    amounts = sum(bool(re.fullmatch(r"[$€£]?\s*\d[\d.,]*", value)) for value in sizes)
    few = sum(n for n in sizes.values() if n < rule.least)
    if role or _PERSONAL.search(plain(name)):
        why = "says something about each person"
    elif amounts > MOST_AMOUNTS and amounts * 2 > len(sizes):
        why = "holds amounts"
    elif few * 2 > len(values):
        why = f"puts {100 * few / len(values):.0f}% of people in groups of fewer than {rule.least}"
    else:
        return
    coarse = tuple(
        c for c in rows.values if c != name and 1 < len(set(map(str, rows.values[c]))) <= np.sqrt(len(values))
    )
    raise BadInput(
        f"{name} {why}, so its values cannot be the names of groups.", nearest=coarse[:4],
        hint="Group by a column of fewer kinds, such as a department, a grade or a title.",
    )  # fmt: skip
