"""The whole fit, from records to posteriors of every Census occupation and SOC group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from paychart_lab.people_fit.latent import (
    Evidence,
    Node,
    area_effects,
    design,
    gather,
    normal_scores,
    shrink_tree,
)
from paychart_lab.people_fit.records import Floats, Ints, Records

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Occupation:
    """One Census occupation as fitted. `rows` index the records; `pay` is log wage with the area taken
    out."""

    code: int
    rows: Ints
    pay: Floats
    evidence: Evidence
    tau: float


@dataclass(frozen=True)
class PeopleFit:
    """Posterior of occupations (key: Census code as text) and groups (key: SOC prefix such as 29-2000)."""

    nodes: dict[str, Node]
    occupations: dict[str, Occupation]
    between: list[Floats]
    areas: dict[str, float]
    parents: dict[str, str]


def soc_parents(code: str, census_soc: str) -> tuple[str, str]:
    """(minor, major) group of a Census occupation; a pattern wider than a minor group hangs under its major
    one."""
    major = census_soc[:2] + "-0000"
    return (census_soc[:4] + "000" if census_soc[3].isdigit() else major), major


def fit_people(
    records: Records, census_soc: dict[int, str], *, progress: Progress = lambda _: None
) -> PeopleFit:
    """Fit all occupations with at least 10 records. `census_soc` gives each OCCP its SOC code or pattern."""
    progress("area effects")
    areas = area_effects(records)
    adjusted = records.log_wage - np.array([areas[a] for a in records.area])
    parents: dict[str, str] = {}
    occupations: dict[str, Occupation] = {}
    order = np.argsort(records.occupation, kind="stable")
    codes, starts = np.unique(records.occupation[order], return_index=True)
    for code, rows in zip(codes.tolist(), np.split(order, starts[1:]), strict=True):
        if code not in census_soc or len(rows) < 10:
            continue
        part = records.take(rows)
        scores = normal_scores(adjusted[rows], part.weight)
        evidence = gather(scores, design(part), part.weight)
        key = f"{code:04d}"
        occupations[key] = Occupation(code, rows, adjusted[rows], evidence, 0.0)
        minor, major = soc_parents(key, census_soc[code])
        parents |= {key: minor + "*", minor + "*": major, major: "00-0000"}
    progress(f"shrinkage over {len(occupations)} occupations")
    minors = sorted({parents[k] for k in occupations})
    majors = sorted({parents[m] for m in minors})
    levels = [sorted(occupations), minors, majors, ["00-0000"]]
    nodes, between = shrink_tree({k: o.evidence for k, o in occupations.items()}, parents, levels)
    for key, occupation in occupations.items():
        occupations[key] = _with_spread(occupation, records, nodes[key])
    renamed = {key.rstrip("*"): node for key, node in nodes.items() if key.endswith("*")}
    kept = {key: node for key, node in nodes.items() if not key.endswith("*")}
    return PeopleFit(renamed | kept, occupations, between, areas, parents)


def _with_spread(occupation: Occupation, records: Records, node: Node) -> Occupation:
    part = records.take(occupation.rows)
    residual = normal_scores(occupation.pay, part.weight) - design(part) @ node.mean
    tau = float(np.sqrt(np.average(np.square(residual), weights=part.weight)))
    return Occupation(occupation.code, occupation.rows, occupation.pay, occupation.evidence, tau)
