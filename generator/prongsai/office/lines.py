"""Where the lines of a YAML node begin and end, for whoever changes only those.

It must not know any field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from prongsai.document import Value

BREAK = "(?:\r\n|[\n\r\x85\u2028\u2029])"
_REST_OF_LINE = re.compile(f".*?(?:{BREAK}|\\Z)", re.DOTALL)
_COMMENT_LINE = re.compile(f"(?:[ \t]*{BREAK})*( *)#[^\n\r\x85\u2028\u2029]*(?:{BREAK}|\\Z)")
_EMPTY_LINES = re.compile(f"(?:{BREAK} *)+\\Z")
BLOCK_STYLES = ("|", ">")


def last_leaf(node: yaml.Node) -> yaml.Node:
    """The scalar or flow list with which a block ends."""
    if isinstance(node, yaml.MappingNode) and node.value and not node.flow_style:
        return last_leaf(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and node.value and not node.flow_style:
        return last_leaf(node.value[-1])
    return node


def keeps_blank_lines(leaf: yaml.Node, text: str) -> bool:
    """Tell whether a text is a `|+` block, to which the empty lines below it belong."""
    header = re.match(r"[|>][0-9]*\+", text[leaf.start_mark.index :])
    return isinstance(leaf, yaml.ScalarNode) and leaf.style in BLOCK_STYLES and bool(header)


def line_behind(text: str, node: yaml.Node) -> int:
    """The beginning of the line behind a node; empty lines below a block stay below."""
    leaf = last_leaf(node)
    start, end = leaf.start_mark.index, leaf.end_mark.index
    if isinstance(leaf, yaml.ScalarNode) and leaf.style in BLOCK_STYLES:
        if keeps_blank_lines(leaf, text):
            return end
        end = start + len(_EMPTY_LINES.sub("", text[start:end]))
    return rest_of_line(text, end)


def rest_of_line(text: str, offset: int) -> int:
    """The beginning of the next line."""
    found = _REST_OF_LINE.match(text, offset)
    return found.end() if found else offset


def past_comments(text: str, offset: int, margin: int) -> int:
    """Skip the comments that belong to a list: those that stand further right than the file's keys."""
    while (found := _COMMENT_LINE.match(text, offset)) and len(found[1]) > margin and offset < len(text):
        offset = found.end()
    return offset


def ends_line(text: str) -> bool:
    """Tell whether a text ends with a line break."""
    return bool(re.search(f"{BREAK}\\Z", text))


def line_ending(text: str) -> str:
    """The ending of the last whole line, which the added lines share."""
    endings = re.findall("\r\n|[\n\r]", text)
    return endings[-1] if endings else "\n"


def plain(value: Any) -> Value:
    """Return a value that is marked for spelling as the reader of the data sees it."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return str(value)


def stripped(value: Value) -> Value:
    """Values as the models see them: without the white space round a text."""
    if isinstance(value, dict):
        return {key: stripped(each) for key, each in value.items()}
    if isinstance(value, list):
        return [stripped(each) for each in value]
    return value.strip() if isinstance(value, str) else value
