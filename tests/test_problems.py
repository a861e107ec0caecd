"""What is wrong is told in one Thai sentence, with place and code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from string import Formatter

import pytest
import yaml

from conftest import ROOT
from prongsai.document import read_document
from prongsai.problems import DataError, Kind, Place, Problem, Severity, StopError, problem_kinds

PACKAGE = ROOT / "generator" / "prongsai"
TABLE = PACKAGE / "problems.yml"
STOPS: dict[str, str] = yaml.safe_load(TABLE.read_text("utf-8"))["stops"]
THAI = re.compile("[\u0e01-\u0e5b]")
PLACE = Place("units/good/2566/results.yml", 6, "scores.ind2")


def fields_of(sentence: str) -> set[str]:
    """The names in braces of a sentence of the table."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def stop_calls() -> Iterator[tuple[str, set[str]]]:
    """The code and the names of the facts of every `StopError` that the program raises."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "StopError":
                assert isinstance(node.args[0], ast.Constant)
                yield str(node.args[0].value), {str(each.arg) for each in node.keywords}


# A problem


def test_a_problem_reads_path_line_sentence_code() -> None:
    problem = Problem(PLACE, "score-range", {"value": "195.76", "min": 0, "max": 100})
    assert str(problem) == (
        "units/good/2566/results.yml:6: scores.ind2 = 195.76 ซึ่งอยู่นอกช่วง 0-100 "
        "ให้ตรวจจุดทศนิยมและตัวเลขกับเอกสารผลการประเมิน [score-range]"
    )


def test_a_problem_is_one_line_whatever_the_author_wrote() -> None:
    problem = Problem(PLACE, "not-a-score", {"value": "95\n\n  .76\t"})
    assert '"95 .76 "' in problem.sentence
    assert "\n" not in str(problem)


def test_what_an_author_wrote_is_never_read_as_a_template() -> None:
    assert '"{field} {0} {"' in Problem(PLACE, "not-a-score", {"value": "{field} {0} {"}).sentence


def test_a_code_in_braces_is_shown_in_braces() -> None:
    assert "{i25}" in Problem(PLACE, "unknown-reference", {"value": "i25", "year": 2566}).sentence


def test_a_problem_belongs_to_the_folder_below_units() -> None:
    assert Problem(PLACE, "empty").unit == "good"
    assert Problem(Place("units/good", 1), "unit-id", {"name": "good"}).unit == "good"


@pytest.mark.parametrize(
    ("code", "is_error"), [("score-range", True), ("result-year", False), ("missing-results", False)]
)
def test_only_an_error_stops_a_build(code: str, is_error: bool) -> None:
    problem = Problem(PLACE, code)
    assert problem.is_error is is_error
    assert (problem.kind.severity is Severity.ERROR) is is_error


def test_problems_are_sorted_by_file_then_line_then_field_then_code() -> None:
    rows = [
        ("units/a/unit.yml", 2, "name", "empty"),
        ("units/a/unit.yml", 10, "kind", "empty"),
        ("units/a/unit.yml", 10, "kind", "not-text"),
        ("units/a/unit.yml", 10, "name", "empty"),
        ("units/b/unit.yml", 1, "name", "empty"),
    ]
    problems = [Problem(Place(path, line, field), code) for path, line, field, code in reversed(rows)]
    sorted_problems = sorted(problems, key=lambda each: each.sort_key)
    assert [
        (each.place.path, each.place.line, each.place.field, each.code) for each in sorted_problems
    ] == rows


def test_an_error_of_the_data_keeps_its_problems() -> None:
    problems = (Problem(PLACE, "empty"), Problem(PLACE, "not-text"))
    assert DataError(problems).problems == problems


# The table


def test_no_row_of_the_table_stands_twice() -> None:
    assert read_document(TABLE.name, TABLE.read_bytes())[1] == []


@pytest.mark.parametrize("kind", problem_kinds().values(), ids=lambda kind: kind.code)
def test_every_problem_has_a_stable_code_a_law_and_a_thai_sentence(kind: Kind) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", kind.code)
    assert kind.severity in Severity
    assert THAI.search(kind.meaning)
    assert "{" not in kind.meaning
    assert "\n" not in kind.meaning
    assert THAI.search(kind.sentence)
    assert all(name.isidentifier() for name in fields_of(kind.sentence))


@pytest.mark.parametrize("kind", problem_kinds().values(), ids=lambda kind: kind.code)
def test_every_sentence_says_what_to_do(kind: Kind) -> None:
    assert re.search("ให้|ต้อง|ใช้ได้|ใกล้ที่สุด", kind.sentence)


@pytest.mark.parametrize("code", STOPS)
def test_a_stop_is_one_thai_sentence_with_its_facts(code: str) -> None:
    facts: dict[str, object] = {name: f"<{name}>" for name in fields_of(STOPS[code])}
    sentence = str(StopError(code, **facts))
    assert THAI.search(sentence)
    assert "\n" not in sentence
    assert all(str(fact) in sentence for fact in facts.values())
    assert "{" not in sentence


def test_every_stop_of_the_table_is_raised_and_every_raised_one_is_in_the_table() -> None:
    assert {code for code, _ in stop_calls()} == STOPS.keys()


@pytest.mark.parametrize(("code", "facts"), list(stop_calls()))
def test_a_stop_is_raised_with_the_facts_of_its_sentence(code: str, facts: set[str]) -> None:
    assert fields_of(STOPS[code]) == facts
