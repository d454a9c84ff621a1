"""Grading a sum that is said to be pay: against the nation's releases, or against one place or employer type."""

from __future__ import annotations

from paychart.claims.claim import Grade, Verdict
from paychart.claims.evidence import Evidence
from paychart.claims.figures import ALIKE, HYBRIDS, NAMES, Pay, money
from paychart.claims.grammar import Money
from paychart.claims.measure import Measure
from paychart.claims.reader import Subject
from paychart.claims.words import now_sentence

_ROUND = 0.03  # a round figure may be off by this much


def _wanted(kind: Measure) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(wages that bear the claim out, wages that would be another measure)."""
    if kind == "mean":
        return ("mean",), ("p50",)
    if kind in ("p50", "typical"):
        return ("p50",), ("mean",)
    if kind in ("p10", "p25", "p75", "p90"):
        return (kind,), ()
    return ("p50", "mean"), ()


def agrees(said: Money, official: float) -> bool:
    """Whether an official annual figure, printed as the guide prints it, is the figure said."""
    if said.basis == "hour":
        hourly = official / 2080
        return abs(hourly - said.value) <= max(said.precision + 0.002, _ROUND * hourly if said.hedged else 0)
    if said.bound == "at least" and said.value <= official <= 1.25 * said.value:
        return said.is_round or abs(official - said.value) <= said.precision
    if said.bound == "at most" and said.value >= official >= 0.8 * said.value:
        return said.is_round or abs(official - said.value) <= said.precision
    slack = _ROUND * official if said.is_round else min(said.precision, 500.0)
    return abs(official - said.value) <= slack


def nation(said: Money, kind: Measure, year: int | None, subject: Subject, evidence: Evidence) -> Verdict:
    """A figure of the whole nation: its own year's release, or without a year any release, newest first."""
    now = evidence.pay(subject.main)
    lineage = lineage_of(evidence, subject)
    today = now_sentence(evidence, subject, kind)
    if kind == "best case":
        return _best_case(said, now, lineage, today)
    by_year: dict[int, list[Pay]] = {}
    for code in subject.codes:
        for y, cells in evidence.releases(code).items():
            by_year.setdefault(y, []).extend(cells)
    if year is not None and not by_year.get(year):
        why = f"The release of May {year} is not at hand for this work. {today}"
        return Verdict("not checkable", why, now=_now(now, year, evidence), lineage=lineage, current=today)
    asked = {year: by_year[year]} if year is not None else dict(sorted(by_year.items(), reverse=True))
    right, other = _wanted(kind)
    for wages, confused in ((right, False), (other, True)):
        for y, cells in asked.items():
            if said.bound and said.is_round and year is None and y != evidence.year:
                continue  # a round bound would match some year or other
            for cell in cells:
                hit = next((w for w in wages if agrees(said, cell.wages[w])), None)
                if hit and (
                    not said.is_round
                    or year is not None
                    or y == evidence.year
                    or _close(said, cell.wages[hit])
                ):
                    return _found(said, cell, y, hit, confused, kind, year, now, evidence, today, lineage)
    cells = asked.get(year if year is not None else evidence.year, [])
    bounded = next((v for c in cells if (v := _bounded(said, kind, c, lineage, today))), None)
    return bounded or _missing(said, asked, right, year, now, evidence, today, lineage)


def _bounded(said: Money, kind: Measure, cell: Pay, lineage: tuple[str, ...], today: str) -> Verdict | None:
    """ "Earn at least $40,000": true if all but one in ten do; of a named measure, true if that is above it."""
    if not said.bound or not said.is_round:  # an exact bound is quoted from a release, and sought there
        return None
    up = said.bound == "at least"
    wage = {"any": "p10" if up else "p90", "typical": "p50"}.get(kind, kind)
    if wage not in cell.wages:
        return None
    official = cell.wages[wage]
    holds = official >= said.annual if up else official <= said.annual
    if not holds and kind != "any":
        return None
    fact = f"{cell.release}: the {NAMES[wage]} of {cell.name} is {money(official)}."
    grade: Grade = "supported" if holds else "misleading"
    figures = {**cell.figures(), "grade": grade}
    return Verdict(grade, fact, figures, figures, None, (cell.citation, *lineage), today)


def _close(said: Money, official: float) -> bool:
    """A round figure matches an old release only if it is near, or every round figure would match some year."""
    return abs(official / said.annual - 1) <= 0.015


def _found(
    said: Money,
    cell: Pay,
    year: int,
    wage: str,
    confused: bool,
    kind: Measure,
    asked: int | None,
    now: Pay | None,
    evidence: Evidence,
    today: str,
    lineage: tuple[str, ...],
) -> Verdict:
    value = cell.wages[wage]
    fact = f"{cell.release}: the {NAMES[wage]} of {cell.name} ({cell.code}) is {money(value)}"
    if said.basis == "hour":
        fact += f" a year, ${value / 2080:,.2f} an hour"
    stale = year < evidence.year and now is not None and not agrees(said, now.wages[wage])
    then = {**cell.figures(), "grade": "supported"}
    current = {**now.figures(), "grade": "outdated" if stale else "supported"} if now else None
    sources = (cell.citation, *lineage)
    ending = f". {today}" if stale or year < evidence.year else "."
    if confused:
        called = {"mean": "the average (mean)", "p50": "the median", "typical": "typical pay"}[kind]
        why = f"Given as {called}, but {fact}{ending}"
        if kind == "typical":
            why = (
                f"A mean is not typical pay: high earners pull it up. {fact}; the median is "
                f"{money(cell.median)}{ending}"
            )
        return Verdict(
            "misleading", why, {**then, "grade": "misleading"}, current, cell.figures(), sources, today
        )
    if cell.code in HYBRIDS:
        why = f"{fact}, but that code {HYBRIDS[cell.code]}{ending}"
        return Verdict(
            "misleading", why, {**then, "grade": "misleading"}, current, cell.figures(), sources, today
        )
    if asked is None and stale:
        return Verdict("outdated", f"True of {fact}{ending}", then, current, lineage=sources, current=today)
    return Verdict("supported", f"{fact}{ending}", then, current, lineage=sources, current=today)


def _missing(
    said: Money,
    asked: dict[int, list[Pay]],
    right: tuple[str, ...],
    year: int | None,
    now: Pay | None,
    evidence: Evidence,
    today: str,
    lineage: tuple[str, ...],
) -> Verdict:
    cells = [
        (abs(cell.wages[w] - said.annual), -y, cell, w)
        for y, cs in asked.items()
        for cell in cs
        for w in right
    ]
    if year is None:
        cells = [c for c in cells if -c[1] == evidence.year] or cells
    if not cells:
        return Verdict(
            "not checkable",
            f"No official pay is at hand for this work. {today}",
            lineage=lineage,
            current=today,
        )
    _, _, near, wage = min(cells, key=lambda c: c[:2])
    stale = year is not None and year < evidence.year
    current = {**now.figures(), "grade": "outdated" if stale else None} if now else None
    then = near.figures()
    fact = f"{near.release}, {near.code} {near.name}: mean {money(near.mean)}, median {money(near.median)}"
    if wage not in ("mean", "p50"):
        fact = f"{near.release}, {near.code} {near.name}: {NAMES[wage]} {money(near.wages[wage])}"
    if near.code in HYBRIDS:
        fact += f" (a hybrid code that {HYBRIDS[near.code]})"
    sources = (near.citation, *lineage)
    off = said.annual / near.wages[wage] - 1
    if said.is_round and abs(off) > _ROUND:
        why = (
            f"Official figures do not bear this out: {fact}. The figure said is {abs(off):.0%} "
            f"{'above' if off > 0 else 'below'}. {today}"
        )
        return Verdict(
            "contradicted", why, {**then, "grade": "contradicted"}, current, near.figures(), sources, today
        )
    when = f"the May {year} release" if year is not None else "any release at hand"
    other = "" if said.is_round else evidence.printed(said.value, said.basis == "hour", near.code)
    work = "this work as a whole" if other else "this work"
    why = f"{_said(said)} is not in {when} for {work}. {other}Nearest: {fact}. {today}"
    return Verdict(
        "figure not found",
        why,
        {**then, "grade": "figure not found"},
        current,
        near.figures(),
        sources,
        today,
    )


def _said(said: Money) -> str:
    return f"${said.value:,.2f} an hour" if said.basis == "hour" else money(said.value)


def _best_case(said: Money, now: Pay | None, lineage: tuple[str, ...], today: str) -> Verdict:
    if now is None:
        return Verdict("not checkable", "No official pay is at hand for this work.")
    figures = now.figures()
    if said.annual <= now.wages["p90"]:
        why = f"At least one in ten earns that: the 90th percentile is {money(now.wages['p90'])} ({now.release})."
        return Verdict(
            "supported", why, figures, {**figures, "grade": "supported"}, lineage=lineage, current=today
        )
    why = f"Fewer than one in ten earns that: the 90th percentile is {money(now.wages['p90'])} ({now.release}). {today}"
    return Verdict("misleading", why, figures, {**figures, "grade": "misleading"}, figures, lineage, today)


def part(
    said: Money,
    kind: Measure,
    year: int | None,
    dated: int | None,
    subject: Subject,
    area: str | None,
    industry: str | None,
    evidence: Evidence,
) -> Verdict:
    """A figure of a place or an employer type: this release only."""
    nation = now_sentence(evidence, subject)
    if area and industry:
        return Verdict(
            "not checkable", f"BLS publishes no pay by place and employer at once. {nation}", current=nation
        )
    cell = evidence.pay(subject.main, **({"area": area} if area else {"industry": industry or ""}))
    if cell is None:
        return Verdict(
            "not checkable", f"No pay is published for this part of the work. {nation}", current=nation
        )
    today = f"In {cell.release} the mean for {cell.name} is {money(cell.mean)} and the median {money(cell.median)}."
    figures, lineage = cell.figures(), (cell.citation,)
    elsewhere = Verdict(
        "not checkable",
        f"Pay by place or employer is at hand for {cell.release} only. {today}",
        now={**figures, "grade": "outdated"},
        lineage=lineage,
        current=today,
    )
    if year is not None and year < evidence.year:
        return elsewhere
    if kind == "best case":
        return _best_case(said, cell, lineage, today)
    right, other = _wanted(kind)
    if right[0] not in ("mean", "p50"):
        today = f"In {cell.release} the {NAMES[right[0]]} for {cell.name} is {money(cell.wages[right[0]])}."
    if any(agrees(said, cell.wages[w]) for w in right):
        return Verdict(
            "supported", today, figures, {**figures, "grade": "supported"}, lineage=lineage, current=today
        )
    if any(agrees(said, cell.wages[w]) for w in other):
        called = {"mean": "the average", "p50": "the median"}.get(kind, "typical pay")
        return Verdict(
            "misleading", f"Given as {called}, but {today}", figures, figures, figures, lineage, today
        )
    bounded = _bounded(said, kind, cell, (), today)
    if bounded:
        return bounded
    if dated is not None:
        return elsewhere  # an old guide's figure is of its own time
    off = min((said.annual / cell.wages[w] - 1 for w in right), key=abs)
    if said.is_round and abs(off) > max(_ROUND, ALIKE):
        return Verdict(
            "contradicted",
            f"{today} The figure said is off by {off:+.0%}.",
            figures,
            figures,
            figures,
            lineage,
            today,
        )
    return Verdict(
        "figure not found",
        f"{_said(said)} is not published. {today}",
        figures,
        figures,
        figures,
        lineage,
        today,
    )


def _now(now: Pay | None, year: int, evidence: Evidence) -> dict[str, object] | None:
    return {**now.figures(), "grade": "outdated" if year < evidence.year else None} if now else None


def lineage_of(evidence: Evidence, subject: Subject) -> tuple[str, ...]:
    """The newest cells of the subject's occupations."""
    cells = [evidence.pay(code) for code in subject.codes]
    return tuple(c.citation for c in cells if c)
