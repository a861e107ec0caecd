"""Which tests run the statement that a change is in: no other test can notice the change.

Measured by coverage.py on the unchanged functions, which mutmut keeps beside the changed ones.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from pathlib import Path

from coverage import Coverage
from mutmut.mutation.data import MutantLineSpans, read_line_spans
from mutmut.utils.format_utils import mangled_name_from_mutant_name


class Reach:
    """Notes which lines of the changed modules each test runs."""

    def __init__(self, modules: list[Path]) -> None:
        self.files = {module_name(path): path for path in modules}
        self._lines: dict[str, dict[int, list[str]]] = {}
        self._coverage = Coverage(
            data_file=None, include=[str(Path("mutants", path).absolute()) for path in modules]
        )

    def start(self) -> None:
        """Begin; tests are told apart by `begin_test`."""
        self._coverage.start()

    def begin_test(self, test: str) -> None:
        """What runs from now on is this test's."""
        self._coverage.switch_context(test)

    def stop(self) -> None:
        """End; from now on the tests of a change can be asked for."""
        self._coverage.stop()
        data = self._coverage.get_data()
        for module, path in self.files.items():
            self._lines[module] = data.contexts_by_lineno(str(Path("mutants", path).absolute()))

    def tests(self, mutant: str) -> frozenset[str]:
        """The ids of the tests that run the changed statement."""
        module, _, function = mangled_name_from_mutant_name(mutant).rpartition(".")
        lines = self._lines[module]
        first, last = _statement(self.files[module], f"{function}__mutmut_orig", mutant.rpartition(".")[2])
        return frozenset(test for line in range(first, last + 1) for test in lines.get(line, ()) if test)


def module_name(path: Path) -> str:
    """The name by which a file below `src/` is imported."""
    return ".".join(path.with_suffix("").parts[1:]).removesuffix(".__init__")


def _statement(path: Path, original: str, mutant: str) -> tuple[int, int]:
    """The first and last line of the innermost statement that holds every line of a change."""
    spans = _spans(path)
    old, new = (
        read_line_spans(spans.mutants_path, [spans.span_by_function_name[name]])[0].split("\n")[1:]
        for name in (original, mutant)
    )
    offset = spans.span_by_function_name[original].start + 1
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    tail = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old[::-1], new[::-1], strict=False)))
    first, last = offset + same, offset + max(same, len(old) - 1 - tail)
    around = [each for each in _extents(spans.mutants_path) if each[0] <= first and last <= each[1]]
    return min(around, key=lambda each: each[1] - each[0])


@cache
def _spans(path: Path) -> MutantLineSpans:
    spans = MutantLineSpans.load(path)
    assert spans
    return spans


@cache
def _extents(path: Path) -> tuple[tuple[int, int], ...]:
    """The lines of every statement, and of what stands above the body of each that has one."""
    return tuple(_all_extents(ast.parse(path.read_text("utf-8"))))


def _all_extents(tree: ast.Module) -> Iterator[tuple[int, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            yield node.lineno, node.end_lineno or node.lineno
            body = getattr(node, "body", None)
            is_function = isinstance(node, ast.FunctionDef)  # its defaults are in what its body does
            if body and body[0].lineno > node.lineno and not is_function:
                yield node.lineno, body[0].lineno - 1
