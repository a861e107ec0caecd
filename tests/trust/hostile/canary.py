"""A page in a real browser that is provoked to run what stands in it; what ran, and what it is made of.

The page's own policy is switched off, so that it does not hide what got through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Dialog, Page, Route
from playwright.sync_api import Error as BrowserError

from hostile.corpus import CANARY

AUDIT = Path(__file__).with_suffix(".js").read_text("utf-8")
PROVOKE = """() => {
    for (const each of document.querySelectorAll("details")) each.open = true
    const stay = event => { if (event.target.closest?.("a, form, [type=submit]")) event.preventDefault() }
    for (const type of ["click", "auxclick", "submit"]) addEventListener(type, stay, true)
    const types = `pointerover mouseover mouseenter mousemove focus focusin input change click dblclick
        auxclick keydown toggle beforetoggle load error animationstart animationend begin scroll blur`
        .split(/\\s+/)
    const touched = `a, button, summary, details, input, select, label, form, img, svg, svg *, h1, h2, td,
        [tabindex]`
    for (const element of document.querySelectorAll(touched))
        for (const type of types) element.dispatchEvent(new Event(type, { bubbles: false, cancelable: true }))
}"""
FILL = """words => {
    const form = document.querySelector("form.px-filter")
    if (!form) return
    for (const field of form.elements) {
        const values = field.tagName === "SELECT" ? [...field.options].map(each => each.value) : words
        for (const value of field.name ? values : []) {
            field.value = value
            for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }))
        }
        if (field.name) { field.value = ""; field.dispatchEvent(new Event("change", { bubbles: true })) }
    }
}"""
FOUND = ".md-search-result__item"
SEARCHED = ("onerror", "<img", "{{", "javascript:", "&lt;")


@dataclass
class Watch:
    """What happened in a browser since it was opened, and of what its pages were made."""

    base: str
    pages: int = 0
    ran: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    faults: set[str] = field(default_factory=set)
    pairs: set[str] = field(default_factory=set)

    def new_to(self, clean: set[str]) -> set[str]:
        """Elements and attributes that clean pages do not have."""
        return self.pairs - clean

    @property
    def trouble(self) -> list[str]:
        """Everything that should not have happened."""
        return [*self.ran, *sorted(self.asked), *sorted(self.faults)]


@contextmanager
def watched(browser: Browser, base: str) -> Iterator[tuple[Watch, Page]]:
    """A page without a policy in which the canary sings."""
    watch = Watch(base)
    context = browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 800})
    context.set_default_timeout(60_000)
    context.expose_binding(
        CANARY, lambda source, *number: watch.ran.append(f"{source['frame'].url} ran {number}")
    )
    context.route(lambda address: not address.startswith(base), _refuse(watch))
    page = context.new_page()
    page.on("dialog", lambda dialog: _dismiss(dialog, watch))
    page.on("pageerror", lambda error: watch.ran.append(f"{page.url} {error}"))
    yield watch, page
    context.close()


def _dismiss(dialog: Dialog, watch: Watch) -> None:
    watch.ran.append(f"dialog {dialog.message}")
    dialog.dismiss()


def _refuse(watch: Watch) -> Callable[[Route], None]:
    def refuse(route: Route) -> None:
        address = route.request.url
        if not address.startswith(("data:", "blob:", "file:")):
            watch.asked.add(f"asked {address}")
        route.abort()

    return refuse


def provoke(page: Page, watch: Watch, address: str) -> None:
    """Open a page, its folded parts and its filter, and send every event to every element."""
    page.goto(watch.base + address, wait_until="load")
    page.evaluate(PROVOKE)
    page.evaluate(FILL, list(SEARCHED))
    _audit(page, watch)


def search(page: Page, watch: Watch, address: str, words: tuple[str, ...] = SEARCHED) -> int:
    """Type into a page's search, let it show what it finds; return how many places it showed."""
    page.goto(watch.base + address, wait_until="load")
    page.locator("[data-press=__search]").dispatch_event("click")
    shown = 0
    for word in words:
        page.locator(".md-search__input").fill(word)
        try:
            page.wait_for_function(f"document.querySelector('{FOUND}')", timeout=5_000)
        except BrowserError:
            continue
        page.evaluate(
            "document.querySelectorAll('.md-search-result details').forEach(each => each.open = true)"
        )
        page.wait_for_timeout(200)
        shown += page.locator(FOUND).count()
        page.evaluate(PROVOKE)
        _audit(page, watch)
    return shown


def visit_with(page: Page, watch: Watch, address: str, payload: str) -> None:
    """Open a page with a payload in every part of its address that a script reads."""
    told = quote(payload)
    for part in (
        f"?q={told}",
        f"?h={told}",
        f"#{told}",
        f"?{told}={told}#__search",
        f"?owner={told}&status={told}",
    ):
        page.goto(watch.base + address + part, wait_until="load")
        page.locator("body").dispatch_event("pointermove")
        page.evaluate(PROVOKE)
        _audit(page, watch)


def _audit(page: Page, watch: Watch) -> None:
    found = page.evaluate(AUDIT)
    watch.pages += 1
    watch.pairs |= set(found["pairs"])
    watch.faults |= {f"{page.url}: {each}" for each in found["faults"]}


def addresses_of(site: Path) -> list[str]:
    """Every page of a website below its root."""
    return sorted(
        path.relative_to(site).as_posix().removesuffix("index.html") for path in site.rglob("*.html")
    )
