"""The site's own pages, written by hand in `content/`: trusted Markdown, published as it is.

It only reads. `home.md` opens the first page; every other file is a page of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from prongsai.project import Project

HOME_FILE = "home.md"


@dataclass(frozen=True, slots=True)
class ContentPage:
    """One hand-written page: its address below the root, its first heading, its Markdown."""

    address: str
    title: str
    markdown: str


@dataclass(frozen=True, slots=True)
class Content:
    """The hand-written texts; `home` may be empty."""

    home: str = ""
    pages: tuple[ContentPage, ...] = ()


def load_content(project: Project) -> Content:
    """Read `content/`; an absent folder is an empty one."""
    home, pages = "", []
    for path in sorted(project.content.glob("*.md")):
        text = path.read_text("utf-8-sig")
        if path.name == HOME_FILE:
            home = text
        else:
            pages.append(ContentPage(f"{path.stem}/", _first_heading(text) or path.stem, text))
    return Content(home, tuple(pages))


def _first_heading(text: str) -> str:
    headings = (line.removeprefix("# ").strip() for line in text.splitlines() if line.startswith("# "))
    return next(headings, "")
