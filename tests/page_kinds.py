"""Every kind of page once, by its address on the built website of the five bodies; what a browser is asked of them."""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import BrowserContext, Page

PAGES = {
    "portal": "",
    "grid": "oit/2567/",
    "content": "how-to-read/",
    "ita": "ita/",
    "accessibility": "accessibility/",
    "home": "bo-thong/",
    "results": "bo-thong/2566/results/",
    "analysis": "na-udom/2569/analysis/",
    "measures": "thephalai/2566/measures/",
    "measure": "thephalai/2566/measures/m2/",
    "owners": "thephalai/2566/owners/",
    "status": "thephalai/2566/status/",
    "notice": "bo-thong/2567/notice/",
    "progress": "thephalai/2566/progress/",
    "oit": "bo-thong/2567/oit/",
    "not-found": "404.html",
}
WIDTHS = (360, 1280)
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def open_page(context: BrowserContext, address: str) -> Page:
    """Open an address and wait until nothing more is asked for."""
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page


def search_for(page: Page, query: str) -> list[str]:
    """Type into the search box; return the addresses of the pages that are found, in their order."""
    if not page.locator("#__search").is_checked():
        page.locator("[data-press=__search]").dispatch_event("click")
    field = page.locator(".md-search__input")
    field.fill(query)
    page.wait_for_function(
        "() => !document.querySelector('.md-search-result__meta').textContent.includes('พิมพ์')"
    )
    page.wait_for_timeout(150)
    links = page.locator(".md-search-result__item > a:first-of-type")
    return [str(link.get_attribute("href")) for link in links.all()]
