"""The verbs for whoever edits data files by hand: what an editor knows of them, and one style for all."""

from __future__ import annotations

from pathlib import Path

import click

from prongsai.cli.group import main
from prongsai.cli.texts import help_of, words
from prongsai.office.editors import editor_settings, schema_files
from prongsai.office.whole import write_whole
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
        if path.exists() and path.read_bytes() != text.encode("utf-8"):
            click.echo(words()["kept_settings"].format(path=project.relative(path)))
    missing = {path: text for path, text in settings.items() if not path.exists()}
    _write({**missing, **{project.root / name: text for name, text in schema_files().items()}})


def _write(files: dict[Path, str]) -> None:
    """Write what is not there as it shall be; what the program made before gives way."""
    for path, text in files.items():
        old, new = path.read_bytes() if path.exists() else None, text.encode("utf-8")
        if old != new:
            write_whole(path, new, old)
    click.echo(words()["written"].format(paths=" ".join(map(str, files))))
