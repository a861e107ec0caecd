"""One more entry in a measure's file: only added lines, and every other byte as the officer wrote it."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from conftest import ROOT
from prongsai.document import read_document
from prongsai.office.journal import with_entry
from prongsai.office.spelling import Plain, prose, tidy
from prongsai.problems import StopError

SEEDS = sorted((ROOT / "units").glob("*/*/measures/*.yml"))
ENTRY = {
    "round": "h1",
    "date": Plain("2567-02-29"),
    "status": "done",
    "text": prose("แจกคู่มือแล้ว\n\n- ข้อหนึ่ง"),
    "evidence": [{"title": "คู่มือ: ฉบับ #1", "file": "2567/a.pdf"}],
}
BOM = b"\xef\xbb\xbf"
NASTY = {
    "no key": "section: t1\n",
    "no key, no newline": "section: t1",
    "no key, blank lines and a comment at the end": "section: t1\n\n# หมายเหตุท้ายไฟล์\n\n",
    "no key, ends in a block without newline": "section: t1\napproach: |\n  ก\n  ข",
    "no key, ends in a block that keeps its lines": "section: t1\napproach: |+\n  ก\n\n\n",
    "no key, end of document": "---\nsection: t1\n...\n",
    "empty key": "progress:\nsection: t1\n",
    "empty key at the end": "section: t1\nprogress:",
    "empty key with a comment": "section: t1\nprogress:  # รายงาน\n  # เติมข้างล่าง\nowners: [office]\n",
    "keys after the list": "section: t1\nprogress:\n  - round: q1\n    text: ก\n\nowners: [office]\n",
    "comments after the list": "owners: [a]\nsection: t1\nprogress:\n  - round: q1\n    text: ก   # ข\n    # ของรายการนี้\n\n# ของไฟล์\n",  # noqa: E501
    "list not indented": "progress:\n- round: q1\n  text: ก\n- round: q2\nsection: t1\n",
    "wide dashes": "progress:\n    -   round: q1\n        text: ก\nsection: t1\n",
    "whole file indented": "  section: t1\n  progress:\n    - round: q1\n  owners: [office]\n",
    "flow lists": "section: t1\nanswers: [i1,\n  i2]\nprogress:\n  - round: q1\n    evidence: [{title: ก,\n      url: http://a.th}]\n",  # noqa: E501
    "block at the end of the list": "section: t1\nprogress:\n  - text: |\n      ก\n\n      ข\n\n\nowners: [office]\n",  # noqa: E501
    "kept block in the list": "section: t1\nprogress:\n  - text: |+\n      ก\n\nowners: [office]\n",
    "folded block": "section: t1\nprogress:\n  - text: >-\n      ก\n      ข\nowners: [office]\n",
    "tabs in texts": "section: t1\nprogress:\n  - text: |\n      ก\tข\t\n      \t\nowners: [office]\n",
    "quotes over lines": "section: t1\nprogress:\n  - text: \"ก\n      ข\"\n    obstacle: 'ค'\nowners: [office]\n",  # noqa: E501
    "last field empty": "section: t1\nprogress:\n  - round: q1\n    obstacle:\nowners: [office]\n",
    "dash on its own line": "progress:\n  -\n    round: q1\nsection: t1\n",
    "quoted key": '"progress":\n  - round: q1\nsection: t1\n',
    "beyond the basic plane": "section: t1\napproach: 😀😀😀\nprogress:\n  - text: 😀\nowners: [office]\n",
    "windows": "section: t1\r\nprogress:\r\n  - text: |\r\n      ก\r\nowners: [office]\r\n",
    "windows without list": "section: t1\r\n",
}
CHANGE_ONE_LINE = {
    "empty list": "section: t1\nprogress: []\nowners: [office]\n",
    "empty list with a comment": "section: t1\nprogress: []  # ยังไม่มี\nowners: [office]\n",
    "tilde": "progress: ~\nsection: t1\n",
    "null at the end": "section: t1\nprogress: null",
}
REFUSED = {
    "flow journal": "section: t1\nprogress: [{round: q1}]\n",
    "flow file": "{section: t1}\n",
    "a word": "section: t1\nprogress: none\n",
    "empty list over lines": "section: t1\nprogress: [\n  ]\n",
    "nothing": "# nothing\n",
    "broken": "section: t1\nprogress:\n\t- round: q1\n",
}


def removed_lines(old: bytes, new: bytes) -> list[bytes]:
    before, after = (data.decode("utf-8").splitlines() for data in (old, new))
    return [line.encode() for line in difflib.ndiff(before, after) if line.startswith("- ")]


def assert_added(old: bytes, new: bytes) -> None:
    before = read_document("units/a/2567/measures/m1.yml", old)[0].values
    after, problems = read_document("units/a/2567/measures/m1.yml", new)
    journal = after.values["progress"]
    earlier = before.get("progress") or []
    assert problems == []
    assert isinstance(journal, list)
    assert isinstance(earlier, list)
    assert len(journal) == len(earlier) + 1
    assert journal[-1] == {
        "round": "h1",
        "date": "2567-02-29",
        "status": "done",
        "text": "แจกคู่มือแล้ว\n\n- ข้อหนึ่ง\n",
        "evidence": [{"title": "คู่มือ: ฉบับ #1", "file": "2567/a.pdf"}],
    }


def assert_only_added(old: bytes, new: bytes) -> None:
    """What is left without one run of whole lines is the old file, byte for byte."""
    size = len(new) - len(old)
    starts = [0, *(at + 1 for at, byte in enumerate(new) if byte == ord("\n")), len(old)]
    assert any(new[:at] + new[at + size :] == old for at in starts)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.relative_to(ROOT / "units").as_posix())
@pytest.mark.parametrize("form", ["as it is", "windows", "bom", "no last newline"])
def test_every_measure_of_the_five_bodies_takes_an_entry(path: Path, form: str) -> None:
    old = path.read_bytes()
    if form == "windows":
        old = old.replace(b"\n", b"\r\n")
    elif form == "bom":
        old = BOM + old
    elif form == "no last newline":
        old = old.rstrip(b"\n")
    new = with_entry("m.yml", old, ENTRY)
    assert_added(old, new)
    assert_only_added(old, new)
    assert new.startswith(BOM) == (form == "bom")
    assert new.count(b"\r\n") == (new.count(b"\n") if form == "windows" else 0)


@pytest.mark.parametrize("name", NASTY)
def test_an_odd_file_keeps_every_byte(name: str) -> None:
    old = NASTY[name].encode()
    new = with_entry("m.yml", old, ENTRY)
    assert_added(old, new)
    assert_only_added(old, new)


@pytest.mark.parametrize("name", CHANGE_ONE_LINE)
def test_a_journal_that_says_it_is_empty_changes_that_line_only(name: str) -> None:
    old = CHANGE_ONE_LINE[name].encode()
    new = with_entry("m.yml", old, ENTRY)
    assert_added(old, new)
    assert len(removed_lines(old, new)) == 1


@pytest.mark.parametrize("name", REFUSED)
def test_a_journal_that_only_added_lines_cannot_extend_is_refused(name: str) -> None:
    with pytest.raises(StopError, match=r"m\.yml"):
        with_entry("m.yml", REFUSED[name].encode(), ENTRY)


def test_the_entry_stands_where_a_reader_expects_it() -> None:
    old = NASTY["comments after the list"]
    lines = with_entry("m.yml", old.encode(), ENTRY).decode().splitlines()
    entry, of_entry, of_file = (
        lines.index(line) for line in ("  - round: h1", "    # ของรายการนี้", "# ของไฟล์")
    )
    assert of_entry + 1 == entry
    assert lines[of_file - 1] == ""
    wide = with_entry("m.yml", NASTY["wide dashes"].encode(), ENTRY).decode().splitlines()
    assert "    -   round: h1" in wide
    assert "        date: 2567-02-29" in wide
    assert (
        "- round: h1" in with_entry("m.yml", NASTY["list not indented"].encode(), ENTRY).decode().splitlines()
    )


@pytest.mark.parametrize(
    "text",
    ["no", "12:30", "# x", "- a", "{a}", "[a]", "null", "~", "a: b", "'", '"', "&a", "*a", "!x", "%", "@", "`", "|",  # noqa: E501
     ">", "? x", "---", "...", "\tก", "ก\tข", "ก \nข", "😀", "a\n  b\n\n\nc", "0x1f", "ก" * 3000, "a\\n"],
)  # fmt: skip
def test_a_text_that_looks_like_something_else_survives(text: str) -> None:
    entry = {
        "text": prose(text),
        "evidence": [{"title": tidy(text).splitlines()[0], "url": "https://a.go.th/"}],
    }
    for old in (b"section: t1\n", NASTY["block at the end of the list"].encode()):
        values = read_document("m.yml", with_entry("m.yml", old, entry))[0].values
        journal = values["progress"]
        assert isinstance(journal, list)
        assert isinstance(journal[-1], dict)
        assert journal[-1]["text"] == tidy(text) + "\n"
        assert journal[-1]["evidence"] == [{"title": tidy(text).splitlines()[0], "url": "https://a.go.th/"}]


def test_what_is_pasted_loses_its_invisible_signs_only() -> None:
    assert tidy("\ufeff ก\r\nข\x0bค\u2028ง \x07\n\n") == "ก\nข\nค\nง"
    assert tidy("ผู้\u200bรับ\tทราบ") == "ผู้\u200bรับ\tทราบ"
