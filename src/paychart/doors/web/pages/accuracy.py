"""Measured accuracy laid out for reading: a few tables whose every number is a row of the carried one."""

from __future__ import annotations

from dataclasses import dataclass

from paychart.data.reference.accuracy import Accuracy, accuracy

KINDS = {
    "area": "An occupation in a metro, its state known",
    "state": "An occupation in a state, its metros unknown",
    "industry": "An occupation in a narrow industry",
    "joint": "An occupation in a place and an industry (by analogy)",
    "area, whole metros": "… whole metros at once",
    "area, whole occupations": "… whole occupations at once, in metros",
    "state, whole states": "… whole states at once",
    "state, whole occupations": "… whole occupations at once, in states",
    "industry, whole industries": "… whole industries at once",
    "industry, whole occupations": "… whole occupations at once, in industries",
}
CLASSES = {"<50": "fewer than 50", "50-199": "50 to 199", "200-999": "200 to 999", ">=1000": "1,000 or more"}
JUDGES = {
    "held-out titles": "A tenth of O*NET’s titles, not learned",
    "held-out titles of the HIM family": "of these, health information",
    "judge": "Health payroll titles, coded by hand",
    "judge, defensible codes accepted": "the same, a defensible code is right",
}
GUIDES = {
    "heldout guides": "Guides first run unseen, misses since mended",
    "development guides": "Guides it was made with",
}
_NOT_RULES = ("model", "national", "own_mixture")


@dataclass(frozen=True)
class Readable:
    """Head and rows of one table; every cell is text."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def measured() -> tuple[str, str, list[Readable]]:
    """Release, day, and the tables; those without numbers are left out."""
    known = accuracy()
    first = known.figures[0]
    made = (_cells(known), _classes(known), _ahead(known), _ageing(known), _titles(known), _guides(known))
    return first.release, first.measured, [table for table in made if table.rows]


def _cells(known: Accuracy) -> Readable:
    rows = []
    for task, words in KINDS.items():
        n = next((f.cases for f in known.figures if f.task == task and f.measure == "error_p50"), None)
        if n is None:
            continue
        rules = [
            f.value
            for f in known.figures
            if (f.task, f.group, f.measure) == (task, "all", "error_p50") and f.method not in _NOT_RULES
        ]
        figures = (known.value(task, "error_p50", "national"), min(rules, default=None))
        model, covers = known.value(task, "error_p50"), known.value(task, "coverage90")
        rows.append((words, f"{n:,}", *map(_percent, (*figures, model, covers))))
    head = (
        "What was hidden",
        "Figures",
        "National figure",
        "Best simple rule",
        "paychart",
        "90% intervals hold",
    )
    note = "Mean error of the median. The truth has sampling error of its own, which is in every column."
    return Readable("Figures nobody published", head, tuple(rows), note)


def _classes(known: Accuracy) -> Readable:
    rows = []
    for label, words in CLASSES.items():
        group = f"jobs {label}"
        figures = [
            known.value(task, measure, group=group)
            for task in ("area", "state", "industry")
            for measure in ("error_p50", "coverage90")
        ]
        if any(figure is not None for figure in figures):
            rows.append((words, *map(_percent, figures)))
    head = ("Jobs there", "Metro error", "interval holds", "State error", "interval holds", "Industry error",
            "interval holds")  # fmt: skip
    return Readable(
        "The same by size", head, tuple(rows), "Where few work, figures are less sure, and say so."
    )


def _ahead(known: Accuracy) -> Readable:
    rows = []
    for years in (1, 2, 3, 5):
        task = f"pay, {years} year{'s' if years > 1 else ''} ahead"
        found = [f for f in known.figures if (f.part, f.task, f.measure) == ("forecast", task, "error_p50")]
        rules = [f.value for f in found if f.method != "model"]
        figures = (min(rules, default=None), known.value(task, "error_p50"), known.value(task, "coverage80"),
                   known.value(task, "coverage95"))  # fmt: skip
        if found:
            rows.append((task.removeprefix("pay, ").capitalize(), *map(_percent, figures)))
    head = ("Forecast of median pay", "Best simple rule", "paychart", "80% band holds", "95% band holds")
    note = "Forecasts from each May of 2016 to 2023 held against what came."
    return Readable("Forecasts", head, tuple(rows), note)


def _ageing(known: Accuracy) -> Readable:
    rows = []
    for task in ("1 year", "2 years", "3 years"):
        figures = [
            known.value(task, "error_p50", method)
            for method in ("none", "cpi", "civilian", "civilian, and low pay catching up")
        ]
        if any(figure is not None for figure in figures):
            rows.append((f"After {task}", *map(_percent, figures)))
    head = ("Pay brought up to date", "Left as it is", "Consumer prices", "Employment cost", "paychart")
    return Readable("Ageing to a later month", head, tuple(rows))


def _titles(known: Accuracy) -> Readable:
    rows = []
    for judge in dict.fromkeys(f.task for f in known.figures if f.part == "titles"):
        n = next(f.cases for f in known.figures if f.part == "titles" and f.task == judge)
        figures = (known.value(judge, name) for name in ("top1", "top5", "set_coverage"))
        size = known.value(judge, "set_size")
        rows.append((JUDGES.get(judge, judge[:1].upper() + judge[1:]), f"{n or 0:,}", *map(_percent, figures),
                     f"{size:.1f} codes" if size is not None else ""))  # fmt: skip
    head = ("Job titles coded", "Titles", "Right at once", "Among five", "90% sets hold", "Size of a set")
    return Readable("Job titles", head, tuple(rows))


def _guides(known: Accuracy) -> Readable:
    rows = []
    for task, words in GUIDES.items():
        for method, name in (("model", "paychart"), ("plain rule", "a plain rule")):
            figures = [known.value(task, measure, method) for measure in ("precision", "recall", "accuracy")]
            if figures[0] is not None:
                rows.append((f"{words}, {name}", *map(_percent, figures)))
    head = ("Guides checked", "Marks that are claims", "Claims found", "Graded as by hand")
    note = "One hand wrote the guides, the grades and the rules; phrases of strangers do worse."
    return Readable("Checking guides", head, tuple(rows), note)


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}%"
