"""What changed between OEWS releases: classification, bounds of '#', and how wages are estimated, from one table."""

from __future__ import annotations

from paychart.data.reference import carried


def release_years() -> tuple[int, ...]:
    """The years of May releases that the table knows, oldest first."""
    return tuple(int(row["year"]) for row in carried("oews_releases.csv"))


def soc_version(year: int) -> str:
    """The classification of a May release: 2010, hybrid or 2018; a year beyond the table is like the nearest in it.

    >>> soc_version(2018), soc_version(2020), soc_version(2040)
    ('2010', 'hybrid', '2018')
    """
    return _of(year)["soc_version"]


def printed_bounds(year: int) -> tuple[float, float] | None:
    """Hourly and annual bound of '#' where the files of that year do not say it themselves."""
    row = _of(year)
    return (float(row["hourly_bound"]), float(row["annual_bound"])) if row["hourly_bound"] else None


def method_change() -> int:
    """The first year whose wages BLS estimates with a model instead of survey weights alone."""
    return min(int(row["year"]) for row in carried("oews_releases.csv") if row["estimation"] == "model")


def versions() -> tuple[str, ...]:
    """The classifications in order of time."""
    return tuple(dict.fromkeys(row["soc_version"] for row in carried("oews_releases.csv")))


def last_year(version: str) -> int:
    """The last year of the table in a classification."""
    return max(int(row["year"]) for row in carried("oews_releases.csv") if row["soc_version"] == version)


def _of(year: int) -> dict[str, str]:
    return min(carried("oews_releases.csv"), key=lambda row: abs(int(row["year"]) - year))
