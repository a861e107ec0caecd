"""Which years a submitted year speaks of, and what of its data is not the same today."""

from __future__ import annotations

from typing import Any

import pytest

from builders import YEAR, analysis, body, day, framework, links, measure, placed, reference, report, results
from prongsai.derive import UnitReport, unit_report
from prongsai.derive.submission import as_submitted, changes_since
from prongsai.load import Placed, UnitFiles, YearFiles
from prongsai.model.measure import Measure
from prongsai.model.results import Results

PROGRESS = [{"round": "q1", "status": "done"}]


def years(found: UnitReport, year: int) -> list[int]:
    return [each.year for each in as_submitted(found, year).years]


def measured(year: int, stem: str = "m1", **values: Any) -> Placed[Measure]:
    """A measure at the path that it has in a project."""
    return placed(Measure, f"units/demo/{year}/measures/{stem}.yml", **({"section": "t1"} | values))


def scored(year: int, total: str) -> Placed[Results]:
    return placed(Results, f"units/demo/{year}/results.yml", scores={"total": total})


@pytest.mark.parametrize(
    ("files", "year", "expected"),
    [
        ([YearFiles(YEAR, results=results({"total": "9"}))], YEAR, [YEAR]),
        ([YearFiles(YEAR, results=results({"total": "9"}))], YEAR + 1, []),
        (
            [
                YearFiles(YEAR - 1, results=results({"total": "9"})),
                YearFiles(YEAR, results=results({"total": "9"})),
                YearFiles(YEAR + 1, measures=(measure(),)),
                YearFiles(YEAR + 2, measures=(measure(),)),
            ],
            YEAR + 1,
            [YEAR, YEAR + 1],
        ),
        (
            [
                YearFiles(YEAR - 2, results=results({"total": "9"})),
                YearFiles(YEAR, analysis=analysis(result_year=YEAR - 2)),
            ],
            YEAR,
            [YEAR - 2, YEAR],
        ),
        (
            [
                YearFiles(YEAR, measures=(measure(progress=PROGRESS),)),
                YearFiles(YEAR + 1, oit=links({"code": "o1", "url": "https://example.go.th/"})),
            ],
            YEAR + 1,
            [YEAR, YEAR + 1],
        ),
    ],
    ids=[
        "only itself",
        "a year without files",
        "the year that its plan analyses",
        "an older one if the analysis says so",
        "the year of the page that answers an item",
    ],
)
def test_a_submitted_year_speaks_of_its_own_years(
    files: list[YearFiles], year: int, expected: list[int]
) -> None:
    found = report(*files)
    assert years(found, year) == expected
    assert as_submitted(found, year).unit == found.unit


def since(before: UnitFiles, after: UnitFiles, year: int) -> list[tuple[str, str, str, str]]:
    """What is told of a year that was submitted with the files `before`."""
    frameworks = [framework(each) for each in range(YEAR - 2, YEAR + 3)]
    today = unit_report(after, reference(*frameworks), day("2571-01-01"))
    changes = changes_since(before, today, after, year)
    return [(each.kind, each.place.name, each.before, each.after) for each in changes]


def test_what_differs_today_is_told_of_the_years_that_the_submitted_one_speaks_of() -> None:
    before = body(
        YearFiles(YEAR - 1, results=scored(YEAR - 1, "7")),
        YearFiles(YEAR, results=scored(YEAR, "8")),
        YearFiles(
            YEAR + 1, measures=(measured(YEAR + 1, title="Then"), measured(YEAR + 1, "m2", title="Gone"))
        ),
    )
    after = body(
        YearFiles(YEAR - 1, results=scored(YEAR - 1, "7.5")),
        YearFiles(YEAR, results=scored(YEAR, "8.5")),
        YearFiles(
            YEAR + 1, measures=(measured(YEAR + 1, title="Now"), measured(YEAR + 1, "m3", title="New"))
        ),
        owners=[{"id": "office", "name": "Renamed"}],
    )
    assert since(before, after, YEAR + 1) == [
        ("owner-edited", "unit.yml", "", ""),
        ("owner-removed", "unit.yml", "", ""),
        ("score-changed", "results.yml", "8", "8.5"),
        ("measure-field", "measures/m1.yml", "Then", "Now"),
        ("measure-removed", "measures/m2.yml", "Gone", ""),
        ("measure-added", "measures/m3.yml", "", "New"),
    ]
    assert since(before, before, YEAR + 1) == []


def test_a_change_names_the_measure_as_it_is_called_today() -> None:
    before = body(YearFiles(YEAR, measures=(measured(YEAR, title="Then", target="A"),)))
    after = body(YearFiles(YEAR, measures=(measured(YEAR, title="Now", target="B"),)))
    today = unit_report(after, reference(framework()), day("2571-01-01"))
    found = changes_since(before, today, after, YEAR)
    assert [(each.at, each.title, each.is_there) for each in found] == [
        ("title", "Now", True),
        ("target", "Now", True),
    ]
