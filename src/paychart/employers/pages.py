"""Pages of this room from their templates: one file, no script, no network, everything escaped."""

from __future__ import annotations

from importlib import resources
from typing import Any

from paychart.employers.benchmark_result import Benchmark
from paychart.errors import SourceUnavailable


def page(done: Benchmark, rows: list[list[str]] | None, header: list[str]) -> str:
    """The summary as one HTML page without script or network; with the rows where they are given."""
    return render(
        "benchmark.html.j2", done=done, s=done.summary, rows=rows, header=header, method=method(done)
    )


def render(template: str, **values: Any) -> str:
    """A page of this room from its template, escaped, with the shared style."""
    try:
        from jinja2 import Environment, StrictUndefined
    except ImportError as error:
        raise SourceUnavailable(
            "Pages need a package that is not installed.",
            hint='Install it with: pip install "paychart[employers]"',
        ) from error
    folder = resources.files("paychart.employers").joinpath("templates")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["money"] = lambda v: "withheld" if v is None else f"${v:,.0f}"
    environment.filters["percent"] = lambda v: "withheld" if v is None else f"{100 * v:.1f}%"
    environment.filters["number"] = lambda v: "withheld" if v is None else f"{v:,.0f}"
    environment.filters["signed"] = lambda v: "" if v != v else f"{v:+z.1f}"
    environment.filters["p"] = lambda v: "" if v != v else ("< 0.001" if v < 0.001 else f"{v:.3f}")
    environment.filters["ratio"] = lambda v: "withheld" if v is None else f"{v:.2f}"
    style = folder.joinpath("page.css").read_text(encoding="utf-8")
    source = folder.joinpath(template).read_text(encoding="utf-8")
    return environment.from_string(source).render(style=style, **values) + "\n"


def method(done: Benchmark) -> list[str]:
    """How the figures came about, in a few sentences."""
    sources = ", ".join(f"{item['source']}, {item.get('release', '')}" for item in done.lineage)
    return [
        f"Market: {sources}.",
        "The market of each row is the pay of people like that one: same occupation, place and employer type, and the",
        "traits the payroll gives. Columns market_p25, p50 and p75 are how such people differ, not how sure we are.",
        f"Groups of fewer than {done.summary.rule.least} people, and others that would give them away, are left out.",
        "Sums are rounded to steps of at least half of the highest pay in them, and ratios are of rounded sums.",
    ]
