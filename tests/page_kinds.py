"""Every kind of page once, by its address on the built website, and what a browser is asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
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
    "todo": "thephalai/2566/todo/",
    "progress": "thephalai/2566/progress/",
    "oit": "bo-thong/2567/oit/",
    "data": "bo-thong/2567/data/",
    "portal-data": "data/",
    "changes": "bo-thong/changes/",
    "not-found": "404.html",
}
WIDTHS = (360, 1280)
AXE_RULES: Mapping[str, object] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}
COLOUR_RULES: Mapping[str, object] = {"runOnly": ["cat.color"]}
"""All that another scheme can change: it has other colours and nothing else."""
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


@dataclass
class Opened:
    """A page in a browser, with what went wrong and what it asked for since it was opened."""

    page: Page
    trouble: list[str] = field(default_factory=list)
    requested: list[str] = field(default_factory=list)


def watch_page(context: BrowserContext, address: str) -> Opened:
    """Open an address and write down script errors, failed requests and breaches of the security policy."""
    opened = Opened(context.new_page())
    page = opened.page
    page.on("pageerror", lambda error: opened.trouble.append(str(error)))
    page.on("console", lambda told: opened.trouble.append(told.text) if told.type == "error" else None)
    page.on("requestfailed", lambda request: opened.trouble.append(request.url))
    page.on("request", lambda request: opened.requested.append(request.url))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', event =>"
        " console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))"
    )
    page.goto(address)
    return opened


def open_page(context: BrowserContext, address: str) -> Page:
    """Open an address in a new page."""
    return watch_page(context, address).page


def axe_violations(page: Page, rules: Mapping[str, object] = AXE_RULES) -> list[str]:
    """What axe-core finds under WCAG 2.2 A and AA and its best practices: the rule, the first elements."""
    found = Axe().run(page, options=dict(rules)).response["violations"]
    return [f"{each['id']}: {[node['target'] for node in each['nodes']][:3]}" for each in found]


def search_for(page: Page, query: str) -> list[str]:
    """Type into the search box; return the addresses of the pages that are found, in their order."""
    if not page.locator("#__search").is_checked():
        page.locator("[data-press=__search]").dispatch_event("click")
    field = page.locator(".md-search__input")
    field.fill(query)
    page.wait_for_function(
        "() => { const told = document.querySelector('.md-search-result__meta').textContent.trim();"
        " return told.startsWith('ไม่พบ')"
        " || (told.startsWith('พบ') && document.querySelector('.md-search-result__item')) }"
    )
    page.wait_for_timeout(150)  # the rest of the list follows the first
    links = page.locator(".md-search-result__item > a:first-of-type")
    return [str(link.get_attribute("href")) for link in links.all()]
