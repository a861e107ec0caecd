"""What is asked of a body that is new: its name, kind, place and departments.

It must not know what is written of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypedDict, TypeVar

import click

from prongsai.cli.asking import answer, can_ask, not_empty, pick
from prongsai.cli.texts import option_help
from prongsai.office.departments import department
from prongsai.office.opening import known_kind
from prongsai.schemas import choice_titles

T = TypeVar("T", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--name", help=option_help("name")),
    click.option("--short-name", help=option_help("short_name")),
    click.option("--kind", help=option_help("kind")),
    click.option("--district", help=option_help("district")),
    click.option("--province", help=option_help("province")),
    click.option("--owner", multiple=True, help=option_help("owner")),
)


class BodyOptions(TypedDict):
    """What may be said of a body without being asked."""

    name: str | None
    short_name: str | None
    kind: str | None
    district: str | None
    province: str | None
    owner: tuple[str, ...]
    today: str | None


def body_options(command: T) -> T:
    """Give a verb the options of a new body."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def ask_body(given: BodyOptions) -> dict[str, Any]:
    """Return the fields of a body's file; what is not given is asked for."""
    return {
        "name": answer("name", given["name"], not_empty),
        "short_name": answer("short-name", given["short_name"], str, ""),
        "kind": _ask_kind(given["kind"]),
        "district": answer("district", given["district"], str, ""),
        "province": answer("province", given["province"], str, ""),
        "owners": _ask_owners(given["owner"]),
    }


def _ask_kind(given: str | None) -> str:
    if given is not None or not can_ask():
        return known_kind(answer("kind", given, str))
    return pick("kind", None, {code: (title,) for code, title in choice_titles("kind").items()})


def _ask_owners(given: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    owners: list[dict[str, str]] = []
    for each in given:
        owners.append(answer("owner", each, lambda text: department(text, _ids(owners))))
    while not given and can_ask() and (owner := answer("owner", None, lambda text: _last(text, owners))):
        owners.append(owner)
    return tuple(owners)


def _last(text: str, owners: list[dict[str, str]]) -> dict[str, str] | None:
    return department(text, _ids(owners)) if text else None


def _ids(owners: list[dict[str, str]]) -> list[str]:
    return [owner["id"] for owner in owners]
