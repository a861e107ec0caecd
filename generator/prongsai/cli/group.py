"""The group of all verbs: it sets the project and turns trouble of either kind into words and exit codes."""

from __future__ import annotations

import sys
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click

from prongsai.cli.texts import help_of, option_help, tell, words
from prongsai.folders import refuse_links
from prongsai.problems import DataError, StopError
from prongsai.project import Project

VERBS = {
    "build": "build",
    "check": "site",
    "serve": "site",
    "render": "site",
    "explain": "site",
    "oit": "site",
    "progress": "office",
    "freeze": "office",
    "init": "init",
    "new": "new",
    "todo": "todo",
    "pdf": "pdf",
    "help": "help",
    "deploy": "publishing",
    "pack": "publishing",
    "links": "links",
    "sheet": "sheet",
    "schema": "editing",
    "fmt": "editing",
    "form": "form",
    "table": "table",
}
"""The module of this folder that holds each verb."""
DATA_FAULT = 1
OPERATOR_FAULT = 2


class _Told(click.ClickException):
    """An operator's mistake as click tells it."""

    exit_code = OPERATOR_FAULT

    def show(self, file: Any = None) -> None:  # noqa: ARG002 - the signature is click's
        click.echo(words()["stopped"].format(reason=self.message), err=True)


class _Group(click.Group):
    """Turns the two kinds of trouble into words and exit codes; everything else is a bug and shows itself.

    A verb's module is loaded when the verb is asked for: each loads much that others do not need.
    """

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run as the command; what a file or a program reads is UTF-8, whatever the system is set to."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper) and not stream.isatty():
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        return super().main(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every verb there is."""
        for module in dict.fromkeys(VERBS.values()):
            import_module(f"prongsai.cli.{module}")
        return super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of that name; all are loaded if there is none, so that click can name the nearest."""
        if cmd_name in VERBS:
            import_module(f"prongsai.cli.{VERBS[cmd_name]}")
        else:
            self.list_commands(ctx)
        return super().get_command(ctx, cmd_name)

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except StopError as error:
            raise _Told(str(error)) from error
        except OSError as error:
            if error.filename is None:
                raise
            told = StopError("system-refused", path=error.filename, reason=error.strerror)
            raise _Told(str(told)) from error
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
    refuse_links(context.obj)
