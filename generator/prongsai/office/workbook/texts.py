"""The texts of the workbook.

It must not know any cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def words() -> Mapping[str, Any]:
    """The texts that stand in `words.yml`."""
    text = files("prongsai.office.workbook").joinpath("words.yml").read_text("utf-8")
    loaded: Mapping[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return loaded
