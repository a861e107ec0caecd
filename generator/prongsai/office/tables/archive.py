"""An office file opened without trust: bounded, without macros, pictures or anything that is no XML.

It must not know what the parts mean.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

from prongsai.problems import StopError

MOST_BYTES = 64 * 1024 * 1024
"""How much the file and the XML in it may be when unpacked."""
MOST_PARTS = 5_000
KINDS = (".docx", ".xlsx")
_KEPT = (".xml", ".rels")


def open_archive(path: Path) -> bytes:
    """Return the file packed anew with only its XML, the other parts empty; `StopError` if it is none.

    Every part is unpacked once under the limit, because what a hostile archive says of its sizes is not true.
    XML of two bytes a sign, which office programs never write, is refused: no bound could be read in it.
    """
    if path.suffix.lower() not in KINDS:
        raise StopError("table-kind", path=path, known=", ".join(KINDS))
    if not path.is_file():
        raise StopError("table-missing", path=path)
    if path.stat().st_size > MOST_BYTES:
        raise StopError("table-too-big", path=path, most=MOST_BYTES // 1024 // 1024)
    try:
        return _repacked(path)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeError):
        raise StopError("table-unreadable", path=path) from None
    except OSError as error:
        raise StopError("cannot-read", path=path, reason=error.strerror) from error


def _repacked(path: Path) -> bytes:
    packed, left = io.BytesIO(), MOST_BYTES
    with (
        zipfile.ZipFile(path) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        if len(old.infolist()) > MOST_PARTS:
            raise StopError("table-too-big", path=path, most=MOST_BYTES // 1024 // 1024)
        for part in old.infolist():
            data = b""
            if part.filename.lower().endswith(_KEPT):
                with old.open(part) as stream:
                    data = stream.read(left + 1)
            if b"\0" in data:
                raise zipfile.BadZipFile(part.filename)
            left -= len(data)
            if left < 0:
                raise StopError("table-too-big", path=path, most=MOST_BYTES // 1024 // 1024)
            new.writestr(part.filename, data)
    return packed.getvalue()
