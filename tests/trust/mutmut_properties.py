"""mutmut changes properties and cached functions too, which it leaves out by itself.

mutmut takes no decorated function, for a decorator may do anything; these do nothing that matters here. What
it leaves out besides is said in `README.md`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import libcst
from libcst import matchers
from mutmut.mutation import file_mutation

HARMLESS = matchers.Name("property") | matchers.Name("cached_property") | matchers.Name("cache")
DECORATED = matchers.FunctionDef(decorators=[matchers.Decorator(HARMLESS)])
_is_skipped = file_mutation.MutationVisitor._skip_node_and_children
_arranged = file_mutation.function_trampoline_arrangement


def skip_node_and_children(visitor: file_mutation.MutationVisitor, node: libcst.CSTNode) -> bool:
    """As mutmut has it, of a property or cached function without its decorator."""
    return not matchers.matches(node, DECORATED) and bool(_is_skipped(visitor, node))


def arrangement(function: libcst.FunctionDef, mutants: Iterable[Any], class_name: str | None) -> Any:
    """The changed bodies are plain functions; what chooses between them is decorated."""
    if not matchers.matches(function, DECORATED):
        return _arranged(function, mutants, class_name)
    plain = function.with_changes(decorators=[])
    declared, (chooser, *bodies), assigned, names = _arranged(plain, mutants, class_name)
    decorators = [*function.decorators, *chooser.decorators]
    return declared, [chooser.with_changes(decorators=decorators), *bodies], assigned, names


def install() -> None:
    """Let mutmut change them in this process."""
    file_mutation.MutationVisitor._skip_node_and_children = skip_node_and_children
    file_mutation.function_trampoline_arrangement = arrangement
