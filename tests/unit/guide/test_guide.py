"""The HIM guide is true to its store, offline, accessible and repeatable."""

from __future__ import annotations

import base64
import csv
import io
import re
from html.parser import HTMLParser

import pytest

from paychart.data.store import Store
from paychart.errors import PaychartError, UnknownCode
from paychart.guide import markdown, page, sections, summary, topics
from paychart.profile import Education, Profile
from paychart.show.output import write_whole

pytest.importorskip("vl_convert")


@pytest.fixture(scope="module")
def guide(store: Store) -> sections.Guide:
    return sections.build(store, topics.family_topics()["him"])


@pytest.fixture(scope="module")
def html(guide: sections.Guide) -> str:
    return page.render(guide)


def statements(guide: sections.Guide, anchor: str) -> str:
    found = next(s for s in summary.to_dict(guide)["sections"] if s["anchor"] == anchor)
    return " ".join(s["text"] for s in found["statements"])


def test_headline_figures_are_the_published_ones(guide: sections.Guide) -> None:
    assert (guide.headline.p50, guide.headline.mean) == (51140, 56790)
    assert "$51,140" in statements(guide, "pay")


def test_consulting_pays_less_and_hospitals_more(guide: sections.Guide) -> None:
    words = statements(guide, "employers")
    assert "Consulting firms pay $48,580 on average, 14% less" in words
    assert "Hospitals pay $61,920 on average, 9% more" in words


def test_every_part_of_the_guide_is_there(guide: sections.Guide) -> None:
    assert guide.missing == ()
    assert [s.anchor for s in guide.sections] == [
        "pay",
        "tasks",
        "enter",
        "factors",
        "roles",
        "places",
        "metros",
        "advancement",
        "similar",
        "employers",
        "trend",
        "outlook",
        "life",
        "ai",
        "next",
    ]


def test_trend_compares_only_within_one_classification(guide: sections.Guide) -> None:
    assert "between May 2021 and May 2025" in statements(guide, "trend")


def test_page_needs_no_network_and_no_script(html: str) -> None:
    assert "<script" not in html
    assert not re.search(r'(src|xlink:href)="http|@import|url\(\s*["\']?http', html)


def test_every_citation_leads_to_a_source(html: str) -> None:
    cited = set(re.findall(r'href="#(source-\d+)"', html))
    assert cited
    assert cited <= set(re.findall(r'id="(source-\d+)"', html))


def test_every_chart_has_words_with_numbers_and_a_table(guide: sections.Guide, html: str) -> None:
    for section in guide.sections:
        if section.chart:
            assert re.search(r"\d", section.chart.alt)
            assert section.grid is not None
    pictures = sum((s.chart is not None) + (s.more is not None) for s in guide.sections)
    assert html.count('role="img"') == pictures
    assert sum(s.more is not None for s in guide.sections) == 2  # the ladder, and the other roles' history


def test_tags_are_balanced(html: str) -> None:
    class Balance(HTMLParser):
        void = frozenset({"meta", "link", "br", "img"})

        def __init__(self) -> None:
            super().__init__()
            self.open: list[str] = []

        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag not in self.void:
                self.open.append(tag)

        def handle_startendtag(self, tag: str, attrs: object) -> None: ...

        def handle_endtag(self, tag: str) -> None:
            assert self.open.pop() == tag

    parser = Balance()
    parser.feed(html)
    assert parser.open == []


def test_same_store_same_bytes(store: Store, html: str) -> None:
    assert page.render(sections.build(store, topics.family_topics()["him"])) == html


def test_any_occupation_has_a_guide(store: Store) -> None:
    nurses = sections.build(store, topics.find_topic(store, "29-1141"))
    assert nurses.headline.p50 > 80_000
    assert "registered nurses" in page.render(nurses)


def test_markdown_defines_each_note_it_cites(guide: sections.Guide) -> None:
    text = markdown.render(guide)
    cited, defined = set(re.findall(r"\[\^(\d+)\](?!:)", text)), set(re.findall(r"^\[\^(\d+)\]:", text, re.M))
    assert cited == defined
    assert "$51,140" in text


def test_unknown_topic_names_near_ones(store: Store) -> None:
    with pytest.raises(UnknownCode) as caught:
        topics.find_topic(store, "medical recrds clerking of the moon")
    assert caught.value.nearest


def test_a_name_people_use_is_a_topic(store: Store) -> None:
    assert topics.find_topic(store, "medical records specialists").main.code == "29-2072"


def test_guide_for_a_place_and_a_person(store: Store) -> None:
    reader = Profile("00-0000", "Denver, CO", "hospital", education=Education.BACHELOR, experience_years=5)
    built = sections.build(store, topics.family_topics()["him"], reader)
    anchors = [s.anchor for s in built.sections]
    assert [a for a in anchors if a in ("pay", "you", "factors")] == ["pay", "you", "factors"]
    assert "metros" not in anchors
    assert built.headline.status == "published"
    assert "workers like you (a bachelor's degree, 5 years of experience)" in statements(built, "you")
    assert "modelled" in statements(built, "you")
    text = page.render(built)
    assert "Denver-Aurora-Centennial, CO" in text
    from paychart.guide import pdf

    assert pdf.render(built).startswith(b"%PDF")


def test_withheld_pay_still_makes_a_guide_and_says_modelled(store: Store) -> None:
    """Cardiologists' pay is at or above the bound of the survey in the nation."""
    built = sections.build(store, topics.find_topic(store, "29-1212"))
    page.render(built)
    assert built.sections


def test_an_occupation_with_hardly_a_published_cell_has_a_guide(store: Store) -> None:
    code, cells = store.rows(
        "SELECT occupation, count(*) FROM cell WHERE annual_p50 IS NOT NULL GROUP BY 1 ORDER BY 2, 1 LIMIT 1"
    )[0]
    assert cells < 10
    built = sections.build(store, topics.find_topic(store, code))
    assert code in page.render(built)
    assert built.missing


def test_tables_can_be_taken_away_without_formulas(guide: sections.Guide, html: str) -> None:
    links = re.findall(r'href="data:text/csv;charset=utf-8;base64,([^"]+)"', html)
    assert len(links) == sum(s.grid is not None for s in guide.sections)
    tables = [base64.b64decode(link).decode("utf-8") for link in links]
    assert any("$51,140" in table for table in tables)
    for table in tables:
        for row in csv.reader(io.StringIO(table)):
            assert not any(re.match(r"[=@+-](?!\d)", cell) for cell in row)


def test_reads_at_about_grade_nine(guide: sections.Guide) -> None:
    """Names of occupations and places are given; the words around them are ours."""
    import textstat

    words = " ".join(
        re.sub(r"medical records specialists", "coders", s["text"])
        for section in summary.to_dict(guide)["sections"]
        if section["anchor"] not in ("places", "metros", "roles")
        for s in section["statements"]
    )
    assert textstat.coleman_liau_index(words) <= 10


def test_nothing_half_written(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(PaychartError):
        write_whole("x", tmp_path / "absent" / "guide.html")
    assert list(tmp_path.iterdir()) == []


def test_pdf_is_tagged_repeatable_and_has_every_section(guide: sections.Guide) -> None:
    from paychart.guide import pdf

    made = pdf.render(guide)
    assert made.startswith(b"%PDF")
    assert b"/StructTreeRoot" in made
    assert made == pdf.render(guide)


def test_work_paid_by_the_hour_has_no_yearly_pay_of_its_own(store: Store) -> None:
    musicians = sections.build(store, topics.find_topic(store, "27-2042"))
    assert "BLS prints only hourly pay for this work" in musicians.topic.about
    told = statements(musicians, "pay")
    assert "is $47.80 an hour, $99,424 for 2,080 hours." in told
    assert "all workers" not in told
    pay = next(s for s in musicians.sections if s.anchor == "pay")
    assert pay.grid is not None
    assert pay.grid.rows[0][-1] == "hourly x 2,080"
    assert "assume 2,080 paid hours" in pay.note


def test_employers_are_those_of_the_work(store: Store) -> None:
    laborers = sections.build(store, topics.find_topic(store, "47-2061"))
    grid = next(s for s in laborers.sections if s.anchor == "employers").grid
    assert grid is not None
    assert "Specialty trade contractors" in {row[0] for row in grid.rows}
    told = statements(laborers, "employers")
    assert told.startswith("Mean pay in specialty trade contractors is $51,700")


def test_figures_of_the_nation_are_called_so_in_a_guide_of_a_place(store: Store) -> None:
    laborers = sections.build(store, topics.find_topic(store, "47-2061"), Profile("47-2061", "3900004"))
    notes = {s.anchor: s.note for s in laborers.sections}
    assert all(
        notes[a].startswith("These figures are of the whole nation.") for a in ("trend", "outlook", "life")
    )
    assert "in the Southern Ohio nonmetropolitan area" in statements(laborers, "pay")
    assert "pay by role" not in laborers.missing
    assert "This guide" not in laborers.scope.heading
    assert not laborers.scope.heading.startswith("the ")


def test_one_first_place_is_no_tie_and_a_newcomer_has_the_schooling_of_the_work(store: Store) -> None:
    nurses = sections.build(store, topics.find_topic(store, "29-1141"))
    notes = {s.anchor: s.note for s in nurses.sections}
    assert "first of all" not in notes["metros"]
    assert "a newcomer with an associate degree" in notes["next"]
    assert "a newcomer with an associate degree" in notes["advancement"]


def test_markdown_says_what_it_is_without(store: Store) -> None:
    makers = sections.build(store, topics.find_topic(store, "51-7031"))
    text = markdown.render(makers)
    assert "Not in this guide" in text
    assert "pay by place" in text
    assert "wood model makers" in text


def test_amounts_on_the_axis_leave_each_other_room(store: Store) -> None:
    laborers = sections.build(store, topics.find_topic(store, "47-2061"))
    chart = next(s for s in laborers.sections if s.anchor == "employers").chart
    assert chart is not None
    # Long names of industries leave the bars some 300 pixels: six amounts of 55 would touch.
    assert 2 <= len(re.findall(r">\$\d\d,000<", chart.wide)) <= 4
