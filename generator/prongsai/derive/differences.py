"""Two versions of a value -> what of it is not the same, as text.

It must not know what the value means.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from operator import eq

from prongsai.document import Value
from prongsai.history.pairs import same

_AROUND = 40
"""So many signs round the place that changed are shown of a longer text."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of what changed: its text before and after, empty where there was none."""

    name: str
    before: str
    after: str


def field_changes(before: Value, after: Value) -> tuple[FieldChange, ...]:
    """Return the fields in which two versions of an item differ; all that it has if it came or went."""
    old, new = (each if isinstance(each, dict) else {} for each in (before, after))
    return tuple(
        FieldChange(name, *excerpts(text_of(old.get(name)), text_of(new.get(name))))
        for name in {**old, **new}
        if not same(old.get(name), new.get(name))
    )


def text_of(value: Value) -> str:
    """A value of a data file as one text."""
    if isinstance(value, dict):
        return " · ".join(filter(None, map(text_of, value.values())))
    if isinstance(value, list):
        return ", ".join(filter(None, map(text_of, value)))
    return (value or "").strip()


def excerpts(before: str, after: str) -> tuple[str, str]:
    """Two versions of a text without what both begin and end with, but for some signs round the change.

    A version that came or went is whole. Texts are cut at white space, never within a word.
    """
    if max(len(before), len(after)) <= 4 * _AROUND:
        return before, after
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    return _cut(before, start, end), _cut(after, start, end)


def _alike(one: str, other: str) -> int:
    """With how many signs both texts begin."""
    return sum(takewhile(bool, map(eq, one, other)))


def _cut(text: str, start: int, end: int) -> str:
    """A text from some signs before `start` to some after the last `end` signs."""
    first = text[: max(start - _AROUND, 0)].rfind(" ") + 1
    last = f"{text} ".find(" ", min(len(text) - end + _AROUND, len(text)))
    return f"{'… ' if first else ''}{text[first:last]}{' …' if last < len(text) else ''}"
