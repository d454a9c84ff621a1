"""What is said of each priced row: status and flags in the words of `findings`, and the columns that go out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ibis
import numpy as np

from paychart.employers import pay_text
from paychart.employers.engines import Engine
from paychart.employers.findings import bits, texts
from paychart.employers.in_order import ROW
from paychart.employers.row_reading import own_names

Table = Any
Value = Any

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


def judged(engine: Engine, t: Table, *, identified: bool) -> Table:
    """Adds status and flags; `identified` says whether a column names the employee."""
    no_market = t.market_p50.isnull() & (t._pc_cell_code >= 0)
    t = t.mutate(_pc_b0=_bits(t, 0, [(no_market, "no-market")]) + t._pc_pay_bits)
    fine = t._pc_b0 == 0
    later = [
        (t._pc_from_amount, "basis-from-amount"),
        (t._pc_corrected, "basis-corrected"),
        (t._pc_doubt, "decimal-doubtful"),
        (t._pc_hours_bad, "hours-unreadable"),
        (t._pc_experience_bad, "experience-unreadable"),
        (fine & t.modelled, "market-modelled"),
        (fine & t.blended, "market-blended"),
        ((t._pc_hourly > 0) & (t._pc_hourly < pay_text.FEDERAL_MINIMUM), "below-federal-minimum"),
        (fine & (t.market_percentile < 5), "far-below-market"),
        (fine & (t.market_percentile > 95), "far-above-market"),
    ]
    if "traits_used" in t.columns:
        later.append((fine & ~t.traits_used, "traits-not-used"))
    if "_pc_times" in t.columns:
        later.append((t._pc_times.notnull(), "duplicate-id" if identified else "duplicate-row"))
    t = t.mutate(_pc_b1=_bits(t, 1, later), _pc_b2=_bits(t, 2, later), _pc_priced=fine)
    for k in range(3):
        numbers = np.arange(len(texts(k)), dtype=np.int64)
        columns: dict[str, Any] = {"_pc_value": numbers, f"_pc_text{k}": texts(k)}
        if not k:
            columns["_pc_status"] = ["not priced" if number else "priced" for number in numbers]
        words = engine.put(f"_pc_words_{k}", columns, repeated=("_pc_status",))
        t = t.left_join(words, t[f"_pc_b{k}"] == words._pc_value).drop("_pc_value")
    several = (t._pc_text0 + t._pc_text1 + t._pc_text2).substr(1)
    return t.mutate(_pc_flags=ibis.ifelse(t._pc_b0 + t._pc_b1 + t._pc_b2 == 0, ibis.literal(""), several))


def _bits(t: Table, k: int, conditions: Sequence[tuple[Value, str]]) -> Value:
    """One of the three numbers of flags: what the texts brought, and the conditions that fall into it."""
    number = t[f"_pc_g{k}"]
    for condition, flag in conditions:
        if worth := bits(flag)[k]:
            number = number + condition.fill_null(False).cast("int64") * ibis.literal(worth, "int64")
    return number


def output(t: Table, header: Sequence[str], names: Mapping[str, str], ageing: float = 1.0) -> Table:
    """The payroll's columns as they were, the number of the row, then the added columns under `names`; market pay
    times `ageing`."""
    only = ibis.ifelse(t._pc_priced, 1.0, ibis.null("float64"))
    t = t.mutate(_pc_only=only)
    values: dict[str, Value] = {
        "soc": t._pc_code_occupation,
        "soc_title": t._pc_name_occupation,
        "soc_confidence": t._pc_sure,
        "market_area": t._pc_name_area,
        "market_employer": t._pc_name_employer,
        "annual_pay": t._pc_annual,
        **{name: t[name] * t._pc_only * ageing for name in OUTPUT[6:9]},
        "market_percentile": t.market_percentile * t._pc_only,
        "compa_ratio": t._pc_compared / t.market_p50 * t._pc_only,
        "status": t._pc_status,
        "flags": t._pc_flags,
    }
    own = {name: t[number] for name, number in own_names(header).items()}
    return t.select(**own, **{ROW: t[ROW]}, **{names[name]: values[name] for name in OUTPUT})


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


def with_duplicates(engine: Engine, rows: Table, named: Value) -> Table:
    """Adds `_pc_times`: how often a key (an employee id, or the whole row as text) occurs, null where once or blank."""
    ids = rows.select(_pc_id=named)
    ids = ids.filter(ids._pc_id != "")
    twice = ids.group_by("_pc_id").aggregate(_pc_times=ids.count())
    twice = engine.hold("_pc_twice", twice.filter(twice._pc_times > 1))
    t = rows.mutate(_pc_key=named)
    return engine.stage(t.left_join(twice, t._pc_key == twice._pc_id).drop("_pc_id", "_pc_key"))


def whole_row(rows: Table, header: Sequence[str]) -> Value:
    """All of a row's columns as one text, apart by a sign that no payroll holds."""
    text, *others = [rows[name].cast("string").fill_null("") for name in header]
    for other in others:
        text = text + ibis.literal("\x1f") + other
    return text
