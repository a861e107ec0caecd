"""The verb that shows the manual."""

from __future__ import annotations

import os
import sys

import click

from prongsai.cli.group import main
from prongsai.cli.manual import page, topics
from prongsai.cli.texts import help_of, words


@main.command("help", help=help_of("help"))
@click.argument("topic", required=False)
def show_help(topic: str | None) -> None:
    """Show a page of the manual; without a topic, which there are."""
    if topic is None:
        click.echo(words()["topics"])
        for name, title in topics().items():
            click.echo(f"  {name:<10} {title}")
    elif sys.stdout.isatty() and os.name != "nt":  # the pager of Windows garbles Thai
        click.echo_via_pager(page(topic))
    else:
        click.echo(page(topic), nl=False)
