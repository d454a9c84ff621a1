"""Commands about a person, an offer and credentials, as programs call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

PERSON = ("--education", "associate", "--experience", "8", "--credential", "CPC")


def test_estimate_of_a_person_has_effects(run) -> None:  # type: ignore[no-untyped-def]
    done = run("estimate", "-o", "29-2072", "-a", "Ohio", *PERSON, "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["profile"]["credentials"] == ["CPC"]
    assert [effect["factor"] for effect in answer["effects"]] == ["education", "experience", "credential"]
    low, high = answer["interval90"]["p50"]
    assert low <= answer["annual"]["p50"] <= high


def test_explain_prints_a_waterfall_and_draws_it(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    picture = tmp_path / "steps.svg"
    done = run("explain", "-o", "29-2072", "-a", "Ohio", *PERSON, "--chart", str(picture), "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    steps = document["waterfall"]
    total = steps["start"]["dollars"] + sum(step["dollars"] for step in steps["steps"])
    assert total == pytest.approx(steps["end"]["dollars"], abs=0.1)
    assert document["evidence"]
    assert document["other_sources"]
    svg = picture.read_text(encoding="utf-8")
    assert "<svg" in svg
    assert "Education: associate" in svg


def test_offer_places_pay_among_people_like_this(run) -> None:  # type: ignore[no-untyped-def]
    done = run("offer", "--pay", "58000", "-o", "29-2072", "-a", "Ohio", *PERSON, "--json")
    assert done.returncode == 0, done.stderr
    placed = json.loads(done.stdout)
    low, high = placed["percentile90"]
    assert 50 < low <= placed["percentile"] <= high < 100
    assert placed["gap_to_median"] == 58_000 - placed["median"]


def test_pay_may_be_written_as_people_write_it(run) -> None:  # type: ignore[no-untyped-def]
    plain, written = (run("offer", "--pay", pay, "-o", "29-2072", "--json") for pay in ("58000", "$58,000"))
    assert written.returncode == 0, written.stderr
    assert written.stdout == plain.stdout


def test_credentials_are_listed_with_their_sources(run) -> None:  # type: ignore[no-untyped-def]
    done = run("credentials", "--json")
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)) >= 18


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("estimate", "-o", "29-2072", "--experience", "75"), "from 0 to 60"),
        (("estimate", "-o", "29-2072", "--education", "wizard"), "bachelor"),
        (("estimate", "-o", "29-2072", "--credential", "RHTI"), "RHIT"),
        (("estimate", "-o", "29-2072", "-c", "RHIA", "-c", "RHIT"), "takes the place"),
        (("estimate", "-o", "29-2072", "--hours", "200"), "hours a week"),
        (("offer", "-o", "29-2072", "--pay", "28"), "--hourly"),
        (("offer", "-o", "29-2072", "--pay", "much"), "is not a number"),
        (("explain", "-o", "29-2072", "--chart", "steps.gif"), ".svg"),
    ],
)
def test_what_cannot_be_is_refused_by_name(run, words: tuple[str, ...], says: str) -> None:  # type: ignore[no-untyped-def]
    done = run(*words)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
