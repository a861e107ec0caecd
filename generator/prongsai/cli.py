"""Words and exit codes: the only module that prints. 0 is fine, 1 is a fault of the data, 2 of the operator.

Every text stands in `cli.yml`; every verb is one call of the pipeline.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import click
import yaml

from prongsai import pipeline
from prongsai.build import build_site, serve_folder
from prongsai.check.near import nearest
from prongsai.formats import FORMATS
from prongsai.model.calendar import parse_when
from prongsai.problems import DataError, Problem, StopError, problem_kinds
from prongsai.project import Project
from prongsai.render.page import Site

DATA_FAULT = 1
OPERATOR_FAULT = 2


@cache
def words() -> dict[str, Any]:
    """Return the command line's texts."""
    text = files("prongsai").joinpath("cli.yml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return loaded


def _help(command: str) -> str:
    row = words()["commands"][command]
    return f"{row['help']}\n\n\b\n{row['examples']}"


def _option_help(name: str) -> str:
    return str(words()["options"][name])


class _Told(click.ClickException):
    """An operator's mistake as click tells it."""

    exit_code = OPERATOR_FAULT

    def show(self, file: Any = None) -> None:  # noqa: ARG002 - the signature is click's
        click.echo(words()["stopped"].format(reason=self.message), err=True)


class _Group(click.Group):
    """Turns the two kinds of trouble into words and exit codes; everything else is a bug and shows itself."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except StopError as error:
            raise _Told(str(error)) from error
        except DataError as error:
            _tell(problem for problem in error.problems if problem.is_error)
            click.echo(words()["not_built"], err=True)
            sys.exit(DATA_FAULT)


@click.group(cls=_Group, help=_help("prongsai"), context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--root", type=click.Path(file_okay=False, path_type=Path), default=Path(), help=_option_help("root")
)
@click.version_option(package_name="prongsai", message="%(prog)s %(version)s", help=_option_help("version"))
@click.pass_context
def main(context: click.Context, root: Path) -> None:
    """Set the project that every verb works on."""
    context.obj = Project(root.resolve())


@main.command(help=_help("check"))
@click.argument("units", nargs=-1, metavar="[UNIT]...")
@click.option("--today", help=_option_help("today"))
@click.option("--format", "form", type=click.Choice([*FORMATS]), default="plain", help=_option_help("format"))
@click.pass_obj
def check(project: Project, units: tuple[str, ...], today: str | None, form: str) -> None:
    """Tell every problem of the data."""
    verdict = pipeline.check_project(project, _today(today), units)
    _tell(verdict.problems, form)
    if verdict.errors:
        sys.exit(DATA_FAULT)


@main.command(help=_help("build"))
@click.argument("units", nargs=-1, metavar="[UNIT]...")
@click.option("--today", help=_option_help("today"))
@click.option("--keep-going", is_flag=True, help=_option_help("keep_going"))
@click.pass_obj
def build(project: Project, units: tuple[str, ...], today: str | None, keep_going: bool) -> None:
    """Build and publish the website."""
    order = pipeline.Order(_today(today), units, keep_going)
    outcome = pipeline.build_project(project, order, _with_progress_bar)
    errors = [problem for problem in outcome.problems if problem.is_error]
    click.echo(FORMATS["plain"](errors), nl=False)
    if outcome.problems:
        counted = {"errors": len(errors), "others": len(outcome.problems) - len(errors)}
        click.echo(words()["found_at_build"].format(**counted), err=True)
    facts = {"built": len(outcome.built), "kept": len(outcome.kept), "site": project.site}
    click.echo(words()["built_and_kept" if outcome.kept else "built"].format(**facts))
    if errors:
        sys.exit(DATA_FAULT)


@main.command(help=_help("serve"))
@click.argument("unit", required=False)
@click.option("--today", help=_option_help("today"))
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help=_option_help("port")
)
@click.pass_obj
def serve(project: Project, unit: str | None, today: str | None, port: int) -> None:
    """Show one unit in the browser, built again after every saved change."""
    unit_id = unit or pipeline.only_unit(project)
    day = _today(today)

    def rebuild() -> None:
        build_site(project, pipeline.render_alone(project, unit_id, day), project.preview)

    def rebuild_or_tell() -> None:
        try:
            rebuild()
            click.echo(words()["rebuilt"])
        except DataError as error:
            _tell(error.problems)
        except StopError as error:
            click.echo(words()["stopped"].format(reason=error), err=True)

    rebuild()
    click.echo(words()["serving"].format(unit=unit_id, port=port))
    watched = [project.units / unit_id, project.theme, project.content]
    serve_folder(project.preview, [path for path in watched if path.exists()], rebuild_or_tell, port)


@main.command(help=_help("explain"))
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


@main.command(help=_help("oit"))
@click.argument("unit")
@click.argument("year")
@click.option("--csv", "form", flag_value="csv", default=None, help=_option_help("csv"))
@click.option("--today", help=_option_help("today"))
@click.pass_obj
def oit(project: Project, unit: str, year: str, form: str | None, today: str | None) -> None:
    """Print a body's answer sheet of an assessed year."""
    click.echo(pipeline.render_sheet(project, unit, year, form or "txt", _today(today)), nl=False)


def _today(given: str | None) -> date:
    """The given day, else that of SOURCE_DATE_EPOCH, else the clock's; the build's time stamps follow it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if given is not None:
        try:
            day = parse_when(given).span.first
        except ValueError:
            raise StopError("bad-today", value=given) from None
    elif epoch is not None:
        if not epoch.isdigit():
            raise StopError("bad-epoch", value=epoch)
        try:
            day = datetime.fromtimestamp(int(epoch), UTC).date()
        except (ValueError, OverflowError, OSError):
            raise StopError("bad-epoch", value=epoch) from None
    else:
        day = date.today()
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(int(midnight.timestamp())))
    return day


def _with_progress_bar(sites: list[Site]) -> Iterator[Site]:
    with click.progressbar(sites, label=words()["building"], file=sys.stderr) as bar:
        yield from bar


def _tell(problems: Iterable[Problem], form: str = "plain") -> None:
    """Print every problem, then how many there are of each severity."""
    told = list(problems)
    click.echo(FORMATS[form](told), nl=False)
    errors = sum(problem.is_error for problem in told)
    summary = "found" if told else "all_well"
    click.echo(words()[summary].format(errors=errors, others=len(told) - errors), err=True)
