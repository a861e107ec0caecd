"""What stands in each cell of the open data, and in the one nested value of a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from builders import YEAR, analysis, day, framework, measure, placed, reference, report, sure
from prongsai.derive import UnitReport, unit_report
from prongsai.derive.everything import everything
from prongsai.derive.scores import ResultsReport
from prongsai.derive.tables import PORTAL_KINDS, YEAR_KINDS, shared_tables, summary_row, year_tables
from prongsai.derive.tables.kind import Table, TableKind, names_of, values_of
from prongsai.derive.tables.plan import Voice
from prongsai.derive.tables.rows import Row
from prongsai.evidence import EvidenceFile, kind_of
from prongsai.history import Change, Commit, Revision, UnitHistory
from prongsai.load import UnitFiles, YearFiles
from prongsai.model.analysis import Analysis
from prongsai.model.measure import Measure
from prongsai.model.oit import Oit
from prongsai.model.results import Results
from prongsai.model.unit import Unit

PLAN_YEAR = YEAR + 1
CASES = yaml.load(Path(__file__).with_name("derived_tables.yml").read_text("utf-8"), yaml.BaseLoader)
GIVEN: dict[str, Any] = CASES["given"]
WHOLE = ("unit", "fiscal_year")
"""What every row of a year begins with."""


def voices(results: ResultsReport | None) -> Voice:
    """A voice that can be told from silence, and says whose scores it knows."""
    year = results.year if results else "nothing"
    return Voice(lambda text: f"{text} [{year}]", "everyone")


def analysed_framework(year: int) -> Any:
    """The invented assessment with what its items ask for."""
    items = [
        sure("o1", "Structure", group="g1"),
        sure(
            "o2",
            "Measures",
            group="g1",
            role={"page": "measures", "plan": "0"},
            elements=[
                sure("how", "How", shows="method"),
                sure("who", "Who", shows="owners"),
                sure("why", "Why"),
            ],
        ),
        sure("o3", "Reports", group="g2", role={"page": "progress", "plan": "-1"}),
    ]
    groups = [sure("g1", "Disclosure", indicator="ind3"), sure("g2", "Prevention", indicator="ind3")]
    return framework(year, items=items, groups=groups)


def past() -> UnitHistory:
    """The first entry of `m1` was committed three days after it was written."""
    entry = GIVEN["measures"]["m1"]["progress"][0]
    commit = Commit("c" * 40, (), datetime(2027, 10, 4, 9, tzinfo=UTC))
    added = Change(f"demo/{PLAN_YEAR}/measures/m1.yml", "entry-added", "progress", None, entry)
    return UnitHistory((Revision(commit, (added,)),))


def body() -> UnitReport:
    """The report of the body that is given."""
    measures = tuple(
        placed(Measure, f"units/demo/{PLAN_YEAR}/measures/{stem}.yml", **values)
        for stem, values in GIVEN["measures"].items()
    )
    years = (
        YearFiles(YEAR, results=placed(Results, **GIVEN["results"])),
        YearFiles(
            PLAN_YEAR,
            results=placed(Results, **GIVEN["later_results"]),
            analysis=placed(Analysis, **GIVEN["analysis"]),
            measures=measures,
            oit=placed(Oit, **GIVEN["oit"]),
        ),
        YearFiles(
            PLAN_YEAR + 1, measures=(placed(Measure, "units/demo/2572/measures/n1.yml", **GIVEN["next"]),)
        ),
    )
    files = {
        "2571/a.pdf": EvidenceFile(1234, "ab" * 32, kind_of("a.pdf")),
        "2571/b.exe": EvidenceFile(5, "cd" * 32, None),
    }
    unit = placed(Unit, "units/demo/unit.yml", **GIVEN["unit"])
    frameworks = [analysed_framework(year) for year in range(YEAR, PLAN_YEAR + 3)]
    return unit_report(
        UnitFiles("demo", unit, years, files), reference(*frameworks), day("2571-11-01"), past()
    )


def tables(year: int) -> dict[str, Table]:
    found = body().year(year)
    assert found
    return year_tables(body(), found, voices)


def spelled(value: Any) -> Any:
    """A value as it is typed in the cases, without fields that say nothing."""
    if isinstance(value, Mapping):
        return {name: spelled(each) for name, each in value.items() if each not in (None, [])}
    if isinstance(value, list):
        return [spelled(each) for each in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def cells(row: Row) -> dict[str, str]:
    """What is not empty in a row, by its columns, but for what all rows begin with."""
    values: dict[str, str] = spelled({field.name: getattr(row, field.name) for field in fields(row)})
    return {name: each for name, each in values.items() if name not in WHOLE}


@pytest.mark.parametrize("year", [YEAR, PLAN_YEAR, PLAN_YEAR + 1])
def test_every_cell_of_a_year(year: int) -> None:
    found = tables(year)
    assert list(found) == list(YEAR_KINDS)
    rows = {name: [cells(row) for row in table.rows] for name, table in found.items() if table.rows}
    assert rows == CASES["rows"][str(year)]


@pytest.mark.parametrize("year", [YEAR, PLAN_YEAR, PLAN_YEAR + 1])
def test_every_row_begins_with_its_body_and_year_and_has_a_key_of_its_own(year: int) -> None:
    for name, table in tables(year).items():
        assert table.kind is YEAR_KINDS[name]
        for row in table.rows:
            assert type(row) is table.kind.row
            assert values_of(row)[:2] == ("demo", year)
        keys = [tuple(getattr(row, part) for part in table.kind.key) for row in table.rows]
        assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("kinds", "parents"),
    [
        (
            YEAR_KINDS,
            {
                "answers": "measures",
                "steps": "measures",
                "entries": "measures",
                "evidence": "entries",
                "oit_elements": "oit_items",
                "oit_links": "oit_items",
            },
        ),
        (PORTAL_KINDS, {"years": "bodies", "scores": "years", "measures": "years"}),
    ],
    ids=["of a year", "of all bodies"],
)
def test_a_table_names_rows_of_its_parent_by_their_key(
    kinds: Mapping[str, TableKind], parents: dict[str, str]
) -> None:
    assert {name: kind.parent for name, kind in kinds.items() if kind.parent} == parents
    for name, parent in parents.items():
        assert kinds[name].key[: len(kinds[parent].key)] == kinds[parent].key


def test_all_bodies_tables_hold_what_the_years_hold_without_questions_items_and_long_texts() -> None:
    shared = shared_tables(body(), voices)
    years = [tables(each.year) for each in body().years]
    assert {name: table.kind for name, table in shared.items()} == PORTAL_KINDS
    assert [cells(row) for row in shared["bodies"].rows] == CASES["rows"]["bodies"]
    assert shared["bodies"].rows[0].unit == "demo"
    assert shared["years"].rows == tuple(row for each in years for row in each["summary"].rows)
    assert shared["scores"].rows == tuple(
        row
        for each in years
        for row in each["scores"].rows
        if getattr(row, "level", "") not in ("question", "item")
    )
    columns = names_of(PORTAL_KINDS["measures"].row)
    assert [values_of(row) for row in shared["measures"].rows] == [
        tuple(getattr(row, name) for name in columns) for each in years for row in each["measures"].rows
    ]


@pytest.mark.parametrize("year", [YEAR, PLAN_YEAR])
def test_everything_of_a_year_in_one_value(year: int) -> None:
    found = body().year(year)
    assert found
    node = everything(body(), found, tables(year), voices)
    assert isinstance(node, Mapping)
    assert spelled(node) == CASES["everything"][str(year)]
    assert " ".join(node) == "body fiscal_year as_of summary results analysis measures oit"


def test_everything_says_which_parts_a_body_does_not_have() -> None:
    bare = report(YearFiles(YEAR, measures=(measure(),)))
    node: Any = everything(bare, bare.years[0], year_tables(bare, bare.years[0], voices), voices)
    assert (node["results"], node["analysis"]) == (None, None)
    (only,) = node["measures"]
    assert (only["source"], only["note"], only["corrections"], only["accepted"]) == (None, None, [], [])
    assert (only["approach"], only["steps_intro"], only["entry_rows"]) == (None, None, [])


def test_a_heading_that_has_only_findings_has_no_text_of_its_own() -> None:
    files = YearFiles(PLAN_YEAR, analysis=analysis({"section": "ind1"}))
    bare = report(files)
    node: Any = everything(bare, bare.years[0], year_tables(bare, bare.years[0], voices), voices)
    (section,) = node["analysis"]["sections"]
    assert (section["section"], section["narrative"], section["limits"]) == ("ind1", None, None)


def test_a_summary_counts_each_state_and_remark_apart() -> None:
    done = {"status": "done", "evidence": [{"title": "Order", "url": "https://example.go.th"}]}
    counts: list[tuple[int, dict[str, Any]]] = [
        (1, {"progress": [done]}),
        (2, {"progress": [{"status": "done"}]}),
        (4, {"period": "q1", "progress": [{"status": "in-progress", "round": "q1"}]}),
        (5, {"progress": [{"status": "not-started", "round": "year"}]}),
        (6, {"progress": [{"status": "cancelled"}]}),
        (7, {"progress": [{"text": "Something"}]}),
        (8, {}),
        (1, {"period": "h1"}),
        (2, {"progress": [{"status": "in-progress", "round": "h1"}]}),
    ]
    measures = [values for count, values in counts for _ in range(count)]
    files = YearFiles(YEAR, measures=tuple(measure(f"m{n}", **each) for n, each in enumerate(measures)))
    row = summary_row("demo", report(files, today=f"{YEAR}-09-30").years[0])
    assert cells(row) == {
        "findings": "0",
        "open_findings": "0",
        "measures": "36",
        "done": "3",
        "in_progress": "6",
        "not_started": "5",
        "cancelled": "6",
        "unstated": "7",
        "no_report": "9",
        "late": "4",
        "overdue_report": "1",
        "stale": "4",
        "no_proof": "2",
        "oit_items": "3",
        "oit_answered": "1",
    }


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        (
            "steps",
            "unit:string! fiscal_year:integer! measure:string! part:string! row:integer! number:string "
            "text:string! due_first_day:date due_last_day:date is_done:boolean! done_first_day:date "
            "done_last_day:date",
        ),
        (
            "scores",
            "unit:string! fiscal_year:integer! code:string! level:string! parent:string title:string "
            "basis:string! printed:string score:number is_at_least:boolean! rank:integer "
            "compared_year:integer compared_score:number change:number",
        ),
    ],
)
def test_a_column_has_the_type_of_its_field_and_is_required_unless_it_may_be_empty(
    name: str, columns: str
) -> None:
    found = YEAR_KINDS[name].columns
    assert " ".join(f"{each.name}:{each.type}{'!' * each.is_required}" for each in found) == columns


@pytest.mark.parametrize(
    ("table", "column", "choices"),
    [
        ("findings", "need", ("fix", "improve", "keep")),
        ("scores", "basis", ("printed", "computed")),
        ("entries", "round", ("q1", "q2", "q3", "q4", "h1", "h2", "year")),
        ("entries", "text", ()),
    ],
)
def test_a_columns_choices_are_those_of_its_field(table: str, column: str, choices: tuple[str, ...]) -> None:
    (found,) = (each for each in YEAR_KINDS[table].columns if each.name == column)
    assert (found.choices, found.type) == (choices, "string")
