"""Which bodies there are: their folders below `units/`. It must not look into them."""

from __future__ import annotations

import difflib
from pathlib import Path

from prongsai.inventory import is_folder, is_foreign, paths_below
from prongsai.problems import StopError
from prongsai.project import Project
from prongsai.signs import shown


def refuse_links(project: Project) -> None:
    """Stop at a link, or what else is no file, among what all bodies share, and where the program writes.

    It could lead to any secret, or to a folder that would be emptied.
    """
    written = project.build.iterdir() if is_folder(project.build) else ()
    shared = (path for place in project.own_shared for path in paths_below(place))
    for path in (project.units, project.site, project.build, *project.own_shared, *written, *shared):
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
