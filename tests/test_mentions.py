"""What the rules on prose read in a line: `mentions.yml` is the table of cases."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from builders import YEAR, framework, sure
from prongsai.check.mentions import Claim, Context, Reader, before, lines_of, numbers, phrases
from prongsai.project import frameworks_folder
from prongsai.reference import load_reference

CASES: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parent / "mentions.yml").read_text("utf-8"), yaml.BaseLoader
)
SCORE = phrases()["score"]
INDICATOR = phrases()["indicator_word"]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_reference(frameworks_folder()).frameworks["nacc", 2566], 2566)


def spelled(claim: Claim) -> str:
    """A claim as the table spells it."""
    codes = claim.codes[0] if len(claim.codes) == 1 else f"{claim.codes[0]}..{claim.codes[-1]}"
    return f"{codes} = {claim.value}"


def context(case: dict[str, Any]) -> Context:
    return Context(case.get("section", ""), frozenset(case.get("codes", ())))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["line"])
def test_a_line_says_what_the_table_says(case: dict[str, Any], reader: Reader) -> None:
    assert [spelled(each) for each in reader.claims(case["line"], context(case))] == case["claims"]
    for claim in reader.claims(case["line"], context(case)):
        assert case["line"][claim.start :].startswith(str(claim.value))
    if "namings" in case:
        assert [f"{each.number}: {each.name}" for each in reader.namings(case["line"])] == case["namings"]

        number = phrases()["indicator_number"].partition("\\")[0]
        assert all(case["line"][each.start :].startswith(number) for each in reader.namings(case["line"]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["line"])
def test_a_line_says_the_same_further_down_at_its_own_place(case: dict[str, Any], reader: Reader) -> None:
    codes = Context(codes=context(case).codes)
    above = "II\n\n"
    below = f"{above}{case['line']}\n99.99 {SCORE}"
    shift = len(above)
    assert [(each.start, each.codes, each.value) for each in reader.claims(below, codes)] == [
        (each.start + shift, each.codes, each.value) for each in reader.claims(case["line"], codes)
    ]
    assert [each.start for each in reader.namings(below)] == [
        each.start + shift for each in reader.namings(case["line"])
    ]


def subject(name: str, reader: Reader) -> str:
    """Words that speak of a code, of an indicator by number, by name or by both words, of an instrument."""
    title = reader.framework.indicators[2].title
    kinds = {"code": "I19", "indicator": f"{INDICATOR}", "name": title, "instrument": "IIT"}
    numbered = phrases()["indicator_number"].partition("\\")[0]
    return {**kinds, "indicator": f"{numbered} 3", "called": f"{INDICATOR} {title}"}[name]


@pytest.mark.parametrize(
    ("name", "reach"), [("code", 260), ("indicator", 120), ("called", 120), ("name", 40), ("instrument", 40)]
)
def test_a_number_is_believed_as_far_as_its_subject_reaches(name: str, reach: int, reader: Reader) -> None:
    words = subject(name, reader)
    for gap, count in ((reach, 1), (reach + 1, 0)):
        line = f"{words}{'_' * (gap - 1)} 90.00 {SCORE}"
        assert len(list(reader.claims(line))) == count, gap


def test_a_number_at_the_beginning_of_a_section_is_the_sections() -> None:
    framework = load_reference(frameworks_folder()).frameworks["nacc", 2566]
    reader = Reader(framework, 2566)
    for gap, count in ((12, 1), (13, 0)):
        line = f"{'_' * (gap - 1)} 90.00 {SCORE}"
        assert len(list(reader.claims(line, Context("ind4")))) == count, gap
        assert not list(reader.claims(line))


@pytest.mark.parametrize(("year", "is_other"), [(2566, False), (2565, True), (2467, True), (2367, False)])
def test_another_year_is_looked_for_close_by(year: int, is_other: bool, reader: Reader) -> None:
    for line, start in ((f"{year} " + "_" * 20 + "I19", 25), ("I19" + "_" * 21 + f"{year}", 0)):
        assert reader.is_of_another_year(line, start, start + 3) is is_other
    far = "_" * 30
    assert not reader.is_of_another_year(f"{year}{far}I19{far}{year}", 34, 37)


def test_of_two_names_that_begin_alike_the_longer_is_meant() -> None:
    titles = {"ind1": "open", "ind2": "open data", "ind3": "data"}
    indicators = [sure(code, title, instrument="inner") for code, title in titles.items()]
    reader = Reader(framework(indicators=indicators), YEAR)
    for code, title in titles.items():
        assert [spelled(each) for each in reader.claims(f"{title} 9.00 {SCORE}")] == [f"{code} = 9.00"]


def test_of_a_name_and_an_instrument_that_begin_alike_the_longer_is_meant() -> None:
    instruments = [sure("inner", "a", label="open", weight="50"), sure("outer", "b", label="z", weight="50")]
    indicators = [sure("ind1", "open data", instrument="inner")]
    reader = Reader(
        framework(instruments=instruments, indicators=indicators, questions=[], groups=[], items=[]), YEAR
    )
    assert [spelled(each) for each in reader.claims(f"open data 9.00 {SCORE}")] == ["ind1 = 9.00"]
    assert [spelled(each) for each in reader.claims(f"open 9.00 {SCORE}")] == ["inner = 9.00"]


def test_a_number_with_which_a_name_begins_is_no_score() -> None:
    titles = {"ind1": "open", "ind2": f"10 {SCORE}", "ind3": "data"}
    indicators = [sure(code, title, instrument="inner") for code, title in titles.items()]
    reader = Reader(framework(indicators=indicators), YEAR)
    assert [spelled(each) for each in reader.claims(f"open 10 {SCORE} 9.00 {SCORE}")] == ["ind2 = 9.00"]


def test_lines_begin_where_they_stand_in_the_text() -> None:
    assert list(lines_of("ab\n\nc")) == [(0, "ab"), (3, ""), (4, "c")]
    assert list(lines_of("")) == [(0, "")]


def test_a_cue_stands_at_most_twenty_five_signs_before() -> None:
    line = "0123456789" * 5
    assert before(line, 40) == line[15:40]
    assert before(line, 10) == line[:10]
    assert before(line, 0) == ""


def test_a_number_is_told_with_its_place() -> None:
    found = list(numbers(f"7.5 {SCORE} 100 {SCORE}"))
    assert [(each.start, each.end, each.value) for each in found] == [
        (0, 3, Decimal("7.5")),
        (5 + len(SCORE), 8 + len(SCORE), Decimal(100)),
    ]
