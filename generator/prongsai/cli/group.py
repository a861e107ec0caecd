"""The group of all verbs: it sets the project and turns trouble of either kind into words and exit codes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from prongsai.cli.texts import help_of, option_help, tell, words
from prongsai.problems import DataError, StopError
from prongsai.project import Project

DATA_FAULT = 1
OPERATOR_FAULT = 2


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
            tell(problem for problem in error.problems if problem.is_error)
            click.echo(words()["not_built"], err=True)
            sys.exit(DATA_FAULT)


@click.group(cls=_Group, help=help_of("prongsai"), context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--root", type=click.Path(file_okay=False, path_type=Path), default=Path(), help=option_help("root")
)
@click.version_option(package_name="prongsai", message="%(prog)s %(version)s", help=option_help("version"))
@click.pass_context
def main(context: click.Context, root: Path) -> None:
    """Set the project that every verb works on."""
    context.obj = Project(root.resolve())
