"""A body's file and more owners -> the file with those owners at the end of its list, no other line changed.

It must not touch a file.
"""

from __future__ import annotations

from collections.abc import Mapping

from prongsai.document import read_document
from prongsai.model.scalars import is_slug
from prongsai.model.unit import Unit
from prongsai.office.workbook.splicing import FormError, add_item
from prongsai.problems import StopError


def with_owners(path: str, data: bytes, new: Mapping[str, str]) -> bytes:
    """Return the bytes with the owners added; `StopError` if lines of the file would change."""
    for owner, name in new.items():
        known = _ids(path, data)
        if not is_slug(owner) or owner in known:
            raise StopError("bad-owner-id", owner=owner, known=", ".join(sorted(known)))
        try:
            data = add_item(data, ("owners",), {"id": owner, "name": name}, tuple(Unit.model_fields))
        except FormError:
            owners = ", ".join(f"{key}={each}" for key, each in new.items())
            raise StopError("owner-form", path=path, owners=owners) from None
    return data


def _ids(path: str, data: bytes) -> list[str]:
    owners = read_document(path, data)[0].values.get("owners")
    rows = owners if isinstance(owners, list) else []
    return [str(row["id"]) for row in rows if isinstance(row, dict) and "id" in row]
