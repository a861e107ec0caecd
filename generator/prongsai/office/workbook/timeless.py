"""A workbook -> bytes that its content alone decides: no clock, no maker, no name of a program's user.

It must not know what the sheets say.
"""

from __future__ import annotations

import io
import zipfile

from openpyxl import Workbook
from openpyxl.xml.constants import ARC_CORE

_PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Prongsai</dc:creator></cp:coreProperties>'
)
"""What a workbook says of itself: the program, and no moment of its making."""
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
"""Zip knows no earlier time."""


def timeless(book: Workbook) -> bytes:
    """The bytes of a workbook; the same cells give the same bytes, whenever and by whomever it is written."""
    written, copied = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(copied, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = _PROPERTIES if name == ARC_CORE else source.read(name)
            member = zipfile.ZipInfo(name, _FIRST_MOMENT)
            target.writestr(member, data, zipfile.ZIP_DEFLATED)
    return copied.getvalue()
