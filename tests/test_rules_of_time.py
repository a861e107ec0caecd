"""Where the rules on days begin and end. That each is told at its line is for `test_broken.py`."""

from __future__ import annotations

import pytest

from builders import YEAR, analysis, body, results
from prongsai.load import YearFiles
from verdicts import LATER, facts, plan, told

OUTSIDE = "outside-fiscal-year"
ERA = "off-by-543"


@pytest.mark.parametrize(
    ("date", "code"),
    [
        ("2569-10-01", ""),  # the first day of fiscal year 2570
        ("2570-09-30", ""),
        ("2569-09-30", OUTSIDE),
        ("2570-10-01", OUTSIDE),
        ("2569-10", ""),
        ("2569-09", OUTSIDE),
        ("2026-10-01", ""),  # Christian years are read as well
        ("2027-10-01", OUTSIDE),
        ("2025-12-31", OUTSIDE),
        ("3112-12-01", ERA),  # 543 was added to a Buddhist year
        ("3113-01-01", ERA),
        ("3114-01-01", OUTSIDE),
    ],
)
def test_what_is_due_lies_in_the_fiscal_year(date: str, code: str) -> None:
    for field in ("steps", "follow_up"):
        unit = body(plan({field: [{"text": "a"}, {"text": "b", "due": date}]}))
        assert told(unit, OUTSIDE, ERA) == ([f"{code}: {field}[2].due"] if code else [])


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("2569-10-01 to 2570-09-30", ""),
        ("2569-09-30 to 2570-09-30", OUTSIDE),
        ("2569-10-01 to 2570-10-01", OUTSIDE),
        ("3112-10-01 to 3113-09-30", ERA),
        ("year", ""),
        ("q4", ""),
    ],
)
def test_a_period_lies_in_the_fiscal_year(period: str, code: str) -> None:
    unit = body(plan({"period": period}))
    assert told(unit, OUTSIDE, ERA) == ([f"{code}: period"] if code else [])
    if code:
        assert facts(unit, code) == [{"year": "2570", "start": "2569"}]


@pytest.mark.parametrize(
    ("entry", "today", "codes"),
    [
        ({"date": "2569-10-01"}, LATER, []),
        ({"date": "2569-09-30"}, LATER, ["entry-before-year"]),
        ({"date": "2570-05-01"}, "2570-05-01", []),
        ({"date": "2570-05-01"}, "2570-04-30", ["entry-in-future"]),
        ({"date": "2570-04-01", "round": "h2"}, LATER, []),
        ({"date": "2570-03-31", "round": "h2"}, LATER, ["entry-before-round"]),
        ({"date": "2570-01-01", "round": "q2"}, LATER, []),
        ({"date": "2569-12-31", "round": "q2"}, LATER, ["entry-before-round"]),
    ],
)
def test_a_report_has_a_day_that_can_be(entry: dict[str, str], today: str, codes: list[str]) -> None:
    first = {"round": "h1", "text": "a"}
    unit = body(plan({"progress": [first, {"text": "b", **entry}]}))
    kinds = ("entry-before-year", "entry-in-future", "entry-before-round")
    assert told(unit, *kinds, today=today) == [f"{code}: progress[2].date" for code in codes]


@pytest.mark.parametrize(
    ("done", "today", "is_future"),
    [
        ("2570-05-01", "2570-05-01", False),
        ("2570-05-02", "2570-05-01", True),
        ("2570-05", "2570-05-01", False),
        ("2570-05", "2570-04-30", True),
        ("yes", "2569-01-01", False),
    ],
)
def test_what_is_done_was_done_by_today(done: str, today: str, is_future: bool) -> None:
    for field in ("steps", "follow_up"):
        unit = body(plan({field: [{"text": "a"}, {"text": "b", "done": done}]}))
        assert told(unit, "done-in-future", today=today) == (
            [f"done-in-future: {field}[2].done"] if is_future else []
        )


@pytest.mark.parametrize(("date", "is_told"), [("2570-03-31", True), ("2570-04-01", False)])
def test_what_is_reported_on_the_first_of_a_month_can_have_been_done_in_it(date: str, is_told: bool) -> None:
    unit = body(plan({"progress": [{"date": date, "text": "แล้วเสร็จเดือนเมษายน 2570"}]}))
    assert told(unit, "done-after-report") == (["done-after-report: progress[1].text"] if is_told else [])


@pytest.mark.parametrize(("result_year", "is_told"), [(YEAR - 1, False), (YEAR, True), (YEAR + 1, True)])
def test_the_analysed_result_is_of_an_earlier_year(result_year: int, is_told: bool) -> None:
    unit = body(YearFiles(YEAR, analysis=analysis(result_year=result_year)))
    assert told(unit, "result-year") == (["result-year: result_year"] if is_told else [])


def test_the_analysed_result_is_there_where_its_year_has_a_framework() -> None:
    assert told(body(plan()), "missing-results") == ["missing-results: result_year"]
    assert facts(body(plan()), "missing-results") == [{"year": "2569"}]
    before = YearFiles(YEAR - 1, results=results({"ind1": "9.00"}))
    assert told(body(before, plan()), "missing-results") == []
    assert told(body(plan(year=YEAR - 2)), "missing-results") == []
    assert told(body(YearFiles(YEAR)), "missing-results") == []
