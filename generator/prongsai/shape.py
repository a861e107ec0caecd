"""What pydantic finds wrong with the shape of a file -> problems with place and remedy.

It must not read a file. pydantic is translated here and nowhere else.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel

from prongsai.document import Document
from prongsai.fields import choices
from prongsai.problems import Problem

_PYDANTIC_CODES = {
    "missing": "missing-field",
    "extra_forbidden": "unknown-key",
    "string_type": "not-text",
    "tuple_type": "not-a-list",
    "list_type": "not-a-list",
    "dict_type": "not-a-mapping",
    "mapping_type": "not-a-mapping",
    "model_type": "not-a-mapping",
    "model_attributes_type": "not-a-mapping",
    "literal_error": "not-a-choice",
}
"""pydantic's error types -> problem codes; other types are problem codes already (see `model.scalars`)."""


def unknown_empty_keys(document: Document, model: type[BaseModel]) -> Iterator[Problem]:
    """A key without a value is no field of the document; one that no model knows is told all the same."""
    for at in document.lines:
        key = at[-1] if at else 0
        if isinstance(key, str) and document.value_at(at) is None:
            owner = _model_at(model, at[:-1])
            if key not in owner.model_fields and not _holds_codes(model, at[:-1]):
                yield _unknown_key(document, at, owner)


def _holds_codes(model: type[BaseModel], at: tuple[str | int, ...]) -> bool:
    """Tell whether the mapping at a path has codes for keys, not fields."""
    field = _model_at(model, at[:-1]).model_fields.get(str(at[-1])) if at else None
    return field is not None and not list(_models_in(field.annotation))


def _unknown_key(document: Document, at: tuple[str | int, ...], model: type[BaseModel]) -> Problem:
    known = list(model.model_fields)
    near = difflib.get_close_matches(str(at[-1]), known, 1, 0.0)[0]
    facts = {"key": at[-1], "near": near, "known": ", ".join(known)}
    return Problem(document.place(at), "unknown-key", facts)


def shape_problem(document: Document, model: type[BaseModel], fault: Mapping[str, Any]) -> Problem:
    """Return one of pydantic's faults as a problem of ours, with what its sentence needs."""
    at = tuple(key for key in fault["loc"] if key != "[key]")
    if "spelling" in fault.get("ctx", {}):
        at = (*at, fault["ctx"]["spelling"])
    code = _PYDANTIC_CODES.get(fault["type"], fault["type"])
    facts = dict(fault.get("ctx", {}))
    facts.setdefault("value", fault["input"])
    facts["key"] = at[-1] if at else ""
    if code == "not-a-choice":
        facts["expected"] = _choices_in_words(str(facts["key"]), str(facts["expected"]))
    if code == "unknown-key":
        return _unknown_key(document, at, _model_at(model, at[:-1]))
    return Problem(document.place(at), code, facts)


def _choices_in_words(field: str, expected: str) -> str:
    """The codes that pydantic lists as English does ('a', 'b' or 'c'), each with its Thai name."""
    names = choices().get(field, {})
    codes = expected.replace("'", "").replace(" or ", ", ").split(", ")
    return ", ".join(f"{code} ({names[code][0]})" if code in names else code for code in codes)


def _model_at(model: type[BaseModel], at: tuple[str | int, ...]) -> type[BaseModel]:
    for key in at:
        if isinstance(key, str) and key in model.model_fields:
            model = next(_models_in(model.model_fields[key].annotation), model)
    return model


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)
