"""From payroll rows to priced rows, as Ibis expressions: texts read, codes joined, market and flags added.

The payroll's own columns pass through untouched; everything added on the way is prefixed and dropped at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import ibis
import numpy as np

from paychart.employers import pay_text
from paychart.employers.coding import (
    Coded,
    code_areas,
    code_credentials,
    code_education,
    code_employers,
    code_occupations,
)
from paychart.employers.columns import Columns, plain
from paychart.employers.desk import Desk
from paychart.employers.engines import Engine
from paychart.employers.findings import bits, texts
from paychart.employers.market import CELL_NUMBERS, Market, Person
from paychart.employers.scoring import with_percentile, with_quarters
from paychart.errors import BadInput

Table = Any
Value = Any

TEXT_ROLES = ("occupation", "area", "employer", "education", "credentials")
OUTPUT = (
    "soc",
    "soc_title",
    "soc_confidence",
    "market_area",
    "market_employer",
    "annual_pay",
    "market_p25",
    "market_p50",
    "market_p75",
    "market_percentile",
    "compa_ratio",
    "status",
    "flags",
)
MOST_TEXTS = 400_000
_DEFAULT_HOURS = 160  # quarters of an hour: 40 a week
_BITS = 4096


@dataclass(frozen=True)
class Reading:
    """How the texts of a payroll are to be read, settled once for the whole file."""

    columns: Columns
    decimal: Literal[".", ","] = "."
    basis: str | None = None

    @property
    def has_traits(self) -> bool:
        return any(self.columns.get(role) for role in ("education", "credentials", "experience", "hours"))


@dataclass(eq=False)
class Codes:
    """Each role's distinct texts and what they mean, with the joinable table of them."""

    texts: dict[str, list[str]]
    coded: dict[str, list[Coded]]
    tables: dict[str, Table]
    codes: dict[str, list[str]]

    def name(self, role: str, code: str) -> str:
        return next((c.name for c in self.coded[role] if c.code == code), code)


def _key(rows: Table, column: str) -> Value:
    return rows[column].cast("string").fill_null("").strip()


def _occupation_key(rows: Table, columns: Columns) -> Value:
    soc, title = columns.get("occupation"), columns.get("title")
    if soc and title:
        return ibis.coalesce(_key(rows, soc).nullif(""), _key(rows, title))
    return _key(rows, soc or title or "")


def read(rows: Table, reading: Reading) -> Table:
    """Adds the texts to look up (`_pc_t_*`), pay on a year, traits as whole numbers, and what is wrong with them."""
    columns = reading.columns
    new: dict[str, Value] = {"_pc_t_occupation": _occupation_key(rows, columns)}
    for role in TEXT_ROLES[1:]:
        column = columns.get(role)
        new[f"_pc_t_{role}"] = _key(rows, column) if column else ibis.literal("")
    new["_pc_experience"], new["_pc_experience_bad"] = _experience(rows, columns.get("experience"))
    return read_pay(rows.mutate(**new), reading)


def read_pay(rows: Table, reading: Reading) -> Table:
    """Adds weekly hours, dollars, and pay on a year and on an hour, with what is wrong with them."""
    columns, pay = reading.columns, reading.columns["pay"]
    hours, hours_bad = _hours(rows, columns.get("hours"))
    t = rows.mutate(_pc_hours=hours, _pc_hours_bad=hours_bad)
    if rows[pay].type().is_numeric():
        t = t.mutate(
            _pc_dollars=t[pay].cast("float64"), _pc_doubt=ibis.literal(False), _pc_said=ibis.null("string")
        )
        missing = t[pay].isnull()
    else:
        t = t.mutate(_pc_text=_key(rows, pay))
        dollars, doubt = pay_text.amount(t._pc_text, reading.decimal)
        t = t.mutate(_pc_dollars=dollars, _pc_doubt=doubt, _pc_said=pay_text.stated_basis(t._pc_text))
        missing = t._pc_text == ""
    stated = t._pc_said
    if column := columns.get("basis"):
        stated = ibis.coalesce(stated, pay_text.stated_basis(_key(t, column)))
    if reading.basis:
        stated = ibis.coalesce(stated, ibis.literal(reading.basis))
    t = t.mutate(_pc_stated=stated, _pc_missing=missing)
    year = pay_text.annualized(t._pc_dollars, t._pc_stated, t._pc_hours / 4.0)
    t = t.mutate(
        _pc_annual=year["annual"],
        _pc_hourly=year["hourly"],
        _pc_pay_bits=ibis.ifelse(t._pc_missing, bits("pay-missing")[0], year["finding"]),
        _pc_from_amount=year["basis_from_amount"],
        _pc_corrected=year["basis_corrected"],
    )
    return t.drop("_pc_missing", "_pc_stated", "_pc_said", *(["_pc_text"] if "_pc_text" in t.columns else []))


def _number(rows: Table, column: str) -> Value:
    if rows[column].type().is_numeric():
        return rows[column].cast("float64")
    return _key(rows, column).re_extract(r"^([0-9]+([.,][0-9]+)?)", 1).replace(",", ".").try_cast("float64")


def _hours(rows: Table, column: str | None) -> tuple[Value, Value]:
    """Quarters of an hour a week, and whether what stood there could not be used."""
    if column is None:
        return ibis.literal(_DEFAULT_HOURS, "int64"), ibis.literal(False)
    value = _number(rows, column)
    if "fte" in plain(column) or "equivalent" in plain(column):
        value = ibis.ifelse(value <= 2, value * 40, value * 40 / 100)  # 0.9 or 90
    elif "year" in plain(column) or "annual" in plain(column):
        value = value / 52
    fine = (value >= 1) & (value <= 96)
    given = rows[column].notnull() & (_key(rows, column) != "")
    quarters = (value * 4).round().cast("int64")
    return ibis.ifelse(fine.fill_null(False), quarters, _DEFAULT_HOURS), given & ~fine.fill_null(False)


def _experience(rows: Table, column: str | None) -> tuple[Value, Value]:
    """Tenths of a year, -1 where not known."""
    if column is None:
        return ibis.literal(-1, "int64"), ibis.literal(False)
    value = _number(rows, column)
    fine = (value >= 0) & (value <= 60)
    given = rows[column].notnull() & (_key(rows, column) != "")
    return ibis.ifelse(
        fine.fill_null(False), (value * 10).round().cast("int64"), -1
    ), given & ~fine.fill_null(False)


def look_up(engine: Engine, rows: Table, market: Market, reading: Reading) -> Codes:
    """Code every distinct text of the payroll; the tables are put into the engine as `_pc_<role>`."""
    found = Codes({}, {}, {}, {})
    zip_codes = any(word in plain(reading.columns.get("area") or "") for word in ("zip", "postal"))
    coders: Mapping[str, Callable[[Sequence[str]], list[Coded]]] = {
        "occupation": lambda texts: code_occupations(texts, market.store),
        "area": lambda texts: code_areas(texts, market.store, zip_codes=zip_codes),
        "employer": lambda texts: code_employers(texts, market.store),
        "education": code_education,
        "credentials": code_credentials,
    }
    for role in TEXT_ROLES:
        column = f"_pc_t_{role}"
        if role != "occupation" and not reading.columns.get(role):
            texts = [""]
        else:
            distinct = rows.select(column).distinct().limit(MOST_TEXTS + 1)
            texts = sorted(str(row[0]) for row in engine.rows(distinct))
        if len(texts) > MOST_TEXTS:
            raise BadInput(
                f"The column taken for {role} has over {MOST_TEXTS:,} different texts.",
                hint=f'Name the right one with --column {role}="NAME".',
            )
        coded = coders[role](texts)
        codes = sorted({c.code for c in coded if c.code})
        number = {code: i for i, code in enumerate(codes)}
        found.texts[role], found.coded[role], found.codes[role] = texts, coded, codes
        found.tables[role] = engine.put(
            f"_pc_{role}",
            {
                f"_pc_k_{role}": texts,
                f"_pc_n_{role}": np.array([number.get(c.code, -1) for c in coded], dtype=np.int64),
                f"_pc_c_{role}": np.array([c.confidence for c in coded], dtype=float),
                f"_pc_code_{role}": [c.code for c in coded],
                f"_pc_name_{role}": [c.name for c in coded],
                **{
                    f"_pc_b{k}_{role}": np.array([bits(c.finding, c.note)[k] for c in coded], dtype=np.int64)
                    for k in range(3)
                },
            },
        )
    return found


def coded(rows: Table, codes: Codes, reading: Reading) -> Table:
    """Joins what the texts mean, and numbers the cell and the traits: `_pc_cell_code`, `_pc_traits`."""
    t = rows
    for role in TEXT_ROLES:
        if role != "occupation" and not reading.columns.get(role):
            only = codes.coded[role][0]
            number = codes.codes[role].index(only.code) if only.code in codes.codes[role] else -1
            t = t.mutate(
                **{
                    f"_pc_n_{role}": ibis.literal(number, "int64"),
                    f"_pc_code_{role}": ibis.literal(only.code),
                    f"_pc_name_{role}": ibis.literal(only.name),
                    **{f"_pc_b{k}_{role}": ibis.literal(0, "int64") for k in range(3)},
                }
            )
            continue
        table = codes.tables[role]
        t = t.left_join(table, t[f"_pc_t_{role}"] == table[f"_pc_k_{role}"]).drop(f"_pc_k_{role}")
    known = (t._pc_n_occupation >= 0) & (t._pc_n_area >= 0) & (t._pc_n_employer >= 0)
    number = (t._pc_n_occupation * _BITS + t._pc_n_area) * _BITS + t._pc_n_employer
    traits = ((t._pc_n_credentials + 1) * 8 + t._pc_n_education + 1) * 1024 + t._pc_experience + 1
    return t.mutate(_pc_cell_code=ibis.ifelse(known, number, -1), _pc_traits=traits * 512 + t._pc_hours)


def cell_of(code: int, codes: Codes) -> tuple[str, str, str]:
    rest, employer = divmod(code, _BITS)
    occupation, area = divmod(rest, _BITS)
    return codes.codes["occupation"][occupation], codes.codes["area"][area], codes.codes["employer"][employer]


def person_of(code: int, codes: Codes) -> Person:
    rest, hours = divmod(code, 512)
    rest, experience = divmod(rest, 1024)
    credentials, education = divmod(rest, 8)
    return Person(
        education=codes.codes["education"][education - 1] if education else "",
        credentials=codes.codes["credentials"][credentials - 1] if credentials else "",
        experience_tenths=experience - 1,
        hours_quarters=hours,
    )


@dataclass(frozen=True)
class Priced:
    """The pricing tables inside the engine.

    `pairs` has one row for each cell and person that occur together, market figures worked out; where there are
    too many of them it is None, and `people` is joined beside `cells`. No row says anything of a person:
    `curves` is None.
    """

    cells: Table
    people: Table | None = None
    curves: tuple[Table, Table] | None = None
    pairs: Table | None = None


MOST_PAIRS = 100_000


def price_tables(
    engine: Engine,
    rows: Table,
    codes: Codes,
    market: Market,
    reading: Reading,
    desk: Desk,
    step: Callable[[str, int, int], None],
) -> Priced:
    """Work out the market of every distinct cell and person of the payroll and put it into the engine."""
    keys = ["_pc_cell_code", "_pc_traits"] if reading.has_traits else ["_pc_cell_code"]
    combos = engine.keep(
        "_pc_combos",
        rows.filter(rows._pc_cell_code >= 0).select(*keys).distinct(),
        desk.url("combos.parquet"),
    )
    numbers = sorted(row[0] for row in engine.rows(combos.select("_pc_cell_code").distinct()))
    table = market.cell_table(
        [cell_of(number, codes) for number in numbers],
        _counter(step, "market of each occupation, place and employer type", len(numbers)),
    )
    table["_pc_cell"] = np.array(numbers, dtype=np.int64)[table.pop("cell")]
    cells = engine.put("_pc_cells", table)
    if not reading.has_traits:
        return Priced(cells)
    joined = combos.inner_join(cells, combos._pc_cell_code == cells._pc_cell)
    asked = sorted(engine.rows(joined.select("people_group", "_pc_traits").distinct()))
    people = market.people_table(
        [(int(group), person_of(int(traits), codes)) for group, traits in asked],
        _counter(step, "market of each kind of person", len(asked)),
    )
    people["_pc_group"] = np.array([row[0] for row in asked], dtype=np.int64)
    people["_pc_person"] = np.array([row[1] for row in asked], dtype=np.int64)
    who = engine.put("_pc_people", people)
    scores, normals = market.curve_tables()
    curves = engine.put("_pc_scores", scores), engine.put("_pc_normals", normals)
    if engine.rows(combos.aggregate(n=combos.count()))[0][0] > MOST_PAIRS:
        return Priced(cells, who, curves)
    pairs = with_quarters(_beside(joined, who), engine.stage)
    pairs = pairs.rename(_pc_pair_cell="_pc_cell_code", _pc_pair_traits="_pc_traits").drop(
        "_pc_cell", *_QUANTILE_ONLY
    )
    return Priced(cells, who, curves, engine.keep("_pc_pairs", pairs, desk.url("pairs.parquet")))


_QUANTILE_ONLY = ("z25", "z50", "z75")


def _counter(step: Callable[[str, int, int], None], what: str, of: int) -> Callable[[int], None]:
    done = 0

    def more(count: int) -> None:
        nonlocal done
        done += count
        step(what, done, of)

    return more


def _beside(t: Table, people: Table) -> Table:
    t = t.left_join(people, [t.people_group == people._pc_group, t._pc_traits == people._pc_person])
    return t.drop("_pc_group", "_pc_person", "person_row")


def scored(engine: Engine, rows: Table, priced: Priced) -> Table:
    """Coded rows with the market and the percentile; rows without a market keep nulls."""
    t = rows
    if priced.pairs is not None:
        pairs = priced.pairs
        t = t.left_join(
            pairs, [t._pc_cell_code == pairs._pc_pair_cell, t._pc_traits == pairs._pc_pair_traits]
        )
        t = t.drop("_pc_pair_cell", "_pc_pair_traits")
    else:
        t = t.left_join(priced.cells, t._pc_cell_code == priced.cells._pc_cell).drop("_pc_cell")
        if priced.people is not None:
            t = with_quarters(engine.stage(_beside(t, priced.people)), engine.stage)
        else:
            t = t.mutate(traits_used=ibis.literal(True), market_p25=t.w1, market_p50=t.w2, market_p75=t.w3)
    t = with_percentile(engine.stage(t), priced.curves, "_pc_annual", engine.stage)
    return t.drop("people_group", *CELL_NUMBERS)


def judged(engine: Engine, t: Table) -> Table:
    """Adds status and flags, in the words of `findings`."""
    t = t.mutate(
        _pc_b0=_bits(t, 0, [(t.market_p50.isnull() & (t._pc_cell_code >= 0), "no-market")]) + t._pc_pay_bits
    )
    fine = t._pc_b0 == 0
    later = [
        (t._pc_from_amount, "basis-from-amount"),
        (t._pc_corrected, "basis-corrected"),
        (t._pc_doubt, "decimal-doubtful"),
        (t._pc_hours_bad, "hours-unreadable"),
        (t._pc_experience_bad, "experience-unreadable"),
        (fine & ~t.traits_used, "traits-not-used"),
        (fine & t.modelled, "market-modelled"),
        ((t._pc_hourly > 0) & (t._pc_hourly < pay_text.FEDERAL_MINIMUM), "below-federal-minimum"),
        (fine & (t.market_percentile < 5), "far-below-market"),
        (fine & (t.market_percentile > 95), "far-above-market"),
    ]
    if "_pc_times" in t.columns:
        later.append((t._pc_times.notnull(), "duplicate-id"))
    t = t.mutate(_pc_b1=_bits(t, 1, later), _pc_b2=_bits(t, 2, later), _pc_priced=fine)
    for k in range(3):
        words = engine.put(
            f"_pc_words_{k}",
            {"_pc_value": np.arange(len(texts(k)), dtype=np.int64), f"_pc_text{k}": texts(k)},
        )
        t = t.left_join(words, t[f"_pc_b{k}"] == words._pc_value).drop("_pc_value")
    return t.mutate(
        _pc_status=ibis.ifelse(t._pc_priced, ibis.literal("priced"), ibis.literal("not priced")),
        _pc_flags=(t._pc_text0 + t._pc_text1 + t._pc_text2).substr(1),
    )


def _bits(t: Table, k: int, conditions: Sequence[tuple[Value, str]]) -> Value:
    """One of the three numbers of flags: what the texts brought, and the conditions that fall into it."""
    number = t[f"_pc_b{k}_occupation"]
    for role in TEXT_ROLES[1:]:
        number = number + t[f"_pc_b{k}_{role}"]
    for condition, flag in conditions:
        if worth := bits(flag)[k]:
            number = number + ibis.ifelse(condition.fill_null(False), ibis.literal(worth, "int64"), 0)
    return number


def output(t: Table, header: Sequence[str], names: Mapping[str, str]) -> Table:
    """The payroll's columns as they were, then the added ones under `names`."""
    fine = t._pc_priced
    priced = {
        name: ibis.ifelse(fine, t[name], ibis.null("float64"))
        for name in ("market_p25", "market_p50", "market_p75", "market_percentile")
    }
    values: dict[str, Value] = {
        "soc": t._pc_code_occupation.nullif(""),
        "soc_title": t._pc_name_occupation.nullif(""),
        "soc_confidence": ibis.ifelse(t._pc_n_occupation >= 0, t._pc_c_occupation, ibis.null("float64")),
        "market_area": t._pc_name_area.nullif(""),
        "market_employer": t._pc_name_employer.nullif(""),
        "annual_pay": t._pc_annual,
        **priced,
        "compa_ratio": t._pc_annual / priced["market_p50"],
        "status": t._pc_status,
        "flags": t._pc_flags,
    }
    return t.select(*[t[name] for name in header], **{names[name]: values[name] for name in OUTPUT})


def added_names(header: Sequence[str]) -> dict[str, str]:
    """The names of the added columns; one that the payroll has already gets a number."""
    taken = {name.casefold() for name in header}
    names = {}
    for name in OUTPUT:
        free, number = f"paychart_{name}", 2
        while free.casefold() in taken:
            free, number = f"paychart_{name}_{number}", number + 1
        names[name] = free
    return names


def with_duplicates(engine: Engine, rows: Table, column: str, desk: Desk) -> Table:
    """Adds `_pc_times`: how often an employee id occurs, null where once."""
    key = _key(rows, column)
    ids = rows.select(_pc_id=key)
    ids = ids.filter(ids._pc_id != "")
    twice = ids.group_by("_pc_id").aggregate(_pc_times=ids.count())
    twice = engine.keep("_pc_twice", twice.filter(twice._pc_times > 1), desk.url("twice.parquet"))
    t = rows.mutate(_pc_key=key)
    return engine.stage(t.left_join(twice, t._pc_key == twice._pc_id).drop("_pc_id", "_pc_key"))
