"""What render hands to build: pages of Markdown and the site that they make.

It must not know how they are written or built.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """One finished page: its address below the site, its title in the navigation, its Markdown."""

    address: str
    title: str
    markdown: str

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
    footer: tuple[Page, ...]
    """Hand-written pages at the website's root, linked at the foot of every page."""
    files: Mapping[str, str]
    """Further files to publish: path below the site -> path below the project."""

    @property
    def pages(self) -> tuple[Page, ...]:
        """Every page, in the order of the navigation."""
        return tuple(_flatten(self.nav))


def _flatten(nodes: tuple[Page | Group, ...]) -> list[Page]:
    pages: list[Page] = []
    for node in nodes:
        pages += [node] if isinstance(node, Page) else _flatten(node.children)
    return pages
