"""Fiscal years, rounds, days, months and periods of the Buddhist era."""

from __future__ import annotations

from datetime import date

import pytest

from prongsai.model.calendar import (
    Period,
    Span,
    buddhist_year,
    fiscal_span,
    fiscal_year_of,
    is_fiscal_year,
    moment,
    month_without,
    parse_day,
    parse_period,
    parse_when,
    round_span,
)

OCTOBER = Span(date(2023, 10, 1), date(2023, 10, 31))
NOT_A_DAY = [
    "2566-02-29",
    "2023-02-29",
    "2567-02-30",
    "2567-04-31",
    "2567-13-01",
    "2567-00-01",
    "2567-01-00",
    "2567-01-32",
]


@pytest.mark.parametrize(
    ("year", "first", "last"),
    [
        (2566, date(2022, 10, 1), date(2023, 9, 30)),
        (2567, date(2023, 10, 1), date(2024, 9, 30)),
        (2568, date(2024, 10, 1), date(2025, 9, 30)),
    ],
)
def test_a_fiscal_year_runs_from_october_to_september(year: int, first: date, last: date) -> None:
    assert fiscal_span(year) == Span(first, last)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("q1", date(2023, 10, 1), date(2023, 12, 31)),
        ("q2", date(2024, 1, 1), date(2024, 3, 31)),
        ("q3", date(2024, 4, 1), date(2024, 6, 30)),
        ("q4", date(2024, 7, 1), date(2024, 9, 30)),
        ("h1", date(2023, 10, 1), date(2024, 3, 31)),
        ("h2", date(2024, 4, 1), date(2024, 9, 30)),
        ("year", date(2023, 10, 1), date(2024, 9, 30)),
    ],
)
def test_a_round_covers_its_quarters(name: str, first: date, last: date) -> None:
    assert round_span(2567, name) == Span(first, last)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2023, 9, 30), 2566),
        (date(2023, 10, 1), 2567),
        (date(2023, 12, 31), 2567),
        (date(2024, 1, 1), 2567),
        (date(2024, 9, 30), 2567),
        (date(2024, 10, 1), 2568),
    ],
)
def test_a_day_belongs_to_the_fiscal_year_that_began_last(day: date, year: int) -> None:
    assert fiscal_year_of(day) == year
    assert fiscal_span(year).contains(Span(day, day))


@pytest.mark.parametrize(
    ("first", "last", "contained"),
    [
        (date(2023, 10, 1), date(2023, 10, 31), True),
        (date(2023, 10, 2), date(2023, 10, 30), True),
        (date(2023, 9, 30), date(2023, 10, 31), False),
        (date(2023, 10, 1), date(2023, 11, 1), False),
        (date(2023, 11, 1), date(2023, 11, 2), False),
    ],
    ids=["the same days", "fewer days", "a day too early", "a day too late", "other days"],
)
def test_a_span_contains_its_own_first_and_last_day(first: date, last: date, contained: bool) -> None:
    assert OCTOBER.contains(Span(first, last)) is contained


@pytest.mark.parametrize(
    ("number", "year"),
    [(2567, 2567), (2024, 2567), (2400, 2400), (2399, 2942), (1900, 2443)],
)
def test_a_year_below_2400_is_christian(number: int, year: int) -> None:
    assert buddhist_year(number) == year


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2567-04-05", date(2024, 4, 5)),
        ("2567-4-5", date(2024, 4, 5)),
        ("2024-04-05", date(2024, 4, 5)),
        ("๒๕๖๗-๐๔-๐๕", date(2024, 4, 5)),
        (" 2567-04-05 ", date(2024, 4, 5)),
        ("2567-02-29", date(2024, 2, 29)),
        ("2567-12-31", date(2024, 12, 31)),
        ("2567-01-01", date(2024, 1, 1)),
    ],
)
def test_a_day_is_read_in_either_era_and_either_digits(text: str, day: date) -> None:
    when = parse_when(text)
    assert (when.span, when.is_month) == (Span(day, day), False)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2567-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2566-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2566-12", date(2023, 12, 1), date(2023, 12, 31)),
        ("2567-9", date(2024, 9, 1), date(2024, 9, 30)),
        ("2024-04", date(2024, 4, 1), date(2024, 4, 30)),
        ("๒๕๖๗-๑๐", date(2024, 10, 1), date(2024, 10, 31)),
    ],
)
def test_a_month_covers_its_first_to_its_last_day(text: str, first: date, last: date) -> None:
    when = parse_when(text)
    assert (when.span, when.is_month) == (Span(first, last), True)


@pytest.mark.parametrize(
    "text",
    [
        *NOT_A_DAY,
        "",
        "2567",
        "67-04-05",
        "5 เม.ย. 2567",
        "05/04/2567",
        "2567-04-05T00:00",
        "2567-04-",
        "0000-01",
    ],
)
def test_what_is_no_day_or_month_of_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_when(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("q1", date(2023, 10, 1), date(2023, 12, 31)),
        ("Q4", date(2024, 7, 1), date(2024, 9, 30)),
        ("q๒", date(2024, 1, 1), date(2024, 3, 31)),
        ("q1-q2", date(2023, 10, 1), date(2024, 3, 31)),
        ("q2-q4", date(2024, 1, 1), date(2024, 9, 30)),
        ("h1", date(2023, 10, 1), date(2024, 3, 31)),
        ("h2", date(2024, 4, 1), date(2024, 9, 30)),
        ("year", date(2023, 10, 1), date(2024, 9, 30)),
        ("every-month", date(2023, 10, 1), date(2024, 9, 30)),
        ("every-quarter", date(2023, 10, 1), date(2024, 9, 30)),
        ("every-half", date(2023, 10, 1), date(2024, 9, 30)),
        ("2566-11-15 to 2567-02-03", date(2023, 11, 15), date(2024, 2, 3)),
        ("2566-11 to 2567-02", date(2023, 11, 1), date(2024, 2, 29)),
        ("๒๕๖๖-๑๑-๑๕ TO 2024-02", date(2023, 11, 15), date(2024, 2, 29)),
        ("2566-11-15 to 2566-11-15", date(2023, 11, 15), date(2023, 11, 15)),
        ("2566-11-15", date(2023, 11, 15), date(2023, 11, 15)),
        ("๒๕๖๗-๐๒", date(2024, 2, 1), date(2024, 2, 29)),
        ("2566-11-15 to 2566-11", date(2023, 11, 15), date(2023, 11, 30)),
        ("2570-01-01 to 2570-01-02", date(2027, 1, 1), date(2027, 1, 2)),
    ],
)
def test_a_period_covers_its_days_of_the_fiscal_year(text: str, first: date, last: date) -> None:
    assert parse_period(text).span(2567) == Span(first, last)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("h2", Period("h2")),
        ("q1-q3", Period("q1", until="q3")),
        ("Every-Month", Period("every-month")),
        ("2566-11 to 2567-02-03", Period("dates", None, parse_when("2566-11"), parse_when("2567-02-03"))),
    ],
)
def test_a_period_keeps_how_it_was_told(text: str, period: Period) -> None:
    assert parse_period(text) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "q0",
        "q5",
        "h3",
        "q2-q1",
        "q1-q1",
        "h1-h2",
        "h1-q2",
        "year-q4",
        "every-day",
        "ตลอดปี",
        "2566-13",
        "2566-11-15 to",
        "to 2566-11-15",
        "2566-11-15 - 2567-01-01",
        "2566-11-15 to 2566-11-14",
        "2566-11-15 to 2566-10",
        "2567-02 to 2566-11",
        "2566-02-01 to 2566-02-29",
    ],
)
def test_what_is_no_period_or_ends_before_it_begins_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_period(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2566-02-29", 28),
        ("2567-02-30", 29),
        ("2024-02-30", 29),
        ("2567-04-31", 30),
        ("๒๕๖๗-๐๔-๓๑", 30),
        (" 2567-4-31 ", 30),
        ("2567-01-32", 31),
        ("2567-12-00", 31),
        ("2567-04-30", None),
        ("2567-04-01", None),
        ("2567-04", None),
        ("2567-13-01", None),
        ("2567-00-01", None),
        ("31 เมษายน 2567", None),
    ],
)
def test_a_day_that_its_month_has_not_is_told_with_the_days_that_it_has(text: str, days: int | None) -> None:
    assert month_without(text) == days


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        ("0", "1970-01-01T07:00:00+07:00"),
        ("1795219199", "2026-11-21T06:59:59+07:00"),
        ("", "1970-01-01T07:00:00+07:00"),
        ("-1", "1970-01-01T07:00:00+07:00"),
        ("๑", "1970-01-01T07:00:00+07:00"),
        ("9" * 20, "1970-01-01T07:00:00+07:00"),
        ("9" * 21, "1970-01-01T07:00:00+07:00"),
        ("9" * 5000, "1970-01-01T07:00:00+07:00"),
        ("236266909199", "9456-12-31T23:59:59+07:00"),
        ("236266909200", "1970-01-01T07:00:00+07:00"),
    ],
)
def test_a_moment_is_thailand_s_and_what_is_none_is_that_of_git(seconds: str, told: str) -> None:
    assert moment(seconds).isoformat() == told


def test_a_month_is_no_day() -> None:
    assert parse_day("2567-04-30") == date(2024, 4, 30)
    with pytest.raises(ValueError):
        parse_day("2567-04")


@pytest.mark.parametrize(
    ("name", "is_year"),
    [("2567", True), ("2400", True), ("2399", False), ("2024", False), ("25670", False), ("๒๕๖๗", False)],
)
def test_a_folder_of_a_year_is_named_in_buddhist_years_and_arabic_digits(name: str, is_year: bool) -> None:
    assert is_fiscal_year(name) is is_year
