"""Generated Markdown -> HTML, where that takes no Markdown at all: headings with ids, and HTML as it stands.

The result is Python-Markdown's to the byte; whatever is anything else is left to it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

EXTENSIONS = frozenset({"admonition", "attr_list", "fenced_code", "tables", "toc"})
"""The extensions of Markdown under which this module knows what comes out."""
_HEADING = re.compile(
    r"(#{1,6}) ((?:[^\n`*_\[\]\\<>&!{}# ]|&#\d+;| (?! ))+) \{#([A-Za-z][\w.-]*)\}\n", re.ASCII
)
_BLOCK = re.compile(
    r"<(address|article|aside|blockquote|details|div|dl|fieldset|figure|footer|form|h[1-6]|header|main|nav|ol|p|pre"
    r"|section|table|ul)[ >]"
)
_FRONT = re.compile(r'---\n((?:[a-z_]+: (?:"[^\n]*"|true|false)\n)+)---\n+')
_CHANGED = ("\t", "\r", "\x02", "\x03", "\n ", "\n```", "\n~~~")
"""What Python-Markdown changes, or may change, even inside of HTML."""
_SPECIAL = re.compile(r"<(?:[!?]|script|style|textarea|/>)")
"""Where what follows may be something else than the tags that it looks like."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: 1 to 6, its anchor, its text as HTML."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Converted:
    """A page's HTML and its headings; whether it begins with one."""

    html: str
    headings: tuple[Heading, ...]
    begins_with_title: bool


def split(text: str) -> tuple[str, dict[str, Any]] | None:
    """Part a page into its Markdown and its front matter; None if that is more than lines of JSON."""
    found = _FRONT.match(text)
    lines = found[1].splitlines() if found else []
    if not found or not all(map(str.isprintable, lines)):
        return None
    try:
        return text[found.end() :], {key: json.loads(value) for key, value in _pairs(lines)}
    except json.JSONDecodeError:
        return None


def _pairs(lines: Iterable[str]) -> Iterator[list[str]]:
    return (line.split(": ", 1) for line in lines)


def convert(markdown: str) -> Converted | None:
    """Convert a page; None if it has anything that must be left to Python-Markdown."""
    text = f"{markdown.strip(chr(10))}\n\n"
    if any(sign in text for sign in _CHANGED) or _SPECIAL.search(text):
        return None
    parts = list(_parts(text))
    if not parts or parts[-1] is None:
        return None
    headings = tuple(part for part in parts if isinstance(part, Heading))
    html = "\n".join(_heading_html(part) if isinstance(part, Heading) else str(part) for part in parts)
    first = parts[0]
    return Converted(html.strip(), headings, isinstance(first, Heading) and first.level == 1)


def _parts(text: str) -> Iterator[Heading | str | None]:
    """Yield headings and blocks of HTML in their order; None, at the end, for what is neither."""
    at, end = 0, len(text)
    while at < end:
        if text[at] == "\n":
            at += 1
        elif found := _HEADING.match(text, at):
            yield Heading(len(found[1]), found[3], found[2])
            at = found.end()
        elif block := _block_end(text, at):
            is_before_blank = text.startswith("\n\n", block)
            yield text[at:block] + "\n" * is_before_blank
            at = block
        else:
            yield None
            return


def _block_end(text: str, start: int) -> int | None:
    """Where the block of HTML ends that starts here; None if there is none, or if more stands behind it."""
    opening = _BLOCK.match(text, start)
    if not opening:
        return None
    depth = 0
    for tag in _tags(opening[1]).finditer(text, start):
        depth += -1 if tag[0][1] == "/" else 1
        if not depth:
            return tag.end() if text.startswith("\n", tag.end()) else None
    return None


@cache
def _tags(name: str) -> re.Pattern[str]:
    """Finds the tags of an element that open and close it."""
    return re.compile(rf"<(?:{name}[ >\n]|/{name}>)")


def _heading_html(heading: Heading) -> str:
    return f'<h{heading.level} id="{heading.anchor}">{heading.text}</h{heading.level}>'
