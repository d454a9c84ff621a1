"""Write `docs/benchmarks.md`, `docs/accuracy.md` and the measured lines of README.md.

    python scripts/write_benchmarks_page.py

Speed comes from `bench/records`, each figure beside its peer with machine, versions and date; accuracy from the one
carried table that the Data page of the site shows too. A test fails where a page and its source differ.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from paychart.data.reference.accuracy import accuracy
from paychart_lab.cells.simple_rules import RULES

ROOT = Path(__file__).resolve().parents[1]
RECORDS = ROOT / "bench/records"
ORDER = (
    "foundation", "imports", "predict", "model", "place_time", "people", "careers", "employers", "payroll_sizes",
    "checker", "web",
)  # fmt: skip
BEGIN, END = "<!-- measured: written by `make bench`, not by hand -->", "<!-- /measured -->"
# What README tells: the figure's name in the records.
TOLD = (
    "model.area.0",
    "forecast.3",
    "checker.heldout.precision",
    "estimate",
    "distributions.pchip",
    "places",
    "careers",
    "payroll.rows.100000000",
    "help",
)


def records() -> list[dict[str, Any]]:
    """The records in the order of the page."""
    found = {
        path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(RECORDS.glob("*.json"))
    }
    return [found[name] for name in (*ORDER, *sorted(set(found) - set(ORDER))) if name in found]


def amount(value: float, unit: str) -> str:
    """A number and its unit as a person reads it."""
    if unit == "percent right":
        return f"{value:.0f} %"
    if unit == "%":
        return f"{value:.2f} %"
    if unit == "s" and value < 0.1:
        value, unit = 1000 * value, "ms"
    digits = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"{digits} {unit}"


def factor(figure: dict[str, Any]) -> str:
    """By how much paychart is better than its peer: above one to its advantage."""
    return f"{figure['ratio']:,.0f}" if figure["ratio"] >= 10 else f"{figure['ratio']:.2g}"


def page(told: list[dict[str, Any]], kept: str) -> str:
    """The whole page; `kept` is the hand-written part at its end."""
    lines = [
        "# Benchmarks",
        "",
        "`make bench` measures, keeps the records in `bench/records` and writes this page from them. Each figure",
        "stands beside what a user would otherwise use, measured in the same run. *Better by* is above 1 to",
        "paychart's advantage. Quote the ratios: single times vary with the machine, by a third on a busy one.",
    ]
    for record in told:
        machine, versions = record["machine"], record["versions"]
        lines += [
            "",
            f"## {record['title']}",
            "",
            "| what | paychart | peer | that | better by |",
            "|---|---|---|---|---|",
        ]
        for f in record["figures"]:
            what = f"{f['what']} ({f['note']})" if f["note"] else f["what"]
            ours, theirs = amount(f["value"], f["unit"]), amount(f["peer_value"], f["unit"])
            lines.append(f"| {what} | {ours} | {f['peer']} | {theirs} | {factor(f)} |")
        named = ", ".join(f"{k} {v}" for k, v in versions.items())
        lines += [
            "",
            f"`{record['command']}`, {record['measured']}, {record['release']} release; {machine['cores']} cores, "
            f"{machine['memory_gib']} GiB, load average {machine['load_average']}, {machine['system']}, "
            f"Python {machine['python']}, {named}.",
        ]
    return "\n".join(lines) + "\n\n" + kept


def readme_lines(told: list[dict[str, Any]]) -> str:
    """The measured table of README, between its markers."""
    figures = {f["id"]: f for record in told for f in record["figures"]}
    day = max(record["measured"] for record in told)
    lines = [BEGIN, "| measured | paychart | what a user would otherwise use | that |", "|---|---|---|---|"]
    for name in TOLD:
        f = figures[name]
        ours, theirs = amount(f["value"], f["unit"]), amount(f["peer_value"], f["unit"])
        lines.append(f"| {f['what']} | {ours} | {f['peer']} | {theirs} |")
    lines += [
        "",
        f"As of {day}, on a machine with 2 cores: [docs/benchmarks.md](docs/benchmarks.md).",
        END,
    ]
    return "\n".join(lines)


def accuracy_page() -> str:
    """How wrong paychart was where the truth is known, beside simpler rules."""
    found = accuracy()
    lines = [
        "# Accuracy",
        "",
        "Written by `make bench` from the results carried in the package (`accuracy.csv`), which the site's",
        "Data page and `paychart evaluate --carried` tell too. Errors are absolute differences in percent, coverage is",
        "how often the truth lay inside. Methods: [cells](model.md), [time](place-and-time.md), [titles](titles.md),",
        "[guides](checker.md).",
    ]
    for part, words in found.parts.items():
        figures = [f for f in found.figures if f.part == part]
        lines += ["", f"## {words}", ""]
        lines += _pivot([f for f in figures if f.group == "all"], ("task", "method"))
        groups = [f for f in figures if f.group != "all" and f.method == "model"]
        if groups:
            lines += ["", "The model by size and kind of cell:", "", *_pivot(groups, ("task", "group"))]
        releases = sorted({f.release for f in figures})
        days = sorted({f.measured for f in figures})
        lines += ["", f"Release {', '.join(releases)}; measured {', '.join(days)}."]
    return "\n".join(lines) + "\n"


METHODS = {
    "model": "**paychart**",
    **RULES,
    "additive": "national figure x the group's ratio, state to nation",
    "transport": "the same by ranks, not raked",
}
TASKS = {
    "area": "metro",
    "state": "state",
    "industry": "4-digit industry",
    "joint": "state and major group (analogue)",
}


def _words(key: str, text: str) -> str:
    if key == "method":
        return METHODS.get(text, text)
    if key == "task":
        kind, comma, rest = text.partition(",")
        return TASKS.get(kind, kind) + comma + rest
    return text.replace("<", "&lt;").replace(">=", "from ")


def _pivot(figures: list[Any], keys: tuple[str, str]) -> list[str]:
    measures = list(dict.fromkeys(f.measure for f in figures))
    rows: dict[tuple[str, ...], dict[str, Any]] = {}
    for f in figures:
        rows.setdefault(tuple(getattr(f, key) for key in keys), {})[f.measure] = f
    lines = ["| " + " | ".join((*keys, "cases", *(m.replace("_", " ") for m in measures))) + " |"]
    lines.append("|---" * (len(keys) + 1 + len(measures)) + "|")
    for key, held in rows.items():
        cases = next((f"{f.cases:,}" for f in held.values() if f.cases), "")
        values = (f"{held[m].value:.3g}" if m in held else "" for m in measures)
        named = (_words(name, text) for name, text in zip(keys, key, strict=True))
        lines.append("| " + " | ".join((*named, cases, *values)) + " |")
    return lines


def with_lines(readme: str, told: list[dict[str, Any]]) -> str:
    """README with its measured lines replaced."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + readme_lines(told) + after


def kept_part(text: str) -> str:
    """What people wrote at the end of the page, from the heading *Wage distributions* on."""
    return text[text.index("## Wage distributions") :]


def main() -> None:
    told = records()
    target, readme = ROOT / "docs/benchmarks.md", ROOT / "README.md"
    target.write_text(page(told, kept_part(target.read_text(encoding="utf-8"))), encoding="utf-8")
    (ROOT / "docs/accuracy.md").write_text(accuracy_page(), encoding="utf-8")
    readme.write_text(with_lines(readme.read_text(encoding="utf-8"), told), encoding="utf-8")


if __name__ == "__main__":
    main()
