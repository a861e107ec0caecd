"""An address as a QR code, drawn in the text's colour.

It must not know what the address shows.
"""

from __future__ import annotations

from markupsafe import Markup


def qr_code(address: str) -> Markup:
    """Return the code as inline SVG without a fixed size; error correction M, as it hangs on a wall."""
    import segno  # noqa: PLC0415, most commands draw no code and need not wait for it

    code = segno.make_qr(address, error="m")
    return Markup(code.svg_inline(omitsize=True, border=4, dark="#000", light="#fff", svgclass="px-qr"))
