"""The whole checker: the 2024 guide, the hand-graded corpus, and what no guide may make it do."""

from __future__ import annotations

import html.parser
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paychart.claims import check_guide
from paychart.claims.claim import GRADES
from paychart.claims.run import registry
from paychart.data.store import Store
from paychart.errors import BadInput, PaychartError
from paychart.guide import annotate
from paychart.guide.update import markdown, page, update
from paychart_lab.checker_evaluation import evaluate, hand_graded

GUIDES = Path(__file__).parents[2] / "guides"
KEYS = [
    "quote",
    "start",
    "end",
    "kind",
    "subject",
    "grade",
    "then",
    "now",
    "nearest",
    "explanation",
    "lineage",
    "frame",
]


def test_the_guide_of_2024(store: Store, shared_data: Path) -> None:
    raw = (shared_data / "guides" / "him-salary-guide-2024-05-29.txt").read_bytes()
    report = check_guide(raw, store)
    assert len(report.claims) >= 25
    assert report.topic is not None
    assert report.topic.codes == ("29-2072", "29-9021", "11-9111")
    (figure,) = (c for c in report.claims if c.kind == "wage figure")
    assert (figure.grade, figure.verdict.now_grade) == ("figure not found", "outdated")
    text = report.document.text
    employers = {text[slice(*c.anchor)]: c.grade for c in report.claims if c.kind == "employer comparison"}
    assert employers == {
        "hospitals": "supported",
        "healthcare consulting firms": "contradicted",
        "large healthcare systems": "supported",
        "academic": "supported",
        "research institutions": "supported",
    }


def test_the_answer_has_the_agreed_shape(store: Store) -> None:
    source = "Coders earned a mean of <b>$55,970</b> in May 2024. They earn more in hospitals."
    answer = json.loads(json.dumps(check_guide(source.encode(), store, name="a.html").to_dict()))
    assert set(answer) == {"claims", "not_graded", "summary"}
    assert len(answer["claims"]) == answer["summary"]["claims"] == 2
    for claim in answer["claims"]:
        assert list(claim) == KEYS
        assert claim["grade"] in GRADES
        assert "".join(claim["quote"].split()) in "".join(
            source[claim["start"] : claim["end"]].replace("<b>", "").replace("</b>", "").split()
        )


@pytest.mark.parametrize(
    ("folder", "precision", "recall", "accuracy"),
    [("development", 0.95, 0.95, 0.97), ("heldout", 0.95, 0.95, 0.93)],
)
def test_the_corpus_graded_by_hand(
    store: Store, folder: str, precision: float, recall: float, accuracy: float
) -> None:
    found = evaluate(GUIDES / folder, store)
    assert found.guides == 6
    assert found.precision >= precision, found.spurious
    assert found.recall >= recall, found.missed
    assert found.accuracy >= accuracy, found.misgraded


def test_a_line_of_the_corpus_must_fit_its_guide(tmp_path: Path) -> None:
    claims = tmp_path / "a.claims"
    claims.write_text("growth | true | - | {{grow}} fast\n")
    with pytest.raises(BadInput, match="line 1"):
        hand_graded(claims, "Jobs grow fast.")


def test_every_kind_has_a_name_an_order_and_a_place_in_the_corpus() -> None:
    kinds = {module.NAME for module in registry()}
    lines = [
        line for path in GUIDES.rglob("*.claims") for line in path.read_text().splitlines() if "|" in line
    ]
    assert len(kinds) == len(registry())
    assert {line.split("|")[0].strip() for line in lines if line[0] != "#"} <= kinds


def test_a_guide_without_claims(store: Store) -> None:
    report = check_guide(b"Roses are red.\n\nViolets are blue.", store)
    assert report.to_dict()["summary"]["claims"] == 0
    assert "No claim" in annotate.render(report, "roses.txt")
    assert "What changed" in markdown(update(report, "roses.txt"))


def test_the_date_of_the_guide_and_its_topic(store: Store) -> None:
    from datetime import date

    text = b"In May 2024 the mean pay was $98,430."
    (claim,) = check_guide(text, store, topic="registered nurses").claims
    assert claim.grade == "supported"
    (claim,) = check_guide(text, store, topic="29-1141", as_of=date(2023, 6, 1)).claims
    assert claim.grade == "not checkable"
    (claim,) = check_guide(text, store).claims
    assert "does not say whose" in claim.verdict.explanation
    with pytest.raises(PaychartError):
        check_guide(text, store, topic="zzzz")


class _Tags(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.handlers += [name for name, value in attrs if name.startswith("on") or "script" in (value or "")]


HOSTILE = (
    b"<h1>Coders & <i>pay</i></h1><p>Coders earn "
    b'"><script>alert(1)</script>&lt;script&gt;alert(2)&lt;/script&gt; an average of '
    b"$56,790 <img src=x onerror=alert(3)> &#60;svg onload=alert(4)&#62; a year.</p><a href='javascript:alert(5)'>x</a>"
)


def test_a_hostile_page_comes_out_harmless(store: Store) -> None:
    report = check_guide(HOSTILE, store, name="x.html")
    assert report.claims
    built = update(report, "<script>alert(6)</script>")
    for text in (annotate.render(report, "<script>alert(6)</script>"), page(built)):
        tags = _Tags()
        tags.feed(text)
        assert not tags.names & {"script", "img", "svg", "iframe", "object"}
        assert tags.handlers == []
    assert "<script" not in markdown(built)


WORDS = st.sampled_from(
    [
        "coders",
        "hospitals",
        "clinics",
        "earn",
        "pay",
        "more",
        "less",
        "than",
        "average",
        "median",
        "mean",
        "$56,790",
        "$50k",
        "7%",
        "percent",
        "a",
        "year",
        "per",
        "hour",
        "in",
        "May",
        "2024",
        "2034",
        "California",
        "Texas",
        "rural",
        "certified",
        "bachelor's",
        "degree",
        "experience",
        "grow",
        "jobs",
        "openings",
        "and",
        ",",
        ";",
        ".",
        "but",
        "-",
        "highest",
        "lowest",
        "states",
        "twice",
        "two",
        "million",
        "of",
        "the",
        "salary",
        "depends",
        "on",
        "location",
        "demand",
        "cost",
        "living",
        "entry-level",
        "<",
        ">",
        "&",
        "\x85",
        "’",
        "😀",
    ]
)


@given(st.lists(WORDS, max_size=60))
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_words_are_graded_without_a_slip(store: Store, words: list[str]) -> None:
    source = "Medical coders. " + " ".join(words)
    report = check_guide(source.encode(), store)
    for claim in report.claims:
        assert claim.grade in GRADES
        assert 0 <= claim.start < claim.end <= len(source)
        assert claim.verdict.explanation
        if claim.grade == "contradicted":
            assert claim.verdict.lineage
            assert claim.verdict.now or claim.verdict.then
    anchors = [c.anchor for c in report.claims]
    assert anchors == sorted(anchors)
    json.dumps(report.to_dict())
    annotate.render(report, "a")
    markdown(update(report, "a"))
