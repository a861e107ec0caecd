"""The ITA scores of one fiscal year: `<year>/results.yml`.

It holds what was printed, nothing that can be reckoned from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from prongsai.model.closed import DataFile
from prongsai.model.scalars import Code, PrintedScore, Text, fold_code


def _each_code_once(scores: object) -> object:
    """Refuse a mapping in which two spellings of one code stand; the second would silently win."""
    if isinstance(scores, dict):
        seen: set[str] = set()
        for key in scores:
            code = fold_code(str(key))
            if code in seen:
                raise PydanticCustomError("duplicate-code", "{code}", {"code": code, "spelling": str(key)})
            seen.add(code)
    return scores


class Results(DataFile):
    """The printed level and the printed scores by code."""

    level: Text | None = None
    scores: Annotated[Mapping[Code, PrintedScore], BeforeValidator(_each_code_once)] = {}
