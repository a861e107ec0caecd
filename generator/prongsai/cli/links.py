"""The verb that looks whether other people's pages are still there; a report, never part of a build."""

from __future__ import annotations

import sys
import time
from collections import Counter
from typing import TypedDict, Unpack

import click

from prongsai.cli.group import DATA_FAULT, main
from prongsai.cli.texts import help_of, option_help, words
from prongsai.formats import FORMATS
from prongsai.load import load
from prongsai.office.links import DEAD, FORMS, GOOD, LOOK, Found, join, links_of, visit_links
from prongsai.office.visiting import Manners, State, Visitor
from prongsai.office.visits import Visits
from prongsai.project import Project


class _Asked(TypedDict):
    """The options of `links`."""

    form: str
    anew: bool
    everything: bool
    strict: bool
    pause: float
    timeout: float
    allow_private: bool


_SECONDS = click.FloatRange(0, 600)


@main.command(name="links", help=help_of("links"))
@click.argument("units", nargs=-1, metavar="[UNIT]...")
@click.option(
    "--format", "form", type=click.Choice([*FORMS]), default="text", help=option_help("links_format")
)
@click.option("--all", "everything", is_flag=True, help=option_help("links_all"))
@click.option("--anew", is_flag=True, help=option_help("links_anew"))
@click.option("--strict", is_flag=True, help=option_help("links_strict"))
@click.option("--pause", type=_SECONDS, default=1, show_default=True, help=option_help("links_pause"))
@click.option("--timeout", type=_SECONDS, default=15, show_default=True, help=option_help("links_timeout"))
@click.option("--allow-private", is_flag=True, help=option_help("allow_private"))
@click.pass_obj
def links(project: Project, units: tuple[str, ...], **asked: Unpack[_Asked]) -> None:
    """Tell which addresses of the data cannot be opened."""
    data = load(project, units)
    errors = [problem for problem in data.problems if problem.is_error]
    click.echo(FORMATS["plain"](errors), nl=False, err=True)
    named = links_of(data)
    visitor = Visitor(Manners(asked["pause"], asked["timeout"], asked["allow_private"]))
    visits = visit_links(named, visitor, Visits(project.links, int(time.time())), anew=asked["anew"])
    pages = len({link.page for link in named})
    with click.progressbar(
        visits, length=pages, label=words()["links"]["asking"], file=sys.stderr
    ) as watched:
        found = join(named, watched)
    told = [each for each in found if asked["everything"] or _asks_for_work(each)]
    click.echo(FORMS[asked["form"]](told), nl=False)
    if errors or (_tell_summary(found) and asked["strict"]):
        sys.exit(DATA_FAULT)


def _asks_for_work(found: Found) -> bool:
    return found.severity != GOOD and found.visit.state is not State.UNDECIDED


def _tell_summary(found: tuple[Found, ...]) -> bool:
    """Tell what was found of how many links; return whether some could not be opened."""
    counted = Counter(each.severity for each in found)
    counts = {severity: counted[severity] for severity in (GOOD, LOOK, DEAD)}
    click.echo(words()["links"]["summary"].format(total=len(found), **counts), err=True)
    undecided = sum(each.visit.state is State.UNDECIDED for each in found)
    if undecided:
        click.echo(words()["links"]["offline"].format(count=undecided), err=True)
    return bool(counts[DEAD] or undecided)
