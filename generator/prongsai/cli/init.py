"""The verb that begins a repository for a body that has none."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from prongsai.cli.asking import an_id, answer, can_ask, pick, tell_trial
from prongsai.cli.body import BodyOptions, ask_body, body_options
from prongsai.cli.group import main
from prongsai.cli.texts import help_of, option_help, today_or, words
from prongsai.model.calendar import is_fiscal_year
from prongsai.model.digits import fold_digits
from prongsai.office.deploying import deploy_files, deploy_hosts
from prongsai.office.editors import editor_files
from prongsai.office.founding import Founding, found, plan_year, refuse_used, write_beginning
from prongsai.project import Project

LATER = "later"
"""The host of who has not chosen one."""
USUAL_UNIT = "office"
"""The id that is offered for a body that stands alone."""


class _Options(BodyOptions):
    """The options of `init`."""

    unit: str | None
    year: str | None
    deploy: str | None


@main.command(help=help_of("init"))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
@body_options
@click.option("--unit", help=option_help("unit_id"))
@click.option("--year", help=option_help("plan_year"))
@click.option("--deploy", type=click.Choice(deploy_hosts()), help=option_help("deploy_host"))
@click.option("--today", help=option_help("today"))
@click.pass_obj
def init(project: Project, folder: Path, **given: Unpack[_Options]) -> None:
    """Write a whole repository into an empty folder."""
    begun = Project((project.root / folder).resolve())
    refuse_used(begun.root)
    today = today_or(given["today"])
    values = ask_body(given)
    unit = answer("unit", given["unit"], an_id, USUAL_UNIT)
    year = answer("year", given["year"], _year, str(plan_year(today)))
    files = found(begun, Founding(unit, year, values, _beside(given["deploy"])), today)
    tell_trial(files.trial)
    write_beginning(begun, files)
    written = sorted(map(begun.relative, files.files), key=lambda path: (path.count("/"), path))
    click.echo(words()["written"].format(paths="".join(f"\n  {path}" for path in written)))
    click.echo(words()["begun_repository"].format(folder=begun.root, unit=unit, year=year))


def _beside(host: str | None) -> dict[str, bytes]:
    """What an editor and the chosen host need; a person who is asked may choose none."""
    if host is None and can_ask():
        host = pick("deploy", None, words()["hosts"], LATER)
    return {**editor_files(), **(deploy_files(host) if host in deploy_hosts() else {})}


def _year(text: str) -> str:
    year = fold_digits(text.strip())
    if not is_fiscal_year(year):
        raise ValueError(text)
    return year
