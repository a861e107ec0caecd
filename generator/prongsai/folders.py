"""Which bodies there are: their folders below `units/`. It must not look into them."""

from __future__ import annotations

import difflib
from pathlib import Path

from prongsai.problems import StopError
from prongsai.project import Project


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
    folders = [path for path in sorted(project.units.iterdir()) if path.is_dir() and path.name[0] != "."]
    if not folders:
        raise StopError("no-units", path=project.units)
    return {path.name: path for path in folders}


def only_unit(project: Project) -> str:
    """The id of a project's one unit; `StopError` that names them if there are several."""
    ids = [folder.name for folder in unit_folders(project)]
    if len(ids) > 1:
        raise StopError("one-unit", known=", ".join(ids))
    return ids[0]
