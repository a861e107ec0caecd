"""The verbs that write new files: a unit, a measure, a fiscal year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypedDict, Unpack

import click

from prongsai.cli.asking import answer, can_ask, chosen, not_empty, tell_trial
from prongsai.cli.body import BodyOptions, ask_body, body_options
from prongsai.cli.group import main
from prongsai.cli.texts import help_of, option_help, today_or, words
from prongsai.model.calendar import parse_period
from prongsai.model.digits import fold_digits
from prongsai.model.scalars import fold_code
from prongsai.model.unit import ALL_OWNERS
from prongsai.office.crosswalk import Crosswalk
from prongsai.office.next_year import NewYear, open_year
from prongsai.office.opening import (
    MeasurePlace,
    NewFiles,
    answer_codes,
    measure_choices,
    new_measure,
    new_unit,
    next_measure_id,
    refuse_unit_id,
)
from prongsai.office.places import find_year, unit_label
from prongsai.office.whole import write_missing
from prongsai.project import Project


@main.group(help=help_of("new"))
def new() -> None:
    """Hold the verbs that write new files."""


@new.command(help=help_of("new unit"))
@click.argument("unit")
@body_options
@click.option("--today", help=option_help("today"))
@click.pass_obj
def unit(project: Project, unit: str, **given: Unpack[BodyOptions]) -> None:
    """Write a new body's file."""
    refuse_unit_id(project, unit)
    _write(project, new_unit(project, unit, ask_body(given), today_or(given["today"])))


class _Measure(TypedDict):
    """The options of `new measure`."""

    title: str | None
    section: str | None
    answers: str | None
    owners: str | None
    lead: str | None
    period: str | None
    approach: str | None
    target: str | None
    today: str | None


@new.command(help=help_of("new measure"))
@click.argument("unit")
@click.argument("year")
@click.argument("measure", required=False)
@click.option("--title", help=option_help("title"))
@click.option("--section", help=option_help("section"))
@click.option("--answers", help=option_help("answers"))
@click.option("--owners", help=option_help("owners"))
@click.option("--lead", help=option_help("lead"))
@click.option("--period", help=option_help("period"))
@click.option("--approach", help=option_help("approach"))
@click.option("--target", help=option_help("target"))
@click.option("--today", help=option_help("today"))
@click.pass_obj
def measure(project: Project, unit: str, year: str, measure: str | None, **given: Unpack[_Measure]) -> None:
    """Write a new measure's file."""
    find_year(project, unit, year)
    place = MeasurePlace(unit, year, measure or next_measure_id(project, unit, year))
    sections, owners = measure_choices(project, place)
    values: dict[str, Any] = {
        "title": answer("title", given["title"], not_empty),
        "section": _section(given["section"], sections),
        "answers": _answers(given["answers"], answer_codes(project, place)),
        "owners": _owners(given["owners"], {**owners, ALL_OWNERS: words()["everyone"]}),
        "lead": given["lead"],
        "period": answer("period", given["period"], _period, ""),
        "approach": given["approach"],
        "target": given["target"],
    }
    _write(project, new_measure(project, place, values, today_or(given["today"])))


def _section(given: str | None, known: Mapping[str, str]) -> str:
    """The code of a section; a person may choose only one that is known."""
    names = _shown(given, known)
    return answer("section", given, lambda text: chosen(names, fold_code(text)) if names else not_empty(text))


def _owners(given: str | None, known: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of departments; a person may choose only those that are known."""
    names = _shown(given, known)

    def read(text: str) -> tuple[str, ...]:
        codes = _codes(text)
        return tuple(dict.fromkeys(chosen(names, code) for code in codes)) if names else codes

    return answer("owners", given, read, "")


def _answers(given: str | None, known: frozenset[str]) -> tuple[str, ...]:
    """The codes that a measure answers; a person may type only those that are known."""

    def read(text: str) -> tuple[str, ...]:
        codes = _codes(text)
        if given is None and known and not known.issuperset(codes):
            raise ValueError(text)
        return codes

    return answer("answers", given, read, "")


def _shown(given: str | None, known: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """Show a person a numbered list of codes with their titles; nothing where nobody is asked."""
    if given is not None or not can_ask():
        return {}
    for number, (code, title) in enumerate(known.items(), 1):
        click.echo(f"  {number} {code} {' '.join(title.split())}")
    return {code: (fold_code(title),) for code, title in known.items()}


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code for code in map(fold_code, text.split(",")) if code)


def _period(text: str) -> str:
    if text:
        parse_period(text)
    return fold_digits(text)


@new.command(help=help_of("new year"))
@click.argument("unit")
@click.argument("year")
@click.option("--today", help=option_help("today"))
@click.pass_obj
def year(project: Project, unit: str, year: str, today: str | None) -> None:
    """Open a fiscal year."""
    opened = open_year(project, unit, year, today_or(today))
    _write(project, opened.new)
    facts = {"unit": unit_label(project, unit), "year": opened.year, "result_year": opened.result_year}
    click.echo(words()["new_year"].format(**facts))
    _tell_carried(opened)
    for crosswalk in opened.crosswalks:
        _tell_crosswalk(crosswalk)
    if not opened.crosswalks:
        click.echo(words()["crosswalk_none"])


def _tell_carried(opened: NewYear) -> None:
    carried = words()["carried" if opened.carried else "nothing_carried"]
    click.echo(carried.format(measures=", ".join(opened.carried)))
    for name, left in opened.unmapped.items():
        click.echo(words()["unmapped"].format(measure=name, codes=", ".join(left)))


def _tell_crosswalk(crosswalk: Crosswalk) -> None:
    years = {"older": crosswalk.older, "newer": crosswalk.newer}
    click.echo(words()["crosswalk"].format(**years))
    for row in crosswalk.successors:
        sentence = words()["successor" if row.is_sure else "successor_unsure"]
        click.echo(sentence.format(old=row.old, new=row.new, title=row.title or ""))
    for name, left in (("ended", crosswalk.ended), ("begun", crosswalk.begun)):
        if left:
            click.echo(words()[name].format(codes=", ".join(left), **years))


def _write(project: Project, files: NewFiles) -> None:
    tell_trial(replace(files.trial, others=()))
    write_missing(files.files)
    click.echo(words()["written"].format(paths=" ".join(map(project.relative, files.files))))
