"""The manual: a page for each task as it stands in `manual/`, and those that are written from the code.

`python -m prongsai.cli.manual` writes the latter; a test holds them current.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import click
import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import BaseModel

from prongsai.check.near import nearest
from prongsai.cli.group import main
from prongsai.cli.texts import words
from prongsai.document import read_document
from prongsai.fields import field_words, words_of
from prongsai.model.closed import DataFile
from prongsai.problems import StopError, problem_kinds
from prongsai.project import frameworks_folder
from prongsai.reference import load_reference
from prongsai.schemas import DATA_FILES, choice_titles, is_by_code, is_list, kinds_of, row_of

FOLDER = Path(__file__).parent.parent / "manual"
ENDING = ".md"
TEMPLATE_ENDING = ".md.j2"


def topics() -> Mapping[str, str]:
    """The pages by name with their titles, in the order of the manual."""
    return {name: page(name).partition("\n")[0].removeprefix("# ") for name in ordered_topics()}


@cache
def ordered_topics() -> tuple[str, ...]:
    """The names of all pages, as `topics.yml` puts them in order."""
    return tuple(yaml.load((FOLDER / "topics.yml").read_text("utf-8"), yaml.CSafeLoader))


def page(name: str) -> str:
    """A page's Markdown; `StopError` with the nearest name if there is none."""
    if name not in ordered_topics():
        raise StopError("unknown-topic", topic=name, near=nearest(name, topics()) or "-")
    return (FOLDER / f"{name}{ENDING}").read_text("utf-8")


def written_pages() -> Mapping[str, str]:
    """The pages that come from the code, by name."""
    environment = Environment(  # noqa: S701 - Markdown for a terminal, no HTML
        loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    values: dict[str, dict[str, Any]] = {
        "commands": {"root": _command(main, "", None), "commands": tuple(commands())},
        "fields": {"models": tuple(_models())},
        "codes": {"frameworks": tuple(load_reference(frameworks_folder()).frameworks.values())[::-1]},
        "problems": {"groups": tuple(_problems())},
    }
    templates = {name: environment.get_template(f"{name}{TEMPLATE_ENDING}") for name in values}
    return {name: templates[name].render(each).rstrip() + "\n" for name, each in values.items()}


@dataclass(frozen=True, slots=True)
class Parameter:
    """An argument or an option: how it is typed, and what it means."""

    usage: str
    help: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command with everything that can be typed behind it; `lead` stands above its examples."""

    name: str
    help: str
    usage: str
    arguments: tuple[Parameter, ...]
    options: tuple[Parameter, ...]
    lead: str
    examples: str


def commands(group: click.Group = main, above: str = "") -> Iterator[Command]:
    """Every command and those below it, in the order in which the command line lists them."""
    context = click.Context(group, info_name=f"prongsai {above}".strip())
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command and not command.hidden:
            yield _command(command, f"{above} {name}".strip(), context)
            if isinstance(command, click.Group):
                yield from commands(command, f"{above} {name}".strip())


def _command(command: click.Command, name: str, above: click.Context | None) -> Command:
    row = words()["commands"][name or "prongsai"]
    context = click.Context(command, info_name=name.rsplit(" ", maxsplit=1)[-1], parent=above)
    given = command.params
    arguments = [each for each in given if isinstance(each, click.Argument)]
    options = [each for each in given if isinstance(each, click.Option) and not each.hidden]
    lead, _, examples = row["examples"].partition("\n")
    return Command(
        name,
        row["help"],
        " ".join(["prongsai", name, *command.collect_usage_pieces(context)]),
        tuple(Parameter(_metavar(each, context), _argument_help(each)) for each in arguments),
        tuple(Parameter(_option_usage(each, context), each.help or "") for each in options),
        lead,
        "\n".join(line.strip() for line in examples.splitlines()),
    )


def _argument_help(argument: click.Argument) -> str:
    return str(words()["arguments"][argument.name])


def _metavar(argument: click.Argument, context: click.Context) -> str:
    return argument.make_metavar(context)


def _option_usage(option: click.Option, context: click.Context) -> str:
    names = ", ".join([*option.opts, *option.secondary_opts])
    return names if option.is_flag else f"{names} {option.make_metavar(context)}"


@dataclass(frozen=True, slots=True)
class Field:
    """A field as the manual tells it."""

    name: str
    title: str
    description: str
    example: str | None
    is_required: bool
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A file or a row of one, with its own fields."""

    title: str
    description: str
    fields: tuple[Field, ...]


def _models() -> Iterator[Model]:
    """Every class of the data files; what all files can say stands once, before the rows of that."""
    found = dict.fromkeys(each for root in DATA_FILES.values() for each in _below(root))
    own = [model for model in found if model.__name__ in field_words()]
    shared = set(_below(DataFile))
    for model in [*(each for each in own if each not in shared), *_below(DataFile)]:
        said = field_words()[model.__name__]
        yield Model(said.title, said.description, tuple(_field(model, name) for name in said.fields))


def _below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The class itself and every class of its rows."""
    yield model
    for row in filter(None, map(row_of, kinds_of(model).values())):
        yield from _below(row)


def _field(model: type[BaseModel], name: str) -> Field:
    said = words_of(model, name)
    example = _example(name, said.example, kinds_of(model)[name]) if said.example else None
    is_required, known = model.model_fields[name].is_required(), tuple(choice_titles(name).items())
    return Field(name, said.title, said.description, example, is_required, known)


def _example(name: str, text: str, kind: Any) -> str:
    """An example as it is typed into a file; of a field with keys of its own only the value."""
    if is_list(kind):
        return f"{name}: [{text}]"
    if is_by_code(kind):
        return text
    line = f"{name}: {text}"
    is_plain = read_document(name, line.encode())[0].values.get(name) == text
    return line if is_plain else f'{name}: "{text}"'


@dataclass(frozen=True, slots=True)
class ProblemText:
    """A problem's code, the law behind it, its sentence, and whether `accepted:` may silence it."""

    code: str
    meaning: str
    text: str
    accept: bool


def _problems() -> Iterator[tuple[str, tuple[ProblemText, ...]]]:
    """The problems of each severity, the gravest first."""
    severities = list(words()["severities"])
    kinds = sorted(problem_kinds().values(), key=lambda kind: severities.index(kind.severity))
    for severity, group in groupby(kinds, key=lambda kind: kind.severity):
        rows = (
            ProblemText(kind.code, kind.meaning, " ".join(kind.sentence.split()), kind.can_be_accepted)
            for kind in group
        )
        yield words()["severities"][severity], tuple(rows)


def write_pages() -> None:
    """Write the pages that come from the code."""
    for name, text in written_pages().items():
        (FOLDER / f"{name}{ENDING}").write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    write_pages()
