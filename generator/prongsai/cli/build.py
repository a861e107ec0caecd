"""The verb that builds the website; it stands alone, because a build of nothing loads little else."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import click

from prongsai.cli.group import DATA_FAULT, main
from prongsai.cli.texts import help_of, option_help, today_or, words
from prongsai.formats import FORMATS
from prongsai.outcome import Outcome
from prongsai.pipeline import Build, Hire, hire_here
from prongsai.project import Project
from prongsai.publish import Change
from prongsai.survey import Order

if TYPE_CHECKING:
    from prongsai.making import Made

NAMED = 20
"""So many bodies are told by name; of more, only how many."""


@main.command(help=help_of("build"))
@click.argument("units", nargs=-1, metavar="[UNIT]...")
@click.option("--today", help=option_help("today"))
@click.option("--keep-going", is_flag=True, help=option_help("keep_going"))
@click.option("--anew", is_flag=True, help=option_help("anew"))
@click.option("--changed-since", "since", default="", metavar="REV", help=option_help("changed_since"))
@click.option("--cluster", metavar="ADDRESS", help=option_help("cluster"))
@click.pass_obj
def build(project: Project, /, today: str | None, cluster: str | None, **how: Any) -> None:
    """Build and publish the website."""
    began = time.monotonic()
    order = Order(today_or(today), how.pop("units"), **how)
    outcome, change = Build(project, order, _hire(cluster), _with_progress_bar).run()
    click.echo(FORMATS["plain"](outcome.errors), nl=False)
    if outcome.errors or outcome.warnings:
        counted = {"errors": len(outcome.errors), "others": outcome.warnings}
        click.echo(words()["found_at_build"].format(**counted), err=True)
    click.echo("\n".join(_told(outcome, change, time.monotonic() - began)))
    click.echo(words()["site_at"].format(site=project.site))
    if outcome.errors:
        sys.exit(DATA_FAULT)


def _hire(cluster: str | None) -> Hire:
    if cluster is None:
        return hire_here
    from prongsai.cluster import hire_at  # noqa: PLC0415 - it loads what a build of nothing does not need

    return hire_at(cluster)


def _told(outcome: Outcome, change: Change, seconds: float) -> Iterator[str]:
    """What was made and why, what was not, what that changed, and how long it took."""
    texts = words()["build"]
    causes = texts["causes"]
    if len(outcome.made) <= NAMED:
        for unit_id, cause in outcome.made.items():
            yield texts["made"].format(unit=unit_id, cause=causes[cause])
    else:
        for cause, count in Counter(outcome.made.values()).items():
            yield texts["many_made"].format(count=count, cause=causes[cause])
    if outcome.current:
        yield texts["current"].format(count=outcome.current)
    if outcome.kept:
        yield texts["kept"].format(units=" ".join(outcome.kept))
    yield texts["changed"].format(written=change.written, removed=change.removed, seconds=f"{seconds:.1f}")


def _with_progress_bar(made: Iterator[Made], count: int) -> AbstractContextManager[Iterator[Made]]:
    return click.progressbar(made, length=count, label=words()["building"], file=sys.stderr)
