"""The verb that takes in an office's own table of measures: it asks what is not sure, and shows first."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypedDict, Unpack

import click

from prongsai.cli.asking import an_id, answer, can_ask, choice, tell_trial
from prongsai.cli.group import main
from prongsai.cli.texts import help_of, option_help, today_or, words
from prongsai.model.scalars import is_slug
from prongsai.model.unit import ALL_OWNERS
from prongsai.office.tables.drafts import Draft
from prongsai.office.tables.folding import shorten
from prongsai.office.tables.grid import Table
from prongsai.office.tables.importing import (
    Known,
    Plan,
    Understood,
    known_plan,
    plan_files,
    read_tables,
    understand,
)
from prongsai.office.tables.settled import COLUMN, OWNER, SECTION, Doubt, Settled
from prongsai.office.tables.vocabulary import field_named, field_title, fields
from prongsai.office.whole import write_missing, write_whole
from prongsai.problems import StopError
from prongsai.project import Project

_SKIP = "skip"
_YES, _NO = "y", "n"
_SHOWN = ("owners", "lead", "period", "budget", "answers", "target")


class _Given(TypedDict):
    """The options of `table`."""

    column: tuple[str, ...]
    skip: tuple[str, ...]
    section: tuple[str, ...]
    same_owner: tuple[str, ...]
    new_owner: tuple[str, ...]
    round: str | None
    keep_text: bool
    yes: bool
    today: str | None


@main.command(help=help_of("table"))
@click.argument("unit")
@click.argument("year")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--column", multiple=True, help=option_help("table_column"))
@click.option("--skip", multiple=True, help=option_help("table_skip"))
@click.option("--section", multiple=True, help=option_help("table_section"))
@click.option("--same-owner", multiple=True, help=option_help("same_owner"))
@click.option("--new-owner", multiple=True, help=option_help("new_owner"))
@click.option("--round", help=option_help("round"))
@click.option("--keep-text", is_flag=True, help=option_help("keep_text"))
@click.option("--yes", is_flag=True, help=option_help("write_now"))
@click.option("--today", help=option_help("today"))
@click.pass_obj
def table(project: Project, unit: str, year: str, file: Path, **given: Unpack[_Given]) -> None:
    """Write the measures of a table as new files."""
    today, known, tables = today_or(given["today"]), known_plan(project, unit, year), read_tables(file)
    read, settled = _until_sure(tables, known, _settled(given))
    if not read.columns:
        _tell(read.notices)
        raise StopError("no-table", path=file)
    plan = plan_files(project, known, read, settled, today)
    _show(known, read, plan, settled)
    if not plan.fresh:
        click.echo(words()["table_nothing_new"])
        return
    tell_trial(plan.new.trial)
    if not given["yes"]:
        _ask_to_go_on()
    _write(project, plan)


def _ask_to_go_on() -> None:
    if not can_ask():
        raise StopError("missing-option", option="--yes")
    if answer("table-go-on", None, _yes_or_no) != _YES:
        raise StopError("given-up")


def _write(project: Project, plan: Plan) -> None:
    """Write the owners first: measures may name them."""
    paths = list(plan.new.files)
    if plan.unit_after != plan.unit_before:
        write_whole(plan.unit_file, plan.unit_after, plan.unit_before)
        paths.insert(0, plan.unit_file)
    write_missing(plan.new.files)
    click.echo(words()["written"].format(paths=" ".join(map(project.relative, paths))))


def _settled(given: _Given) -> Settled:
    new = [answer("new-owner", each, _owner) for each in given["new_owner"]]
    return Settled(
        columns=dict(_pair("column", each, field_named) for each in given["column"]),
        skipped=given["skip"],
        sections=dict(_pair("section", each, str) for each in given["section"]),
        owners=dict(_pair("same-owner", each, str) for each in given["same_owner"]),
        new_owners=dict(new),
        keep_text=given["keep_text"],
        round=choice("round", given["round"]) if given["round"] else None,
    )


def _pair(name: str, text: str, read: Callable[[str], str]) -> tuple[str, str]:
    """Read `text of the table=meaning`; the last sign of equality parts the two."""
    return answer(name, text, lambda given: _parted(given, read))


def _parted(text: str, read: Callable[[str], str]) -> tuple[str, str]:
    key, equals, value = text.rpartition("=")
    if not equals or not value.strip():
        raise ValueError(text)
    return key.strip(), read(value.strip())


def _owner(text: str) -> tuple[str, str]:
    owner, _, name = (part.strip() for part in text.partition("="))
    if not is_slug(owner) or owner == ALL_OWNERS or not name:
        raise ValueError(text)
    return owner, name


def _until_sure(tables: Sequence[Table], known: Known, settled: Settled) -> tuple[Understood, Settled]:
    """Read the tables again after every answer, until nothing is left to ask."""
    while (read := understand(tables, known, settled)).doubts:
        if not can_ask():
            _tell(read.notices)
            _tell(read.doubts)
            for asked in dict.fromkeys(doubt.asks for doubt in read.doubts):
                _tell_known(asked, known)
            raise StopError("table-unclear", count=len(read.doubts))
        click.echo(str(read.doubts[0]))
        _tell_known(read.doubts[0].asks, known)
        settled = _asked(read.doubts[0], known, settled)
    return read, settled


def _tell_known(asked: str, known: Known) -> None:
    """Tell what can be answered: fields, sections or owners."""
    titles = {
        COLUMN: {field: field_title(field) for field in fields()},
        SECTION: {code: known.sections.title(code) for code in known.sections.titles},
        OWNER: known.owners,
    }
    if asked in titles:
        told = ", ".join(f"{code} ({title})" for code, title in titles[asked].items())
        click.echo(words()["table_known"][asked].format(known=told), err=True)


def _asked(doubt: Doubt, known: Known, settled: Settled) -> Settled:
    """Ask what settles a doubt; whoever cannot or will not say mends the document."""
    if doubt.asks == SECTION:
        code = answer("table-section", None, lambda text: _one_of(text, (*known.sections.titles, _SKIP)))
        if code == _SKIP:
            return replace(settled, skipped=(*settled.skipped, doubt.key))
        return replace(settled, sections={**settled.sections, doubt.key: code})
    if doubt.asks == OWNER:
        return _with_owner(doubt.key, known, settled)
    if doubt.asks == COLUMN and doubt.key:
        return _with_column(doubt.key, settled)
    if doubt.asks == COLUMN or answer("table-text", None, _yes_or_no) != _YES:
        raise StopError("given-up")
    return replace(settled, keep_text=True)


def _with_column(heading: str, settled: Settled) -> Settled:
    field = answer("table-column", None, lambda text: text if text == _SKIP else field_named(text))
    if field == _SKIP:
        return replace(settled, skipped=(*settled.skipped, heading))
    return replace(settled, columns={**settled.columns, heading: field})


def _with_owner(name: str, known: Known, settled: Settled) -> Settled:
    owner = answer("table-owner", None, an_id)
    if owner in (ALL_OWNERS, *known.owners, *settled.new_owners):
        return replace(settled, owners={**settled.owners, name: owner})
    return replace(settled, new_owners={**settled.new_owners, owner: name})


def _one_of(text: str, known: Container[str]) -> str:
    if text not in known:
        raise ValueError(text)
    return text


def _yes_or_no(text: str) -> str:
    if text.lower() not in (_YES, _NO):
        raise ValueError(text)
    return text.lower()


def _tell(told: Sequence[object]) -> None:
    for each in told:
        click.echo(str(each), err=True)


def _show(known: Known, read: Understood, plan: Plan, settled: Settled) -> None:
    """Show how every column was read, and every measure that would be written."""
    for columns, names in _alike(read).items():
        click.echo(words()["table_columns"].format(table=", ".join(names)))
        for heading, title in columns:
            name = "table_column_is" if title else "table_column_left_out"
            click.echo(words()[name].format(heading=heading, title=title))
    _tell((*read.notices, *plan.notices))
    for owner, name in settled.new_owners.items():
        click.echo(words()["table_owner_added"].format(owner=owner, name=name))
    click.echo(words()["table_counts"].format(count=len(read.drafts), fresh=len(plan.fresh)))
    for measure, draft in plan.fresh.items():
        _show_measure(known, measure, draft)
    stateless = [name for name, draft in plan.fresh.items() if draft.entry and "status" not in draft.entry]
    if stateless:
        told = words()["table_no_status"].format(count=len(stateless), measures=", ".join(stateless))
        click.echo(told, err=True)


def _alike(read: Understood) -> Mapping[tuple[tuple[str, str], ...], list[str]]:
    """The names of the tables by how their columns are read, because a head repeats on every page."""
    found: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for table, columns in read.columns:
        titles = {place: field_title(name) for place, name in columns.fields.items()}
        headings = (" ".join(heading.split()) for heading in columns.head.headings)
        pairs = tuple((name, titles.get(place, "")) for place, name in enumerate(headings) if name)
        found.setdefault(pairs, []).append(table.name)
    return found


def _show_measure(known: Known, measure: str, draft: Draft) -> None:
    section = draft.values["section"]
    facts = {"id": measure, "section": section, "name": draft.name or known.sections.title(section)}
    click.echo(words()["table_measure"].format_map(facts))
    shown = {name: draft.values[name] for name in _SHOWN if name in draft.values}
    said = (
        f"{field_title(name)}: {', '.join(value) if isinstance(value, tuple) else shorten(value)}"
        for name, value in shown.items()
    )
    click.echo(words()["table_measure_more"].format(facts=", ".join(said)))
    for place, step in enumerate(draft.steps.get("steps", ()), 1):
        click.echo(words()["table_step"].format(number=step.number or place, text=shorten(step.text)))
    for more in _more(draft):
        click.echo(words()["table_measure_more"].format(facts=more))


def _more(draft: Draft) -> Iterator[str]:
    """What a row says of progress, and what is kept as a note."""
    for name, value in draft.entry.items():
        texts = [each["title"] for each in value] if name == "evidence" else [str(value)]
        title = field_title(f"progress.{name}")
        yield from (f"{title}: {shorten(text)}" for text in texts)
    yield from (f"{field_title('note')}: {shorten(text)}" for text in draft.notes)
