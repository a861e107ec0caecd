"""The pages of one body: which there are, what each is given.

What they say stands in `theme/pages/`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

from markupsafe import Markup

from prongsai import addresses
from prongsai.derive import UnitReport, YearReport
from prongsai.derive.consequences import Consequences, consequences
from prongsai.derive.history import history_rows, other_years
from prongsai.derive.measures import MeasureReport
from prongsai.derive.plan import PlanReport
from prongsai.derive.scores import ResultsReport
from prongsai.derive.todo import Todo, Wanted, todo
from prongsai.render.calendar_text import REMIND_DAYS, calendar_text
from prongsai.render.environment import Theme, no_scores, render_page, scores_of
from prongsai.render.filters import relative_address
from prongsai.render.frame import Frame, Place, page_frame, structured_unit, year_pages
from prongsai.render.open_data import Dataset, explained_tables, year_dataset
from prongsai.render.page import Group, Page
from prongsai.render.qr import qr_code
from prongsai.render.text import Scores, plain_line
from prongsai.render.todo_text import WorkList, task_page, todo_table

TABLE = "todo.csv"
"""The work list as a table, beside its page."""


def calendar_name(owner: str | None) -> str:
    """The file's name of a work list's calendar, or of a department's part of it."""
    return f"todo-{owner}.ics" if owner else "todo.ics"


class UnitPages:
    """Renders the pages of one body; every page gets the report, its own values and the way to others."""

    def __init__(self, theme: Theme, report: UnitReport, place: Place) -> None:
        self.theme = theme
        self.report = report
        self.place = place
        self.titles = theme.words["pages"]

    def nav(self) -> Iterator[Page | Group]:
        """The pages of the menu: the body at a glance, each year's, and the years side by side."""
        yield self._page(
            "home",
            addresses.HOME,
            scores_of(self.theme, self.report.latest_results),
            source=self.report.source,
            years=[(each.year, list(year_pages(each))) for each in reversed(self.report.years)],
            todo=self._newest_todo(),
        )
        for year in reversed(self.report.years):
            yield Group(self.titles["year"].format(year=year.year), tuple(self._year(year)))
        if len(self.report.results) > 1:
            yield self._history()
        yield replace(self._page("changes", addresses.CHANGES), is_searched=False)

    def unlisted(self) -> Iterator[Page]:
        """The pages that the menu does not name: every measure, a plan seen from other sides, open data."""
        for plan in self.report.plans:
            if plan.measures:
                values = self._plan_values(plan)
                yield from (self._measure(each, values) for each in plan.measures)
                yield self._page("owners", addresses.owners_page(plan.year), **values)
                yield self._page("status", addresses.status_page(plan.year), **values)
                yield self._page("notice", addresses.notice_page(plan.year), **values, qr=self._qr(plan))
                yield from self._todo(plan, values)
        for dataset in self.datasets:
            way = relative_address(addresses.DATA, self.place.address + dataset.address)
            yield replace(
                self._page("data", dataset.address, dataset=dataset, columns_way=way), is_searched=False
            )
        if not self.place.address:
            page = self._page("columns", addresses.DATA, tables=explained_tables(self.theme))
            yield replace(page, is_searched=False)

    @cached_property
    def datasets(self) -> tuple[Dataset, ...]:
        """The open data of each year, oldest first."""
        return tuple(year_dataset(self.theme, self.report, year, self.place) for year in self.report.years)

    @property
    def texts(self) -> dict[str, str]:
        """The files beside the pages by their path below the body's address: open data and work lists."""
        return {**self.data_texts, **dict(self._work_files())}

    @property
    def data_texts(self) -> dict[str, str]:
        """The files of the open data by their path below the body's address."""
        return {path: text for dataset in self.datasets for path, text in dataset.texts.items()}

    def _work_files(self) -> Iterator[tuple[str, str]]:
        """The work lists as files, each with its path: a table, a calendar, a calendar of each department."""
        for plan in self.report.plans:
            if plan.measures:
                yield addresses.todo_page(plan.year) + TABLE, todo_table([self._work(plan.year)])
                for name, owner in (("", None), *((each.name, each.id) for each in plan.owners)):
                    yield self._calendar(plan.year, name, owner)

    def _calendar(self, year: int, name: str, owner: str | None) -> tuple[str, str]:
        titles = self.theme.words["todo"]["calendar"]
        title = titles["owner" if owner else "all"].format(
            unit=self.report.unit.label, year=year, owner=self.theme.tasks.owner(name)
        )
        text = calendar_text([self._work(year, owner)], title)
        return addresses.todo_page(year) + calendar_name(owner), text

    def _work(self, year: int, owner: str | None = None) -> WorkList:
        return WorkList(self.theme, self._all_work.only(Wanted(owner=owner, year=year)), self.place)

    @cached_property
    def _all_work(self) -> Todo:
        return todo(self.report)

    def _newest_todo(self) -> tuple[int, Todo] | None:
        """The year and the work list of the newest plan that has measures."""
        years = [plan.year for plan in self.report.plans if plan.measures]
        return (years[-1], self._work(years[-1]).todo) if years else None

    def _todo(self, plan: PlanReport, values: Mapping[str, Any]) -> Iterator[Page]:
        more: dict[str, Any] = {
            "todo": self._work(plan.year).todo,
            "table_name": TABLE,
            "calendar_name": calendar_name,
            "remind_days": REMIND_DAYS,
        }
        yield self._page("todo", addresses.todo_page(plan.year), task_page=task_page, **values, **more)

    def _history(self) -> Page:
        return self._page("history", addresses.HISTORY, rows=history_rows(self.report.results))

    def _year(self, year: YearReport) -> Iterator[Page]:
        if year.results:
            yield self._results(year.results)
        if year.plan:
            yield from self._plan(year.plan)
        if year.sheet:
            yield self._page("oit", addresses.oit_page(year.year), sheet=year.sheet)

    def _results(self, results: ResultsReport) -> Page:
        return self._page(
            "results",
            addresses.results_page(results.year),
            results=results,
            consequences=_Lookup(consequences(results.year, self.report.plans)),
            others=other_years(results, self.report.results),
        )

    def _plan(self, plan: PlanReport) -> Iterator[Page]:
        values = self._plan_values(plan)
        if plan.source:
            titles = {measure.id: measure.title for measure in plan.measures}
            yield self._page("analysis", addresses.analysis_page(plan.year), titles=titles, **values)
        yield self._page("measures", addresses.measures_page(plan.year), **values)
        if plan.measures:
            yield self._page("progress", addresses.progress_page(plan.year), **values)

    def _plan_values(self, plan: PlanReport) -> dict[str, Any]:
        results = self.report.analysed_results(plan.year)
        return {"plan": plan, "analysed_results": results, "scores": scores_of(self.theme, results)}

    def _measure(self, measure: MeasureReport, values: Mapping[str, Any]) -> Page:
        plan: PlanReport = values["plan"]
        more: dict[str, Any] = {
            "measure": measure,
            "finding_texts": {each.anchor: each.finding.text for each in plan.findings},
            "analysed": {each.id for each in plan.sections if each.section or each.findings},
        }
        address = addresses.measure_page(plan.year, measure.id)
        title = plain_line(measure.title, values["scores"])
        return replace(self._page("measure", address, title=title, **values, **more), title=title)

    def _qr(self, plan: PlanReport) -> Markup | None:
        """The QR code of a plan's table of measures, if the website's address is known."""
        address = self.place.url(addresses.measures_page(plan.year))
        return qr_code(address) if address else None

    def _page(self, name: str, address: str, scores: Scores | None = None, **values: Any) -> Page:
        frame = self._frame(name, address)
        shared = {
            "report": self.report,
            "unit": self.report.unit,
            "today": self.report.today,
            "result_anchors": {results.year: results.anchors for results in self.report.results},
            "frame": frame,
            "structured": partial(self._structured, address, frame.year),
            "url": self.place.url,
            "licence": self.place.licence,
        }
        markdown = render_page(self.theme, name, address, {**shared, **values}, scores or no_scores)
        return Page(address, self.titles.get(name, name), markdown)

    def _frame(self, name: str, address: str) -> Frame:
        return page_frame(self.report, self.theme.words, self.place, name, address)

    def _structured(self, address: str, year: int | None, name: str, description: str) -> Markup:
        about = {"name": name, "description": description, "address": address}
        return structured_unit(self.report, self.place, about, year)


class _Lookup(dict[str, Consequences]):
    """Consequences by code; a code that caused nothing has None."""

    def __missing__(self, code: str) -> None:
        return None
