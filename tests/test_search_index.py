"""A page's Markdown becomes sections: every word that is seen, at the anchor where it stands."""

from __future__ import annotations

import json

import pytest

from prongsai.render.page import Page
from prongsai.render.search import Entry, Section, index_text, search_sections, visible_text


def sections(markdown: str, is_written: bool = False) -> list[tuple[str, str, str]]:
    page = Page("a/", "ชื่อหน้า", markdown, is_written)
    return [(each.anchor, each.title, each.text) for each in search_sections(page)]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>ก</p><p>ข</p>", "ก ข"),
        ("<strong>93.73</strong> คะแนน", "93.73 คะแนน"),
        ('ตาม<wbr><span class="px-term">กฎหมาย</span>ใหม่', "ตามกฎหมายใหม่"),
        ("ก<br>ข", "ก ข"),
        ("<td>ก</td>\n<td>ข</td>", "ก ข"),
        ("&lt;b&gt; &amp; &#35;", "<b> & #"),
        ("<svg><title>ชื่อ</title><desc>คำ</desc><text>98</text></svg>", "98"),
        ('<a href="ก">ข</a>', "ข"),
        ("<details><summary>ก</summary><p data-unsearched>ข</p></details><p hidden>ค</p>", "ก"),
        ("ก\n\n  ข", "ก ข"),
        ("ด\u0e48\u0e38", "ด\u0e38\u0e48"),
    ],
)
def test_what_is_seen_of_markup(markup: str, text: str) -> None:
    assert visible_text(markup) == text


def test_text_stands_under_the_heading_above_it() -> None:
    found = sections(
        "---\ntitle: x\n---\n\n<nav>ทาง</nav>\n\n# หัว&#35; {#page}\n\nนำ\n\n## ส่วน {#s}\n\n<p>ข้าง</p>\n"
    )
    assert found == [("", "หัว#", "ทาง นำ"), ("s", "ส่วน", "ข้าง")]


def test_a_row_with_an_anchor_is_a_section_and_ends_where_it_ends() -> None:
    found = sections(
        "# ก {#page}\n\n## ส่วน {#s}\n\n<table><tr><th>หัว</th></tr>"
        '<tr role="row" id="i1"><td>I1</td><td>ข</td></tr>'
        "<tr><td>ค</td></tr></table>\nท้าย"
    )
    assert found == [("", "ก", ""), ("s", "ส่วน", "หัว ค ท้าย"), ("i1", "", "I1 ข")]


def test_lists_inside_a_row_do_not_end_it() -> None:
    found = sections('# ก {#page}\n<ul><li id="a">ข<ul><li>ค</li></ul>ง</li><li>จ</li></ul>')
    assert found == [("", "ก", "จ"), ("a", "", "ข ค ง")]


def test_a_heading_in_html_begins_a_section_too() -> None:
    assert sections('# ก {#page}\n<section><h3 class="x" id="m1">มาตรการ</h3><p>ข</p></section>') == [
        ("", "ก", ""),
        ("m1", "มาตรการ", "ข"),
    ]


def test_an_id_in_another_attribute_is_none() -> None:
    assert sections('# ก {#page}\n<table><tr data-row="x" data-id="y"><td>ข</td></tr></table>') == [
        ("", "ก", "ข")
    ]


def test_a_written_page_is_read_as_markdown() -> None:
    text = (
        "---\ndescription: ไม่เห็น\n---\n\n# หัว\n\nคำ **หนา** [ลิงก์](https://ไม่เห็น)\n\n## ส่วน {#s}\n\n- ก\n- ข\n"
    )
    assert sections(text, is_written=True) == [("", "ชื่อหน้า", "หัว คำ หนา ลิงก์"), ("s", "ส่วน", "ก ข")]


def test_the_index_is_short_and_thai() -> None:
    entry = Entry("a/", (Section("", "หน้า", "ก"), Section("s", "ส่วน", 'ข "ค"')))
    text = index_text([entry])
    assert json.loads(text) == [["a/", "หน้า", "ก", [["s", "ส่วน", 'ข "ค"']]]]
    assert "\\u" not in text
