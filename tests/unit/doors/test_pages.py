"""Pages without a browser: what they say, and that they say it without scripts."""

from __future__ import annotations

import html
import re

import pytest
from fastapi.testclient import TestClient

HTML = {"Accept": "text/html"}


def text_of(reply) -> str:  # type: ignore[no-untyped-def]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", reply.text)).split())


def test_the_first_page_answers_at_once(client: TestClient) -> None:
    text = text_of(client.get("/", headers=HTML))
    assert "$51,140 a year, in the middle" in text
    assert "Half of these workers earn between $43,490 and $64,820" in text


def test_a_difference_names_what_changed(client: TestClient) -> None:
    before = "occupation=Medical+Records+Specialists&area=Ohio"
    reply = client.get("/", params={"occupation": "29-2072", "area": "Denver, CO", "compare_with": before})
    assert "Place: Ohio → Denver-Aurora-Centennial, CO" in text_of(reply)


def test_an_offer_is_placed(client: TestClient) -> None:
    reply = client.get("/", params={"occupation": "29-2072", "pay": "$58,000"})
    assert re.search(r"\$58,000 a year is more than \d+ %", text_of(reply))


@pytest.mark.parametrize(
    ("query", "says", "link"),
    [
        ({"occupation": "medical codr"}, "", "occupation="),
        ({"area": "Springfield"}, "several places", "area=0044100"),
        ({"industry": "hospitel"}, "", "industry="),
        ({"experience": "lots"}, "is not a number", ""),
        ({"experience": "99"}, "outside a working life", "experience=60"),
        ({"education": "bachlor"}, "not a level", "education=bachelor"),
        ({"credential": ["RHIA"], "education": "high school"}, "asks for at least", ""),
        ({"pay": "-5"}, "cannot be placed", ""),
        ({"hours": "200"}, "cannot be", "hours=40"),
    ],
)
def test_a_slip_keeps_the_form_and_offers_what_mends_it(
    client: TestClient, query: dict[str, str], says: str, link: str
) -> None:
    reply = client.get("/", params=query, headers=HTML)
    assert reply.status_code == 422
    assert "Show pay" in reply.text
    assert says in text_of(reply)
    assert link in html.unescape(reply.text)


def test_words_of_visitors_are_escaped(client: TestClient) -> None:
    attack = '"><script>alert(1)</script>'
    for path in ("/?occupation=", "/?area=", "/where?near=", "/guide?topic="):
        assert attack not in client.get(path + attack, headers=HTML).text
    assert attack not in client.post("/check", data={"text": attack}).text


def test_places_are_sorted_and_compared(client: TestClient) -> None:
    compare = ["0019740", "0041860", "0010420", "0035620", "0031080"]
    reply = client.get("/where", params={"occupation": "29-2072", "sort": "nominal", "compare": compare})
    assert text_of(reply).count("Only the first 4") == 1
    ordered = [int(v.replace(",", "")) for v in re.findall(r'<td class="num">\$([\d,]+)</td>', reply.text)]
    assert ordered[1:20:2] == sorted(ordered[1:20:2], reverse=True)


def test_a_place_that_cannot_be_compared_is_told(client: TestClient) -> None:
    reply = client.get("/where", params={"occupation": "29-2072", "compare": ["0019740", "9999999"]})
    assert "1 of the places asked for cannot be compared" in text_of(reply)


def test_a_guide_is_checked_with_every_claim_marked(client: TestClient) -> None:
    text = "The average annual wage of medical coders was $56,790 in May 2025. <b>Coders</b> are kind."
    reply = client.post("/check", data={"text": text})
    assert '<mark class="supported">' in reply.text
    assert "&lt;b&gt;Coders" in reply.text


@pytest.mark.parametrize("text", ["", "   ", "\x00", "x" * 200_001])
def test_a_text_that_is_none_is_refused(client: TestClient, text: str) -> None:
    assert client.post("/check", data={"text": text}).status_code == 422


def test_the_guide_is_read_with_its_own_styles_and_nothing_else(client: TestClient) -> None:
    reply = client.get("/guide/him.html")
    policy = reply.headers["content-security-policy"]
    assert "sha256-" in policy
    assert "'unsafe-inline'" not in policy
    assert 'href="/guide"' in reply.text
    assert client.get("/guide/him.md?save=1").headers["content-disposition"].endswith('"him.md"')


def test_a_guide_for_a_place_and_a_person(client: TestClient) -> None:
    form = {"area": "Ohio", "education": "associate", "experience": "8"}
    assert "Health information management: Ohio" in text_of(client.get("/guide", params=form, headers=HTML))
    assert "Ohio" in client.get("/guide/him.md", params=form).text


def test_an_unknown_guide_names_the_nearest(client: TestClient) -> None:
    reply = client.get("/guide", params={"topic": "registred nurse"}, headers=HTML)
    assert "29-1141 Registered Nurses" in text_of(reply)


def test_an_address_that_is_not_there_is_a_page_for_people(client: TestClient) -> None:
    reply = client.get("/nope", headers=HTML)
    assert (reply.status_code, "There is no page at this address" in reply.text) == (404, True)


def test_a_fee_nobody_states_is_not_free(client: TestClient) -> None:
    text = client.get("/grow?occupation=29-2072&education=associate&experience=3").text
    row = text.partition("Earn CPC-P<")[2].partition("</tr>")[0]
    assert "fee not found" in row
    assert 'data-name="Cost">$0<' not in row


def test_a_degree_is_worth_the_same_on_the_page_and_in_the_api(client: TestClient) -> None:
    asked = {"occupation": "29-2072", "area": "Toledo, OH", "education": "associate", "study": "bachelor"}
    page = client.get("/worth", params=asked, headers=HTML)
    answer = client.get("/api/v1/return", params=asked).json()
    assert f"+${round(answer['npv_mean'], -3):,} value now, on average" in text_of(page)
    assert f"and +${round(answer['npv']['p90'], -3):,.0f}, and" in text_of(page)
    assert "growth.real" not in page.text
    assert "How many finish is drawn from the range of its rate" in text_of(page)
    assert "A bachelor's degree, from" in text_of(page)


def test_a_credential_without_evidence_adds_no_figure(client: TestClient) -> None:
    text = text_of(client.get("/grow", params={"occupation": "29-2072"}, headers=HTML))
    assert re.search(r"Earn \w+ no evidence \? ", text)
    assert not re.search(r"no evidence [+-]?\$0", text)


def test_work_off_the_ladder_is_offered_work_on_it(client: TestClient) -> None:
    reply = client.get("/worth", params={"occupation": "51-4121", "study": "bachelor"}, headers=HTML)
    assert reply.status_code == 422
    link = re.search(r'href="(/worth[^"]*)">Medical coder</a>', reply.text)
    assert link
    assert client.get(html.unescape(link[1]), headers=HTML).status_code == 200


def test_notes_of_the_ladder_have_no_words_of_programs(client: TestClient) -> None:
    assert "`" not in text_of(client.get("/grow", params={"occupation": "29-2072"}, headers=HTML))


def test_sources_are_read_without_digits_of_programs(client: TestClient) -> None:
    asked = {"occupation": "29-2072", "credential": "CPC"}
    text = text_of(client.get("/", params=asked, headers=HTML))
    assert "value 44,750 reference 38,290 unit dollars a year" in text
