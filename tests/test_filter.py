"""The filter of a list: its choice stands in the address, its count is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

MEASURES = "thephalai/2566/measures/"
ROWS = "tr[data-row]:visible"
DETAILS = "section[data-row]:visible"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def shown(page: Page, rows: str = ROWS) -> list[str]:
    return [str(row.get_attribute("data-row")) for row in page.locator(rows).all()]


def count_of(page: Page) -> str:
    return page.locator(".px-filter output").inner_text()


def test_a_choice_shows_its_rows_tells_how_many_and_stands_in_the_address(page: Page, base_url: str) -> None:
    page.goto(base_url + MEASURES)
    every = shown(page)
    assert count_of(page) == f"ทั้งหมด {len(every)} มาตรการ"
    page.locator("select[name=status]").select_option("late")
    late = shown(page)
    assert 0 < len(late) < len(every)
    assert shown(page, DETAILS) == late
    assert count_of(page) == f"แสดง {len(late)} จาก {len(every)} มาตรการ"
    assert page.url == base_url + MEASURES + "?status=late"
    assert page.locator(".px-filter output").get_attribute("aria-live") == "polite"


def test_the_back_button_undoes_a_choice(page: Page, base_url: str) -> None:
    page.goto(base_url + MEASURES)
    every = shown(page)
    page.locator("select[name=status]").select_option("late")
    page.locator("select[name=owner]").select_option("finance")
    both = shown(page)
    page.go_back()
    assert page.locator("select[name=owner]").input_value() == ""
    late = shown(page)
    assert len(both) < len(late) < len(every)
    page.go_back()
    assert shown(page) == every
    page.go_forward()
    assert shown(page) == late


def test_an_address_with_a_choice_opens_filtered(page: Page, base_url: str) -> None:
    page.goto(base_url + MEASURES + "?status=late")
    assert page.locator("select[name=status]").input_value() == "late"
    assert 0 < len(shown(page)) < 9
    page.locator(".px-filter button").click()
    page.wait_for_function("location.search === ''")
    assert len(shown(page)) == 9


@pytest.mark.parametrize("query", ["?status=nonsense", "?nonsense=1", "?q=", "?status=%22%3E%3Cscript%3E"])
def test_what_the_address_cannot_mean_hides_nothing(page: Page, base_url: str, query: str) -> None:
    page.goto(base_url + MEASURES + query)
    assert len(shown(page)) == 9
    assert page.locator("select[name=status] option:checked").inner_text() == "ทั้งหมด"


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("social", 1),
        ("SOCIAL network", 1),
        ("๖ เดือน", 1),
        ("6 เดือน", 1),
        ("ไม่มีคำนี้", 0),
        ("กองคลัง", 1),
        ("social ไม่มีคำนี้", 0),
    ],
)
def test_words_are_sought_whatever_their_digits_and_case(
    page: Page, base_url: str, text: str, some: int
) -> None:
    page.goto(base_url + MEASURES)
    page.locator("input[name=q]").fill(text)
    assert bool(shown(page)) == bool(some)
    assert bool(shown(page, DETAILS)) == bool(some)


def test_thai_and_arabic_digits_find_the_same(page: Page, base_url: str) -> None:
    found = []
    for text in ("๒๕๖๖", "2566", "๒๕66"):
        page.goto(base_url + MEASURES)
        page.locator("input[name=q]").fill(text)
        found.append(shown(page))
    assert found[0]
    assert found[0] == found[1] == found[2]


def test_an_indicator_shows_the_measures_that_answer_it(page: Page, base_url: str) -> None:
    page.goto(base_url + "bo-thong/2567/measures/?indicator=ind4")
    assert shown(page) == ["m4"]


def test_the_portal_is_filtered_by_province_kind_and_words(page: Page, base_url: str) -> None:
    page.goto(base_url)
    page.locator("select[name=province]").select_option(label="ลพบุรี")
    assert shown(page) == ["bo-thong"]
    assert page.locator("section[data-group]:visible").count() == 1
    page.locator("select[name=province]").select_option("")
    page.locator("select[name=kind]").select_option("sao")
    assert shown(page) == ["thephalai", "bo-thong", "na-udom"]
    page.locator("input[name=q]").fill("บ่อทอง")
    assert shown(page) == ["bo-thong"]
    assert count_of(page) == "แสดง 1 จาก 5 หน่วยงาน"
