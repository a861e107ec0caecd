"""Where things stand in a drawing: bars, trend, strip and timeline at their edges."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from builders import YEAR, day, framework, measure, report, results
from prongsai.derive.scores import ResultsReport
from prongsai.load import YearFiles
from prongsai.render.charts import (
    LABEL_GAP,
    TREND_FLOOR,
    TREND_TOP,
    Timeline,
    indicator_bars,
    measure_timeline,
    score_trend,
    state_strip,
)


def years(*scores: dict[str, str] | None) -> tuple[ResultsReport, ...]:
    """The results of neighbouring years; None leaves a year out."""
    files = (YearFiles(YEAR - 2 + index, results=results(each)) for index, each in enumerate(scores) if each)
    return report(*files).results


@pytest.mark.parametrize(
    ("score", "width", "is_open"),
    [
        ("0", "0.00%", False),
        ("10", "100.00%", False),
        ("8.5", "85.00%", False),
        ("9.99", "99.90%", False),
        ("9+", "90.00%", True),
    ],
)
def test_a_bar_is_as_long_as_its_score_from_nought(score: str, width: str, is_open: bool) -> None:
    drawing = indicator_bars(years({"ind2": score})[0])
    assert drawing
    assert [bar.width for bar in drawing.bars] == [None, width, None]
    assert drawing.bars[1].is_open == is_open
    assert drawing.limit == "80.00%"


def test_bars_begin_where_the_scale_does() -> None:
    scale = framework(YEAR, scores={"min": "5", "max": "10"})
    drawing = indicator_bars(
        report(YearFiles(YEAR, results=results({"ind1": "7.5"})), frameworks=[scale]).results[0]
    )
    assert drawing
    assert drawing.bars[0].width == "50.00%"
    assert drawing.limit == "60.00%"


@pytest.mark.parametrize(("score", "below"), [("7.99", ["ind1"]), ("8", []), ("8.01", []), ("7+", [])])
def test_what_is_below_the_mark_is_named(score: str, below: list[str]) -> None:
    drawing = indicator_bars(years({"ind1": score})[0])
    assert drawing
    assert [figure.code for figure in drawing.below] == below


def test_without_any_indicator_there_is_no_drawing() -> None:
    assert indicator_bars(years({"total": "9"})[0]) is None


@pytest.mark.parametrize(
    "scores", [({"total": "9"},), ({"total": "9"}, {"ind1": "9"}), ({"total": "9+"}, {"total": "9"})]
)
def test_one_year_of_scores_is_no_trend(scores: tuple[dict[str, str], ...]) -> None:
    assert score_trend(years(*scores)) is None


def test_a_trend_runs_from_its_first_to_its_last_year_and_breaks_at_a_missing_one() -> None:
    drawing = score_trend(years({"total": "7"}, {"total": "8"}, None, {"total": "9"}))
    assert drawing
    assert [year for year, _ in drawing.years] == [YEAR - 2, YEAR - 1, YEAR + 1]
    (total,) = drawing.series
    assert [point.x for point in total.points] == ["9.00%", "27.33%", "64.00%"]
    assert [(start.year, end.year) for start, end in total.lines] == [(YEAR - 2, YEAR - 1)]
    heights = [point.y for point in total.points]
    assert heights == sorted(heights, reverse=True)


@pytest.mark.parametrize(
    ("lowest", "ticks"),
    [
        ("93", [90, 100]),
        ("90", [80, 90, 100]),
        ("90.99", [80, 90, 100]),
        ("71", [70, 80, 90, 100]),
        ("0", range(0, 101, 10)),
    ],
)
def test_the_axis_begins_at_a_whole_ten_below_the_lowest_score(lowest: str, ticks: Any) -> None:
    hundred = [framework(year, scores={"min": "0", "max": "100"}) for year in (YEAR, YEAR + 1)]
    files = [
        YearFiles(YEAR, results=results({"total": lowest})),
        YearFiles(YEAR + 1, results=results({"total": "99"})),
    ]
    drawing = score_trend(report(*files, frameworks=hundred).results)
    assert drawing
    assert [value for value, _ in drawing.ticks] == [Decimal(each) for each in ticks]
    assert drawing.ticks[0][1] == TREND_FLOOR
    assert drawing.ticks[-1][1] == TREND_TOP


def test_names_of_series_never_stand_on_one_another_or_below_the_floor() -> None:
    same = {"total": "8", "inner": "8", "outer": "8.01"}
    drawing = score_trend(years(same, same))
    assert drawing
    places = sorted(series.label_y for series in drawing.series)
    assert len(places) == 3
    assert all(below - above >= LABEL_GAP for above, below in pairwise(places))
    assert places[-1] <= TREND_FLOOR


def test_a_strip_is_filled_by_the_states_that_occur() -> None:
    done = {"progress": [{"status": "done"}]}
    found = report(
        YearFiles(YEAR, measures=(measure("m1", **done), measure("m2"), measure("m3", **done)))
    ).latest_plan
    assert found
    parts = [(part.state, part.count, part.x, part.middle, part.width) for part in state_strip(found.tally)]
    assert parts == [("done", 2, "0.00%", "33.33%", "66.67%"), ("no-report", 1, "66.67%", "83.33%", "33.33%")]


def timeline(today: str = f"{YEAR + 1}-01-01", **values: Any) -> Timeline | None:
    found = report(YearFiles(YEAR, measures=(measure(**values),))).latest_plan
    assert found
    return measure_timeline(found.measures[0], day(today))


def test_a_measure_without_a_day_has_no_timeline() -> None:
    assert timeline(steps=[{"text": "ก"}]) is None


@pytest.mark.parametrize(
    ("period", "band"),
    [
        ("year", ("0.00%", "100.00%")),
        ("q1", ("0.00%", "25.21%")),
        ("q4", ("74.79%", "25.21%")),
        (f"{YEAR}-09-30 to {YEAR}-09-30", ("99.73%", "0.27%")),
        (f"{YEAR - 1}-10-01 to {YEAR - 1}-10-01", ("0.00%", "0.27%")),
        (f"{YEAR - 1}-01-01 to {YEAR + 1}-12-31", ("0.00%", "100.00%")),
    ],
)
def test_a_period_is_a_band_within_the_year(period: str, band: tuple[str, str]) -> None:
    drawing = timeline(period=period)
    assert drawing
    assert [(lane.name, lane.band) for lane in drawing.lanes] == [("period", band)]


def test_rows_and_entries_are_marks_on_lanes_of_their_own() -> None:
    drawing = timeline(
        steps=[{"text": "ก", "due": f"{YEAR - 1}-10-01", "done": "yes"}, {"text": "ข"}],
        follow_up=[{"text": "ค", "due": f"{YEAR}-09"}],
        progress=[
            {"date": f"{YEAR}-01-01"},
            {"round": "h1"},
            {"date": f"{YEAR + 1}-05-01"},
            {"date": f"{YEAR - 2}-01-01"},
        ],
    )
    assert drawing
    assert [lane.name for lane in drawing.lanes] == ["due", "entries"]
    due, entries = ([(mark.x, mark.is_sure) for mark in lane.marks] for lane in drawing.lanes)
    assert due == [("0.00%", True), ("99.73%", False)]
    assert entries == [("25.21%", True), ("49.59%", False), ("99.73%", True)]


@pytest.mark.parametrize(
    ("today", "x"),
    [
        (f"{YEAR - 1}-09-30", None),
        (f"{YEAR - 1}-10-01", "0.00%"),
        (f"{YEAR}-09-30", "99.73%"),
        (f"{YEAR}-10-01", None),
    ],
)
def test_today_is_drawn_within_the_year_only(today: str, x: str | None) -> None:
    drawing = timeline(today, period="year")
    assert drawing
    assert drawing.today == x


def test_a_year_has_its_twelve_months_from_october() -> None:
    drawing = timeline(period="year")
    assert drawing
    assert [month for month, _ in drawing.months] == [10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert drawing.months[0][1] == "0.00%"
    assert drawing.months[3][1] == "25.21%"
