"""The assessment of one fiscal year as data: instruments, indicators, questions, levels, OIT items.

It holds no number of its own: every count, weight, limit and title stands in `frameworks/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import chain
from typing import Literal, Protocol

from prongsai.model.closed import Closed
from prongsai.model.scalars import Code, Count, Number, Round, Slug, Text, Year


class Standing(StrEnum):
    """How sure a fact is; only the first two may be told to a reader as a rule."""

    CONFIRMED = "confirmed"
    ARITHMETIC = "arithmetic"
    INFERRED = "inferred"
    UNKNOWN = "unknown"

    @property
    def is_sure(self) -> bool:
        """Tell whether a page may state the fact without a caveat."""
        return self in (Standing.CONFIRMED, Standing.ARITHMETIC)


class Fact(Closed):
    """Something that the framework claims, with its standing and the keys of its sources."""

    standing: Standing
    sources: tuple[Slug, ...] = ()


class SourceText(Closed):
    """Where facts come from: a title and, if it is on the web, its address."""

    title: Text
    url: Text | None = None


class ScoreRange(Closed):
    """The lowest and the highest score that can be given."""

    min: Number
    max: Number


class InstrumentPart(Fact):
    """A part of an instrument that has a score of its own (EIT part 1, part 2)."""

    id: Code
    label: Text
    title: Text


class Instrument(Fact):
    """IIT, EIT, OIT: its share of the total in percent, and the parts that it is the mean of."""

    id: Code
    label: Text
    title: Text
    weight: Number
    parts: tuple[InstrumentPart, ...] = ()


class Indicator(Fact):
    """One indicator and the instrument that measures it."""

    id: Code
    title: Text
    instrument: Code
    mean_of_questions: bool = False
    """True where the indicator's score is the mean of its questions' scores."""


class Question(Fact):
    """One question of a survey; `was` is the same question's code in the year before, where verified."""

    id: Code
    indicator: Code
    title: Text | None = None
    was: Code | None = None


class AnswerScale(Fact):
    """What one respondent's answer can score, for the questions of an instrument."""

    instruments: tuple[Code, ...]
    values: tuple[Number, ...]


class Topic(Fact):
    """One of the topics under which a body analyses its result."""

    id: Code
    title: Text


class Level(Closed):
    """A level and its rule: the lowest total and, if asked, the lowest score of each instrument."""

    name: Text
    tone: Literal["best", "good", "pass", "poor", "urgent"]
    total: Number
    each: Number | None = None
    meaning: Text


class Levels(Fact):
    """The levels from best to worst; the first whose rule is met is the level. `passed` is the pass mark."""

    passed: Number
    bands: tuple[Level, ...]


class Element(Fact):
    """One thing that an item's page must show; `shows` names the data that show it."""

    id: Slug
    title: Text
    shows: Slug | None = None


class ItemRole(Closed):
    """What of this site an item draws on; years are counted from the assessed year (0, -1)."""

    page: Literal["measures", "progress"]
    plan: Count = 0
    result: Count = -1
    round: Round = "year"
    sections: Literal["topics", "indicators", "any"] = "any"


class Item(Fact):
    """One OIT disclosure item; `was` is its code in the year before, where it was renumbered."""

    id: Code
    title: Text
    group: Slug
    requirement: Text | None = None
    was: Code | None = None
    role: ItemRole | None = None
    elements: tuple[Element, ...] = ()


class Group(Fact):
    """A heading under which OIT items stand."""

    id: Slug
    title: Text
    indicator: Code


class _Coded(Protocol):
    """Whatever has a code and a title."""

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> str | None: ...


class Framework(Closed):
    """All that a family of bodies is assessed by in one fiscal year."""

    year: Year
    title: Text
    family: Slug
    sources: Mapping[Slug, SourceText]
    scores: ScoreRange
    instruments: tuple[Instrument, ...]
    indicators: tuple[Indicator, ...]
    questions: tuple[Question, ...] = ()
    answer_scales: tuple[AnswerScale, ...] = ()
    topics: tuple[Topic, ...] = ()
    levels: Levels
    groups: tuple[Group, ...] = ()
    items: tuple[Item, ...] = ()
    note: Text | None = None

    @cached_property
    def titles(self) -> Mapping[str, str | None]:
        """Every code of this year with its title (None where the wording is not known)."""
        scored = (self.instruments, self.parts, self.indicators, self.questions, self.items)
        coded: Iterable[_Coded] = chain(*scored, self.topics)
        return {each.id: each.title for each in coded}

    @cached_property
    def parts(self) -> tuple[InstrumentPart, ...]:
        """The parts of all instruments, in order."""
        return tuple(part for instrument in self.instruments for part in instrument.parts)

    @cached_property
    def scored(self) -> frozenset[str]:
        """Every code that a score can be given for."""
        topics = {topic.id for topic in self.topics}
        return frozenset(code for code in self.titles if code not in topics) | {TOTAL}

    @cached_property
    def section_ids(self) -> frozenset[str]:
        """Every code that can head a section of an analysis."""
        coded: Iterable[_Coded] = chain(self.topics, self.indicators, self.instruments, self.parts)
        return frozenset(each.id for each in coded)

    def questions_of(self, indicator: str) -> tuple[Question, ...]:
        """The questions of an indicator, in the manual's order."""
        return tuple(each for each in self.questions if each.indicator == indicator)

    def indicators_of(self, instrument: str) -> tuple[Indicator, ...]:
        """The indicators that an instrument measures, in the manual's order."""
        return tuple(each for each in self.indicators if each.instrument == instrument)

    def weight_of(self, instrument: Instrument) -> Decimal:
        """The instrument's share of the total, from 0 to 1."""
        return instrument.weight / 100


TOTAL = "total"
"""The code of the total score; the one code that every framework has."""
