"""YAML bytes become plain values with the line of every field; everything else is told."""

from __future__ import annotations

import subprocess
import sys

import pytest

from prongsai.document import MAX_DEPTH, Document, Value, read_document
from prongsai.problems import Place, Problem

PATH = "units/good/2567/measures/m1.yml"
MEASURE = """\
# มาตรการ
title: จัดทำคู่มือ
steps:
  - text: |
      ยกร่าง
      เสนออนุมัติ
    due: 2566-12
  -
    text: ชี้แจง
codes: [i19,
  i20]
sections:
  - id: t4
    limits: คนน้อย
  - title: ไม่มีรหัส
  - id: [t5]
  - ข้อความ
last: จบ
"""


def read(text: str | bytes) -> tuple[Document, list[Problem]]:
    return read_document(PATH, text.encode() if isinstance(text, str) else text)


def values(text: str | bytes) -> dict[str, Value]:
    """The values of a text that has no problem."""
    document, problems = read(text)
    assert problems == []
    return document.values


def told(text: str | bytes) -> list[tuple[int, str]]:
    return [(problem.place.line, problem.code) for problem in read(text)[1]]


# Lines and names of fields


@pytest.mark.parametrize(
    ("at", "line"),
    [
        ((), 2),
        (("title",), 2),
        (("steps",), 3),
        (("steps", 0), 4),
        (("steps", 0, "text"), 4),
        (("steps", 0, "due"), 7),
        (("steps", 1), 9),
        (("steps", 1, "text"), 9),
        (("codes",), 10),
        (("codes", 0), 10),
        (("codes", 1), 11),
        (("sections", 0, "limits"), 14),
        (("sections", 3), 17),
        (("last",), 18),
    ],
)
def test_every_field_has_the_line_on_which_it_begins(at: tuple[str | int, ...], line: int) -> None:
    document, _ = read(MEASURE)
    assert document.lines[at] == line
    assert document.place(at).line == line


@pytest.mark.parametrize(
    ("at", "line"),
    [
        (("steps", 0, "done"), 4),
        (("steps", 7, "text"), 3),
        (("nothing",), 2),
        (("nothing", 3, "at", "all"), 2),
    ],
)
def test_a_field_that_is_not_there_is_told_at_its_nearest_parent(
    at: tuple[str | int, ...], line: int
) -> None:
    assert read(MEASURE)[0].place(at).line == line


@pytest.mark.parametrize(
    ("at", "name"),
    [
        ((), ""),
        (("title",), "title"),
        (("steps", 0), "steps[1]"),
        (("steps", 1, "text"), "steps[2].text"),
        (("codes", 1), "codes[2]"),
        (("sections", 0), "sections[t4]"),
        (("sections", 0, "limits"), "sections[t4].limits"),
        (("sections", 1, "title"), "sections[2].title"),
        (("sections", 2, "id"), "sections[3].id"),
        (("sections", 3), "sections[4]"),
        (("sections", 9, "title"), "sections[10].title"),
        (("nothing", "at", "all"), "nothing.at.all"),
    ],
)
def test_a_list_item_is_named_by_its_id_else_counted_from_one(at: tuple[str | int, ...], name: str) -> None:
    document, _ = read(MEASURE)
    assert document.field_name(at) == name
    assert document.place(at).field == name


def test_a_place_names_the_file() -> None:
    assert read(MEASURE)[0].place(("title",)).path == PATH


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
def test_the_kind_of_line_ends_changes_neither_values_nor_lines(ending: str) -> None:
    document, problems = read(MEASURE.replace("\n", ending))
    assert problems == []
    assert document.values == values(MEASURE)
    assert document.lines == read(MEASURE)[0].lines


TEXTS = """\
plain: หนึ่ง สอง
block: |
  หนึ่ง
  สอง

  สาม
late: |

  หนึ่ง
quoted:
  "หนึ่ง"
list:
  - text: |
      หนึ่ง
      สอง
"""


@pytest.mark.parametrize(
    ("at", "offset", "line"),
    [
        (("plain",), 6, 1),
        (("block",), 0, 3),
        (("block",), 6, 4),
        (("block",), 11, 6),
        (("late",), 0, 9),
        (("quoted",), 0, 11),
        (("list", 0, "text"), 6, 15),
    ],
)
def test_a_word_of_a_text_is_told_at_its_own_line(at: tuple[str | int, ...], offset: int, line: int) -> None:
    document, _ = read(TEXTS)
    assert document.text_place(at, offset) == Place(PATH, line, document.field_name(at))


def test_a_word_of_what_is_no_text_is_told_at_the_field() -> None:
    assert read(TEXTS)[0].text_place(("list", 0), 3).line == 13
    assert read(TEXTS)[0].text_place(("absent",), 3).line == 1


# Values


@pytest.mark.parametrize(
    "text",
    [
        *("no", "yes", "on", "off", "true", "0123", "0x1F", "1e3", "1_000", "12:30", "95.70", "90+"),
        *("2566-12-05", "2566-12", ".inf", "NaN", "๙๕.๗๐", "=", "nULL", "<<"),
    ],
)
def test_a_scalar_stays_the_text_that_was_typed(text: str) -> None:
    assert values(f"level: {text}\n") == {"level": text}


@pytest.mark.parametrize("null", ["", " ", " ~", " null", " Null", " NULL", " # ยังไม่ได้กรอก"])
def test_a_field_without_a_value_is_absent_and_keeps_its_line(null: str) -> None:
    document, problems = read(f"title: คู่มือ\nlevel:{null}\nlast: จบ\n")
    assert problems == []
    assert document.values == {"title": "คู่มือ", "last": "จบ"}
    assert document.lines[("level",)] == 2


@pytest.mark.parametrize("text", ["''", '""', "'null'", '"~"'])
def test_a_null_in_quotes_is_text(text: str) -> None:
    assert values(f"level: {text}\n") == {"level": text[1:-1]}


def test_an_item_without_a_value_keeps_its_place_in_the_list() -> None:
    assert values("owners:\n  - office\n  -\n  - all\n") == {"owners": ["office", None, "all"]}


def test_a_block_of_text_keeps_its_newlines() -> None:
    assert values("note: |\n  หนึ่ง\n    สอง\n\n  สาม: #1\nlast: จบ\n") == {
        "note": "หนึ่ง\n  สอง\n\nสาม: #1\n",
        "last": "จบ",
    }


def test_a_key_may_be_thai_or_quoted() -> None:
    assert values('ปี: 2567\n"ผล ลัพธ์": ดี\n') == {"ปี": "2567", "ผล ลัพธ์": "ดี"}


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    document, problems = read(b"\xef\xbb\xbf" + MEASURE.encode())
    assert problems == []
    assert document.values == values(MEASURE)


@pytest.mark.parametrize("text", ["", "\n\n", "# ยังไม่ได้กรอก\n", b"\xef\xbb\xbf"])
def test_a_file_without_a_field_is_an_empty_mapping(text: str | bytes) -> None:
    assert values(text) == {}


# What is not plain YAML is told


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        pytest.param("a: 1\nb: 2\na: 3\n", [(3, "duplicate-key")], id="at the root"),
        pytest.param("a: 1\n'a': 2\n", [(2, "duplicate-key")], id="once in quotes"),
        pytest.param(
            "s:\n  - k: 1\n  - k: 2\n    k: 3\n", [(4, "duplicate-key")], id="in the second item only"
        ),
        pytest.param("s: {i1: 1, i1: 2}\n", [(1, "duplicate-key")], id="in flow style"),
        pytest.param("a: 1\na: 2\na: 3\n", [(2, "duplicate-key"), (3, "duplicate-key")], id="three times"),
        pytest.param("a:\n  k: 1\nb:\n  k: 2\n", [], id="one name in two groups is no repetition"),
        pytest.param("a:\nb: 1\na: 2\n", [(3, "duplicate-key")], id="first without a value"),
    ],
)
def test_a_repeated_key_is_told_at_its_repetition(text: str, problems: list[tuple[int, str]]) -> None:
    assert told(text) == problems


def test_of_a_repeated_key_the_first_value_counts_and_its_line_is_told() -> None:
    document, problems = read("scores:\n  i1: 90\n  i2: 80\n  i1: 70\n")
    assert document.values == {"scores": {"i1": "90", "i2": "80"}}
    assert problems[0].facts == {"key": "i1", "first": 2}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("a: &x หนึ่ง\nb: *x\n", "yaml-alias", id="a text that stands for another"),
        pytest.param("a: &x [i19]\nb: *x\n", "yaml-alias", id="a list that stands for another"),
        pytest.param("a: &x {b: *x}\n", "yaml-alias", id="a group that holds itself"),
        pytest.param("base: &x {k: 1}\na:\n  <<: *x\n", "yaml-alias", id="a merged group"),
        pytest.param("a: !python/object:os.system x\n", "yaml-tag", id="a tag of Python"),
        pytest.param("a: !!binary aGk=\n", "yaml-tag", id="a tag of YAML"),
        pytest.param("a: !!set {x}\n", "yaml-tag", id="a tag of a group"),
        pytest.param("? [a]\n: b\n", "yaml-key", id="a list as key"),
        pytest.param("{a: 1}: 2\n", "yaml-key", id="a group as key"),
        pytest.param("- a\n", "root-not-mapping", id="a list as the whole file"),
        pytest.param("ข้อความ\n", "root-not-mapping", id="a text as the whole file"),
        pytest.param("a: [i19\n", "yaml-syntax", id="an open bracket"),
        pytest.param("a: b: c\n", "yaml-syntax", id="two colons"),
        pytest.param("a: @b\n", "yaml-syntax", id="a reserved sign"),
        pytest.param("a: 1\n---\nb: 2\n", "yaml-syntax", id="two documents"),
    ],
)
def test_what_is_more_than_plain_yaml_is_one_problem(text: str, code: str) -> None:
    assert [found for _, found in told(text)] == [code]


def test_many_uses_of_one_text_do_not_grow_without_bound() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{each}: &a{each} [{', '.join([f'*a{each - 1}'] * 9)}]" for each in range(1, 12)]
    assert {code for _, code in told("\n".join(rows))} == {"yaml-alias"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("a:\n\tb: 1\n", 2, id="in the place of the indentation"),
        pytest.param("a:\n  b: 1\n  \tc: 2\n", 3, id="behind spaces"),
        pytest.param("a:\n  - b: 1\n\t  c: 2\n", 3, id="before spaces"),
        pytest.param("a:\n\t- b\n", 2, id="before a hyphen"),
        pytest.param("a: |\n\tข้อความ\n", 2, id="before a block's text"),
        pytest.param("\ta: 1\n", 1, id="on the first line"),
    ],
)
def test_indentation_with_a_tab_is_told_as_such(text: str, line: int) -> None:
    assert told(text) == [(line, "yaml-tab")]


@pytest.mark.parametrize("text", ["a: ข\tค\n", "a:\tข\n", "a: ข\t# ค\n", "a: [ข,\n\tค]\n"])
def test_a_tab_that_indents_nothing_is_harmless(text: str) -> None:
    assert told(text) == []


def test_a_tab_elsewhere_on_a_wrong_line_is_not_blamed() -> None:
    assert told("a: ข: ค\tง\n") == [(1, "yaml-syntax")]
    assert told("a:\tข: ค\n") == [(1, "yaml-syntax")]


def nested(depth: int) -> str:
    """A list within a list and so on, so many deep below the field."""
    return f"a: {'[' * depth}ข{']' * depth}\n"


def test_nesting_is_fine_up_to_the_limit_and_told_above_it() -> None:
    assert told(nested(MAX_DEPTH - 1)) == []
    assert told(nested(MAX_DEPTH)) == [(1, "yaml-depth")]
    assert told(nested(5000)) == [(1, "yaml-depth")]


def test_no_depth_brings_the_program_down() -> None:
    script = (
        "from prongsai.document import read_document\n"
        "print(read_document('a.yml', b'a: ' + b'[' * 200_000 + b']' * 200_000)[1][0].code)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout.strip()) == (0, "yaml-depth")


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        pytest.param('a: "ข\nb: ค\nc: ง\n', 1, "yaml-syntax", id="a quote that is never closed"),
        pytest.param("a: ข\nb\nc: ค\n", 2, "yaml-syntax", id="a field without its colon"),
        pytest.param("a: ข\nb\n", 2, "yaml-syntax", id="a last field without its colon"),
        pytest.param("a: ข\n b: ค\n", 2, "yaml-indent", id="an indentation too many"),
        pytest.param("a:\n  b: ข\n c: ค\nd: ง\n", 3, "yaml-indent", id="an indentation too few"),
        pytest.param("a:\n - b: ข\n  c: ค\n", 3, "yaml-indent", id="a field beside its dash"),
        pytest.param("a:\n b: ข\n  c: ค\n  d: ง\n", 2, "yaml-indent", id="a first field unlike the others"),
        pytest.param("a:\n  b:ข\n  c: ค\n", 2, "yaml-no-blank", id="a first field without a blank"),
        pytest.param("a:\n  b: ข\n  c:ค\n", 3, "yaml-no-blank", id="a last field without a blank"),
        pytest.param("a: ข\n  http://b.go.th\nc: ค: ง\n", 3, "yaml-syntax", id="an address is no field"),
    ],
)
def test_a_fault_of_syntax_is_told_where_it_is_made(text: str, line: int, code: str) -> None:
    assert told(text) == [(line, code)]


def test_a_fault_of_syntax_tells_the_column() -> None:
    [problem] = read("a: 1\nbb: ข: ค\n")[1]
    assert problem.facts["column"] == 6


# Bytes that are no text


@pytest.mark.parametrize(
    ("data", "line", "code"),
    [
        pytest.param("a: 1\nb: ผ่านดี\n".encode("cp874"), 2, "encoding-thai-windows", id="Thai Windows"),
        pytest.param(
            "a: “หน่วยงานของรัฐที่โปร่งใส” – ผ่านดี\n".encode("cp874"), 1, "encoding-thai-windows", id="with quotes"
        ),
        pytest.param(
            "a: 1\r\nb: 2\r\nc: ผ่าน\r\n".encode("cp874"), 3, "encoding-thai-windows", id="Windows lines"
        ),
        pytest.param("a: Grünwald\n".encode("latin-1"), 1, "encoding", id="Western"),
        pytest.param(b"a: \xff\xff\xdb\xdb\n", 1, "encoding", id="noise"),
        pytest.param("a: •••ก\n".encode("cp874"), 1, "encoding", id="too little Thai to tell"),
        pytest.param("a: ก\nb: ".encode() + "ข".encode("cp874"), 2, "encoding", id="half UTF-8, half not"),
        pytest.param("a: ผ่าน\nb: ก".encode()[:-1], 2, "encoding", id="cut within a letter"),
        pytest.param("a: ก\n".encode("utf-16"), 1, "encoding", id="UTF-16 with its mark"),
        pytest.param("a: ก\n".encode("utf-16-le"), 1, "bad-character", id="UTF-16 without its mark"),
        pytest.param(b"a: \x00\n", 1, "bad-character", id="a zero byte"),
        pytest.param("a: 1\nb: ก\x0bข\n".encode(), 2, "bad-character", id="Word's line break"),
        pytest.param(b"a: 1\nb: 2\nc: \x7f\n", 3, "bad-character", id="delete"),
        pytest.param(
            ("note: ที่ประชุมเห็นชอบ\nb: ก\x07\n" + "c: ง\n" * 20).encode(),
            2,
            "bad-character",
            id="after Thai text",
        ),
    ],
)
def test_bytes_that_are_no_text_are_told_at_their_line(data: bytes, line: int, code: str) -> None:
    document, _ = read(data)
    assert told(data) == [(line, code)]
    assert document.values == {}
