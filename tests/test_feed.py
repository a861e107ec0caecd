"""A feed is Atom 1.0: by the grammar of RFC 4287, appendix B, and by the rules that no grammar can hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree

from prongsai.render.feed import ATOM, Feed, FeedEntry, atom_feed

SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent / "schemas/atom.rng"))
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NAMES = {"atom": ATOM}
THAI_TIME = timezone(timedelta(hours=7))
ENTRY = FeedEntry(
    id="tag:ita.example.go.th,2567:m2",
    title="รายงานความก้าวหน้า",
    address="https://ita.example.go.th/demo/changes/#c1",
    updated=datetime(2024, 4, 5, 12, 30, tzinfo=THAI_TIME),
    summary="แจกแผ่นพับแล้ว",
)
FEED = Feed(
    id="https://ita.example.go.th/demo/feed.xml",
    title="อบต.สมมุติ",
    address="https://ita.example.go.th/demo/",
    self_address="https://ita.example.go.th/demo/feed.xml",
    updated=datetime(2024, 4, 5, 12, 30, tzinfo=THAI_TIME),
    author="องค์การบริหารส่วนตำบลสมมุติ",
    entries=(ENTRY, replace(ENTRY, id="tag:ita.example.go.th,2567:m1")),
)
HOSTILE = "a & b <script>\"'\x00\x0b\x1b\ufffe]]> ก้\U0001f600"


def tree(feed: Feed) -> etree._Element:
    return etree.fromstring(atom_feed(feed).encode("utf-8"))


def text_at(root: etree._Element, path: str) -> list[str]:
    found = root.xpath(path, namespaces=NAMES)
    assert isinstance(found, list)
    return [str(each) for each in found]


def faults(text: str) -> list[str]:
    """What the grammar finds wrong with a document."""
    SCHEMA.validate(etree.fromstring(text.encode("utf-8")))
    return [entry.message for entry in SCHEMA.error_log]


@pytest.mark.parametrize(
    "feed",
    [
        FEED,
        replace(FEED, entries=()),
        replace(
            FEED, title=HOSTILE, author=HOSTILE, entries=(replace(ENTRY, title=HOSTILE, summary=HOSTILE),)
        ),
        replace(FEED, updated=datetime(2024, 2, 29, tzinfo=UTC)),
    ],
    ids=["entries", "none", "hostile text", "a leap day in UTC"],
)
def test_a_feed_keeps_to_the_grammar(feed: Feed) -> None:
    assert faults(atom_feed(feed)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<updated>2024-04-05T12:30:00+07:00</updated>", ""),
        ("2024-04-05T12:30:00+07:00", "5 เมษายน 2567"),
        ("<id>tag:ita.example.go.th,2567:m2</id>", ""),
        ("<title>รายงานความก้าวหน้า</title>", ""),
        ("<name>", "<title>ก</title><name>"),
        ('type="text/html"', 'type="html"'),
        ("<summary>", "<summary/><summary>"),
        ("<feed ", '<feed version="1" '),
        ("<entry>", "<items><entry>"),
    ],
)
def test_the_grammar_finds_what_is_wrong(old: str, new: str) -> None:
    text = atom_feed(FEED)
    assert old in text
    wrong = text.replace(old, new).replace(
        "</entry>", "</entry></items>" if new.startswith("<items>") else "</entry>"
    )
    assert faults(wrong) != []


def test_it_says_its_language_and_how_it_is_encoded() -> None:
    assert atom_feed(FEED).startswith('<?xml version="1.0" encoding="utf-8"?>\n')
    assert tree(FEED).get(XML_LANG) == "th"


def test_a_feed_says_where_it_is_and_which_page_it_follows() -> None:
    root = tree(FEED)
    assert text_at(root, "atom:link[@rel='self']/@href") == [FEED.self_address]
    assert text_at(root, "atom:link[@rel='alternate']/@href") == [FEED.address]
    assert text_at(root, "atom:author/atom:name/text()") == [FEED.author]


def test_every_id_is_an_absolute_uri_and_entries_keep_theirs_and_their_order() -> None:
    ids = text_at(tree(FEED), "//atom:id/text()")
    assert ids == [FEED.id, *(entry.id for entry in FEED.entries)]
    assert all(urlsplit(each).scheme for each in ids)


def test_every_day_has_a_time_zone() -> None:
    days = text_at(tree(FEED), "//atom:updated/text()")
    assert len(days) == 3
    assert all(datetime.fromisoformat(each).utcoffset() is not None for each in days)


def test_what_xml_cannot_hold_is_left_out_and_all_else_is_kept() -> None:
    root = tree(replace(FEED, entries=(replace(ENTRY, title=HOSTILE, summary=HOSTILE),)))
    kept = "a & b <script>\"']]> ก้\U0001f600"
    assert text_at(root, "atom:entry/atom:title/text()") == [kept]
    assert text_at(root, "atom:entry/atom:summary/text()") == [kept]


def test_an_address_with_signs_of_xml_is_kept() -> None:
    address = 'https://ita.example.go.th/demo/?a=1&b="2"<3>#c'
    root = tree(replace(FEED, entries=(replace(ENTRY, address=address),)))
    assert text_at(root, "atom:entry/atom:link/@href") == [address]
