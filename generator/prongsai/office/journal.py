"""A measure's file and one more entry -> the file with that entry at the end of its journal.

Every other byte stays as the officer wrote it: the entry is spliced in as lines, where the reader of the
data says that the journal ends. It must not touch a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from prongsai.document import Document, read_document
from prongsai.office.lines import (
    BREAK,
    ends_line,
    keeps_blank_lines,
    last_leaf,
    line_behind,
    line_ending,
    past_comments,
    plain,
    rest_of_line,
    stripped,
)
from prongsai.office.spelling import spell
from prongsai.problems import StopError

JOURNAL = "progress"
_BOM = b"\xef\xbb\xbf"
_END_OF_DOCUMENT = re.compile(r"^(?:\.\.\.|---)(?=\s|\Z)", re.MULTILINE)
_BLANK_LINES = re.compile(f"{BREAK}(?:[ \t]*{BREAK})*[ \t]*\\Z")
_NESTED = 2


@dataclass(frozen=True, slots=True)
class _Gap:
    """Where the entry goes: the text before and behind it, and how its dash and keys are indented."""

    before: str
    behind: str
    dash: int
    pad: int = 1
    key: str = ""
    """The journal's own line where the file has none yet."""


def with_entry(path: str, data: bytes, entry: Mapping[str, Any]) -> bytes:
    """Return the bytes with the entry added; `StopError` if only added lines cannot say it."""
    before, problems = read_document(path, data)
    if problems:
        raise StopError("journal-form", path=path)
    bom = _BOM if data.startswith(_BOM) else b""
    text = data.removeprefix(_BOM).decode("utf-8")
    gap = _find_gap(path, text)
    ending = line_ending(gap.before or text)
    start = "" if not gap.before or ends_line(gap.before) else ending
    added = start + ending.join([*_lines(gap, entry), ""])
    new = bom + (gap.before + added + gap.behind).encode("utf-8")
    _prove(before, new, entry)
    return new


def is_last_entry(data: bytes, entry: Mapping[str, Any]) -> bool:
    """Tell whether the file's last entry says just this: a report that was written, however that ended."""
    journal = read_document("", data)[0].values.get(JOURNAL)
    return isinstance(journal, list) and stripped(journal[-1:]) == stripped([plain(entry)])


def _lines(gap: _Gap, entry: Mapping[str, Any]) -> list[str]:
    spelled = spell(entry, offset=_NESTED).splitlines()
    margin = " " * (gap.dash + 1 + gap.pad)
    first = " " * gap.dash + "-" + " " * gap.pad + spelled[0]
    rest = [margin + line if line else "" for line in spelled[1:]]
    return [*([gap.key] if gap.key else []), first, *rest]


def _find_gap(path: str, text: str) -> _Gap:
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    if not isinstance(root, yaml.MappingNode) or root.flow_style or not root.value:
        raise StopError("journal-form", path=path)
    margin = root.value[0][0].start_mark.column
    found = next((pair for pair in root.value if pair[0].value == JOURNAL), None)
    if not found:
        return _gap_at_end(text, root, margin)
    journal = found[1]
    if isinstance(journal, yaml.SequenceNode) and journal.value and not journal.flow_style:
        return _gap_after_entries(text, journal, margin)
    if _is_empty(journal, text):
        return _gap_in_empty(text, journal, _Indent(margin, _dash_of(root, margin)))
    raise StopError("journal-form", path=path)


def _is_empty(node: yaml.Node, text: str) -> bool:
    """Tell whether a journal is nothing, `~` or `[]`, on one line."""
    written = text[node.start_mark.index : node.end_mark.index]
    is_null = isinstance(node, yaml.ScalarNode) and not node.style and node.tag.endswith(":null")
    return (is_null or (isinstance(node, yaml.SequenceNode) and not node.value)) and not re.search(
        BREAK, written
    )


@dataclass(frozen=True, slots=True)
class _Indent:
    """Columns of the file's keys and of its lists' dashes."""

    keys: int
    dash: int


def _gap_after_entries(text: str, journal: yaml.SequenceNode, margin: int) -> _Gap:
    offset = past_comments(text, line_behind(text, journal), margin)
    dash, last = journal.start_mark.column, journal.value[-1].start_mark
    line = text[last.index - last.column : last.index]
    pad = last.column - dash - 1 if re.fullmatch(f" {{{dash}}}- +", line) else 1
    return _Gap(text[:offset], text[offset:], dash, pad)


def _gap_in_empty(text: str, journal: yaml.Node, indent: _Indent) -> _Gap:
    start, end = journal.start_mark.index, journal.end_mark.index
    if start != end:
        kept = text[:start].rstrip(" ")
        text, start = kept + text[end:], len(kept)
    offset = past_comments(text, rest_of_line(text, start), indent.keys)
    return _Gap(text[:offset], text[offset:], indent.dash)


def _gap_at_end(text: str, root: yaml.MappingNode, margin: int) -> _Gap:
    behind = line_behind(text, root)
    marker = _END_OF_DOCUMENT.search(text, behind)
    offset = marker.start() if marker else len(text)
    blank = None if keeps_blank_lines(last_leaf(root), text) else _BLANK_LINES.search(text[:offset])
    if blank:
        offset = max(behind, rest_of_line(text, blank.start()))
    return _Gap(text[:offset], text[offset:], _dash_of(root, margin), key=f"{' ' * margin}{JOURNAL}:")


def _dash_of(root: yaml.MappingNode, margin: int) -> int:
    """The column of the dashes in the file's first list, else two right of its keys."""
    lists = (value for _, value in root.value if isinstance(value, yaml.SequenceNode))
    columns = (each.start_mark.column for each in lists if each.value and not each.flow_style)
    return next(columns, margin + _NESTED)


def _prove(before: Document, new: bytes, entry: Mapping[str, Any]) -> None:
    """Refuse what does not read as the old values and the entry behind them."""
    after, problems = read_document(before.path, new)
    journal = before.values.get(JOURNAL) or []
    wanted = {**before.values, JOURNAL: [*(journal if isinstance(journal, list) else []), plain(entry)]}
    if problems or stripped(after.values) != stripped(wanted):
        raise StopError("journal-form", path=before.path)
