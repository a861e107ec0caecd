"""A measure's state is what its last entry says, remarks are what the dates say (design §6); all in 2567."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from builders import day, measure
from prongsai.derive.progress import REMARKS, STATES, Remark, RemarkName, State, journal, remarks, state_of
from prongsai.model.measure import Measure, Status

YEAR = 2567
UNDERWAY = {"status": "in-progress", "date": "2567-09-30"}
"""An entry after which nothing can be stale."""
CLOSED = ("done", "cancelled")
OPEN = ("not-started", "in-progress", None)
PROOF = [{"title": "ประกาศ", "url": "https://example.go.th/a.pdf"}]
DUE_STEP = {"text": "จัดทำคู่มือ", "due": "2567-03-15"}


def at(today: str, *entries: dict[str, Any], **values: Any) -> dict[str, Remark]:
    """The remarks on a measure with these entries, as of a day, by name."""
    found = remarks(model(*entries, **values), YEAR, day(today))
    assert len({remark.name for remark in found}) == len(found)
    return {remark.name: remark for remark in found}


def model(*entries: dict[str, Any], **values: Any) -> Measure:
    return measure(progress=list(entries), **values).value


def entry(status: str | None, **values: Any) -> dict[str, Any]:
    return ({"status": status} if status else {}) | values


def late(today: str, **values: Any) -> tuple[str, str | None] | None:
    """When what was late was due and which row it was; None if nothing was."""
    found = at(today, UNDERWAY, **values).get("late")
    if not found:
        return None
    due, step = found.facts["due"], found.facts["step"]
    return str(due), None if step is None else str(step)


# --- The journal and the state


@pytest.mark.parametrize(
    ("values", "stands_at", "is_dated"),
    [
        ({"date": "2567-04-05"}, "2567-04-05", True),
        ({"date": "2567-04-05", "round": "h1"}, "2567-04-05", True),
        ({"round": "q1"}, "2566-12-31", False),
        ({"round": "q2"}, "2567-03-31", False),
        ({"round": "q3"}, "2567-06-30", False),
        ({"round": "q4"}, "2567-09-30", False),
        ({"round": "h1"}, "2567-03-31", False),
        ({"round": "h2"}, "2567-09-30", False),
        ({"round": "year"}, "2567-09-30", False),
        ({}, "2567-09-30", False),
    ],
    ids=str,
)
def test_an_undated_entry_stands_at_the_last_day_of_its_round_or_year(
    values: dict[str, str], stands_at: str, is_dated: bool
) -> None:
    (found,) = journal(model(values), YEAR)
    assert (found.stands_at, found.is_dated) == (day(stands_at), is_dated)


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        ([{"date": "2567-04-05"}, {"date": "2567-04-06"}], [0, 1]),
        ([{"date": "2567-04-06"}, {"date": "2567-04-05"}], [1, 0]),
        ([{"date": "2567-04-05"}, {"date": "2567-04-05"}], [0, 1]),
        ([{"round": "h1"}, {"date": "2567-03-31"}, {"date": "2567-03-30"}], [2, 0, 1]),
        ([{"round": "year"}, {"round": "h1"}, {"date": "2567-09-29"}], [1, 2, 0]),
        ([{}, {"round": "q1"}], [1, 0]),
    ],
    ids=["in order", "the wrong way round", "one day", "an undated one of the same day", "rounds", "neither"],
)
def test_entries_stand_by_day_and_those_of_one_day_as_written(
    rows: list[dict[str, str]], order: list[int]
) -> None:
    numbered = [row | {"text": str(index)} for index, row in enumerate(rows)]
    assert [placed.entry.text for placed in journal(model(*numbered), YEAR)] == [str(each) for each in order]


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        ([], "no-report"),
        ([{"status": "done"}], "done"),
        ([{"status": "cancelled"}], "cancelled"),
        ([{"status": "not-started"}], "not-started"),
        ([{"status": "in-progress"}], "in-progress"),
        ([{"text": "ทำแล้วเสร็จทุกขั้นตอน"}], "unstated"),
        ([{"status": "in-progress", "round": "h1"}, {"status": "done", "round": "h2"}], "done"),
        ([{"status": "done", "round": "h2"}, {"status": "in-progress", "round": "h1"}], "done"),
        ([{"status": "done", "round": "h1"}, {"text": "ยังทำต่อ", "round": "h2"}], "unstated"),
        (
            [{"status": "done", "date": "2567-04-05"}, {"status": "in-progress", "date": "2567-04-05"}],
            "in-progress",
        ),
    ],
    ids=[
        "without an entry",
        "done",
        "cancelled",
        "not started",
        "in progress",
        "an entry without status",
        "the later of two",
        "the later of two that are written the wrong way round",
        "an entry without status after one that was done",
        "the second of one day",
    ],
)
def test_the_last_entry_says_the_state_and_one_without_status_never_counts_as_done(
    rows: list[dict[str, str]], state: str
) -> None:
    assert state_of(journal(model(*rows), YEAR)) == state


def test_every_status_that_a_body_can_give_is_a_state_and_so_are_none_and_no_entry() -> None:
    assert {*get_args(Status), "unstated", "no-report"} == set(STATES)


def test_the_lists_of_states_and_remarks_agree_with_their_types() -> None:
    assert get_args(State) == STATES
    assert get_args(RemarkName) == REMARKS


# --- Late


@pytest.mark.parametrize(
    ("due", "today", "is_late"),
    [
        ("2567-03-15", "2567-03-14", False),
        ("2567-03-15", "2567-03-15", False),
        ("2567-03-15", "2567-03-16", True),
        ("2567-03", "2567-03-30", False),
        ("2567-03", "2567-03-31", False),
        ("2567-03", "2567-04-01", True),
        ("2567-02", "2567-02-29", False),
        ("2567-02", "2567-03-01", True),
        ("2566-12", "2567-01-01", True),
    ],
    ids=[
        "due tomorrow",
        "due today",
        "due yesterday",
        "a month's last day is tomorrow",
        "a month's last day is today",
        "a month's last day was yesterday",
        "the leap day is today",
        "the leap day was yesterday",
        "the month of the year before",
    ],
)
@pytest.mark.parametrize("field", ["steps", "follow_up"])
def test_a_row_is_late_from_the_day_after_it_was_due(field: str, due: str, today: str, is_late: bool) -> None:
    rows = {field: [{"text": "จัดทำคู่มือ", "due": due}]}
    assert (late(today, **rows) is not None) is is_late


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("a", "2567-03-15", None), ("b", "2567-02-15", None)], ("2024-02-15", "b")),
        ([("a", "2567-02-15", None), ("b", "2567-03-15", None)], ("2024-02-15", "a")),
        ([("a", "2567-03-15", None), ("b", "2567-03", None)], ("2024-03-15", "a")),
        ([("a", "2567-02-15", "yes"), ("b", "2567-03-15", None)], ("2024-03-15", "b")),
        ([("a", "2567-02-15", "2567-02"), ("b", "2567-03-15", None)], ("2024-03-15", "b")),
        ([("a", "2567-02-15", "2567-05-01"), ("b", "2567-03-15", "yes")], None),
        ([("a", None, None), ("b", "2567-03-15", None)], ("2024-03-15", "b")),
        ([("a", None, None)], None),
        ([("a", "2567-03-15", None), ("b", "2567-03-15", None)], ("2024-03-15", "a")),
        ([], None),
    ],
    ids=[
        "the second is due first",
        "the first is due first",
        "a month is due at its end",
        "one is done",
        "one was done in a month",
        "all are done",
        "one without a date",
        "only one without a date",
        "two of one day",
        "none",
    ],
)
def test_the_earliest_unfinished_row_says_since_when_a_measure_is_late(
    rows: list[tuple[str, str | None, str | None]], expected: tuple[str, str] | None
) -> None:
    steps = [
        {key: value for key, value in zip(("text", "due", "done"), row, strict=True) if value} for row in rows
    ]
    assert late("2567-09-30", steps=steps) == expected


def test_a_row_of_the_follow_up_can_be_due_before_the_steps() -> None:
    steps, follow_up = [{"text": "a", "due": "2567-03"}], [{"text": "b", "due": "2567-02"}]
    assert late("2567-09-30", steps=steps, follow_up=follow_up) == ("2024-02-29", "b")


def test_of_rows_that_are_due_on_one_day_the_first_is_named() -> None:
    rows = [{"text": text, "due": "2567-02-29"} for text in ("b", "c", "a")]
    assert late("2567-09-30", steps=rows[:2], follow_up=rows[2:]) == ("2024-02-29", "b")


@pytest.mark.parametrize(
    ("period", "today", "is_late"),
    [
        ("h1", "2567-03-30", False),
        ("h1", "2567-03-31", False),
        ("h1", "2567-04-01", True),
        ("q1-q3", "2567-06-30", False),
        ("q1-q3", "2567-07-01", True),
        ("year", "2567-09-30", False),
        ("year", "2567-10-01", True),
        ("every-quarter", "2567-09-30", False),
        ("every-quarter", "2567-10-01", True),
        ("2566-10-01 to 2567-01-15", "2567-01-15", False),
        ("2566-10-01 to 2567-01-15", "2567-01-16", True),
        ("2566-10 to 2567-01", "2567-01-31", False),
        ("2566-10 to 2567-01", "2567-02-01", True),
    ],
)
def test_without_due_rows_a_measure_is_late_from_the_day_after_its_period(
    period: str, today: str, is_late: bool
) -> None:
    found = late(today, period=period)
    assert (found is not None) is is_late
    assert not found or found[1] is None


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (DUE_STEP | {"done": "yes"}, ("2024-03-31", None)),
        ({"text": "ไม่มีกำหนด"}, ("2024-03-31", None)),
        (DUE_STEP | {"due": "2567-08"}, None),
        (DUE_STEP, ("2024-03-15", "จัดทำคู่มือ")),
    ],
    ids=[
        "all due rows are done",
        "no row is due",
        "a row is due after the period",
        "a row is due before its end",
    ],
)
def test_the_period_counts_only_where_no_row_is_open(
    step: dict[str, str], expected: tuple[str, str | None] | None
) -> None:
    assert late("2567-04-01", period="h1", steps=[step]) == expected


def test_with_neither_due_rows_nor_a_period_nothing_is_late() -> None:
    assert late("2575-01-01") is None


@pytest.mark.parametrize("status", CLOSED)
def test_what_is_done_or_cancelled_is_never_late_or_stale(status: str) -> None:
    found = at("2575-01-01", entry(status, round="q1", evidence=PROOF), steps=[DUE_STEP], period="q1")
    assert found == {}


@pytest.mark.parametrize("status", OPEN)
def test_whatever_is_not_closed_can_be_late_and_stale(status: str | None) -> None:
    found = at("2575-01-01", entry(status, round="q1"), steps=[DUE_STEP])
    assert set(found) == {"late", "stale"}


# --- No report


@pytest.mark.parametrize(
    ("period", "today", "ended"),
    [
        ("h1", "2567-03-31", None),
        ("h1", "2567-04-01", "2567-03-31"),
        ("2566-10-01 to 2567-01-15", "2567-01-15", None),
        ("2566-10-01 to 2567-01-15", "2567-01-16", "2567-01-15"),
        ("every-month", "2567-09-30", None),
        ("every-month", "2567-10-01", "2567-09-30"),
        (None, "2567-09-30", None),
        (None, "2567-10-01", "2567-09-30"),
    ],
)
def test_a_missing_report_is_told_from_the_day_after_the_period_or_the_year(
    period: str | None, today: str, ended: str | None
) -> None:
    found = at(today, **({"period": period} if period else {}))
    assert found == ({"no-report": Remark("no-report", {"ended": day(ended)})} if ended else {})


def test_what_was_never_reported_is_never_late_stale_or_without_proof() -> None:
    found = at("2575-01-01", period="q1", steps=[DUE_STEP], follow_up=[DUE_STEP])
    assert set(found) == {"no-report"}


def test_what_was_reported_once_never_lacks_a_report() -> None:
    assert "no-report" not in at("2575-01-01", entry(None, round="q1"), period="q1")


# --- Stale


@pytest.mark.parametrize(
    ("last", "today", "missed"),
    [
        ({"round": "h1"}, "2567-09-30", None),
        ({"round": "h1"}, "2567-10-01", ("h2", "2567-09-30")),
        ({"date": "2567-03-31"}, "2567-09-30", None),
        ({"date": "2567-03-31"}, "2567-10-01", ("h2", "2567-09-30")),
        ({"date": "2567-04-01"}, "2575-01-01", None),
        ({"round": "h2"}, "2575-01-01", None),
        ({"round": "year"}, "2575-01-01", None),
        ({}, "2575-01-01", None),
        ({"date": "2566-09-30"}, "2567-03-31", None),
        ({"date": "2566-09-30"}, "2567-04-01", ("h1", "2567-03-31")),
        ({"date": "2566-09-30"}, "2575-01-01", ("h1", "2567-03-31")),
        ({"date": "2566-10-01"}, "2567-04-01", None),
        ({"round": "q1"}, "2567-03-31", None),
        ({"round": "q1"}, "2567-04-01", ("q2", "2567-03-31")),
        ({"round": "q1"}, "2575-01-01", ("q2", "2567-03-31")),
        ({"round": "q2"}, "2567-06-30", None),
        ({"round": "q2"}, "2567-07-01", ("q3", "2567-06-30")),
        ({"round": "q3"}, "2567-09-30", None),
        ({"round": "q3"}, "2567-10-01", ("q4", "2567-09-30")),
        ({"round": "q4"}, "2575-01-01", None),
        ({"round": "q1", "date": "2566-12-31"}, "2567-04-01", ("q2", "2567-03-31")),
        ({"round": "q2", "date": "2567-01-01"}, "2567-06-30", None),
    ],
    ids=str,
)
def test_a_measure_is_stale_from_the_day_after_a_whole_round_without_an_entry(
    last: dict[str, str], today: str, missed: tuple[str, str] | None
) -> None:
    found = at(today, entry("in-progress", **last)).get("stale")
    assert (found and (found.facts["round"], found.facts["ended"])) == (
        missed and (missed[0], day(missed[1]))
    )


def test_the_last_entry_says_since_when_and_by_which_rhythm_a_measure_is_stale() -> None:
    rows = [entry("in-progress", round="q1"), entry("in-progress", round="h1")]
    assert "stale" not in at("2567-07-01", *rows)
    found = at("2567-10-01", *rows)["stale"]
    assert found.facts == {"since": day("2567-03-31"), "round": "h2", "ended": day("2567-09-30")}


@pytest.mark.parametrize(
    ("rows", "missed"),
    [
        ([{"round": "q1", "date": "2567-04-20"}], ("q2", "2566-12-31")),
        ([{"round": "h1", "date": "2567-09-30"}], ("h2", "2567-03-31")),
        ([{"round": "h2", "date": "2567-04-02"}, {"round": "h1", "date": "2567-04-05"}], None),
        ([{"round": "h1", "date": "2567-04-05"}, {"date": "2567-04-06"}], None),
        ([{"round": "year", "date": "2567-01-05"}], None),
    ],
    ids=[
        "a quarter's report that was filed late",
        "a half's report that was filed late",
        "a report of the later half that was filed first",
        "a report of no round within the second half",
        "a report of the whole year",
    ],
)
def test_an_entry_tells_of_its_round_however_late_it_was_filed(
    rows: list[dict[str, str]], missed: tuple[str, str] | None
) -> None:
    found = at("2575-01-01", *(entry("in-progress", **row) for row in rows)).get("stale")
    assert (found and (found.facts["round"], found.facts["since"])) == (
        missed and (missed[0], day(missed[1]))
    )


def test_a_report_of_the_first_half_that_was_filed_in_april_says_nothing_of_the_second_half() -> None:
    found = at("2567-10-01", entry("in-progress", round="h1", date="2567-04-05"))
    assert "stale" in found
    assert found["stale"].facts["round"] == "h2"


# --- No proof


@pytest.mark.parametrize(
    ("rows", "lacks_proof"),
    [
        ([entry("done")], True),
        ([entry("done", evidence=[])], True),
        ([entry("done", evidence=PROOF)], False),
        ([entry("in-progress", round="q1", evidence=PROOF), entry("done")], False),
        ([entry("done", evidence=PROOF, round="q1"), entry("done", round="q2")], False),
        ([entry("in-progress")], False),
        ([entry("not-started")], False),
        ([entry("cancelled")], False),
        ([entry(None)], False),
        ([entry("done", round="q1"), entry("in-progress", round="q2")], False),
        ([entry("in-progress", round="q1"), entry("done", round="q2")], True),
        ([], False),
    ],
    ids=[
        "done",
        "done with an empty list",
        "done with proof",
        "done after an entry with proof",
        "done twice, proved once",
        "in progress",
        "not started",
        "cancelled",
        "unstated",
        "in progress again",
        "done at last",
        "without an entry",
    ],
)
def test_only_what_is_done_without_any_evidence_lacks_proof(
    rows: list[dict[str, Any]], lacks_proof: bool
) -> None:
    assert ("no-proof" in at("2567-01-01", *rows)) is lacks_proof
