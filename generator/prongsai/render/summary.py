"""A body's report -> what the pages of all bodies need of it: a little to be held, more to be fetched.

All of it is kept as JSON, so that a body whose files did not change is never loaded for them. It must not
know what those pages look like.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from prongsai import addresses
from prongsai.derive import UnitReport
from prongsai.derive.plan import PlanReport
from prongsai.derive.scores import ResultsReport
from prongsai.derive.sheet import SheetReport
from prongsai.derive.tables import shared_tables
from prongsai.render.csv_text import rows_text
from prongsai.render.environment import Theme
from prongsai.render.news import ToldNews, body_news
from prongsai.render.open_data import cells_of, voices_of
from prongsai.render.search import Entry, Section, entry_text


@dataclass(frozen=True, slots=True)
class ResultSummary:
    """A body's newest results: level and total as readers see them, each if it is known."""

    year: int
    level: str | None
    total: str | None


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """How many measures a body's newest plan has, and how they stand."""

    year: int
    measures: int
    done: int
    late: int
    no_report: int


@dataclass(frozen=True, slots=True)
class RowsSize:
    """How much a body adds to a table of all bodies."""

    rows: int
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What is held of every body while the pages of all are made."""

    id: str
    name: str
    short_name: str | None
    kind: str
    kind_title: str
    district: str | None
    province: str | None
    results: ResultSummary | None
    plan: PlanSummary | None
    sheets: tuple[int, ...]
    """The assessed years of which it has an answer sheet."""
    newest: datetime | None
    """When its newest commit was made."""
    rows: tuple[RowsSize, ...]
    """Table by table, in the order of `PORTAL_KINDS`."""
    titles_size: int
    """Bytes that the titles of its measures take in the index of a search."""


@dataclass(frozen=True, slots=True)
class SheetSummary:
    """Which items of an assessed year can be seen somewhere, and which cannot, by their codes."""

    year: int
    answered: tuple[str, ...]
    unanswered: tuple[str, ...]

    @property
    def items(self) -> tuple[str, ...]:
        """All of them."""
        return self.answered + self.unanswered


@dataclass(frozen=True, slots=True)
class Details:
    """What is fetched of one body at a time."""

    sheets: tuple[SheetSummary, ...]
    titles: tuple[tuple[str, str], ...]
    """Every measure: its address below the website's root, its title."""
    rows: tuple[str, ...]
    """Table by table, in the order of `PORTAL_KINDS`: the body's lines of CSV."""


@dataclass(frozen=True, slots=True)
class SharedParts:
    """What the pages of all bodies show of one."""

    summary: Summary
    details: Details
    news: tuple[ToldNews, ...]
    """The newest first; fetched only of the bodies that changed last."""


def shared_parts(theme: Theme, report: UnitReport) -> SharedParts:
    """Return what the pages of all bodies show of one; everything holds as of the report's day."""
    unit, tables = report.unit, shared_tables(report, voices_of(theme)).values()
    sheets = tuple(_sheet(year.sheet) for year in report.years if year.sheet)
    news = body_news(theme, report)
    details = Details(
        sheets=sheets,
        titles=tuple(_titles(report)),
        rows=tuple(rows_text(cells_of(table)) for table in tables),
    )
    summary = Summary(
        id=report.id,
        name=unit.name,
        short_name=unit.short_name,
        kind=unit.kind,
        kind_title=report.kind_title,
        district=unit.district,
        province=unit.province,
        results=_results(theme, report.latest_results),
        plan=_plan(report.latest_plan),
        sheets=tuple(sheet.year for sheet in sheets),
        newest=news[0].entry.updated if news else None,
        rows=tuple(
            RowsSize(len(table.rows), _size(text)) for table, text in zip(tables, details.rows, strict=True)
        ),
        titles_size=sum(_size(entry_text(each)) for each in title_entries(unit.name, details)),
    )
    return SharedParts(summary, details, news)


def title_entries(name: str, details: Details) -> Iterable[Entry]:
    """A body's measures as a search finds them, each with the body's name."""
    return (Entry(address, (Section("", title, name),)) for address, title in details.titles)


def summary_text(summary: Summary) -> bytes:
    """A summary as JSON."""
    return _SUMMARY.dump_json(summary)


def read_summary(text: bytes) -> Summary:
    """A summary from the JSON that `summary_text` wrote."""
    return _SUMMARY.validate_json(text)


def details_text(details: Details) -> bytes:
    """Details as JSON."""
    return _DETAILS.dump_json(details)


def read_details(text: bytes) -> Details:
    """Details from the JSON that `details_text` wrote."""
    return _DETAILS.validate_json(text)


def news_text(news: tuple[ToldNews, ...]) -> bytes:
    """News as JSON."""
    return _NEWS.dump_json(news)


def read_news(text: bytes) -> tuple[ToldNews, ...]:
    """News from the JSON that `news_text` wrote."""
    return _NEWS.validate_json(text)


_SUMMARY = TypeAdapter(Summary)
_DETAILS = TypeAdapter(Details)
_NEWS = TypeAdapter(tuple[ToldNews, ...])


def _results(theme: Theme, results: ResultsReport | None) -> ResultSummary | None:
    if not results:
        return None
    total = theme.speller.figure(results.total) if results.total.is_known else None
    return ResultSummary(results.year, results.level.name if results.level else None, total)


def _plan(plan: PlanReport | None) -> PlanSummary | None:
    if not plan:
        return None
    states, remarks = plan.tally.states, plan.tally.remarks
    return PlanSummary(plan.year, plan.tally.total, states["done"], remarks["late"], states["no-report"])


def _sheet(sheet: SheetReport) -> SheetSummary:
    seen = {item.item.id: item.is_answered for item in sheet.items}
    return SheetSummary(
        sheet.year,
        tuple(code for code, is_answered in seen.items() if is_answered),
        tuple(code for code, is_answered in seen.items() if not is_answered),
    )


def _titles(report: UnitReport) -> Iterable[tuple[str, str]]:
    for plan in report.plans:
        for measure in plan.measures:
            yield f"{report.id}/{addresses.measure_page(plan.year, measure.id)}", measure.title


def _size(text: str) -> int:
    return len(text.encode("utf-8"))
