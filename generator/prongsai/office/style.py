"""One style for all data files, so that a form's or an editor's changes are the only ones that git shows.

Keys stand in the order of the models, prose in `|` blocks, codes in `[ ]`; no vain quotes, no folds.
A text keeps every sign but the white space round it, which the models take off. What cannot be proved to
hold the same values and the same comments beside the same fields is not written.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Any

from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    FoldedScalarString,
    LiteralScalarString,
    PlainScalarString,
)

from prongsai.document import NULLS, Document, Value, read_document
from prongsai.document import Path as At
from prongsai.fields import words_of
from prongsai.folders import unit_folders
from prongsai.inventory import is_file, paths_below
from prongsai.model.calendar import is_fiscal_year
from prongsai.model.closed import DataFile
from prongsai.office.remarks import Remark, head_lines, remarks, without_trailing_blanks
from prongsai.problems import Problem
from prongsai.project import Project
from prongsai.schemas import DATA_FILES, is_by_code, is_list, kinds_of, row_of

LONG = 100
"""Signs of a text; prose that is longer stands in a block."""
_WIDEST = 1_000_000
_FOREIGN_BREAK = re.compile("[\x85\u2028\u2029]")
"""A line's end to some readers of YAML and a sign to others; as an escape it is the same to all."""
_BOM = b"\xef\xbb\xbf"


class CannotStyleError(ValueError):
    """The file cannot be written in the style without losing something."""


class _Texts(VersionedResolver):
    """Asks of no scalar whether it is a number or a day, as the reader of the data does."""

    @property
    def versioned_resolver(self) -> dict[str, Any]:
        """No pattern makes anything but a text."""
        return {}


def data_files(project: Project, ids: tuple[str, ...] = ()) -> Iterator[tuple[Path, type[DataFile]]]:
    """Every data file of these units (all without any) with its model; `OSError` at a closed folder."""
    for folder in unit_folders(project, ids):
        files = {path.relative_to(folder): path for path in paths_below(folder) if is_file(path)}
        for pattern, model in DATA_FILES.items():
            for place, path in files.items():
                if _is_at(place, pattern.partition("/")[2]):
                    yield path, model


def _is_at(place: PurePath, pattern: str) -> bool:
    is_of_year = len(place.parts) == 1 or is_fiscal_year(place.parts[0])
    return is_of_year and len(place.parts) == pattern.count("/") + 1 and place.match(pattern)


def styled(name: str, data: bytes, model: type[BaseModel]) -> tuple[bytes, list[Problem]]:
    """Return a file's bytes in the style; as they are, with the problems, if they are no plain YAML.

    `CannotStyleError` if something would be lost.
    """
    document, problems = read_document(name, data)
    if problems or not document.values:
        return data, problems
    text = _plain_lines(data)
    before = read_document(name, text.encode("utf-8"))[0]
    new = _rewritten(before, _in_order(before, text, model), model).encode("utf-8")
    _prove(before, text, new)
    return new, []


def styled_as_before(project: Project, path: Path, old: bytes | None, new: bytes) -> bytes:
    """Return a file's new bytes, in the style if it was in it before or is new."""
    below = path.relative_to(project.units)
    model = next(model for pattern, model in DATA_FILES.items() if below.match(pattern))
    try:
        was_styled = old is None or styled(path.name, old, model)[0] == old
        return styled(path.name, new, model)[0] if was_styled else new
    except CannotStyleError:
        return new


def _plain_lines(data: bytes) -> str:
    text = data.removeprefix(_BOM).decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return without_trailing_blanks(text if text.endswith("\n") else f"{text}\n").rstrip("\n") + "\n"


def _in_order(document: Document, text: str, model: type[BaseModel]) -> str:
    """The file's first level in the order of the model; a comment goes with the key below it.

    A mapping in braces is left to the rewriting.
    """
    lines = text.splitlines(keepends=True)
    if any(not _begins_line(lines[line - 1]) for at, line in document.lines.items() if len(at) == 1):
        return text
    starts = {str(at[0]): _first_line(lines, line - 1) for at, line in document.lines.items() if len(at) == 1}
    keys = sorted(starts, key=lambda key: starts[key])
    top, bottom = head_lines(document, text), _first_line(lines, len(lines))
    starts[keys[0]] = top
    ends = [*(starts[key] for key in keys[1:]), bottom]
    blocks = {key: lines[starts[key] : end] for key, end in zip(keys, ends, strict=True)}
    ordered = [line for key in _known_first(keys, model) for line in blocks[key]]
    parting = ["\n"] if top and lines[top - 1].strip() and ordered[0].startswith("#") else []
    return "".join([*lines[:top], *parting, *ordered, *lines[bottom:]])


def _known_first(keys: Iterable[str], model: type[BaseModel]) -> list[str]:
    given = list(keys)
    return [
        *(key for key in model.model_fields if key in given),
        *(key for key in given if key not in model.model_fields),
    ]


def _first_line(lines: list[str], start: int) -> int:
    """The line at which the comments above a key begin."""
    while start and _is_aside(lines[start - 1]):
        start -= 1
    return start


def _begins_line(line: str) -> bool:
    """Tell whether a key of the first level stands at the beginning of this line, not between braces."""
    return line[0] not in " {,"


def _is_aside(line: str) -> bool:
    return line.startswith("#") or not line.strip()


def _rewritten(before: Document, text: str, model: type[BaseModel]) -> str:
    writer = YAML()
    writer.Resolver = _Texts
    writer.preserve_quotes = True
    writer.width = _WIDEST
    writer.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    try:
        document = read_document(before.path, text.encode("utf-8"))[0]
        values = writer.load(text)
        _Stylist({each.follows for each in remarks(document, text)}).mapping(values, model, ())
        writer.dump(values, stream)
    except YAMLError as error:
        raise CannotStyleError(before.path) from error
    return without_trailing_blanks(stream.getvalue()).rstrip("\n") + "\n"


class _Stylist:
    """Gives the values of one file their style; what a comment follows is left as it was written."""

    def __init__(self, followed: set[At]) -> None:
        self.followed = followed

    def mapping(self, values: Any, model: type[BaseModel], at: At) -> None:
        if not isinstance(values, CommentedMap):
            return
        kinds = kinds_of(model)
        for key, value in values.items():
            if key in kinds:
                values[key] = self._value(value, (*at, key), model, kinds[key])
        if not self._is_followed(at):
            values.fa.set_block_style()
            for key in _known_first(values, model):
                values.move_to_end(key)

    def _value(self, value: Any, at: At, model: type[BaseModel], kind: Any) -> Any:
        row = row_of(kind)
        if row and isinstance(value, CommentedSeq):
            for number, each in enumerate(value):
                self.mapping(each, row, (*at, number))
        if self._is_followed(at):
            return value
        if isinstance(value, CommentedSeq):
            self._list(value, is_codes=is_list(kind) and not row)
        if isinstance(value, CommentedMap) and is_by_code(kind):
            value.fa.set_block_style()
            for code, score in value.items():
                value[code] = _short(score) if isinstance(score, str) else score
        if isinstance(value, str):
            return _text(value, is_prose=words_of(model, str(at[-1])).is_prose)
        return value

    def _list(self, values: CommentedSeq, *, is_codes: bool) -> None:
        if is_codes or not values:
            values.fa.set_flow_style()
            values[:] = [_short(each) if isinstance(each, str) else each for each in values]
        else:
            values.fa.set_block_style()

    def _is_followed(self, at: At) -> bool:
        return any(each[: len(at)] == at for each in self.followed)


def _text(value: str, *, is_prose: bool) -> str:
    text = value.strip()
    if not text:
        return value
    if _FOREIGN_BREAK.search(text):
        return _short(value)
    is_block = isinstance(value, LiteralScalarString | FoldedScalarString)
    if "\n" in text or (is_prose and (is_block or len(text) > LONG)):
        return str.__new__(LiteralScalarString, f"{text}\n")
    return _short(value)


def _short(value: str) -> str:
    """A text on one line, in quotes only where it would be something else without."""
    text = value.strip()
    if _FOREIGN_BREAK.search(text):
        return str.__new__(DoubleQuotedScalarString, text)
    return str.__new__(PlainScalarString, text) if _is_plain(text) else value


def _is_plain(text: str) -> bool:
    """Tell whether a text is the same without quotes, in a line of its own and between brackets."""
    if text in NULLS or "\n" in text:
        return False
    found, problems = read_document("", f"own: {text}\nlist: [{text}]\n".encode("utf-8", "surrogatepass"))
    return not problems and found.values == {"own": text, "list": [text]}


def _prove(before: Document, text: str, new: bytes) -> None:
    after, problems = read_document(before.path, new)
    if problems or _stripped(after.values) != _stripped(before.values):
        raise CannotStyleError(before.path)
    if _said(remarks(before, text)) != _said(remarks(after, new.decode("utf-8"))):
        raise CannotStyleError(before.path)


def _said(found: Iterable[Remark]) -> Counter[tuple[str, At]]:
    return Counter((each.text, each.speaks_of) for each in found)


def _stripped(value: Value) -> Value:
    """Values as the models see them: without the white space round a text."""
    if isinstance(value, dict):
        return {key: _stripped(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_stripped(each) for each in value]
    return value.strip() if isinstance(value, str) else value
