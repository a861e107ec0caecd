"""The texts of `payloads.yml`, each with a number by which it is known when it runs, and their variants."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import yaml

RUN = "RUN"
CANARY = "canary"
"""The function of the browser that a payload calls."""
TYPED = (
    "elements",
    "vectors",
    "entities",
    "attributes",
    "scripts",
    "templates",
    "links",
    "markdown",
    "invisible",
    "lines",
    "formulas",
)
"""Families that a field takes as text."""
_SCRIPTS = ("javascript:RUN", "data:text/html,<script>RUN</script>")
_BREAKS = ("\t", "\n", "&Tab;", "&#9;", "&#x0A;", "%09", "\u00ad", "\u200b")


@cache
def families() -> Mapping[str, tuple[str, ...]]:
    """The corpus as it stands in its file."""
    text = Path(__file__).with_name("payloads.yml").read_text("utf-8")
    return {name: tuple(rows) for name, rows in yaml.load(text, yaml.CSafeLoader).items()}


@cache
def texts() -> tuple[str, ...]:
    """Every payload for a field of free text; each calls the canary with its own place in this list."""
    rows = [row for name in TYPED for row in families()[name]]
    rows += [f"[x]({address})" for address in _spellings()]
    rows += [f'<a href="{address}">x</a>' for address in _spellings()]
    rows += [LONG, f"[{LONG}](https://example.go.th/{LONG})"]
    return tuple(armed(row, number) for number, row in enumerate(rows))


LONG = "x" * 1000


@cache
def addresses() -> tuple[str, ...]:
    """Every payload for an address that is one; they are numbered on from the texts."""
    first = len(texts())
    found = (armed(row, first + number) for number, row in enumerate(families()["addresses"]))
    return tuple(f"https://example.go.th/{each}" for each in found)


def armed(row: str, number: int) -> str:
    """A payload that says which one it is when it runs."""
    return row.replace(RUN, f"{CANARY}({number})")


def _spellings() -> Iterator[str]:
    """One address that runs a script, spelled in the ways that a filter may not know."""
    for script in _SCRIPTS:
        scheme, colon, rest = script.partition(":")
        yield "".join(sign.upper() if at % 2 else sign for at, sign in enumerate(scheme)) + colon + rest
        yield "".join(f"&#{ord(sign)};" for sign in scheme + colon) + rest
        yield "".join(f"&#x{ord(sign):x}" for sign in scheme) + "&colon;" + rest
        yield "".join(f"%{ord(sign):02x}" for sign in scheme + colon) + rest
        yield "".join(f"\\u{ord(sign):04x}" for sign in scheme) + colon + rest
        yield "".join(chr(ord(sign) + 0xFEE0) for sign in scheme) + colon + rest
        yield from (f"{scheme[:4]}{mark}{scheme[4:]}{colon}{rest}" for mark in _BREAKS)
        yield from (f"{mark}{script}" for mark in ("&#1;", "&#0;", "&#xfeff;", "//", "./", "x:"))
    text = base64.b64encode(f"<script>parent.{CANARY}(0)</script>".encode()).decode()
    yield f"data:text/html;base64,{text}"
    yield f"data:text/html;charset=utf-7;base64,{text}"
