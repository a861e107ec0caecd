"""The verb that tells what is left to do: a call of the pipeline."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import click

from prongsai.cli.group import DATA_FAULT, main
from prongsai.cli.texts import help_of, option_help, today_or
from prongsai.derive.todo import Wanted
from prongsai.formats import FORMATS
from prongsai.model.calendar import is_fiscal_year, parse_when
from prongsai.model.digits import fold_digits
from prongsai.printed import Listing, render_todo
from prongsai.problems import StopError
from prongsai.project import Project
from prongsai.render import TODO_FORMS


@main.command(help=help_of("todo"))
@click.argument("units", nargs=-1, metavar="[UNIT]...")
@click.option("--department", help=option_help("department"))
@click.option("--by", callback=lambda _context, _option, given: _last_day(given), help=option_help("by"))
@click.option("--year", callback=lambda _context, _option, given: _year(given), help=option_help("year"))
@click.option(
    "--format", "form", type=click.Choice([*TODO_FORMS]), default="text", help=option_help("todo_format")
)
@click.option("--today", help=option_help("today"))
@click.pass_obj
def todo(
    project: Project,
    /,
    units: tuple[str, ...],
    form: str,
    today: str | None,
    **wanted: Any,
) -> None:
    """Tell what is left to do, also where other bodies' data have errors."""
    asked_for = Wanted(owner=wanted["department"], by=wanted["by"], year=wanted["year"])
    listed = render_todo(project, Listing(today_or(today), asked_for, units), form)
    click.echo(listed.text, nl=False)
    if listed.problems:
        click.echo(FORMATS["plain"](listed.problems), nl=False, err=True)
        sys.exit(DATA_FAULT)


def _last_day(given: str | None) -> date | None:
    try:
        return parse_when(given).span.last if given is not None else None
    except ValueError:
        raise StopError("bad-by", value=given) from None


def _year(given: str | None) -> int | None:
    if given is None:
        return None
    if not is_fiscal_year(fold_digits(given)):
        raise StopError("bad-year", value=given)
    return int(fold_digits(given))
