"""A command that is typed wrong -> what is wrong with it in one Thai sentence, and how it is written.

Click finds the fault; it must not be looked for here.
"""

from __future__ import annotations

from typing import Any

import click

from prongsai.cli.texts import words
from prongsai.signs import told

_COMMAS = ", "


class Misuse(click.UsageError):
    """What click found, told in Thai."""

    def __init__(self, found: click.UsageError) -> None:
        super().__init__(_sentence(found), found.ctx)

    def show(self, file: Any = None) -> None:  # noqa: ARG002 - the signature is click's
        """The sentence, then how the command is written and where its help is."""
        texts = words()["misuse"]
        click.echo(words()["stopped"].format(reason=told(self.message)), err=True)
        if self.ctx:
            pieces = " ".join([self.ctx.command_path, *self.ctx.command.collect_usage_pieces(self.ctx)])
            click.echo(texts["usage"].format(usage=pieces, command=self.ctx.command_path), err=True)


def _sentence(found: click.UsageError) -> str:
    texts: dict[str, str] = words()["misuse"]
    match found:
        case click.NoSuchCommand():
            return texts["no_command"].format(name=found.command_name) + _near(found.possibilities)
        case click.NoSuchOption():
            return texts["no_option"].format(name=found.option_name) + _near(found.possibilities)
        case click.MissingParameter(param=click.Parameter() as wanted):
            return texts["missing"].format(name=_name(wanted)) + _meaning(wanted) + _expected(wanted.type)
        case click.BadParameter(param=click.Parameter() as wanted):
            return texts["wrong_value"].format(name=_name(wanted)) + _expected(wanted.type)
        case click.BadOptionUsage():
            return texts["wrong_option"].format(name=found.option_name)
    return texts["other"]


def _near(possible: list[str] | None) -> str:
    return words()["misuse"]["near"].format(known=_COMMAS.join(possible)) if possible else ""


def _name(parameter: click.Parameter) -> str:
    """An option as it is typed, an argument as the usage calls it."""
    return parameter.opts[0] if isinstance(parameter, click.Option) else parameter.human_readable_name


def _meaning(parameter: click.Parameter) -> str:
    """What an argument stands for; an option says it by its name."""
    if not isinstance(parameter, click.Argument):
        return ""
    return str(words()["misuse"]["meaning"].format(meaning=words()["arguments"][parameter.name]))


def _expected(kind: click.ParamType[Any]) -> str:
    """What a value of this type has to be; empty if any text will do."""
    texts: dict[str, str] = words()["misuse"]
    match kind:
        case click.Choice():
            return texts["choice"].format(known=_COMMAS.join(map(str, kind.choices)))
        case click.IntRange():
            return texts["range"].format(least=kind.min, most=kind.max)
        case click.Path(file_okay=False):
            return texts["folder"]
        case click.Path(dir_okay=False):
            return texts["file"]
        case click.types.IntParamType() | click.types.FloatParamType():
            return texts["number"]
    return ""
