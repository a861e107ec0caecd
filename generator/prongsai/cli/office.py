"""The verbs of officers: they ask what an option did not say, show what changes, and commit if told to."""

from __future__ import annotations

import difflib
from datetime import date
from typing import TypedDict, Unpack

import click

from prongsai.cli.asking import answer, ask, can_ask, choice, choice_name, tell_trial, text_answer
from prongsai.cli.group import main
from prongsai.cli.texts import help_of, option_help, today_or, words
from prongsai.model.calendar import parse_day
from prongsai.office.commit import Checkout
from prongsai.office.freezing import freeze as freeze_year
from prongsai.office.freezing import year_folder
from prongsai.office.places import MeasureFile, find_measure, unit_label
from prongsai.office.progress import Draft, Told, buddhist, draft, is_only_change, write_draft
from prongsai.office.proof import Proof, Shelf, proof, split_evidence
from prongsai.problems import StopError
from prongsai.project import Project


class _Reported(TypedDict):
    """The options of `progress`."""

    round: str | None
    date: str | None
    status: str | None
    text: str | None
    obstacle: str | None
    evidence: tuple[str, ...]
    commit: bool
    today: str | None


class _Frozen(TypedDict):
    """The options of `freeze`."""

    commit_id: str | None
    date: str | None
    again: bool


@main.command(help=help_of("progress"))
@click.argument("unit")
@click.argument("year")
@click.argument("measure")
@click.option("--round", help=option_help("round"))
@click.option("--status", help=option_help("status"))
@click.option("--date", help=option_help("date"))
@click.option("--text", help=option_help("text"))
@click.option("--obstacle", help=option_help("obstacle"))
@click.option("--evidence", multiple=True, help=option_help("evidence"))
@click.option("--commit", is_flag=True, help=option_help("commit"))
@click.option("--today", help=option_help("today"))
@click.pass_obj
def progress(project: Project, unit: str, year: str, measure: str, **given: Unpack[_Reported]) -> None:
    """Add one report to a measure's file."""
    today, checkout = today_or(given["today"]), Checkout(project)
    file = find_measure(project, unit, year, measure)
    is_open = given["commit"] and checkout.is_there() and not checkout.is_committed(file.path)
    if is_open and can_ask():
        raise _uncommitted(project, file)
    label = unit_label(project, unit)
    click.echo(words()["measure_is"].format(measure=file.id, year=file.year, unit=label))
    told = _ask_report(project, file, given, today)
    drafted = draft(project, file, told, today)
    if is_open and not is_only_change(project, drafted, told, checkout.committed(file.path)):
        raise _uncommitted(project, file)
    tell_trial(drafted.trial)
    _show_diff(project, drafted)
    write_draft(drafted)
    names = " ".join(map(project.relative, drafted.files))
    click.echo(words()["told_already" if drafted.is_written else "written"].format(paths=names))
    if not checkout.is_there() and not given["commit"]:
        return
    if drafted.is_written and all(map(checkout.is_committed, drafted.files)):
        return
    if not given["commit"]:
        click.echo(words()["how_to_commit"].format(paths=names))
        return
    facts = {"unit": label, "measure": file.id, "year": file.year}
    said = {"round": choice_name("round", told.round), "status": choice_name("status", told.status)}
    subject = words()["progress_subject"].format(**facts, **said)
    click.echo(words()["committed"].format(commit=checkout.commit(drafted.files, subject), subject=subject))


@main.command(help=help_of("freeze"))
@click.argument("unit")
@click.argument("year")
@click.option("--commit-id", help=option_help("commit_id"))
@click.option("--date", help=option_help("date"))
@click.option("--again", is_flag=True, help=option_help("again"))
@click.pass_obj
def freeze(project: Project, unit: str, year: str, **given: Unpack[_Frozen]) -> None:
    """Record which commit was submitted."""
    folder = year_folder(project, unit, year)
    day = answer("date", given["date"], parse_day) if given["date"] else None
    frozen = freeze_year(project, folder, given["commit_id"], day, again=given["again"])
    if frozen.uncommitted:
        click.echo(words()["not_part"].format(paths=" ".join(frozen.uncommitted)), err=True)
    facts = {"commit": frozen.commit, "day": buddhist(frozen.day), "path": project.relative(frozen.path)}
    click.echo(words()["frozen"].format(**facts))


def _uncommitted(project: Project, file: MeasureFile) -> StopError:
    return StopError("uncommitted", path=project.relative(file.path))


def _ask_report(project: Project, file: MeasureFile, given: _Reported, today: date) -> Told:
    """Return everything that a report needs, from options or asked in this order."""
    return Told(
        round=choice("round", given["round"]),
        status=choice("status", given["status"]),
        day=answer("date", given["date"], parse_day, buddhist(today)),
        text=text_answer("text", given["text"]),
        obstacle=answer("obstacle", given["obstacle"], str, ""),
        proofs=_ask_proofs(Shelf(project, file.unit, file.year), given["evidence"]),
    )


def _ask_proofs(shelf: Shelf, given: tuple[str, ...]) -> tuple[Proof, ...]:
    proofs: list[Proof] = []
    for spec in given:
        proofs.append(proof(shelf, *split_evidence(spec), proofs))
    if given or not can_ask():
        return tuple(proofs)
    while title := ask(words()["questions"]["evidence"]["ask"]):
        proofs.append(_ask_place(shelf, title, proofs))
    return tuple(proofs)


def _ask_place(shelf: Shelf, title: str, earlier: list[Proof]) -> Proof:
    """Ask where a proof is until it can be published."""
    while True:
        try:
            return proof(shelf, title, ask(words()["questions"]["place"]["ask"]), earlier)
        except StopError as error:
            if error.code == "given-up":
                raise
            click.echo(str(error))


def _show_diff(project: Project, drafted: Draft) -> None:
    name = project.relative(drafted.measure.path)
    old, new = (data.decode("utf-8").splitlines() for data in (drafted.measure.data, drafted.new))
    for line in difflib.unified_diff(old, new, name, name, n=2, lineterm=""):
        click.echo(line)
