"""The doors of place and time, as a person types them."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest


def test_trend_prints_a_table_and_its_breaks(run):
    answer = run("trend", "-o", "29-2072", "--forecast", "2")
    assert answer.returncode == 0, answer.stderr
    assert "another group of workers" in answer.stdout
    assert "modelled" in answer.stdout


def test_trend_json_is_what_python_returns(run):
    answer = run("trend", "-o", "15-1211", "--json")
    found = json.loads(answer.stdout)
    assert found["stretches"][0]["codes"] == ["15-1121", "15-1211"]
    assert len(found["stretches"][0]["points"]) == 13


def test_outlook(run):
    found = json.loads(run("outlook", "-o", "29-2072", "--json").stdout)
    assert found["prospect"]["change_percent"] == 7.8
    assert len(found["demand_test"]["regressions"]) == 3


def test_estimate_ages_only_when_asked(run):
    plain = json.loads(run("estimate", "-o", "29-2072", "--json").stdout)
    aged = json.loads(run("estimate", "-o", "29-2072", "--as-of", "2026-03", "--json").stdout)
    assert (plain["status"], plain["annual"]["p50"]) == ("published", 51_140)
    assert aged["status"] == "modelled"
    assert aged["annual"]["p50"] > 51_140


@pytest.mark.parametrize(
    "pictured",
    [
        ("trend", "-o", "29-2072", "--forecast", "5", "--chart"),
        ("outlook", "-o", "29-2072", "--chart"),
        ("places", "-o", "29-2072", "--map"),
        ("places", "-o", "29-9021", "--kind", "state", "--map"),
    ],
)
def test_pictures_are_whole_svg(run, tmp_path, pictured):
    target = tmp_path / "picture.svg"
    answer = run(*pictured, str(target))
    assert answer.returncode == 0, answer.stderr
    drawing = target.read_text(encoding="utf-8")
    ElementTree.fromstring(drawing)
    assert "var(--" not in drawing
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("trend", "-o", "29-2072", "--from", "2010"), "2013"),
        (("trend", "-o", "29-2072", "--forecast", "30"), "10"),
        (("trend", "-o", "medical billing and coding"), "did you mean"),
        (("trend", "-o", "29-2071", "--forecast", "3"), "29-9021"),
        (("outlook", "-o", "43-6010"), "did you mean"),
        (("estimate", "-o", "29-2072", "--as-of", "yesterday"), "today"),
        (("estimate", "-o", "29-2072", "--as-of", "2031-01"), "2028-05"),
        (("places", "-o", "29-2072", "--sort", "after-tax"), "take-home"),
        (("places", "-o", "29-2072", "--map", "places.jpg"), ".svg"),
        (("places", "-o", "29-2072", "--near", "Atlantis"), "Error"),
    ],
)
def test_wrong_words_name_the_right_ones(run, typed, told):
    answer = run(*typed)
    assert answer.returncode == 2
    assert told in answer.stderr + answer.stdout
    assert "Traceback" not in answer.stderr
