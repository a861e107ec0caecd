"""The ITA scores of one fiscal year: `<year>/results.yml`.

It holds what was printed, nothing that can be reckoned from it.
"""

from __future__ import annotations

from collections.abc import Mapping

from prongsai.model.closed import DataFile
from prongsai.model.scalars import Code, PrintedScore, Text


class Results(DataFile):
    """The printed level and the printed scores by code."""

    level: Text | None = None
    scores: Mapping[Code, PrintedScore] = {}
