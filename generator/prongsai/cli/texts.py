"""What the verbs share: the command line's texts, how problems are told, which day is today."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import click
import yaml

from prongsai.formats import FORMATS
from prongsai.model.calendar import THAI_TIME, parse_when
from prongsai.problems import Problem, StopError

_FIRST, _LAST = date(1970, 1, 1), date(2105, 12, 31)
"""The days that can be today: those of every time stamp that a build writes."""


@cache
def words() -> dict[str, Any]:
    """Return the command line's texts."""
    text = files("prongsai").joinpath("cli/words.yml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return loaded


def help_of(command: str) -> str:
    """Return a verb's help with its examples."""
    row = words()["commands"][command]
    return f"{row['help']}\n\n\b\n{row['examples']}"


def option_help(name: str) -> str:
    """Return an option's help."""
    return str(words()["options"][name])


def today_or(given: str | None) -> date:
    """The given day, else that of SOURCE_DATE_EPOCH, else the clock's; the build's time stamps follow it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if given is not None:
        try:
            day = _with_a_time_stamp(parse_when(given).span.first)
        except ValueError:
            raise StopError("bad-today", value=given) from None
    elif epoch is not None:
        try:
            day = _with_a_time_stamp(datetime.fromtimestamp(int(epoch), THAI_TIME).date())
        except (ValueError, OverflowError, OSError):
            raise StopError("bad-epoch", value=epoch) from None
    else:
        day = datetime.now(THAI_TIME).date()
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(int(midnight.timestamp())))
    return day


def _with_a_time_stamp(day: date) -> date:
    """The day itself; ValueError if the time stamps of packed files, 32 bits from 1970 on, cannot tell it."""
    if not _FIRST <= day <= _LAST:
        raise ValueError(day)
    return day


def tell(problems: Iterable[Problem], form: str = "plain") -> None:
    """Print every problem, then how many there are of each severity."""
    told = list(problems)
    click.echo(FORMATS[form](told), nl=False)
    errors = sum(problem.is_error for problem in told)
    summary = "found" if told else "all_well"
    click.echo(words()[summary].format(errors=errors, others=len(told) - errors), err=True)
