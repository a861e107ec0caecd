"""The pages of a year as it was submitted, below `<year>/submitted/`: they never change again.

They are the body's ordinary pages, made from the data of that day, with a line that says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from prongsai import addresses
from prongsai.derive import UnitReport, YearReport
from prongsai.derive.plan import PlanReport
from prongsai.derive.submission import SubmittedReport
from prongsai.render.environment import Theme
from prongsai.render.filters import relative_address
from prongsai.render.frame import Frame, Licence, Place, page_frame, submitted_frame, year_pages
from prongsai.render.page import Group, Page
from prongsai.render.unit_pages import UnitPages


class SubmittedPages(UnitPages):
    """Renders one submitted year; where the data of that day cannot be shown, only the page that says why."""

    def __init__(
        self, theme: Theme, today: UnitReport, submitted: SubmittedReport, licence: Licence | None
    ) -> None:
        super().__init__(theme, submitted.report or replace(today, years=()), Place(licence=licence))
        self._today = today
        self._submitted = submitted
        self._root = addresses.submitted_page(submitted.year)

    def pages(self) -> Iterator[Page]:
        """Every page, at its address in the body's site."""
        for page in (self._index(), *self._past()):
            yield replace(page, address=f"{self._root}{page.address}", is_searched=False)

    @property
    def texts(self) -> dict[str, str]:
        """The open data of that day, at their addresses in the body's site."""
        return {f"{self._root}{path}": text for path, text in self.data_texts.items()}

    def _index(self) -> Page:
        """What was submitted when, and what has changed since."""
        return self._page(
            "submitted",
            addresses.HOME,
            submitted=self._submitted,
            years=[(each.year, _lasting_pages(each)) for each in reversed(self.report.years)],
            today_home=relative_address("", self._root),
        )

    def _past(self) -> Iterator[Page]:
        for node in self.nav():
            if isinstance(node, Group):
                yield from (child for child in node.children if isinstance(child, Page))
            elif node.address == addresses.HISTORY:
                yield node
        yield from self.unlisted()

    def _todo(self, _plan: PlanReport, _values: Mapping[str, Any]) -> Iterator[Page]:
        """No page: what was left to do on that day is no longer of use."""
        yield from ()

    def _frame(self, name: str, address: str) -> Frame:
        frame = page_frame(self.report, self.theme.words, self.place, name, address)
        return submitted_frame(frame, self._today, self.theme.words, self._submitted.year, address)


def _lasting_pages(year: YearReport) -> list[tuple[str, str]]:
    """A year's pages without the work list, which speaks of today."""
    return [(kind, address) for kind, address in year_pages(year) if kind != "todo"]
