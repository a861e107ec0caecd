"""Every kind of page in a real browser, on a phone and a desk, light and dark: all can read it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from page_kinds import AXE_RULES, COLOUR_RULES, PAGES, SCHEMES, WIDTHS, Opened, axe_violations, watch_page

pytestmark = pytest.mark.browser

NARROWEST = 320
VIEWS = list(itertools.product(WIDTHS, SCHEMES, PAGES))


@pytest.fixture(scope="module", params=VIEWS, ids=str)
def opened(browser: Browser, base_url: str, request: pytest.FixtureRequest) -> Iterator[Opened]:
    """One page of one kind; all tests of this module share it."""
    width, scheme, kind = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce", locale="th-TH"
    )
    yield watch_page(context, base_url + PAGES[kind])
    context.close()


def test_axe_finds_nothing(opened: Opened) -> None:
    is_dark = opened.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert axe_violations(opened.page, COLOUR_RULES if is_dark else AXE_RULES) == []


def test_nothing_goes_wrong_and_the_security_policy_is_kept(opened: Opened) -> None:
    assert opened.trouble == []


def test_no_other_host_is_asked(opened: Opened, base_url: str) -> None:
    own = (base_url, "data:", "blob:")
    assert [address for address in opened.requested if not address.startswith(own)] == []
    assert opened.page.context.cookies() == []
    stored = "[localStorage, sessionStorage].flatMap(Object.keys)"
    assert opened.page.evaluate(stored) == [], "only a reader's choice of colours is ever kept"


def test_it_is_thai_and_has_one_title(opened: Opened) -> None:
    assert opened.page.locator("html").get_attribute("lang") == "th"
    assert opened.page.locator("h1:visible").count() == 1 if "404" not in opened.page.url else True


def test_nothing_scrolls_sideways(opened: Opened) -> None:
    size = opened.page.viewport_size
    assert size
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    if size["width"] == min(WIDTHS):
        opened.page.set_viewport_size({"width": NARROWEST, "height": 700})
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= NARROWEST
        opened.page.set_viewport_size(size)
