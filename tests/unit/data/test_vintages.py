"""Which editions are held: what is said on which day, and that carried tables and the list of editions agree."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from pathlib import Path

import pytest

from paychart.data.releases import method_change, printed_bounds, release_years, soc_version, versions
from paychart.data.vintages import CLOCK, carried_vintages, held, today
from paychart.errors import BadInput
from paychart.pay.notices import in_words, of_editions
from paychart.pay.places import places
from paychart.pay.time.outlook import outlook

EARLY, LATE = date(2026, 11, 29), date(2040, 1, 1)


def test_a_due_edition_says_so_from_its_day_on():
    edition = carried_vintages()["projections"]
    assert edition.due is not None
    assert edition.state(EARLY) == "current"
    assert edition.state(date(edition.due.year, edition.due.month, edition.due.day - 1)) == "current"
    assert (edition.state(edition.due), edition.since(edition.due)) == ("due", "September 15, 2027")


def test_a_superseded_edition_says_by_what(store):
    (told,) = in_words(of_editions(dataclasses.replace(store, clock=lambda: EARLY), "education_mix"))
    assert "superseded by table 5.3 of the projections 2025-35 (August 27, 2026)" in told


def test_the_store_s_loads_are_the_editions_listed(store):
    for load in store.loads:
        edition = carried_vintages()[load["source"]]
        assert load["release"] == edition.edition, load["source"]
        assert set(re.findall(r"\d{4}", load["reference_period"])) >= {str(edition.first), str(edition.last)}


def test_answers_say_by_themselves_that_a_newer_edition_is_due(store):
    later = dataclasses.replace(store, clock=lambda: LATE)
    assert not any("due since" in note for note in outlook(store, "29-2072").notes)
    found = [note for note in outlook(later, "29-2072").notes if "due since" in note]
    assert len(found) == 1
    assert "Employment Projections" in found[0]
    assert any("Regional price parities" in n and "due since" in n for n in places(later, "29-2072").notes)


def test_an_older_file_is_superseded_by_the_edition_carried():
    load = {"source": "rpp", "release": "2023", "reference_period": "2023", "url": "https://www.bea.gov"}
    older = held([load])["rpp"]
    assert (older.state(EARLY), older.superseded_by) == ("superseded", "2024")


def test_a_clock_set_in_2040_or_1970_is_no_error(store):
    told = [edition.state(LATE) for edition in carried_vintages().values()]
    assert sum(state != "current" for state in told) > 10
    assert all(edition.state(date(1970, 1, 1)) == "current" for edition in carried_vintages().values())


def test_the_day_can_be_given(monkeypatch):
    monkeypatch.setenv(CLOCK, "2031-02-03")
    assert today() == date(2031, 2, 3)
    monkeypatch.setenv(CLOCK, "soon")
    with pytest.raises(BadInput, match="not a day such as"):
        today()


def test_what_changed_between_releases_is_a_table():
    assert versions() == ("2010", "hybrid", "2018")
    assert [soc_version(y) for y in (1999, 2018, 2019, 2020, 2021, 2040)] == [
        *("2010", "2010", "hybrid", "hybrid", "2018", "2018")
    ]
    assert printed_bounds(2015) == (90.0, 187_200.0)
    assert printed_bounds(2022) is None
    assert method_change() == 2021
    assert release_years()[0] == 2013


def test_every_carried_table_has_an_edition_or_a_source():
    folder = Path(__file__).parents[3] / "src" / "paychart" / "data" / "reference"
    sources = (folder / "SOURCES.md").read_text(encoding="utf-8")
    unnamed = [
        path.name
        for path in folder.iterdir()
        if path.suffix in (".csv", ".gz", ".npz", ".parquet", ".json")
        and path.name.split(".")[0].split("_")[0] not in sources
    ]
    assert unnamed == []
