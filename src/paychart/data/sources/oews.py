"""BLS Occupational Employment and Wage Statistics (OEWS): the declared tables, and how rows become cells.

Two readers fill the same tables from here: `oews_bundled` (the release that installs from the package
registry) and `oews_flat` (BLS's own flat files). Both stage one row per series key with the seventeen data
types as text; `fill` gives the text its meaning, and nothing else in paychart knows these codes.
"""

from __future__ import annotations

import re
from collections.abc import Collection

import duckdb

from paychart.data.reference import carried, reference_path
from paychart.data.sources.schema import Column, Table
from paychart.errors import SourceUnavailable

PUBLISHER = "U.S. Bureau of Labor Statistics, Occupational Employment and Wage Statistics"
PERCENTILES = ("p10", "p25", "p50", "p75", "p90")

_HOURLY = {"mean": "v03", "p10": "v06", "p25": "v07", "p50": "v08", "p75": "v09", "p90": "v10"}
_ANNUAL = {"mean": "v04", "p10": "v11", "p25": "v12", "p50": "v13", "p75": "v14", "p90": "v15"}
_OTHER = {
    "employment": "v01",
    "employment_rse": "v02",
    "mean_rse": "v05",
    "jobs_per_1000": "v16",
    "location_quotient": "v17",
}
DATATYPES = tuple(f"{number:02d}" for number in range(1, 18))

# What each footnote code of oe.footnote means; a note says nothing of a figure being there.
FOOTNOTES = {row["code"]: row["meaning"] for row in carried("oews_footnotes.csv")}
ONE_PAY_BASIS, TOP_CODED, NOT_RELEASED = (
    next(code for code, said in FOOTNOTES.items() if said == meaning)
    for meaning in ("one_pay_basis", "top_coded", "not_released")
)
NOTE = "note"


def _wages(basis: str, unit: str) -> tuple[Column, ...]:
    names = {"mean": "Mean wage", "p50": "Median wage"}
    return tuple(
        Column(f"{basis}_{m}", "DOUBLE", unit, names.get(m, f"{m[1:]}th percentile wage")) for m in _ANNUAL
    )


CELL_COLUMNS: tuple[Column, ...] = (
    Column("release", "VARCHAR", "", "Release code, e.g. 2025A01 for May 2025"),
    Column("area", "VARCHAR", "", "BLS area code of seven digits; 0000000 is the nation"),
    Column("industry", "VARCHAR", "", "BLS industry code of six characters; 000000 is all industries"),
    Column("occupation", "VARCHAR", "", "Standard Occupational Classification (SOC) code, e.g. 29-2072"),
    Column("employment", "BIGINT", "jobs", "Estimated jobs; self-employed workers are not covered"),
    Column("employment_rse", "DOUBLE", "percent", "Relative standard error of employment"),
    Column("mean_rse", "DOUBLE", "percent", "Relative standard error of the mean wage"),
    *_wages("annual", "dollars a year"),
    *_wages("hourly", "dollars an hour"),
    Column("jobs_per_1000", "DOUBLE", "jobs", "Jobs in the occupation per 1,000 jobs in the area"),
    Column("location_quotient", "DOUBLE", "ratio", "The area's share of jobs over the nation's share"),
    Column(
        "wage_status",
        "VARCHAR",
        "",
        "published; not_released; top_coded (all wages at or above the bound of the release); "
        "partly_top_coded (some are)",
        required=True,
    ),
    Column("employment_status", "VARCHAR", "", "published or not_released", required=True),
    Column("pay_basis", "VARCHAR", "", "hourly_and_annual, annual_only, hourly_only or none", required=True),
    Column(
        "footnotes", "VARCHAR", "", "Footnote codes of the seventeen data types, '|' between; empty if none"
    ),
)
CELL = Table(
    "cell",
    "Every estimate of the release: one row per area, industry and occupation",
    PUBLISHER,
    ("release", "area", "industry", "occupation"),
    CELL_COLUMNS,
)
AREA = Table(
    "area",
    "Nation, states, metropolitan and nonmetropolitan areas",
    PUBLISHER,
    ("code",),
    (
        Column("code", "VARCHAR", "", "BLS area code of seven digits"),
        Column("name", "VARCHAR", "", "Name as published", required=True),
        Column("type", "VARCHAR", "", "nation, state, metropolitan or nonmetropolitan", required=True),
        Column("state", "VARCHAR", "", "Postal code of the (first) state; empty for the nation"),
        Column("states", "VARCHAR", "", "Postal codes of all its states, '-' between"),
    ),
)
OCCUPATION = Table(
    "occupation",
    "Occupations of the release, with their place in the hierarchy",
    PUBLISHER,
    ("code",),
    (
        Column("code", "VARCHAR", "", "SOC code"),
        Column("title", "VARCHAR", "", "Title as published", required=True),
        Column("level", "VARCHAR", "", "total, major, minor, broad or detailed", required=True),
    ),
)
INDUSTRY = Table(
    "industry",
    "Industries of the release, with their place in the hierarchy",
    PUBLISHER,
    ("code",),
    (
        Column("code", "VARCHAR", "", "BLS industry code of six characters"),
        Column("title", "VARCHAR", "", "Title as published", required=True),
        Column("level", "VARCHAR", "", "all, ownership, sector, 3-digit, 4-digit or 5-digit", required=True),
        Column("parent", "VARCHAR", "", "The next wider industry; empty for all industries"),
    ),
)
RELEASE = Table(
    "release",
    "The OEWS release in this store",
    PUBLISHER,
    ("code",),
    (
        Column("code", "VARCHAR", "", "Release code, e.g. 2025A01"),
        Column("description", "VARCHAR", "", "As published, e.g. May 2025", required=True),
        Column("year", "INTEGER", "year", "Reference year", required=True),
        Column(
            "annual_bound", "DOUBLE", "dollars a year", "Wages at or above it may be withheld (footnote 5)"
        ),
        Column("hourly_bound", "DOUBLE", "dollars an hour", "The same bound by the hour"),
    ),
)
TABLES = (RELEASE, AREA, OCCUPATION, INDUSTRY, CELL)


def soc(six: str) -> str:
    """SQL that turns a six-character occupation code into SOC form: 292072 -> 29-2072."""
    return f"{six}[1:2] || '-' || {six}[3:6]"


def fill(
    connection: duckdb.DuckDBPyConnection, release: str, description: str, notes: Collection[str] = ()
) -> dict[str, int]:
    """Turn the staged tables into the declared ones; returns the rows of each.

    `notes` are footnote codes of this release that say nothing of a figure being there, beside those known.

    Staged tables: `staged(key, v01..v17, footnotes)` with text values,
    `staged_area(code, type, state, name)`, `staged_industry(code, name, display_level)`,
    `staged_occupation(code, name, display_level)`, `staged_footnote(code, text)`.
    """
    for table in TABLES:
        connection.execute(table.create_sql())
    _check_footnotes(connection, notes)
    _fill_release(connection, release, description)
    _fill_codes(connection)
    _fill_cells(connection, release)
    counts = {}
    for table in TABLES:
        row = connection.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()
        counts[table.name] = int(row[0]) if row else 0
    if counts["cell"] == 0:
        raise SourceUnavailable("The OEWS source holds no cells.", hint="Check that the file is complete.")
    return counts


def _check_footnotes(connection: duckdb.DuckDBPyConnection, notes: Collection[str]) -> None:
    """A footnote code nobody has given a meaning must stop the load, not pass as a number."""
    codes = connection.execute(
        "SELECT DISTINCT unnest(string_split(footnotes, '|')) AS code FROM "
        "(SELECT DISTINCT footnotes FROM staged WHERE footnotes <> '')"
    ).fetchall()
    strange = sorted({code for (code,) in codes} - FOOTNOTES.keys() - {"", *notes})
    if strange:
        raise SourceUnavailable(
            f"The OEWS source uses footnote code {strange[0]}, whose meaning is not known here.",
            nearest=sorted(FOOTNOTES),
            hint="Read oe.footnote of that release. If the code is a mere note, say so in a file oews_footnotes.csv "
            "beside the data (code,meaning, then a line such as 9,note); else paychart must learn it first.",
        )


def _fill_release(connection: duckdb.DuckDBPyConnection, release: str, description: str) -> None:
    row = connection.execute("SELECT text FROM staged_footnote WHERE code = ?", [TOP_CODED]).fetchone()
    bounds = re.search(r"\$([\d,.]+\d) per hour or \$([\d,]+\d) per year", row[0]) if row else None
    hourly, annual = (float(b.replace(",", "")) for b in bounds.groups()) if bounds else (None, None)
    connection.execute(
        "INSERT INTO release VALUES (?, ?, ?, ?, ?)", [release, description, int(release[:4]), annual, hourly]
    )


def _fill_codes(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "INSERT INTO area SELECT a.code, a.name, "
        "CASE a.type WHEN 'N' THEN 'nation' WHEN 'S' THEN 'state' ELSE "
        "CASE WHEN a.name ILIKE '%nonmetropolitan area%' THEN 'nonmetropolitan' ELSE 'metropolitan' END END, "
        "coalesce(s.postal, ''), "
        "coalesce(nullif(regexp_extract(a.name, ', ([A-Z]{2}(-[A-Z]{2})*)$', 1), ''), s.postal, '') "
        f"FROM staged_area a LEFT JOIN read_csv('{reference_path('states.csv')}', all_varchar=true) s "
        "ON s.fips = a.state ORDER BY a.code"
    )
    connection.execute(
        f"INSERT INTO occupation SELECT {soc('code')}, name, "
        "CASE WHEN code = '000000' THEN 'total' ELSE "
        "CASE display_level WHEN 0 THEN 'major' WHEN 1 THEN 'minor' WHEN 2 THEN 'broad' ELSE 'detailed' END "
        "END FROM staged_occupation ORDER BY code"
    )
    rows = connection.execute(
        "SELECT code, name, display_level FROM staged_industry ORDER BY code"
    ).fetchall()
    known = {code for code, _, _ in rows}
    connection.executemany(
        "INSERT INTO industry VALUES (?, ?, ?, ?)",
        [
            (code, name, industry_level(name, level), industry_parent(code, known))
            for code, name, level in rows
        ],
    )


def industry_level(name: str, display_level: int) -> str:
    """What an industry row is: BLS mixes the North American Industry Classification (NAICS) and ownership."""
    if display_level == 0:
        return "all"
    if display_level == 1 or re.search(r"\bOwned$|including .*Schools|Postal Service \(OEWS", name):
        return "ownership"
    return "sector" if display_level == 2 else f"{display_level}-digit"


def industry_parent(code: str, known: set[str]) -> str:
    """The next wider industry of the release: 621310 -> 621300 -> 621000 -> 62--63 -> 000000."""
    if code == "000000":
        return ""
    if code.startswith("999") and code.endswith("01"):
        return "000000" if code == "999001" else "999001"
    if not code.startswith("000") and "-" not in code:
        for length in range(5, 2, -1):
            wider = code[:length].ljust(6, "0")
            if wider != code and wider in known:
                return wider
        for sector in known:
            span = re.fullmatch(r"(\d\d)-{1,2}(\d{2,3})", sector)
            if span and int(span[1]) <= int(code[:2]) < int(span[2]):
                return sector
    return "000000"


def _fill_cells(connection: duckdb.DuckDBPyConnection, release: str) -> None:
    """Text to numbers and meanings. A value that is neither a number nor '-' stops the load by name."""
    numbers = [f"CAST(nullif({source}, '-') AS DOUBLE) AS {name}" for name, source in _OTHER.items()]
    numbers += [f"CAST(nullif({source}, '-') AS DOUBLE) AS annual_{name}" for name, source in _ANNUAL.items()]
    numbers += [f"CAST(nullif({source}, '-') AS DOUBLE) AS hourly_{name}" for name, source in _HOURLY.items()]
    try:
        connection.execute(
            f"CREATE TEMP TABLE numbered AS SELECT key[5:11] AS area, key[12:17] AS industry, "
            f"{soc('key[18:23]')} AS occupation, {', '.join(numbers)}, footnotes, {_meaning()} "
            "FROM staged"
        )
    except duckdb.ConversionException as error:
        raise SourceUnavailable(
            f"The OEWS source holds a value that is not a number: {str(error).splitlines()[0]}",
            hint="The file is damaged or its layout has changed; fetch it again.",
        ) from error
    names = ", ".join(f'"{c.name}"' for c in CELL_COLUMNS if c.name != "release")
    connection.execute(
        f"INSERT INTO cell SELECT ?, {names} FROM numbered ORDER BY area, industry, occupation", [release]
    )
    connection.execute("DROP TABLE numbered")


def _meaning() -> str:
    """SQL for the three status columns, from which values are absent and which footnotes they carry."""
    wages = [*_HOURLY.values(), *_ANNUAL.values()]
    missing = {source: f"({source} = '-' OR {source} IS NULL)" for source in wages}
    no_hourly = " AND ".join(missing[s] for s in _HOURLY.values())
    no_annual = " AND ".join(missing[s] for s in _ANNUAL.values())
    top = f"contains(footnotes, '{TOP_CODED}')"
    return (
        f"CASE WHEN ({no_hourly}) AND ({no_annual}) THEN "
        f"CASE WHEN {top} THEN 'top_coded' ELSE 'not_released' END "
        f"WHEN {top} THEN 'partly_top_coded' ELSE 'published' END AS wage_status, "
        "CASE WHEN v01 = '-' OR v01 IS NULL THEN 'not_released' ELSE 'published' END AS employment_status, "
        f"CASE WHEN ({no_hourly}) AND ({no_annual}) THEN 'none' WHEN {no_hourly} THEN 'annual_only' "
        f"WHEN {no_annual} THEN 'hourly_only' ELSE 'hourly_and_annual' END AS pay_basis"
    )
