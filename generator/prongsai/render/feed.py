"""A feed -> Atom 1.0 (RFC 4287).

It must not know where its entries come from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as Xml

ATOM = "http://www.w3.org/2005/Atom"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry. `id` is an absolute URI that never changes, `address` a full address, `updated` aware."""

    id: str
    title: str
    address: str
    updated: datetime
    summary: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed, its entries newest first. Addresses are full; `author` is a body, never a person."""

    id: str
    title: str
    address: str
    self_address: str
    updated: datetime
    author: str
    entries: tuple[FeedEntry, ...]


def atom_feed(feed: Feed) -> str:
    """Return a feed as a document."""
    root = Xml.Element("feed", {"xmlns": ATOM, "xml:lang": "th"})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", feed.updated.isoformat())
    _add(_add(root, "author"), "name", feed.author)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.self_address)
    _add(root, "link", rel="alternate", type="text/html", href=feed.address)
    _add(root, "generator", "Prongsai")
    for entry in feed.entries:
        element = _add(root, "entry")
        _add(element, "id", entry.id)
        _add(element, "title", entry.title)
        _add(element, "updated", entry.updated.isoformat())
        _add(element, "link", rel="alternate", type="text/html", href=entry.address)
        _add(element, "summary", entry.summary)
    Xml.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{Xml.tostring(root, "unicode")}\n'


def _add(parent: Xml.Element, name: str, text: str | None = None, **attributes: str) -> Xml.Element:
    element = Xml.SubElement(parent, name, attributes)
    element.text = None if text is None else _FORBIDDEN.sub("", text)
    return element
