"""The text of a guide keeps its place in the file, whatever the format; what is no guide is refused."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paychart.claims import check_guide
from paychart.claims.document import LARGEST, LONGEST, read
from paychart.claims.run import MOST
from paychart.claims.sentences import clauses, sentences
from paychart.data.store import Store
from paychart.errors import BadInput

PLAIN = "abcdefgh ABC 0123456789.,;:!?$%'\"()-\n"
MARKUP = st.lists(
    st.sampled_from([*PLAIN, *"<>&/=*_#|[]`\\", "<p>", "</p>", "<b>", "&amp;", "&#8217;", "<!--", "-->"]),
    max_size=80,
).map("".join)


@given(MARKUP, st.sampled_from(["a.html", "a.md", "a.txt"]))
@settings(deadline=None, max_examples=200)
def test_every_word_stands_where_it_is_said_to(text: str, name: str) -> None:
    source = "start " + text
    document = read(source.encode(), name)
    for sentence in sentences(document):
        for clause in clauses(sentence):
            assert document.text[clause.start : clause.start + len(clause.text)] == clause.text
            start, end = document.span(clause.start, clause.start + len(clause.text))
            assert 0 <= start <= end <= len(source)
            first = clause.text[:1]
            if first.isalnum() and source[start] not in "&":
                assert source[start] == first


@given(st.binary(min_size=1, max_size=300))
@settings(deadline=None, max_examples=200)
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with suppress(BadInput):  # refused, by the one error that people are shown
        list(sentences(read(raw)))


def test_places_in_html_count_characters_of_the_file() -> None:
    source = "<p>Fish &amp; chips cost <b>nine</b> dollars.</p>"
    document = read(source.encode(), "a.html")
    at = document.text.index("&")
    assert source[slice(*document.span(at, at + 1))] == "&amp;"
    at = document.text.index("nine")
    assert source[slice(*document.span(at, at + 4))] == "nine"


def test_scripts_styles_and_attributes_are_never_read() -> None:
    page = (
        "<html><head><style>p{content:'Coders earn $1'}</style></head><body onload='Coders earn $2'>"
        "<script>Coders earn $3</script><p title='Coders earn $4'>Coders work.</p><!-- Coders earn $5 --></body></html>"
    )
    assert read(page.encode(), "a.html").text.split() == ["Coders", "work."]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04 a word document", "binary"),
        (b"text\x00text", "binary"),
        (b"a" * (LARGEST + 1), "20 MB"),
    ],
    ids=["empty", "blank", "pdf", "zip", "nul", "huge"],
)
def test_what_is_no_guide_is_refused_in_plain_words(raw: bytes, says: str) -> None:
    with pytest.raises(BadInput, match=says) as caught:
        read(raw)
    assert caught.value.hint


def test_a_text_that_is_too_long_is_read_in_part() -> None:
    document = read(b"word. " * (LONGEST // 6 + 10))
    assert len(document.text) + document.unread >= LONGEST
    assert 0 < len(document.text) <= LONGEST
    assert document.unread > 0


def test_a_page_of_twenty_megabytes_of_script_is_read() -> None:
    page = b"<p>Coders earn more.</p><script>" + b"x<y;" * 4_900_000 + b"</script><p>Good.</p>"
    assert "".join(read(page, "a.html").text.split()) == "Codersearnmore.Good."


def test_old_encodings_and_byte_order_marks() -> None:
    assert "coder's" in read("coder\u2019s pay".encode("cp1252")).text
    document = read("\ufeffCoders earn".encode())
    assert document.span(0, 6) == (1, 7)


def test_markdown_is_read_without_its_marks() -> None:
    document = read(
        b"# Pay\n\nCoders earn **$5** and [more](https://x.org).\n\n- One\n- Two\n\n```\ncode $9\n```\n",
        "a.md",
    )
    blocks = [(b.kind, document.text[b.start : b.end].strip()) for b in document.blocks]
    assert blocks == [
        ("heading", "Pay"),
        ("paragraph", "Coders earn $5 and more."),
        ("item", "One"),
        ("item", "Two"),
    ]


def test_sentences_survive_abbreviations_and_figures() -> None:
    document = read(
        b"In the U.S. median pay, i.e. the middle, is $1.5 thousand vs. $2.5. Next one. No. 3 too."
    )
    assert [s.text for s in sentences(document)] == [
        "In the U.S. median pay, i.e. the middle, is $1.5 thousand vs. $2.5.",
        "Next one.",
        "No. 3 too.",
    ]


def test_clauses_part_at_joining_words_but_lists_stay_whole() -> None:
    document = read(b"Hospitals, banks, and schools pay more, and clinics pay less, while coders grow.")
    (sentence,) = sentences(document)
    assert [c.text.strip(" ,") for c in clauses(sentence)] == [
        "Hospitals, banks, and schools pay more",
        "and clinics pay less",
        "while coders grow.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Coders earn $51,140 a year. " * 3_000,
        "Coders earn $51,140 " + "and more " * 20_000,
        "| " + " | ".join(f"Place {n}" for n in range(500)) + " |\n|" + "---|" * 500 + "\n| " + "$51,140 | " * 500,
        "\u202bהרופאים מרוויחים $51,140 בשנה\u202c",
    ],
    ids=["3,000 sums", "a sentence of 40,000 words", "500 columns", "right to left"],
)
def test_odd_texts_are_checked_and_end(store: Store, text: str) -> None:
    report = check_guide(text.encode(), store, topic="29-2072")
    assert len(report.claims) <= MOST
    assert len(report.not_graded) <= 200


def test_work_can_be_cancelled(store: Store) -> None:
    class Cancelled(Exception):
        pass

    def stop(done: int, total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        check_guide(b"Coders earn $51,140 a year. " * 500, store, progress=stop)
