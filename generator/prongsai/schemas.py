"""Models and words -> a JSON Schema of every data file, for editors.

What a schema refuses, the models or `check` refuse; not everything that they refuse can be said in one. The
schemas keep to what draft-07 and 2020-12 share. It must not read or write an officer's file.
"""

from __future__ import annotations

import json
import types
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from prongsai.fields import choices, field_words, words_of
from prongsai.load import UNIT_FILE, YEAR_FILES
from prongsai.model import scalars
from prongsai.model.closed import DataFile
from prongsai.model.framework import TOTAL
from prongsai.model.measure import Evidence, Measure
from prongsai.model.unit import Unit
from prongsai.project import MEASURES, frameworks_folder
from prongsai.reference import load_reference

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
DATA_FILES: Mapping[str, type[DataFile]] = {
    f"*/{UNIT_FILE}": Unit,
    **{f"*/*/{name}": model for name, model in YEAR_FILES.items()},
    f"*/*/{MEASURES}/*.yml": Measure,
}
"""Which file below `units/` is which model's, by patterns of paths."""

_DIGIT = "[0-9\u0e50-\u0e59]"
_DAY = rf"{_DIGIT}{{4}}-{_DIGIT}{{1,2}}-{_DIGIT}{{1,2}}"
_WHEN = rf"{_DIGIT}{{4}}-{_DIGIT}{{1,2}}(-{_DIGIT}{{1,2}})?"
_NUMBER = rf"({_DIGIT}+\.?{_DIGIT}*|\.{_DIGIT}+)"
_QUARTER = "[Qq][1-4\u0e51-\u0e54]"
_PERIOD = (
    rf"{_QUARTER}(-{_QUARTER})?|[Hh][12\u0e51\u0e52]|[Yy][Ee][Aa][Rr]"
    rf"|[Ee][Vv][Ee][Rr][Yy]-([Mm][Oo][Nn][Tt][Hh]|[Qq][Uu][Aa][Rr][Tt][Ee][Rr]|[Hh][Aa][Ll][Ff])"
    rf"|{_WHEN}(\s*[Tt][Oo]\s*{_WHEN})?"
)
_PATTERNS: Mapping[Any, str] = {
    scalars.Text: r"\S",
    scalars.Slug: "^[a-z0-9]+([-_][a-z0-9]+)*$",
    scalars.Code: "^ *[A-Za-z0-9\u0e50-\u0e59][A-Za-z0-9\u0e50-\u0e59_ -]*$",
    scalars.Year: rf"^\s*{_DIGIT}{{4}}\s*$",
    scalars.Budget: r"^\s*(-[0\u0e50,.]+|[0-9\u0e50-\u0e59,.]+)\s*$",
    scalars.PrintedScore: rf"^\s*-?{_NUMBER}\s*\+?\s*$",
    scalars.Day: rf"^\s*{_DAY}\s*$",
    scalars.DayOrMonth: rf"^\s*{_WHEN}\s*$",
    scalars.Done: rf"^({scalars.YES}|\s*{_WHEN}\s*)$",
    scalars.Period: rf"^\s*({_PERIOD})\s*$",
    scalars.Round: r"^ *([Qq] *[1-4\u0e51-\u0e54]|[Hh] *[12\u0e51\u0e52]|[Yy] *[Ee] *[Aa] *[Rr]) *$",
    scalars.Url: (
        r"^[Hh][Tt][Tt][Pp][Ss]?://([A-Za-z0-9\u0e01-\u0e5b_.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]*)?([/?#][^\s\\]*)?$"
    ),
    scalars.CommitId: "^[0-9a-f]{40}([0-9a-f]{24})?$",
}
"""What a text of each kind looks like; the signs beyond ASCII are the Thai digits."""
_NUMBERS: Mapping[Any, Schema] = {
    scalars.Year: {"type": "integer", "minimum": 1000, "maximum": 9999},
    scalars.Budget: {"type": "number", "minimum": 0},
    scalars.PrintedScore: {"type": "number"},
}
"""What an editor sees where digits stand without quotes."""
_WORDS = (scalars.Text, scalars.Slug, scalars.Code, scalars.CommitId)
"""Kinds of which an unquoted number or `true` is a text to us, and none to an editor."""
_WRITTEN_OTHERWISE = (scalars.Round, scalars.Period)
"""Kinds that know more spellings than those among which to choose."""


@cache
def schemas() -> Mapping[str, Schema]:
    """The schema of every data file, by the name of its file."""
    return {schema_name(model): {"$schema": DRAFT, **_object(model)} for model in DATA_FILES.values()}


def schema_name(model: type[BaseModel]) -> str:
    """The name of a model's schema: `measure.json`."""
    return f"{_STEMS.get(model.__name__, model.__name__.lower())}.json"


_STEMS = {model.__name__: name.removesuffix(".yml") for name, model in YEAR_FILES.items()}


def schema_texts() -> Mapping[str, str]:
    """The schemas as files, by their names."""
    return {name: json.dumps(each, ensure_ascii=False, indent=2) + "\n" for name, each in schemas().items()}


def _object(model: type[BaseModel]) -> Schema:
    """A closed mapping; a key without a value is one that is not there, unless it is required."""
    words, kinds = field_words()[model.__name__], kinds_of(model)
    required = [name for name, field in model.model_fields.items() if field.is_required()]
    return {
        "title": words.title,
        "description": words.description,
        "type": "object",
        "properties": {name: _field(model, name, kinds[name]) for name in model.model_fields},
        "required": required,
        "additionalProperties": False,
        **({"oneOf": [_has("url"), _has("file")]} if model is Evidence else {}),
    }


def _has(name: str) -> Schema:
    return {"required": [name], "properties": {name: {"not": {"type": "null"}}}}


def kinds_of(model: type[BaseModel]) -> Mapping[str, Any]:
    """The kind of every field, as its class names it and without `None`."""
    hints = get_type_hints(model, include_extras=True)
    return {name: _present(hints[name]) for name in model.model_fields}


def _present(hint: Any) -> Any:
    """What a field holds if it is there: `X` of `X | None`."""
    if get_origin(hint) in (Union, types.UnionType):
        return next(each for each in get_args(hint) if each is not type(None))
    return hint


def _field(model: type[BaseModel], name: str, kind: Any) -> Schema:
    words, shape = words_of(model, name), _shape(name, kind)
    if not model.model_fields[name].is_required():
        shape = {"anyOf": [*shape.get("anyOf", [shape]), {"type": "null"}]}
    example = {"examples": [_example(kind, words.example)]} if words.example else {}
    return {"title": words.title, "description": words.description, **example, **shape}


def _example(kind: Any, example: str) -> Any:
    if is_by_code(kind):
        return {TOTAL: example}
    return example.split(", ") if is_list(kind) else example


def is_list(kind: Any) -> bool:
    """Tell whether a field is a list."""
    return get_origin(kind) is tuple


def is_by_code(kind: Any) -> bool:
    """Tell whether a field is a mapping with codes for keys."""
    return get_origin(get_args(kind)[0]) is Mapping if get_args(kind) else False


def row_of(kind: Any) -> type[BaseModel] | None:
    """The class of a list's rows, if it is a list of mappings."""
    row = get_args(kind)[0] if is_list(kind) else None
    return row if isinstance(row, type) and issubclass(row, BaseModel) else None


def score_of(kind: Any) -> Any:
    """The kind of the values of a mapping with codes for keys."""
    return get_args(get_args(kind)[0])[1]


def pattern_of(kind: Any) -> str:
    """What a text of a kind looks like, as a regular expression that JavaScript reads too."""
    return _PATTERNS[kind]


def _shape(name: str, kind: Any) -> Schema:
    if is_by_code(kind):
        code, score = get_args(get_args(kind)[0])
        return {
            "type": "object",
            "propertyNames": {"pattern": _PATTERNS[code]},
            "additionalProperties": {"anyOf": [*_typed(score), {"type": "null"}]},
        }
    if not is_list(kind):
        return _single(name, kind)
    row = row_of(kind)
    return {"type": "array", "items": _object(row) if row else _single(name, get_args(kind)[0])}


def _single(name: str, kind: Any) -> Schema:
    chosen = [{"const": code, "title": title} for code, title in choice_titles(name).items()]
    return {"anyOf": [*chosen, *(() if chosen and kind not in _WRITTEN_OTHERWISE else _typed(kind))]}


def _typed(kind: Any) -> Iterator[Schema]:
    """The types that a field's text can have for an editor, which takes unquoted digits for a number."""
    yield {"type": "string", "pattern": _PATTERNS[kind]}
    if kind in _NUMBERS:
        yield _NUMBERS[kind]
    elif kind in _WORDS:
        yield {"type": ["number", "boolean"]}


def choice_titles(name: str) -> Mapping[str, str]:
    """The codes that a field of this name takes, with the names that are shown; empty for any other field."""
    if name == "kind":
        return {code: kind.title for code, kind in load_reference(frameworks_folder()).kinds.items()}
    return {code: names[0] for code, names in choices().get(name, {}).items()}
