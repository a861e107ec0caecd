"""The verb that prints a year's report as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict, Unpack

import click

from prongsai.cli.group import main
from prongsai.cli.texts import help_of, option_help, today_or, words
from prongsai.model.digits import fold_digits
from prongsai.office.printing import print_paper, year_paper
from prongsai.office.whole import write_whole
from prongsai.problems import StopError
from prongsai.project import Project


class _Printed(TypedDict):
    """The options of `pdf`."""

    again: bool
    today: str | None


@main.command(help=help_of("pdf"))
@click.argument("unit")
@click.argument("year")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--again", is_flag=True, help=option_help("again_pdf"))
@click.option("--today", help=option_help("today"))
@click.pass_obj
def pdf(project: Project, unit: str, year: str, file: Path | None, **given: Unpack[_Printed]) -> None:
    """Print a body's year as one PDF."""
    path = (file or Path(f"{unit}-{fold_digits(year)}.pdf")).absolute()
    old = path.read_bytes() if given["again"] and path.is_file() else None
    if path.exists() and old is None:
        raise StopError("file-exists", path=path)
    paper = year_paper(project, unit, year, today_or(given["today"]))
    click.echo(words()["printing"], err=True)
    write_whole(path, print_paper(project, paper), old)
    click.echo(words()["printed"].format(path=path))
