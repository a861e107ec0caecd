"""Every fault is told once, at its place: the files of `tests/broken/`, put into a good project one by one.

A case begins with three or four lines of comments and then is a complete file with one fault:

    # expect: 9 unknown-owner            line and code
    # as: 2567/measures/m3.yml           where it is put, below units/good/; several places parted by commas
    # at: 2566/analysis.yml              where the problem is told, if not in the (first) file that was put
    # how: linked                        a link to the file is put; `grown`: the file with a MiB of comment
    # because: ...                       why the case exists
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

import pytest
import yaml

from prongsai.document import MOST_BYTES
from prongsai.printed import check_project
from prongsai.problems import Problem, problem_kinds
from prongsai.project import Project

TESTS = Path(__file__).parent
CASES = sorted((TESTS / "broken").glob("*.yml"))
FACTS: dict[str, dict[str, str]] = yaml.safe_load((TESTS / "broken_facts.yml").read_text("utf-8"))
GOOD = TESTS / "projects" / "good"
UNIT = PurePosixPath("units/good")
TODAY = date(2024, 9, 15)
"""15 September 2567: the plan of 2567 runs, that of 2566 is over."""
THAI = re.compile("[\u0e01-\u0e5b]")
HEADER = re.compile(rb"# (expect|as|at|how|because): (.+)")


@dataclass(frozen=True)
class Case:
    """One broken file: where it is put, and which problem is expected where."""

    file: Path
    places: tuple[str, ...]
    path: str
    line: int
    code: str
    how: str


def read_case(file: Path) -> Case:
    """Read the comments on top of a broken file, whatever the bytes below them are."""
    lines = file.read_bytes().split(b"\n")[:5]
    header = {found[1].decode(): found[2].decode() for line in lines if (found := HEADER.fullmatch(line))}
    assert header.keys() - {"at", "how"} == {"expect", "as", "because"}, f"{file.name}: {header}"
    line, code = header["expect"].split()
    places = tuple(header["as"].split(", "))
    return Case(file, places, resolve(header.get("at", places[0])), int(line), code, header.get("how", ""))


def resolve(place: str) -> str:
    """A path below `units/good/` as a problem tells it; `../other/unit.yml` is another unit's."""
    return str(UNIT.parent / place.removeprefix("../") if place.startswith("../") else UNIT / place)


def put(case: Case, root: Path) -> None:
    """Put a broken file into a project, at all its places."""
    for place in case.places:
        target = root / resolve(place)
        target.parent.mkdir(parents=True, exist_ok=True)
        if case.how == "linked":
            target.symlink_to(case.file)
        else:
            grown = b"#" * MOST_BYTES if case.how == "grown" else b""
            target.write_bytes(case.file.read_bytes() + grown)


def problems_of(root: Path) -> tuple[Problem, ...]:
    return check_project(Project(root), TODAY).problems


def without_references(problem: Problem) -> str:
    """A problem's sentence without the codes in braces that it is meant to show."""
    sentence = problem.sentence
    for fact in problem.facts.values():
        sentence = sentence.replace(f"{{{fact}}}", "")
    return sentence


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the good project."""
    return shutil.copytree(GOOD, tmp_path / "project")


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_fault_is_told_once_at_its_line(file: Path, root: Path) -> None:
    case = read_case(file)
    put(case, root)
    problems = problems_of(root)
    assert [(each.place.path, each.place.line, each.code) for each in problems] == [
        (case.path, case.line, case.code)
    ], [str(problem) for problem in problems]
    assert THAI.search(problems[0].sentence)
    assert "{" not in without_references(problems[0])
    assert not re.search(r"""\bNone\b|Decimal\(|คือ ""|\['""", problems[0].sentence)
    told = {"at": problems[0].place.field} | {name: str(fact) for name, fact in problems[0].facts.items()}
    expected = FACTS.get(file.stem, {})
    assert {name: told.get(name) for name in expected} == expected


def test_every_problem_has_a_case_and_every_case_a_known_problem() -> None:
    assert {read_case(file).code for file in CASES} == set(problem_kinds())


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_case_is_named_after_its_problem(file: Path) -> None:
    code = read_case(file).code
    assert file.stem == code or file.stem.startswith(f"{code}-")


def test_the_good_project_has_no_problem_and_its_one_accepted_fault_keeps_its_reason() -> None:
    verdict = check_project(Project(GOOD), TODAY)
    assert [str(problem) for problem in verdict.problems] == []
    assert [(problem.code, acceptance.at) for problem, acceptance in verdict.accepted] == [
        ("outside-fiscal-year", "follow_up[2].due")
    ]
    assert verdict.accepted[0][1].because.startswith("แผนกำหนด")
    assert verdict.units == {"good"}
    assert verdict.faulty == frozenset()


def test_every_fact_that_is_listed_is_of_a_case() -> None:
    assert FACTS.keys() <= {file.stem for file in CASES}


def test_all_problems_of_several_files_are_told_at_once_and_sorted(root: Path) -> None:
    for name, place in (
        ("score-range", "2567/results.yml"),
        ("unknown-code-link", "2567/oit.yml"),
        ("unknown-owner", "2567/measures/m10.yml"),
        ("outside-fiscal-year-follow-up", "2567/measures/m4.yml"),
    ):
        shutil.copyfile(TESTS / "broken" / f"{name}.yml", root / resolve(place))
    problems = problems_of(root)
    assert [(PurePosixPath(each.place.path).name, each.code) for each in problems] == [
        ("m10.yml", "unknown-owner"),
        ("m4.yml", "outside-fiscal-year"),
        ("oit.yml", "unknown-code"),
        ("results.yml", "score-range"),
    ]
    assert list(problems) == sorted(problems, key=lambda each: each.sort_key)


def test_one_broken_unit_hides_no_problem_of_another(root: Path) -> None:
    shutil.copytree(root / "units/good", root / "units/also")
    put(read_case(TESTS / "broken/not-a-score.yml"), root)
    broken = read_case(TESTS / "broken/unknown-owner.yml")
    shutil.copyfile(broken.file, root / "units/also/2567/measures/m3.yml")
    verdict = check_project(Project(root), TODAY)
    assert [(each.unit, each.code) for each in verdict.errors] == [
        ("also", "unknown-owner"),
        ("good", "not-a-score"),
    ]
    assert verdict.faulty == verdict.units == {"also", "good"}
