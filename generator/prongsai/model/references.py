"""Codes in braces within free text: `{i19}` stands for that code's score.

It finds them; `render` puts the score in their place, `check` tells those that have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel

from prongsai.model.scalars import fold_code

REFERENCE = re.compile(r"\{([A-Za-z]+[_0-9\u0E50-\u0E59]*)\}")
At = tuple[str | int, ...]
"""The path of a field."""
_VERBATIM = frozenset(("source", "corrections", "accepted"))
"""Fields that quote something else and are shown as they are."""


def text_references(
    model: BaseModel, at: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the path and the code of every reference in the free text of a model."""
    for name in type(model).model_fields:
        if name not in _VERBATIM:
            yield from _in_value(getattr(model, name), (*at, name))


def _in_value(value: object, at: At) -> Iterator[tuple[At, str]]:
    if isinstance(value, str):
        yield from ((at, fold_code(found[1])) for found in REFERENCE.finditer(value))
    elif isinstance(value, BaseModel):
        yield from text_references(value, at)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _in_value(item, (*at, index))
