"""What stands at the website's root beside its first page: pages that people wrote, and what robots are told.

It must not know whether one body has the root or all share it.
"""

from __future__ import annotations

from collections.abc import Iterable

from prongsai.content import Content
from prongsai.render.frame import Place
from prongsai.render.page import Page


def content_pages(content: Content) -> tuple[Page, ...]:
    """The pages that people wrote."""
    return tuple(Page(each.address, each.title, each.markdown, is_written=True) for each in content.pages)


def robots(place: Place, addresses_of_sites: Iterable[str]) -> dict[str, str]:
    """`robots.txt` of the website's root: all may be read; each site's sitemap if the address is known."""
    lines = ["User-agent: *", "Allow: /"]
    if place.site_url:
        lines += [f"Sitemap: {place.site_url}{address}sitemap.xml" for address in addresses_of_sites]
    return {"robots.txt": "\n".join([*lines, ""])}
