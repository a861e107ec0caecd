"""An office file opened without trust: bounded, without macros, pictures or anything that is no XML.

It must not know what the parts mean.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from prongsai.problems import StopError

MOST_BYTES = 64 * 1024 * 1024
"""How much the file and the XML in it may be when unpacked."""
MOST_PARTS = 5_000
KINDS = (".docx", ".xlsx")
_KEPT = (".xml", ".rels")
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How office programs pack; other ways may ask for gigabytes before the first byte."""
_LISTED = b"PK\x01\x02"
"""What every part begins with in the archive's list."""


def open_archive(path: Path, kinds: Sequence[str] = KINDS) -> bytes:
    """Return the file packed anew with only its XML, the other parts empty; `StopError` if it is none.

    Every part is unpacked once under the limit, because what a hostile archive says of its sizes is not true.
    XML of two bytes a sign, which office programs never write, is refused: no bound could be read in it.
    """
    if path.suffix.lower() not in kinds:
        raise StopError("office-kind", path=path, known=", ".join(kinds))
    if not path.is_file():
        raise StopError("office-missing", path=path)
    if path.stat().st_size > MOST_BYTES:
        raise _too_big(path)
    data = path.read_bytes()
    if data.count(_LISTED) > MOST_PARTS:
        raise _too_big(path)
    try:
        return _repacked(path, data)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
        raise StopError("office-unreadable", path=path) from None


def _repacked(path: Path, data: bytes) -> bytes:
    packed, left = io.BytesIO(), MOST_BYTES
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for part in {each.filename: each for each in old.infolist()}.values():
            read = _read(old, part, left) if part.filename.lower().endswith(_KEPT) else b""
            left -= len(read)
            if left < 0:
                raise _too_big(path)
            new.writestr(part.filename, read)
    return packed.getvalue()


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    """A part's bytes, one more than allowed at most."""
    if part.compress_type not in _PACKINGS:
        raise zipfile.BadZipFile(part.filename)
    with archive.open(part) as stream:
        data = stream.read(most + 1)
    if b"\0" in data:
        raise zipfile.BadZipFile(part.filename)
    return data


def _too_big(path: Path) -> StopError:
    return StopError("office-too-big", path=path, most=MOST_BYTES // 1024 // 1024)
