"""The verbs that let officers work in Excel: a year as a workbook, and the filled workbook back."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import shorten

import click

from prongsai.cli.group import DATA_FAULT, main
from prongsai.cli.texts import help_of, option_help, today_or, words
from prongsai.office.workbook.exporting import export_year
from prongsai.office.workbook.importing import Import, draft_import, sentence_at, write_import
from prongsai.project import Project

_WIDTH = 60
"""Signs of a value in the list of changes."""


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


@sheet.command("import", help=help_of("sheet import"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=option_help("dry_run"))
@click.option("--today", help=option_help("today"))
@click.pass_obj
def import_(project: Project, file: Path, dry_run: bool, today: str | None) -> None:
    """Write what was changed in a workbook."""
    draft = draft_import(project, file, today_or(today))
    for notice in draft.notices:
        click.echo(words()["sheet_fault"].format(place=notice.spot, sentence=notice.sentence), err=True)
    if draft.faults:
        _tell_faults(draft)
    _tell_trial(draft)
    if not draft.files:
        click.echo(words()["sheet_same"])
        return
    _tell_changes(draft)
    if dry_run:
        click.echo(words()["sheet_dry"])
        return
    write_import(draft)
    click.echo(words()["written"].format(paths=" ".join(map(project.relative, draft.files))))


def _tell_faults(draft: Import) -> None:
    """Tell every fault by its cell; nothing is written."""
    for fault in draft.faults:
        click.echo(words()["sheet_fault"].format(place=fault.spot, sentence=fault.sentence))
    click.echo(words()["sheet_faults"].format(count=len(draft.faults)), err=True)
    click.echo(words()["not_written"], err=True)
    sys.exit(DATA_FAULT)


def _tell_trial(draft: Import) -> None:
    """Tell what check would newly say, by the cell where there is one; errors end the verb."""
    for problem in (*draft.trial.errors, *draft.trial.others):
        spot = draft.spot_of(problem)
        if spot:
            sentence = f"{sentence_at(spot, problem)} [{problem.code}]"
            click.echo(words()["sheet_fault"].format(place=spot, sentence=sentence))
        else:
            click.echo(str(problem))
    if draft.trial.errors:
        click.echo(words()["sheet_faults"].format(count=len(draft.trial.errors)), err=True)
        click.echo(words()["not_written"], err=True)
        sys.exit(DATA_FAULT)


def _tell_changes(draft: Import) -> None:
    """Tell each field that changes with what it said and will say, and each file that is new."""
    for change in draft.told:
        facts = {"path": change.path, "field": change.field}
        sentence = words()["sheet_change" if change.field else "sheet_new"]
        click.echo(sentence.format(old=_short(change.old), new=_short(change.new), **facts))


def _short(text: str) -> str:
    """A text on one line of the terminal."""
    return shorten(text, _WIDTH, placeholder="…") if text else str(words()["sheet_empty"])
