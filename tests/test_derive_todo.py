"""What is left to do and where each day comes from, as of the day before, on and after each boundary.

The plan is of fiscal year 2570 (1 October 2569 to 30 September 2570) unless a case says otherwise.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from builders import YEAR, analysis, day, framework, measure, report, results, sure
from prongsai.derive import UnitReport
from prongsai.derive.asked import AskedRound
from prongsai.derive.tasks import KINDS, SOON_DAYS, STANDINGS, Standing, Task, TaskKind
from prongsai.derive.todo import Wanted, owner_named, owner_words, todo
from prongsai.load import YearFiles
from prongsai.model.calendar import Period, When
from prongsai.model.framework import Framework

PROOF = [{"title": "ประกาศ", "url": "https://example.go.th/a.pdf"}]
NO_ITEMS = [framework(year, items=[]) for year in range(YEAR - 2, YEAR + 3)]
"""Assessments that ask for no report."""
FAR_PAST = "2560-01-01"


def body(*entries: dict[str, Any], today: str = FAR_PAST, year: int = YEAR, **values: Any) -> UnitReport:
    """A body with one measure and these entries, whom no assessment asks for a report."""
    files = YearFiles(year, measures=(measure(progress=list(entries), **values),))
    return report(files, today=today, frameworks=NO_ITEMS)


def told(given: UnitReport) -> list[tuple[str, str | None, str | None]]:
    """Each task's kind, day in Buddhist years and round."""
    return [(task.kind, spelled(task), task.round) for task in todo(given).tasks]


def spelled(task: Task) -> str | None:
    return f"{task.due.year + 543}-{task.due:%m-%d}" if task.due else None


def reasons(given: UnitReport) -> list[str]:
    return [task.why for task in todo(given).tasks]


def only(given: UnitReport) -> Task:
    (task,) = todo(given).tasks
    return task


def test_the_rounds_that_assessments_ask_for_are_those_of_their_items_reports() -> None:
    def asks(year: int, **role: str) -> Framework:
        item = sure("o9", "Report", group="g1", role={"page": "progress", "plan": "-1", **role})
        other = sure("o2", "Measures", group="g1", role={"page": "measures", "plan": "-1"})
        return framework(year, items=[sure("o1", "Other", group="g1"), other, item])

    role = {"page": "progress", "plan": "-3", "round": "q1"}
    later = sure("o7", "Report", group="g1", role=role) | {"standing": "inferred"}
    frameworks = [asks(YEAR + 1, round="h1"), asks(YEAR + 2, plan="-2"), framework(YEAR + 3, items=[later])]
    found = report(YearFiles(YEAR, measures=(measure(),)), frameworks=frameworks).asked
    assert found == {
        YEAR: (
            AskedRound("h1", "o9", YEAR + 1, True),
            AskedRound("year", "o9", YEAR + 2, True),
            AskedRound("q1", "o7", YEAR + 3, False),
        )
    }


def test_the_lists_of_kinds_and_standings_agree_with_their_types() -> None:
    assert get_args(TaskKind) == KINDS
    assert get_args(Standing) == STANDINGS


# --- What a task says of itself


TASKS = yaml.safe_load(Path(__file__).with_name("tasks.yml").read_text("utf-8"))
"""By name: a measure's fields and a day, or the files of a body; and all that is told of its tasks."""


def all_told(given: UnitReport) -> list[dict[str, Any]]:
    """All that is told of a body's tasks; facts as text."""
    tasks = todo(given).tasks
    assert all(task.today == given.today for task in tasks)
    return [whole(task) for task in tasks]


def whole(task: Task) -> dict[str, Any]:
    return {
        "kind": task.kind,
        "id": task.id,
        "why": task.why,
        "due": spelled(task),
        "days": task.days,
        "standing": task.standing,
        "place": " ".join(map(str, (task.place.path, task.place.line, task.place.field))).strip(),
        "facts": {name: _told(value) for name, value in task.facts.items()},
        "owners": " ".join(task.owners),
        "command": " ".join(task.command),
    }


def _told(value: object) -> str:
    if isinstance(value, Period):
        return value.name
    return str(value.span.last) if isinstance(value, When) else str(value)


@pytest.mark.parametrize("name", [name for name, case in TASKS.items() if "measure" in case])
def test_all_that_is_told_of_a_measures_tasks(name: str) -> None:
    case = TASKS[name]
    values = {name: value for name, value in case["measure"].items() if name != "progress"}
    given = body(*case["measure"].get("progress", ()), today=case["today"], **values)
    assert all_told(given) == case["tasks"]


def test_all_that_is_told_of_a_finding_that_no_measure_answers() -> None:
    case = TASKS["a finding that no measure answers"]
    files = YearFiles(
        YEAR, analysis=analysis(case["finding"]), measures=(measure(progress=[{"status": "cancelled"}]),)
    )
    assert all_told(report(files, today=case["today"], frameworks=NO_ITEMS)) == case["tasks"]


def test_all_that_is_told_of_a_result_that_no_plan_rests_on() -> None:
    case = TASKS["a result that no plan rests on"]
    files = YearFiles(YEAR, results=results({"total": "8"}))
    assert all_told(report(files, today=case["today"], frameworks=NO_ITEMS)) == case["tasks"]


# --- The first report


@pytest.mark.parametrize(
    ("period", "due", "round_name", "why"),
    [
        (None, "2570-09-30", "year", "fiscal-year"),
        ("year", "2570-09-30", "year", "period"),
        ("h1", "2570-03-31", "h1", "period"),
        ("h2", "2570-09-30", "h2", "period"),
        ("q1", "2569-12-31", "q1", "period"),
        ("q3", "2570-06-30", "q3", "period"),
        ("q1-q2", "2570-03-31", "h1", "period"),
        ("q2-q3", "2570-06-30", "q3", "period"),
        ("q1-q4", "2570-09-30", "year", "period"),
        ("2569-10-01 to 2570-09-30", "2570-09-30", "year", "period"),
        ("2569-11 to 2570-02", "2570-02-28", "q2", "period"),
        ("2570-03-31 to 2570-03-31", "2570-03-31", "q2", "period"),
        ("2570-08-01 to 2570-11-30", "2570-11-30", None, "period"),
        ("2570-03-01 to 2570-04-01", "2570-04-01", "q3", "period"),
        ("every-quarter", "2569-12-31", "q1", "part"),
        ("every-half", "2570-03-31", "h1", "part"),
        ("every-month", "2570-09-30", "year", "period"),
    ],
)
def test_a_measure_without_a_report_owes_one_at_the_end_of_its_own_period(
    period: str | None, due: str, round_name: str | None, why: str
) -> None:
    values: dict[str, Any] = {"period": period} if period else {}
    given = body(**values)
    assert told(given) == [("entry", due, round_name)]
    assert reasons(given) == [why]


def test_a_period_that_ends_in_february_of_a_leap_year_ends_on_the_29th() -> None:
    assert told(body(year=2567, period="2566-11 to 2567-02"))[0][1] == "2567-02-29"
    assert told(body(year=2568, period="2567-11 to 2568-02"))[0][1] == "2568-02-28"


def asking(round_name: str, plan: str, standing: str = "confirmed") -> list[Any]:
    """Assessments whose one item asks for this round of a plan of so many years before."""
    role = {"page": "progress", "plan": plan, "round": round_name}
    item = sure("o3", "รายงาน", group="g1", role=role) | {"standing": standing}
    return [framework(year, items=[item]) for year in (YEAR, YEAR + 1)]


@pytest.mark.parametrize(
    ("asked", "period", "expected"),
    [
        (("h1", "0"), "year", ("2570-03-31", "item", YEAR)),
        (("h1", "0"), "q1", ("2569-12-31", "period", None)),
        (("h1", "0"), None, ("2570-03-31", "item", YEAR)),
        (("h1", "0"), "h1", ("2570-03-31", "period", None)),
        (("h1", "0"), "h2", ("2570-09-30", "period", None)),
        (("year", "-1"), None, ("2570-09-30", "item", YEAR + 1)),
        (("year", "-1"), "year", ("2570-09-30", "period", None)),
        (("year", "-1"), "h1", ("2570-03-31", "period", None)),
    ],
)
def test_the_earlier_of_the_own_period_and_the_assessments_round_counts_but_no_round_before_it_begins(
    asked: tuple[str, str], period: str | None, expected: tuple[str, str, int | None]
) -> None:
    given: dict[str, Any] = {"period": period} if period else {}
    files = YearFiles(YEAR, measures=(measure(**given),))
    task = only(report(files, frameworks=asking(*asked)))
    assert (spelled(task), task.why, task.facts.get("asked_in")) == expected
    if task.why == "item":
        assert (task.round, task.facts["item"]) == (asked[0], "o3")


def test_an_assessment_whose_manual_was_not_seen_is_told_as_such() -> None:
    files = YearFiles(YEAR, measures=(measure(),))
    assert only(report(files, frameworks=asking("h1", "0", "inferred"))).why == "item-unsure"
    assert only(report(files, frameworks=asking("h1", "0", "confirmed"))).why == "item"


def test_an_assessment_of_another_family_asks_nothing() -> None:
    files = YearFiles(YEAR, measures=(measure(),))
    others = [each.model_copy(update={"family": "other"}) for each in asking("h1", "0")]
    assert only(report(files, frameworks=others)).why == "fiscal-year"


def test_what_other_measures_reported_counts_where_nothing_earlier_does() -> None:
    told_one = measure("m1", period="year", progress=[{"round": "h1", "status": "done", "evidence": PROOF}])
    files = YearFiles(YEAR, measures=(told_one, measure("m2", period="year")))
    task = only(report(files, frameworks=NO_ITEMS))
    assert (task.measure and task.measure.id, spelled(task), task.why) == ("m2", "2570-03-31", "others")
    assert task.round == "h1"


# --- The next report


@pytest.mark.parametrize(
    ("entries", "following"),
    [
        ([{"round": "q1"}], ("2570-03-31", "q2")),
        ([{"round": "q2"}], ("2570-06-30", "q3")),
        ([{"round": "q3"}], ("2570-09-30", "q4")),
        ([{"round": "q4"}], None),
        ([{"round": "q1"}, {"round": "q3"}], ("2570-09-30", "q4")),
        ([{"round": "q1"}, {"round": "h1"}], ("2570-09-30", "h2")),
        ([{"round": "h1"}], ("2570-09-30", "h2")),
        ([{"round": "h2"}], None),
        ([{"round": "year"}], None),
        ([{"round": "h1", "date": "2570-05-10"}], ("2570-09-30", "h2")),
        ([{"date": "2569-11-01"}], ("2570-09-30", "h2")),
        ([{"date": "2570-03-31"}], ("2570-09-30", "h2")),
        ([{"date": "2570-04-01"}], None),
        ([{}], None),
    ],
    ids=str,
)
def test_the_next_round_follows_what_was_told_in_the_bodys_own_rhythm(
    entries: list[dict[str, str]], following: tuple[str, str] | None
) -> None:
    given = body(*(entry | {"status": "in-progress"} for entry in entries))
    assert [(due, name) for kind, due, name in told(given) if kind == "entry"] == (
        [following] if following else []
    )


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ({"round": "q1"}, "next-round"),
        ({"round": "h1"}, "next-round"),
        ({"date": "2569-12-01"}, "next-half"),
    ],
    ids=str,
)
def test_a_rhythm_that_the_body_did_not_state_is_told_as_ours(entry: dict[str, str], why: str) -> None:
    assert reasons(body(entry | {"status": "in-progress"})) == [why]


# --- The day itself


@pytest.mark.parametrize(
    ("today", "days", "standing"),
    [
        ("2570-01-29", SOON_DAYS + 1, "later"),
        ("2570-01-30", SOON_DAYS, "soon"),
        ("2570-03-30", 1, "soon"),
        ("2570-03-31", 0, "soon"),
        ("2570-04-01", -1, "ended"),
    ],
)
def test_a_report_is_due_on_its_rounds_last_day_and_then_the_round_is_over_not_late(
    today: str, days: int, standing: str
) -> None:
    task = only(body(period="h1", today=today))
    assert (task.days, task.standing) == (days, standing)


@pytest.mark.parametrize(
    ("due", "today", "days", "standing"),
    [
        ("2570-02", "2570-02-28", 0, "soon"),
        ("2570-02", "2570-03-01", -1, "over"),
        ("2567-02", "2567-02-29", 0, "soon"),
        ("2567-02", "2567-03-01", -1, "over"),
        ("2570-02-10", "2570-02-09", 1, "soon"),
        ("2570-02-10", "2570-02-11", -1, "over"),
    ],
)
def test_a_step_is_due_on_its_day_or_its_months_last(due: str, today: str, days: int, standing: str) -> None:
    given = body({"round": "year", "status": "in-progress"}, steps=[{"text": "ก", "due": due}], today=today)
    task = only(given)
    assert (task.kind, task.days, task.standing) == ("step", days, standing)


def test_every_open_row_with_a_day_is_a_task_and_says_where_to_write() -> None:
    rows = [{"text": "ก", "due": "2570-01"}, {"text": "ข"}, {"text": "ค", "due": "2570-02", "done": "yes"}]
    given = body(
        {"round": "year", "status": "in-progress"}, steps=rows, follow_up=[{"text": "ง", "due": "2570-05"}]
    )
    steps = todo(given).tasks
    assert [task.key for task in steps] == ["steps.0", "follow_up.0"]
    assert [task.place.field for task in steps] == ["steps[1].done", "follow_up[1].done"]
    assert [task.command for task in steps] == [(), ()]


# --- What the last entry says


def entry(status: str | None, **values: Any) -> dict[str, Any]:
    return {"round": "year"} | ({"status": status} if status else {}) | values


@pytest.mark.parametrize("period", ["year", None])
@pytest.mark.parametrize(
    "last", [entry("done", evidence=PROOF), entry("cancelled"), entry("cancelled", round="q1")], ids=str
)
def test_a_closed_measure_needs_nothing(last: dict[str, Any], period: str | None) -> None:
    given: dict[str, Any] = {"steps": [{"text": "ก", "due": "2569-12"}]} | (
        {"period": period} if period else {}
    )
    assert told(body(last, today="2575-01-01", **given)) == []


def test_done_without_proof_needs_it_and_nothing_else() -> None:
    given = body(entry("done", round="h1"), period="year", steps=[{"text": "ก", "due": "2569-12"}])
    assert told(given) == [("proof", None, "h1")]
    assert only(given).command == (
        *("prongsai", "progress", "demo", str(YEAR), "m1"),
        *("--round", "h1", "--status", "done"),
    )


def test_proof_of_an_earlier_entry_is_proof() -> None:
    assert told(body(entry("in-progress", round="q1", evidence=PROOF), entry("done"))) == []


@pytest.mark.parametrize(
    ("today", "kinds"),
    [("2570-09-30", ["entry", "status"]), ("2570-10-01", ["entry"])],
    ids=["its next round is not over", "the next report will say it"],
)
def test_an_entry_without_status_needs_one_until_the_next_report_is_due(today: str, kinds: list[str]) -> None:
    assert [task.kind for task in todo(body({"round": "h1"}, today=today)).tasks] == kinds


def test_the_last_entry_without_status_is_still_asked_when_no_round_is_left() -> None:
    assert told(body({"round": "h2"}, today="2575-01-01")) == [("status", None, "h2")]


@pytest.mark.parametrize(
    ("period", "last", "expected"),
    [
        ("year", "h2", [("close", "2570-09-30", None)]),
        ("year", "h1", [("entry", "2570-09-30", "h2")]),
        ("h1", "h1", [("close", "2570-03-31", None), ("entry", "2570-09-30", "h2")]),
        (None, "h2", []),
    ],
)
def test_a_period_that_ends_before_the_next_report_asks_whether_the_work_is_done(
    period: str | None, last: str, expected: list[tuple[str, str, str | None]]
) -> None:
    given: dict[str, Any] = {"period": period} if period else {}
    assert told(body(entry("in-progress", round=last), **given)) == expected


# --- What no department was given


@pytest.mark.parametrize(("today", "count"), [("2570-09-30", 1), ("2570-10-01", 0)])
def test_an_open_finding_can_be_answered_until_the_year_is_over(today: str, count: int) -> None:
    findings = ({"id": "lost", "need": "fix"}, {"id": "kept", "need": "keep"}, {"id": "met"})
    files = YearFiles(
        YEAR, analysis=analysis(*findings, result_year=YEAR - 1), measures=(measure(answers=["met"]),)
    )
    found = [task for task in todo(report(files, today=today)).tasks if task.kind == "finding"]
    assert [(task.key, task.owners, task.due) for task in found] == [("lost", ("",), None)] * count


@pytest.mark.parametrize(("today", "count"), [("2571-09-30", 1), ("2571-10-01", 0)])
def test_results_without_a_plan_ask_for_one_until_its_year_is_over(today: str, count: int) -> None:
    given = report(YearFiles(YEAR, results=results({"total": "9"})), today=today)
    found = todo(given).tasks
    assert [(task.kind, task.year, task.place.path) for task in found] == [
        ("plan", YEAR + 1, f"units/demo/{YEAR + 1}/analysis.yml")
    ] * count


def test_results_that_a_plan_analyses_ask_for_none() -> None:
    files = (
        YearFiles(YEAR, results=results({"total": "9"})),
        YearFiles(YEAR + 1, analysis=analysis(result_year=YEAR)),
    )
    assert told(report(*files, today="2570-11-01")) == []


def test_a_body_without_anything_has_nothing_to_do() -> None:
    assert told(report()) == []


# --- The list


def two_departments(today: str = "2570-01-01") -> UnitReport:
    measures = (
        measure("m1", period="year", lead="finance", owners=["office", "finance"]),
        measure("m2", period="h1", owners=["all"]),
        measure("m3", period="q1", owners=["office"]),
        measure("m4", period="h2"),
    )
    return report(YearFiles(YEAR, measures=measures), today=today, frameworks=NO_ITEMS)


def ids(tasks: tuple[Task, ...]) -> list[str]:
    return [task.measure.id if task.measure else "" for task in tasks]


def test_the_soonest_stands_first_and_what_has_no_day_last() -> None:
    given = body({"round": "h1"}, steps=[{"text": "ก", "due": "2570-08"}, {"text": "ข", "due": "2570-07"}])
    assert [task.kind for task in todo(given).tasks] == ["step", "step", "entry", "status"]
    assert [spelled(task) for task in todo(given).tasks] == ["2570-07-31", "2570-08-31", "2570-09-30", None]


def test_a_task_stands_with_each_of_its_owners_once_and_with_nobody_where_none_is_named() -> None:
    groups = todo(two_departments()).groups
    assert [(group.id, group.name, ids(group.tasks)) for group in groups] == [
        ("office", "สำนักปลัด", ["m3", "m1"]),
        ("finance", "กองคลัง", ["m1"]),
        ("all", "all", ["m2"]),
        ("", "", ["m4"]),
    ]


def test_a_department_sees_its_own_tasks_and_those_of_all() -> None:
    found = todo(two_departments(), Wanted(owner="finance"))
    assert [(group.id, ids(group.tasks)) for group in found.groups] == [("finance", ["m1"]), ("all", ["m2"])]
    assert sorted(ids(found.tasks)) == ["m1", "m2"]


@pytest.mark.parametrize(
    ("by", "expected"),
    [("2569-12-30", []), ("2569-12-31", ["m3"]), ("2570-03-31", ["m3", "m2"])],
)
def test_by_a_day_means_up_to_and_with_it(by: str, expected: list[str]) -> None:
    assert ids(todo(two_departments(), Wanted(by=day(by))).tasks) == expected


def test_what_has_no_day_is_due_by_none() -> None:
    assert todo(body(entry("done")), Wanted(by=day("2600-01-01"))).tasks == ()


def test_a_year_is_asked_for_alone() -> None:
    files = [YearFiles(year, measures=(measure(),)) for year in (YEAR, YEAR + 1)]
    given = report(*files, frameworks=NO_ITEMS)
    assert [task.year for task in todo(given, Wanted(year=YEAR + 1)).tasks] == [YEAR + 1]
    assert [task.year for task in todo(given).tasks] == [YEAR, YEAR + 1]


def test_what_is_over_and_what_is_near_is_counted() -> None:
    found = todo(two_departments("2570-02-01"))
    assert (found.past, found.soon) == (1, 1)
    assert [(each.name, each.count) for each in found.standings] == [("ended", 1), ("soon", 1), ("later", 2)]


def test_a_row_of_work_whose_day_is_over_is_past_like_a_round() -> None:
    steps = [{"text": "A", "due": "2569-12"}, {"text": "B", "due": "2570-06"}]
    found = todo(body({"round": "h1", "status": "in-progress"}, steps=steps, today="2570-05-01"))
    assert [(each.name, each.count) for each in found.standings] == [("over", 1), ("soon", 1), ("later", 1)]
    assert (found.past, found.soon) == (1, 1)


def test_tasks_are_shared_where_one_stands_with_several_owners() -> None:
    assert todo(two_departments()).is_shared
    assert not todo(two_departments(), Wanted(owner="finance")).is_shared


def test_departments_can_be_asked_for_by_their_ids_and_names() -> None:
    owners = body().unit.owners
    assert owner_words(body()) == ("office", owners[0].name, "finance", owners[1].name)


def test_ids_are_each_tasks_own_and_the_same_on_every_day() -> None:
    steps = [{"text": "ก", "due": "2570-08"}, {"text": "ก", "due": "2570-08"}]
    lists = [todo(body({"round": "h1"}, steps=steps, today=today)) for today in ("2570-04-01", "2570-05-01")]
    first, second = ([task.id for task in each.tasks] for each in lists)
    assert first == second
    assert len(set(first)) == len(first) == 4
    assert first[0] == f"demo.{YEAR}.m1.step.steps.0"


@pytest.mark.parametrize(
    ("name", "owner"),
    [("finance", "finance"), ("กองคลัง", "finance"), ("all", "all"), ("works", None), ("", None)],
)
def test_a_department_is_known_by_id_and_by_name(name: str, owner: str | None) -> None:
    assert owner_named(two_departments(), name) == owner
