"""The editor: the author's words and order stay, stale figures are replaced, what fails is marked, the log is true."""

from __future__ import annotations

import io

import pytest

from paychart.claims import check_guide
from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.guide import word
from paychart.guide.update import UpdatedGuide, markdown, page, update

OLD = """# Pay

Few people see what **coders** do. The median pay of coders is $48,780.

* About 187,910 people work as medical records specialists.
* Coders earn about $90,000 a year on average.

# Outlook

Ask about benefits. Coders enjoy job security.
"""


@pytest.fixture(scope="module")
def edited(store: Store) -> UpdatedGuide:
    return update(check_guide(OLD.encode(), store, name="a.md"), "old.md", OLD)


def test_figures_are_replaced_where_they_stand_and_nothing_else_moves(edited: UpdatedGuide) -> None:
    text = markdown(edited).split("## What changed")[0]
    assert "The median pay of coders is $51,140." in text
    assert "About 194,720 people" in text
    undone = text.replace("$51,140", "$48,780").replace("194,720", "187,910")
    before, _, after = undone.partition(" \\[Check: ")
    assert before + after.partition("\\]")[2] == OLD + "\n"


def test_every_line_of_the_log_is_true(edited: UpdatedGuide) -> None:
    text = markdown(edited).split("## What changed")[0]
    for change in edited.changes:
        own = [edit for edit in edited.edits if edit.number == change.number]
        if change.became.startswith("replaced"):
            assert own
            assert all(edit.new in text and edit.old not in text for edit in own)
        elif change.became.startswith("marked"):
            assert change.grade not in ("supported", "not checkable")
            assert "Check: " in text
        else:
            assert not own
    assert [c.became.split()[0].rstrip(":") for c in edited.changes] == [
        "replaced",
        "replaced",
        "marked",
        "left",
    ]


def test_a_page_and_a_word_file_track_the_same_edits(edited: UpdatedGuide, store: Store) -> None:
    shown = page(edited)
    assert "<del>$48,780</del><ins>$51,140</ins>" in shown
    pytest.importorskip("docx")
    written = word.write(edited)
    import docx

    body = docx.Document(io.BytesIO(written)).element.xml
    assert body.count("<w:del ") == 2
    assert body.count("<w:ins ") == 3
    again = word.as_markdown(written)
    assert b"$51,140" in again
    assert b"$48,780" not in again.split(b"What changed")[0]
    assert check_guide(again, store, name="a.md").claims


def test_what_is_no_word_file_is_refused() -> None:
    pytest.importorskip("docx")
    assert not word.is_word(b"plain")
    with pytest.raises(BadInput, match="Word"):
        word.as_markdown(b"PK\x03\x04 word/ broken")


def test_a_text_without_claims_comes_back_as_it_was(store: Store) -> None:
    built = update(check_guide(b"Roses are red.\n", store, name="a.md"), "roses", "Roses are red.\n")
    assert markdown(built).startswith("Roses are red.\n\n## What changed")
