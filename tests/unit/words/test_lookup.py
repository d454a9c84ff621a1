"""Look-up by every form that people type; ambiguity gives candidates, never a guess."""

from __future__ import annotations

import pytest

from paychart import Profile, Store
from paychart.errors import Ambiguous, BadInput, UnknownCode
from paychart.words import find_area, find_industry, find_occupation, resolve_profile, search


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Denver", "0019740"),
        ("Denver, CO", "0019740"),
        ("denver,co", "0019740"),
        ("Aurora, CO", "0019740"),
        ("0019740", "0019740"),
        ("CO", "0800000"),
        ("Colorado", "0800000"),
        ("800000", "0800000"),
        ("08", "0800000"),
        ("8", "0800000"),
        ("Kansas City, KS", "0028140"),
        ("St. Louis", "0041180"),
        ("Springfield, IL", "0044100"),
        ("Winston-Salem", "0049180"),
        ("denver co", "0019740"),
        ("Denver Colorado", "0019740"),
        ("Saint Louis", "0041180"),
        ("Pasadena, CA", "0031080"),
        ("rural Maryland", "2400006"),  # the example that every help text gives
        ("", "0000000"),
        ("US", "0000000"),
        ("United States", "0000000"),
    ],
)
def test_areas(store: Store, text: str, code: str) -> None:
    assert find_area(text, store).code == code


@pytest.mark.parametrize(
    ("text", "error", "nearest"),
    [
        ("Springfield", Ambiguous, "Springfield, MO"),
        ("Aurora", Ambiguous, "Aurora, IL: Chicago"),
        ("Wilmington", Ambiguous, "Wilmington, DE"),
        ("New York", Ambiguous, "New York-Newark"),
        ("remote", BadInput, "United States"),
        ("Paris", BadInput, "Paris, TX"),
        ("Toronto", BadInput, ""),
        ("rural Ohio", Ambiguous, "Southern Ohio nonmetropolitan area"),
        ("Denver, OH", BadInput, "Denver-Aurora-Centennial, CO"),
        ("Denvre", UnknownCode, "Denver"),
        ("\u00b2", UnknownCode, ""),
        ("99999", UnknownCode, ""),
        ("rural Atlantis", UnknownCode, ""),
    ],
)
def test_areas_that_need_a_choice(store: Store, text: str, error: type[Exception], nearest: str) -> None:
    with pytest.raises(error) as caught:
        find_area(text, store)
    assert nearest in str(caught.value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("29-2072", "29-2072"),
        ("292072", "29-2072"),
        ("29-2072.00", "29-2072"),
        ("Medical Records Specialists", "29-2072"),
        ("medical records specialist", "29-2072"),
        ("medical coder", "29-2072"),
        ("cancer registrar", "29-9021"),
        ("HIM director", "11-9111"),
        ("registered nurses", "29-1141"),
        ("11-0000", "11-0000"),
    ],
)
def test_occupations(store: Store, text: str, code: str) -> None:
    assert find_occupation(text, store).code == code


def test_him_is_a_family_and_asks_which(store: Store) -> None:
    with pytest.raises(Ambiguous) as caught:
        find_occupation("HIM", store)
    assert {n[:7] for n in caught.value.nearest} >= {"29-2072", "29-9021", "11-9111", "15-1211"}


def test_a_mistyped_code_names_the_nearest(store: Store) -> None:
    with pytest.raises(UnknownCode, match="29-2072 Medical Records"):
        find_occupation("29-2O72", store)


def test_unknown_occupation_names_the_nearest(store: Store) -> None:
    with pytest.raises(UnknownCode) as caught:
        find_occupation("29-2073", store)
    assert caught.value.nearest[0].startswith("29-2072")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("hospital", "622000"),
        ("622", "622000"),
        ("62", "62--63"),
        ("31-33", "31--34"),
        ("62--63", "62--63"),
        ("physician office", "621100"),
        ("doctor's office", "621100"),
        ("consulting", "541600"),
        ("insurance", "524000"),
        ("university", "611300"),
        ("federal government", "999100"),
        ("", "000000"),
        ("all", "000000"),
    ],
)
def test_industries(store: Store, text: str, code: str) -> None:
    assert find_industry(text, store).code == code


def test_unknown_industry_is_said(store: Store) -> None:
    with pytest.raises(UnknownCode):
        find_industry("62999", store)
    with pytest.raises((UnknownCode, Ambiguous)):
        find_industry("banana stand", store)


def test_resolving_twice_changes_nothing_for_any_code(store: Store) -> None:
    for (code,) in store.rows("SELECT code FROM occupation"):
        assert find_occupation(code, store).code == code
    for (code,) in store.rows("SELECT code FROM area"):
        assert find_area(code, store).code == code
    for (code,) in store.rows("SELECT code FROM industry"):
        assert find_industry(code, store).code == code
    once = resolve_profile(Profile("medical coder", "Denver", "hospital"), store)
    assert resolve_profile(once, store) == once


def test_every_area_is_found_by_its_published_name(store: Store) -> None:
    for code, name in store.rows("SELECT code, name FROM area WHERE type = 'metropolitan'"):
        assert find_area(name, store).code == code


def test_search_ranks_and_limits(store: Store) -> None:
    found = search("medical records", store, limit=5)
    assert found[0].code == "29-2072"
    assert len(found) == 5
    assert [m.score for m in found] == sorted((m.score for m in found), reverse=True)
    assert {m.kind for m in search("springfield", store, kinds=("area",))} == {"area"}
    assert search("   ", store) == []
    with pytest.raises(BadInput, match="occupation"):
        search("x", store, kinds=("jobs",))


def test_a_kind_of_employer_nobody_has_is_refused(store: Store) -> None:
    with pytest.raises(UnknownCode, match="No kind of employer"):
        find_industry("zzhosp", store)
