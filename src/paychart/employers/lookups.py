"""Each distinct text of a payroll coded once, and the codes joined to rows as small whole numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import numpy as np

from paychart.employers.coding import (
    Coded,
    code_areas,
    code_credentials,
    code_education,
    code_employers,
    code_occupations,
)
from paychart.employers.columns import plain
from paychart.employers.engines import Engine
from paychart.employers.findings import bits
from paychart.employers.market import Market
from paychart.employers.person_curves import Person
from paychart.employers.row_reading import TEXT_ROLES, Reading
from paychart.errors import BadInput

Table = Any

MOST_TEXTS = 400_000
_BITS = 4096


@dataclass(eq=False)
class Codes:
    """Each role's distinct texts and what they mean, with the joinable table of them."""

    texts: dict[str, list[str]]
    coded: dict[str, list[Coded]]
    tables: dict[str, Table]
    codes: dict[str, list[str]]

    def cell(self, code: int) -> tuple[str, str, str]:
        """Occupation, area and employer type of a cell's number."""
        rest, employer = divmod(code, _BITS)
        occupation, area = divmod(rest, _BITS)
        return (
            self.codes["occupation"][occupation],
            self.codes["area"][area],
            self.codes["employer"][employer],
        )

    def person(self, code: int) -> Person:
        """The traits of a number of traits."""
        rest, hours = divmod(code, 512)
        rest, experience = divmod(rest, 1024)
        credentials, education = divmod(rest, 8)
        return Person(
            education=self.codes["education"][education - 1] if education else "",
            credentials=self.codes["credentials"][credentials - 1] if credentials else "",
            experience_tenths=experience - 1,
            hours_quarters=hours,
        )


def look_up(engine: Engine, rows: Table, market: Market, reading: Reading) -> Codes:
    """Code every distinct text of the payroll; the tables are put into the engine as `_pc_<role>`."""
    found = Codes({}, {}, {}, {})
    zip_codes = any(word in plain(reading.given.get("area") or "") for word in ("zip", "postal"))
    coders: Mapping[str, Callable[[Sequence[str]], list[Coded]]] = {
        "occupation": lambda texts: code_occupations(texts, market.store, context=reading.employer),
        "area": lambda texts: code_areas(texts, market.store, zip_codes=zip_codes, within=reading.area),
        "employer": lambda texts: code_employers([text or reading.employer for text in texts], market.store),
        "education": code_education,
        "credentials": code_credentials,
    }
    for role in TEXT_ROLES:
        texts = _distinct(engine, rows, role) if role in reading.roles else [""]
        coded = coders[role](texts)
        codes = sorted({c.code for c in coded if c.code})
        number = {code: i for i, code in enumerate(codes)}
        found.texts[role], found.coded[role], found.codes[role] = texts, coded, codes
        if role not in reading.roles:
            continue
        found.tables[role] = engine.put(
            f"_pc_{role}",
            {
                f"_pc_k_{role}": texts,
                f"_pc_n_{role}": np.array([number.get(c.code, -1) for c in coded], dtype=np.int64),
                f"_pc_c_{role}": np.array([c.confidence for c in coded], dtype=float),
                f"_pc_code_{role}": [c.code or None for c in coded],
                f"_pc_name_{role}": [c.name or None for c in coded],
                **{
                    f"_pc_b{k}_{role}": np.array([bits(c.finding, c.note)[k] for c in coded], dtype=np.int64)
                    for k in range(3)
                },
            },
            repeated=(f"_pc_code_{role}", f"_pc_name_{role}"),
        )
    return found


def _distinct(engine: Engine, rows: Table, role: str) -> list[str]:
    distinct = rows.select(f"_pc_t_{role}").distinct().limit(MOST_TEXTS + 1)
    texts = sorted(str(row[0]) for row in engine.rows(distinct))
    if len(texts) > MOST_TEXTS:
        raise BadInput(
            f"The column taken for {role} has over {MOST_TEXTS:,} different texts.",
            hint=f'Name the right one with --column {role}="NAME".',
        )
    return texts


def coded(rows: Table, codes: Codes, reading: Reading) -> Table:
    """Joins what the texts mean.

    Adds codes and names, the flags of the texts as bits (`_pc_g0` to `_pc_g2`), and the numbers of the cell
    (-1 where a text has no code) and of the traits: `_pc_cell_code`, `_pc_traits`.
    """
    t = rows
    number: dict[str, Any] = {}
    for role in TEXT_ROLES:
        if role in reading.roles:
            table = codes.tables[role]
            t = t.left_join(table, t[f"_pc_t_{role}"] == table[f"_pc_k_{role}"]).drop(f"_pc_k_{role}")
            continue
        only = codes.coded[role][0]
        place = codes.codes[role].index(only.code) if only.code in codes.codes[role] else -1
        t = t.mutate(
            **{
                f"_pc_n_{role}": ibis.literal(place, "int64"),
                f"_pc_name_{role}": ibis.literal(only.name or None, "string"),
            }
        )
    for role in TEXT_ROLES:
        number[role] = t[f"_pc_n_{role}"]
    known = (number["occupation"] >= 0) & (number["area"] >= 0) & (number["employer"] >= 0)
    cell = (number["occupation"] * _BITS + number["area"]) * _BITS + number["employer"]
    traits = ((number["credentials"] + 1) * 8 + number["education"] + 1) * 1024 + t._pc_experience + 1
    t = t.mutate(
        _pc_cell_code=ibis.ifelse(known, cell, -1),
        _pc_traits=traits * 512 + t._pc_hours,
        _pc_sure=ibis.ifelse(number["occupation"] >= 0, t._pc_c_occupation, ibis.null("float64")),
        **{f"_pc_g{k}": sum(t[f"_pc_b{k}_{role}"] for role in reading.roles) for k in range(3)},
    )
    spent = [f"_pc_b{k}_{role}" for k in range(3) for role in reading.roles]
    spent += [f"_pc_c_{role}" for role in reading.roles] + [f"_pc_n_{role}" for role in TEXT_ROLES]
    spent += [
        f"_pc_{what}_{role}" for what in ("code", "name") for role in reading.roles if role in TEXT_ROLES[3:]
    ]
    spent += [f"_pc_name_{role}" for role in TEXT_ROLES[3:] if role not in reading.roles]
    spent += [f"_pc_code_{role}" for role in ("area", "employer") if role in reading.roles]
    return t.drop(*spent)
