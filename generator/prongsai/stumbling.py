"""Where YAML stumbles -> the line that an officer has to mend, and how; proved by mending it.

YAML often tells the line behind the mistake. It must not know what any field means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import yaml

_KEY = r"(?:- +)*[A-Za-z0-9][\w.-]*"
_NO_BLANK = re.compile(rf"( *{_KEY}):([^\s/:].*)", re.ASCII)
_FIELD = re.compile(rf" *(?:- .*|{_KEY}:(?: .*)?)", re.ASCII)
_DASHES = re.compile(" *(?:- +)*")
_FURTHEST = 2
"""Blanks by which an indentation may be wrong; more is no slip."""
_FAR = 30
"""So many lines above are asked how they are indented."""


def faulty_line(text: str, line: int, stumble: int) -> tuple[int, str] | None:
    """Return the line, from 0, which alone has to be mended, and the problem's code; None if none is sure.

    `line` is what YAML tells, `stumble` where it gave up.
    """
    lines = text.splitlines()
    if _stumbles_at(lines) is None:  # two documents are no fault to whoever only parses
        return None
    for at, code, mended in _mends(lines, line):
        further = _stumbles_at([*lines[:at], mended, *lines[at + 1 :]])
        if further is None or further > stumble:
            return at, code
    return None


def _stumbles_at(lines: Sequence[str]) -> int | None:
    """The line at which YAML gives up; None if it does not."""
    try:
        for _ in yaml.parse("\n".join(lines) + "\n", Loader=yaml.CSafeLoader):
            pass
    except yaml.MarkedYAMLError as error:
        return int(error.problem_mark.line) if error.problem_mark else 0
    return None


def _mends(lines: Sequence[str], line: int) -> Iterator[tuple[int, str, str]]:
    """What can be tried, the likeliest first: a line, the code of its fault, and the line mended."""
    said = [at for at, each in enumerate(lines) if each.strip() and not each.lstrip().startswith("#")]
    near = [at for at in (line, *reversed([at for at in said if at < line][-1:])) if at in said]
    for at in near:
        if found := _NO_BLANK.fullmatch(lines[at]):
            yield at, "yaml-no-blank", f"{found[1]}: {found[2]}"
    behind = next((at for at in said if at > line), None)
    if len(near) > 1 and behind is not None and _indent(lines[line]) == _indent(lines[behind]):
        yield from _indented(lines, near[1], [_indent(lines[line])])
    if near and near[0] == line:
        above = [lines[at] for at in said if at < line][-_FAR:]
        yield from _indented(lines, line, [width for each in reversed(above) for width in _widths(each)])


def _indented(lines: Sequence[str], at: int, widths: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    """A field with the indentation of others."""
    own = _indent(lines[at])
    for width in dict.fromkeys(widths):
        if 0 < abs(width - own) <= _FURTHEST and _FIELD.fullmatch(lines[at]):
            yield at, "yaml-indent", " " * width + lines[at].lstrip(" ")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _widths(line: str) -> tuple[int, int]:
    """Where a line begins, and where its key does behind a dash."""
    dashes = _DASHES.match(line)
    return _indent(line), len(dashes[0]) if dashes else 0
