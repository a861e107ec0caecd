"""What is wrong with a filled workbook, told by sheet and cell.

It must not find anything; reading and comparing do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from prongsai.office.workbook.texts import words


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of a sheet as Excel calls it, or the sheet itself."""

    sheet: str
    cell: str = ""

    def __str__(self) -> str:
        """`sheet!D5`."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of the workbook; while there is one, nothing is written."""

    spot: Spot
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What is wrong and how to mend it."""
        text = str(words()["problems"][self.code]).format_map(self.facts)
        return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that stays undone, though nothing is wrong."""

    spot: Spot
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What is not done, and what to do if it should be."""
        return str(words()["notices"][self.code]).format_map(self.facts)
