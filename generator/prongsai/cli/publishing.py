"""The verbs that bring a website to its host: the recipe of a host, and a zip for its panel."""

from __future__ import annotations

from pathlib import Path

import click

from prongsai.cli.group import main
from prongsai.cli.texts import help_of, option_help, words
from prongsai.office.deploying import write_deploy
from prongsai.office.packing import Packed, pack
from prongsai.project import Project
from prongsai.survey import behind

WHOLE, CHANGES = "site.zip", "site-changes.zip"
"""What a zip is called unless a name is given."""
NAMED = 50
"""So many files to delete are told by name; the zip names all of them."""
_MEGABYTE = 1024 * 1024
_ZIP = click.Path(dir_okay=False, path_type=Path)


@main.command(name="deploy", help=help_of("deploy"))
@click.argument("host", metavar="HOST")
@click.pass_obj
def deploy(project: Project, host: str) -> None:
    """Write a host's recipe into the project."""
    written = write_deploy(project, host)
    told = " ".join(project.relative(path) for path in written)
    click.echo(words()["written"].format(paths=told) if written else words()["deploy"]["there"])
    click.echo(words()["deploy"]["next"][host])


@main.command(name="pack", help=help_of("pack"))
@click.argument("file", required=False, type=_ZIP)
@click.option("--since", type=_ZIP, help=option_help("since"))
@click.option("--again", is_flag=True, help=option_help("again"))
@click.pass_obj
def pack_site(project: Project, file: Path | None, since: Path | None, again: bool) -> None:
    """Write the website as a zip."""
    default = project.root / (CHANGES if since else WHOLE)
    packed = pack(project, file or default, since, again=again)
    size = f"{packed.size / _MEGABYTE:.1f}"
    told = words()["pack"]
    if old := behind(project):
        click.echo(told["behind"].format(units=" ".join(old)), err=True)
    click.echo(told["packed"].format(path=packed.path, size=size, count=packed.count, total=packed.total))
    if packed.removed:
        click.echo(told["removed"].format(count=len(packed.removed)))
        click.echo("\n".join(_listed(packed)))


def _listed(packed: Packed) -> list[str]:
    more = len(packed.removed) - NAMED
    rest = [words()["pack"]["more"].format(count=more)] if more > 0 else []
    return [*(f"  {name}" for name in packed.removed[:NAMED]), *rest]
