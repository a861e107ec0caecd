"""What the rules look at: one body, what was read of its texts, and today. Everything is read once.

It must not judge; each family of rules does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from prongsai.check.mentions import Claim, Context, Reader
from prongsai.derive import UnitReport, unit_report
from prongsai.derive.scores import ResultsReport
from prongsai.load import Placed, UnitFiles, YearFiles
from prongsai.model.analysis import Analysis
from prongsai.model.digits import fold_digits
from prongsai.model.framework import Framework
from prongsai.model.measure import Measure
from prongsai.model.references import At, free_texts
from prongsai.model.results import Results
from prongsai.model.score import Score
from prongsai.reference import Reference

TELLING = frozenset(
    ("summary", "measures_intro", "title", "narrative", "limits", "text", "approach", "steps_intro")
)
"""Fields that tell of the analysed result."""
QUOTING = frozenset(("note", "progress", "target"))
"""Fields that tell of something else: a contradiction, a later year, a goal."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One free text of a file: its field, its section, and what it claims of scores."""

    placed: Placed[Any]
    at: At
    text: str
    folded: str
    """The text in Arabic digits, sign for sign."""
    section: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of the year that the passages tell of."""

    reader: Reader
    report: ResultsReport | None

    def score(self, code: str) -> Score | None:
        """The printed or computed score of a code."""
        figure = self.report.figures.get(code) if self.report else None
        if not figure:
            return None
        return figure.printed or (Score(figure.computed) if figure.computed is not None else None)


@dataclass(frozen=True, slots=True)
class Reading:
    """A plan's texts with what they claim of the result that they tell of."""

    year: YearFiles
    result_year: int
    told: Told
    passages: tuple[Passage, ...]


class Case:
    """One body as the rules see it."""

    def __init__(self, unit: UnitFiles, reference: Reference, today: date) -> None:
        self.unit = unit
        self.reference = reference
        self.today = today

    def framework(self, year: int) -> Framework | None:
        """The framework by which the body was assessed in a fiscal year."""
        return self.reference.framework(self.unit.unit.value, year)

    @cached_property
    def report(self) -> UnitReport:
        """What the body's pages would show."""
        return unit_report(self.unit, self.reference, self.today)

    @cached_property
    def scored_years(self) -> tuple[tuple[Placed[Results], Told], ...]:
        """Every year that has results and a framework."""
        pairs = ((year.results, self._told(year.year)) for year in self.unit.years)
        return tuple((results, told) for results, told in pairs if results and told)

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """Every plan whose analysed year has a framework."""
        return tuple(self._readings())

    def said(self, result_year: int) -> Mapping[str, frozenset[Decimal]]:
        """Every number that the plans say of each code of a year's result."""
        said: dict[str, frozenset[Decimal]] = {}
        for reading in self.readings:
            if reading.result_year == result_year:
                for claim in (claim for passage in reading.passages for claim in passage.claims):
                    if len(claim.codes) == 1:
                        code = claim.codes[0]
                        said[code] = said.get(code, frozenset()) | {claim.value}
        return said

    def _readings(self) -> Iterator[Reading]:
        for year in self.unit.years:
            if not year.analysis:
                continue
            analysed = year.analysis.value.result_year
            told = self._told(analysed)
            if told:
                texts: tuple[Placed[Any], ...] = (year.analysis, *year.measures)
                yield Reading(year, analysed, told, tuple(_passages(year.analysis, texts, told.reader)))

    def _told(self, year: int) -> Told | None:
        framework = self.framework(year)
        found = self.report.year(year)
        return Told(Reader(framework, year), found.results if found else None) if framework else None


def _passages(analysis: Placed[Analysis], plan: tuple[Placed[Any], ...], reader: Reader) -> Iterator[Passage]:
    """Yield every free text of a plan that can tell of its result."""
    codes: dict[str, frozenset[str]] = {}
    for finding in analysis.value.findings:
        codes[finding.section] = codes.get(finding.section, frozenset()).union(finding.codes)
    for placed in plan:
        for at, text in free_texts(placed.value):
            if at[-1] in TELLING and at[0] not in QUOTING:
                section = _section_of(placed.value, at)
                own = section if section in reader.framework.scored else ""
                folded = fold_digits(text)
                claims = reader.claims(folded, Context(own, codes.get(section, frozenset())))
                yield Passage(placed, at, text, folded, section, tuple(claims))


def _section_of(value: Analysis | Measure, at: At) -> str:
    """The section under which a field stands; empty for the analysis as a whole."""
    if isinstance(value, Measure):
        return value.section
    match at:
        case ("sections", int(index), _):
            return value.sections[index].id
        case ("findings", int(index), _):
            return value.findings[index].section
    return ""
