"""One field of a YAML file set, removed or added to a list; every other line stays as the officer wrote it.

It must not touch a file. What cannot be said by changing only the field's own lines raises `FormError`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from prongsai.document import Document, Path, Value, read_document
from prongsai.office.lines import (
    BLOCK_STYLES,
    ends_line,
    line_behind,
    line_ending,
    past_comments,
    plain,
    rest_of_line,
    stripped,
)
from prongsai.office.spelling import spell

_BOM = b"\xef\xbb\xbf"
_WORD = re.compile("[A-Za-z0-9][A-Za-z0-9._/-]*")
_HEADER = re.compile(r"\|[-+]?[ \t]*(?:#[^\r\n]*)?(?:\r\n|[\n\r])")
_COMMENT = re.compile(r"(?:[|>][0-9+-]*[ \t])?[ \t]*(#[^\r\n]*)")
_KEY = "x"
_NESTED = 2

Order = Sequence[str]
"""The fields of a mapping as a new one finds its place among them."""
Pair = tuple[yaml.Node, yaml.Node]


class FormError(ValueError):
    """The field stands in a form that cannot be changed by its own lines."""


def set_field(data: bytes, at: Path, value: Any, order: Order) -> bytes:
    """Return the file with a field set, or without it if the value is None."""
    wanted = _with_value(_read(data).values, at, value)
    return _proved(data, _Text(data).set(at, value, order), wanted)


def add_item(data: bytes, at: Path, item: Mapping[str, Any], order: Order) -> bytes:
    """Return the file with one more item at the end of a list, which begins with it if it is not there."""
    document = _read(data)
    found = document.value_at(at)
    wanted = _with_value(document.values, at, [*(found if isinstance(found, list) else []), item])
    return _proved(data, _Text(data).add(at, item, order), wanted)


def _read(data: bytes) -> Document:
    document, problems = read_document("", data)
    if problems:
        raise FormError(str(problems[0]))
    return document


def _proved(old: bytes, new: str, wanted: Value) -> bytes:
    """The new bytes, if they read as the old values with nothing but the field changed."""
    data = (_BOM if old.startswith(_BOM) else b"") + new.encode("utf-8")
    document, problems = read_document("", data)
    if problems or stripped(document.values) != stripped(wanted):
        raise FormError(new)
    return data


def _with_value(values: Value, at: Path, value: Any) -> Value:
    """The values with one changed; a mapping that loses its last field goes with it."""
    if not at:
        return plain(value)
    key, rest = at[0], at[1:]
    if isinstance(key, int):
        items = list(values) if isinstance(values, list) else []
        items[key] = _with_value(items[key], rest, value)
        return items
    fields = dict(values) if isinstance(values, dict) else {}
    if rest or value is not None:
        fields[key] = _with_value(fields.get(key), rest, value)
    else:
        fields.pop(key, None)
    return {name: each for name, each in fields.items() if each != {} or name != key}


class _Text:
    """A file's text, of which the lines of one field change."""

    def __init__(self, data: bytes) -> None:
        self.text = data.removeprefix(_BOM).decode("utf-8")
        self.root = yaml.compose(self.text, Loader=yaml.CSafeLoader)
        self.ending = line_ending(self.text)

    def set(self, at: Path, value: Any, order: Order) -> str:
        """The text with the field set, or removed."""
        if value is None:
            return self._remove(at)
        nodes = self._nodes(at)
        if len(nodes) == len(at) + 1:
            return self._replace(nodes, at[-1], value)
        found = max(len(nodes) - 1, 0)
        known, missing = at[:found], at[found:]
        nested = value
        for key in reversed(missing[1:]):
            nested = {key: nested}
        parent = nodes[-1] if nodes else None
        if isinstance(parent, yaml.MappingNode) and parent.value:
            return self._insert(parent, str(missing[0]), nested, order)
        if not known:
            return self._begin(str(missing[0]), nested)
        return self._replace(nodes, known[-1], {str(missing[0]): nested})

    def add(self, at: Path, item: Mapping[str, Any], order: Order) -> str:
        """The text with one more item."""
        nodes = self._nodes(at)
        found = nodes[-1] if len(nodes) == len(at) + 1 else None
        if not isinstance(found, yaml.SequenceNode) or not found.value:
            return self.set(at, [dict(item)], order)
        if found.flow_style:
            raise FormError(at)
        dash = found.start_mark.column
        margin = nodes[-2].value[0][0].start_mark.column
        offset = past_comments(self.text, line_behind(self.text, found), margin)
        lines = spell(item).splitlines()
        added = [
            " " * dash + "- " + lines[0],
            *(" " * (dash + 2) + line if line else "" for line in lines[1:]),
        ]
        return self._with_lines(offset, added)

    def _nodes(self, at: Path) -> list[yaml.Node]:
        """The nodes along a path from the root, as far as they are there."""
        nodes: list[yaml.Node] = [self.root] if self.root else []
        for key in at:
            child = _child(nodes[-1], key) if nodes else None
            if child is None:
                break
            nodes.append(child)
        return nodes

    def _with_lines(self, offset: int, lines: Sequence[str]) -> str:
        before, behind = self.text[:offset], self.text[offset:]
        start = "" if not before or ends_line(before) else self.ending
        return before + start + self.ending.join([*lines, ""]) + behind

    def _begin(self, key: str, value: Any) -> str:
        """Write the first field of a file that says nothing yet."""
        if self.root is not None:
            raise FormError(key)
        return self._with_lines(len(self.text), spell({key: value}).splitlines())

    def _insert(self, parent: yaml.MappingNode, key: str, value: Any, order: Order) -> str:
        """Write a field behind the last of those that come before it."""
        if parent.flow_style:
            end = parent.value[-1][1].end_mark.index
            return self._cut(end, end, f", {key}: {_in_flow(value)}")
        rank = {name: number for number, name in enumerate(order)}
        mine = rank.get(key, len(rank))
        earlier = [pair for pair in parent.value if rank.get(pair[0].value, -1) < mine]
        first, margin = parent.value[0][0], parent.value[0][0].start_mark.column
        lines = [" " * margin + line if line else "" for line in spell({key: value}).splitlines()]
        line_start = first.start_mark.index - margin
        if not earlier and not self.text[line_start : first.start_mark.index].strip():
            return self._with_lines(line_start, lines)
        behind = (earlier or parent.value[:1])[-1][1]
        return self._with_lines(self._behind(behind), lines)

    def _behind(self, node: yaml.Node) -> int:
        """The line behind a value; one that is nothing ends on its key's line."""
        if node.start_mark.index == node.end_mark.index:
            return rest_of_line(self.text, node.start_mark.index)
        return line_behind(self.text, node)

    def _replace(self, nodes: list[yaml.Node], key: str | int, value: Any) -> str:
        node, parent = nodes[-1], nodes[-2]
        start, end = node.start_mark.index, node.end_mark.index
        if any(_is_flow(each) for each in nodes[:-1]):
            return self._cut(start, end, _in_flow(value))
        pair = _pair(parent, key)
        spelled = _behind_key(value)
        is_block = isinstance(node, yaml.ScalarNode) and node.style in BLOCK_STYLES
        if "\n" not in spelled and not is_block and start != end and "\n" not in self.text[start:end]:
            return self._cut(start, end, spelled)
        header = _HEADER.match(self.text, start)
        if is_block and header and re.match(r"\|[-+]?\n", spelled):
            return self._with_body(node, header.end(), spelled, pair[0].start_mark.column)
        if isinstance(node, yaml.CollectionNode) and not _is_flow(node):
            raise FormError(key)
        return self._rewrite(pair, spelled)

    def _with_body(self, node: yaml.Node, start: int, spelled: str, margin: int) -> str:
        """Keep the line of a block's `|` with its comment, and the officer's indentation."""
        end = line_behind(self.text, node)
        old = next((line for line in self.text[start:end].splitlines() if line.strip()), "")
        pad = len(old) - len(old.lstrip(" ")) or margin + _NESTED
        body = [line[_NESTED:] for line in spelled.splitlines()[1:]]
        lines = [" " * pad + line if line else "" for line in body]
        return self._cut(start, end, self.ending.join([*lines, ""]))

    def _rewrite(self, pair: Pair, spelled: str) -> str:
        """Write a field anew behind its key."""
        key, node = pair
        end = self._behind(node)
        margin = " " * key.start_mark.column
        blank = "" if spelled.startswith("\n") else " "
        lines = [margin + line if line else "" for line in spelled.splitlines()]
        first = spelled.splitlines()[0] + self._comment_of(node)
        body = self.ending.join([f":{blank}{first}", *lines[1:], ""])
        return self._cut(key.end_mark.index, end, body)

    def _comment_of(self, node: yaml.Node) -> str:
        """The comment on the line on which a value ends, or on that of a block's mark."""
        is_block = isinstance(node, yaml.ScalarNode) and node.style in BLOCK_STYLES
        start = node.start_mark.index if is_block else node.end_mark.index
        found = _COMMENT.match(self.text, start)
        return f"  {found[1]}" if found else ""

    def _remove(self, at: Path) -> str:
        nodes = self._nodes(at)
        if len(nodes) < len(at) + 1 or not isinstance(nodes[-2], yaml.MappingNode):
            raise FormError(at)
        pairs = nodes[-2].value
        number = next(index for index, pair in enumerate(pairs) if pair[0].value == at[-1])
        if any(_is_flow(each) for each in nodes[:-1]):
            return self._remove_from_flow(nodes[-2], number)
        if len(pairs) == 1:
            if len(at) == 1:
                raise FormError(at)
            return self._remove(at[:-1])
        key, node = pairs[number]
        start = key.start_mark.index - key.start_mark.column
        if not self.text[start : key.start_mark.index].strip():
            return self._cut(start, self._behind(node), "")
        return self._cut(key.start_mark.index, pairs[number + 1][0].start_mark.index, "")

    def _remove_from_flow(self, parent: yaml.Node, number: int) -> str:
        pairs = [pair for index, pair in enumerate(parent.value) if index != number]
        kept = (self.text[key.start_mark.index : node.end_mark.index] for key, node in pairs)
        return self._cut(parent.start_mark.index, parent.end_mark.index, "{" + ", ".join(kept) + "}")

    def _cut(self, start: int, end: int, new: str) -> str:
        return self.text[:start] + new + self.text[end:]


def _is_flow(node: yaml.Node) -> bool:
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def _child(node: yaml.Node, key: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode) and isinstance(key, str):
        return next((value for name, value in node.value if name.value == key), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        found: yaml.Node = node.value[key]
        return found
    return None


def _pair(parent: yaml.Node, key: str | int) -> Pair:
    if not isinstance(parent, yaml.MappingNode):
        raise FormError(key)
    return next((name, value) for name, value in parent.value if name.value == key)


def _behind_key(value: Any) -> str:
    """A value as it stands behind its key's colon, at the margin of the file."""
    spelled = spell({_KEY: value}).removeprefix(f"{_KEY}:").removeprefix(" ")
    return spelled.removesuffix("\n")


def _in_flow(value: Any) -> str:
    """A value as it stands within brackets."""
    if isinstance(value, str):
        return str(value) if _WORD.fullmatch(value) else json.dumps(value.strip(), ensure_ascii=False)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_in_flow(each)}" for key, each in value.items()) + "}"
    return "[" + ", ".join(map(_in_flow, value)) + "]"
