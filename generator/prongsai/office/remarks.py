"""Which comment of a data file stands beside which field.

It must not change a file; two texts of one file are compared by what it finds in each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import yaml

from prongsai.document import Document, Path

_COMMENT = re.compile(r"(?:^|(?<=[ \t\n]))#[^\n]*")
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(#[^\n]*)")
_BLANKS = re.compile(r"[ \t]+(?=\n)")


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment: the field that it follows, and the field that it speaks of (empty: the file)."""

    text: str
    follows: Path
    speaks_of: Path


def remarks(document: Document, text: str) -> tuple[Remark, ...]:
    """Every comment of a file; `text` is what the document was read from."""
    fields, head = _fields_by_line(document), head_lines(document, text)
    return tuple(_remark(text, start, fields, head) for start in _starts(text))


def head_lines(document: Document, text: str) -> int:
    """How many lines at the top speak of the file: those above the first key, or above a blank line there."""
    top = min((line for at, line in document.lines.items() if at), default=1) - 1
    above = text.splitlines()[:top]
    return max((number for number, line in enumerate(above, 1) if not line.strip()), default=top)


def without_trailing_blanks(text: str) -> str:
    """The text without blanks at the ends of lines, where these are no part of a value."""
    parts, end = [], 0
    for start, stop in _gaps(text):
        parts += [text[end:start], _BLANKS.sub("", text[start:stop])]
        end = stop
    return "".join([*parts, text[end:]])


def _gaps(text: str) -> Iterator[tuple[int, int]]:
    """Where nothing stands but white space and comments: between two tokens."""
    tokens = list(yaml.scan(text, Loader=yaml.CSafeLoader))
    for one, other in pairwise(tokens):
        if one.end_mark.index < other.start_mark.index:
            yield one.end_mark.index, other.start_mark.index


def _starts(text: str) -> Iterator[int]:
    """The offset of every comment."""
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            found = _HEADER.match(text, token.start_mark.index)
            if found:
                yield found.start(1)
    for start, stop in _gaps(text):
        yield from (found.start() for found in _COMMENT.finditer(text, start, stop))


def _fields_by_line(document: Document) -> list[tuple[int, Path]]:
    """Every field with its line, the last of a line last; items of a list of codes count as the list."""
    found = [(line, at) for at, line in document.lines.items() if at and not _is_code(document, at)]
    return sorted(found, key=lambda each: each[0])


def _is_code(document: Document, at: Path) -> bool:
    return isinstance(at[-1], int) and not isinstance(document.value_at(at), dict)


def _remark(text: str, start: int, fields: list[tuple[int, Path]], head: int) -> Remark:
    line = text.count("\n", 0, start) + 1
    begin, end = text.rfind("\n", 0, start) + 1, text.find("\n", start)
    words = text[start : end if end >= 0 else None].rstrip()
    follows = next((at for number, at in reversed(fields) if number <= line), ())
    if line <= head or (follows and start > begin):
        return Remark(words, follows, follows)
    ahead = next((at for number, at in fields if line < number), ())
    return Remark(words, follows, ahead[:1])
