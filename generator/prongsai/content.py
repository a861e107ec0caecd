"""The site's own pages, written by hand in `content/`: trusted Markdown, published as it is.

It only reads. `home.md` opens the first page; every other file is a page of its own. A file of the project
takes the place of the shipped one of the same name; an empty file takes it away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from prongsai.addresses import is_taken
from prongsai.inventory import fits_everywhere, is_file
from prongsai.problems import StopError
from prongsai.project import Project
from prongsai.signs import shown

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
    form: tuple[str, ...] = ()
    """The files of the form that `prongsai form` wrote, by their paths below its folder."""


def content_files(project: Project) -> Mapping[str, Path]:
    """The files of the hand-written pages by their names, in order."""
    found = {path.name: path for folder in project.contents for path in folder.glob("*.md") if is_file(path)}
    for name, path in found.items():
        if not fits_everywhere(name) or is_taken(path.stem):
            raise StopError("content-name", path=shown(str(path)))
    return {name: found[name] for name in sorted(found)}


def load_content(project: Project) -> Content:
    """Read the hand-written pages, and which files the form has."""
    home, pages = "", []
    for name, path in content_files(project).items():
        text = text_of(path)
        if name == HOME_FILE:
            home = text
        elif text.strip():
            pages.append(ContentPage(f"{path.stem}/", _first_heading(text) or path.stem, text))
    form = (path for path in sorted(project.form.rglob("*")) if path.is_file())
    return Content(home, tuple(pages), tuple(path.relative_to(project.form).as_posix() for path in form))


def text_of(path: Path) -> str:
    """The text of a file that somebody wrote by hand; `StopError` if it is not UTF-8."""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise StopError("content-encoding", path=path, line=line) from error


def _first_heading(text: str) -> str:
    headings = (line.removeprefix("# ").strip() for line in text.splitlines() if line.startswith("# "))
    return next(headings, "")
