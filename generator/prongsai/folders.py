"""Which bodies there are: their folders below `units/`. It must not look into them."""

from __future__ import annotations

import difflib
from pathlib import Path

from prongsai.inventory import is_folder, is_foreign, paths_below
from prongsai.problems import StopError
from prongsai.project import Project
from prongsai.signs import shown

HIDDEN = (".vscode", ".vscode/schemas", ".github", ".github/workflows")
"""Folders in which the program writes for other programs."""


def refuse_links(project: Project) -> None:
    """Stop at a link, or what else is no file, among what all bodies share, and where the program writes.

    It could lead to any secret, or to a folder that would be emptied.
    """
    written = project.build.iterdir() if is_folder(project.build) else ()
    shared = (path for place in project.own_shared for path in paths_below(place))
    refuse_link(project.units, project.site, project.build, *project.own_shared, *written, *shared)
    refuse_link(*(project.root / name for name in HIDDEN))


def refuse_link(*paths: Path) -> None:
    """Stop if one of the paths is a link, or what else is no file: what is written there goes elsewhere."""
    for path in paths:
        if is_foreign(path):
            raise StopError("foreign-file", path=shown(str(path)))


def unit_folders(project: Project, ids: tuple[str, ...] = ()) -> list[Path]:
    """The folders of the units with these ids, all without any, in order."""
    found = _all_unit_folders(project)
    for unit_id in ids:
        if unit_id not in found:
            near = difflib.get_close_matches(unit_id, found, 1, 0.0)[0]
            raise StopError("unknown-unit", unit=unit_id, near=near)
    return [path for name, path in found.items() if not ids or name in ids]


def _all_unit_folders(project: Project) -> dict[str, Path]:
    if not project.units.is_dir():
        raise StopError("no-units-folder", path=project.units)
    found = (path for path in sorted(project.units.iterdir()) if path.name[0] != ".")
    folders = [path for path in found if is_folder(path) or is_foreign(path)]
    if not folders:
        raise StopError("no-units", path=project.units)
    for path in folders:
        if not path.name.isprintable():
            raise StopError("unit-name", path=shown(str(path)))
    return {path.name: path for path in folders}


def only_unit(project: Project) -> str:
    """The id of a project's one unit; `StopError` that names them if there are several."""
    ids = [folder.name for folder in unit_folders(project)]
    if len(ids) > 1:
        raise StopError("one-unit", known=", ".join(ids))
    return ids[0]
