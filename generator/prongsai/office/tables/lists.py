"""The text of a cell -> the items of the list that it holds, however they are numbered or marked.

It must not know whether they are steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from prongsai.model.digits import fold_digits
from prongsai.office.tables.vocabulary import vocabulary

BULLET = "• "
"""What stands before a paragraph that Word itself numbers or marks."""
INDENT = "  "
"""What stands before that for each level below the first."""
_BULLETS = re.compile(r"^(?:[•▪■□●○◦‣⁃➢➤✓✔\uf0a7\uf0b7\uf0d8]|\*(?!\*)|[-–—](?![0-9]))[ \t]*", re.MULTILINE)
_NUMBER = r"\(?(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2})*)(?:[.)](?![0-9])|(?<=[0-9]\.[0-9])(?=\s))[ \t]*"
_AT_LINE = re.compile(rf"(?:\A|\n)[ \t]*{_NUMBER}")
_INSIDE = re.compile(rf"(?<=[ \t]){_NUMBER}")


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its text, and its number as printed; None behind a mark or nothing."""

    text: str
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """What a cell holds: the text above its list, and the list's items."""

    intro: str = ""
    items: tuple[Item, ...] = ()

    @property
    def first(self) -> int | None:
        """The number that the list begins with; None if its items have none."""
        return whole_number(self.items[0]) if self.items else None

    @property
    def last(self) -> int | None:
        """The number that the list ends with; None if its items have none."""
        return whole_number(self.items[-1]) if self.items else None


def whole_number(item: Item) -> int | None:
    """The first part of an item's number: 1 of 1.2."""
    return int(item.number.partition(".")[0]) if item.number else None


def read_list(text: str) -> Listed:
    """Return the list of a cell; a text without numbers and marks is one item."""
    marks = list(_marks(fold_digits(text)))
    if marks:
        return _numbered(text, marks)
    starts = [found.start() for found in _BULLETS.finditer(text)]
    if not starts:
        return Listed(items=(Item(text.strip()),) if text.strip() else ())
    ends = [*starts[1:], len(text)]
    items = (Item(_marked(text[start:end])) for start, end in zip(starts, ends, strict=True))
    return Listed(text[: starts[0]].strip(), tuple(item for item in items if item.text))


def as_markdown(text: str) -> str:
    """Return a text with its marks as Markdown has them; a single mark before all of it is left out."""
    if len(_BULLETS.findall(text)) == 1 and _BULLETS.match(text):
        return _BULLETS.sub("", text).strip()
    return _BULLETS.sub("- ", text).strip()


def without_number(text: str) -> str:
    """Return a text without the number or mark before it."""
    found = _AT_LINE.match(fold_digits(text))
    return _BULLETS.sub("", text[found.end() if found else 0 :], count=1).strip()


def _marked(text: str) -> str:
    """An item without its mark; deeper items stay below it as a list."""
    own = _BULLETS.sub("", text, count=1)
    return re.sub(rf"^[ \t]+{BULLET}", "- ", own, flags=re.MULTILINE).strip()


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where an item's number stands, and what it is."""

    start: int
    end: int
    number: str


def _marks(folded: str) -> Iterator[_Mark]:
    """The numbers that begin items: at a line's beginning, or within one where they go on counting."""
    last = 0
    starts = {found.start("number"): found for found in _INSIDE.finditer(folded)}
    inside = {found.start("number") for found in starts.values()}
    for found in _AT_LINE.finditer(folded):
        starts[found.start("number")] = found
        inside.discard(found.start("number"))
    for place in sorted(starts):
        found = starts[place]
        whole, _, part = found["number"].partition(".")
        is_next = int(whole) == last + 1 or (last and int(whole) == last)
        if place in inside and (part or not is_next or _ends_in_word(folded[: found.start()])):
            continue
        last = int(whole)
        yield _Mark(found.start(), found.end(), found["number"])


def _numbered(text: str, marks: list[_Mark]) -> Listed:
    ends = [*(mark.start for mark in marks[1:]), len(text)]
    items = (
        Item(as_markdown(text[mark.end : end]), mark.number) for mark, end in zip(marks, ends, strict=True)
    )
    return Listed(as_markdown(text[: marks[0].start]), tuple(item for item in items if item.text))


@cache
def _words() -> tuple[str, ...]:
    return vocabulary().not_a_step


def _ends_in_word(text: str) -> bool:
    """Tell whether a text ends in a word that counts something else, such as a clause."""
    return text.rstrip(" \t(").endswith(_words())
