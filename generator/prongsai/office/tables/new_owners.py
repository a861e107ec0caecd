"""A body's file and more owners -> the file with those owners at the end of its list, no other line changed.

It must not touch a file.
"""

from __future__ import annotations

import difflib
import io
from collections.abc import Mapping

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from prongsai.model.scalars import is_slug
from prongsai.problems import StopError

_WIDEST = 1_000_000
_ADDED = ("  ", "+ ", "? ")
_BOM = b"\xef\xbb\xbf"


def with_owners(path: str, data: bytes, new: Mapping[str, str]) -> bytes:
    """Return the bytes with the owners added; `StopError` if lines of the file would change."""
    if not new:
        return data
    text = data.removeprefix(_BOM).decode("utf-8")
    added = _added(path, text, new)
    if any(line[:2] not in _ADDED for line in difflib.ndiff(text.splitlines(), added.splitlines())):
        raise StopError("owner-form", path=path, owners=", ".join(f"{key}={new[key]}" for key in new))
    bom = _BOM if data.startswith(_BOM) else b""
    return bom + (added.replace("\n", "\r\n") if "\r\n" in text else added).encode("utf-8")


def _added(path: str, text: str, new: Mapping[str, str]) -> str:
    writer = YAML()
    writer.preserve_quotes = True
    writer.width = _WIDEST
    writer.indent(mapping=2, sequence=4, offset=2)
    if "\n- " in text:
        writer.indent(mapping=2, sequence=2, offset=0)
    try:
        values = writer.load(text.replace("\r\n", "\n"))
    except YAMLError:
        raise StopError("owner-form", path=path, owners=", ".join(new)) from None
    owners = values.setdefault("owners", [])
    known = {str(owner["id"]) for owner in owners}
    for owner, name in new.items():
        if not is_slug(owner) or owner in known:
            raise StopError("bad-owner-id", owner=owner, known=", ".join(sorted(known)))
        owners.append({"id": owner, "name": name})
    stream = io.StringIO()
    writer.dump(values, stream)
    return stream.getvalue()
