"""Payloads where no text may stand: in ids, days, choices, keys, addresses; signs that no text may hold.

Each must be told as a problem of its line, in every format, by lines that steer no terminal and no workflow.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError

from hostile.corpus import LONG, addresses, armed, families, texts
from hostile.painting import Values, good_files, model_of
from prongsai.document import read_document
from prongsai.formats import FORMATS
from prongsai.model import scalars
from prongsai.problems import Problem
from prongsai.schemas import is_by_code, kinds_of, row_of
from prongsai.shape import shape_problem

_STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]|##\\[")
_ANNOTATION = re.compile(r"::(error|warning|notice) file=[^,\s]+(%20| |[^,\s])*,line=\d+,title=[a-z-]+::.*")
_PLAIN = re.compile(r"units/.*:\d+: .* \[[a-z-]+\]")

SHARE = 9
Place = tuple[str | int, ...]


def read_problems(path: str, values: Values) -> list[Problem]:
    """What reading a file of these values finds wrong with its shape."""
    model = model_of(path)
    text = yaml.dump(values, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    document, problems = read_document(f"units/good/{path}", text.encode("utf-8", "surrogatepass"))
    if problems:
        return problems
    try:
        model.model_validate(document.values)
    except ValidationError as error:
        return [shape_problem(document, model, dict(fault)) for fault in error.errors()]
    return []


def attacks() -> Iterator[tuple[str, str, str, Values]]:
    """Yield the field, the payload, the file and its values with the payload in that field alone."""
    fields: set[tuple[str, str]] = set()
    for path, values in good_files().items():
        model = model_of(path).__name__
        for at, kind in places(model_of(path), values):
            field = (model, ".".join(each for each in at if isinstance(each, str)))
            if field not in fields:
                fields.add(field)
                for each in payloads_for(kind, len(fields)):
                    yield " ".join(field), each, path, replaced(values, at, each)
        for nth, at in enumerate(mappings(values)):
            for each in texts()[nth::SHARE]:
                yield f"{model} key", each, path, with_key(values, at, each)


def payloads_for(kind: Any, nth: int) -> Iterator[str]:
    """What a field of this kind must refuse; of the many texts each field gets a share, another each time."""
    yield from families()["refused_signs"]
    if kind is scalars.Url:
        yield from (armed(each, 0) for each in families()["refused_addresses"])
    elif kind is not scalars.Text:
        shared = (*texts(), *addresses())[nth % SHARE :: SHARE]
        yield from (each for each in shared if not _is_value(kind, each) and each != LONG)


def _is_value(kind: Any, payload: str) -> bool:
    """A few payloads are good values of another kind: -1 is a number."""
    return payload.lstrip("-+").isdigit() and "Decimal" in str(kind) + str(get_args(kind))


def places(model: type[BaseModel], values: Values, at: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every field of a file that holds one value, with its kind."""
    kinds = kinds_of(model)
    for name, value in values.items():
        row = row_of(kinds[name])
        if row:
            for nth, each in enumerate(value):
                yield from places(row, each, (*at, name, nth))
        elif is_by_code(kinds[name]):
            yield ((*at, name, next(iter(value))), scalars.PrintedScore)
        elif isinstance(value, list):
            yield ((*at, name, 0), get_args(kinds[name])[0])
        else:
            yield ((*at, name), kinds[name])


def mappings(value: Any, at: Place = ()) -> Iterator[Place]:
    """Every mapping of a file."""
    if isinstance(value, dict):
        yield at
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in pairs:
        yield from mappings(each, (*at, key))


def replaced(values: Any, at: Place, payload: str) -> Any:
    """A copy of the values with a payload in one place."""
    if not at:
        return payload
    copy: Any = dict(values) if isinstance(values, dict) else list(values)
    copy[at[0]] = replaced(values[at[0]], at[1:], payload)
    return copy


def with_key(values: Any, at: Place, payload: str) -> Any:
    """A copy of the values with a key that is a payload in one mapping."""
    if not at:
        return {**values, payload: "x"}
    copy: Any = dict(values) if isinstance(values, dict) else list(values)
    copy[at[0]] = with_key(values[at[0]], at[1:], payload)
    return copy


def told_wrongly(problems: list[Problem]) -> list[str]:
    """Lines by which a problem's text would steer a terminal or a workflow."""
    found = []
    for name, write in FORMATS.items():
        text = write(problems)
        found += [f"{name}: {sign[0]!r}" for sign in _STEERING.finditer(text)]
        if name in ("json", "gitlab"):
            json.loads(text)
        else:
            known = _ANNOTATION if name == "github" else _PLAIN
            found += [f"{name}: {line[:80]}" for line in text.splitlines() if not known.fullmatch(line)]
    return found
