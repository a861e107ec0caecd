"""New files of an officer, from the templates in `skeletons/`: what is known as data, the rest as guidance.

It must not decide what a file says.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from prongsai.office.spelling import spell, spell_value

_INDENT = "    "


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("prongsai.office", "skeletons"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - it writes YAML; every value passes a filter that spells it
    )
    environment.filters["yaml"] = _spell_behind_key
    environment.filters["item"] = _spell_item
    environment.filters["line"] = _on_one_line
    return environment


def skeleton(name: str, **facts: Any) -> bytes:
    """Return the bytes of a new YAML file."""
    return filled(f"{name}.yml", **facts)


def filled(path: str, /, **facts: Any) -> bytes:
    """Return a new file's bytes from the template of that path."""
    return _environment().get_template(f"{path}.j2").render(facts).encode("utf-8")


def _spell_behind_key(value: Any) -> str:
    """Spell a value with the blank that parts it from its key's colon."""
    spelled = spell_value(value)
    return spelled if spelled.startswith("\n") else f" {spelled}"


def _spell_item(value: dict[str, Any]) -> str:
    """Spell a mapping as one row of a list below a field of the file's first level."""
    lines = spell(value).splitlines()
    return "\n".join([f"  - {lines[0]}", *(_INDENT + line if line else "" for line in lines[1:])])


def _on_one_line(value: object) -> str:
    """A value as it can stand in a comment."""
    return " ".join(str(value).split())
