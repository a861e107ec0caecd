"""A body's fiscal year as one document for printing: its chapters, and where each link of theirs leads.

It must not know how a page becomes PDF. What the document says stands in `theme/pages/report.html.j2`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup

from prongsai import addresses
from prongsai.derive import UnitReport, YearReport
from prongsai.derive.scores import ResultsReport
from prongsai.fields import field_words
from prongsai.load import Placed
from prongsai.render.environment import Theme, scores_of
from prongsai.render.frame import Place
from prongsai.render.qr import qr_code
from prongsai.render.text import render_line, render_text

STYLE_SHEETS = (
    "overrides/assets/stylesheets/prongsai.css",
    "overrides/assets/stylesheets/charts.css",
    "paper/report.css",
)
"""Below the theme, in this order; the last is no part of the website."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: what kind of chapter it is, its number from 1, its title, the results that it shows."""

    kind: str
    number: int
    anchor: str
    title: str
    results: ResultsReport | None = None
    headings: tuple[tuple[str, str], ...] = ()
    """Those below the title that the contents list: anchor and words."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One fiscal year of a body, ready to be laid out; `place` is where its pages stand on the web."""

    theme: Theme
    report: UnitReport
    year: YearReport
    place: Place

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """What the document has, in its order."""
        titles = self.theme.words["report"]["chapters"]
        return tuple(
            Chapter(
                kind,
                number,
                _results_anchor(results) if results else kind,
                titles[kind].format(year=results.year if results else self.year.year),
                results,
                tuple(self._headings(kind)),
            )
            for number, (kind, results) in enumerate(self._kinds(), 1)
        )

    def _headings(self, kind: str) -> Iterator[tuple[str, str]]:
        plan = self.year.plan
        if plan and kind == "analysis":
            shown = (each for each in plan.sections if each.section or each.findings)
            yield from ((f"analysis-{each.id}", each.title) for each in shown)
        if plan and kind == "measures":
            yield from ((f"measure-{each.id}", each.title) for each in plan.measures)

    def _kinds(self) -> Iterator[tuple[str, ResultsReport | None]]:
        """The results that a plan analyses stand before it, those of its own year behind it."""
        plan, own = self.year.plan, self.year.results
        analysed = self.report.analysed_results(self.year.year)
        if analysed:
            yield "analysed", analysed
        if plan and plan.source:
            yield "analysis", None
        if plan:
            yield "measures", None
            if plan.measures:
                yield "progress", None
        if own and own is not analysed:
            yield "results", own
        if self.documents:
            yield "notes", None

    @property
    def shown_results(self) -> tuple[ResultsReport, ...]:
        """The results that have a chapter."""
        analysed = self.report.analysed_results(self.year.year)
        known = (analysed, None if self.year.results is analysed else self.year.results)
        return tuple(each for each in known if each)

    @property
    def documents(self) -> tuple[Placed[Any], ...]:
        """The files that say something of themselves: source, note, mended words, accepted faults."""
        return tuple(each for each in self.files if each.value.says_of_itself)

    @property
    def files(self) -> tuple[Placed[Any], ...]:
        """The files that the document is made of."""
        plan = self.year.plan
        files: list[Placed[Any]] = [self.report.source, *(each.source for each in self.shown_results)]
        if plan:
            files += [plan.source] if plan.source else []
            files += [measure.source for measure in plan.measures]
        return tuple(files)

    def way(self, target: str) -> str:
        """Where a link to a page leads: into the document, else onto the web if that has an address."""
        address, _, anchor = target.partition("#")
        start = self._ways.get(address)
        if start is None:
            return self.place.url(target)
        return f"#{start}-{anchor}" if anchor else f"#{start}"

    @property
    def _ways(self) -> Mapping[str, str]:
        """The pages of the website that have a place in the document."""
        year, plan = self.year.year, self.year.plan
        ways = {addresses.results_page(each.year): _results_anchor(each) for each in self.shown_results}
        if plan:
            ways |= {addresses.analysis_page(year): "analysis"} if plan.source else {}
            ways[addresses.measures_page(year)] = "measures"
            ways |= {addresses.measure_page(year, each.id): f"measure-{each.id}" for each in plan.measures}
        return ways


def render_paper(paper: Paper, theme: Path, numbers: Mapping[str, int]) -> str:
    """Return the document as HTML; `theme` is where its style sheets are, `numbers` the pages of headings."""
    plan = paper.year.plan
    results = paper.report.analysed_results(paper.year.year)
    scores, terms = scores_of(paper.theme, results), paper.theme.terms
    values = {
        "paper": paper,
        "report": paper.report,
        "unit": paper.report.unit,
        "today": paper.report.today,
        "year": paper.year.year,
        "plan": plan,
        "numbers": numbers,
        "result_anchors": {each.year: each.anchors for each in paper.shown_results},
        "styles": [(theme / name).as_uri() for name in STYLE_SHEETS],
        "css_text": css_text,
        "qr": _qr(paper),
        "site": paper.place.url(""),
        "last": paper.report.changes.last_of(paper.files),
        "foot": _foot(paper),
        "notes": [(field_words()[type(each.value).__name__].title, each) for each in paper.documents],
        "titles": {each.id: each.title for each in plan.measures} if plan else {},
        "text": partial(render_text, scores=scores, terms=terms),
        "line": partial(render_line, scores=scores, terms=terms),
        "go": paper.way,
    }
    return paper.theme.filled("pages/report.html.j2", values)


def css_text(text: str) -> Markup:
    """A string of a style sheet; every sign that could end it is written by its number."""
    signs = (sign if sign.isascii() and sign.isalnum() else f"\\{ord(sign):x} " for sign in text)
    return Markup(f'"{"".join(signs)}"')


def _qr(paper: Paper) -> Markup | None:
    address = paper.place.url("")
    return qr_code(address) if address else None


def _results_anchor(results: ResultsReport) -> str:
    return f"results-{results.year}"


def _foot(paper: Paper) -> str:
    """What stands at the foot of every page beside its number."""
    day = paper.theme.speller.date(paper.report.today)
    said = paper.theme.words["report"]["as_of"].format(day=day)
    return " · ".join(filter(None, (said, paper.place.url(""))))
