"""Claims with a number: wages, ranges, growth, openings, counts, shares, trends."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "grade", "now"),
    [
        ("The average wage of coders was $48,160 as of May 2020.", "figure not found", "outdated"),
        ("In May 2023 the median pay of coders was $48,780.", "supported", "outdated"),
        ("In May 2025 the median pay of coders was $51,140.", "supported", "supported"),
        ("The mean pay of coders is $56,790.", "supported", "supported"),
        ("The median pay of coders is $48,780.", "outdated", "outdated"),
        ("The average pay of coders is $51,140.", "misleading", "supported"),
        ("The typical coder earns $56,790.", "misleading", "supported"),
        ("In May 2020 the average wage of coders was $48,270.", "misleading", "outdated"),
        ("In 2009 the mean pay of coders was $33,310.", "not checkable", "outdated"),
        ("In 2031 the mean pay of coders will be $90,000.", "not checkable", None),
        ("Coders earn about $90,000 a year.", "contradicted", "contradicted"),
        ("Coders earn an average of $27.30 per hour.", "supported", "supported"),
        ("The lowest 10 percent of coders earn less than $37,000.", "supported", "supported"),
        ("Coders can earn up to $80,000.", "supported", "supported"),
        ("Coders can earn up to $200,000.", "misleading", "misleading"),
        ("Coders in Texas earn an average of $52,880.", "supported", "supported"),
        ("Coders in Texas earned an average of $50,000 in 2019.", "not checkable", "outdated"),
        ("Coders in hospitals earn a median of $59,120.", "supported", "supported"),
        ("Entry-level coders earn $35,000.", "not checkable", None),
        ("New coders earn $35,000.", "not checkable", None),
        ("Coders in New Jersey earn a median of $50,240.", "supported", "supported"),
        ("New figures show that coders earn $51,140.", "supported", "supported"),
        ("Glassdoor says coders earn $61,000.", "not checkable", None),
        ("AAPC's 2019 survey found that certified coders earn $55,923.", "supported", None),
    ],
)
def test_a_wage_figure(check, text: str, grade: str, now: str | None) -> None:  # type: ignore[no-untyped-def]
    (claim,) = check(text, "wage figure")
    assert (claim.grade, claim.verdict.now_grade) == (grade, now), claim.verdict.explanation


def test_the_figure_nobody_published_names_the_hybrid_code_and_today(check) -> None:  # type: ignore[no-untyped-def]
    (claim,) = check("The average wage for HIM professionals was $48,160 as of May 2020.", topic="him")
    nearest, now = claim.verdict.nearest, claim.verdict.now
    assert nearest is not None
    assert now is not None
    assert (nearest["code"], nearest["mean"], nearest["median"]) == ("29-2098", 48270, 44090)
    assert (now["mean"], now["median"]) == (56790, 51140)
    assert "dosimetrists" in claim.verdict.explanation


def test_costs_are_no_wages(check) -> None:  # type: ignore[no-untyped-def]
    assert (
        check("Tuition costs $48,160 and a loan of $20,000 pays for it. Hospitals are busy.", "wage figure")
        == []
    )


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("Coders earn between $37,000 and $81,150.", "supported"),
        ("Coder salaries range from $43,490 to $64,820.", "supported"),
        ("Coder salaries range from $35,780 to $80,950.", "outdated"),
        ("Coders earn $70,000 to $95,000 a year.", "contradicted"),
        ("Coders earn $20,000 to $150,000 a year.", "misleading"),
        ("Entry-level coders earn $30,000 to $40,000.", "not checkable"),
    ],
)
def test_a_range(check, text: str, grade: str) -> None:  # type: ignore[no-untyped-def]
    (claim,) = check(text)
    assert (claim.kind, claim.grade) == ("wage range", grade), claim.verdict.explanation


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("Jobs for coders will grow 7 percent from 2024 to 2034.", "supported"),
        ("Jobs for coders will grow 7 percent a year.", "misleading"),
        ("Employment of coders is projected to grow 20 percent by 2034.", "contradicted"),
        ("Employment of coders is projected to grow 8 percent from 2022 to 2032.", "not checkable"),
        ("Employment of coders is projected to grow much faster than the average.", "supported"),
        ("The number of jobs is expected to grow slower than average.", "contradicted"),
        ("Demand for coders is expected to grow in the coming years.", "supported"),
        ("Jobs for coders will decline.", "contradicted"),
    ],
)
def test_growth(check, text: str, grade: str) -> None:  # type: ignore[no-untyped-def]
    (claim,) = check(text, "growth")
    assert claim.grade == grade, claim.verdict.explanation


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("About 14,200 openings for coders come up each year.", "supported"),
        ("There will be 14,200 new jobs for coders each year.", "misleading"),
        ("There are 60,000 openings for coders a year.", "contradicted"),
        ("There are 15,900 openings for coders a year.", "figure not found"),
    ],
)
def test_openings(check, text: str, grade: str) -> None:  # type: ignore[no-untyped-def]
    (claim,) = check(text, "openings")
    assert claim.grade == grade, claim.verdict.explanation


@pytest.mark.parametrize(
    ("text", "grade", "now"),
    [
        ("There are 194,720 coders in the country.", "supported", "supported"),
        ("There were 180,570 coders in May 2021.", "supported", "outdated"),
        ("There are 180,570 coders in the country.", "outdated", "outdated"),
        ("More than two million people work as coders.", "contradicted", "contradicted"),
        ("There are 18,700 coders in California.", "supported", "supported"),
    ],
)
def test_a_count(check, text: str, grade: str, now: str) -> None:  # type: ignore[no-untyped-def]
    (claim,) = check(text, "count")
    assert (claim.grade, claim.verdict.now_grade) == (grade, now), claim.verdict.explanation


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("About 29 percent of coders work in hospitals.", "supported"),
        ("Some 60 percent of coders work in hospitals.", "contradicted"),
        ("Hospitals are the largest employers of coders.", "supported"),
        ("Consulting firms are the largest employers of coders.", "contradicted"),
    ],
)
def test_a_share_of_jobs(check, text: str, grade: str) -> None:  # type: ignore[no-untyped-def]
    (claim,) = check(text, "employer share")
    assert claim.grade == grade, claim.verdict.explanation


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("Coder pay has risen 17.6 percent since May 2021.", "supported"),
        ("Coder pay has risen 40 percent since May 2021.", "contradicted"),
        ("Pay of coders has risen every year since 2021.", "supported"),
        ("After inflation, coders' pay has fallen since 2021.", "supported"),
        ("Pay of coders has risen since 2015.", "not checkable"),  # another code then
    ],
)
def test_a_trend(check, text: str, grade: str) -> None:  # type: ignore[no-untyped-def]
    (claim,) = check(text, "pay trend")
    assert claim.grade == grade, claim.verdict.explanation


def test_two_sums_behind_two_employers_go_in_order(check) -> None:  # type: ignore[no-untyped-def]
    text = "Hospitals pay coders better than physicians' offices: $61,920 on average versus $50,060."
    assert [c.grade for c in check(text, "wage figure")] == ["supported", "supported"]
    text = "On average, nurses earn more than coders: $101,420 versus $56,790."
    assert [c.grade for c in check(text, "wage figure")] == ["supported", "supported"]


def test_each_column_of_a_table_has_its_own_measure(check) -> None:  # type: ignore[no-untyped-def]
    html = (
        "<table><tr><th>Work</th><th>Median wage</th><th>Mean wage</th></tr>"
        "<tr><td>Electricians</td><td>$63,190</td><td>$71,490</td></tr>"
        "<tr><td>Carpenters</td><td>$65,630</td><td>$60,580</td></tr></table>"
    )
    grades = [c.grade for c in check(html, "wage figure", name="page.html")]
    assert grades == ["supported", "supported", "misleading", "misleading"]
    markdown = "|  | Mean wage | Median wage |\n|---|---|---|\n| Electricians | $71,490 | $63,190 |\n"
    assert [c.grade for c in check(markdown, "wage figure", name="page.md")] == ["supported", "supported"]


def test_a_figure_not_found_says_what_prints_it(check) -> None:  # type: ignore[no-untyped-def]
    (claim,) = check("The average coder earns $48,580.", "wage figure")
    assert claim.grade == "figure not found"
    assert (
        "May 2025 prints it as the mean of Medical Records Specialists (29-2072) in"
        in claim.verdict.explanation
    )


def test_jobs_of_the_projections_first_year_are_found(check) -> None:  # type: ignore[no-untyped-def]
    (claim,) = check("Registered nurses: jobs in 2024 were 3,391,000.", "count", topic="29-1141")
    assert claim.grade == "supported"
    assert "With the self-employed" in claim.verdict.explanation


def test_a_share_of_an_old_guide_is_of_its_time(check) -> None:  # type: ignore[no-untyped-def]
    text = "In May 2018 coders earned a median of $40,350. Hospitals employed 36 percent of coders."
    (claim,) = check(text, "employer share")
    assert (claim.grade, claim.verdict.now_grade) == ("not checkable", "outdated")


@pytest.mark.parametrize("text", [
    "The median pay of coders is $51,140.[1] Mississippi pays the least.",
    "The median pay of coders is $51,140.[^1] Mississippi pays the least.",
    "<p>The median pay of coders is $51,140<sup>1</sup>. Mississippi pays the least.</p>",
    '<p>The median pay of coders is $51,140.<sup><a href="#n1">[1]</a></sup> Mississippi pays the least.</p>',
])  # fmt: skip
def test_marks_of_notes_part_no_figure_and_join_no_sentences(check, text: str) -> None:  # type: ignore[no-untyped-def]
    assert [(c.kind, c.grade) for c in check(text, name="g.html" if "<" in text else "g.md")] == [
        ("wage figure", "supported"),
        ("ranking", "supported"),
    ]


def test_pay_after_prices_is_not_sought_among_what_was_paid(check) -> None:  # type: ignore[no-untyped-def]
    text = "After inflation, the median pay of coders was $55,720 in 2021."
    assert [c.grade for c in check(text, "wage figure")] == ["not checkable"]
    table = "| State | Median | After cost of living |\n|---|---|---|\n| Ohio | $50,990 | $54,900 |\n"
    assert [c.grade for c in check(table, "wage figure", name="g.md")] == ["supported", "not checkable"]


def test_the_other_side_may_be_everyone(check) -> None:  # type: ignore[no-untyped-def]
    text = "The median of coders is $51,140, against a median of all workers of $50,980."
    assert [c.grade for c in check(text, "wage figure")] == ["supported", "supported"]
    text = "Hospitals pay coders $61,920 on average, more than the average of all employers ($56,790)."
    assert [c.grade for c in check(text, "wage figure")] == ["supported", "supported"]


def test_a_percentile_is_set_against_that_percentile(check) -> None:  # type: ignore[no-untyped-def]
    (claim,) = check("The top 10 percent of coders earn more than $200,000.", "wage figure")
    assert claim.grade == "contradicted"
    assert "90th percentile $81,150. The figure said is 146% above." in claim.verdict.explanation
    assert claim.verdict.current == (
        "In May 2025, the 90th percentile of medical records specialists (29-2072) is $81,150."
    )
    (claim,) = check("In Ohio the top 10 percent of coders earn more than $80,570.", "wage figure")
    assert "the 90th percentile for Ohio is" in claim.verdict.explanation


def test_a_column_of_jobs_holds_counts(check) -> None:  # type: ignore[no-untyped-def]
    table = "| Work | Employment | Median wage |\n|---|---|---|\n| Electricians | 750,000 | $63,190 |\n"
    table += "| Carpenters | 500,000 | $60,580 |\n| Roofers | 697,740 | $1 |\n"
    assert [c.grade for c in check(table, "count", name="g.md")] == [
        "supported",
        "contradicted",
        "contradicted",
    ]


def test_pay_beside_the_average_worker(check) -> None:  # type: ignore[no-untyped-def]
    (claim,) = check("Electricians earn less than the average American worker.", "pay level", topic="47-2111")
    assert claim.grade == "contradicted"
    assert check("The average worker in this field is young.", "pay level") == []


def test_a_ranking_by_jobs_is_told_as_most(check) -> None:  # type: ignore[no-untyped-def]
    (claim,) = check("Florida employs the most coders.", "ranking")
    assert claim.verdict.current.startswith("Most jobs, May 2025: Florida")


@pytest.mark.parametrize(("text", "kind", "grade"), [
    ("The number of coding jobs will not grow by 2034.", "growth", "contradicted"),
    ("The number of coding jobs will not shrink by 2034.", "growth", "supported"),
    ("Coders earn at least $36,000 a year.", "wage figure", "supported"),
    ("Coders earn at least $39,000 a year.", "wage figure", "not checkable"),
    ("The top 10 percent of coders earn more than $70,123.", "wage figure", "figure not found"),
    ("The median pay of coders is over $30,000.", "wage figure", "supported"),
    ("The median pay of coders is over $60,000.", "wage figure", "contradicted"),
    ("Coders in Ohio earn at least $37,000 a year.", "wage figure", "supported"),
    ("Coders with 10 years of experience earn $48,780.", "wage figure", "not checkable"),
])  # fmt: skip
def test_denials_bounds_and_years_of_experience(check, text: str, kind: str, grade: str) -> None:  # type: ignore[no-untyped-def]
    (claim,) = check(text, kind)
    assert claim.grade == grade, claim.verdict.explanation


def test_a_bound_on_a_share_is_no_wage_and_a_denied_rank_no_claim(check) -> None:  # type: ignore[no-untyped-def]
    assert check("Fewer than 10 percent of coders earn under $30,000.", "wage figure") == []
    assert check("Mississippi no longer pays coders the least.", "ranking") == []


def test_half_as_much_again_is_not_twice(check) -> None:  # type: ignore[no-untyped-def]
    text = "Physical therapists earn twice as much as physical therapist assistants."
    assert [c.grade for c in check(text, "occupation comparison")] == ["contradicted"]


def test_new_york_city_is_not_its_state(check) -> None:  # type: ignore[no-untyped-def]
    (claim,) = check("Coders in New York City earn a median of $61,720.", "wage figure")
    assert "New York-Newark-Jersey City" in claim.verdict.explanation
