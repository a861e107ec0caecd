"""What an import would change: fields, items of lists, entries of journals, new measures.

It must not know a cell's text or a file's bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from prongsai.document import Path
from prongsai.model.analysis import Analysis, Finding, Section
from prongsai.model.measure import Entry, Evidence, Measure, Step
from prongsai.model.oit import Link, Oit
from prongsai.model.results import Results
from prongsai.office.spelling import Plain, codes, prose, tidy
from prongsai.office.workbook.faults import Fault, Notice, Spot
from prongsai.office.workbook.kinds import DATES, NUMBERS, Kind

ROWS: Mapping[str, type[BaseModel]] = {
    "results": Results,
    "analysis": Analysis,
    "links": Oit,
    "sections": Section,
    "findings": Finding,
    "measures": Measure,
    "steps": Step,
    "progress": Entry,
    "evidence": Evidence,
    "oit": Link,
}
"""The class of a row of each sheet, and of the files that have a list."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A field of a file (below the year's folder) that gets another value; None removes it."""

    file: str
    at: Path
    value: Any
    spot: Spot
    table: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Item:
    """A new item of a list, or a new entry of a journal."""

    file: str
    at: Path
    values: Mapping[str, Any]
    spots: Mapping[str, Spot]
    parent: str
    """What has the list: a key of `ROWS`."""


@dataclass(frozen=True, slots=True)
class NewMeasure:
    """A measure that has no file yet; its steps and entries come as items."""

    id: str
    values: Mapping[str, Any]
    spots: Mapping[str, Spot]


@dataclass(slots=True)
class Edits:
    """All that a filled workbook asks for, and all that is wrong with it."""

    edits: list[Edit] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    measures: list[NewMeasure] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def marked(kind: Kind, value: str | list[str]) -> Any:
    """Say how a value is spelled in a file."""
    if isinstance(value, list):
        return codes(value)
    text = tidy(value)
    if kind is Kind.PROSE or "\n" in text:
        return prose(text)
    return Plain(text) if kind in (*NUMBERS, *DATES) else text


def order_of(table: str) -> tuple[str, ...]:
    """The fields of a sheet's rows in the order in which a file has them."""
    return tuple(ROWS[table].model_fields)


def in_order(table: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values as a new row of a file has them."""
    return {name: values[name] for name in order_of(table) if name in values}
