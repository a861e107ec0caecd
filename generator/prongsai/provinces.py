"""The provinces of Thailand and where their pages stand, as the package ships them.

A fault in them is a bug and raises. It must not know which bodies there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

OTHER = "other"
"""The id of what is no province of the list, or is not stated."""


@dataclass(frozen=True, slots=True)
class Province:
    """A province: the id by which its pages stand, and its name."""

    id: str
    name: str


def province_of(stated: str | None) -> Province:
    """The province that a body states; what the list does not know keeps its own name, nothing is empty."""
    given = (stated or "").strip()
    return _by_name().get(given) or Province(OTHER, given)


@cache
def provinces() -> tuple[Province, ...]:
    """Every province in the order of the list."""
    return tuple(Province(province_id, names[0]) for province_id, names in _table().items())


@cache
def _by_name() -> Mapping[str, Province]:
    return {
        name: Province(province_id, names[0]) for province_id, names in _table().items() for name in names
    }


@cache
def _table() -> Mapping[str, list[str]]:
    text = files("prongsai").joinpath("provinces.yml").read_text("utf-8")
    table: Mapping[str, list[str]] = yaml.load(text, yaml.CSafeLoader)
    return table
