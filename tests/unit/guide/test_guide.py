"""The HIM guide is true to its store, offline, accessible and repeatable."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from paychart.errors import PaychartError, UnknownCode
from paychart.guide import markdown, page, sections, summary, topics
from paychart.store import Store

pytest.importorskip("vl_convert")


@pytest.fixture(scope="module")
def guide(store: Store) -> sections.Guide:
    return sections.build(store, topics.HIM)


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
    assert "Consulting firms pay $48,580 on average, 14 percent less" in words
    assert "Hospitals pay $61,920 on average, 9 percent more" in words


def test_every_part_of_the_guide_is_there(guide: sections.Guide) -> None:
    assert guide.missing == ()
    assert [s.anchor for s in guide.sections] == ["pay", "roles", "places", "employers", "trend", "outlook"]


def test_trend_compares_only_within_one_classification(guide: sections.Guide) -> None:
    assert "between May 2021 and May 2025" in statements(guide, "trend")


def test_no_price_level_is_absurd(store: Store) -> None:
    from paychart.guide.facts import state_price_levels

    levels = state_price_levels(store)
    assert len(levels) == 51
    assert all(75 < level < 125 for level in levels.values())


def test_page_needs_no_network_and_no_script(html: str) -> None:
    assert "<script" not in html
    assert not re.search(r'(src|xlink:href)="http|@import|url\(\s*["\']?http', html)


def test_every_citation_leads_to_a_source(html: str) -> None:
    cited = set(re.findall(r'href="#(source-\d+)"', html))
    assert cited
    assert cited <= set(re.findall(r'id="(source-\d+)"', html))


def test_every_chart_has_words_and_a_table(guide: sections.Guide, html: str) -> None:
    for section in guide.sections:
        if section.chart:
            assert "$" in section.chart.alt
            assert section.grid is not None
    assert html.count('role="img"') == sum(s.chart is not None for s in guide.sections)


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
    assert page.render(sections.build(store, topics.HIM)) == html


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
        topics.find_topic(store, "medical record specialist")
    assert any("29-2072" in near for near in caught.value.nearest)


def test_nothing_half_written(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(PaychartError):
        page.write("x", tmp_path / "absent" / "guide.html")
    assert list(tmp_path.iterdir()) == []


def test_pdf_is_tagged_repeatable_and_has_every_section(guide: sections.Guide) -> None:
    from paychart.guide import pdf

    made = pdf.render(guide)
    assert made.startswith(b"%PDF")
    assert b"/StructTreeRoot" in made
    assert made == pdf.render(guide)
