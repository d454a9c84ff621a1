"""O*NET database text files (US Department of Labor, CC BY 4.0): tab-separated tables, read and checked.

Files are read under the names of each edition (30.1 to 31.0); rows keep the publisher's column names. The first seven
characters of an O*NET-SOC code are SOC 2018.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from paychart.data.sources.damage import reading
from paychart.errors import SourceUnavailable

TABLES: dict[str, tuple[str, ...]] = {
    "Occupation Data": ("O*NET-SOC Code", "Title", "Description"),
    "Alternate Titles": ("O*NET-SOC Code", "Alternate Title", "Short Title"),
    "Job Zones": ("O*NET-SOC Code", "Job Zone"),
    "Job Zone Reference": ("Job Zone", "Name", "Education", "Experience"),
    "Interests": ("O*NET-SOC Code", "Element ID", "Element Name", "Scale ID", "Data Value"),
    "Work Styles": ("O*NET-SOC Code", "Element ID", "Element Name", "Scale ID", "Data Value"),
    "Work Values": ("O*NET-SOC Code", "Element ID", "Element Name", "Scale ID", "Data Value"),
    "Task Statements": ("O*NET-SOC Code", "Task ID", "Task", "Task Type"),
    "Related Occupations": ("O*NET-SOC Code", "Related O*NET-SOC Code", "Relatedness Tier", "Index"),
    "Technology Skills": ("O*NET-SOC Code", "Example", "Commodity Title", "Hot Technology"),
}

# Later names of the same tables: O*NET 30.3 and 31.0 renamed files and kept their columns.
RENAMED = {"Interests": ("Career Interest Types",), "Technology Skills": ("Software Skills",)}
# Since O*NET 30.3 zones 1 and 2 are one, printed as 2: before it, 1 means the same stage.
MERGED_ZONE = {"1": "2"}


def rows(folder: Path, table: str) -> Iterator[dict[str, str]]:
    """Rows of one O*NET text file as dictionaries; `SourceUnavailable` names the file and what is missing."""
    if table not in TABLES:
        raise SourceUnavailable(f"O*NET table {table!r} is not read here.", nearest=tuple(TABLES))
    names = (table, *RENAMED.get(table, ()))
    path = next(
        (folder / f"{n}.txt" for n in names if (folder / f"{n}.txt").is_file()), folder / f"{table}.txt"
    )
    if not path.is_file():
        raise SourceUnavailable(
            f"O*NET file {path.name} was not found.",
            hint="Unpack the O*NET text database and name its folder.",
        )
    damage = reading(
        f"O*NET file {path.name} is damaged or cut short",
        SourceUnavailable,
        "Unpack the O*NET text database again.",
    )
    with damage, path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        missing = [name for name in TABLES[table] if name not in (reader.fieldnames or ())]
        if missing:
            raise SourceUnavailable(f"O*NET file {path.name} lacks the column {missing[0]!r}.")
        for number, row in enumerate(reader, start=2):
            if None in row or None in row.values():
                raise SourceUnavailable(f"O*NET file {path.name}, line {number}: wrong number of fields.")
            yield row


def stage(zone: str) -> str:
    """The job zone as editions since 30.3 print it: 1 and 2 are one stage, 2."""
    return MERGED_ZONE.get(zone, zone)


def alternate_titles(folder: Path) -> list[tuple[str, str]]:
    """(title, SOC 2018 code) pairs: occupation names, alternate titles and their short forms."""
    pairs = [(row["Title"], row["O*NET-SOC Code"][:7]) for row in rows(folder, "Occupation Data")]
    for row in rows(folder, "Alternate Titles"):
        soc = row["O*NET-SOC Code"][:7]
        pairs.append((row["Alternate Title"], soc))
        if row["Short Title"] not in ("n/a", ""):
            pairs.append((row["Short Title"], soc))
    return pairs
