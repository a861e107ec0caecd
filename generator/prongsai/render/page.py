"""What render hands to build: pages of Markdown and the site that they make.

It must not know how they are written or built.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """One finished page: its address below the site, its title in the navigation, its Markdown."""

    address: str
    title: str
    markdown: str
    is_written: bool = False
    """Whether people wrote it, in full Markdown; what templates make is headings and HTML."""
    is_searched: bool = True
    """Whether the search finds it; what repeats other pages as they once were stays out."""

    @property
    def src_uri(self) -> str:
        """The Markdown file that MkDocs publishes at the address."""
        return f"{self.address}index.md"


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the navigation and what stands below it."""

    title: str
    children: tuple[Page | Group, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """One MkDocs site: `address` is where it stands below the website's root."""

    id: str
    address: str
    name: str
    description: str
    nav: tuple[Page | Group, ...]
    unlisted: tuple[Page, ...]
    """Pages that the menu does not name."""
    footer: tuple[Page, ...]
    """Hand-written pages at the website's root, linked at the foot of every page."""
    structured: str
    """JSON-LD of a page that has none of its own, such as one that people wrote; it names no address."""
    files: Mapping[str, str]
    """Further files to publish: path below the site -> path below the project."""
    texts: Mapping[str, str]
    """Further files to write: path below the site -> what stands in it."""
    pieces: Iterable[tuple[str, str]] = ()
    """Files too long to be held, piece by piece: path below the site, and what stands next in that file."""
    is_preview: bool = False
    """Whether a development server puts its script into the pages, which their policy would forbid."""

    @property
    def pages(self) -> tuple[Page, ...]:
        """Every page, first those of the menu in its order."""
        return (*_flatten(self.nav), *self.unlisted)


def _flatten(nodes: tuple[Page | Group, ...]) -> list[Page]:
    pages: list[Page] = []
    for node in nodes:
        pages += [node] if isinstance(node, Page) else _flatten(node.children)
    return pages
