"""The form's program: one version of Decap CMS, proved by its digest and served from the website itself.

It must not write an officer's file.
"""

from __future__ import annotations

import base64
import hashlib
import io
import shutil
import subprocess
import tarfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path, PurePosixPath

from prongsai.document import read_document
from prongsai.model.closed import Closed
from prongsai.model.scalars import Text
from prongsai.passing import passing_folder
from prongsai.problems import StopError

PROGRAM = "decap-cms.js"
MARK = "decap-cms.version"
"""The file beside the program that tells its version."""
_DIST = PurePosixPath("package/dist")


class Bundle(Closed):
    """Which package, which version of it, and the digest that npm knows it by."""

    package: Text
    version: Text
    integrity: Text

    @property
    def asked(self) -> str:
        """What npm is asked for."""
        return f"{self.package}@{self.version}"

    @property
    def file(self) -> str:
        """The file that `npm pack` writes."""
        return f"{self.package}-{self.version}.tgz"


def bundle() -> Bundle:
    """The version that this program was tried with."""
    data = files("prongsai.office").joinpath("form/bundle.yml").read_bytes()
    return Bundle.model_validate(read_document("bundle.yml", data)[0].values)


def is_current(folder: Path) -> bool:
    """Tell whether the form's folder holds this version already."""
    mark = folder / MARK
    return (
        (folder / PROGRAM).is_file()
        and mark.is_file()
        and mark.read_text("utf-8").strip() == bundle().version
    )


def program_files(given: Path | None) -> Mapping[str, bytes]:
    """The program's files, from a package that was downloaded or by npm; `StopError` if it is not the one."""
    wanted = bundle()
    data = _read(given) if given else _fetch(wanted)
    method, _, digest = wanted.integrity.partition("-")
    if base64.b64encode(hashlib.new(method, data).digest()).decode("ascii") != digest:
        raise StopError("form-bundle-foreign", path=given or wanted.package, asked=wanted.asked)
    return {**_unpacked(data), MARK: f"{wanted.version}\n".encode()}


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise StopError("form-bundle-missing", path=path, asked=bundle().asked)
    return path.read_bytes()


def _fetch(wanted: Bundle) -> bytes:
    npm = shutil.which("npm")
    if not npm:
        raise StopError("form-bundle-npm", asked=wanted.asked, name=wanted.file)
    with passing_folder() as folder:
        command = [npm, "pack", "--silent", wanted.asked]
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        found = list(folder.glob("*.tgz"))
        if run.returncode or not found:
            raise StopError("form-bundle-npm", asked=wanted.asked, name=wanted.file)
        return found[0].read_bytes()


def _unpacked(data: bytes) -> Mapping[str, bytes]:
    """The program, the parts that it loads when it needs them, and its licence; no maps of its source."""
    found: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            path = PurePosixPath(member.name)
            if member.isfile() and path.parent == _DIST and _is_served(path.name):
                stream = archive.extractfile(member)
                found[path.name] = stream.read() if stream else b""
    return found


def _is_served(name: str) -> bool:
    return name.endswith((PROGRAM, f"{PROGRAM}.LICENSE.txt", ".wasm"))
