"""WCAG 2.2 AA on every kind of page: axe-core, the keyboard alone, a narrow screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from page_kinds import PAGES, SCHEMES, WIDTHS, open_page, search_for

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}
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


def violations(page: Page) -> list[str]:
    """What axe finds: rule and the first elements that break it."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{each['id']}: {[node['target'] for node in each['nodes']][:3]}" for each in found]


@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing(context: BrowserContext, base_url: str, kind: str) -> None:
    page = open_page(context, base_url + PAGES[kind])
    assert violations(page) == []
    page.close()


@pytest.mark.parametrize("kind", ["portal", "home", "measures", "not-found"])
def test_axe_finds_nothing_while_searching(context: BrowserContext, base_url: str, kind: str) -> None:
    page = open_page(context, base_url + PAGES[kind])
    assert search_for(page, "มาตรการ") != []
    page.wait_for_timeout(400)  # the box opens with a movement that has no event of its end
    assert violations(page) == []
    page.close()


@pytest.mark.parametrize("kind", PAGES)
def test_nothing_scrolls_sideways_at_320_pixels(narrow: BrowserContext, base_url: str, kind: str) -> None:
    page = open_page(narrow, base_url + PAGES[kind])
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_first_key_leads_to_the_content(context: BrowserContext, base_url: str) -> None:
    page = open_page(context, base_url + PAGES["home"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.md-skip')")
    page.keyboard.press("Enter")
    assert page.url.endswith("#page")
    page.close()


def test_search_opens_and_closes_by_key(context: BrowserContext, base_url: str) -> None:
    page = open_page(context, base_url + PAGES["home"])
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
def test_whatever_has_the_focus_shows_it(context: BrowserContext, base_url: str, kind: str) -> None:
    page = open_page(context, base_url + PAGES[kind])
    unseen = []
    for _ in range(25):
        page.keyboard.press("Tab")
        unseen += page.evaluate(
            "() => { const style = getComputedStyle(document.activeElement);"
            " return style.outlineStyle === 'none' ? [document.activeElement.outerHTML.slice(0, 90)] : [] }"
        )
    page.close()
    assert unseen == []
