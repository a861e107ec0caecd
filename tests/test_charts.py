"""Where things stand in the charts: from nought, on the right day, and never on each other."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser

from builders import YEAR, day, framework, measure, report, results
from conftest import ROOT
from prongsai.derive import UnitReport
from prongsai.derive.measures import MeasureReport
from prongsai.derive.progress import STATES
from prongsai.derive.scores import ResultsReport
from prongsai.derive.tally import Tally
from prongsai.load import YearFiles
from prongsai.render.charts import (
    LABEL_GAP,
    TREND_FLOOR,
    TREND_TOP,
    Bars,
    Trend,
    indicator_bars,
    score_trend,
    state_strip,
)
from prongsai.render.environment import Theme, load_theme
from prongsai.render.timeline import Timeline, measure_timeline

FIRST_DAY, LAST_DAY = "2570-10-01", "2571-09-30"
"""The first and the last day of the plan's fiscal year, which has 366 days."""
PLAN_YEAR = YEAR + 1
NARROWEST = 280
"""Pixels that a chart has on a phone 320 pixels wide."""


def scored(*years: Mapping[str, str] | None) -> UnitReport:
    """A body with printed scores in years that follow each other; None for a year without."""
    first = YEAR - 2
    given = [
        YearFiles(first + place, results=results(scores))
        for place, scores in enumerate(years)
        if scores is not None
    ]
    frameworks = [framework(first + place) for place in range(len(years))]
    return report(*given, frameworks=frameworks)


def scores_of(**scores: str) -> ResultsReport:
    """One year of printed scores."""
    return scored(scores).results[0]


def bars(**scores: str) -> Bars:
    found = indicator_bars(scores_of(**scores))
    assert found
    return found


def trend(*years: Mapping[str, str] | None) -> Trend:
    found = score_trend(scored(*years).results)
    assert found
    return found


def totals(*values: str | None) -> Trend:
    return trend(*({"total": value} if value else None for value in values))


def counts(*numbers: int) -> Tally:
    """A plan's tally from the number of measures in each state."""
    return Tally(sum(numbers), dict(zip(STATES, numbers, strict=True)), {})


def planned(**values: Any) -> MeasureReport:
    found = report(YearFiles(PLAN_YEAR, measures=(measure(**values),))).latest_plan
    assert found
    return found.measures[0]


def timeline(today: str = "2575-01-01", **values: Any) -> Timeline:
    found = measure_timeline(planned(**values), day(today))
    assert found
    return found


def marks(lane: str, drawing: Timeline) -> list[tuple[str, bool]]:
    """Where the marks of a lane stand and whether they are sure."""
    (found,) = [each for each in drawing.lanes if each.name == lane]
    return [(mark.x, mark.is_sure) for mark in found.marks]


def due(*days: str, **values: Any) -> Timeline:
    return timeline(steps=[{"text": "ขั้นตอน", "due": each} for each in days], **values)


# --- Indicators


@pytest.mark.parametrize(
    ("score", "width", "is_below", "is_open"),
    [
        ("0", "0.00%", True, False),
        ("7.99", "79.90%", True, False),
        ("8", "80.00%", False, False),
        ("8.01", "80.10%", False, False),
        ("10", "100.00%", False, False),
        ("9+", "90.00%", False, True),
        ("7+", "70.00%", False, True),
        (None, None, False, False),
    ],
    ids=[
        "nought",
        "just below",
        "the pass mark",
        "just above",
        "the highest",
        "a bound",
        "a low bound",
        "unknown",
    ],
)
def test_a_bar_begins_at_nought_and_is_as_long_as_its_score(
    score: str | None, width: str | None, is_below: bool, is_open: bool
) -> None:
    known = {"ind3": "5"} | ({"ind2": score} if score else {})
    bar = bars(**known).bars[1]
    assert (bar.width, bar.indicator.below_pass, bar.is_open) == (width, is_below, is_open)


def test_bars_stand_in_the_frameworks_order_with_the_pass_mark_and_what_is_below_it() -> None:
    drawing = bars(ind1="7", ind3="9")
    assert [bar.indicator.figure.code for bar in drawing.bars] == ["ind1", "ind2", "ind3"]
    assert [bar.top for bar in drawing.bars] == [0, 46, 92]
    assert (drawing.height, drawing.limit) == (138, "80.00%")
    assert [figure.code for figure in drawing.below] == ["ind1"]


def test_a_computed_indicator_has_a_bar() -> None:
    assert bars(q1="6", q2="7").bars[0].width == "65.00%"


def test_a_scale_that_does_not_begin_at_nought_is_measured_from_its_own_least_score() -> None:
    other = framework(YEAR, scores={"min": "5", "max": "10"})
    given = report(YearFiles(YEAR, results=results({"ind1": "7"})), frameworks=[other])
    drawing = indicator_bars(given.results[0])
    assert drawing
    assert (drawing.bars[0].width, drawing.limit) == ("40.00%", "60.00%")


def test_without_the_score_of_any_indicator_there_are_no_bars() -> None:
    assert indicator_bars(scores_of(total="9", q3="9")) is None


# --- The trend


@pytest.mark.parametrize(
    "years",
    [
        [{"total": "9"}],
        [{"total": "9"}, {"ind1": "9"}],
        [{"total": "9"}, {"total": "9+"}],
        [{"ind1": "9"}, {"ind1": "8"}],
    ],
    ids=["one year", "scores of one year", "a bound in the other", "indicators only"],
)
def test_one_year_of_scores_is_no_trend(years: list[dict[str, str]]) -> None:
    assert score_trend(scored(*years).results) is None


@pytest.mark.parametrize(
    ("values", "joined"),
    [
        (["8", "9"], [(0, 1)]),
        (["8", "9", "7"], [(0, 1), (1, 2)]),
        (["8", None, "7"], []),
        (["8", "9", None, "7", "8"], [(0, 1), (3, 4)]),
        (["8", "9+", "7", "6"], [(2, 3)]),
    ],
    ids=["two years", "three years", "a gap", "a gap between pairs", "a bound is a gap"],
)
def test_lines_run_only_between_neighbouring_years(
    values: list[str | None], joined: list[tuple[int, int]]
) -> None:
    (series,) = totals(*values).series
    first = YEAR - 2
    assert [(start.year - first, end.year - first) for start, end in series.lines] == joined


def test_a_missing_year_keeps_its_place_on_the_axis() -> None:
    drawing = totals("8", None, "7", "6")
    assert drawing.years == ((2568, "13.00%"), (2570, "46.33%"), (2571, "63.00%"))
    assert drawing.span == (2568, 2571)


@pytest.mark.parametrize(
    ("number", "named"),
    [(2, [0, 1]), (5, [0, 1, 2, 3, 4]), (6, [1, 3, 5]), (10, [1, 3, 5, 7, 9]), (11, [1, 4, 7, 10])],
)
def test_of_many_years_every_second_or_third_is_named_and_always_the_last(
    number: int, named: list[int]
) -> None:
    drawing = totals(*["8"] * number)
    assert [year - (YEAR - 2) for year, _ in drawing.years] == named
    assert len(drawing.series[0].points) == number


@pytest.mark.parametrize(
    ("lowest", "begins"),
    [("100", 90), ("91", 90), ("90.99", 80), ("85", 80), ("11", 10), ("10.99", 0), ("0", 0)],
)
def test_the_axis_begins_at_a_whole_ten_a_point_under_the_lowest_score(lowest: str, begins: int) -> None:
    frameworks = [framework(each, scores={"min": "0", "max": "100"}) for each in (YEAR - 1, YEAR)]
    years = [
        YearFiles(YEAR - 1 + place, results=results({"total": score}))
        for place, score in enumerate([lowest, "100"])
    ]
    drawing = score_trend(report(*years, frameworks=frameworks).results)
    assert drawing
    assert [value for value, _ in drawing.ticks] == [Decimal(ten) for ten in range(begins, 101, 10)]
    assert (drawing.ticks[0][1], drawing.ticks[-1][1]) == (TREND_FLOOR, TREND_TOP)
    assert TREND_TOP <= drawing.series[0].points[0].y <= TREND_FLOOR


def test_points_stand_by_their_score_and_year() -> None:
    (series,) = totals("10", "7.5", "0").series
    assert [(point.x, point.y) for point in series.points] == [
        ("13.00%", 14),
        ("38.00%", 64),
        ("63.00%", 214),
    ]


@pytest.mark.parametrize(
    ("scores", "order"),
    [
        ({"total": "9", "inner": "9", "outer": "9"}, ["total", "inner", "outer"]),
        ({"total": "8.5", "inner": "9", "outer": "8"}, ["inner", "total", "outer"]),
        ({"total": "0", "inner": "0", "outer": "0.1"}, ["outer", "total", "inner"]),
        ({"total": "10", "inner": "0", "outer": "5"}, ["total", "outer", "inner"]),
    ],
    ids=["equal", "closer than a line", "at the floor", "far apart"],
)
def test_names_of_the_series_keep_their_order_and_a_line_between_them(
    scores: dict[str, str], order: list[str]
) -> None:
    drawing = trend({"total": "5"}, scores)
    placed = sorted(drawing.series, key=lambda series: series.label_y)
    assert [series.code for series in placed] == order
    ys = [series.label_y for series in placed]
    assert all(below - above >= LABEL_GAP for above, below in pairwise(ys))
    assert ys[-1] <= TREND_FLOOR


def test_a_name_with_room_stands_at_its_last_point() -> None:
    drawing = trend({"total": "5"}, {"total": "10", "inner": "0", "outer": "5"})
    assert {series.code: series.label_y for series in drawing.series} == {
        "total": 14,
        "inner": 214,
        "outer": 114,
    }


def test_an_instrument_that_was_something_else_before_is_not_followed() -> None:
    renamed = [each | ({"title": "แบบวัดเดิม"} if each["id"] == "inner" else {}) for each in _instruments()]
    years = [YearFiles(YEAR - 1 + place, results=results({"total": "8", "inner": "7"})) for place in range(2)]
    given = report(*years, frameworks=[framework(YEAR - 1, instruments=renamed), framework(YEAR)])
    drawing = score_trend(given.results)
    assert drawing
    assert {series.code: len(series.points) for series in drawing.series} == {"total": 2, "inner": 1}


def _instruments() -> list[dict[str, Any]]:
    dumped = framework().model_dump(mode="json", exclude_none=True)["instruments"]
    return [each | {"weight": str(each["weight"])} for each in dumped]


# --- The states of a plan


@pytest.mark.parametrize(
    ("numbers", "parts"),
    [
        ((4, 0, 0, 0, 0, 0), [("done", "0.00%", "100.00%", "50.00%")]),
        (
            (1, 0, 0, 0, 0, 3),
            [("done", "0.00%", "25.00%", "12.50%"), ("no-report", "25.00%", "75.00%", "62.50%")],
        ),
        (
            (0, 1, 1, 0, 0, 0),
            [("in-progress", "0.00%", "50.00%", "25.00%"), ("not-started", "50.00%", "50.00%", "75.00%")],
        ),
        ((0, 0, 0, 0, 0, 0), []),
    ],
    ids=["all in one state", "a quarter", "in the states' order", "no measures"],
)
def test_each_state_that_occurs_has_its_share_of_the_strip(
    numbers: tuple[int, ...], parts: list[tuple[str, str, str, str]]
) -> None:
    drawing = state_strip(counts(*numbers))
    assert [(part.state, part.x, part.width, part.middle) for part in drawing.parts] == parts
    assert [part.label for part in drawing.parts] == [None] * len(parts)
    assert drawing.height == 34


@pytest.mark.parametrize(
    ("numbers", "labels"),
    [
        ((87, 13, 0, 0, 0, 0), [None, None]),
        ((88, 12, 0, 0, 0, 0), [None, "93.50%"]),
        ((1, 99, 0, 0, 0, 0), ["6.50%", None]),
        ((95, 1, 1, 1, 1, 1), [None, "41.50%", "54.50%", "67.50%", "80.50%", "93.50%"]),
        ((1, 1, 1, 1, 1, 95), ["6.50%", "19.50%", "32.50%", "45.50%", "58.50%", None]),
        ((5, 40, 5, 45, 5, 0), ["6.50%", None, "47.50%", None, "93.50%"]),
    ],
    ids=[
        "just wide enough",
        "too narrow",
        "the first",
        "pushed to the left",
        "pushed to the right",
        "with room",
    ],
)
def test_a_part_too_narrow_for_its_count_has_it_below_where_none_stands_on_another(
    numbers: tuple[int, ...], labels: list[str | None]
) -> None:
    drawing = state_strip(counts(*numbers))
    assert [part.label for part in drawing.parts] == labels
    assert drawing.height == (66 if any(labels) else 34)


# --- A measure's year


@pytest.mark.parametrize(
    ("given", "x"),
    [
        (FIRST_DAY, "3.00%"),
        ("2570-10-02", "3.26%"),
        ("2571-01-01", "26.63%"),
        ("2571-09-29", "96.49%"),
        (LAST_DAY, "96.74%"),
        ("2571-02", "41.78%"),
    ],
    ids=["first day", "second day", "New Year", "last but one", "last day", "a month is due on its last day"],
)
def test_a_mark_stands_on_its_day(given: str, x: str) -> None:
    drawing = due(given)
    assert marks("due", drawing) == [(x, False)]
    assert drawing.after is None


def test_days_before_the_year_have_no_place() -> None:
    assert measure_timeline(planned(steps=[{"text": "ก", "due": "2570-09-30"}]), day(FIRST_DAY)) is None
    assert [x for x, _ in marks("due", due("2570-09-30", FIRST_DAY))] == ["3.00%"]


def test_what_came_after_the_year_stands_beyond_its_end() -> None:
    drawing = due(LAST_DAY, "2571-10-01", "2573-01-01")
    assert drawing.after == "88.00%"
    assert [x for x, _ in marks("due", drawing)] == ["87.77%", "94.00%", "94.00%"]
    assert len({mark.y for mark in drawing.lanes[0].marks if mark.x == "94.00%"}) == 2


@pytest.mark.parametrize(
    ("period", "band", "after"),
    [
        ("year", ("3.00%", "94.00%"), None),
        ("q1", ("3.00%", "23.63%"), None),
        ("h2", ("50.00%", "47.00%"), None),
        ("every-month", ("3.00%", "94.00%"), None),
        (f"{LAST_DAY} to {LAST_DAY}", ("96.74%", "0.26%"), None),
        (f"2570-09-01 to {LAST_DAY}", ("3.00%", "94.00%"), None),
        (f"2570-09-01 to {FIRST_DAY}", ("3.00%", "0.26%"), None),
        ("2570-01-01 to 2572-12-31", ("3.00%", "97.00%"), "88.00%"),
        ("2571-09-30 to 2571-10-01", ("87.77%", "12.23%"), "88.00%"),
    ],
    ids=[
        "the year",
        "a quarter",
        "a half",
        "a rhythm",
        "a day",
        "begun before",
        "only its last day",
        "longer than the year",
        "goes on after",
    ],
)
def test_a_period_is_a_band_as_far_as_it_lies_in_the_year(
    period: str, band: tuple[str, str], after: str | None
) -> None:
    drawing = timeline(period=period)
    assert [lane.band for lane in drawing.lanes] == [band]
    assert drawing.after == after


def test_a_period_of_another_year_has_no_band() -> None:
    assert measure_timeline(planned(period="2569-10-01 to 2570-09-30"), day(FIRST_DAY)) is None


def test_rows_of_work_and_of_follow_up_are_due_and_done_or_not() -> None:
    drawing = timeline(
        steps=[{"text": "ก", "due": "2571-04-01"}, {"text": "ข"}],
        follow_up=[{"text": "ค", "due": FIRST_DAY, "done": "yes"}],
    )
    assert marks("due", drawing) == [("3.00%", True), ("50.00%", False)]


def test_entries_stand_at_their_day_or_at_the_end_of_their_round() -> None:
    drawing = timeline(progress=[{"date": "2571-04-01", "round": "h1"}, {"round": "q1"}, {}])
    assert marks("entries", drawing) == [("26.37%", False), ("50.00%", True), ("96.74%", False)]


def test_an_entry_of_another_year_is_left_out_before_and_stands_beyond_after() -> None:
    drawing = timeline(progress=[{"date": "2570-09-30"}, {"date": FIRST_DAY}, {"date": "2571-10-01"}])
    assert marks("entries", drawing) == [("3.00%", True), ("94.00%", True)]


@pytest.mark.parametrize(
    ("days", "rows"),
    [
        (["2571-01-01", "2571-06-01"], [0, 0]),
        (["2571-01-01", "2571-01-01", "2571-01-01"], [0, 1, 2]),
        (["2571-01-01", "2571-01-10", "2571-02-01"], [0, 1, 0]),
        (["2571-01-01", "2571-01-24"], [0, 1]),
        (["2571-01-01", "2571-01-25"], [0, 0]),
    ],
    ids=["far apart", "one day", "back in the first row", "too close", "just far enough"],
)
def test_marks_that_would_touch_stand_in_rows_below_each_other(days: list[str], rows: list[int]) -> None:
    drawing = due(*days, progress=[{"date": FIRST_DAY}])
    (lane, following) = drawing.lanes
    assert [(mark.y - lane.y) // 18 for mark in lane.marks] == rows
    assert following.label_y - max(mark.y for mark in lane.marks) >= 18
    assert drawing.floor > max(mark.y for mark in following.marks)


def test_what_is_not_known_has_no_lane() -> None:
    assert measure_timeline(planned(steps=[{"text": "ก"}]), day(FIRST_DAY)) is None
    whole = timeline(period="year", steps=[{"text": "ก", "due": FIRST_DAY}], progress=[{"round": "q1"}])
    assert [lane.name for lane in whole.lanes] == ["period", "due", "entries"]
    assert [lane.name for lane in timeline(progress=[{"round": "q1"}]).lanes] == ["entries"]


@pytest.mark.parametrize(
    ("today", "x", "anchor"),
    [
        ("2570-09-30", None, None),
        (FIRST_DAY, "3.00%", "start"),
        ("2571-04-01", "50.00%", "middle"),
        (LAST_DAY, "96.74%", "end"),
        ("2571-10-01", None, None),
    ],
    ids=["the day before", "first day", "in the middle", "last day", "the day after"],
)
def test_today_has_a_line_within_the_year_only(today: str, x: str | None, anchor: str | None) -> None:
    drawing = timeline(today, period="year")
    assert (drawing.today and drawing.today.x) == x
    assert (drawing.today and drawing.today.anchor) == anchor
    assert drawing.height - drawing.floor == (20 if x else 0)


def test_the_year_has_its_twelve_months_from_october() -> None:
    months = timeline(period="year").months
    assert [month.number for month in months] == [10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert [month.number for month in months if month.begins_quarter] == [10, 1, 4, 7]
    assert (months[0].x, months[3].x) == ("3.00%", "26.63%")


# --- The drawings


@cache
def theme() -> Theme:
    return load_theme(ROOT / "theme")


def drawn(call: str, **values: Any) -> str:
    """What a macro of the theme writes."""
    source = "{% import 'parts/chart.j2' as chart with context %}{{ chart." + call + " }}"
    return theme().environment.from_string(source).render(**values)


@cache
def crowded() -> dict[str, str]:
    """Every chart with values that need all the room there is."""
    lasting = scored(*({"total": "9.9", "inner": "9.9", "outer": "9.8", "ind1": "9.99"} for _ in range(12)))
    busy = planned(
        period="year",
        steps=[{"text": "ก", "due": each} for each in (FIRST_DAY, LAST_DAY, LAST_DAY, "2572-01-01")],
        progress=[{"date": FIRST_DAY}, {"date": "2571-11-30"}],
    )
    first, last = day(FIRST_DAY), day(LAST_DAY)
    return {
        "bars": drawn("indicators(each, 'a')", each=scores_of(ind1="7", ind2="9+")),
        "trend": drawn("trend(every, 'a')", every=lasting.results),
        "strip": drawn("states(tally, 'a')", tally=counts(95, 1, 1, 1, 1, 1)),
        "strip of the first": drawn("states(tally, 'b')", tally=counts(11, 11, 11, 11, 11, 945)),
        "timeline": drawn("timeline(each, today, 'a')", each=busy, today=first),
        "timeline of the last day": drawn("timeline(each, today, 'b')", each=busy, today=last),
    }


CROWDED = ("bars", "trend", "strip", "strip of the first", "timeline", "timeline of the last day")


@pytest.mark.parametrize("chart", CROWDED)
def test_a_chart_has_a_name_and_words_and_brings_no_script_and_no_style(chart: str) -> None:
    html = crowded()[chart]
    assert html.count("<title>") == html.count("<desc>") == html.count('role="img"') == 1
    label = html.split('aria-labelledby="')[1].split('"')[0]
    assert html.count(f'id="{label}"') == html.count(' id="') == 1
    assert "<script" not in html
    assert " style=" not in html


def test_charts_on_one_page_have_ids_of_their_own() -> None:
    html = drawn("states(tally, 'a')", tally=counts(1, 0, 0, 0, 0, 0))
    html += drawn("states(tally, 'b')", tally=counts(1, 0, 0, 0, 0, 0))
    assert 'id="chart-a-states"' in html
    assert 'id="chart-b-states"' in html


def test_an_unknown_score_is_said_and_has_no_bar() -> None:
    html = drawn("indicators(each, 'a')", each=scores_of(ind1="7", ind2="9+"))
    rows = html.split("<svg y=")[1:]
    assert ["px-chart__bar" in row.split("</svg>")[0] for row in rows] == [True, True, False]
    assert ["px-chart__ground" in row.split("</svg>")[0] for row in rows] == [True, True, False]
    assert "▼ 7<" in rows[0]
    assert "px-chart__bar--below" in rows[0]
    assert "9 ขึ้นไป<" in rows[1]
    assert "px-chart__bar--open" in rows[1]
    assert "ไม่ได้ระบุ<" in rows[2]


def test_the_sign_of_a_score_below_the_pass_mark_is_explained_where_it_is_used() -> None:
    sign = "▼ ต่ำกว่าเกณฑ์"
    assert sign in drawn("indicators(each, 'a')", each=scores_of(ind1="7.99"))
    assert sign not in drawn("indicators(each, 'a')", each=scores_of(ind1="8"))


def test_the_table_of_a_trend_tells_bounds_and_years_that_have_no_point() -> None:
    years = scored({"total": "8"}, {"total": "9+"}, {"total": "7", "inner": "6"})
    table = drawn("trend(every, 'a')", every=years.results).split("<tbody")[1]
    rows = [[cell.split("</td>")[0] for cell in row.split("<td")[1:]] for row in table.split("<tr")[1:]]
    assert [[cell.split(">")[-1] for cell in row] for row in rows] == [
        ["คะแนนรวม", "8", "9 ขึ้นไป", "7"],
        ["INNER", "ไม่ได้ระบุ", "ไม่ได้ระบุ", "6"],
    ]


@pytest.mark.parametrize("link", ["indicators(each, 'a', '#table')", "trend(every, 'a', '#table')"])
def test_a_chart_beside_its_table_links_to_it_and_has_none_of_its_own(link: str) -> None:
    years = scored({"total": "8", "ind1": "7"}, {"total": "9", "ind1": "7"}).results
    html = drawn(link, each=years[0], every=years)
    assert 'href="#table"' in html
    assert "<table" not in html


FAULTS = """
figure => {
  const svg = figure.querySelector('svg').getBoundingClientRect()
  const seen = [...figure.querySelectorAll('svg text, svg rect, svg circle, svg path')]
    .map(each => [each.textContent.trim() || each.tagName, each.tagName, each.getBoundingClientRect()])
    .map(([name, tag, box]) => ({name, tag, box})).filter(each => each.box.width > 0)
  const out = seen.filter(({box}) => box.left < svg.left - 1 || box.right > svg.right + 1
    || box.bottom > svg.bottom + 8)
  const texts = seen.filter(each => each.tag === 'text')
  const meets = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 8
  const pairs = texts.flatMap((a, place) => texts.slice(0, place)
    .filter(b => meets(a.box, b.box)).map(b => `${b.name} on ${a.name}`))
  return [...out.map(each => `${each.name} is outside`), ...pairs]
}
"""


@pytest.mark.parametrize("width", [NARROWEST, 720])
def test_no_text_leaves_its_drawing_or_stands_on_another(browser: Browser, width: int) -> None:
    styles = ROOT / "theme" / "overrides" / "assets" / "stylesheets"
    page = browser.new_page(viewport={"width": width, "height": 900})
    css = "".join((styles / name).read_text("utf-8") for name in ("prongsai.css", "charts.css"))
    body = "".join(crowded().values())
    page.set_content(
        f"<style>html{{font-size:20px}}body{{margin:0}}figure{{margin:0}}{css}</style>"
        f'<main class="md-typeset">{body}</main>'
    )
    figures = page.locator(".px-chart").all()
    assert len(figures) == len(crowded())
    assert [fault for figure in figures for fault in figure.evaluate(FAULTS)] == []
    page.close()
