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


def text_references(model: BaseModel) -> Iterator[tuple[At, str]]:
    """Yield the path and the code of every reference in the free text of a model."""
    for at, text in free_texts(model):
        yield from ((at, fold_code(found[1])) for found in REFERENCE.finditer(text))


def free_texts(model: BaseModel, at: At = ()) -> Iterator[tuple[At, str]]:
    """Yield the path and the text of every text field of a model that quotes nothing else."""
    for name, value in vars(model).items():
        if value and name not in _VERBATIM:
            yield from _texts_in(value, (*at, name))


def _texts_in(value: object, at: At) -> Iterator[tuple[At, str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, BaseModel):
        yield from free_texts(value, at)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts_in(item, (*at, index))
