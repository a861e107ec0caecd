"""A data file as an editor sees it: YAML 1.2, in which unquoted digits are numbers and days are text."""

from __future__ import annotations

import re
from typing import Any

import yaml


class _EditorLoader(yaml.CSafeLoader):
    """YAML 1.2's core schema."""


_EditorLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+0123456789.")),
):
    _EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern})\\Z"), _first)
_EditorLoader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))


def editor_view(data: bytes) -> Any:
    """The values that an editor checks against a schema."""
    return yaml.load(data, _EditorLoader)
