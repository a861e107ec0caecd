"""An officer's Markdown becomes clean HTML: no HTML of theirs, no script, no template, no picture."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlsplit

import markdown
import pytest

from prongsai.render.text import ATTRIBUTES, SCHEMES, TAGS, render_line, render_text, resolve_references

SCORES = {"i19": "96.70", "e5": "90 ขึ้นไป", "eit_1": "96.98", "total": "93.73"}
MKDOCS = ["toc", "tables", "fenced_code", "attr_list", "admonition"]
FROM_NH3 = {"title", "rel", "lang"}
"""Attributes that nh3 sets or allows everywhere; they run nothing."""
RELATIVE = ""
"""The scheme of a link within the website."""
PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=https://evil.example></iframe>",
    "<a href='javascript:alert(1)'>ก</a>",
    "<a href=https://example.go.th onclick=alert(1)>ก</a>",
    "<style>body{display:none}</style>",
    "<div style='position:fixed'>ก</div>",
    "</div></td></table><h1>ก</h1>",
    "<!-- ก -->",
    "<!-- ก",
    "<![CDATA[ก]]>",
    "<?php ก ?>",
    "<b",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "[ก](javascript:alert(1))",
    "[ก](JaVaScRiPt:alert(1))",
    "[ก](&#106;avascript:alert(1))",
    "[ก](java\\script:alert(1))",
    "[ก](<javascript:alert(1)>)",
    "[ก](vbscript:alert(1))",
    "[ก](data:text/html;base64,PHNjcmlwdD4=)",
    "[ก](file:///etc/passwd)",
    "[ก](ftp://example.go.th/a)",
    "<javascript:alert(1)>",
    "[ก][1]\n\n[1]: javascript:alert(1)",
    '[ก](https://example.go.th "x\' onclick=alert(1)")',
    '[ก](https://example.go.th/"onclick="alert(1))',
    "![ก](https://evil.example/a.png)",
    "![ก](data:image/svg+xml;base64,PHN2Zz4=)",
    "[![ก](https://evil.example/a.png)](javascript:alert(1))",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "```\nก\n\n\n\nข\n```",
    "    <script>alert(1)</script>",
    "| <script> | ![ก](https://evil.example/a.png) |\n|---|:-:|\n| [ก](javascript:x) | <b>ข</b> |",
    "> <script>alert(1)</script>",
    "- <img src=x onerror=alert(1)>",
    "# <script>alert(1)</script>",
    "ก {: onclick=alert(1) } {#anchor}",
    "!!! note\n    ก",
    "{{ unit }} {% for x in y %} {# ก #}",
    "{{ ''.__class__.__mro__ }}",
    "\\<script>alert(1)\\</script>",
    "*ก <b>* ข</b>",
    "x" * 2000,
    "[" * 200 + "ก" + "]" * 200,
    "> " * 100 + "ก",
]


class Tags(HTMLParser):
    """What tags and attributes a text has, and whether every tag is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        self.found.append(("comment", {}))

    def handle_decl(self, decl: str) -> None:
        self.found.append(("declaration", {}))

    def handle_pi(self, data: str) -> None:
        self.found.append(("instruction", {}))


def rendered(text: str) -> str:
    return str(render_text(text, SCORES.get))


def line(text: str) -> str:
    return str(render_line(text, SCORES.get))


@pytest.mark.parametrize("text", PAYLOADS, ids=lambda text: text[:40])
def test_nothing_gets_through_but_plain_tags_and_links_that_a_reader_may_follow(text: str) -> None:
    parsed = Tags(rendered(text))
    assert parsed.open == []
    assert {tag for tag, _ in parsed.found} <= TAGS
    for tag, attributes in parsed.found:
        assert attributes.keys() <= ATTRIBUTES.get(tag, set()) | FROM_NH3
        assert urlsplit(attributes.get("href") or "").scheme in {*SCHEMES, RELATIVE}


@pytest.mark.parametrize("text", PAYLOADS, ids=lambda text: text[:40])
def test_the_sites_own_markdown_leaves_an_officers_text_alone(text: str) -> None:
    block = f"<div>{rendered(text)}</div>"
    assert markdown.markdown(block, extensions=MKDOCS) == block


@pytest.mark.parametrize("text", PAYLOADS, ids=lambda text: text[:40])
def test_a_line_has_no_tag_at_all(text: str) -> None:
    shown = line(text)
    assert not set("<>\"'\n") & set(shown)
    assert Tags(shown).found == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ข้อความ", "<p>ข้อความ</p>"),
        ("ก\nข", "<p>ก<br>\nข</p>"),
        ("ก\n\nข", "<p>ก</p>\n<p>ข</p>"),
        ("**ก** *ข* `ค`", "<p><strong>ก</strong> <em>ข</em> <code>ค</code></p>"),
        ("ระบบ**การยืม**ของราชการ", "<p>ระบบ<strong>การยืม</strong>ของราชการ</p>"),
        ("- ก\n- ข", "<ul>\n<li>ก</li>\n<li>ข</li>\n</ul>"),
        ("1. ก\n2. ข", "<ol>\n<li>ก</li>\n<li>ข</li>\n</ol>"),
        ("3. ก\n4. ข", '<ol start="3">\n<li>ก</li>\n<li>ข</li>\n</ol>'),
        ("๑. ก\n๒. ข", "<p>๑. ก<br>\n๒. ข</p>"),
        ("๑) ก\n๒) ข", "<p>๑) ก<br>\n๒) ข</p>"),
        ("<b>ก</b>", "<p>&lt;b&gt;ก&lt;/b&gt;</p>"),
        ("ก < ข & ค", "<p>ก &lt; ข &amp; ค</p>"),
        ("ก<br>ข", "<p>ก&lt;br&gt;ข</p>"),
        ("[ก](javascript:alert(1))", "<p>[ก](javascript:alert(1))</p>"),
        ("[ก](ftp://example.go.th)", '<p><a rel="nofollow noopener">ก</a></p>'),
        ("![ก](https://example.go.th/a.png)ข", "<p>ข</p>"),
        ("{{ unit }} {% x %}", "<p>{{ unit }} {% x %}</p>"),
        ("> ก", "<blockquote>\n<p>ก</p>\n</blockquote>"),
        ("ก\n\n---\n\nข", "<p>ก</p>\n<hr>\n<p>ข</p>"),
        ("#### ก", "<h4>ก</h4>"),
        ("##### ก", "<h5>ก</h5>"),
        ("    ก\n\n    ข", "<code>ก\nข\n</code>"),
        ("https://example.go.th", "<p>https://example.go.th</p>"),
        (
            "[ก](https://example.go.th/a.pdf#page=3)",
            '<p><a href="https://example.go.th/a.pdf#page=3" rel="nofollow noopener">ก</a></p>',
        ),
        ("[ก](http://example.go.th)", '<p><a href="http://example.go.th" rel="nofollow noopener">ก</a></p>'),
        ("[ก](tel:020000000)", '<p><a href="tel:020000000" rel="nofollow noopener">ก</a></p>'),
        ("[ก](mailto:a@b.go.th)", '<p><a href="mailto:a@b.go.th" rel="nofollow noopener">ก</a></p>'),
        (
            "| ก | ข |\n|---|--:|\n| 1 | 2 |",
            "<table>\n<thead>\n<tr>\n<th>ก</th>\n<th>ข</th>\n</tr>\n</thead>\n"
            "<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>",
        ),
    ],
    ids=[
        "a paragraph",
        "a new line is a new line",
        "paragraphs have no blank line between them",
        "emphasis",
        "emphasis within a Thai word",
        "a list",
        "a numbered list",
        "a numbered list that begins later",
        "Thai digits are text",
        "Thai digits with a bracket are text",
        "HTML is text",
        "signs are text",
        "a typed line break is text",
        "a script's link is text",
        "a link of another kind leads nowhere",
        "a picture is dropped",
        "a template is text",
        "a quotation",
        "a rule",
        "a small heading",
        "a smaller heading",
        "what is typed far from the margin has no blank line either",
        "a bare address is text",
        "a link",
        "a link without encryption",
        "a telephone number",
        "an address of mail",
        "a table",
    ],
)
def test_an_officers_markdown_is_rendered(text: str, expected: str) -> None:
    assert rendered(text) == f"{expected}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ได้ {total} คะแนน", "ได้ 93.73 คะแนน"),
        ("{i19}{e5}", "96.7090 ขึ้นไป"),
        ("{I19} {I๑๙} {i๑๙}", "96.70 96.70 96.70"),
        ("{eit_1} {EIT_๑}", "96.98 96.98"),
        ("{i20} {x} {eit_2}", "{i20} {x} {eit_2}"),
        ("{i 19} { i19 } {19} {} {i19", "{i 19} { i19 } {19} {} {i19"),
        ("{i19.1} {i19-1} {ข้อ19}", "{i19.1} {i19-1} {ข้อ19}"),
        ("i19", "i19"),
    ],
    ids=[
        "a code that is a word",
        "two codes",
        "every spelling",
        "a part",
        "an unknown code is left",
        "what is no code is left",
        "what is more than a code is left",
        "a code without braces",
    ],
)
def test_a_code_in_braces_becomes_its_score(text: str, expected: str) -> None:
    assert resolve_references(text, SCORES.get) == expected
    assert rendered(text) == f"<p>{expected}</p>\n"
    assert line(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ก\nข", "ก ข"),
        ("  ก \n\n  ข  ", "ก ข"),
        ("**ก**", "**ก**"),
        ("ก < ข & \"ค\" 'ง'", "ก &lt; ข &amp; &quot;ค&quot; &#x27;ง&#x27;"),
        ("&amp;", "&amp;amp;"),
        ("", ""),
    ],
    ids=["a new line", "white space", "Markdown is text", "signs", "an entity is text", "nothing"],
)
def test_a_line_is_its_text_on_one_line(text: str, expected: str) -> None:
    assert line(text) == expected


def test_a_score_within_a_text_is_escaped_like_the_text() -> None:
    scores = {"i1": "<b>9</b>"}
    assert str(render_text("{i1}", scores.get)) == "<p>&lt;b&gt;9&lt;/b&gt;</p>\n"
    assert str(render_line("{i1}", scores.get)) == "&lt;b&gt;9&lt;/b&gt;"
