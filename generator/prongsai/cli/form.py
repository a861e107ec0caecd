"""The verb that writes the form for officers who never see YAML."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict, Unpack

import click

from prongsai.cli.group import main
from prongsai.cli.texts import help_of, option_help, words
from prongsai.load import load
from prongsai.office.bundle import bundle, is_current, program_files
from prongsai.office.decap import Backend, form_files
from prongsai.office.whole import write_changed
from prongsai.problems import DataError, StopError
from prongsai.project import Project

_HOSTED = ("github", "gitlab")


class _Form(TypedDict):
    """The options of `form`."""

    backend: str
    repo: str | None
    branch: str
    auth_url: str | None
    site_url: str | None
    bundle: Path | None


@main.command(help=help_of("form"))
@click.argument("units", nargs=-1)
@click.option(
    "--backend",
    type=click.Choice([*_HOSTED, "git-gateway"]),
    default="git-gateway",
    help=option_help("backend"),
)
@click.option("--repo", help=option_help("repo"))
@click.option("--branch", default="main", help=option_help("branch"))
@click.option("--auth-url", help=option_help("auth_url"))
@click.option("--site-url", help=option_help("site_url"))
@click.option("--bundle", type=click.Path(dir_okay=False, path_type=Path), help=option_help("bundle"))
@click.pass_obj
def form(project: Project, units: tuple[str, ...], **given: Unpack[_Form]) -> None:
    """Write the form's configuration and page, and its program if it is not there."""
    if given["backend"] in _HOSTED and not given["repo"]:
        raise StopError("missing-option", option="--repo")
    data = load(project, units)
    if any(problem.is_error for problem in data.problems):
        raise DataError(data.problems)
    backend = Backend(given["backend"], given["branch"], given["repo"], given["auth_url"])
    written = form_files(data, backend, given["site_url"])
    write_changed({project.form / name: data for name, data in written.items()})
    texts, facts = words()["form"], {"path": project.relative(project.form), "version": bundle().version}
    if is_current(project.form) and not given["bundle"]:
        click.echo(texts["bundle_kept"].format(**facts))
    else:
        program = program_files(given["bundle"])
        write_changed({project.form / name: data for name, data in program.items()})
        click.echo(texts["bundle_written"].format(**facts))
    click.echo(texts["next"].format(**facts, count=written["config.yml"].count(b"\n  - name:")))
