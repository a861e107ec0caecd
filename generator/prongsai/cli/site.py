"""The verbs of the website: every one is a call of the pipeline."""

from __future__ import annotations

import sys

import click

from prongsai.build.preview import serve_folder
from prongsai.check.near import nearest
from prongsai.cli.group import DATA_FAULT, main
from prongsai.cli.texts import help_of, option_help, tell, today_or, words
from prongsai.folders import only_unit
from prongsai.formats import FORMATS
from prongsai.making import show_unit, write_sites
from prongsai.printed import check_project, render_sheet
from prongsai.problems import DataError, StopError, problem_kinds
from prongsai.project import Project


@main.command(help=help_of("check"))
@click.argument("units", nargs=-1, metavar="[UNIT]...")
@click.option("--today", help=option_help("today"))
@click.option("--format", "form", type=click.Choice([*FORMATS]), default="plain", help=option_help("format"))
@click.pass_obj
def check(project: Project, units: tuple[str, ...], today: str | None, form: str) -> None:
    """Tell every problem of the data."""
    verdict = check_project(project, today_or(today), units)
    tell(verdict.problems, form)
    if verdict.errors:
        sys.exit(DATA_FAULT)


@main.command(help=help_of("serve"))
@click.argument("unit", required=False)
@click.option("--today", help=option_help("today"))
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help=option_help("port")
)
@click.pass_obj
def serve(project: Project, unit: str | None, today: str | None, port: int) -> None:
    """Show one unit in the browser, built again after every saved change."""
    unit_id = unit or only_unit(project)
    day = today_or(today)

    def rebuild() -> None:
        show_unit(project, unit_id, day)

    def rebuild_or_tell() -> None:
        try:
            rebuild()
            click.echo(words()["rebuilt"])
        except DataError as error:
            tell(error.problems)
        except StopError as error:
            click.echo(words()["stopped"].format(reason=error), err=True)

    rebuild()
    click.echo(words()["serving"].format(unit=unit_id, port=port))
    watched = [project.units / unit_id, project.theme, *project.contents, *project.configs]
    serve_folder(project.preview, [path for path in watched if path.exists()], rebuild_or_tell, port)


@main.command(help=help_of("render"))
@click.argument("units", nargs=-1, metavar="[UNIT]...")
@click.option("--today", help=option_help("today"))
@click.pass_obj
def render(project: Project, units: tuple[str, ...], today: str | None) -> None:
    """Write the Markdown and the configuration that MkDocs builds a site from."""
    for config in write_sites(project, today_or(today), units):
        click.echo(project.relative(config))


@main.command(help=help_of("explain"))
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Tell what a problem's code means; without one, all of them as the manual's page."""
    kinds = problem_kinds()
    if code is not None and code not in kinds:
        raise StopError("unknown-problem", code=code, near=nearest(code, kinds))
    for kind in kinds.values() if code is None else [kinds[code]]:
        severity = words()["severities"][kind.severity]
        facts = {"code": kind.code, "severity": severity, "meaning": kind.meaning, "sentence": kind.sentence}
        click.echo(words()["explained"].format(**facts))


@main.command(help=help_of("oit"))
@click.argument("unit")
@click.argument("year")
@click.option("--csv", "form", flag_value="csv", default=None, help=option_help("csv"))
@click.option("--today", help=option_help("today"))
@click.pass_obj
def oit(project: Project, unit: str, year: str, form: str | None, today: str | None) -> None:
    """Print a body's answer sheet of an assessed year."""
    click.echo(render_sheet(project, unit, year, form or "txt", today_or(today)), nl=False)
