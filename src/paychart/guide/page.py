"""The guide as one HTML file: no script, no network; light, dark and paper. Same guide, same bytes."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from paychart.errors import SourceUnavailable
from paychart.guide.phrase import number, sentence
from paychart.guide.sections import Grid, Guide
from paychart.guide.statement import Source
from paychart.show.csv_output import csv_text

GLOSSARY = (
    ("Median", "The middle: half of the workers earn less and half earn more."),
    ("Mean", "The average: all pay added up and divided by the number of workers."),
    ("10th percentile", "The pay that one worker in ten falls below: a fair picture of entry pay."),
    ("90th percentile", "The pay that one worker in ten goes above: a fair picture of top pay."),
    ("Range", "How much workers differ from each other, for example from the 10th to the 90th percentile."),
    (
        "90% interval",
        "How sure the figure itself is. The survey asks a sample of employers; in 9 samples of 10, an "
        "interval like this "
        "one would hold the true value.",
    ),
    (
        "Cost of living",
        "What the same goods, services and rents cost in a place, with the United States as 100.",
    ),
    ("Real dollars", "Past pay in today's prices, so that only a change in what it buys is left."),
    ("Openings", "Jobs to be filled each year, both new jobs and those of people who leave."),
    (
        "SOC code",
        "The number the government gives each occupation in its Standard Occupational Classification.",
    ),
)


METHOD = (
    "Every figure is a published official figure, simple arithmetic on one, or a figure marked as modelled; its "
    "number "
    "leads to the row it came from. Self-employed workers are not in the pay survey. For most work, yearly pay is "
    "hourly pay times 2,080 hours."
)


def not_here(missing: Sequence[str]) -> str:
    """Names the parts that a guide is without, so that no gap is silent; empty if there are none."""
    if not missing:
        return ""
    return (
        f"Not in this guide, because the data for it are not published or not at hand: {', '.join(missing)}."
    )


@dataclass(frozen=True)
class Publication:
    """One release of one publisher and the numbered cells of it that a guide cites."""

    title: str
    url: str
    rows: tuple[tuple[int, str], ...]


class Footnotes:
    """Numbers sources in the order in which the page first cites them."""

    def __init__(self) -> None:
        self._numbers: dict[Source, int] = {}

    def number(self, source: Source) -> int:
        return self._numbers.setdefault(source, len(self._numbers) + 1)

    def spans(self, sources: Sequence[Source]) -> list[tuple[int, int]]:
        """The numbers of some sources as first-to-last runs, so that ten notes in a row print as one."""
        runs: list[tuple[int, int]] = []
        for n in sorted(self.number(s) for s in sources):
            if runs and n == runs[-1][1] + 1:
                runs[-1] = (runs[-1][0], n)
            else:
                runs.append((n, n))
        return runs

    @property
    def sources(self) -> list[tuple[int, Source]]:
        return [(n, s) for s, n in self._numbers.items()]

    @property
    def publications(self) -> list[Publication]:
        """The sources under the publication each is part of, in the order of first citation."""
        groups: dict[tuple[str, str, str], list[tuple[int, str]]] = {}
        for n, source in self.sources:
            groups.setdefault((source.name, source.period, source.url), []).append((n, source.cell))
        return [
            Publication(f"{name}, {period}", url, tuple(rows)) for (name, period, url), rows in groups.items()
        ]


def render(guide: Guide) -> str:
    """The whole page. Text is escaped; the only markup let through is the charts' own SVG."""
    try:
        from jinja2 import Environment, StrictUndefined
    except ImportError as error:
        raise SourceUnavailable(
            "The guide needs packages that are not installed.",
            hint='Install them with: pip install "paychart[guide]"',
        ) from error
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(
        sentence=sentence, money=lambda v: number(v, "dollars"), data_url=table_data_url
    )
    folder = resources.files("paychart.guide").joinpath("templates")
    template = environment.from_string(folder.joinpath("guide.html.j2").read_text(encoding="utf-8"))
    style = folder.joinpath("guide.css").read_text(encoding="utf-8")
    return (
        template.render(
            guide=guide,
            notes=Footnotes(),
            glossary=GLOSSARY,
            style=style,
            method=METHOD,
            missing=not_here(guide.missing),
        )
        + "\n"
    )


def table_data_url(grid: Grid) -> str:
    """The table as a CSV inside the page itself, with the citation of each row; formulas defused."""
    rows = [[*row, source.citation] for row, source in zip(grid.rows, grid.sources, strict=True)]
    text = csv_text([*grid.header, "Source"], rows)
    return "data:text/csv;charset=utf-8;base64," + base64.b64encode(text.encode("utf-8")).decode("ascii")
