"""A site's pages -> the index of its search: every word that a reader sees, at the anchor where it stands.

It reads what render has just made, in one pass; built HTML is never read again.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import unescape

from markdown import markdown

from prongsai.render.page import Page, Site

INDEX = "search/sections.json"
_STUB = "search/search_index.json"
_NOTHING = '{"config":{"lang":["en"],"separator":" ","pipeline":[]},"docs":[]}'
"""Material asks for this file on every page, so it is empty; our worker fetches the index when it must."""
_WRITTEN = ["attr_list", "admonition", "tables"]

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_UNSEEN = re.compile(
    r"<(title|desc|style|script)\b.*?</\1>"
    r"|<(\w+)\b[^>]*\s(?:hidden|data-unsearched)(?:[\s=][^>]*)?>.*?</\2>",
    re.DOTALL,
)
"""What no reader sees, or nobody would search for: `data-unsearched` is what stands folded away."""
_INLINE = frozenset(
    (
        "a",
        "abbr",
        "b",
        "code",
        "del",
        "em",
        "i",
        "ins",
        "mark",
        "span",
        "strong",
        "sub",
        "sup",
        "tspan",
        "wbr",
    )
)
_TAG = re.compile(r"<(?!>)/?(\w*)[^>]*>")
_MAY_BE_UNSEEN = (
    " hidden",
    "\nhidden",
    "\thidden",
    "data-unsearched",
    "<title",
    "<desc",
    "<style",
    "<script",
)
"""Plain searches, after which most pages need no pattern."""
_TURN = re.compile(
    r"[#<](?:(?<=^\#)\#{0,5}[ ](?P<title>.+?)[ ]\{\#(?P<heading>[^}]+)\}$"
    r"|(?<=<)(?:(?P<raw>h[2-6])[^>]*\sid=\"(?P<raw_id>[^\"]+)\"[^>]*>(?P<raw_title>.*?)</(?P=raw)>"
    r"|(?P<open>tr|li)\b(?:[^>]*?\sid=\"(?P<row>[^\"]+)\")?[^>]*>"
    r"|/(?P<close>tr|li)>))",
    re.MULTILINE | re.DOTALL,
)
"""It begins with one of two signs, so that all else is passed over three times as fast."""


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one anchor, empty for what stands above the first; a row has no title."""

    anchor: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A page as the search knows it: its address below the site, and its sections, its own first."""

    address: str
    sections: tuple[Section, ...]


def with_search(site: Site, others: Iterable[Entry] = ()) -> Site:
    """Return the site with the index of its pages and of `others`, which stand elsewhere on the website."""
    entries = [
        *(Entry(page.address, tuple(search_sections(page))) for page in site.pages if page.is_searched),
        *others,
    ]
    return replace(site, texts={**site.texts, _STUB: _NOTHING, INDEX: index_text(entries)})


def index_text(entries: Iterable[Entry]) -> str:
    """The index as the worker reads it: `[[address, title, text, [[anchor, title, text], ...]], ...]`."""
    return f"[{','.join(map(entry_text, entries))}]"


def entry_text(entry: Entry) -> str:
    """One page of the index."""
    own, *anchored = entry.sections
    row = [entry.address, own.title, own.text, [[each.anchor, each.title, each.text] for each in anchored]]
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def search_sections(page: Page) -> list[Section]:
    """The page's own section, then one for every heading and every row that has an anchor, in their order."""
    text = _FRONT_MATTER.sub("", page.markdown)
    reader = _Reader(text)
    if page.is_written:
        reader = _Reader(markdown(text, extensions=_WRITTEN), page.title)
    own, *anchored = reader.sections()
    return [replace(own, title=own.title or page.title), *anchored]


def visible_text(markup: str) -> str:
    """Markup without its tags: an inline tag is nothing, every other one a space."""
    return _text_of(_UNSEEN.sub(" ", markup))


def _text_of(markup: str) -> str:
    """Markup of which all is seen, without its tags."""
    parts = _TAG.split(markup)
    parts[1::2] = ["" if name in _INLINE else " " for name in parts[1::2]]
    return unicodedata.normalize("NFC", " ".join(unescape("".join(parts)).split()))


class _Reader:
    """Walks once through a page and files each piece of text under its anchor."""

    def __init__(self, markdown: str, title: str | None = None) -> None:
        self.markdown = markdown
        self.text_of = visible_text if any(mark in markdown for mark in _MAY_BE_UNSEEN) else _text_of
        self.pieces: dict[str, list[str]] = {"": []}
        self.titles: dict[str, str] = {} if title is None else {"": title}
        self.heading = ""
        self.row = ""
        self.tag = ""
        self.depth = 0

    def sections(self) -> Iterator[Section]:
        """The sections in the order of their anchors; one without text is left out, the page's own is not."""
        at = 0
        for turn in _TURN.finditer(self.markdown):
            self._file(self.markdown[at : turn.start()])
            self._turn(turn)
            at = turn.end()
        self._file(self.markdown[at:])
        for anchor, pieces in self.pieces.items():
            text = self.text_of(" ".join(pieces))
            title = self.titles.get(anchor, "")
            if text or title or not anchor:
                yield Section(anchor, title, text)

    def _file(self, markup: str) -> None:
        self.pieces.setdefault(self.row or self.heading, []).append(markup)

    def _turn(self, turn: re.Match[str]) -> None:
        if turn["open"]:
            self._open(turn)
        elif turn["close"]:
            self._close(turn["close"])
        else:
            self._head(turn["heading"] or turn["raw_id"], turn["title"] or turn["raw_title"])

    def _head(self, anchor: str, title: str) -> None:
        """A page's first heading is its title; every other one begins a section."""
        is_page = "" not in self.titles
        self.heading, self.row = "" if is_page else anchor, ""
        self.titles[self.heading] = self.text_of(title)
        self.pieces.setdefault(self.heading, [])

    def _open(self, turn: re.Match[str]) -> None:
        if self.row and turn["open"] == self.tag:
            self.depth += 1
        elif turn["row"] and not self.row:
            self.row, self.tag, self.depth = turn["row"], turn["open"], 1
        self._file(turn[0])

    def _close(self, tag: str) -> None:
        if self.row and tag == self.tag:
            self.depth -= 1
            if not self.depth:
                self.row = ""
        self._file(" ")
