"""Work, employers and pay as strangers typed them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from paychart import Profile, Store, estimate
from paychart.errors import BadInput, PaychartError, UnknownCode
from paychart.words import index, understand
from paychart.words.industries import employer_names, understand_employer
from paychart.words.money import read_pay
from paychart.words.occupations import everyday_words, find_occupation, understand_job

CASES = Path(__file__).parents[3] / "shared" / "cases" / "jobs.tsv"


def answered(text: str, store: Store) -> str:
    """The code, ASK, or REFUSE."""
    try:
        found = understand_job(text, store)
    except PaychartError:
        return "REFUSE"
    return found.choice.code if found.choice else "ASK"


@pytest.mark.skipif(not CASES.is_file(), reason="the shared cases are not beside the project")
def test_the_shared_cases(store: Store) -> None:
    rows = list(csv.DictReader(CASES.open(encoding="utf-8"), delimiter="\t"))
    wrong = [
        (r["words"], r["right"], got) for r in rows if (got := answered(r["words"], store)) != r["right"]
    ]
    assert wrong == []


def test_every_everyday_word_leads_to_an_occupation_of_the_release(store: Store) -> None:
    held = index(store).occupations
    for word in everyday_words().values():
        assert {word.code, *word.others} - {""} <= held.keys()


def test_every_detailed_occupation_is_found_by_its_title(store: Store) -> None:
    for code, occupation in index(store).occupations.items():
        if occupation.level == "detailed":
            assert find_occupation(occupation.title, store).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("nurse", "29-1141"), ("truck driver", "53-3032"), ("CRC", "29-2072"), ("Sr. RN II", "29-1141")],
)
def test_the_commonest_meaning_is_taken_and_others_are_named(store: Store, text: str, code: str) -> None:
    assert understand_job(text, store).code == code
    assert understand_job("truck driver", store).said.count("Not you?") == 1


@pytest.mark.parametrize("text", ["CHDA", "teacher", "therapist", "HIM"])
def test_what_is_open_is_asked(store: Store, text: str) -> None:
    assert answered(text, store) == "ASK"


@pytest.mark.parametrize(
    "text",
    ["zorblatt", "x" * 301, "", "東京", "'; DROP TABLE occupation; --", "housewife", "29-9999", "<script>"],
)
def test_what_is_no_work_is_refused(store: Store, text: str) -> None:
    with pytest.raises(PaychartError):
        understand_job(text, store).chosen()


@pytest.mark.parametrize(
    ("text", "code"),
    [("Kaiser", "622000"), ("CVS", "456100"), ("academic medical center", "622000"), ("school district", "611000"),
     ("St. Mary's Hospital", "622000"), ("bank", "522000"), ("Epic", "513200"), ("vendor", "513200"), ("VA", "999100")],
)  # fmt: skip
def test_named_employers_stand_for_their_type(store: Store, text: str, code: str) -> None:
    found = understand_employer(text, store)
    assert found.code[:3] == code[:3]


def test_an_employer_by_name_is_told_as_a_type_not_as_its_own_pay(store: Store) -> None:
    assert "not the pay of that employer" in understand_employer("Mayo Clinic", store).said
    with pytest.raises(BadInput, match="way of working"):
        understand_employer("remote", store)


def test_every_named_employer_has_a_type_of_the_release(store: Store) -> None:
    named, rules = employer_names()
    assert len(rules) > 20
    for name in named:
        assert understand_employer(name, store).code in index(store).industries


@pytest.mark.parametrize(
    ("text", "annual"),
    [("58k", 58_000), ("$58K/yr", 58_000), ("22/hr", 45_760), ("$1,900 biweekly", 49_400), ("24.50/hr + diff", 50_960),
     ("3,200 semi-monthly", 76_800), ("$4500/mo", 54_000), ("800 a week", 41_600),
     ("25 an hour 36 hours a week", 46_800),
     ("60-70k", 65_000), ("$52,000.00", 52_000)],
)  # fmt: skip
def test_pay_is_read_and_said_back(text: str, annual: float) -> None:
    pay = read_pay(text)
    assert pay.midpoint == pytest.approx(annual)
    assert pay.said.startswith("Understood as $")


@pytest.mark.parametrize("text", ["", "hello", "-5", "1,900", "6,5000", "5 billion", "1000000000", "9" * 200])
def test_pay_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_pay(text)


def test_one_function_reads_every_kind(store: Store) -> None:
    kinds = [
        understand(t, store).kind for t in ("80202", "CPC", "22/hr", "29-2072", "nurse", "Hoboken", "CVS")
    ]
    assert kinds == ["area", "credential", "money", "occupation", "occupation", "area", "industry"]
    with pytest.raises(UnknownCode):
        understand("zzzzqqq", store)


def test_an_estimate_says_what_was_understood_where_it_has_rivals(store: Store) -> None:
    found = estimate(Profile("truck driver", "LA"), store)
    said = [notice.words for notice in found.notices if notice.code == "understood"]
    assert ["Light Truck Drivers" in said[0], "Louisiana" in said[1]] == [True, True]
    assert not [n for n in estimate(Profile("53-3032", "0031080"), store).notices if n.code == "understood"]
