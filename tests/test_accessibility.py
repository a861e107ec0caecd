"""The search, the menu and the keyboard, for everybody; every page by itself is in test_every_page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from page_kinds import PAGES, SCHEMES, WIDTHS, axe_violations, open_page, search_for, watch_page

pytestmark = pytest.mark.browser

VIEWS = [(width, scheme) for width in WIDTHS for scheme in SCHEMES]


@pytest.fixture(scope="module", params=VIEWS, ids=str)
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    yield context
    context.close()


@pytest.fixture
def narrow(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 320, "height": 700})
    yield context
    context.close()


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context
    context.close()


@pytest.mark.parametrize("kind", ["portal", "measures"])
def test_axe_finds_nothing_while_searching(context: BrowserContext, base_url: str, kind: str) -> None:
    page = open_page(context, base_url + PAGES[kind])
    assert search_for(page, "มาตรการ") != []
    page.wait_for_timeout(400)  # the box opens with a movement that has no event of its end
    assert axe_violations(page) == []
    page.close()


def test_years_side_by_side_can_be_read_by_all(context: BrowserContext, years_url: str) -> None:
    opened = watch_page(context, years_url + "history/")
    page = opened.page
    assert page.locator(".px-chart svg").count() > 0
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert opened.trouble == []
    page.close()


def test_the_security_policy_is_kept_by_all_that_a_reader_can_use(
    desk: BrowserContext, base_url: str
) -> None:
    opened = watch_page(desk, base_url + PAGES["measures"])
    page = opened.page
    page.locator("[data-scheme]").click()
    page.locator("select[name=status]").select_option("late")
    assert search_for(page, "มาตรการ") != []
    page.close()
    assert opened.trouble == []


def test_the_first_key_leads_to_the_content(desk: BrowserContext, base_url: str) -> None:
    page = open_page(desk, base_url + PAGES["home"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.md-skip')")
    page.keyboard.press("Enter")
    assert page.url.endswith("#page")
    page.close()


def test_search_opens_and_closes_by_key(desk: BrowserContext, base_url: str) -> None:
    page = open_page(desk, base_url + PAGES["home"])
    page.keyboard.press("/")
    page.wait_for_function("document.activeElement.matches('.md-search__input')")
    page.keyboard.press("Escape")
    page.wait_for_function("!document.activeElement.matches('.md-search__input')")
    assert not page.locator("#__search").is_checked()
    page.close()


def test_the_menu_of_a_phone_opens_by_key(narrow: BrowserContext, base_url: str) -> None:
    page = open_page(narrow, base_url + PAGES["home"])
    button = page.locator("[data-press=__drawer]")
    button.focus()
    page.keyboard.press("Enter")
    assert page.locator("#__drawer").is_checked()
    page.locator(".px-nav a", has_text="มาตรการ").first.click()
    page.wait_for_url("**/measures/")


@pytest.mark.parametrize("kind", ["home", "measures"])
@pytest.mark.parametrize("script", ["on time", "not yet there"])
def test_whatever_has_the_focus_shows_it(desk: BrowserContext, base_url: str, kind: str, script: str) -> None:
    page = desk.new_page()
    if script == "not yet there":
        page.route("**/bundle.*.js", lambda route: route.abort())
    page.goto(base_url + PAGES[kind])
    unseen = []
    for _ in range(25):
        page.keyboard.press("Tab")
        unseen += page.evaluate(
            "() => { const style = getComputedStyle(document.activeElement);"
            " return style.outlineStyle === 'none' ? [document.activeElement.outerHTML.slice(0, 90)] : [] }"
        )
    page.close()
    assert unseen == []


def test_the_choice_of_dark_holds_on_every_page_of_the_website(browser: Browser, base_url: str) -> None:
    context = browser.new_context(color_scheme="light")
    page = open_page(context, base_url + PAGES["home"])
    page.locator("[data-scheme]").click()
    page.goto(base_url + PAGES["portal"])
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    context.close()


def test_a_cell_on_a_phone_carries_its_columns_label(narrow: BrowserContext, base_url: str) -> None:
    page = open_page(narrow, base_url + "bo-thong/2566/results/")
    label = page.evaluate(
        "getComputedStyle(document.querySelector('#i19 td:nth-child(3)'), '::before').content"
    )
    assert label == '"คะแนน"'


def test_a_link_to_an_anchor_shows_its_row(desk: BrowserContext, base_url: str) -> None:
    page = open_page(desk, base_url + "bo-thong/2566/results/#i19")
    page.wait_for_function(
        "() => { const box = document.querySelector('#i19').getBoundingClientRect();"
        " return box.top >= 0 && box.bottom <= innerHeight }"
    )
    page.close()
