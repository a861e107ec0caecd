"""YAML bytes -> plain values and the line of every field.

It must not know what any field means. Every scalar stays text; what is not plain YAML is a problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

from prongsai.problems import Place, Problem
from prongsai.signs import refused_at
from prongsai.stumbling import faulty_line

Value = str | list["Value"] | dict[str, "Value"] | None
Path = tuple[str | int, ...]

MOST_BYTES = 1024 * 1024
"""Data files have a hundred thousand at most; more is a mistake or an attack."""
MOST_PROBLEMS = 100
"""Nobody mends more of one file at once, and an attack may hold so many that telling them takes hours."""
MAX_DEPTH = 12
"""Data files nest at most six deep; more is a mistake or an attack."""
MOST_BRACKETS = 100
"""A text with more brackets is counted before it is composed."""
FARTHEST = 60
"""A text with lines that begin farther right, by blanks or by marks of nesting, is counted too."""
_MARKS = ("- ", "? ", ": ")
NULLS = ("", "~", "null", "Null", "NULL")
"""What stands for nothing where it stands without quotes."""
_PLAIN_TAGS = tuple(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "value", "merge", "map", "seq")
)
_BLOCK_STYLES = ("|", ">")
_BOM = b"\xef\xbb\xbf"
_THAI_WINDOWS = "cp874"
_THAI_SIGNS = range(0x0E01, 0x0E5C)


class _TextLoader(yaml.CSafeLoader):
    """Asks of no scalar whether it is a number or a day: all stay text."""


_TextLoader.yaml_implicit_resolvers = {}


@dataclass(frozen=True, slots=True)
class Document:
    """One file's values (empty mapping if it has none) and the 1-based line of every field."""

    path: str
    values: dict[str, Value]
    lines: Mapping[Path, int]
    text_lines: Mapping[Path, int] = field(default_factory=dict)
    """The line on which a scalar's own text begins: below the `|` of a block."""

    def value_at(self, at: Path) -> Value:
        """The value of a field; None where there is none."""
        value: Value = self.values
        for key in at:
            value = _child(value, key)
        return value

    def text_place(self, at: Path, offset: int) -> Place:
        """Where a sign of a text stands; `offset` counts in the text without the white space round it."""
        value = self.value_at(at)
        if not isinstance(value, str) or at not in self.text_lines:
            return self.place(at)
        before = value[: len(value) - len(value.lstrip()) + offset]
        return Place(self.path, self.text_lines[at] + before.count("\n"), self.field_name(at))

    def place(self, at: Path = ()) -> Place:
        """Where a field stands; one that is not there is told at its nearest parent's line."""
        known = at
        while known and known not in self.lines:
            known = known[:-1]
        return Place(self.path, self.lines.get(known, 1), self.field_name(at))

    def field_name(self, at: Path) -> str:
        """`scores.ind2`, `sections[t4].limits`: list items by their id, else counted from 1."""
        name = ""
        value: Value = self.values
        for key in at:
            value = _child(value, key)
            if isinstance(key, int):
                own = value.get("id") if isinstance(value, dict) else None
                name += f"[{own if isinstance(own, str) else key + 1}]"
            else:
                name += f".{key}" if name else key
        return name


def read_document(path: str, data: bytes) -> tuple[Document, list[Problem]]:
    """Read one file's bytes; on a fault that hides the rest the document is empty."""
    empty = Document(path, {}, {})
    text, problem = _decode(path, data)
    if problem:
        return empty, [problem]
    try:
        if line := _too_deep_at(text):
            return empty, [Problem(Place(path, line), "yaml-depth")]
        node = yaml.compose(text, Loader=_TextLoader)
    except yaml.YAMLError as error:
        return empty, [_syntax_problem(path, text, error)]
    reader = _Reader(path)
    if node is None:
        return empty, []
    values = reader.value(node, ())
    if not isinstance(values, dict):
        return empty, [*reader.problems[:MOST_PROBLEMS], Problem(Place(path, 1), "root-not-mapping")]
    return Document(path, values, reader.lines, reader.text_lines), reader.problems[:MOST_PROBLEMS]


class _Reader:
    """Walks one composed tree and gathers lines and problems."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.lines: dict[Path, int] = {}
        self.text_lines: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, at: Path) -> Value:
        self.lines.setdefault(at, node.start_mark.line + 1)
        if fault := self._foreign(node, at):
            self._fault(node, fault, tag=node.tag)
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, at)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*at, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, at)

    def _scalar(self, node: yaml.Node, at: Path) -> str | None:
        style = getattr(node, "style", None)
        self.text_lines[at] = node.start_mark.line + (2 if style in _BLOCK_STYLES else 1)
        if (offset := refused_at(node.value)) is not None:
            line = self.text_lines[at] + node.value.count("\n", 0, offset)
            self.problems.append(Problem(Place(self.path, line), "bad-character"))
            return None
        return None if not style and node.value in NULLS else str(node.value)

    def _foreign(self, node: yaml.Node, at: Path) -> str | None:
        """The code of what makes a node more than plain YAML."""
        if id(node) in self._seen:
            return "yaml-alias"
        if node.tag not in _PLAIN_TAGS:
            return "yaml-tag"
        return "yaml-depth" if len(at) > MAX_DEPTH else None

    def _mapping(self, node: yaml.MappingNode, at: Path) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key, str) or refused_at(key) is not None:
                self._fault(key_node, "bad-character" if isinstance(key, str) else "yaml-key")
                continue
            line = key_node.start_mark.line + 1
            if (*at, key) in self.lines:
                first = self.lines[(*at, key)]
                self.problems.append(
                    Problem(Place(self.path, line, key), "duplicate-key", {"key": key, "first": first})
                )
                continue
            self.lines[(*at, key)] = line
            value = self.value(value_node, (*at, key))
            if value is not None:
                values[key] = value
        return values

    def _fault(self, node: yaml.Node, code: str, **facts: object) -> None:
        self.problems.append(Problem(Place(self.path, node.start_mark.line + 1), code, facts))


def _child(value: Value, key: str | int) -> Value:
    if isinstance(value, dict) and isinstance(key, str):
        return value.get(key)
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        return value[key]
    return None


def _decode(path: str, data: bytes) -> tuple[str, Problem | None]:
    if len(data) > MOST_BYTES:
        return "", Problem(Place(path, 1), "file-too-big", {"most": MOST_BYTES // 1024})
    data = data.removeprefix(_BOM)
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        code = "encoding-thai-windows" if _is_thai_windows(data) else "encoding"
        return "", Problem(Place(path, line), code)


def _is_thai_windows(data: bytes) -> bool:
    try:
        text = data.decode(_THAI_WINDOWS)
    except UnicodeDecodeError:
        return False
    foreign = [sign for sign in text if not sign.isascii()]
    thai = sum(ord(sign) in _THAI_SIGNS for sign in foreign)
    return b"\0" not in data and thai * 10 > len(foreign) * 9


def _too_deep_at(text: str) -> int | None:
    """The line at which text nests so deep that composing it would exhaust the stack; None if it does not."""
    if not _may_be_deep(text):
        return None
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH and event.start_mark:
            return int(event.start_mark.line) + 1
    return None


def _may_be_deep(text: str) -> bool:
    """Tell whether a text could nest so deep; plain searches are much faster than asking YAML."""
    return (
        " " * FARTHEST in text
        or text.count("[") + text.count("{") >= MOST_BRACKETS
        or any(sum(map(line.count, _MARKS)) > MAX_DEPTH for line in text.splitlines())
    )


def _syntax_problem(path: str, text: str, error: yaml.YAMLError) -> Problem:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        mark = error.problem_mark
        lines = text.splitlines()
        indent = lines[mark.line][: mark.column + 1] if mark.line < len(lines) else ""
        if "\t" in indent and not indent.strip():
            return Problem(Place(path, mark.line + 1), "yaml-tab")
        is_open = (error.context or "").startswith("while scanning") or mark.line >= len(lines)
        told = (is_open and error.context_mark) or mark
        line, code = faulty_line(text, told.line, mark.line) or (told.line, "yaml-syntax")
        return Problem(Place(path, min(line + 1, max(len(lines), 1))), code, {"column": told.column + 1})
    position = getattr(error, "position", 0)
    return Problem(Place(path, text.encode()[:position].count(b"\n") + 1), "bad-character")
