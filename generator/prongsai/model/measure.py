"""One measure: `<year>/measures/<id>.yml`, with its steps and its journal of progress.

It holds what the body says; whether a measure is late is derived from it and the day on which one asks.
"""

from __future__ import annotations

import datetime
import re
from typing import Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from prongsai.model.calendar import fiscal_span, round_span
from prongsai.model.closed import Closed, DataFile
from prongsai.model.scalars import Budget, Code, Day, DayOrMonth, Done, Period, Round, Slug, Text, Url

_PAGE = re.compile(r"#(?:.*&)?page=(\d{1,5})")

Status = Literal["not-started", "in-progress", "done", "cancelled"]


class Step(Closed):
    """One row of work. `number` is set only where a source numbers its rows otherwise than 1, 2, 3."""

    text: Text
    number: Text | None = None
    due: DayOrMonth | None = None
    done: Done | None = None


class Evidence(Closed):
    """A proof: an address, or a file below `evidence/` in the unit's folder."""

    title: Text
    url: Url | None = None
    file: Text | None = None

    @property
    def page(self) -> int | None:
        """The page of a document that the address opens (`a.pdf#page=3`), as PDF readers understand it."""
        found = _PAGE.search(self.url or "")
        return int(found[1]) if found else None

    @model_validator(mode="after")
    def _one_place(self) -> Evidence:
        if (self.url is None) == (self.file is None):
            raise PydanticCustomError("evidence-place", "evidence-place")
        return self


class Entry(Closed):
    """One entry of the journal. `date` is the day of reporting, never that of an event."""

    round: Round | None = None
    date: Day | None = None
    status: Status | None = None
    text: Text | None = None
    obstacle: Text | None = None
    evidence: tuple[Evidence, ...] = ()

    def stands_at(self, fiscal_year: int) -> datetime.date:
        """The day under which the entry is filed: its own, else the last day of its round or year."""
        if self.date:
            return self.date
        return (round_span(fiscal_year, self.round) if self.round else fiscal_span(fiscal_year)).last


class Measure(DataFile):
    """What a body promised to do, who does it, when, and how far it has come."""

    title: Text | None = None
    section: Slug
    answers: tuple[Code, ...] = ()
    approach: Text | None = None
    lead: Slug | None = None
    owners: tuple[Slug, ...] = ()
    period: Period | None = None
    steps_intro: Text | None = None
    steps: tuple[Step, ...] = ()
    follow_up_intro: Text | None = None
    follow_up: tuple[Step, ...] = ()
    budget: Budget | None = None
    target: Text | None = None
    limits: Text | None = None
    continues: Text | None = None
    progress: tuple[Entry, ...] = ()

    @property
    def responsible(self) -> tuple[str, ...]:
        """Every owner once, the lead first."""
        return tuple(dict.fromkeys([*filter(None, [self.lead]), *self.owners]))
