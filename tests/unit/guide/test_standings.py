"""What a guide calls highest, lowest or not published is so in every published cell."""

from __future__ import annotations

import pytest

from paychart.claims import check_guide
from paychart.data.store import Store
from paychart.guide import markdown, sections, topics
from paychart.guide.standings import QUERY, TERRITORIES, standings
from paychart.profile import ALL_INDUSTRIES, Profile

# Twenty kinds of work, large and tiny, by the year and by the hour, each by state, by metro and by rural area.
CODES = (
    "29-2072", "29-9021", "29-1141", "47-2111", "27-2011", "29-9092", "51-6061", "11-9111", "13-2011", "25-2021",
    "29-1151", "35-3023", "53-3032", "43-6014", "15-1252", "31-1131", "27-2042", "51-6051", "45-2092", "19-2012",
)  # fmt: skip
KINDS = ("state", "metropolitan", "nonmetropolitan")


def _published(store: Store, code: str, kind: str) -> list[tuple[str, float]]:
    rows = store.rows(QUERY, [code, ALL_INDUSTRIES])
    return [(row[1], float(row[5])) for row in rows if row[2] == kind and row[3] not in TERRITORIES]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", CODES)
def test_no_published_place_is_left_out(store: Store, code: str, kind: str) -> None:
    assert [(p.name, p.nominal) for p in standings(store, code, (kind,))] == _published(store, code, kind)


@pytest.mark.parametrize("code", CODES)
def test_superlatives_and_the_map_are_those_of_all_published_states(store: Store, code: str) -> None:
    found = _published(store, code, "state")
    guide = sections.build(store, topics.find_topic(store, code))
    places = next((s for s in guide.sections if s.anchor == "places"), None)
    assert (places is None) == (len(found) < 2)
    if places is None:
        assert "pay by place" in guide.missing
        return
    highest, lowest = places.statements[:2]
    assert highest.figure.value == max(value for _, value in found)
    assert lowest.figure.value == min(value for _, value in found)
    assert places.grid is not None
    assert len(places.grid.rows) == len(found)
    assert ("Hatched" in places.note) == (len(found) < 51)


@pytest.mark.parametrize(
    ("topic", "area"), [("him", ""), ("29-1141", "Ohio"), ("27-2011", ""), ("51-6061", "")]
)
def test_no_sentence_of_a_guide_is_convicted_by_the_checker(store: Store, topic: str, area: str) -> None:
    found = topics.find_topic(store, topic)
    guide = sections.build(store, found, Profile(found.main.code, area=area) if area else None)
    claims = check_guide(markdown.render(guide).encode(), store, name="guide.md").claims
    assert len(claims) > 50
    assert [(c.grade, c.quote) for c in claims if c.grade not in ("supported", "not checkable")] == []
