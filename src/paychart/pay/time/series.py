"""National yearly series of every occupation, linked across classifications only where codes map one to one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from paychart.data.releases import soc_version, versions
from paychart.data.store import Store
from paychart.pay.cells import HOURS, STATISTICS
from paychart.profile import ALL_INDUSTRIES, NATION

Array = NDArray[np.float64]
REGIMES = versions()
MEDIAN = STATISTICS.index("p50")
MAY = 5  # the reference month of each release


@dataclass(frozen=True, eq=False)
class History:
    """All series: `wages` (series, year, statistic) in dollars of each May, `jobs` and errors (series, year).

    NaN where a year has no figure. A series is named by its newest code; `codes` holds (code, regime) of each
    stretch, oldest first. `of` finds the series of a code in a classification; `successors` and `predecessors`
    name related codes that are *not* one to one, which is why the series ends or begins there.
    """

    years: NDArray[np.int64]
    names: tuple[str, ...]
    titles: tuple[str, ...]
    levels: tuple[str, ...]
    codes: tuple[tuple[tuple[str, str], ...], ...]
    wages: Array
    jobs: Array
    jobs_rse: Array
    mean_rse: Array
    hourly_only: NDArray[np.bool_]
    of: Mapping[tuple[str, str], int] = field(repr=False)
    successors: Mapping[str, tuple[str, ...]] = field(repr=False)
    predecessors: Mapping[str, tuple[str, ...]] = field(repr=False)
    titles_of: Mapping[str, str] = field(repr=False)

    def code_in(self, series: int, year: int) -> str:
        """The code that the series carried in a year's release."""
        by_regime = {regime: code for code, regime in self.codes[series]}
        return by_regime.get(soc_version(year), self.names[series])

    def current(self) -> NDArray[np.int64]:
        """Series of the detailed occupations in the newest release."""
        return np.flatnonzero((np.array(self.levels) == "detailed") & ~np.isnan(self.mean_rse[:, -1]))


_HELD: WeakKeyDictionary[Store, History] = WeakKeyDictionary()


def history(store: Store) -> History:
    """The series of a store, read once and held while the store is open."""
    if store not in _HELD:
        _HELD[store] = _read(store)
    return _HELD[store]


class Links:
    """How codes of SOC 2010 continue in SOC 2018, from BLS's crosswalk."""

    def __init__(self, changes: list[tuple[str, str]]) -> None:
        self.forward: dict[str, list[str]] = defaultdict(list)
        self.back: dict[str, list[str]] = defaultdict(list)
        for old, new in changes:
            self.forward[old].append(new)
            self.back[new].append(old)

    def one_to_one(self, old: str) -> str | None:
        """The 2018 code that is the same occupation as `old`, or None where it was split or merged.

        A whole group (broad or major) continues only if nothing moved into it or out of it.
        """
        if _is_group(old):
            return old if all(_within(old, a) == _within(old, b) for a, b in self._pairs()) else None
        if old not in self.forward:
            return None if old in self.back else old
        new = self.forward[old]
        return new[0] if self._single(old, new[0]) else None

    def is_whole(self, new: str) -> bool:
        """Whether a 2018 code could be counted exactly while surveys still came in by codes of 2010.

        For a group: whether everything that was split or merged stayed on one side of its border.
        """
        if _is_group(new):
            return all(self._single(a, b) or _within(new, a) == _within(new, b) for a, b in self._pairs())
        sources = self.back.get(new, [new])
        return len(sources) == 1 and self.one_to_one(sources[0]) == new

    def _pairs(self) -> Iterator[tuple[str, str]]:
        return ((old, new) for old, news in self.forward.items() for new in news)

    def _single(self, old: str, new: str) -> bool:
        return len(self.forward[old]) == 1 and len(self.back[new]) == 1


def _is_group(code: str) -> bool:
    return code.endswith("0")


def _within(group: str, code: str) -> bool:
    if group == "00-0000":
        return True
    return code.startswith(group[:2] if group.endswith("-0000") else group[:6])


def _read(store: Store) -> History:
    columns = ", ".join(f"annual_{s}" for s in STATISTICS)
    current = ", ".join(f"coalesce(annual_{s}, hourly_{s} * {HOURS})" for s in STATISTICS)
    carried = (
        f"SELECT occupation, year, soc_version, title, level, employment, employment_rse, mean_rse, "
        f"hourly_only, {columns} FROM national_history"
    )
    # Yearly files that a user has loaded take the place of the carried years, and add years after them.
    loaded = (
        f"SELECT h.occupation, r.year, r.soc_version, t.title, t.level, employment, employment_rse, mean_rse, "
        f"pay_basis = 'hourly_only', {current} FROM cell_history h JOIN release_history r USING (release) "
        "JOIN occupation_history t ON (t.release, t.occupation) = (h.release, h.occupation) "
        f"WHERE h.industry = '{ALL_INDUSTRIES}' AND h.area = '{NATION}' "
        "AND t.level IN ('total', 'major', 'detailed')"
    )
    newest = (
        f"SELECT c.occupation, r.year, '{REGIMES[-1]}', o.title, o.level, employment, employment_rse, mean_rse, "
        f"pay_basis = 'hourly_only', {current} FROM cell c JOIN release r ON r.code = c.release "
        "JOIN occupation o ON o.code = c.occupation "
        f"WHERE c.area = '{NATION}' AND c.industry = '{ALL_INDUSTRIES}' "
        "AND o.level IN ('total', 'major', 'detailed')"
    )
    table = (
        store.connection.cursor()
        .execute(
            f"WITH l AS ({loaded}), n AS ({newest}) SELECT * FROM n "
            "UNION ALL SELECT * FROM l WHERE year NOT IN (SELECT year FROM n) "
            f"UNION ALL SELECT * FROM ({carried}) WHERE year NOT IN "
            "(SELECT year FROM l UNION SELECT year FROM n) ORDER BY year, occupation"
        )
        .fetchnumpy()
    )
    return _assemble(list(table.values()), Links(store.rows("SELECT soc_2010, soc_2018 FROM soc_change")))


def _assemble(columns: list[NDArray[np.generic]], links: Links) -> History:
    occupations, regimes, titles, levels = (np.asarray(columns[i]).tolist() for i in (0, 2, 3, 4))
    year = np.asarray(columns[1]).astype(np.int64)
    numbers: Array = np.stack(
        [np.ma.filled(np.ma.asarray(c, dtype=float), np.nan) for c in columns[5:]], axis=-1
    )
    keys = list(zip(occupations, regimes, strict=True))
    title_of = dict(zip(keys, titles, strict=True))
    level_of = dict(zip(keys, levels, strict=True))
    chains = _chains(set(keys), links)
    of = {key: i for i, chain in enumerate(chains) for key in chain}
    years = np.arange(year.min(), year.max() + 1)
    values = np.full((len(chains), len(years), numbers.shape[1]), np.nan)
    values[[of[key] for key in keys], year - years[0]] = numbers
    return History(
        years=years,
        names=tuple(chain[-1][0] for chain in chains),
        titles=tuple(title_of[chain[-1]] for chain in chains),
        levels=tuple(level_of[chain[-1]] for chain in chains),
        codes=tuple(chains),
        wages=values[..., 4:],
        jobs=values[..., 0],
        jobs_rse=values[..., 1],
        mean_rse=values[..., 2],
        hourly_only=np.nan_to_num(values[..., 3]) > 0,
        of=of,
        successors={code: tuple(new) for code, new in links.forward.items()},
        predecessors={code: tuple(old) for code, old in links.back.items()},
        titles_of={code: title for (code, _), title in sorted(title_of.items(), key=lambda item: item[0][1])},
    )


def _chains(keys: set[tuple[str, str]], links: Links) -> list[tuple[tuple[str, str], ...]]:
    """Stretches joined where nothing but the number changed: by code within a regime, one to one across."""
    chains = []
    first, second, third = ({code for code, regime in keys if regime == r} for r in REGIMES)
    for code in sorted(third):
        chain = [(code, REGIMES[2])]
        if links.is_whole(code):
            if code in second:
                chain.insert(0, (code, REGIMES[1]))
            old = links.back.get(code, [code])[0]
            if old in first and links.one_to_one(old) == code:
                chain.insert(0, (old, REGIMES[0]))
        chains.append(tuple(chain))
    used = {key for chain in chains for key in chain}
    for code in sorted(second):
        if (code, REGIMES[1]) not in used:
            old = links.back.get(code, [code])[0]
            whole = old in first and links.one_to_one(old) == code and (old, REGIMES[0]) not in used
            chain = [(old, REGIMES[0])] if whole else []
            chains.append((*chain, (code, REGIMES[1])))
            used.update(chains[-1])
    chains += [((code, REGIMES[0]),) for code in sorted(first) if (code, REGIMES[0]) not in used]
    return chains
