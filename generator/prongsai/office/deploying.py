"""The files that publish a project from its repository: one recipe a host, whole and ready to be copied.

The recipes stand in `deploy/`, one folder a host. It must not know how a host works.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from prongsai.content import text_of
from prongsai.office.whole import write_missing, write_whole
from prongsai.problems import StopError
from prongsai.project import Project

REQUIREMENTS = "requirements.txt"
"""Pins the program's version, so that the same files make the same website next year."""
LOCK = "requirements.lock"
"""Exact versions and digests of all that the program needs; it belongs to the program."""
_PINNED = re.compile(r"^prongsai\b", re.MULTILINE | re.IGNORECASE)


def deploy_hosts() -> tuple[str, ...]:
    """The hosts for which there is a recipe, in order."""
    return tuple(sorted(path.name for path in _recipes().iterdir() if path.is_dir()))


def deploy_files(host: str) -> Mapping[str, bytes]:
    """The files of a host's recipe by their paths below the root; `StopError` with all hosts if none."""
    if host not in deploy_hosts():
        raise StopError("no-such-host", host=host, known=", ".join(deploy_hosts()))
    folder = _recipes() / host
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    recipe = {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
    pin = f"prongsai=={version('prongsai')}\n".encode()
    return {**recipe, REQUIREMENTS: pin, LOCK: (_recipes() / LOCK).read_bytes()}


def write_deploy(project: Project, host: str) -> tuple[Path, ...]:
    """Write a host's recipe where nothing else may stand; return what was written.

    A `requirements.txt` that names the program stays as it is, a lock of an earlier version gives way.
    `StopError` before anything is written.
    """
    recipe = {project.root / name: data for name, data in deploy_files(host).items()}
    requirements = project.root / REQUIREMENTS
    if requirements.exists():
        pin = recipe.pop(requirements).decode().strip()
        if not requirements.is_file():
            raise StopError("exists", path=requirements)
        if not _PINNED.search(text_of(requirements)):
            raise StopError("requirements-without-program", path=requirements, line=pin)
    lock = project.root / LOCK
    renewed = {lock: recipe.pop(lock)} if _is_earlier_lock(lock, recipe[lock]) else {}
    written = write_missing(recipe)
    for path, data in renewed.items():
        write_whole(path, data, path.read_bytes())
    return (*written, *renewed)


def _is_earlier_lock(path: Path, data: bytes) -> bool:
    """Tell whether another lock of ours stands there, by the head that all of them have."""
    old = path.read_bytes() if path.is_file() else data
    return old != data and old.splitlines()[:2] == data.splitlines()[:2]


def _recipes() -> Path:
    return Path(str(files("prongsai"))) / "office" / "deploy"
