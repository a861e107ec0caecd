"""A body's folder as it stood at a commit, written below `.build/` for `load` to read.

A commit never changes, so what was written once is used again. It must not read what the files say.
"""

from __future__ import annotations

import shutil

from prongsai.history.repository import NoHistoryError, Repository
from prongsai.passing import passing_folder
from prongsai.problems import StopError
from prongsai.project import Project


def export_unit(project: Project, commit: str, unit_id: str, former_ids: tuple[str, ...] = ()) -> Project:
    """Return a project that holds one body's data as of a commit; `NoHistoryError` where it cannot be read.

    The body stands in it under its id of today, whatever its folder was called then.
    """
    past = Project(project.submitted(unit_id, commit))
    if not past.root.is_dir():
        repository = Repository(project.root)
        for former in (unit_id, *former_ids):
            folder = project.relative(project.units / former)
            files = repository.files(commit, folder)
            if any(".." in path.split("/") for path in files):
                raise NoHistoryError("no-such-commit")
            if files:
                _write(
                    repository,
                    {path.removeprefix(f"{folder}/"): blob for path, blob in files.items()},
                    past,
                    unit_id,
                )
                return past
        raise NoHistoryError("no-such-commit")
    return past


def _write(repository: Repository, files: dict[str, str], past: Project, unit_id: str) -> None:
    """Write all files beside their place and put them there in one step."""
    past.root.parent.mkdir(parents=True, exist_ok=True)
    with passing_folder(past.root.parent) as folder, repository.blobs() as blobs:
        fresh = Project(folder / past.root.name)
        for path, blob in files.items():
            target = fresh.units / unit_id / path
            target.parent.mkdir(parents=True, exist_ok=True)
            data = blobs.read(blob)
            if data is None:
                raise StopError("git-broken", path=path, reason=f"{blob} is missing")
            target.write_bytes(data)
        shutil.move(fresh.root, past.root)
