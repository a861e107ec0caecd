"""The verbs that let officers work in Excel: a year as a workbook, and the filled workbook back."""

from __future__ import annotations

from pathlib import Path

import click

from prongsai.cli.group import main
from prongsai.cli.texts import help_of, option_help, words
from prongsai.office.workbook.exporting import export_year
from prongsai.project import Project


@main.group(help=help_of("sheet"))
def sheet() -> None:
    """Hold the verbs of the workbook."""


@sheet.command("export", help=help_of("sheet export"))
@click.argument("unit")
@click.argument("year")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--again", is_flag=True, help=option_help("again"))
@click.pass_obj
def export(project: Project, unit: str, year: str, file: Path | None, again: bool) -> None:
    """Write a year as a workbook."""
    path = export_year(project, unit, year, file, again=again)
    click.echo(words()["exported"].format(path=path))
