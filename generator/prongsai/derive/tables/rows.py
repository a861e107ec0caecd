"""The rows of the open data, one class a table. A field's name is its column's; its type is the column's.

Days are `date`, scores `Decimal`. Several ids in one field are parted by a space, several names by ` | `.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from prongsai.derive.elements import ElementState
from prongsai.derive.progress import State
from prongsai.model.analysis import Need
from prongsai.model.calendar import Round
from prongsai.model.measure import Status

Basis = Literal["printed", "computed"]
Part = Literal["step", "follow-up"]
ScoreLevel = Literal["total", "instrument", "part", "indicator", "question", "item"]


@dataclass(frozen=True, slots=True)
class Row:
    """What every row begins with, so that files of several bodies can be put below each other."""

    unit: str


@dataclass(frozen=True, slots=True)
class YearRow(Row):
    """A row of one fiscal year."""

    fiscal_year: int


@dataclass(frozen=True, slots=True)
class BodyRow(Row):
    """A public body."""

    name: str
    short_name: str | None
    kind: str
    kind_title: str
    district: str | None
    province: str | None
    website: str | None
    years: str


@dataclass(frozen=True, slots=True)
class SummaryRow(YearRow):
    """A body's fiscal year in one row."""

    level: str | None
    level_basis: Basis | None
    total_score: Decimal | None
    total_basis: Basis | None
    findings: int
    open_findings: int
    measures: int
    done: int
    in_progress: int
    not_started: int
    cancelled: int
    unstated: int
    no_report: int
    late: int
    overdue_report: int
    stale: int
    no_proof: int
    oit_items: int
    oit_answered: int


@dataclass(frozen=True, slots=True)
class ScoreRow(YearRow):
    """One code's score."""

    code: str
    level: ScoreLevel
    parent: str | None
    title: str | None
    basis: Basis
    printed: str | None
    score: Decimal | None
    is_at_least: bool
    rank: int | None
    compared_year: int | None
    compared_score: Decimal | None
    change: Decimal | None


@dataclass(frozen=True, slots=True)
class FindingRow(YearRow):
    """One finding of the analysis."""

    finding: str
    section: str
    section_title: str
    result_year: int
    codes: str | None
    need: Need | None
    text: str
    measures: str | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class MeasureSummary(YearRow):
    """A measure without its long texts."""

    measure: str
    title: str
    section: str
    section_title: str
    lead: str | None
    owners: str | None
    period: str | None
    first_day: date | None
    last_day: date | None
    state: State
    remarks: str | None
    steps: int
    follow_ups: int
    entries: int
    evidence: int
    page: str


@dataclass(frozen=True, slots=True)
class MeasureRow(MeasureSummary):
    """Everything that a measure says of itself but its rows."""

    answers: str | None
    findings: str | None
    approach: str | None
    budget: Decimal | None
    target: str | None
    limits: str | None
    continues: str | None
    continued_by: str | None


@dataclass(frozen=True, slots=True)
class AnswerRow(YearRow):
    """What a measure answers, with the score before and after."""

    measure: str
    answer: str
    code: str | None
    title: str | None
    score_before: Decimal | None
    score_after: Decimal | None
    change: Decimal | None


@dataclass(frozen=True, slots=True)
class StepRow(YearRow):
    """One row of a measure's work or of its follow-up."""

    measure: str
    part: Part
    row: int
    number: str | None
    text: str
    due_first_day: date | None
    due_last_day: date | None
    is_done: bool
    done_first_day: date | None
    done_last_day: date | None


@dataclass(frozen=True, slots=True)
class EntryRow(YearRow):
    """One report of a measure's progress."""

    measure: str
    entry: int
    round: Round | None
    filed_on: date
    is_dated: bool
    status: Status | None
    text: str | None
    obstacle: str | None
    days_after_round: int | None
    recorded_on: date | None
    evidence: int


@dataclass(frozen=True, slots=True)
class EvidenceRow(YearRow):
    """One proof of an entry: an address, or a file that is published here."""

    measure: str
    entry: int
    number: int
    title: str
    url: str | None
    document_page: int | None
    file: str | None
    media_type: str | None
    bytes: int | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class ItemRow(YearRow):
    """One OIT item of the assessed year."""

    item: str
    group: str
    group_title: str
    title: str
    is_answered: bool
    page: str | None
    page_year: int | None
    links: int


@dataclass(frozen=True, slots=True)
class ElementRow(YearRow):
    """One thing that an item's page must show."""

    item: str
    element: str
    title: str
    state: ElementState
    there: int | None
    asked: int | None
    page: str | None


@dataclass(frozen=True, slots=True)
class LinkRow(YearRow):
    """Where an item can be seen, or why it cannot."""

    item: str
    link: int
    title: str | None
    url: str | None
    place: str | None
    round: Round | None
    elements: str | None
    note: str | None
