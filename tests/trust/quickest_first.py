"""A plugin of pytest that runs the tests of a mutant in the order of what they cost, the quickest first.

mutmut measured them; a test that it has not measured yet comes last.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

STATS = Path("mutmut-stats.json")


@cache
def seconds() -> dict[str, float]:
    """What each test cost, by its id."""
    if not STATS.exists():
        return {}
    known: dict[str, float] = json.loads(STATS.read_text("utf-8"))["duration_by_test"]
    return known


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the tests."""
    items.sort(key=lambda item: seconds().get(item.nodeid, 600))
