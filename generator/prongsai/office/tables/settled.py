"""What is not sure in a table, where it stands, and what a person has settled about it.

It must not ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from prongsai.office.tables.folding import fold, shorten
from prongsai.office.tables.grid import Table
from prongsai.office.tables.vocabulary import vocabulary

COLUMN, SECTION, OWNER, TEXT = "column", "section", "owner", "text"
"""What a person can be asked: a field, a section, an owner, whether a text is kept as it is."""


@dataclass(frozen=True, slots=True)
class At:
    """A place in a table; row 0 and an empty column mean none."""

    table: Table
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        """The place in words."""
        if not self.row and not self.column:
            return self.table.name
        name = "place" if self.row else "place_column_only"
        name = "place_column" if self.row and self.column else name
        facts = {"row": self.row, "column": shorten(self.column), "table": self.table.name}
        return vocabulary().told[name].format_map(facts)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that a person has to settle: `asks` says what kind of answer, `key` for which text."""

    code: str
    at: At
    asks: str
    key: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The doubt and its remedy."""
        shown = {"key": self.key, **self.facts}
        return vocabulary().doubts[self.code].format_map(shown)

    def __str__(self) -> str:
        """`place: sentence`."""
        return f"{self.at}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that is told because nothing of a table gets lost in silence."""

    code: str
    at: At
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """`place: sentence`."""
        return f"{self.at}: {vocabulary().notices[self.code].format_map(self.facts)}"


@dataclass(frozen=True, slots=True)
class Settled:
    """What options and answers say; texts of the table are the keys."""

    columns: Mapping[str, str] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    sections: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    new_owners: Mapping[str, str] = field(default_factory=dict)
    """The names of owners that are to be added, by their ids."""
    keep_text: bool = False
    round: str | None = None

    def column(self, heading: str) -> str | None:
        """The field that a person has given to a heading."""
        return _found(self.columns, heading)

    def section(self, text: str) -> str | None:
        """The section that a person has given to a text; its beginning is enough."""
        folded = fold(text)
        exact = _found(self.sections, text)
        begun = (code for key, code in self.sections.items() if fold(key) and folded.startswith(fold(key)))
        return exact or next(begun, None)

    def owner(self, text: str) -> str | None:
        """The owner that a person has given to a name."""
        return _found(self.owners, text)

    def skips_row(self, text: str, headings: Iterable[str]) -> bool:
        """Tell whether a person leaves a row out; its beginning is enough if no column is called so."""
        folded, names = fold(text), {*map(fold, headings)}
        begun = {key for each in self.skipped if (key := fold(each)) and not key.isdigit()} - names
        return self.skips(text) or any(folded.startswith(key) for key in begun)

    def skips(self, text: str) -> bool:
        """Tell whether a person leaves a heading or a row out."""
        return fold(text) in map(fold, self.skipped)


def _found(given: Mapping[str, str], text: str) -> str | None:
    return next((value for key, value in given.items() if fold(key) == fold(text)), None)
