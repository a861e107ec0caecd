"""What changed of a body, or of all bodies -> a feed.

One entry stands for one commit of one body. Ids come from commits, so they stay when the website moves. A
feed needs full addresses: without the website's own there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import nlargest
from uuid import NAMESPACE_URL, uuid5

from prongsai import addresses
from prongsai.derive import UnitReport
from prongsai.derive.changes import RevisionReport
from prongsai.history import Commit
from prongsai.render.environment import Theme
from prongsai.render.feed import Feed, FeedEntry, atom_feed
from prongsai.render.frame import Place

NEWEST = 50
"""So many entries stand in a feed."""


@dataclass(frozen=True, slots=True)
class News:
    """What one commit changed of one body, and where that can be read."""

    report: UnitReport
    place: Place
    commit: Commit
    revision: RevisionReport

    @property
    def entry_id(self) -> str:
        """The same wherever the website stands and whatever the body's folder is called."""
        return urn(self.commit.id, self.report.changes.first_id)


@dataclass(frozen=True, slots=True)
class ToldNews:
    """An entry of a feed, the body and the commit that it tells of; its address is not a full one yet."""

    unit: str
    commit: str
    entry: FeedEntry

    @property
    def key(self) -> tuple[datetime, str, str]:
        """What the feed of all bodies is ordered by."""
        return self.entry.updated, self.commit, self.unit


def news(report: UnitReport, place: Place) -> Iterator[News]:
    """Yield a body's committed changes, the newest first."""
    for revision in report.changes.revisions:
        if revision.commit:
            yield News(report, place, revision.commit, revision)


def unit_feed(theme: Theme, report: UnitReport, place: Place) -> dict[str, str]:
    """Return a body's feed by its path; nothing where it has no commit or the website no address."""
    words = theme.words["feed"]
    title = words["title"].format(name=report.unit.name)
    entries = [_entry(theme, each) for each in _newest(news(report, place))]
    full = [replace(each, address=f"{place.site_url}{each.address}") for each in entries]
    return _feed(place, (urn("unit", report.changes.first_id), title, report.unit.name), full)


def body_news(theme: Theme, report: UnitReport) -> tuple[ToldNews, ...]:
    """Return what the feed of all bodies could show of one, the newest first; addresses begin at the root."""
    return tuple(
        ToldNews(report.id, each.commit.id, _entry(theme, each))
        for each in _newest(news(report, Place(f"{report.id}/")))
    )


def portal_feed(theme: Theme, place: Place, all_news: Iterable[ToldNews]) -> dict[str, str]:
    """Return the feed of all bodies by its path; nothing without commits or the website's address."""
    words = theme.words["feed"]
    title = words["title"].format(name=words["all"])
    about = (urn("portal", place.site_url), title, theme.words["site"]["portal"])
    newest = nlargest(NEWEST, all_news, key=lambda each: each.key)
    entries = [replace(each.entry, address=place.url(each.entry.address)) for each in newest]
    return _feed(place, about, entries)


def _newest(all_news: Iterable[News]) -> list[News]:
    return nlargest(NEWEST, all_news, key=lambda each: (each.commit.time, each.commit.id))


def _feed(place: Place, about: tuple[str, str, str], entries: Sequence[FeedEntry]) -> dict[str, str]:
    if not place.site_url or not entries:
        return {}
    own_id, title, author = about
    feed = Feed(
        id=own_id,
        title=title,
        address=place.url(addresses.HOME),
        self_address=place.url(addresses.FEED),
        updated=entries[0].updated,
        author=author,
        entries=tuple(entries),
    )
    return {addresses.FEED: atom_feed(feed)}


def _entry(theme: Theme, each: News) -> FeedEntry:
    sentences = [theme.changes.sentence(line) for line in each.revision.lines]
    others = theme.words["feed"]["more"].format(count=len(sentences) - 1) if len(sentences) > 1 else ""
    return FeedEntry(
        id=each.entry_id,
        title=f"{each.report.unit.label}: {' '.join(filter(None, [sentences[0], others]))}",
        address=f"{each.place.address}{addresses.CHANGES}#{addresses.change_anchor(each.commit.id)}",
        updated=each.commit.time,
        summary="\n".join(sentences),
    )


def urn(*parts: str) -> str:
    """An id that is made of other ids alone."""
    return uuid5(NAMESPACE_URL, " ".join(parts)).urn
