"""Small whole files of every kind that paychart reads, in their publishers' layouts; the fuzzer damages copies."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

from paychart.data.sources import oews_yearly, projections
from paychart_lab.people_fit.pums import NUMBERS
from paychart_lab.titles import onet

_WAGES = {
    "nation": "150000000 0.1 33.00 68640 0.2 14.00 17.50 24.00 39.00 60.00 29120 36400 49920 81120 124800 1000.0 1.00",
    "coder": "195000 1.0 27.00 56160 0.8 17.00 20.00 24.60 31.00 39.00 35360 41600 51170 64480 81120 1.3 1.00",
}
# The code tables of a release with two areas, industries and occupations; "|" stands for a tab.
_CODES = {
    "oe.area": "state_code|area_code|areatype_code|area_name\n00|0000000|N|National\n08|0800000|S|Colorado\n",
    "oe.areatype": "areatype_code|areatype_name\nN|National\nS|Statewide\n",
    "oe.industry": "industry_code|industry_name|display_level|selectable|sort_sequence\n"
    "000000|Cross-industry|0|T|1\n622000|Hospitals|3|T|2\n",
    "oe.occupation": "occupation_code|occupation_name|occupation_description|display_level|selectable|sort_sequence\n"
    "000000|All Occupations||0|T|1\n292072|Medical Records Specialists||3|T|2\n",
    "oe.datatype": "datatype_code|datatype_name|footnote_code\n01|Employment|\n",
    "oe.footnote": "footnote_code|footnote_text\n8|Estimate not released.\n",
    "oe.release": "release_date|description\n2025A01|May 2025\n",
}


def lines(rows: Iterable[Sequence[str]], delimiter: str = "\t") -> bytes:
    return ("\n".join(delimiter.join(row) for row in rows) + "\n").encode()


def oews_flat() -> dict[str, bytes]:
    """The eight flat files of a release with five cells."""
    data = [("series_id                     ", "year", "period", "       value", "footnote_codes")]
    for key, kind in (
        ("N0000000000000000000", "nation"),
        ("N0000000000000292072", "coder"),
        ("S0800000000000292072", "coder"),
        ("S0800000000000000000", "nation"),
        ("N0000000622000292072", "coder"),
    ):
        for number, value in enumerate(_WAGES[kind].split(), 1):
            data.append((f"OEU{key}{number:02d}     ", "2025", "A01", f"{value:>12}", ""))
    codes = {name: text.replace("|", "\t").encode() for name, text in _CODES.items()}
    return {"oe.data.0.Current": lines(data), **codes}


def _yearly_row(code: str, title: str, level: str) -> tuple[str, ...]:
    wages = ("24.60", "51170", "0.4", "14.00", "17.50", "24.00", "31.00", "39.00")
    return (code, title, level, "195000", "1.0", *wages, "29120", "36400", "49920", "64480", "#", "", "")


def _yearly_rows() -> list[tuple[str, ...]]:
    header = ("OCC_CODE", "OCC_TITLE", "O_GROUP", "TOT_EMP", "EMP_PRSE", "H_MEAN", "A_MEAN", "MEAN_PRSE")
    header += oews_yearly.FIGURES[4:9] + oews_yearly.FIGURES[10:] + ("ANNUAL", "HOURLY")
    rows = [header, _yearly_row("00-0000", "All Occupations", "total")]
    return rows + [_yearly_row(f"11-{1000 + i}", f"Workers {i}", "detailed") for i in range(1300)]


def yearly_csv() -> bytes:
    """A national file of 2018 with just enough rows to pass for one."""
    return lines(_yearly_rows(), ",")


def workbook(sheets: dict[str, Iterable[Sequence[object]]]) -> bytes:
    """An Excel workbook of the given sheets."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def yearly_xlsx() -> bytes:
    return workbook(
        {
            "national_M2024_dl": _yearly_rows(),
            "Field Descriptions": [("Field",), ("# = at or above $115.00 per hour or $239,200 per year",)],
        }
    )


def research_xlsx() -> bytes:
    """Research estimates of two states and two industries."""
    header = ("AREA", "AREA_TITLE", "NAICS", "NAICS_TITLE", *_yearly_rows()[0])
    place = (("8", "Colorado", "62", "Health care"), ("36", "New York", "622000", "Hospitals"))
    rows = [(*p, *_yearly_row("29-2072", "Medical Records Specialists", "detailed")) for p in place]
    return workbook({"All May 2024 data": [header, *rows]})


def occupation_xlsx() -> bytes:
    """Tables 1.2 and 1.10 of the projections, three occupations each."""
    title, code = "2025 National Employment Matrix title", "2025 National Employment Matrix code"
    outlook = ("29-2072", "Line item", 194.8, 208.5, 7.1, 3.6, 14.2, 50250, "Certificate", "None", "None")
    heads = (
        *(title, code, "Occupation type", "Employment, 2025", "Employment, 2035"),
        *("Employment change, percent, 2025–35", "Percent self employed, 2025"),
        *("Occupational openings, 2025–35 annual average", "Median annual wage, dollars, 2025[1]"),
        *("Typical education needed for entry", "Work experience in a related occupation"),
        "Typical on-the-job training needed to attain competency in the occupation",
    )
    table = [("Table 1.2",), heads]
    table += [(f"Occupation {i}", *outlook) for i in range(1)]
    table += [
        ("All", "00-0000", "Summary", *outlook[2:]),
        ("Footnotes:", "", "", "", "", "", "", "", "", "", "", ""),
    ]
    leaving = ("Labor force exits, 2025–35 annual average", "Occupational transfers, 2025–35 annual average")
    parts = [("Table 1.10",), (title, code, *leaving), ("Coders", "29-2072", 5.5, 7.4)]
    return workbook({"Table 1.2": table, "Table 1.10": parts})


def education_xlsx() -> bytes:
    """Table 5.3 of the projections."""
    names = ("2025 National Employment Matrix title", "2025 National Employment Matrix code")
    header = (*names, *projections._ATTAINMENT)
    rows = [("Coders[1]", "29-2072", 1.5, 17.5, 25.0, 24.0, 24.0, 7.0, 1.0)]
    return workbook({"Table 5.3": [("Table 5.3",), header, *rows]})


def price_parities() -> dict[str, bytes]:
    """BEA's two files for one metropolitan area and one state."""
    found = {}
    for table, places in (
        ("MARPP", (("00000", "United States"), ("19740", "Denver, CO (Metropolitan Statistical Area)"))),
        (
            "PARPP",
            (("08998", "Colorado (Metropolitan Portion)"), ("08999", "Colorado (Nonmetropolitan Portion)")),
        ),
    ):
        rows = ["GeoFIPS,GeoName,Region,TableName,LineCode,IndustryClassification,Description,Unit,2023,2024"]
        names = ("All items", "Goods", "Services: Housing", "Services: Utilities", "Services: Other")
        for number, item in enumerate(names, 1):
            rows += [
                f' "{code}","{name}", ,{table},{number},"...","RPPs: {item} ","Index",105.000,104.500'
                for code, name in places
            ]
        rows += ['"Note: See the included footnote file."', '"U.S. Bureau of Economic Analysis"']
        found[f"{table}_2008_2024.csv"] = ("\n".join(rows) + "\n").encode()
    return found


def employment_costs() -> bytes:
    """BLS's flat file of the Employment Cost Index, four quarters of two series."""
    rows = [("series_id        ", "year", "period", "       value", "footnote_codes")]
    for series in ("CIU1020000000000I", "CIU1020000000000A", "CIS1020000000000Q", "CIU102622000000I"):
        rows += [(series, "2025", f"Q0{q}", f"       {160 + q}.1", "") for q in range(1, 5)]
    return lines(rows)


def onet_table(name: str) -> bytes:
    """One O*NET text file with three rows."""
    row = {"O*NET-SOC Code": "29-2072.00", "Data Value": "3.10", "Job Zone": "3", "Short Title": "n/a"}
    columns = onet.TABLES[name]
    return lines([columns, *[[row.get(c, f"{c} {i}") for c in columns] for i in range(3)]])


def persons_csv() -> bytes:
    """Twelve person records."""
    header = ("SERIALNO", "STATE", "PUMA", *NUMBERS, "ADJINC")
    rest = ("21", "1", "1", "40", "52", "55000", "3515", "8191", "1010145")
    rows = [(f"2024HU{i:07d}", "08", f"{i:05d}", "55", str(25 + i), *rest) for i in range(12)]
    return lines([header, *rows], ",")


def zipped(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def parquet(table: bytes) -> bytes:
    """A CSV of ours as Parquet; columns of whole numbers become integers."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv
    from pyarrow import parquet as arrow_parquet

    buffer = io.BytesIO()
    arrow_parquet.write_table(arrow_csv.read_csv(pa.BufferReader(table)), buffer)
    return buffer.getvalue()


PAYROLL_ROWS = (
    (
        "Employee ID",
        "Job Title",
        "Location",
        "Employer",
        "Hours",
        "Base Pay",
        "Pay Basis",
        "Gender",
        "Hire Date",
    ),
    ("E1", "Coder III - IP", "Denver, CO", "hospital", "40", "58000", "Annual", "F", "2019-04-01"),
    ("E2", "HIM Director", "80202", "hospital", "40", "$112,400.00", "Annual", "M", "2011-10-15"),
    ("E3", "ROI specialist", "Ohio", "clinic", "24", "21.50", "Hourly", "F", "2023-01-09"),
    ("E4", "Registrar, cancer", "Dallas TX", "hospital", "40", "31.10", "Hourly", "X", ""),
)


def payroll_csv() -> bytes:
    import csv

    text = io.StringIO(newline="")
    csv.writer(text).writerows(PAYROLL_ROWS)
    return text.getvalue().encode()


def payroll_xlsx() -> bytes:
    return workbook({"Payroll": PAYROLL_ROWS, "Notes": [("Made up",)]})


GUIDES = (
    b"Coders earned an average of $48,160 as of May 2020. Jobs will grow 9% from 2024 to 2034, much faster than "
    b"average.\nIn Colorado, the top 10 percent of medical records specialists make more than $79,000 a year.\n",
    b"# Salary guide\n\n- **RHIA** holders earn $12,000 more\n- Hospitals pay $24.10 an hour\n\n| Job | Pay |\n"
    b"|---|---|\n| HIM director | $98,000 |\n| Coder | $51k-$60k |\n",
    b"<!doctype html><html><head><title>HIM pay</title></head><body><h1>HIM pay</h1><p>Medical coders make "
    b"&#36;50,250 per year &mdash; about &lt; 195,000 jobs.</p><ul><li>Texas: $47,000<li>Ohio: $46,500</ul>"
    b"<script>var a='$1';</script></body></html>",
)
