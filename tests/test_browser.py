"""Each kind of page in a real browser: phone and desk, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.browser

PAGES = {
    "portal": "",
    "grid": "oit/2567/",
    "content": "how-to-read/",
    "home": "bo-thong/",
    "results": "bo-thong/2566/results/",
    "analysis": "na-udom/2569/analysis/",
    "measures": "bo-thong/2567/measures/",
    "measure": "thephalai/2566/measures/m2/",
    "progress": "thephalai/2566/progress/",
    "oit": "bo-thong/2567/oit/",
    "not-found": "404.html",
}
WIDTHS = (360, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture(scope="module", params=[(width, scheme) for width in WIDTHS for scheme in SCHEMES], ids=str)
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, locale="th-TH"
    )
    yield context
    context.close()


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_opens_without_trouble(context: BrowserContext, base_url: str, kind: str) -> None:
    trouble: list[str] = []
    requested: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    page.on("requestfailed", lambda request: trouble.append(request.url))
    page.on("request", lambda request: requested.append(request.url))
    page.goto(base_url + PAGES[kind])
    page.wait_for_load_state("networkidle")
    widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    shown_from = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.close()
    assert trouble == []
    assert [url for url in requested if not url.startswith((base_url, "data:", "blob:"))] == []
    assert widths[0] <= widths[1], "the page scrolls sideways"
    assert shown_from


def test_dark_and_light_differ(browser: Browser, base_url: str) -> None:
    colours = []
    for scheme in SCHEMES:
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        page.goto(base_url)
        colours.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        context.close()
    assert colours[0] != colours[1]


def test_a_cell_on_a_phone_carries_its_columns_label(browser: Browser, base_url: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(base_url + "bo-thong/2566/results/")
    label = page.evaluate(
        "getComputedStyle(document.querySelector('#i19 td:nth-child(3)'), '::before').content"
    )
    context.close()
    assert label == '"คะแนน"'


def test_a_link_to_an_anchor_shows_its_row(browser: Browser, base_url: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(base_url + "bo-thong/2566/results/#i19")
    assert page.locator("#i19").bounding_box()
    page.wait_for_function(
        "() => { const box = document.querySelector('#i19').getBoundingClientRect();"
        " return box.top >= 0 && box.bottom <= innerHeight }"
    )
    context.close()
