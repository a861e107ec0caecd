"""The lines of an iCalendar file, as RFC 5545 spells, escapes and folds them.

It must not know what the lines are about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

LINE_END = "\r\n"
MOST_OCTETS = 74
"""Of a folded line without the space that begins it: RFC 5545, section 3.1, allows 75 with it."""
_ESCAPES = (
    ("\\", "\\\\"),
    (";", "\\;"),
    (",", "\\,"),
    ("\r\n", "\\n"),
    ("\n", "\\n"),
    ("\r", "\\n"),
    ("\u2028", "\\n"),
    ("\u2029", "\\n"),
)
"""The last two are breaks of lines to calendars that part lines as Unicode does."""


def component(name: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield lines between those that begin and end a component."""
    yield f"BEGIN:{name}"
    yield from lines
    yield f"END:{name}"


def escaped(text: str) -> str:
    """A text as a property's value."""
    for sign, spelling in _ESCAPES:
        text = text.replace(sign, spelling)
    return text


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets; no sign is cut in two, no backslash parted from its sign."""
    octets = line.encode("utf-8")
    pieces = []
    while len(octets) > MOST_OCTETS:
        end = MOST_OCTETS
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        if octets[end - 1 : end] in (b"\\", b"^"):
            end -= 1
        pieces.append(octets[:end])
        octets = octets[end:]
    return b"\r\n ".join([*pieces, octets]).decode("utf-8")
