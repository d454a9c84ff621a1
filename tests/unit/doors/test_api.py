"""The JSON API: the same answers as the library, in every form, with problems that help."""

from __future__ import annotations

import io

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from paychart import Profile, Store, estimate
from paychart.questions import shapes
from paychart.questions.registry import QUESTIONS

ESTIMATE = "/api/v1/estimate"
EXAMPLES = {f"/api/v1{q.path}": q for q in QUESTIONS.values() if q.address is not None}
DENVER = {"occupation": "29-2072", "area": "Denver, CO"}


def test_an_estimate_is_the_library_s(client: TestClient, store: Store) -> None:
    reply = client.get(ESTIMATE, params=DENVER)
    assert reply.json() == estimate(Profile("29-2072", "Denver, CO"), store).to_dict()
    TypeAdapter(shapes.pay.Estimate).validate_python(reply.json())


def test_a_person_is_priced_as_such(client: TestClient) -> None:
    person = {**DENVER, "education": "bachelor", "experience": 5, "credential": ["CPC", "CIC"], "hours": 36}
    reply = client.get(ESTIMATE, params=person).json()
    assert reply["status"] == "modelled"
    assert reply["profile"]["credentials"] == ["CPC", "CIC"]
    assert {effect["factor"] for effect in reply["effects"]} >= {"education", "experience"}


@pytest.mark.parametrize("path", EXAMPLES)
def test_every_example_of_the_description_answers(client: TestClient, path: str) -> None:
    question = EXAMPLES[path]
    reply = client.get(path, params=question.example)
    assert reply.status_code == 200
    assert reply.headers["etag"]
    # Shapes are closed: a field that the answer has and its shape has not, or the other way, fails here.
    TypeAdapter(question.shape()).validate_python(reply.json())


@pytest.mark.parametrize(
    ("accept", "read"),
    [
        ("text/csv", lambda b: pd.read_csv(io.BytesIO(b))),
        ("application/vnd.apache.parquet", lambda b: pq.read_table(io.BytesIO(b)).to_pandas()),
        ("application/vnd.apache.arrow.stream", lambda b: pa.ipc.open_stream(b).read_all().to_pandas()),
        ("text/csv;q=0.9, application/json;q=0.1", lambda b: pd.read_csv(io.BytesIO(b))),
    ],
)
def test_an_answer_comes_in_the_form_asked_for(client: TestClient, accept: str, read) -> None:  # type: ignore[no-untyped-def]
    reply = client.get(ESTIMATE, params=DENVER, headers={"Accept": accept})
    table = read(reply.content).set_index("figure")
    assert table.loc["p50", "annual"] == client.get(ESTIMATE, params=DENVER).json()["annual"]["p50"]


def test_the_form_may_be_named_in_the_address(client: TestClient) -> None:
    reply = client.get("/api/v1/places", params={"occupation": "29-2072", "near": "CO", "format": "csv"})
    assert reply.headers["content-type"].startswith("text/csv")
    assert "Denver" in reply.text


def test_a_form_that_there_is_not_says_which_there_are(client: TestClient) -> None:
    reply = client.get(ESTIMATE, params=DENVER, headers={"Accept": "image/png"})
    assert reply.status_code == 406
    assert "text/csv" in reply.json()["nearest"]
    reply = client.get("/api/v1/explain", params=DENVER, headers={"Accept": "text/csv"})
    assert (reply.status_code, reply.json()["nearest"]) == (422, ["json"])


def test_the_etag_spares_the_second_answer(client: TestClient) -> None:
    first = client.get(ESTIMATE, params=DENVER)
    again = client.get(ESTIMATE, params=DENVER, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    as_csv = client.get(ESTIMATE, params=DENVER, headers={"Accept": "text/csv"})
    assert as_csv.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize(
    ("query", "status", "says", "nearest"),
    [
        ("", 422, "an occupation or a job title", None),
        ("occupation=", 422, "occupation", None),
        ("occupation=29-9999", 422, "not an occupation", "29-9099"),
        ("occupation=medicl+xqzt", 422, "", None),
        ("occupation=29-2072&area=Springfield", 422, "several places", "Springfield, IL"),
        ("occupation=29-2072&area=デンバー", 422, "", None),
        ("occupation=29-2072&area=Denver, WY", 422, "Denver", None),
        ("ocupation=29-2072", 422, "no parameter ocupation", "occupation"),
        ("occupation=29-2072&occupation=29-1141", 422, "given 2 times", None),
        ("occupation=29-2072&experience=-1", 422, "experience", None),
        ("occupation=29-2072&experience=nan", 422, "experience", None),
        ("occupation=29-2072&experience=ten", 422, "experience", None),
        ("occupation=29-2072&education=bachlor", 422, "not a level", "bachelor"),
        ("occupation=29-2072&credential=RHIX", 422, "", "RHI"),
        ("occupation=29-2072&hours=0", 422, "hours", None),
        ("occupation=" + "x" * 300, 422, "occupation", None),
        ("occupation=29-2072&area=%00", 422, "", None),
        ("occupation=" + "x" * 5000, 414, "longer", None),
    ],
)
def test_a_wrong_question_gets_a_helpful_problem(
    client: TestClient, query: str, status: int, says: str, nearest: str | None
) -> None:
    reply = client.get(f"{ESTIMATE}?{query}")
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert says in reply.json()["detail"]
    if nearest:
        assert any(nearest in value for value in reply.json()["nearest"])


def test_a_batch_gives_a_reason_for_each_bad_row(client: TestClient) -> None:
    rows = [DENVER, {"occupation": "no such work at all"}, {"occupation": "29-1141", "experience": "3"}]
    reply = client.post("/api/v1/predict", json={"rows": rows}).json()
    assert [row["status"] for row in reply] == ["published", "", "modelled"]
    assert [bool(row["error"]) for row in reply] == [False, True, False]
    for row in reply:
        TypeAdapter(shapes.pay.Prediction).validate_python(row)


def test_a_batch_may_be_csv_both_ways(client: TestClient) -> None:
    body = 'occupation,area\n29-2072,"Denver, CO"\n=1+1,\n'
    headers = {"Content-Type": "text/csv", "Accept": "text/csv"}
    reply = client.post("/api/v1/predict", content=body, headers=headers)
    table = pd.read_csv(io.StringIO(reply.text))
    assert list(table["status"].fillna("")) == ["published", ""]
    assert table["occupation"][1] == "'=1+1"  # a spreadsheet must not run it


@pytest.mark.parametrize(
    ("content", "kind", "status", "says"),
    [
        (b'{"rows": [', "application/json", 422, "not JSON"),
        (b'{"rows": []}', "application/json", 422, "1 to 5,000 rows"),
        (b'{"rows": [{"ocupation": "a"}]}', "application/json", 422, "ocupation"),
        (b"area\nOhio\n", "text/csv", 422, "missing"),
        (b"occupation,occupation\na,b\n", "text/csv", 422, "twice"),
        (b"occupation\na,b\n", "text/csv", 422, "Row 2"),
        (b"\xff\xfe", "text/csv", 422, "UTF-8"),
        (b"<a/>", "text/xml", 415, "text/xml"),
        (b"x" * 2_000_001, "text/csv", 413, "larger"),
    ],
)
def test_a_wrong_batch_says_what_is_wrong(
    client: TestClient, content: bytes, kind: str, status: int, says: str
) -> None:
    reply = client.post("/api/v1/predict", content=content, headers={"Content-Type": kind})
    assert reply.status_code == status
    assert says in reply.json()["detail"]


def test_a_guide_is_checked(client: TestClient) -> None:
    text = "The average annual wage of medical coders was $56,790 in May 2025."
    reply = client.post("/api/v1/check-guide", json={"text": text})
    TypeAdapter(shapes.holdings.Check).validate_python(reply.json())
    assert reply.json()["claims"][0]["grade"] == "supported"


def test_the_description_names_every_address_with_real_examples(client: TestClient) -> None:
    found = client.get("/api/v1/openapi.json").json()
    assert set(EXAMPLES) <= set(found["paths"])
    example = found["paths"][ESTIMATE]["get"]["responses"]["200"]["content"]["application/json"]["example"]
    assert example["names"]["area"].startswith("Denver")


def test_head_is_get_without_the_body(client: TestClient) -> None:
    reply = client.head(ESTIMATE, params=DENVER)
    assert (reply.status_code, reply.content) == (200, b"")


@pytest.mark.parametrize(
    ("path", "rows"), [("/api/v1/places?occupation=29-2072&near=CO", "places"), ("/api/v1/credentials?", "")]
)
def test_pages_of_rows_are_linked_to_the_next(client: TestClient, path: str, rows: str) -> None:
    whole = client.get(path).json()
    address, seen = f"{path}&page_size=4", []
    while address:
        reply = client.get(address)
        page = reply.json()[rows] if rows else reply.json()
        assert len(page) <= 4
        seen += page
        address = reply.links.get("next", {}).get("url")
    assert seen == (whole[rows] if rows else whole)
    assert client.get(f"{path}&page_size=0").status_code == 422
