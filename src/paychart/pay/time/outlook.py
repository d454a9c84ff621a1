"""Where an occupation goes: BLS's ten-year projection, its openings and their parts, beside all occupations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from paychart.data.sources.projections import PUBLISHER
from paychart.data.store import Store
from paychart.errors import Suppressed
from paychart.pay.notices import in_words, of_editions
from paychart.pay.time.demand import DemandTest, demand_and_pay
from paychart.words import find_occupation

ALL = "00-0000"


@dataclass(frozen=True)
class Prospect:
    """One row of BLS's projection. Jobs count the self-employed; openings are a year, growth among them.

    `openings_from_leavers` are exits and transfers together where the edition does not tell them apart, else None.
    `openings_percent` is openings over the mean of jobs now and then: how often a chair comes free.
    """

    occupation: str
    title: str
    jobs: float
    jobs_projected: float
    change_percent: float
    self_employed_percent: float | None
    openings: float | None
    openings_from_growth: float | None
    openings_from_exits: float | None
    openings_from_transfers: float | None
    openings_from_leavers: float | None
    openings_percent: float | None
    entry_education: str | None
    related_experience: str | None
    on_the_job_training: str | None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return dict(vars(self))


@dataclass(frozen=True)
class Outlook:
    """An occupation's prospect beside all occupations. `faster_than` is the share of detailed occupations
    (percent) whose jobs are projected to grow less."""

    prospect: Prospect
    everyone: Prospect
    faster_than: float
    of: int
    demand_test: DemandTest
    period: str
    first: int
    last: int
    source: str
    url: str
    statement: str
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        row = dict(vars(self))
        for name in ("prospect", "everyone", "demand_test"):
            row[name] = row[name].to_dict()
        return {**row, "notes": list(self.notes)}


def outlook(store: Store, occupation: str) -> Outlook:
    """The outlook of an occupation. Raises Suppressed where BLS projects none for it."""
    found = find_occupation(occupation, store)
    rows = {row[0]: row for row in store.rows(_SELECT + " WHERE occupation IN (?, ?)", [found.code, ALL])}
    if found.code not in rows:
        group = f"{found.code[:2]}-0000"
        raise Suppressed(
            f"BLS projects no employment for {found.title} ({found.code}) by itself.",
            nearest=(*_near(store, found.code), group),
            hint="Ask for one of its neighbors or for the whole group.",
        )
    own, everyone = _prospect(rows[found.code]), _prospect(rows[ALL])
    slower, total = store.rows(
        "SELECT count(*) FILTER (change_percent < ?), count(*) FROM projection "
        "WHERE level = 'detailed' AND change_percent IS NOT NULL",
        [own.change_percent],
    )[0]
    held = store.vintages["projections"]
    share = round(100 * slower / total, 0)
    return Outlook(
        prospect=own,
        everyone=everyone,
        faster_than=share,
        of=int(total),
        demand_test=demand_and_pay(store),
        period=held.edition,
        first=held.first,
        last=held.last,
        source=PUBLISHER,
        url=held.where,
        statement=_statement(own, everyone, share),
        notes=(
            "BLS publishes no error for its projections.",
            "Openings count growth, workers who leave the labor force, and workers who change occupation.",
            "Each edition estimates separations anew: openings of two editions are not a trend.",
            *in_words(of_editions(store, "projections")),
        ),
    )


_SELECT = (
    "SELECT occupation, title, employment_base_thousands, employment_projected_thousands, change_percent, "
    "self_employed_percent, openings_thousands, exits_thousands, transfers_thousands, separations_thousands, "
    "entry_education, "
    "related_experience, on_the_job_training FROM projection"
)


def _prospect(row: tuple[Any, ...]) -> Prospect:
    code, title, now, then, change, alone, openings, exits, transfers, lost, *entry = row
    # BLS prints one decimal of thousands: what is left after exits and transfers is growth, to rounding.
    growth = None if openings is None or lost is None else openings - lost
    return Prospect(
        occupation=code,
        title=title,
        jobs=now * 1000,
        jobs_projected=then * 1000,
        change_percent=change,
        self_employed_percent=alone,
        openings=_thousand(openings),
        openings_from_growth=_thousand(growth),
        openings_from_exits=_thousand(exits),
        openings_from_transfers=_thousand(transfers),
        openings_from_leavers=None if exits is not None else _thousand(lost),
        openings_percent=None if openings is None else round(100 * openings / ((now + then) / 2), 1),
        entry_education=entry[0],
        related_experience=entry[1],
        on_the_job_training=entry[2],
    )


def _thousand(value: float | None) -> float | None:
    return None if value is None else round(value * 1000, -2)


def _statement(own: Prospect, everyone: Prospect, share: float) -> str:
    text = (
        f"BLS projects {own.change_percent:+.1f}% jobs in ten years ({own.jobs:,.0f} to "
        f"{own.jobs_projected:,.0f}), against {everyone.change_percent:+.1f}% for all occupations; "
        f"that is faster than {share:.0f}% of occupations."
    )
    if own.openings is not None and own.openings_percent is not None:
        text += (
            f" About {own.openings:,.0f} openings a year are expected, {own.openings_percent:.0f} for each "
            "100 jobs."
        )
    return text


def _near(store: Store, code: str) -> list[str]:
    rows = store.rows(
        "SELECT occupation || ' ' || title FROM projection WHERE level = 'detailed' AND occupation LIKE ? "
        "ORDER BY occupation LIMIT 3",
        [f"{code[:6]}%"],
    )
    return [text for (text,) in rows]
