"""An officer's Markdown -> clean HTML. No HTML of theirs, no template, no script gets through.

It must not know which page the text stands on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING

import nh3
from markupsafe import Markup

from prongsai.model.references import REFERENCE
from prongsai.model.scalars import fold_code

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_INLINE = {"br", "strong", "em", "a", "code"}
_BLOCKS = {"p", "ul", "ol", "li", "blockquote", "h4", "h5", "hr", "table", "thead", "tbody", "tr", "th", "td"}
TAGS = _INLINE | _BLOCKS
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}

_LIST_MARK = re.compile(r"^(?:[-*+]|\d{1,2}[.)])\s+")
_TAG = re.compile(r'(<(?:[^>"]|"[^"]*")*>)')
_THAI = re.compile("[\u0e00-\u0e7f]")
REMEMBERED = 1024
"""Texts, a large body's: each of them stands on several of its pages."""
Terms = re.Pattern[str]
Scores = Callable[[str], str | None]
"""A code -> its score as a reader sees it; None if it has none."""


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415, most commands render no text and need not wait for it

    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")


def render_text(text: str, scores: Scores, terms: Terms | None = None) -> Markup:
    """Return the HTML of a block of text; `{i19}` becomes that code's score, no term is broken."""
    return _block(resolve_references(text, scores), terms)


@lru_cache(maxsize=REMEMBERED)
def _block(text: str, terms: Terms | None) -> Markup:
    return keep_terms(_clean(_parser().render(text)).replace("\n\n", "\n"), terms)


def render_line(text: str, scores: Scores, terms: Terms | None = None) -> Markup:
    """Return one line of text as HTML without a paragraph round it."""
    return _line(resolve_references(text, scores), terms)


@lru_cache(maxsize=REMEMBERED)
def _line(text: str, terms: Terms | None) -> Markup:
    return keep_terms(escape(" ".join(text.split()), quote=True), terms)


def keep_terms(html: str, terms: Terms | None) -> Markup:
    """Hold together the terms that browsers break wrongly; what a reader copies stays as it was."""
    if terms is None:
        return Markup(html)
    parts = _TAG.split(html)
    parts[::2] = (terms.sub(_held, part) for part in parts[::2])
    return Markup("".join(parts))


def _held(term: re.Match[str]) -> str:
    """A term that stays whole; a line may end before it after Thai, not after a bracket or a quote."""
    before = term.string[: term.start()][-1:]
    return f'{"<wbr>" if _THAI.match(before) else ""}<span class="px-term">{term[0]}</span>'


def compile_terms(words: Iterable[str]) -> Terms | None:
    """A pattern that finds any of these terms, the longest first; None without any."""
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))) if longest_first else None


def plain_line(text: str, scores: Scores) -> str:
    """Return one line of text without Markdown's signs, for titles."""
    line = " ".join(resolve_references(text, scores).split())
    return _LIST_MARK.sub("", line).replace("**", "")


def resolve_references(text: str, scores: Scores) -> str:
    """Put the score in the place of every code in braces that has one."""
    return REFERENCE.sub(lambda found: scores(fold_code(found[1])) or found[0], text)


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener",
    )
