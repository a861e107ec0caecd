"""The rules that hold between modules: who may import whom, and what nobody may write."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import ROOT
from prongsai.document import read_document

PACKAGE = ROOT / "generator" / "prongsai"
MODULES = sorted(PACKAGE.rglob("*.py"))
TEXTS = sorted([*PACKAGE.rglob("*.yml"), *(ROOT / "theme").rglob("*.yml")])
ORDER = (
    ("shipped", "signs"),
    ("problems",),
    ("formats", "project"),
    ("inventory",),
    ("compiled", "crew", "fingerprint", "folders", "ledger", "passing", "stumbling"),
    ("document",),
    ("model",),
    ("addresses", "evidence", "provinces", "reference"),
    ("content", "fields"),
    ("shape",),
    ("load",),
    ("schemas",),
    ("history",),
    ("derive",),
    ("check",),
    ("render",),
    ("build",),
    ("publish",),
    ("survey",),
    ("outcome",),
    ("bodies", "printed"),
    ("making",),
    ("pipeline",),
    ("cluster", "office"),
    ("cli",),
    ("__main__",),
)
"""From bottom to top; a module imports only from its own package folder or from a lower row."""
RANKS = {name: rank for rank, row in enumerate(ORDER) for name in row}
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
THAI = re.compile("[\u0e00-\u0e7f]")

Rule = Callable[[ast.AST], Iterator[ast.expr | ast.stmt | ast.excepthandler]]


def name_of(path: Path) -> str:
    """A module as a message tells it: `check/dates.py`."""
    return path.relative_to(PACKAGE).as_posix()


def layer_of(path: Path) -> str:
    """The module or package folder right below `prongsai`."""
    return name_of(path).split("/")[0].removesuffix(".py")


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imported(tree: ast.AST) -> Iterator[str]:
    """Every imported module's full name, and every name imported from one, wherever the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from (f"{module}.{alias.name}" for alias in node.names)


def imported_layers(tree: ast.AST) -> set[str]:
    """The layers of our own package that a module imports from."""
    parts = (name.split(".") for name in imported(tree))
    return {part[1] if len(part) > 1 else "" for part in parts if part[0] in ("prongsai", "")}


def wrong_imports(layer: str, tree: ast.AST) -> list[str]:
    """The layers that a module of this layer must not import from."""
    return sorted(
        other
        for other in imported_layers(tree) - {layer}
        if other not in RANKS or RANKS[other] >= RANKS.get(layer, -1)
    )


def imports_mkdocs(tree: ast.AST) -> bool:
    return any(name.split(".")[0] in ("mkdocs", "material") for name in imported(tree))


def prints(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("print", "echo", "secho"):
            yield node


def broad_excepts(tree: ast.AST) -> Iterator[ast.excepthandler]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            caught = [] if node.type is None else ast.walk(node.type)
            names = {each.id for each in caught if isinstance(each, ast.Name)}
            if node.type is None or names & {"Exception", "BaseException"}:
                yield node


def floats(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "float":
            yield node


def year_comparisons(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            names = {ast.unparse(side).split(".")[-1] for side in sides}
            if any(is_number(side) for side in sides) and any(
                name == "year" or name.endswith("_year") for name in names
            ):
                yield node


def is_number(node: ast.expr) -> bool:
    """Tell whether an expression is an integer as typed, or a display of such."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return any(is_number(each) for each in node.elts)
    return isinstance(node, ast.Constant) and type(node.value) is int


def places(rule: Rule, paths: list[Path]) -> list[str]:
    """Where a rule finds a fault, as `check/dates.py:12`."""
    return [f"{name_of(path)}:{node.lineno}" for path in paths for node in rule(parse(path))]


def modules_of(*layers: str) -> list[Path]:
    found = [path for path in MODULES if layer_of(path) in layers]
    assert found
    return found


def modules_without(*layers: str) -> list[Path]:
    return [path for path in MODULES if layer_of(path) not in layers]


def test_every_module_has_its_place_in_the_order() -> None:
    assert {layer_of(path) for path in MODULES} - {"__init__"} == RANKS.keys()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_from_its_own_folder_or_from_below(path: Path) -> None:
    assert wrong_imports(layer_of(path), parse(path)) == []


def test_only_build_knows_mkdocs() -> None:
    assert {layer_of(path) for path in MODULES if imports_mkdocs(parse(path))} == {"build"}


def test_only_the_command_line_prints() -> None:
    assert places(prints, modules_without("cli")) == []


def test_no_text_for_readers_stands_in_code() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / "generator").rglob("*.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if THAI.search(line)
    ]
    assert found == []


def test_no_error_is_swallowed() -> None:
    assert places(broad_excepts, MODULES) == []


def test_every_module_is_named_after_what_it_is_about() -> None:
    names = [*MODULES, *(path for path in PACKAGE.rglob("*") if path.is_dir())]
    assert [name_of(path) for path in names if path.stem in EMPTY_NAMES] == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_list_of_the_program_says_a_key_twice(path: Path) -> None:
    _, problems = read_document(path.name, path.read_bytes())
    assert [str(problem) for problem in problems if problem.code == "duplicate-key"] == []


def test_scores_are_decimal() -> None:
    assert places(floats, modules_of("check", "derive", "model")) == []


def test_what_changes_every_year_is_data() -> None:
    assert places(year_comparisons, MODULES) == []


# The rules themselves can fail


@pytest.mark.parametrize(
    ("layer", "code", "wrong"),
    [
        ("load", "from prongsai.check import check", ["check"]),
        ("load", "import prongsai.check.dates", ["check"]),
        ("load", "from prongsai import check, problems", ["check"]),
        ("content", "from prongsai.fields import choices", ["fields"]),
        ("load", "def f():\n    from prongsai.pipeline import build", ["pipeline"]),
        ("check", "from . import dates", [""]),
        ("derive", "from prongsai import addresses", []),
        ("derive", "from prongsai.derive.plan import PlanReport", []),
        ("derive", "import prongsaint\nimport yaml\nfrom click import echo", []),
        ("problems", "from prongsai.problems import Problem", []),
        ("nowhere", "from prongsai.problems import Problem", ["problems"]),
    ],
)
def test_a_wrong_import_is_found(layer: str, code: str, wrong: list[str]) -> None:
    assert wrong_imports(layer, ast.parse(code)) == wrong


@pytest.mark.parametrize("code", ["import mkdocs", "from mkdocs.config import x", "import a, mkdocs.utils"])
def test_an_import_of_mkdocs_is_found(code: str) -> None:
    assert imports_mkdocs(ast.parse(code))


@pytest.mark.parametrize(
    ("rule", "code", "count"),
    [
        (prints, "print(1)", 1),
        (prints, "click.echo(1)\nclick.secho(2)", 2),
        (prints, "blueprint(1)\nprint", 0),
        (broad_excepts, "try:\n    f()\nexcept:\n    pass", 1),
        (broad_excepts, "try:\n    f()\nexcept Exception as error:\n    pass", 1),
        (broad_excepts, "try:\n    f()\nexcept (ValueError, BaseException):\n    pass", 1),
        (broad_excepts, "try:\n    f()\nexcept (ValueError, KeyError):\n    pass", 0),
        (floats, "float(score)", 1),
        (floats, "Decimal(score)", 0),
        (year_comparisons, "if year == 2567: pass", 1),
        (year_comparisons, "x = 2566 < self.result_year", 1),
        (year_comparisons, "x = year in (2565, 2566)", 1),
        (year_comparisons, "x = year.year >= 2567", 1),
        (year_comparisons, "x = year == other.year - 1", 0),
        (year_comparisons, "x = len(years) > 1", 0),
    ],
)
def test_each_rule_finds_its_fault(rule: Rule, code: str, count: int) -> None:
    assert len(list(rule(ast.parse(code)))) == count
