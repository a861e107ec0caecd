"""Two years of the assessment -> which code became which, and which has no successor that is verified.

Only what the frameworks say under `was:` (or the same code with the same title) counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Protocol

from prongsai.derive.scores import predecessor
from prongsai.model.framework import TOTAL, Framework, Standing


class _Coded(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def standing(self) -> Standing: ...


@dataclass(frozen=True, slots=True)
class Successor:
    """What a code of the older year became; `is_sure` tells whether the new fact is confirmed."""

    old: str
    new: str
    title: str | None
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """From one year's codes of a kind to the next's."""

    older: int
    newer: int
    successors: tuple[Successor, ...]
    ended: tuple[str, ...]
    """Codes of the older year of which no successor is verified."""
    begun: tuple[str, ...]
    """Codes of the newer year of which no origin is verified."""


def question_crosswalk(older: Framework, newer: Framework) -> Crosswalk:
    """What became of the questions."""
    return _crosswalk(older, newer, [each.id for each in older.questions], newer.questions)


def item_crosswalk(older: Framework, newer: Framework) -> Crosswalk:
    """What became of the OIT items."""
    return _crosswalk(older, newer, [each.id for each in older.items], newer.items)


def _crosswalk(older: Framework, newer: Framework, codes: list[str], coded: Iterable[_Coded]) -> Crosswalk:
    standing = {each.id: each.standing for each in coded}
    found = successors(older, newer)
    rows = tuple(
        Successor(old, found[old], newer.titles.get(found[old]), standing[found[old]].is_sure)
        for old in codes
        if found.get(old) in standing
    )
    joined = {row.new for row in rows}
    ended = tuple(code for code in codes if code not in {row.old for row in rows})
    return Crosswalk(
        older.year, newer.year, rows, ended, tuple(code for code in standing if code not in joined)
    )


def successors(older: Framework, newer: Framework) -> Mapping[str, str]:
    """Each older code of any kind with the newer one that asks the same."""
    if older.year == newer.year:
        return {code: code for code in (*older.titles, TOTAL)}
    pairs = ((predecessor(code, newer, older), code) for code in (*newer.titles, TOTAL))
    return {old: new for old, new in pairs if old}


def successors_over(frameworks: Iterable[Framework]) -> Mapping[str, str]:
    """The same from the oldest to the newest year, one after another; years must be in order."""
    years = list(frameworks)
    joined = {code: code for code in (*years[0].titles, TOTAL)} if years else {}
    for older, newer in pairwise(years):
        step = successors(older, newer)
        joined = {old: step[middle] for old, middle in joined.items() if middle in step}
    return joined


def codes_with_titles(framework: Framework) -> tuple[tuple[str, str], ...]:
    """Every code that a result prints, with its title where that is known, from the total downwards."""
    scored: Iterable[_Coded] = chain(
        framework.instruments, framework.parts, framework.indicators, framework.questions
    )
    return ((TOTAL, ""), *((each.id, framework.titles[each.id] or "") for each in scored))
