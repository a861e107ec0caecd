"""What stands at the website's root beside its first page: written pages, what robots and hosts are told.

It must not know whether one body has the root or all share it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files
from urllib.parse import urlsplit

from prongsai.addresses import FORM, SCHEMAS
from prongsai.content import Content
from prongsai.render.frame import Place
from prongsai.render.page import Page
from prongsai.schemas import schema_texts

_FOLDER = re.compile(r"/(?:[\w.~%-]+/)*", re.ASCII)
"""A path that Apache reads as it stands."""


def content_pages(content: Content) -> tuple[Page, ...]:
    """The pages that people wrote."""
    return tuple(Page(each.address, each.title, each.markdown, is_written=True) for each in content.pages)


def root_texts(place: Place, addresses_of_sites: Iterable[str]) -> dict[str, str]:
    """Every written file of the website's root: for robots, hosts and editors."""
    return {**robots(place, addresses_of_sites), **hosting(place), **editor_schemas()}


def root_files(content: Content) -> dict[str, str]:
    """The form's files by their addresses: they are published as they are, no page and in no sitemap."""
    return {f"{FORM}{name}": f"{FORM}{name}" for name in content.form}


def robots(place: Place, addresses_of_sites: Iterable[str]) -> dict[str, str]:
    """`robots.txt` of the website's root: all may be read; each site's sitemap if the address is known."""
    lines = ["User-agent: *", "Allow: /"]
    if place.site_url:
        lines += [f"Sitemap: {place.site_url}{address}sitemap.xml" for address in addresses_of_sites]
    return {"robots.txt": "\n".join([*lines, ""])}


def hosting(place: Place) -> dict[str, str]:
    """What hosts are told of caching, types and safety: `.htaccess` for Apache, `_headers` for others.

    Apache must know the website's folder to show its page of errors; without it Apache shows its own.
    """
    folder = urlsplit(place.site_url).path
    not_found = f"ErrorDocument 404 {folder}404.html" if _FOLDER.fullmatch(folder) else ""
    return {
        ".htaccess": _shipped("htaccess").replace("@NOT_FOUND@", not_found),
        "_headers": _shipped("headers"),
    }


def _shipped(name: str) -> str:
    return files("prongsai").joinpath("render", "hosting", name).read_text("utf-8")


def editor_schemas() -> dict[str, str]:
    """What each data file may hold, for editors: one copy for all bodies."""
    return {f"{SCHEMAS}{name}": text for name, text in schema_texts().items()}
