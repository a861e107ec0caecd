"""Command lines drawn at random: every verb of the program, with values that fit and values that do not.

A new verb or option is tried without being told of; what runs forever or needs the web is not.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import click
from click.testing import CliRunner, Result

from fuzzing.mutations import words
from prongsai.cli.group import main

UNTRIED = ("serve", "form", "links", "pdf", "help")
"""Verbs that wait for a browser, ask the web, run npm or Chromium, or fill a terminal."""
SLOW = ("build", "render")
WITHOUT = ("cluster",)
EPOCH = "SOURCE_DATE_EPOCH"


@dataclass(frozen=True, slots=True)
class Verb:
    """A command: its words and its parameters."""

    words: tuple[str, ...]
    parameters: tuple[click.Parameter, ...]


@cache
def verbs() -> tuple[Verb, ...]:
    """Every command that is tried."""
    return tuple(_verbs(main, ()))


def _verbs(command: click.Command, said: tuple[str, ...]) -> Iterator[Verb]:
    if not isinstance(command, click.Group):
        yield Verb(said, tuple(each for each in command.params if each.name not in WITHOUT))
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        if found and name not in UNTRIED:
            yield from _verbs(found, (*said, name))


@dataclass(frozen=True, slots=True)
class Shell:
    """Runs commands in a project's folder, without a process of their own."""

    root: Path

    def run(self, *arguments: str) -> Result:
        """Run a command; an exception that is no words and no exit code is raised again."""
        os.chdir(self.root)
        os.environ.pop(EPOCH, None)
        result = CliRunner().invoke(main, ["--root", str(self.root), *arguments])
        os.environ.pop(EPOCH, None)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code in (0, 1, 2), (result.exit_code, result.output)
        return result

    def arguments(self, random: Random, verb: Verb, wild: float) -> list[str]:
        """A command line; `wild` is how often a value is one that nobody means."""
        said = [*verb.words]
        for parameter in verb.parameters:
            if isinstance(parameter, click.Option):
                if random.random() < 0.5 or parameter.name in ("today", "text", "status", "round", "yes"):
                    said += self._option(random, parameter, wild)
            elif parameter.required or random.random() < 0.5:
                said.append(self._value(random, parameter, wild))
        return said

    def _option(self, random: Random, option: click.Option, wild: float) -> list[str]:
        if option.is_flag:
            return [option.opts[0]]
        times = random.choice((1, 1, 3)) if option.multiple else 1
        return [each for _ in range(times) for each in (option.opts[0], self._value(random, option, wild))]

    def _value(self, random: Random, parameter: click.Parameter, wild: float) -> str:
        if isinstance(parameter.type, click.Path):
            return str(self.root / self._file_name(random))
        if random.random() < wild:
            return str(random.choice(words()["values"]))
        if isinstance(parameter.type, click.Choice):
            return str(random.choice(parameter.type.choices))
        return str(random.choice(self._fitting(str(parameter.name))))

    def _file_name(self, random: Random) -> str:
        """No name leads out of the folder: a fuzzer must not write where it does not stand."""
        names = [path.name for path in self.root.iterdir()] + words()["names"]
        return str(random.choice([name for name in names if "/" not in name]))

    def _fitting(self, name: str) -> Sequence[str]:
        units = sorted(path.name for path in (self.root / "units").iterdir())
        found: dict[str, Sequence[str]] = {
            "unit": units,
            "units": units,
            "measure": ["m1", "m2", "m9", "m1-2", "M1"],
            "year": ["2567", "2566", "2568", "2565", "2569", "2570", "๒๕๖๗"],
            **words()["arguments"],
        }
        return found.get(name) or [*words()["values"]]
