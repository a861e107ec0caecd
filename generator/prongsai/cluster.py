"""A crew of dask's workers, which may be processes of other machines that share nothing with this one.

A worker gets an archive of what all bodies share, then one of each body's files; it sends back an archive of
the body's part of the website. It must not know what any of them hold.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from prongsai.bodies import export_submitted
from prongsai.content import content_files
from prongsai.crew import Crew
from prongsai.fingerprint import program_digest, variables_of
from prongsai.inventory import is_file
from prongsai.making import Job, Made, Setting, make_unit
from prongsai.pipeline import Hire
from prongsai.problems import StopError
from prongsai.project import Project

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 10
"""Seconds to wait for a scheduler to answer."""
_ALONE = Lock()
"""A worker makes one body at a time, however many threads it has."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What all bodies share: an archive of files, how the environment is set, how bodies are made."""

    archive: bytes
    variables: tuple[tuple[str, str | None], ...]
    setting: Setting


@dataclass(frozen=True, slots=True)
class Parcel:
    """A body on its way to a worker: the job, and an archive of its files."""

    job: Job
    archive: bytes


@dataclass(frozen=True, slots=True)
class Delivery:
    """A body on its way back: what became of it, and an archive of its part of the website if it has one."""

    made: Made
    part: str
    archive: bytes


def hire_at(address: str) -> Hire:
    """Hire the workers of the scheduler at an address (`tcp://host:8786`); `StopError` if there is none."""
    try:
        from distributed import Client  # noqa: PLC0415 - an extra that most installations do not have
    except ImportError as error:
        raise StopError("no-cluster-extra") from error

    def hire(setting: Setting, _count: int) -> Crew[Job, Made]:
        try:
            client = Client(address, timeout=PATIENCE)
        except (OSError, ValueError) as error:
            raise StopError("no-scheduler", address=address) from error
        return _crew(client, Project(setting.root), setting)

    return hire


def _crew(client: Client, project: Project, setting: Setting) -> Crew[Job, Made]:
    from distributed.scheduler import KilledWorker  # noqa: PLC0415 - as above

    shared = client.scatter(pack_shared(project, setting), broadcast=True)

    def give(executor: Executor, job: Job) -> Future[Delivery]:
        return executor.submit(make_away, shared, pack_unit(project, job))

    def receive(delivery: Delivery) -> Made:
        if delivery.archive:
            _unpack(delivery.archive, project.fresh(delivery.part))
        return delivery.made

    size = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
    return Crew(client.get_executor, give, size, (KilledWorker,), receive)


def pack_shared(project: Project, setting: Setting) -> Shared:
    """Pack what every worker needs once."""
    home = Project(Path())
    theme, content = home.own_shared[:2]
    files = {theme / path.relative_to(project.theme): path for path in _files(project.theme)}
    files |= {content / name: path for name, path in content_files(project).items()}
    files |= {home.form / path.relative_to(project.form): path for path in _files(project.form)}
    if project.config.is_file():
        files[home.config] = project.config
    variables = tuple(variables_of(project.configs).items())
    return Shared(_pack(files), variables, setting)


def pack_unit(project: Project, job: Job) -> Parcel:
    """Pack a body's files, as they are and as they were submitted."""
    folders = [project.units / job.unit_id, *export_submitted(project, job.unit_id, job.past)]
    files = [path for folder in folders for path in _files(folder)]
    return Parcel(job, _pack({path.relative_to(project.root): path for path in files}))


def make_away(shared: Shared, parcel: Parcel) -> Delivery:
    """Make a body of nothing but archives; this is what a worker is asked to do."""
    with _ALONE:
        home = Project(Path(_home(shared).name))
        _unpack(parcel.archive, home.root)
        try:
            made = make_unit(replace(shared.setting, root=home.root), parcel.job)
            fresh = home.fresh(parcel.job.part)
            made_files = {path.relative_to(fresh): path for path in _files(fresh)}
            archive = _pack(made_files) if fresh.is_dir() else b""
        finally:
            for folder in (home.units, *_left_in(home.build, home.templates)):
                shutil.rmtree(folder, ignore_errors=True)
        return Delivery(made, parcel.job.part, archive)


@lru_cache(maxsize=1)
def _home(shared: Shared) -> TemporaryDirectory[str]:
    """A folder in which a worker makes bodies, with everything that they share."""
    if program_digest() != shared.setting.shared.program:
        raise StopError("other-version")
    for name, value in shared.variables:
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    home = TemporaryDirectory(prefix="prongsai-")
    _unpack(shared.archive, Path(home.name))
    return home


def _left_in(folder: Path, kept: Path) -> list[Path]:
    """What stands in a folder beside what the next body needs too."""
    return [path for path in folder.glob("*") if path != kept]


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if is_file(path)]


def _pack(files: Mapping[Path, Path]) -> bytes:
    """Pack files, each under the path at which it is to stand."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for place, path in files.items():
            archive.writestr(ZipInfo(place.as_posix()), path.read_bytes(), ZIP_DEFLATED)
    return packed.getvalue()


def _unpack(packed: bytes, folder: Path) -> None:
    with ZipFile(BytesIO(packed)) as archive:
        archive.extractall(folder)
