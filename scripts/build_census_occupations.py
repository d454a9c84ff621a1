"""Write `data/reference/census_occupation.csv`: which SOC occupations each Census occupation code (OCCP) holds.

Reads the Census Bureau's 2018 occupation code list and the 2018 SOC structure (both .xlsx, as published).
A Census code that holds several SOC occupations is `mixed`: its person records describe all of them together.

    python scripts/build_census_occupations.py CODE_LIST.xlsx SOC_STRUCTURE.xlsx OUT.csv
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

import openpyxl

# Broad SOC codes that the OEWS survey publishes as if detailed, where they equal one Census code.
OEWS_BROAD_CODES = ("13-2020", "29-2010", "39-7010", "47-4090")


def census_codes(path: Path) -> list[tuple[str, str, str]]:
    """(Census code of four digits, title, SOC pattern) in published order; military and unemployed left
    out."""
    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[1]
    found = []
    for row in sheet.iter_rows(values_only=True, max_col=4):
        code, pattern = str(row[2] or "").strip().zfill(4), str(row[3] or "").strip()
        if re.fullmatch(r"\d{4}", code) and re.match(r"\d\d-", pattern) and not pattern.startswith("55"):
            found.append((code, " ".join(str(row[1]).split()), pattern))
    return found


def detailed_occupations(path: Path) -> list[str]:
    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    return [
        str(row[3]) for row in sheet.iter_rows(values_only=True, max_col=4) if row[3] and row[3][0].isdigit()
    ]


def matches(pattern: str, soc: str) -> bool:
    """`29-1000` covers a minor group, `29-1020` a broad one, `29-12XX` whatever starts alike."""
    return soc.startswith(re.sub(r"(X+|0+)$", "", pattern))


def expand(codes: list[tuple[str, str, str]], detailed: list[str]) -> dict[str, str]:
    """SOC -> Census code; the most specific pattern wins, `X` patterns take what is left."""
    owner: dict[str, str] = {}
    by_precision = sorted(codes, key=lambda c: ("X" in c[2], -len(re.sub(r"(X+|0+)$", "", c[2]))))
    for code, _, pattern in by_precision:
        for soc in detailed:
            if matches(pattern, soc):
                owner.setdefault(soc, code)
    for broad in OEWS_BROAD_CODES:
        owners = {owner[soc] for soc in detailed if matches(broad, soc)}
        if len(owners) == 1:
            owner[broad] = owners.pop()
    return owner


def main(code_list: str, structure: str, out: str) -> None:
    codes = census_codes(Path(code_list))
    owner = expand(codes, detailed_occupations(Path(structure)))
    with Path(out).open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["census_occupation", "census_title", "census_soc", "soc", "mixed"])
        for code, title, pattern in codes:
            held = sorted(soc for soc, owning in owner.items() if owning == code)
            mixed = sum(not soc.endswith("0") for soc in held) > 1
            for soc in held:
                writer.writerow([code, title, pattern, soc, str(mixed).lower()])


if __name__ == "__main__":
    main(*sys.argv[1:4])
