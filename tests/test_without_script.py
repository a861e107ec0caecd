"""With scripts off every page is read and reached; what only a script can do is not offered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from page_kinds import PAGES, WIDTHS

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=WIDTHS)
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": request.param, "height": 800}, java_script_enabled=False)
    yield context
    context.close()


@pytest.mark.parametrize("kind", PAGES)
def test_everything_is_there_and_nothing_that_needs_a_script(
    context: BrowserContext, base_url: str, kind: str
) -> None:
    page = context.new_page()
    page.goto(base_url + PAGES[kind])
    assert page.locator("h1").first.is_visible()
    rows = page.locator("article tbody tr")
    hidden = [
        row
        for row in rows.all()
        if not row.is_visible() and not row.locator("xpath=ancestor::details").count()
    ]
    assert hidden == []
    offered = [".px-filter", ".md-search__input", "[data-scheme]", "[data-press]"]
    assert [each for each in offered if page.locator(each).first.is_visible()] == []
    page.close()


def test_the_menu_leads_everywhere(context: BrowserContext, base_url: str) -> None:
    page = context.new_page()
    page.goto(base_url + "bo-thong/")
    opener = page.locator("label.px-without-script")
    if opener.is_visible():
        opener.click()
    page.locator(".px-nav a", has_text="มาตรการ").first.click()
    assert page.url == base_url + "bo-thong/2567/measures/"
    page.close()


def test_a_citizen_walks_from_the_portal_to_the_report_of_a_late_measure(
    context: BrowserContext, base_url: str
) -> None:
    page = context.new_page()
    page.goto(base_url)
    page.locator("article a", has_text="เทพาลัย").first.click()
    page.locator(".px-tile-late a").click()
    assert page.url == base_url + "thephalai/2566/status/#late"
    page.locator("#late ~ .px-cards a").first.click()
    assert "/thephalai/2566/measures/" in page.url
    assert page.locator("#progress").is_visible()
    page.locator(".px-trail a", has_text="อบต.").click()
    assert page.url == base_url + "thephalai/"
    page.close()


@pytest.mark.parametrize("view", ["status", "owners"])
def test_every_measure_stands_by_status_and_by_owner(
    context: BrowserContext, base_url: str, view: str
) -> None:
    page = context.new_page()
    page.goto(f"{base_url}thephalai/2566/{view}/")
    links = {str(link.get_attribute("href")) for link in page.locator(".px-card__title").all()}
    assert links == {f"../measures/m{number}/" for number in range(1, 10)}
    page.close()
