"""The detailed occupations OEWS publishes, and the published code that a SOC 2018 code counts in."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paychart.data.store import Store

# SOC 2018 codes that OEWS publishes within another one.
MERGED = {
    "21-1011": "21-1018", "21-1014": "21-1018", "25-2055": "25-2052", "25-2056": "25-2052",
    "51-2022": "51-2028", "51-2023": "51-2028", "53-1042": "53-1047", "53-1043": "53-1047",
    "53-1044": "53-1047", "53-1049": "53-1047",
    "25-9042": "25-9045", "25-9043": "25-9045", "25-9049": "25-9045",
}  # fmt: skip


@dataclass(frozen=True)
class Published:
    """The detailed occupations of one OEWS release: names, national jobs, and median annual pay where printed."""

    names: Mapping[str, str]
    employment: Mapping[str, float]
    median: Mapping[str, float]


def published_occupations(store: Store) -> Published:
    """What the store's newest release publishes about each detailed occupation in the nation."""
    from paychart.profile import ALL_INDUSTRIES, NATION

    rows = store.rows(
        "SELECT o.code, o.title, c.employment, c.annual_p50 FROM occupation o LEFT JOIN cell c "
        "ON c.occupation = o.code AND c.area = ? AND c.industry = ? WHERE o.level = 'detailed' ORDER BY o.code",
        [NATION, ALL_INDUSTRIES],
    )
    return Published(
        {code: title for code, title, _, _ in rows},
        {code: float(jobs) for code, _, jobs, _ in rows if jobs},
        {code: float(median) for code, _, _, median in rows if median},
    )


def published_code(soc: str, published: Container[str]) -> str | None:
    """The code OEWS publishes that a SOC 2018 code counts in: itself, a merged code, or its broad group."""
    for code in (soc, MERGED.get(soc, ""), soc[:6] + "0"):
        if code in published:
            return code
    return None
