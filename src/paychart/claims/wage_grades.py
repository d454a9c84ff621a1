"""Judging the frame of a sum: against one official cell by its bound, polarity and quantifier, and over the years."""

from __future__ import annotations

import re
from collections.abc import Mapping

from paychart.claims.bounds import Truth, truth, wanted
from paychart.claims.case import Case, open_case
from paychart.claims.claim import NOBODY, Grade, Verdict
from paychart.claims.figures import HYBRIDS, NAMES, Pay, money
from paychart.claims.frame import NOW, Frame
from paychart.claims.grammar import number
from paychart.claims.reader import Reader
from paychart.claims.spans import PERCENTILES
from paychart.claims.surveys import survey_figure
from paychart.claims.words import entry_level_note

_ENOUGH = 5  # releases at hand from which "in no release" means something
_ROUND = 0.03  # a round figure may be off by this much
_CLOSE = 0.015  # a round figure matches an old release only this near, or it would match some year or other
_YEARS = re.compile(r"(\d{1,2}|five|ten)\+?(?: or more)? years", re.I)
_GRADE: dict[Truth, Grade] = {"yes": "supported", "no": "contradicted", "open": "not checkable"}


def judge(frame: Frame, reader: Reader) -> Verdict:
    """The verdict on a sum that is said to be pay."""
    evidence, subject, said = reader.evidence, frame.subject, frame.figure
    if frame.source:
        year = None if frame.year == NOW else frame.year
        return survey_figure(said.value, frame.source, year, subject, evidence)
    if subject is None:
        return NOBODY
    case = open_case(frame, subject, evidence)
    if said.basis == "other":
        return case.verdict("not checkable", "OEWS prints pay by the year and by the hour only.")
    if frame.adjusted:
        return case.verdict("not checkable", "OEWS prints what was paid; this sum is after prices or taxes.")
    if frame.part:
        return _part(case)
    if frame.measure == "entry":
        return case.verdict("not checkable", entry_level_note(evidence, subject))
    if frame.place and frame.employer:
        return case.verdict(
            "not checkable", f"BLS publishes no pay by place and employer at once. {case.today}"
        )
    series = evidence.series(subject.codes, frame.place, frame.employer)
    if not series:
        of = "this part of the work" if frame.place or frame.employer else "this work"
        return case.verdict("not checkable", f"No pay is published for {of}. {case.today}")
    year = evidence.year if frame.year == NOW else frame.year
    newest = min(evidence.year, reader.as_of)
    if year is not None and year > newest:
        return case.verdict("not checkable", f"No release reaches {year}; the newest is {evidence.release}.")
    if year is None and reader.dated is not None and reader.dated not in series:
        year = reader.dated  # an old guide's figures are of its time, and that release is not at hand
    if year is not None and year not in series:
        why = f"The release of May {year} is not at hand for this work. {case.today}"
        return case.verdict("not checkable", why, now_grade="outdated" if year < evidence.year else None)
    if frame.measure == "best case" and not frame.denied:
        return _best_case(case, (series.get(year or evidence.year) or next(iter(series.values())))[0])
    if (
        frame.denied
        or frame.quantifier in ("few", "some", "most")
        or (said.bound and not _is_percentile_bound(frame))
    ):
        cells = series.get(year if year is not None else evidence.year)
        bounded = _bounded(case, (cells or next(iter(series.values())))[0])
        exact = None if said.is_round or frame.denied else _search(case, series, year, reader)
        return bounded if bounded.grade == "supported" else exact or bounded
    return _search(case, series, year, reader) or _missing(case, series, year, reader)


def _is_percentile_bound(frame: Frame) -> bool:
    """ "The lowest 10 percent earned less than $42,640" is how a publisher prints the percentile itself."""
    low = frame.measure in ("p10", "p25")
    return frame.measure in PERCENTILES and frame.figure.bound == ("at most" if low else "at least")


def _part(case: Case) -> Verdict:
    """A sum of a part of the occupation: no official figure is of that part."""
    frame = case.frame
    why = f'No official figure is of "{frame.part}" alone, only of the whole occupation.'
    years = _YEARS.search(frame.part)
    if years:
        why = "OEWS does not count pay by experience."
        typical = case.evidence.personal(case.subject.main, experience=number(years[1]) or 0.0)
        if typical:
            why += f" Person records put the typical worker after {years[1]} years near {money(typical[0])} (modelled)."
    return case.verdict("not checkable", f"{why} {case.today}")


def _search(case: Case, series: Mapping[int, list[Pay]], year: int | None, reader: Reader) -> Verdict | None:
    """The release that prints the sum: of its year, else of any year if undated; and where else it is printed."""
    said, frame = case.frame.figure, case.frame
    right, other = wanted(frame.measure)
    asked = {year: series[year]} if year is not None else series
    for wages, confused in ((right, False), (other, True)):
        for y, cells in asked.items():
            for cell in cells:
                hit = next((w for w in wages if w in cell.wages and said.agrees(cell.wages[w])), None)
                near = hit and (
                    not said.is_round
                    or year is not None
                    or y == case.evidence.year
                    or abs(cell.wages[hit] / said.annual - 1) <= _CLOSE
                )
                if (
                    confused
                    and (said.basis == "hour" or said.is_round)
                    and year is None
                    and y != case.evidence.year
                ):
                    continue  # an hourly figure is some measure of some year by chance
                if hit and near:
                    return _found(case, cell, y, hit, confused, year)
    if year is not None and not said.is_round:
        for cells in series.values():
            for cell in cells:
                hit = next(
                    (w for w in (*right, *other) if w in cell.wages and said.agrees(cell.wages[w])), None
                )
                if hit:
                    why = (
                        f"Dated to {year}, but it is the {NAMES[hit]} of {cell.release} for {cell.name} "
                        f"({cell.code}). "
                        f"{case.today}"
                    )
                    return case.verdict("misleading", why, cell, near=True)
    return None


def _found(case: Case, cell: Pay, year: int, wage: str, confused: bool, asked: int | None) -> Verdict:
    said, now, kind = case.frame.figure, case.now, case.frame.measure
    value = cell.wages[wage]
    fact = f"{cell.release}: the {NAMES[wage]} of {cell.name} ({cell.code}) is {money(value)}"
    if said.basis == "hour":
        fact += f" a year, ${value / 2080:,.2f} an hour"
    old = year < case.evidence.year
    stale = old and now is not None and wage in now.wages and not said.agrees(now.wages[wage])
    now_grade: Grade = "outdated" if stale else "supported"
    ending = f". {case.today}" if old else "."
    if confused:
        called = {"mean": "the average (mean)", "p50": "the median", "typical": "typical pay"}[kind]
        why = f"Given as {called}, but {fact}{ending}"
        if kind == "typical":
            why = (
                f"A mean is not typical pay: high earners pull it up. {fact}; the median is "
                f"{money(cell.median)}{ending}"
            )
        return case.verdict("misleading", why, cell, now_grade=now_grade, near=True)
    if cell.code in HYBRIDS and cell.code not in case.subject.codes:
        why = f"{fact}, but that code {HYBRIDS[cell.code]}{ending}"
        return case.verdict("misleading", why, cell, now_grade=now_grade, near=True)
    if asked is None and stale:
        verdict = case.verdict("outdated", f"True of {fact}{ending}", cell, now_grade="outdated")
        return Verdict(**{**vars(verdict), "then": {**cell.figures(), "grade": "supported"}})
    return case.verdict("supported", f"{fact}{ending}", cell, now_grade=now_grade)


def _bounded(case: Case, cell: Pay) -> Verdict:
    held, why = truth(case.frame.figure, case.frame, cell)
    for area in case.frame.elsewhere if held != "yes" else ():
        other = case.evidence.pay(case.subject.main, area)
        if other and truth(case.frame.figure, case.frame, other)[0] == "yes":
            held, why, cell = "yes", truth(case.frame.figure, case.frame, other)[1], other
    grade = _GRADE[held]
    if held == "open":
        why += " Of how many workers it is said would settle it."
    return case.verdict(grade, why, cell, now_grade=grade, near=held == "no")


def _missing(case: Case, series: Mapping[int, list[Pay]], year: int | None, reader: Reader) -> Verdict:
    """No release prints the sum: contradicted if said in round numbers and clearly off, else not found or not known."""
    said, frame, evidence = case.frame.figure, case.frame, case.evidence
    right = wanted(frame.measure)[0]
    elsewhere = _other_place(case) or _other_percentile(case, series, year)
    if elsewhere:
        return elsewhere
    if year is None and len(series) < _ENOUGH and not said.is_round:
        why = f"Not a figure of {case.evidence.release}, and other releases are not all at hand for this. {case.today}"
        return case.verdict("not checkable", why)
    asked = {year: series[year]} if year is not None else series
    if year is None and evidence.year in series:
        asked = {evidence.year: series[evidence.year]}
    cells = [
        (abs(c.wages[w] - said.annual), -y, c, w)
        for y, cs in asked.items()
        for c in cs
        for w in right
        if w in c.wages
    ]
    if not cells:
        return case.verdict(
            "not checkable", f"The publisher prints no such percentile for this work. {case.today}"
        )
    _, _, near, wage = min(cells, key=lambda c: c[:2])
    place = bool(frame.place or frame.employer)
    if place and year is None and (reader.dated is not None or not said.is_round or frame.past):
        why = f"Not a figure of {near.release}, and for this part other releases are not all at hand. {case.today}"
        return case.verdict("not checkable", why, now_grade="outdated" if reader.dated else None)
    fact = f"{near.release}, {near.code} {near.name}: mean {money(near.mean)}, median {money(near.median)}"
    if wage not in ("mean", "p50"):
        fact = f"{near.release}, {near.code} {near.name}: {NAMES[wage]} {money(near.wages[wage])}"
    if near.code in HYBRIDS:
        fact += f" (a hybrid code that {HYBRIDS[near.code]})"
    off = said.annual / near.wages[wage] - 1
    now_grade: Grade | None = "outdated" if year is not None and year < evidence.year else None
    rounding = said.precision / said.value  # "$90,000" may be what is left of $93,400
    if said.is_round and abs(off) > max(_ROUND, near.error(wage), rounding):
        side = "above" if off > 0 else "below"
        why = f"Official figures do not bear this out: {fact}. The figure said is {abs(off):.0%} {side}. {case.today}"
        return case.verdict("contradicted", why, near, now_grade=now_grade or "contradicted", near=True)
    if said.is_round:
        why = f"Too close to tell from sampling error: {fact}. {case.today}"
        return case.verdict("not checkable", why, near)
    when = f"the May {year} release" if year is not None else "any release at hand"
    other = evidence.printed(said.value, said.basis == "hour", near.code)
    work = "this work as a whole" if other else "this work"
    why = f"{said.said()} is not in {when} for {work}. {other}Nearest: {fact}. {case.today}"
    return case.verdict("figure not found", why, near, now_grade=now_grade, near=True)


def _other_place(case: Case) -> Verdict | None:
    """A sum that is that of a place the text before speaks of."""
    for area in case.frame.elsewhere:
        cell = case.evidence.pay(case.subject.main, area)
        if cell and any(
            case.frame.figure.agrees(cell.wages[w]) for w in wanted(case.frame.measure)[0] if w in cell.wages
        ):
            fact = f"{cell.release}, {cell.name}: mean {money(cell.mean)}, median {money(cell.median)}."
            return case.verdict("supported", fact, cell, now_grade="supported")
    return None


def _other_percentile(case: Case, series: Mapping[int, list[Pay]], year: int | None) -> Verdict | None:
    """An exact sum that is another percentile than said: told as that, and borne out if no measure was said."""
    said, kind = case.frame.figure, case.frame.measure
    if said.is_round:
        return None
    for y, cells in series.items():
        for cell in cells if year in (None, y) else ():
            hit = next((w for w in PERCENTILES if w in cell.wages and said.agrees(cell.wages[w])), None)
            if hit and (said.basis != "hour" or y == case.evidence.year):
                fact = f"{cell.release}: the {NAMES[hit]} of {cell.name} ({cell.code}) is {money(cell.wages[hit])}."
                fact = f"{fact} {case.today}"
                old = y < case.evidence.year
                grade: Grade = (
                    "misleading" if kind != "any" else "outdated" if old and year is None else "supported"
                )
                return case.verdict(grade, fact, cell, now_grade="outdated" if old else grade, near=True)
    return None


def _best_case(case: Case, cell: Pay) -> Verdict:
    held = cell.wages.get("p90")
    if held is None:
        return case.verdict("not checkable", f"The publisher prints no 90th percentile. {case.today}")
    if case.frame.figure.annual < 0.97 * cell.median:
        why = f"Half earn more than {money(cell.median)}, so it is no best case; of whom it is said would settle it."
        return case.verdict("not checkable", f"{why} {case.today}", cell)
    told = f"the 90th percentile is {money(held)} ({cell.release})"
    if case.frame.figure.annual <= held * 1.005:
        return case.verdict(
            "supported", f"At least one in ten earns that: {told}.", cell, now_grade="supported"
        )
    why = f"Fewer than one in ten earns that: {told}. {case.today}"
    return case.verdict("misleading", why, cell, now_grade="misleading", near=True)
