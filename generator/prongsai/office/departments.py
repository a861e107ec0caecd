"""Departments as an officer names them: an id of one's own, a usual one, or a number.

It must not ask.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from itertools import chain, count

import yaml

from prongsai.model.scalars import is_slug


def department(text: str, taken: Collection[str] = ()) -> dict[str, str]:
    """Return `id` and `name` of what is written `id=name` or only `name`; ValueError if either cannot be."""
    said, equals, rest = (part.strip() for part in text.partition("="))
    name = rest if equals else said
    owner_id = said if equals else _usual_id(name, taken)
    if not name or not is_slug(owner_id):
        raise ValueError(text)
    return {"id": owner_id, "name": name}


def _usual_id(name: str, taken: Collection[str]) -> str:
    """The id that departments of this name usually have, else the next number."""
    usual = (key for key, beginnings in _usual().items() if name.startswith(tuple(beginnings)))
    numbered = (f"d{number}" for number in count(len(taken) + 1))
    return next(each for each in chain(usual, numbered) if each not in taken)


@cache
def _usual() -> Mapping[str, list[str]]:
    text = files("prongsai").joinpath("office/departments.yml").read_text("utf-8")
    table: Mapping[str, list[str]] = yaml.load(text, yaml.CSafeLoader)
    return table
