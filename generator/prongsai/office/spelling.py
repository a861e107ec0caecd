"""Values -> YAML as officers write it: prose as `|` blocks, codes as `[ ]` lists, never a line that wraps.

It must not know any file.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import LiteralScalarString

_TAG = "tag:yaml.org,2002:"
_TAGS = (("[0-9]+", "int"), (r"[0-9]+\.[0-9]+", "float"), ("[0-9]{4}-[0-9]{2}-[0-9]{2}", "timestamp"))
"""What other readers of YAML take a text for that stands without quotes."""
_WIDEST = 1_000_000
_BREAKS = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_MARKS = "\ufeff\ufffe\uffff"
"""The byte order mark, which YAML allows nowhere but at the beginning, and what is no sign at all."""


def tidy(text: str) -> str:
    """Return a typed or pasted text with plain line breaks and without invisible control signs."""
    lines = (_visible(line).rstrip() for line in _BREAKS.split(text))
    return "\n".join(lines).strip("\n").strip()


def _visible(line: str) -> str:
    return "".join(
        sign
        for sign in line
        if sign == "\t" or (sign not in _MARKS and unicodedata.category(sign) not in ("Cc", "Cs"))
    )


class Plain(str):
    """A text that stands without quotes: a day or a number, which would be read as text all the same."""

    __slots__ = ()


def prose(text: str) -> str:
    """Mark a text to be written as a `|` block."""
    return str.__new__(LiteralScalarString, f"{tidy(text)}\n")


def codes(values: Iterable[str]) -> CommentedSeq:
    """Mark a list to be written as `[i1, i2]`."""
    marked = CommentedSeq(values)
    marked.fa.set_flow_style()
    return marked


def spell(values: Mapping[str, Any], offset: int = 2) -> str:
    """Return a mapping as YAML; the dashes of lists stand `offset` columns right of their key."""
    writer = YAML()
    writer.width = _WIDEST
    writer.representer.add_representer(Plain, _represent_plain)
    writer.indent(mapping=2, sequence=offset + 2, offset=offset)
    stream = io.StringIO()
    writer.dump(dict(values), stream)
    return stream.getvalue()


def _represent_plain(representer: RoundTripRepresenter, value: Plain) -> ScalarNode:
    tag = next((tag for pattern, tag in _TAGS if re.fullmatch(pattern, value)), "str")
    node: ScalarNode = representer.represent_scalar(_TAG + tag, value)
    return node


def spell_value(value: Any) -> str:
    """Return what stands behind a key's colon, for a field of the file's first level."""
    return spell({"x": value}).removeprefix("x:").removeprefix(" ").removesuffix("\n")
