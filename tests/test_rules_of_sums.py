"""Which sums are told as broken, and which scores with them. What a sum is stands in `test_sums.py`."""

from __future__ import annotations

import pytest

from builders import YEAR, body, day, framework, reference, results, sure
from prongsai.check import check_unit
from prongsai.load import Data, YearFiles
from verdicts import LATER, facts, told

SUMS = {"q1": "9.00", "q2": "8.00", "ind1": "8.50", "ind2": "7.50", "inner": "8.00"} | {
    "ind3": "6.00",
    "outer_1": "5.00",
    "outer_2": "7.00",
    "outer": "6.00",
    "total": "7.00",
}
RULES_OF_SUMS = ("indicator-mean", "instrument-mean", "part-mean", "total-mean", "suspect-score")


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"total": "3.21"}, ["total-mean: scores.total"]),
        ({"q1": "0.90"}, ["indicator-mean: scores.ind1", "suspect-score: scores.q1"]),
        # two faults that have nothing to do with each other are told each
        (
            {"q1": "0.90", "outer_1": "0.50"},
            [
                "indicator-mean: scores.ind1",
                "part-mean: scores.outer",
                "suspect-score: scores.outer_1",
                "suspect-score: scores.q1",
            ],
        ),
        # another ind1 would mend its questions and break the instrument, which holds
        (
            {"q1": "8.00", "outer_1": "0.50"},
            [
                "indicator-mean: scores.ind1",
                "part-mean: scores.outer",
                "suspect-score: scores.outer_1",
                "suspect-score: scores.q1",
                "suspect-score: scores.q2",
            ],
        ),
        ({"inner": "8.80"}, ["instrument-mean: scores.inner"]),
    ],
)
def test_a_sum_that_does_not_hold_is_told_with_the_scores_that_explain_it(
    changes: dict[str, str], fields: list[str]
) -> None:
    unit = body(YearFiles(YEAR, results=results({**SUMS, **changes})))
    assert sorted(told(unit, *RULES_OF_SUMS)) == fields


def test_a_suspect_is_told_with_what_it_should_be_and_the_sum() -> None:
    unit = body(YearFiles(YEAR, results=results({**SUMS, "q1": "0.90"})))
    assert facts(unit, "suspect-score") == [{"value": "0.90", "likely": "9.00", "sum": "ind1"}]
    assert facts(unit, "indicator-mean") == [{"value": "8.50", "computed": "4.45", "parts": "q1, q2"}]


@pytest.mark.parametrize(("count", "parts"), [(3, "q1, q2, q3"), (4, "q1-q4")])
def test_four_parts_of_one_kind_are_a_range(count: int, parts: str) -> None:
    codes = [f"q{number}" for number in range(1, count + 1)]
    rules = framework(YEAR, questions=[sure(code, "a", indicator="ind1") for code in codes])
    unit = body(YearFiles(YEAR, results=results({"ind1": "9.00"} | dict.fromkeys(codes, "1.00"))))
    verdict = check_unit(unit, (), Data((unit,), reference(rules)), day(LATER))
    assert [each.facts["parts"] for each in verdict.problems if each.code == "indicator-mean"] == [parts]
