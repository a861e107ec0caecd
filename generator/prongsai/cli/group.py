"""The group of all verbs: it sets the project and turns trouble of either kind into words and exit codes."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from threading import current_thread, main_thread
from types import FrameType
from typing import Any, NoReturn

import click

from prongsai.cli.misuse import Misuse
from prongsai.cli.refusals import REFUSALS, stop_of
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
ENDING = ("SIGTERM", "SIGHUP")
"""The signals that end the command as Ctrl-C does, so that what is passing is cleared away."""
BY_SIGNAL = 128
"""What a shell adds to a signal's number to make an exit code."""


class _Told(click.ClickException):
    """An operator's mistake as click tells it."""

    exit_code = OPERATOR_FAULT

    def show(self, file: Any = None) -> None:  # noqa: ARG002 - the signature is click's
        click.echo(words()["stopped"].format(reason=self.message), err=True)


class _Command(click.Command):
    """A command that says of its own help, too, what it is in Thai."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option as click has it, with our words."""
        option = super().get_help_option(ctx)
        if option:
            option.help = option_help("help")
        return option


class _Subgroup(_Command, click.Group):
    """A verb of several commands."""

    command_class = _Command


class _Group(_Command, click.Group):
    """Turns the two kinds of trouble into words and exit codes; everything else is a bug and shows itself.

    A verb's module is loaded when the verb is asked for: each loads much that others do not need.
    """

    command_class = _Command
    group_class = _Subgroup

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run as the command; what a file or a program reads is UTF-8, whatever the system is set to."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper) and not stream.isatty():
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
                stream.reconfigure(encoding="utf-8")
        _heed_signals()
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

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Read what stands before the verb."""
        with _in_thai():
            return super().make_context(*args, **kwargs)

    def invoke(self, context: click.Context) -> Any:
        try:
            with _in_thai():
                done = super().invoke(context)
            _flush()
        except StopError as error:
            raise _Told(str(error)) from error
        except BrokenPipeError:
            raise
        except REFUSALS as error:
            if not (stop := stop_of(error, context.obj or Project(Path.cwd()))):
                raise
            raise _Told(str(stop)) from error
        except KeyboardInterrupt:
            click.echo(f"\n{words()['interrupted']}", err=True)
            sys.exit(BY_SIGNAL + signal.SIGINT)
        except DataError as error:
            tell(problem for problem in error.problems if problem.is_error)
            click.echo(words()["not_built"], err=True)
            sys.exit(DATA_FAULT)
        return done


@contextmanager
def _in_thai() -> Iterator[None]:
    """Let a command that was typed wrong be told in Thai; the help of a group is none."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        raise Misuse(error) from error


def _flush() -> None:
    """Write out what was told, while a disk that is full can still be named."""
    if sys.stdout:
        sys.stdout.flush()


def _heed_signals() -> None:
    """Let those signals end the command that nobody has said to ignore."""
    if current_thread() is not main_thread():
        return
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ENDING:
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


def _end(number: int, _: FrameType | None) -> NoReturn:
    """End as if the command had come to its end: what was begun is left whole, what is passing goes."""
    sys.exit(BY_SIGNAL + number)


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
