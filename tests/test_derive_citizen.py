"""What a citizen asks of the reports: did it help, what stands where, what is new, where is my province."""

from __future__ import annotations

from typing import Any

import pytest

from builders import YEAR, framework, measure, report, results, sure
from prongsai.derive.history import history_rows, other_years
from prongsai.derive.measures import Effect, MeasureReport
from prongsai.derive.plan import PlanReport
from prongsai.load import YearFiles

PLAN_YEAR = YEAR + 1


def plan(**values: Any) -> PlanReport:
    found = report(YearFiles(PLAN_YEAR, measures=(measure(**values),))).latest_plan
    assert found
    return found


def followed(answers: list[str], before: dict[str, str], after: dict[str, str] | None) -> MeasureReport:
    """A measure with the scores before and after; q3 is asked no more in the second year."""
    newer = framework(
        PLAN_YEAR,
        questions=[sure("q1", indicator="ind1", was="q1"), sure("q2", indicator="ind1", was="q2")],
    )
    years = (
        YearFiles(YEAR, results=results(before)),
        YearFiles(PLAN_YEAR, results=results(after) if after else None, measures=(measure(answers=answers),)),
    )
    found = report(*years, frameworks=(framework(YEAR), newer)).latest_plan
    assert found
    return found.measures[0]


@pytest.mark.parametrize(
    ("answers", "after", "effect"),
    [
        (["q1"], {"q1": "6.01"}, Effect(1, 0, 0, 0)),
        (["q1"], {"q1": "5.99"}, Effect(0, 1, 0, 0)),
        (["q1"], {"q1": "6.00"}, Effect(0, 0, 1, 0)),
        (["q1", "q2"], {"q1": "7", "q2": "5"}, Effect(1, 1, 0, 0)),
        (["q1"], {"q1": "6+"}, Effect(0, 0, 0, 1)),
        (["q3"], {"ind2": "8"}, Effect(1, 0, 0, 0)),
        (["q3"], {"ind2": "6.5"}, Effect(0, 1, 0, 0)),
        (["q3"], {"ind2": "7.0"}, Effect(0, 0, 1, 0)),
        (["q3"], {"ind2": "7+"}, Effect(0, 0, 0, 1)),
        (["q3"], {"ind1": "8"}, Effect(0, 0, 0, 1)),
        (["q1", "o1"], {"q1": "7"}, Effect(1, 0, 0, 1)),
        (["q1"], None, Effect(0, 0, 0, 1)),
        (["a-finding"], {"q1": "7"}, Effect(0, 0, 0, 0)),
        ([], {"q1": "7"}, Effect(0, 0, 0, 0)),
    ],
)
def test_whether_it_helped_counts_what_can_be_compared(
    answers: list[str], after: dict[str, str] | None, effect: Effect
) -> None:
    found = followed(answers, {"q1": "6.00", "q2": "6", "q3": "5", "ind2": "7"}, after)
    assert found.effect == effect
    assert found.effect.compared == effect.up + effect.down + effect.same


@pytest.mark.parametrize(
    ("after", "compared"), [({"ind2": "8"}, ["7", "8"]), ({"ind1": "8"}, None), (None, None)]
)
def test_a_question_without_a_successor_is_compared_by_its_indicator_where_both_years_have_it(
    after: dict[str, str] | None, compared: list[str] | None
) -> None:
    (answer,) = followed(["q3"], {"q3": "5", "ind2": "7"}, after).answers
    assert (answer.indicator and [str(each.value) for each in answer.indicator]) == compared


@pytest.mark.parametrize(
    ("answers", "indicators"),
    [
        (["q1"], ("ind1",)),
        (["q3", "q1"], ("ind1", "ind2")),
        (["ind3", "q1", "q2"], ("ind1", "ind3")),
        (["t1", "a-finding", "o1"], ()),
        ([], ()),
    ],
)
def test_a_measures_indicators_are_those_of_what_it_answers(
    answers: list[str], indicators: tuple[str, ...]
) -> None:
    found = plan(answers=answers)
    assert found.measures[0].indicators == indicators
    assert found.indicators == indicators


def test_every_measure_stands_in_the_group_of_its_state_and_of_each_remark() -> None:
    late = measure("m1", period="q1", progress=[{"round": "q1", "status": "in-progress"}])
    done = measure("m2", progress=[{"status": "done"}])
    found = report(YearFiles(YEAR, measures=(late, done)), today=f"{YEAR}-02-01").latest_plan
    assert found
    groups = {group.name: [each.id for each in group.measures] for group in found.groups}
    assert groups == {
        "late": ["m1"],
        "stale": [],
        "no-proof": ["m2"],
        "done": ["m2"],
        "in-progress": ["m1"],
        "not-started": [],
        "cancelled": [],
        "unstated": [],
        "no-report": [],
    }
    assert [group.is_remark for group in found.groups] == [True] * 3 + [False] * 6
    assert found.measures[0].marks == ("in-progress", "late")


def test_what_all_departments_do_stands_after_the_departments_and_what_nobody_does_apart() -> None:
    measures = (measure("m1", owners=["all"]), measure("m2", owners=["finance"]), measure("m3"))
    found = report(YearFiles(YEAR, measures=measures)).latest_plan
    assert found
    assert [(owner.id, [each.id for each in owner.measures]) for owner in found.owners] == [
        ("finance", ["m2"]),
        ("all", ["m1"]),
    ]
    assert [each.id for each in found.unowned] == ["m3"]


@pytest.mark.parametrize(
    ("entry", "days"),
    [
        ({"round": "h1", "date": f"{YEAR}-03-31"}, None),
        ({"round": "h1", "date": f"{YEAR}-04-01"}, 1),
        ({"round": "h1", "date": f"{YEAR}-05-01"}, 31),
        ({"round": "h1"}, None),
        ({"date": f"{YEAR}-05-01"}, None),
    ],
)
def test_an_entry_says_how_long_after_its_round_it_was_filed(entry: dict[str, str], days: int | None) -> None:
    found = report(YearFiles(YEAR, measures=(measure(progress=[entry]),))).latest_plan
    assert found
    assert found.measures[0].entries[0].days_after_round == days


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://example.go.th/a.pdf#page=3", 3),
        ("https://example.go.th/a.pdf#zoom=50&page=12", 12),
        ("https://example.go.th/a.pdf?page=3", None),
        ("https://example.go.th/a.pdf", None),
    ],
)
def test_evidence_says_its_page(url: str, page: int | None) -> None:
    found = plan(progress=[{"evidence": [{"title": "ประกาศ", "url": url}]}])
    assert found.measures[0].entries[0].entry.evidence[0].page == page


def test_the_newest_entries_of_all_years_come_first() -> None:
    def entries(*days: str) -> tuple[Any, ...]:
        return (measure(progress=[{"date": each} for each in days]),)

    unit = report(
        YearFiles(YEAR, measures=entries(f"{YEAR}-01-05", f"{YEAR}-03-05")),
        YearFiles(PLAN_YEAR, measures=entries(f"{YEAR}-12-05")),
    )
    found = [(each.year, placed.stands_at.month) for each, placed in unit.latest_entries(2)]
    assert found == [(PLAN_YEAR, 12), (YEAR, 3)]


def test_the_years_stand_side_by_side_where_a_code_keeps_its_title() -> None:
    indicators = [
        sure("ind1", "Another title", instrument="inner"),
        sure("ind2", instrument="inner", title="New"),
    ]
    older = framework(YEAR, indicators=[*indicators, sure("ind9", "Gone", instrument="inner")])
    newer = framework(YEAR + 1, indicators=[indicators[0], sure("ind2", "Newer", instrument="inner")])
    unit = report(
        YearFiles(YEAR, results=results({"total": "7", "ind1": "6", "ind2": "5", "ind9": "7", "outer": "8"})),
        YearFiles(YEAR + 1, results=results({"total": "8", "ind1": "9", "ind2": "4"})),
        frameworks=(older, newer),
    )
    rows = history_rows(unit.results)
    values = {
        row.code: [None if figure is None else str(figure.value) for _, figure in row.figures] for row in rows
    }
    assert values == {
        "total": ["7", "8"],
        "inner": ["6.00", "6.50"],
        "outer": ["8", "None"],
        "ind1": ["6", "9"],
        "ind2": [None, "4"],
    }
    assert [(row.title, row.figures[0][0].year) for row in rows[-2:]] == [
        ("Another title", YEAR),
        ("Newer", YEAR),
    ]
    assert rows[0].title is None
    assert [row.code for row in history_rows(unit.results[:1])][-1] == "ind9"


def test_a_score_is_followed_through_the_years_while_it_keeps_its_meaning() -> None:
    same = [sure("q1", indicator="ind1", was="q1"), sure("q9", indicator="ind1", was="q2")]
    frameworks = (
        framework(YEAR),
        framework(YEAR + 1, questions=same),
        framework(YEAR + 2, questions=[sure("q2", indicator="ind1", was="q9")]),
    )
    unit = report(
        YearFiles(YEAR, results=results({"q1": "6", "q2": "7", "total": "7"})),
        YearFiles(YEAR + 1, results=results({"q1": "6.5", "q9": "7.5", "total": "7.1"})),
        YearFiles(YEAR + 2, results=results({"q2": "8", "total": "7.2"})),
        frameworks=frameworks,
    )

    def others(index: int, code: str) -> list[tuple[int, str]]:
        found = other_years(unit.results[index], unit.results)[code]
        return [(year, f"{figure.code} {figure.value}") for year, figure in found]

    assert others(0, "q1") == [(YEAR + 1, "q1 6.5")]
    assert others(0, "q2") == [(YEAR + 1, "q9 7.5"), (YEAR + 2, "q2 8")]
    assert others(1, "q9") == [(YEAR, "q2 7"), (YEAR + 2, "q2 8")]
    assert others(2, "q2") == [(YEAR, "q2 7"), (YEAR + 1, "q9 7.5")]
    assert others(1, "total") == [(YEAR, "total 7"), (YEAR + 2, "total 7.2")]
