"""Proof of an entry: an address, or a file that is taken into the unit's `evidence/` folder.

Which types of files are safe to publish, and how large they may be, stands in the package's `evidence.yml`.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydantic import TypeAdapter, ValidationError

from prongsai.evidence import evidence_rules, kind_of
from prongsai.model.scalars import Url
from prongsai.problems import StopError
from prongsai.project import EVIDENCE, Project

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_UNSAFE = re.compile(r"[^0-9A-Za-z\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59._-]+")
_MEGABYTE = 1024 * 1024
_LONGEST_STEM = 60
"""Signs; a Thai sign takes three bytes of a file name, which has 255 at most."""
_URL: TypeAdapter[str] = TypeAdapter(Url)


@dataclass(frozen=True, slots=True)
class Proof:
    """One proof as the entry writes it; `copy` is what must be put at `target` first."""

    values: Mapping[str, str]
    target: Path | None = None
    copy: bytes | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a year's proofs of a unit are kept."""

    project: Project
    unit: str
    year: int

    @property
    def root(self) -> Path:
        """The unit's folder of proofs, from which `file:` is counted."""
        return self.project.units / self.unit / EVIDENCE

    @property
    def folder(self) -> Path:
        """Where new proofs of the year go."""
        return self.root / str(self.year)


def split_evidence(spec: str) -> tuple[str, str]:
    """Split `title=address-or-path`; without a title one is taken from the end of the address or path."""
    title, equals, place = spec.partition("=")
    if equals and not _SCHEME.match(spec) and not _is_there(spec):
        return title.strip(), place.strip()
    return _title_of(spec), spec.strip()


def _is_there(path: str | Path) -> bool:
    """Tell whether a path exists; a text that is too long for a path does not."""
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises on such a text


def _at_home(path: str) -> Path:
    """A path in which `~` is the home of whoever asks; as it is where nobody has that name."""
    return Path(os.path.expanduser(path))  # noqa: PTH111 - Path.expanduser raises then


def _title_of(place: str) -> str:
    if _SCHEME.match(place):
        url = urlsplit(place)
        return unquote(url.path.rstrip("/").rpartition("/")[2]) or url.netloc
    return Path(place).stem


def proof(shelf: Shelf, title: str, place: str, earlier: Sequence[Proof] = ()) -> Proof:
    """Return a proof that was checked; `StopError` if its address or file cannot be published.

    `earlier` are the proofs of the same report, whose files are not in their place yet.
    """
    if not title:
        raise StopError("evidence-title", place=place)
    if not _SCHEME.match(place):
        return _file_proof(shelf, title, _at_home(place), earlier)
    try:
        return Proof({"title": title, "url": _URL.validate_python(place)})
    except ValidationError:
        raise StopError("evidence-address", place=place) from None


def _file_proof(shelf: Shelf, title: str, path: Path, earlier: Sequence[Proof]) -> Proof:
    _refuse_unfit(path)
    source = path.resolve()
    if source.is_relative_to(shelf.root.resolve()):
        inside = source.relative_to(shelf.root.resolve()).as_posix()
        return Proof({"title": title, "file": inside})
    data = source.read_bytes()
    coming = {each.target: each.copy for each in earlier if each.target}
    kept = _same_file(shelf.folder, data) or next((at for at, copy in coming.items() if copy == data), None)
    target = kept or _free_name(shelf.folder, safe_name(path.name), {at.name.casefold() for at in coming})
    values = {"title": title, "file": target.relative_to(shelf.root).as_posix()}
    return Proof(values) if kept else Proof(values, target, data)


def _refuse_unfit(path: Path) -> None:
    rules = evidence_rules()
    if not _is_there(path):
        raise StopError("evidence-missing", path=path)
    if not path.is_file():
        raise StopError("evidence-folder", path=path)
    if not kind_of(path.name):
        raise StopError("evidence-type", path=path, known=" ".join(rules.kinds))
    size, most = path.stat().st_size, rules.most_megabytes
    if size > most * _MEGABYTE:
        raise StopError("evidence-size", path=path, size=-(-size // _MEGABYTE), most=most)


def safe_name(name: str) -> str:
    """Return a file's name in Thai and ASCII letters, digits, `.`, `_` and `-` only."""
    path = Path(unicodedata.normalize("NFC", name))
    stem = _UNSAFE.sub("-", path.stem)[:_LONGEST_STEM].strip("-. ")
    return f"{stem or EVIDENCE}{path.suffix.lower()}"


def _same_file(folder: Path, data: bytes) -> Path | None:
    """The file of the folder that holds exactly these bytes."""
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    kept = (path for path in found if path.name[0] != "." and path.is_file())
    return next(
        (path for path in kept if path.stat().st_size == len(data) and path.read_bytes() == data), None
    )


def _free_name(folder: Path, name: str, coming: set[str]) -> Path:
    """The name, or the name with the first number that no file of the folder has or will have."""
    taken = coming | ({path.name.casefold() for path in folder.iterdir()} if folder.is_dir() else set())
    stem, suffix = Path(name).stem, Path(name).suffix
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{stem}-{number}{suffix}"
    return folder / free
