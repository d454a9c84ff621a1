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
    assert re.search(r"\$58,000 a year is more than \d+%", text_of(reply))


@pytest.mark.parametrize(
    ("query", "says", "link"),
    [
        ({"occupation": "medicl xqzt"}, "", "occupation="),
        ({"area": "Springfield"}, "several places", "area=0044100"),
        ({"industry": "hospitel"}, "", "industry="),
        ({"experience": "lots"}, "is not a number", ""),
        ({"experience": "99"}, "from 0 to 60", "experience=60"),
        ({"education": "bachlor"}, "not a level", "education=bachelor"),
        ({"credential": ["RHIA"], "education": "high school"}, "asks for at least", ""),
        ({"pay": "-5"}, "cannot be placed", ""),
        ({"hours": "200"}, "at most 96", "hours=96"),
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


def test_places_are_sorted(client: TestClient) -> None:
    reply = client.get("/where", params={"occupation": "29-2072", "sort": "nominal"})
    ordered = [int(v.replace(",", "")) for v in re.findall(r'<td class="num">\$([\d,]+)</td>', reply.text)]
    assert ordered[1:20:2] == sorted(ordered[1:20:2], reverse=True)


def test_the_person_goes_along_every_link(client: TestClient) -> None:
    person = {
        "occupation": "Registered Nurses",
        "area": "Phoenix, AZ",
        "education": "bachelor",
        "pay": "90000",
    }
    first = client.get("/", params=person, headers=HTML)
    for words in ("Where?", "Compare", "Grow", "Outlook"):
        link = html.unescape(re.search(rf'href="([^"]*)"[^>]*>{re.escape(words)}<', first.text)[1])
        assert "occupation=Registered+Nurses" in link
        assert "pay=90000" in link
        reply = client.get(link, headers=HTML)
        assert reply.status_code == 200
        assert "Registered Nurses" in reply.text or words == "Compare"
        assert 'name="education" value="bachelor"' in reply.text


def test_places_that_were_compared_once_still_are(client: TestClient) -> None:
    reply = client.get(
        "/where", params={"occupation": "29-2072", "compare": ["0019740", "0041860"]}, headers=HTML
    )
    assert reply.url.path == "/compare"
    text = text_of(reply)
    assert "In pay after taxes and prices" in text
    assert "90% sure" in text


def test_an_option_is_added_and_taken_out_again(client: TestClient) -> None:
    kept = {"occupation": "29-1141", "option": ["area=Denver, CO"]}
    added = client.get(
        "/compare", params={**kept, "add_area": "Phoenix, AZ", "add_pay": "$90,000"}, headers=HTML
    )
    assert "Phoenix, AZ, an offer of $90,000" in text_of(added)
    assert "above" in text_of(added)
    without = html.unescape(re.findall(r'<a href="([^"]*)">remove', added.text)[0])
    assert "Denver, CO remove" not in text_of(client.get(without, headers=HTML))


def test_what_cannot_be_compared_says_why(client: TestClient) -> None:
    asked = {"occupation": "29-1141", "option": ["area=Denver, CO", "area=Springfield"]}
    reply = client.get("/compare", params=asked, headers=HTML)
    assert reply.status_code == 422
    assert "several places" in text_of(reply)
    assert "paychart search" not in text_of(reply)


def test_the_answer_says_how_sure_it_is(client: TestClient) -> None:
    text = text_of(client.get("/?occupation=29-2072", headers=HTML))
    assert "We are 90% sure the middle is between" in text
    assert "a narrow range" in text


def test_words_are_shown_as_they_were_read(client: TestClient) -> None:
    text = text_of(client.get("/?occupation=medical+coder", headers=HTML))
    assert "We read “medical coder” as Medical Records Specialists" in text


def test_a_page_that_did_not_change_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/?occupation=29-2072", headers=HTML)
    again = client.get("/?occupation=29-2072", headers={**HTML, "If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


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


def test_a_misspelt_guide_is_read_and_an_unknown_one_refused(client: TestClient) -> None:
    assert "Registered Nurses" in text_of(client.get("/guide?topic=registred+nurse", headers=HTML))
    assert client.get("/guide?topic=zzqx+wvvk", headers=HTML).status_code == 422


def test_an_address_that_is_not_there_is_a_page_for_people(client: TestClient) -> None:
    reply = client.get("/nope", headers=HTML)
    assert (reply.status_code, "There is no page at this address" in reply.text) == (404, True)


def test_a_fee_nobody_states_is_not_free(client: TestClient) -> None:
    text = client.get("/grow?occupation=29-2072&education=associate&experience=3").text
    row = text.partition("Earn CPC-P<")[2].partition("</tr>")[0]
    assert 'data-name="Cost">not known<' in row
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
    assert "not known over 10 years" in text
    assert not re.search(r"not known [+-]?\$0", text)


def test_notes_of_the_ladder_have_no_words_of_programs(client: TestClient) -> None:
    assert "`" not in text_of(client.get("/grow", params={"occupation": "29-2072"}, headers=HTML))


def test_sources_are_read_without_digits_of_programs(client: TestClient) -> None:
    asked = {"occupation": "29-2072", "credential": "CPC"}
    text = text_of(client.get("/", params=asked, headers=HTML))
    assert "value 44,750 reference 38,290 unit dollars a year" in text
