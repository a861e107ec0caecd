"""The verbs for whoever edits data files by hand: what an editor knows of them, and one style for all."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path

import click

from prongsai.cli.group import DATA_FAULT, main
from prongsai.cli.texts import help_of, option_help, tell, words
from prongsai.model.closed import DataFile
from prongsai.office.editors import editor_settings, schema_files
from prongsai.office.style import CannotStyleError, data_files, styled
from prongsai.office.whole import write_changed, write_whole
from prongsai.problems import Problem
from prongsai.project import Project
from prongsai.schemas import schema_texts


@main.command(help=help_of("schema"))
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def schema(project: Project, folder: Path | None) -> None:
    """Write what the data files may hold; settings that an officer has already are kept."""
    if folder:
        _write({folder / name: text for name, text in schema_texts().items()})
        return
    settings = {project.root / name: text for name, text in editor_settings().items()}
    for path, text in settings.items():
        if path.is_file() and path.read_bytes() != text.encode("utf-8"):
            click.echo(words()["kept_settings"].format(path=project.relative(path)))
    missing = {path: text for path, text in settings.items() if not path.is_file()}
    _write({**missing, **{project.root / name: text for name, text in schema_files().items()}})


def _write(files: dict[Path, str]) -> None:
    write_changed({path: text.encode("utf-8") for path, text in files.items()})
    click.echo(words()["written"].format(paths=" ".join(map(str, files))))


@main.command(help=help_of("fmt"))
@click.argument("units", nargs=-1)
@click.option("--check", is_flag=True, help=option_help("fmt_check"))
@click.pass_obj
def fmt(project: Project, units: tuple[str, ...], check: bool) -> None:
    """Give data files one style; a faulty file, and one that would lose something, is told and left."""
    texts, run = words()["fmt"], _Run(project)
    for path, model in data_files(project, units):
        old = path.read_bytes()
        new = run.new_bytes(path, old, model)
        if new != old:
            run.changed += 1
            if not check:
                write_whole(path, new, old)
            click.echo(texts["would" if check else "written"].format(path=project.relative(path)))
    if run.problems:
        tell(run.problems)
    is_due = check and run.changed > 0
    click.echo(texts["due" if is_due else "done"].format(changed=run.changed, count=run.count))
    if run.problems or run.refused or is_due:
        sys.exit(DATA_FAULT)


@dataclass(slots=True)
class _Run:
    """What has become of the files so far."""

    project: Project
    problems: list[Problem] = field(default_factory=list)
    count: int = 0
    changed: int = 0
    refused: int = 0

    def new_bytes(self, path: Path, old: bytes, model: type[DataFile]) -> bytes:
        """A file in the style; as it is, and told, if that cannot be."""
        name = self.project.relative(path)
        self.count += 1
        try:
            new, found = styled(name, old, model)
        except CannotStyleError:
            self.refused += 1
            click.echo(words()["fmt"]["refused"].format(path=name), err=True)
            return old
        self.problems += found
        return new
