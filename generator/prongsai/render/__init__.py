"""Reports + theme -> sites of finished Markdown. Pure: templates choose and loop, never compute.

Which pages a body has is decided here; what they say stands in `theme/pages/`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from markupsafe import Markup

from prongsai import addresses
from prongsai.content import Content
from prongsai.derive import SiteReport, UnitReport, YearReport
from prongsai.derive.consequences import Consequences, consequences
from prongsai.derive.history import history_rows
from prongsai.derive.plan import MeasureReport, PlanReport
from prongsai.derive.scores import ResultsReport
from prongsai.derive.sheet import ItemReport, SheetReport
from prongsai.load import EVIDENCE
from prongsai.render.csv_text import table_text
from prongsai.render.environment import Theme
from prongsai.render.filters import relative_address
from prongsai.render.page import Group, Page, Site
from prongsai.render.text import Scores, plain_line, render_line, render_text

PORTAL_ID = "_portal"


def render_unit(theme: Theme, report: UnitReport, address: str, content: Content) -> Site:
    """Return the site of one body; `content` stands beside its own pages where it has the root."""
    renderer = _UnitRenderer(theme, report)
    words = theme.words["site"]
    pages = _content_pages(content)
    return Site(
        id=report.id,
        address=address,
        name=report.unit.label,
        description=words["unit_description"].format(name=report.unit.name),
        nav=(*renderer.nav(), *(() if address else pages)),
        footer=pages,
        files={f"{EVIDENCE}/{name}": f"{report.evidence_folder}/{name}" for name in report.evidence},
    )


def render_portal(theme: Theme, report: SiteReport, content: Content) -> Site:
    """Return the site that lists all bodies."""
    words = theme.words["site"]
    values = {"site": report, "today": report.today, "opening": Markup(content.home)}
    markdown = _render(theme, "portal", addresses.HOME, values, _no_scores)
    home = Page(addresses.HOME, theme.words["pages"]["home"], markdown)
    grids = [_grid(theme, report, year, rows) for year, rows in report.grids]
    pages = (*grids, *_content_pages(content))
    return Site(
        PORTAL_ID,
        "",
        words["portal"],
        words["portal_description"],
        (home, *pages),
        _content_pages(content),
        {},
    )


def render_answers(theme: Theme, report: UnitReport, sheet: SheetReport, form: str) -> str:
    """Return an answer sheet as plain text (`txt`) or as a table for a spreadsheet (`csv`)."""
    rows = [
        _answer_row(theme, report, group.group.title, item) for group in sheet.groups for item in group.items
    ]
    if form == "csv":
        return table_text(theme.words["answer_columns"], rows)
    lines = ["  ".join(filter(None, [row[0], row[2], f"[{row[3]}]", *row[4:]])) for row in rows]
    heading = theme.words["answer_heading"].format(
        name=report.unit.name, year=sheet.year, answered=sheet.answered, items=len(rows)
    )
    return "\n".join([heading, *lines, ""])


def _answer_row(theme: Theme, report: UnitReport, group: str, item: ItemReport) -> list[str]:
    words = theme.words
    state = words["item_states"]["answered" if item.is_answered else "open"]
    own = f"{report.id}/{item.own.address}" if item.own else ""
    where = words["where"][item.own.page].format(year=item.own.year) if item.own else ""
    links = [" ".join(filter(None, [link.title, link.url, link.where])) for link in item.links]
    missing = [f"{words['element_states'][each.state]}: {each.element.title}" for each in item.missing]
    return [
        theme.speller.code(item.item.id),
        group,
        item.item.title,
        state,
        own,
        where,
        *_joined(links, missing),
    ]


def _joined(*lists: list[str]) -> list[str]:
    return [" | ".join(each) for each in lists]


class _UnitRenderer:
    """Renders the pages of one body; every page gets the report, its own values and the way to others."""

    def __init__(self, theme: Theme, report: UnitReport) -> None:
        self.theme = theme
        self.report = report
        self.titles = theme.words["pages"]

    def nav(self) -> Iterator[Page | Group]:
        years = [(year.year, tuple(self._year(year))) for year in reversed(self.report.years)]
        yield self._page(
            "home",
            addresses.HOME,
            self._scores_of(self.report.latest_results),
            source=self.report.source,
            year_pages=[(year, [_first_page(node) for node in nodes]) for year, nodes in years],
        )
        for year, nodes in years:
            yield Group(self.titles["year"].format(year=year), nodes)
        if len(self.report.results) > 1:
            yield self._page("history", addresses.HISTORY, rows=history_rows(self.report.results))

    def _year(self, year: YearReport) -> Iterator[Page | Group]:
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
        )

    def _plan(self, plan: PlanReport) -> Iterator[Page | Group]:
        analysed = self.report.year(plan.result_year)
        scores = self._scores_of(analysed.results if analysed else None)
        values: dict[str, Any] = {"plan": plan, "scores": scores}
        if plan.source:
            titles = {measure.id: measure.title for measure in plan.measures}
            yield self._page("analysis", addresses.analysis_page(plan.year), titles=titles, **values)
        table = self._page("measures", addresses.measures_page(plan.year), **values)
        if plan.measures:
            yield Group(table.title, (table, *(self._measure(each, values) for each in plan.measures)))
            yield self._page("progress", addresses.progress_page(plan.year), **values)
        else:
            yield table

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

    def _page(self, name: str, address: str, scores: Scores | None = None, **values: Any) -> Page:
        shared = {
            "report": self.report,
            "unit": self.report.unit,
            "today": self.report.today,
            "result_anchors": {results.year: results.anchors for results in self.report.results},
        }
        markdown = _render(self.theme, name, address, {**shared, **values}, scores or _no_scores)
        return Page(address, self.titles.get(name, name), markdown)

    def _scores_of(self, results: ResultsReport | None) -> Scores:
        if not results:
            return _no_scores
        figures = results.figures
        return lambda code: (
            self.theme.speller.figure(figures[code]) if code in figures and figures[code].is_known else None
        )


class _Lookup(dict[str, Consequences]):
    """Consequences by code; a code that caused nothing has None."""

    def __missing__(self, code: str) -> None:
        return None


def _render(theme: Theme, name: str, address: str, values: Mapping[str, Any], scores: Scores) -> str:
    """Return a page's Markdown; its texts show these scores and its links start from its address."""
    voices = {
        "text": partial(render_text, scores=scores),
        "line": partial(render_line, scores=scores),
        "go": partial(relative_address, page=address),
    }
    return theme.environment.get_template(f"pages/{name}.md.j2").render(**values, **voices).lstrip()


def _grid(
    theme: Theme, report: SiteReport, year: int, rows: tuple[tuple[UnitReport, SheetReport], ...]
) -> Page:
    address = addresses.grid_page(year)
    values = {"year": year, "rows": rows, "today": report.today}
    title = theme.words["grid"].format(year=year)
    return Page(address, title, _render(theme, "grid", address, values, _no_scores))


def _content_pages(content: Content) -> tuple[Page, ...]:
    return tuple(Page(each.address, each.title, each.markdown) for each in content.pages)


def _first_page(node: Page | Group) -> Page:
    return node if isinstance(node, Page) else _first_page(node.children[0])


def _no_scores(_code: str) -> None:
    return None
