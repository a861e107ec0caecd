"""Files become models with the place of every field; what has the wrong shape is told, all of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from prongsai.load import Data, UnitFiles, load, natural_key
from prongsai.problems import Problem, StopError
from prongsai.project import Project

UNIT = "name: อบต.ริมธารสมมุติ\nkind: sao\n"
MEASURE = "section: t4\n"


def write(root: Path, files: dict[str, str]) -> Project:
    """Write files below `units/` of an empty project."""
    for name, text in files.items():
        path = root / "units" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return Project(root)


def load_files(root: Path, files: dict[str, str]) -> Data:
    """Load a project of one unit, `good`, that has a sound `unit.yml` besides these files."""
    return load(
        write(root, {"good/unit.yml": UNIT, **{f"good/{name}": text for name, text in files.items()}})
    )


def load_unit(root: Path, files: dict[str, str]) -> UnitFiles:
    """The one unit of a project without problems."""
    data = load_files(root, files)
    assert [str(problem) for problem in data.problems] == []
    return data.units[0]


def only_problem(data: Data, code: str) -> Problem:
    assert [problem.code for problem in data.problems] == [code]
    return data.problems[0]


# Spellings


@pytest.mark.parametrize("typed", ["i19", "I19", "I๑๙", "i๑๙", "I 19", "i ๑๙"])
def test_every_spelling_of_a_code_is_one_code(tmp_path: Path, typed: str) -> None:
    unit = load_unit(
        tmp_path,
        {
            "2566/results.yml": f"scores:\n  total: 90\n  {typed}: 78.40\n",
            "2567/analysis.yml": "result_year: 2566\nfindings:\n  - section: t4\n    text: ก\n"
            f"    codes: [{typed}]\n",
            "2567/measures/m1.yml": f"{MEASURE}answers:\n  - {typed}\n",
        },
    )
    before, plan = unit.years
    assert before.results and before.results.value.scores["i19"].value == Decimal("78.40")
    assert plan.analysis and plan.analysis.value.findings[0].codes == ("i19",)
    assert plan.measures[0].value.answers == ("i19",)


@pytest.mark.parametrize("typed", ["i19", "I19", "I๑๙", "I 19"])
def test_a_score_is_told_at_its_line_however_its_code_is_spelt(tmp_path: Path, typed: str) -> None:
    unit = load_unit(
        tmp_path, {"2566/results.yml": f"# ผล\nscores:\n  total: 90\n  {typed}: 78.40\n  e1: 9\n"}
    )
    results = unit.year(2566).results
    assert results
    place = results.problem("score-range", "scores", "i19").place
    assert (place.path, place.line, place.field) == ("units/good/2566/results.yml", 4, "scores.i19")


@pytest.mark.parametrize("second", ["I19", "i๑๙", "I 19"])
def test_two_spellings_of_one_code_are_told_and_no_score_is_lost(tmp_path: Path, second: str) -> None:
    data = load_files(tmp_path, {"2566/results.yml": f"scores:\n  i19: 78.40\n  {second}: 87.40\n"})
    problem = only_problem(data, "duplicate-code")
    assert problem.place.line == 3
    assert "i19" in problem.sentence


def test_a_code_that_is_none_is_told_at_its_line_under_its_own_name(tmp_path: Path) -> None:
    data = load_files(tmp_path, {"2566/results.yml": "scores:\n  i1: 90\n  ข้อ19: 78.40\n"})
    place = only_problem(data, "not-an-id").place
    assert (place.line, place.field) == (3, "scores.ข้อ19")


@pytest.mark.parametrize("typed", ["2566", "๒๕๖๖", "2023", "๒๐๒๓", " 2566 "])
def test_a_year_is_buddhist_inside_whichever_era_and_digits_are_typed(tmp_path: Path, typed: str) -> None:
    unit = load_unit(tmp_path, {"2567/analysis.yml": f'result_year: "{typed}"\n'})
    analysis = unit.year(2567).analysis
    assert analysis and analysis.value.result_year == 2566


@pytest.mark.parametrize("typed", ["2567-02-29", "๒๕๖๗-๐๒-๒๙", "2024-02-29", "2567-2-29"])
def test_a_day_is_one_day_in_either_era_and_digits(tmp_path: Path, typed: str) -> None:
    unit = load_unit(tmp_path, {"2567/measures/m1.yml": f"{MEASURE}progress:\n  - date: {typed}\n"})
    assert unit.year(2567).measures[0].value.progress[0].date == date(2024, 2, 29)


@pytest.mark.parametrize("typed", ["2567-02", "๒๕๖๗-๐๒", "2024-02", "2567-2"])
def test_a_month_is_all_its_days_in_either_era_and_digits(tmp_path: Path, typed: str) -> None:
    unit = load_unit(tmp_path, {"2567/measures/m1.yml": f"{MEASURE}steps:\n  - text: ก\n    due: {typed}\n"})
    due = unit.year(2567).measures[0].value.steps[0].due
    assert due and due.is_month
    assert (due.span.first, due.span.last) == (date(2024, 2, 1), date(2024, 2, 29))


@pytest.mark.parametrize(
    ("typed", "value", "at_least"),
    [
        ("95.76", "95.76", False),
        ("๙๕.๗๖", "95.76", False),
        ("97", "97", False),
        ("๙๐+", "90", True),
        ("90 +", "90", True),
    ],
)
def test_a_score_keeps_its_decimals_and_its_mark(
    tmp_path: Path, typed: str, value: str, at_least: bool
) -> None:
    unit = load_unit(tmp_path, {"2566/results.yml": f"scores:\n  e5: {typed}\n"})
    results = unit.year(2566).results
    assert results
    score = results.value.scores["e5"]
    assert (str(score.value), score.at_least) == (value, at_least)


@pytest.mark.parametrize(("typed", "value"), [("0", "0"), ("12,500.50", "12500.50"), ("๕๐,๐๐๐", "50000")])
def test_a_budget_may_have_commas_and_thai_digits(tmp_path: Path, typed: str, value: str) -> None:
    unit = load_unit(tmp_path, {"2567/measures/m1.yml": f"{MEASURE}budget: {typed}\n"})
    assert unit.year(2567).measures[0].value.budget == Decimal(value)


# Shapes


M1 = "2567/measures/m1.yml"


@pytest.mark.parametrize(
    ("files", "line", "near", "sibling"),
    [
        ({M1: f"{MEASURE}owner: [all]\n"}, 2, "owners", "period"),
        ({M1: f"{MEASURE}steps:\n  - text: ก\n    dues: 2567\n"}, 4, "due", "done"),
        ({M1: f"{MEASURE}steps:\n  - text: ก\n    dues:\n"}, 4, "due", "done"),
        ({M1: f"{MEASURE}progress:\n  - statuss: done\n"}, 3, "status", "obstacle"),
        (
            {M1: f"{MEASURE}progress:\n  - evidence:\n      - title: ก\n        urls: https://a.th\n"},
            5,
            "url",
            "file",
        ),
        (
            {"2567/analysis.yml": "result_year: 2566\nsections:\n  - id: t1\n    limit: ก\n"},
            4,
            "limits",
            "narrative",
        ),
        ({"2567/oit.yml": "links:\n  - code: o1\n    element: [a]\n"}, 3, "elements", "where"),
        ({"2567/results.yml": "lebel: ผ่าน\n"}, 1, "level", "scores"),
        (
            {"2567/results.yml": "corrections:\n  - printed: ก\n    corrected: ข\n    print: ค\n"},
            4,
            "printed",
            "corrected",
        ),
    ],
)
def test_an_unknown_field_is_told_with_the_nearest_of_its_own_mapping(
    tmp_path: Path, files: dict[str, str], line: int, near: str, sibling: str
) -> None:
    problem = only_problem(load_files(tmp_path, files), "unknown-key")
    assert (problem.place.line, problem.facts["near"]) == (line, near)
    names = str(problem.facts["known"]).split(", ")
    assert {near, sibling} <= set(names)
    assert ("corrections" in names) == ("[" not in problem.place.field)


def test_a_known_field_without_a_value_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    unit = load_unit(
        tmp_path,
        {
            "2566/results.yml": "level:\nscores:\n  total: 90\n  i19:\n",
            M1: f"{MEASURE}budget:\nsteps:\n  - text: ก\n    due:\nprogress:\n",
        },
    )
    before, plan = unit.years
    assert before.results and list(before.results.value.scores) == ["total"]
    measure = plan.measures[0].value
    assert (measure.budget, measure.steps[0].due, measure.progress) == (None, None, ())


@pytest.mark.parametrize("compound", ["[หนึ่ง]", "[]", "{value: 3}", "{}"])
@pytest.mark.parametrize(
    ("name", "before", "field"),
    [
        pytest.param("2567/results.yml", "level:", "level", id="a text"),
        pytest.param("2567/results.yml", "scores:\n  i1:", "scores.i1", id="a score"),
        pytest.param("2567/analysis.yml", "result_year:", "result_year", id="a year"),
        pytest.param(M1, "section:", "section", id="an id"),
        pytest.param(M1, f"{MEASURE}budget:", "budget", id="a number"),
        pytest.param(M1, f"{MEASURE}period:", "period", id="a period"),
        pytest.param(M1, f"{MEASURE}progress:\n  - date:", "progress[1].date", id="a day"),
        pytest.param(M1, f"{MEASURE}progress:\n  - round:", "progress[1].round", id="a round"),
        pytest.param(M1, f"{MEASURE}progress:\n  - status:", "progress[1].status", id="a choice"),
        pytest.param(M1, f"{MEASURE}steps:\n  - text: ก\n    due:", "steps[1].due", id="a date"),
        pytest.param(M1, f"{MEASURE}steps:\n  - text: ก\n    done:", "steps[1].done", id="a date or yes"),
        pytest.param("2567/oit.yml", "links:\n  - code:", "links[1].code", id="a code"),
        pytest.param("2567/oit.yml", "links:\n  - code: o1\n    url:", "links[1].url", id="an address"),
    ],
)
def test_a_list_or_group_in_the_place_of_one_value_is_one_problem_of_that_field(
    tmp_path: Path, name: str, before: str, field: str, compound: str
) -> None:
    data = load_files(tmp_path, {name: f"{before} {compound}\n"})
    assert [(problem.place.field, problem.place.line) for problem in data.problems] == [
        (field, before.count("\n") + 1)
    ]
    assert data.problems[0].is_error


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    data = load_files(
        tmp_path,
        {
            "2566/results.yml": "scores:\n  i1: x\n  i2: 90\n  i3: y\n",
            "2567/analysis.yml": "summary: ก\n",
            "2567/measures/m1.yml": "section: t4\nperiod: later\nstep: []\n",
            "2567/oit.yml": "links: o1\n",
            "2567/plan.yml": "",
        },
    )
    assert sorted(
        (Path(problem.place.path).name, problem.place.line, problem.code) for problem in data.problems
    ) == [
        ("analysis.yml", 1, "missing-field"),
        ("m1.yml", 2, "not-a-period"),
        ("m1.yml", 3, "unknown-key"),
        ("oit.yml", 1, "not-a-list"),
        ("plan.yml", 1, "unknown-file"),
        ("results.yml", 2, "not-a-score"),
        ("results.yml", 4, "not-a-score"),
    ]


def test_a_unit_with_a_fault_of_shape_is_broken_while_the_others_load(tmp_path: Path) -> None:
    project = write(
        tmp_path,
        {
            "a/unit.yml": UNIT,
            "b/unit.yml": UNIT,
            "b/2567/results.yml": "scores:\n  i1: x\n",
            "c/2567/results.yml": "scores:\n  i1: 9\n",
            "d/unit.yml": UNIT,
            "d/2567/results.yml": "scores:\n  i1: 9\n",
        },
    )
    data = load(project)
    assert [unit.id for unit in data.units] == ["a", "d"]
    assert data.broken == {"b", "c"}
    assert [(problem.unit, problem.code) for problem in data.problems] == [
        ("b", "not-a-score"),
        ("c", "no-unit-file"),
    ]


# Files


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("notes.txt", "notes.txt"),
        ("2567/result.yml", "2567/result.yml"),
        ("2567/results.yaml", "2567/results.yaml"),
        ("2567/m1.yml", "2567/m1.yml"),
        ("2567/measures/m1.yml.bak", "2567/measures/m1.yml.bak"),
        ("2567/measures/old/m1.yml", "2567/measures/old"),
        ("25670/results.yml", "25670"),
        ("1567/results.yml", "1567"),
        ("๒๕๖๗/results.yml", "๒๕๖๗"),
        ("backup/2566/results.yml", "backup"),
    ],
)
def test_what_no_page_shows_is_told(tmp_path: Path, name: str, told: str) -> None:
    data = load_files(tmp_path, {name: MEASURE})
    problem = only_problem(data, "unknown-file")
    assert (problem.place.path, problem.place.line) == (f"units/good/{told}", 1)
    assert problem.facts["name"] == told.rpartition("/")[2]
    assert data.broken == {"good"}


@pytest.mark.parametrize(
    "name",
    [".DS_Store", ".git/config", "2567/.results.yml.swp", "2567/measures/.m1.yml", "../.cache/x/unit.yml"],
)
def test_hidden_files_are_not_read(tmp_path: Path, name: str) -> None:
    unit = load_unit(tmp_path, {"2567/results.yml": "level: ผ่าน\n", name: "{"})
    assert len(unit.files) == 2


@pytest.mark.parametrize("stem", ["M1", "m 1", "มาตรการ1", "m๑", "m.1", "-m1", "1²3", "²"])
def test_a_measure_whose_name_is_no_address_is_told(tmp_path: Path, stem: str) -> None:
    problem = only_problem(load_files(tmp_path, {f"2567/measures/{stem}.yml": MEASURE}), "measure-id")
    assert problem.facts["name"] == stem


@pytest.mark.parametrize("folder", ["Good", "บ่อทอง", "bo thong", "-bo", "bo--thong"])
def test_a_body_whose_name_is_no_address_is_told(tmp_path: Path, folder: str) -> None:
    problem = only_problem(load(write(tmp_path, {f"{folder}/unit.yml": UNIT})), "unit-id")
    assert problem.place.path == f"units/{folder}"


def test_a_body_without_its_file_is_told_once(tmp_path: Path) -> None:
    problem = only_problem(load(write(tmp_path, {"good/2567/results.yml": "level: ผ่าน\n"})), "no-unit-file")
    assert problem.place.path == "units/good/unit.yml"


@pytest.mark.parametrize(
    "stems",
    [
        pytest.param(["a9", "m1", "m2", "m10", "m11"], id="numbers are counted"),
        pytest.param(["m4-1", "m4-2", "m4-10", "m5"], id="numbers behind a hyphen too"),
        pytest.param(["m4", "m4-1"], id="a measure before its parts"),
    ],
)
def test_measures_stand_in_natural_order(tmp_path: Path, stems: list[str]) -> None:
    unit = load_unit(tmp_path, {f"2567/measures/{stem}.yml": MEASURE for stem in reversed(stems)})
    assert [measure.stem for measure in unit.year(2567).measures] == stems


def test_natural_order_counts_thai_digits_too() -> None:
    assert sorted(["ข้อ ๑๐", "ข้อ ๒", "ข้อ 3"], key=natural_key) == ["ข้อ ๒", "ข้อ 3", "ข้อ ๑๐"]


def test_years_stand_in_ascending_order_and_an_absent_one_is_empty(tmp_path: Path) -> None:
    unit = load_unit(tmp_path, {f"{year}/results.yml": "level: ผ่าน\n" for year in (2568, 2566, 2567)})
    assert [year.year for year in unit.years] == [2566, 2567, 2568]
    assert unit.year(2565).files == ()
    assert unit.year(2567).results is unit.years[1].results


def test_every_file_is_read_as_its_own_kind(tmp_path: Path) -> None:
    unit = load_unit(
        tmp_path,
        {
            "2567/results.yml": "level: ผ่าน\n",
            "2567/analysis.yml": "result_year: 2566\n",
            "2567/oit.yml": "links: []\n",
            "2567/measures/m1.yml": MEASURE,
        },
    )
    assert [placed.document.path for placed in unit.files] == [
        "units/good/unit.yml",
        "units/good/2567/results.yml",
        "units/good/2567/analysis.yml",
        "units/good/2567/oit.yml",
        "units/good/2567/measures/m1.yml",
    ]
    year = unit.year(2567)
    assert year.results and year.analysis and year.oit
    assert year.results.value.level == "ผ่าน"
    assert year.analysis.value.result_year == 2566
    assert unit.unit.value.label == "อบต.ริมธารสมมุติ"


def test_evidence_is_known_by_its_path_below_its_folder(tmp_path: Path) -> None:
    unit = load_unit(tmp_path, {"evidence/a.pdf": "x", "evidence/2567/ภาพ 1.jpg": "x"})
    assert set(unit.evidence) == {"a.pdf", "2567/ภาพ 1.jpg"}


# The operator


def test_only_the_units_asked_for_are_read(tmp_path: Path) -> None:
    project = write(tmp_path, {"a/unit.yml": UNIT, "b/unit.yml": "{", "c/unit.yml": UNIT})
    data = load(project, ("c", "a"))
    assert [unit.id for unit in data.units] == ["a", "c"]
    assert data.problems == ()


@pytest.mark.parametrize(
    ("asked", "near"), [("bo-tong", "bo-thong"), ("udom", "na-udom"), ("Bo-Thong", "bo-thong")]
)
def test_an_unknown_unit_stops_with_the_nearest(tmp_path: Path, asked: str, near: str) -> None:
    project = write(tmp_path, {"bo-thong/unit.yml": UNIT, "na-udom/unit.yml": UNIT})
    with pytest.raises(StopError) as stop:
        load(project, ("na-udom", asked))
    assert f'"{asked}"' in str(stop.value)
    assert f'"{near}"' in str(stop.value)


def test_a_project_without_a_units_folder_stops(tmp_path: Path) -> None:
    with pytest.raises(StopError) as stop:
        load(Project(tmp_path))
    assert str(tmp_path / "units") in str(stop.value)
    assert "--root" in str(stop.value)


@pytest.mark.parametrize("files", [{}, {".hidden/unit.yml": UNIT}, {"README.md": "ก"}])
def test_a_project_without_a_unit_stops(tmp_path: Path, files: dict[str, str]) -> None:
    (tmp_path / "units").mkdir()
    with pytest.raises(StopError, match=r"unit\.yml"):
        load(write(tmp_path, files))
