"""Templates -> Python, by Jinja's own compiler with shortcuts for what a page does thousands of times.

The bytes of a page are those of plain Jinja, which a test holds. It must not know what any template says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from functools import partial
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from jinja2 import BaseLoader, Environment, TemplateNotFound, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

_ESCAPED = re.compile("[&<>'\"]")
_CALLER = "caller"


def shown(value: object) -> str:
    """What stands on the page for a value: most have nothing to escape, and markup stays as it is."""
    kind = type(value)
    if kind is Markup or (kind is str and not _ESCAPED.search(value)):  # type: ignore[call-overload]
        return value  # type: ignore[return-value]
    return escape(value)


class _Generator(CodeGenerator):
    """Writes `environment.shown(x)` where Jinja writes `escape(x)`, which copies every value."""

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")


_PLAIN_CALLS = frozenset((FunctionType, BuiltinFunctionType, MethodType, partial))


class _PageContext(Context):
    """Calls macros and plain functions at once, where Jinja first asks what else they might be."""

    def call(self, called: Any, /, *args: Any, **named: Any) -> Any:
        kind = type(called)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind not in _PLAIN_CALLS or hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **named)
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return called(*args, **named)


class PageEnvironment(Environment):
    """Jinja whose plain macros are written out where they are called."""

    code_generator_class = _Generator
    context_class = _PageContext
    shown = staticmethod(shown)

    def __init__(self, loader: BaseLoader, **options: Any) -> None:
        super().__init__(loader=loader, **options)
        self._sources = loader
        self._macros: dict[str, Mapping[str, nodes.Macro]] = {}

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        written_out = _Inliner(self, source).visit(source)
        written_out.body = [each for each in written_out.body if not _is_idle(each, written_out)]
        return super()._generate(written_out, name, filename, defer_init)

    def macros_of(self, template: str) -> Mapping[str, nodes.Macro]:
        """The macros that a template defines, none if it is not there; it is read once."""
        if template not in self._macros:
            self._macros[template] = {each.name: each for each in self._read_macros(template)}
        return self._macros[template]

    def _read_macros(self, template: str) -> Iterable[nodes.Macro]:
        try:
            source, filename, _ = self._sources.get_source(self, template)
        except TemplateNotFound:  # the page that asks for it says so, with its line
            return ()
        return self._parse(source, template, filename).find_all(nodes.Macro)


class _Inliner(NodeTransformer):
    """Puts a macro's body in the place of its call, if that can mean nothing else.

    That is so for a macro that reads nothing but its arguments and what every template knows.
    """

    def __init__(self, environment: PageEnvironment, template: nodes.Template) -> None:
        self._environment = environment
        self._own = _own_names(template)
        self._macros: dict[str, nodes.Macro] = {}

    def visit_FromImport(self, node: nodes.FromImport) -> nodes.Node:  # noqa: N802, the visitor's protocol
        """Remember which plain macros have come in."""
        if isinstance(node.template, nodes.Const):
            macros = self._environment.macros_of(node.template.value)
            names = [name for name in node.names if isinstance(name, str)]
            plain = {name: macros[name] for name in names if name in macros and name not in self._own}
            self._macros |= {name: each for name, each in plain.items() if self._is_plain(each)}
        return node

    def visit_Output(self, node: nodes.Output) -> list[nodes.Node]:  # noqa: N802
        """Write out the calls among what is shown."""
        self.generic_visit(node)
        written: list[nodes.Node] = []
        for child in node.nodes:
            body = self._written_out(child, None)
            written += body if body is not None else [nodes.Output([child], lineno=node.lineno)]
        return list(_joined(written))

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node | list[nodes.Node]:  # noqa: N802
        """Write out a call that wraps a part of the page."""
        self.generic_visit(node)
        if node.args or any(_stored(each) for each in node.body):
            return node
        body = self._written_out(node.call, node.body)
        return node if body is None else body

    def _is_plain(self, macro: nodes.Macro) -> bool:
        loops = list(macro.find_all(nodes.For))
        if any(name.name == _CALLER for loop in loops for name in loop.find_all(nodes.Name)):
            return False
        known = {*(each.name for each in macro.args), _CALLER, *self._environment.globals.keys() - self._own}
        known |= _counted(loops)
        names = list(macro.find_all(nodes.Name))
        return all(each.name in known for each in names) and not any(map(_stored, macro.body))

    def _written_out(self, call: nodes.Node, wrapped: list[nodes.Node] | None) -> list[nodes.Node] | None:
        """A macro's body with the arguments in it; None if the call cannot be written out."""
        if not isinstance(call, nodes.Call) or not isinstance(call.node, nodes.Name):
            return None
        macro = self._macros.get(call.node.name)
        given = _arguments(macro, call) if macro else None
        if macro is None or given is None:
            return None
        if _counted(list(macro.find_all(nodes.For))) & _names_in([*given.values(), *(wrapped or [])]):
            return None
        filler = _Filler(given, wrapped)
        body = [each for child in macro.body for each in _as_list(filler.visit(_copied(child)))]
        for each in body:
            each.set_lineno(call.lineno, override=True)
        return body


class _Filler(NodeTransformer):
    """Fills a macro's body with the arguments of one call, and with what the call wraps."""

    def __init__(self, given: Mapping[str, nodes.Expr], wrapped: list[nodes.Node] | None) -> None:
        self._given = given
        self._wrapped = wrapped

    def visit_Name(self, node: nodes.Name) -> nodes.Node:  # noqa: N802
        """An argument for its name."""
        return _copied(self._given.get(node.name, node))

    def visit_Output(self, node: nodes.Output) -> list[nodes.Node]:  # noqa: N802
        """What the call wraps for `{{ caller() }}`."""
        parts: list[nodes.Node] = []
        for child in node.nodes:
            if _is_caller(child) and self._wrapped is not None:
                parts += self._wrapped
            else:
                parts.append(nodes.Output([self.visit(child)], lineno=node.lineno))
        return parts


def _is_idle(node: nodes.Node, template: nodes.Template) -> bool:
    """Tell whether an import brings only macros that have all been written out."""
    if not isinstance(node, nodes.FromImport):
        return False
    called = {each.name for each in template.find_all(nodes.Name)}
    return not called.intersection(name if isinstance(name, str) else name[1] for name in node.names)


def _own_names(template: nodes.Template) -> set[str]:
    """Every name that a template gives a meaning of its own."""
    names = {each.name for each in template.find_all(nodes.Name) if each.ctx != "load"}
    return names | {each.name for each in template.find_all(nodes.Macro)}


def _names_in(parts: Iterable[nodes.Node]) -> set[str]:
    return {name for part in parts for name in _own_and_inner(part)}


def _own_and_inner(part: nodes.Node) -> Iterator[str]:
    if isinstance(part, nodes.Name):
        yield part.name
    yield from (each.name for each in part.find_all(nodes.Name))


def _is_caller(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == _CALLER


def _arguments(macro: nodes.Macro, call: nodes.Call) -> dict[str, nodes.Expr] | None:
    """Every argument's expression; None if one would be reckoned twice, or the call is of a rare kind."""
    if call.kwargs or call.dyn_args or call.dyn_kwargs or len(call.args) > len(macro.args):
        return None
    names = [each.name for each in macro.args]
    defaults = dict(zip(reversed(names), reversed(macro.defaults), strict=False))
    given = {**defaults, **dict(zip(names, call.args, strict=False))}
    uses = [each.name for body in macro.body for each in body.find_all(nodes.Name)]
    simple = (nodes.Const, nodes.Name)
    if given.keys() != set(names):
        return None
    return given if all(isinstance(given[name], simple) or uses.count(name) == 1 for name in names) else None


def _counted(loops: list[nodes.For]) -> set[str]:
    """The names that loops give to what they run through."""
    return {each.name for loop in loops for each in loop.target.find_all(nodes.Name)} | {
        loop.target.name for loop in loops if isinstance(loop.target, nodes.Name)
    }


def _stored(node: nodes.Node) -> bool:
    """Tell whether a part of a template gives a name a value, which must not be seen outside."""
    if isinstance(node, (nodes.Assign, nodes.AssignBlock, nodes.Macro)):
        return True
    return any(_stored(each) for each in node.iter_child_nodes())


def _joined(written: list[nodes.Node]) -> Iterator[nodes.Node]:
    """Neighbouring outputs as one."""
    held: nodes.Output | None = None
    for each in written:
        if isinstance(each, nodes.Output) and held is not None:
            held.nodes += each.nodes
            continue
        held = each if isinstance(each, nodes.Output) else None
        yield each


def _copied(node: nodes.Node) -> nodes.Node:
    """A copy of a part of a template in the same environment."""
    return deepcopy(node, {id(node.environment): node.environment})


def _as_list(visited: Any) -> list[nodes.Node]:
    return visited if isinstance(visited, list) else [visited]
