"""Claims that set groups apart: employers, schooling, certificates, experience, places, kinds of work."""

from __future__ import annotations

import pytest

CASES = [
    ("employer comparison", "Coders in hospitals earn more than those in physician practices.", ["supported"]),
    ("employer comparison", "Coders in consulting firms earn higher salaries.", ["contradicted"]),
    ("employer comparison", "Coders at academic institutions may have different salaries.", ["supported"]),
    ("employer comparison", "Compared with clinics, hospitals pay coders more.", ["supported"]),
    ("education comparison", "Coders with a bachelor's degree earn more than those with a high school "
                             "diploma.", ["supported"]),
    ("education comparison", "Coders with a bachelor's degree earn 90 percent more than those with an "
                             "associate degree.", ["contradicted"]),
    ("certification comparison", "Certified coders earn more.", ["supported"]),
    ("certification comparison", "Certified coders earn 27% more than coders without a certification.", ["misleading"]),
    ("certification comparison", "AAPC found that certified coders earn 20 percent more than others.", ["supported"]),
    ("certification comparison", "A certification raises coders' pay by 80 percent.", ["contradicted"]),
    ("certification comparison", "The ODS credential raises pay.", ["not checkable"]),
    ("experience comparison", "Coders with extensive experience earn more than newcomers.", ["supported"]),
    ("experience comparison", "Experienced coders earn less than newcomers.", ["contradicted"]),
    ("entry level", "Entry-level coders earn less than the average.", ["supported"]),
    ("entry level", "Beginners earn more than the average.", ["contradicted"]),
    ("rural and urban", "Rural areas offer coders lower salaries.", ["supported"]),
    ("rural and urban", "Coders in rural areas earn 13 percent less than those in cities.", ["supported"]),
    ("rural and urban", "Rural coders earn more than city coders.", ["contradicted"]),
    ("place comparison", "Coders in California earn more than coders in Texas.", ["supported"]),
    ("place comparison", "Coders in Florida earn more than the national average.", ["contradicted"]),
    ("ranking", "The top-paying states for coders are California and Ohio.", ["supported", "contradicted"]),
    ("ranking", "Florida employs the most coders.", ["supported"]),
    ("ranking", "Mississippi is the lowest-paying state for coders.", ["supported"]),
    ("occupation comparison", "Nurse practitioners earn more than registered nurses.", ["supported"]),
    ("occupation comparison", "Medical coders earn more than registered nurses.", ["contradicted"]),
    ("occupation comparison", "Pharmacists earn three times what pharmacy technicians make.", ["supported"]),
    ("occupation comparison", "Coders can advance to management positions that pay more.", ["supported"]),
    ("experience comparison", "Coders with 20 years of experience earn no more than beginners.", ["contradicted"]),
    ("experience comparison", "Experienced coders do not earn less than newcomers.", ["supported"]),
    ("employer comparison", "Consulting firms do not pay coders more than hospitals.", ["supported"]),
    ("employer comparison", "Hospitals pay coders no more than consulting firms.", ["contradicted"]),
    ("employer comparison", "Hospitals not only pay coders more.", ["supported"]),
    ("rural and urban", "Rural coders earn no more than city coders.", ["supported"]),
    ("rural and urban", "City coders earn no more than rural coders.", ["contradicted"]),
    ("certification comparison", "Certified coders earn no more than others.", ["contradicted"]),
    ("place comparison", "Coders in California average more than coders in Texas.", ["supported"]),
    ("ranking", "Mississippi pays coders the most.", ["contradicted"]),
    ("ranking", "The best-paying state for coders is Rhode Island.", ["supported"]),  # by the median
    ("ranking", "The state with the highest average pay for coders is Rhode Island.", ["not checkable"]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "grades"), CASES)
def test_a_comparison(check, kind: str, text: str, grades: list[str]) -> None:  # type: ignore[no-untyped-def]
    found = check(text, kind)
    assert [c.grade for c in found] == grades, [c.verdict.explanation for c in found]


def test_contradicting_consulting_shows_all_three_roles(check) -> None:  # type: ignore[no-untyped-def]
    text = "HIM professionals in hospitals and healthcare consulting firms earn higher salaries."
    hospitals, consulting = check(text, "employer comparison", topic="him")
    assert (hospitals.grade, consulting.grade) == ("supported", "contradicted")
    for figure in ("29-2072: $48,580", "29-9021: $72,840", "11-9111: $186,730"):
        assert figure in consulting.verdict.explanation


def test_no_claim_is_contradicted_without_figures(check) -> None:  # type: ignore[no-untyped-def]
    for kind, text, _ in CASES:
        for claim in check(text, kind):
            if claim.grade == "contradicted":
                assert claim.verdict.now or claim.verdict.then, text
                assert claim.verdict.lineage, text


@pytest.mark.parametrize(
    ("kind", "text", "grade"),
    [
        ("pay factor", "Coder salaries vary by state.", "supported"),
        ("pay factor", "Coder pay depends on the size of the employer.", "not checkable"),
        ("cost of living", "In areas with a high cost of living coders' salaries are higher.", "supported"),
        ("cost of living", "In Mississippi a coder's pay goes further.", "contradicted"),
        ("demand and pay", "Areas with high demand pay coders higher salaries.", "misleading"),
        ("demand and pay", "Growing demand may lead to higher salaries.", "not checkable"),
        ("entry requirement", "Coders usually need a postsecondary certificate.", "supported"),
        ("entry requirement", "Coders need a doctoral degree.", "contradicted"),
        ("pay level", "Coding offers a competitive salary.", "not checkable"),
        ("pay level", "Registered nurses earn above the national average.", "supported"),
        ("pay level", "Coders earn twice the average for all occupations.", "contradicted"),
        ("advancement", "There are ample opportunities for career advancement.", "not checkable"),
        ("work life", "Coders enjoy job security.", "not checkable"),
        ("scope of an average", "This is the average salary across all levels of experience.", "supported"),
    ],
)
def test_other_claims(check, kind: str, text: str, grade: str) -> None:  # type: ignore[no-untyped-def]
    (claim,) = check(text, kind)
    assert claim.grade == grade, claim.verdict.explanation


def test_advice_and_questions_claim_nothing(check) -> None:  # type: ignore[no-untyped-def]
    assert (
        check("Do coders earn more in hospitals? You should consider job satisfaction and flexible hours.")
        == []
    )
