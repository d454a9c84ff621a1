"""What a trend is made of: its shape, the series behind an occupation, and the breaks between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from paychart.data.releases import last_year, method_change
from paychart.data.store import Store
from paychart.errors import PaychartError, UnknownCode
from paychart.pay.time.forecast import Forecast
from paychart.pay.time.series import REGIMES, History
from paychart.pay.time.stretch import Stretch
from paychart.profile import NATION
from paychart.show.table import Table
from paychart.words import find_occupation

METHOD_CHANGE = method_change()
OLD, HYBRID, NEW = REGIMES


@dataclass(frozen=True)
class Trend:
    """Stretches oldest first; the last one is the occupation asked for. `breaks` says why they are apart."""

    occupation: str
    title: str
    statistic: str
    dollars_of: int
    stretches: tuple[Stretch, ...]
    breaks: tuple[str, ...]
    forecast: Forecast | None
    source: str
    notes: tuple[str, ...]
    area: str = NATION
    area_name: str = "United States"

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        row = dict(vars(self))
        row["stretches"] = [
            {**vars(s), "codes": list(s.codes), "points": [_plain(vars(p)) for p in s.points],
             "real_change90": list(s.real_change90) if s.real_change90 else None}
            for s in self.stretches
        ]  # fmt: skip
        row["forecast"] = self.forecast.to_dict() if self.forecast else None
        return {**row, "breaks": list(self.breaks), "notes": list(self.notes)}

    def table(self) -> Table:
        """A row for each year and stretch, oldest first."""
        rows = [
            {**_plain(vars(p)), "another_group": stretch.wider}
            for stretch in self.stretches
            for p in stretch.points
        ]
        return Table.from_rows(f"{self.title}: {self.statistic} pay and jobs by year", rows, self.source)

    def _repr_html_(self) -> str:
        """The table as notebooks show it."""
        return self.table()._repr_html_()


def find_series(store: Store, held: History, words: str) -> tuple[str, str, list[tuple[int, bool]]]:
    """Code, title, and (series, is wider) of an occupation: itself first, then what it came from."""
    text = words.strip()
    known = {code for code, _ in held.of}
    try:
        found = find_occupation(text, store)
        code, title = found.code, found.title
    except UnknownCode as error:
        code = text if text in known else ""
        if not code and re.fullmatch(r"\d{6}", text) and f"{text[:2]}-{text[2:]}" in known:
            code = f"{text[:2]}-{text[2:]}"
        if not code:
            raise error
        title = held.titles_of[code]
    own = [held.of[code, regime] for regime in reversed(REGIMES) if (code, regime) in held.of]
    if not own:
        raise PaychartError(
            f"The yearly releases are read by detailed occupation and major group; {title} is neither.",
            nearest=(f"{code[:2]}-0000",),
            hint="Ask for a detailed occupation or a major group.",
        )
    series = [(i, False) for i in dict.fromkeys(own)]
    covered = {regime for i, _ in series for _, regime in held.codes[i]}
    if OLD not in covered:
        series += [(held.of[old, OLD], True) for old in held.predecessors.get(code, ())
                   if (old, OLD) in held.of]  # fmt: skip
    if HYBRID not in covered:
        series += [(i, True) for i in _hybrids(held, title)]
    if NEW not in covered:
        series += [(held.of[new, NEW], True) for new in held.successors.get(code, ())
                   if (new, NEW) in held.of]  # fmt: skip
    return code, title, list({i: (i, wider) for i, wider in reversed(series)}.values())[::-1]


def _hybrids(held: History, title: str) -> list[int]:
    """Groups that only the hybrid years had and whose title lists this occupation's words: at most one."""
    wanted = _words(title)
    found = [
        (len(_words(held.titles[i])), i)
        for i, stretches in enumerate(held.codes)
        if stretches[-1][1] == HYBRID and held.levels[i] == "detailed" and wanted <= _words(held.titles[i])
    ]
    return [min(found)[1]] if found else []


def _words(title: str) -> set[str]:
    return set(re.findall(r"[a-z]{3,}", title.casefold())) - {"and", "except", "all", "other", "the"}


def breaks_of(held: History, code: str, shown: tuple[Stretch, ...], begin: int, end: int) -> tuple[str, ...]:
    said = []
    for stretch in shown:
        if len(stretch.codes) > 1:
            said.append(
                f"{' became '.join(stretch.codes)}: BLS's crosswalk maps them one to one, so the years are linked."
            )
        if stretch.wider:
            years = str(stretch.first) if stretch.first == stretch.last else f"{stretch.first}-{stretch.last}"
            what = ", ".join(f"{c} ({held.titles_of[c]})" for c in stretch.codes)
            said.append(f"{years} counts {what}: another group of workers, so it is shown apart.")
    own = [s for s in shown if not s.wider]
    if any(code in s.codes for s in own[:-1]):
        said.append(
            f"{code} kept its number, but BLS moved workers into or out of it: its years are shown apart."
        )
    elif begin <= last_year(OLD) < end and not any(s.first <= last_year(OLD) for s in own):
        said.append(f"{code} has no one-to-one counterpart in the classification of {OLD}.")
    if begin < METHOD_CHANGE <= end:
        said.append(
            f"Since May {METHOD_CHANGE} BLS estimates wages with a model instead of survey weights alone; the step "
            f"from {METHOD_CHANGE - 1} to {METHOD_CHANGE} may be the method's."
        )
    return tuple(said)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in row.items()}
