"""The site in a real browser: each page's main task by mouse and by keyboard, at every width, with nothing leaving."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import WIDTHS, axe_violations, find_browser, serving

PAGES = (
    "/",
    "/where",
    "/compare",
    "/compare?occupation=29-1141&option=area=Denver,+CO&option=area=Phoenix,+AZ&option=area=Denver,+CO;+pay=90000",
    "/grow",
    "/worth",
    "/grow/rank",
    "/grow/programs?state=CO",
    "/grow/plan",
    "/outlook",
    "/guide",
    "/check",
    "/employers",
    "/employers/sample",
    "/data",
)
PERSON = "/?occupation=29-2072&area=Denver,+CO&industry=hospital&education=bachelor&experience=5&pay=58000"


@pytest.fixture(scope="module")
def site(store_path: Path) -> Iterator[str]:
    find_browser()
    with serving(store_path) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, site: str):  # type: ignore[no-untyped-def]
    """A fresh page that fails the test where a request leaves the host or the console complains."""
    context = chromium.new_context(base_url=site, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(30_000)
    strays: list[str] = []
    page.on("request", lambda r: strays.append(r.url) if not r.url.startswith((site, "data:")) else None)
    page.on("console", lambda m: strays.append(m.text) if "Content Security Policy" in m.text else None)
    page.on("pageerror", lambda e: strays.append(str(e)))
    yield page
    assert not strays
    context.close()


@pytest.mark.parametrize(
    "path", [*PAGES, PERSON, "/where?occupation=29-1141&area=Phoenix,+AZ&education=bachelor", "/nope"]
)
def test_pages_fit_every_width_and_pass_axe(page, path: str) -> None:  # type: ignore[no-untyped-def]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(path)
        assert axe_violations(page) == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_pay_by_mouse_changes_one_thing_and_shows_the_difference(page) -> None:  # type: ignore[no-untyped-def]
    page.goto("/")
    page.click("#area")
    page.keyboard.type("denv")
    page.click("[role=option] >> text=Denver-Aurora")
    page.wait_for_selector(".figure:has-text('$61,240')")
    page.click("text=About you")
    page.click("label:has-text('Bachelor')")
    page.wait_for_selector(".change:has-text('Education: any → bachelor')")
    assert "compare_with" not in page.url
    assert "education=bachelor" in page.url
    figure = page.text_content(".figure .big")
    page.goto(page.url)  # the address holds it all
    assert page.text_content(".figure .big") == figure
    assert axe_violations(page) == []


def test_pay_by_keyboard_only(page) -> None:  # type: ignore[no-untyped-def]
    page.goto("/")
    while page.evaluate("document.activeElement.id") != "occupation":
        page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("registered nur")
    page.wait_for_selector("[role=option]")
    assert page.get_attribute("#occupation", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#occupation", "aria-activedescendant")
    assert axe_violations(page) == []
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer .what:has-text('Registered Nurses')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.get_attribute("#occupation", "aria-expanded") == "false"


def test_the_slider_and_back_button(page) -> None:  # type: ignore[no-untyped-def]
    page.goto("/?occupation=29-2072&education=associate")
    before = page.text_content(".figure .big")
    page.click("summary:has-text('About you')")
    years = page.input_value("input[type=range]")
    page.focus("input[type=range]")
    page.keyboard.press("End")
    page.wait_for_selector(".change:has-text('Years in this work: any → 40')")
    page.go_back()
    page.wait_for_selector(f".figure .big:has-text('{before}')")
    assert page.input_value("input[type=range]") == years


def test_a_slip_is_mended_by_one_link(page) -> None:  # type: ignore[no-untyped-def]
    page.goto("/?occupation=coder&area=Springfield")
    page.click("#area-trouble >> text=Springfield, IL")
    page.wait_for_selector("#answer .where:has-text('Springfield, IL')")


def test_places_are_compared_by_mouse_and_by_keyboard(page) -> None:  # type: ignore[no-untyped-def]
    page.goto("/where?near=Colorado")
    boxes = page.locator("table.places input[name=option]")
    boxes.nth(0).check()
    boxes.nth(1).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector("#verdict-heading:has-text('after taxes and prices')")
    assert page.locator("table.compare tbody tr").count() == 2
    page.click("text=remove >> nth=0")
    page.fill("#add_area", "Phoenix, AZ")
    page.keyboard.press("Escape")
    page.click("text=Add to the comparison")
    page.wait_for_selector("table.compare th:has-text('Phoenix')")
    assert axe_violations(page) == []
    page.goto("/where?near=Colorado")
    page.click("table.places thead >> text=Jobs")
    page.wait_for_selector("th[aria-sort=descending]:has-text('Jobs')")


def test_moves_follow_the_form(page) -> None:  # type: ignore[no-untyped-def]
    page.goto("/grow")
    page.wait_for_selector("table.moves")
    page.click("summary:has-text('About you')")
    page.focus("input[name=education]:checked")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**education=bachelor**")
    assert page.locator("table.rungs tbody tr").count() > 3


def test_what_a_degree_returns_by_keyboard(page) -> None:  # type: ignore[no-untyped-def]
    page.goto("/worth?occupation=29-2072&education=associate&experience=3&study=bachelor")
    before = page.text_content(".figure .big")
    page.focus("#age")
    page.keyboard.type("60")
    page.keyboard.press("Enter")
    page.wait_for_url("**age=60**")
    assert page.text_content(".figure .big") != before


def test_what_suits_me_by_mouse_and_by_keyboard(page) -> None:  # type: ignore[no-untyped-def]
    page.goto("/grow")
    page.click(".tabs >> text=What suits me?")
    first = page.text_content("#answer .what")
    page.click("fieldset.weight:has-text('Pay after prices') label:has-text('no')")
    page.wait_for_url(lambda url: "balance=2" in url and "pay=" not in url)
    page.wait_for_function("old => document.querySelector('#answer .what').textContent !== old", arg=first)
    page.focus("input[name=growth]:checked")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**growth=2**")
    assert page.locator("table.ranked tbody tr").count() > 3
    assert axe_violations(page) == []


def test_programs_by_keyboard(page) -> None:  # type: ignore[no-untyped-def]
    page.goto("/grow/programs")
    page.focus("#state")
    page.keyboard.type("Ohio")
    page.keyboard.press("Enter")
    page.wait_for_url("**state=Ohio**")
    assert "OH, " in page.text_content("table.programs tbody")


def test_a_plan_is_made_and_taken_along(page) -> None:  # type: ignore[no-untyped-def]
    page.goto("/grow/plan")
    page.focus("#age")
    page.keyboard.type("50")
    page.keyboard.press("Enter")
    page.wait_for_url("**age=50**")
    page.wait_for_selector("#answer .where:has-text('age 50')")
    with page.expect_download() as taken:
        page.click("text=Download as PDF")
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")


PAYROLL = b"Job Title,City,Base Pay\n" + b'Medical Coder,"Columbus, OH",52000\n' * 9


def test_a_payroll_is_compared_put_right_and_taken_along(page) -> None:  # type: ignore[no-untyped-def]
    page.goto("/employers")
    page.set_input_files("#file", {"name": "staff.csv", "mimeType": "text/csv", "buffer": PAYROLL})
    page.click("text=Read the file")
    page.wait_for_selector("#answer :has-text('Are these the columns?')", timeout=60_000)
    assert axe_violations(page) == []
    page.click("text=Compare with the market")
    page.wait_for_selector("#answer .kicker:has-text('9 of 9 rows priced')", timeout=60_000)
    assert axe_violations(page) == []
    page.select_option("#role-area", "")
    page.click("button:has-text('Compare again')")
    page.wait_for_selector("text=No column names a place", timeout=60_000)
    with page.expect_download(timeout=60_000) as taken:
        page.click("text=Download the priced rows")
    assert Path(taken.value.path()).read_text().count("Medical Coder") == 9


def test_a_payroll_by_keyboard(page) -> None:  # type: ignore[no-untyped-def]
    page.goto("/employers")
    page.set_input_files("#file", {"name": "staff.pdf", "mimeType": "text/csv", "buffer": PAYROLL})
    page.focus("#file")
    while page.evaluate("document.activeElement.textContent") != "Read the file":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer .trouble:has-text('staff.pdf')")
    page.set_input_files("#file", {"name": "staff.csv", "mimeType": "text/csv", "buffer": PAYROLL})
    page.focus("form#payroll button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer :has-text('Are these the columns?')", timeout=60_000)
    page.focus("#answer button:has-text('Compare with the market')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer .figure", timeout=60_000)


def test_places_after_tax(page) -> None:  # type: ignore[no-untyped-def]
    page.goto("/where?near=Texas")
    page.select_option("#sort", "take-home")
    page.click("text=Show places")
    page.wait_for_selector("th[aria-sort=descending]:has-text('After tax and prices')")


def test_data_are_taken_along(page) -> None:  # type: ignore[no-untyped-def]
    page.goto("/data")
    page.focus("a[href='/data/area.csv']")
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    assert "Abilene, TX" in Path(taken.value.path()).read_text()
    with page.expect_download() as taken:
        page.click("#accuracy-heading ~ p >> text=CSV")
    assert "coverage90" in Path(taken.value.path()).read_text()


def test_outlook_by_keyboard(page) -> None:  # type: ignore[no-untyped-def]
    page.goto("/outlook")
    page.fill("#occupation", "registered nurses")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_url("**occupation=registered**")
    assert "openings" in page.text_content("main").lower()


def test_the_guide_is_found_read_and_fit_to_print(page) -> None:  # type: ignore[no-untyped-def]
    page.goto("/guide")
    page.click("text=Read or print")
    page.wait_for_selector("h1:has-text('Health information management')")
    page.emulate_media(media="print")
    assert page.locator("nav").first.is_hidden()
    page.emulate_media(media="screen")
    page.click("text=← paychart")
    page.fill("#area", "Ohio")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_selector("#found:has-text('Ohio')")


def test_a_guide_is_checked_by_keyboard(page) -> None:  # type: ignore[no-untyped-def]
    page.goto("/check")
    page.fill("#text", "The average annual wage of medical records specialists was $56,790 in May 2025.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("mark.supported")
    assert axe_violations(page) == []


def test_the_main_question_needs_no_scripts(chromium, site: str) -> None:  # type: ignore[no-untyped-def]
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.fill("#area", "Denver, CO")
    page.click("text=Show pay")
    assert page.text_content(".figure .big") == "$61,240"
    assert "more" in page.text_content(".change")
    context.close()


def test_the_first_page_is_light(chromium, site: str) -> None:  # type: ignore[no-untyped-def]
    context = chromium.new_context(base_url=site)
    page = context.new_page()
    sizes: list[int] = []
    page.on("requestfinished", lambda r: sizes.append(r.sizes()["responseBodySize"]))
    page.goto("/", wait_until="networkidle")
    assert 0 < sum(sizes) < 250_000
    context.close()


def test_two_workers_answer_alike(store_path: Path) -> None:
    with serving(store_path, "--workers", "2") as address:
        found = set()
        for _ in range(12):
            with urllib.request.urlopen(f"{address}/api/v1/estimate?occupation=29-2072") as reply:
                found.add((reply.headers["etag"], json.loads(reply.read())["annual"]["p50"]))
        assert len(found) == 1
