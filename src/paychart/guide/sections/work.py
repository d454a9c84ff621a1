"""The work itself: what is done and with what, how to enter, licenses, similar work, satisfaction, and AI."""

from __future__ import annotations

import math
from functools import cache

from paychart.data.reference import carried
from paychart.data.store import Store
from paychart.errors import PaychartError
from paychart.guide import facts
from paychart.guide.phrase import listing, number
from paychart.guide.scope import Scope
from paychart.guide.sections.shape import Grid, Section, capital
from paychart.guide.statement import Figure, Source, Statement
from paychart.guide.topics import plain
from paychart.pay.uncertainty import Z90
from paychart.profile import NATION, Profile

ONET_URL = "https://www.onetcenter.org/database.html"
BLS = "BLS Employment Projections"
TRAINING_URL = "https://www.bls.gov/emp/tables/education-and-training-by-occupation.htm"
ATTAINMENT_URL = "https://www.bls.gov/emp/tables/educational-attainment.htm"
HANDBOOK_URL = "https://www.bls.gov/ooh/"
GSS_URL = "https://gss.norc.org/"
TASKS, TOOLS, SIMILAR = 6, 8, 8
# column of the table, who published it, what it rates
AI_MEASURES = (
    ("aioe", "Felten, Raj and Seamans, 2021", "how far AI applications overlap with the abilities used"),
    ("language_model_aioe", "Felten, Raj and Seamans, 2023", "the same for language models alone"),
    (
        "gpt_exposure",
        "Eloundou and others, 2023",
        "the share of tasks a language model could halve in time, rated by people",
    ),
    (
        "copilot_applicability",
        "Microsoft, 2025",
        "how often people used an AI assistant with success for such work",
    ),
)
_LIKED = ("very_satisfied", "moderately", "little_dissatisfied", "very_dissatisfied")
_PRIOR = 40.0  # answers' worth of the occupation's group: about where a survey's counts speak for themselves


@cache
def _by_code(name: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in carried(name):
        found.setdefault(row["soc"], []).append(row)
    return found


def _onet(scope: Scope, table: str) -> Source:
    cell = f"{scope.topic.main.plain} ({scope.topic.main.code}), {table}"
    return Source("O*NET Database, U.S. Department of Labor (CC BY 4.0)", cell, "30.1", ONET_URL)


def _said(words: str, source: Source) -> Statement:
    """A sentence of a source, whole and unmeasured."""
    return Statement("said", Figure(words, "", 0.0, "percent", source))


def the_work(_: Store, scope: Scope) -> Section | None:
    """What people in the work do and the software and tools they use."""
    code = scope.topic.main.code
    described = next((row["description"] for row in _by_code("onet_occupations.csv.gz").get(code, [])), "")
    tasks = [row for row in _by_code("onet_tasks.csv.gz").get(code, []) if row["kind"] == "core"]
    tools = _by_code("onet_tools.csv.gz").get(code, [])
    if not tasks and not described:
        return None
    told = [_said(described, _onet(scope, "description"))] if described else []
    told += [_said(row["task"], _onet(scope, "tasks")) for row in tasks[:TASKS]]
    sought = (
        [row for row in tools if row["in_demand"] == "1"]
        or [row for row in tools if row["hot"] == "1"]
        or tools
    )
    names = list(dict.fromkeys(row["example"] for row in sought))[:TOOLS]
    if names:
        told.append(
            _said(f"Tools named in job postings and by workers: {listing(names)}.", _onet(scope, "tools"))
        )
    note = "O*NET describes the whole occupation; one job is part of it."
    return Section("tasks", "What people do", tuple(told), note=note, listed=True)


def entering(store: Store, scope: Scope) -> Section | None:
    """What BLS assigns, the schooling of those in the work, and licenses where a source at hand states them."""
    code, name = scope.topic.main.code, scope.topic.main.plain
    told = []
    rows = store.rows(
        "SELECT entry_education, related_experience, on_the_job_training FROM projection WHERE occupation = ?",
        [code],
    )
    if rows and rows[0][0]:
        education, experience, training = (str(v or "None") for v in rows[0])
        source = Source(BLS, f"{capital(name)} ({code}), table 1.12", "education and training", TRAINING_URL)
        extra = [
            f"{experience.lower()} of related work" if experience != "None" else "no related experience",
            f"{training.lower()}" if training != "None" else "no on-the-job training",
        ]
        told.append(
            _said(
                f"BLS names as typical entry education: {education.lower()}; {' and '.join(extra)}.", source
            )
        )
    mix = store.rows(
        "SELECT high_school + less_than_high_school, some_college + associate, bachelor, master + "
        "doctoral_or_professional "
        "FROM education_mix WHERE occupation = ?",
        [code],
    )
    if mix and all(v is not None for v in mix[0]):
        source = Source(BLS, f"{capital(name)} ({code}), table 5.3", "educational attainment", ATTAINMENT_URL)
        words = (
            "a high school diploma or less",
            "some college or an associate degree",
            "a bachelor's degree",
            "a graduate degree",
        )
        shares = [
            f"{value:.0f}% have {what}" for value, what in zip(mix[0], words, strict=True) if value >= 0.5
        ]
        told.append(_said(f"Of workers aged 25 and over in it, {listing(shares)}.", source))
    licensed = _by_code("licenses.csv.gz").get(code, [])
    needs = [row for row in licensed if row["scope"] == "license"]
    if needs:
        states = {row["state"] for row in needs}
        asked = states & set(scope.states) if scope.states else states
        names = dict(store.rows("SELECT state, name FROM area WHERE type = 'state'"))
        listed = listing(sorted(names.get(postal, postal) for postal in asked)) if asked else ""
        where = "every state" if len(asked) >= len(names) - 5 else listed
        source = Source(
            "Licensing of health occupations",
            f"{capital(name)} ({code}): {needs[0]['source']}",
            needs[0]["year"],
            HANDBOOK_URL,
        )
        if where:
            told.append(_said(f"The work needs a {needs[0]['requirement']} in {where}.", source))
    zone = next(
        (row["job_zone"] for row in _by_code("onet_occupations.csv.gz").get(code, []) if row["job_zone"]), ""
    )
    level = next((row for row in carried("onet_job_zones.csv") if row["zone"] == zone), None)
    if level:
        told.append(_said(f"O*NET job zone {zone} of 5: {level['name'].lower()}.", _onet(scope, "job zone")))
    if not told:
        return None
    note = "A state that is not named may still license the work: ask its board." if needs else ""
    return Section("enter", "How to enter", tuple(told), note=note, listed=True)


def similar(store: Store, scope: Scope) -> Section | None:
    """The occupations O*NET calls closest, with their pay in the same place."""
    code = scope.topic.main.code
    cells: list[facts.CellPay] = []
    for row in sorted(_by_code("onet_related.csv.gz").get(code, []), key=lambda r: int(r["rank"])):
        if len(cells) == SIMILAR:
            break
        try:
            title = store.rows("SELECT title FROM occupation WHERE code = ?", [row["related"]])
            cell = facts.estimated_pay(store, Profile(row["related"], scope.area), plain(title[0][0]))
        except (PaychartError, IndexError):
            continue
        cells.append(cell)
    if len(cells) < 2:
        return None
    ranked = sorted(cells, key=lambda c: -c.p50)
    figures = tuple(c.figure("p50", "median pay") for c in ranked)
    where = "" if scope.area == NATION else f" in {scope.place}"
    words = f"Of the {len(ranked)} most similar occupations, by median pay{where}, from high to low:"
    rows = tuple(
        (
            capital(c.label),
            number(c.p50, "dollars"),
            number(c.p10, "dollars"),
            number(c.p90, "dollars"),
            c.status,
        )
        for c in ranked
    )
    grid = Grid(
        "Pay of similar work",
        ("Occupation", "Median", "10th", "90th", "Kind"),
        rows,
        tuple(c.source for c in ranked),
    )
    told = (Statement("extreme", figures[0], figures[1:], words),)
    return Section(
        "similar",
        "Similar work",
        told,
        grid=grid,
        note="O*NET ranks likeness by tasks, knowledge and titles, not by pay.",
    )


def liking(_: Store, scope: Scope) -> list[Statement]:
    """How many say they are very satisfied with the work, shrunk toward the occupation's major group."""
    code = scope.topic.main.code
    counts = _answers(lambda soc: soc == code)
    group = _answers(lambda soc: soc[:2] == code[:2])
    total, of_group = sum(counts), sum(group)
    if of_group < 100 or not total:
        return []
    base = group[0] / of_group
    share = (counts[0] + _PRIOR * base) / (total + _PRIOR)
    half = Z90 * math.sqrt(share * (1 - share) / (total + _PRIOR))
    source = Source(
        "NORC, General Social Survey",
        f"{scope.topic.main.plain} ({code}), job satisfaction",
        "2000-2021",
        GSS_URL,
    )
    words = "say they are very satisfied with the work they do"
    note = f": {total:.0f} of them were asked, and the share is drawn toward the {100 * base:.0f}% of similar work"
    ends = 100 * max(share - half, 0), 100 * min(share + half, 1)
    return [
        Statement(
            "share", Figure(scope.topic.main.plain, words, 100 * share, "percent", source, ends), note=note
        )
    ]


def _answers(of: object) -> list[float]:
    found = [0.0] * len(_LIKED)
    for row in carried("job_satisfaction.csv"):
        socs = row["soc"].split(";")
        if any(of(soc) for soc in socs):  # type: ignore[operator]
            found = [held + float(row[name] or 0) for held, name in zip(found, _LIKED, strict=True)]
    return found


def exposure(_: Store, scope: Scope) -> Section | None:
    """Four published measures of exposure to AI side by side, as ranks among all occupations; never one number."""
    code = scope.topic.main.code
    own = next(iter(_by_code("ai_exposure.csv").get(code, [])), None)
    if own is None:
        return None
    rows, sources = [], []
    for column, who, what in AI_MEASURES:
        held = sorted(float(row[column]) for row in carried("ai_exposure.csv") if row[column])
        if not own[column]:
            continue
        below = sum(1 for value in held if value < float(own[column])) / len(held)
        rows.append((who, what, f"higher than {100 * below:.0f}% of {len(held)} occupations", below))
        sources.append(
            Source(
                who,
                f"{scope.topic.main.plain} ({code}), {what}",
                "as published",
                "https://www.onetcenter.org/",
            )
        )
    if len(rows) < 2:
        return None
    most, least = max(rows, key=lambda r: r[3]), min(rows, key=lambda r: r[3])
    apart = "They disagree widely" if most[3] - least[3] > 0.3 else "They roughly agree"
    words = (
        f"{apart}: {who_said(most)} puts the work {most[2]}, {who_said(least)} {least[2]}. Exposure says that AI "
        f"can touch "
        "the tasks, not that jobs or pay will fall."
    )
    told = (_said(words, sources[0]),)
    grid = Grid(
        "Exposure to AI, four ways",
        ("Measure", "What it rates", "This work is rated"),
        tuple(r[:3] for r in rows),
        tuple(sources),
    )
    return Section("ai", "AI and this work", told, grid=grid)


def who_said(row: tuple[str, str, str, float]) -> str:
    return row[0]
