"""What changed of a body, or of all bodies -> a feed.

One entry stands for one commit of one body. Ids come from commits, so they stay when the website moves. A
feed needs full addresses: without the website's own there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nlargest
from uuid import NAMESPACE_URL, uuid5

from prongsai import addresses
from prongsai.derive import UnitReport
from prongsai.derive.changes import RevisionReport
from prongsai.history import Commit
from prongsai.render.change_text import ChangeTeller
from prongsai.render.environment import Theme
from prongsai.render.feed import Feed, FeedEntry, atom_feed
from prongsai.render.frame import Place

_NEWEST = 50
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


def news(report: UnitReport, place: Place) -> Iterator[News]:
    """Yield a body's committed changes, the newest first."""
    for revision in report.changes.revisions:
        if revision.commit:
            yield News(report, place, revision.commit, revision)


def unit_feed(theme: Theme, report: UnitReport, place: Place) -> dict[str, str]:
    """Return a body's feed by its path; nothing where it has no commit or the website no address."""
    words = theme.words["feed"]
    title = words["title"].format(name=report.unit.name)
    return _feed(
        theme, place, (urn("unit", report.changes.first_id), title, report.unit.name), news(report, place)
    )


def portal_feed(theme: Theme, place: Place, all_news: Iterable[News]) -> dict[str, str]:
    """Return the feed of all bodies by its path; nothing without commits or the website's address."""
    words = theme.words["feed"]
    title = words["title"].format(name=words["all"])
    return _feed(
        theme, place, (urn("portal", place.site_url), title, theme.words["site"]["portal"]), all_news
    )


def _feed(
    theme: Theme, place: Place, about: tuple[str, str, str], all_news: Iterable[News]
) -> dict[str, str]:
    newest = nlargest(_NEWEST, all_news, key=lambda each: (each.commit.time, each.commit.id, each.report.id))
    if not place.site_url or not newest:
        return {}
    own_id, title, author = about
    feed = Feed(
        id=own_id,
        title=title,
        address=place.url(addresses.HOME),
        self_address=place.url(addresses.FEED),
        updated=newest[0].commit.time,
        author=author,
        entries=tuple(_entry(theme.changes, each, theme.words["feed"]["more"]) for each in newest),
    )
    return {addresses.FEED: atom_feed(feed)}


def _entry(teller: ChangeTeller, each: News, more: str) -> FeedEntry:
    sentences = [teller.sentence(line) for line in each.revision.lines]
    others = more.format(count=len(sentences) - 1) if len(sentences) > 1 else ""
    return FeedEntry(
        id=each.entry_id,
        title=f"{each.report.unit.label}: {' '.join(filter(None, [sentences[0], others]))}",
        address=each.place.url(f"{addresses.CHANGES}#{addresses.change_anchor(each.commit.id)}"),
        updated=each.commit.time,
        summary="\n".join(sentences),
    )


def urn(*parts: str) -> str:
    """An id that is made of other ids alone."""
    return uuid5(NAMESPACE_URL, " ".join(parts)).urn
