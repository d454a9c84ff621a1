"""An answer made small enough for an assistant to read, with the files it rests on once, at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from paychart.questions import Question

ITEMS = 12  # of a list, where the question does not say how many
# What says where a figure comes from in detail, or repeats what is told elsewhere in the answer.
_LEFT_OUT = frozenset(
    {
        *("lineage", "rests_on", "sources", "note", "raw_percent", "running_total", "profile"),
        *("taxes", "parity", "demand_parts", "demand_test", "neighbors", "unranked", "rural_urban"),
        *("character", "skills", "tasks", "titles", "ladder"),
    }
)
_PROVENANCE = ("source", "release", "method", "url", "retrieved", "checksum")


def brief(question: Question, value: Any) -> dict[str, Any]:
    """The parts of a JSON answer that the question keeps, lists cut, numbers rounded, and `provenance`."""
    if isinstance(value, list):
        rows = [{name: row[name] for name in question.keep if name in row} for row in value]
        return {"result": _cut(rows, ITEMS)}
    kept = {
        name: _small(value[name], name, question.most)
        for name in question.keep
        if name in value and name != "lineage"
    }
    provenance = list(_provenance(value))
    if provenance:
        kept["provenance"] = _cut(provenance, 8)
    return kept


def _small(value: Any, name: str, most: Mapping[str, int]) -> Any:
    if isinstance(value, Mapping):
        return {key: _small(inner, key, most) for key, inner in value.items() if key not in _LEFT_OUT}
    if isinstance(value, (list, tuple)):
        return [_small(inner, "", most) for inner in _cut(list(value), most.get(name, ITEMS))]
    return _rounded(value)


def _cut(rows: list[Any], most: int) -> list[Any]:
    return rows[:most] if most else rows


def _rounded(value: Any) -> Any:
    if not isinstance(value, float):
        return value
    return round(value) if abs(value) >= 1000 else round(value, 3)


def _provenance(value: Any) -> Iterator[dict[str, Any]]:
    """Each source named anywhere in the answer once: its release, address, the day it was got and its checksum."""
    seen: set[tuple[Any, ...]] = set()
    for item in _lineages(value):
        told = {name: item[name] for name in _PROVENANCE if item.get(name)}
        key = tuple(told.items())
        if told and key not in seen and item.get("kind") != "evidence":
            seen.add(key)
            yield {"kind": item.get("kind"), **told}


def _lineages(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name == "lineage":
                yield from (item for item in inner if isinstance(item, Mapping))
            else:
                yield from _lineages(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _lineages(inner)
