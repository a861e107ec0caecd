"""The years side by side: one row for each code that keeps its meaning from year to year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prongsai.derive.scores import Figure, ResultsReport
from prongsai.model.framework import TOTAL


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One code in every year; a year without it has None."""

    code: str
    title: str | None
    figures: tuple[tuple[ResultsReport, Figure | None], ...]


def history_rows(results: Sequence[ResultsReport]) -> tuple[HistoryRow, ...]:
    """Return the total, the instruments and the indicators (titles of the newest year), oldest year first."""
    newest = results[-1].framework
    codes = [TOTAL, *(each.id for each in newest.instruments), *(each.id for each in newest.indicators)]
    return tuple(
        HistoryRow(
            code,
            newest.titles.get(code),
            tuple((each, _same(each, newest.titles.get(code), code)) for each in results),
        )
        for code in codes
    )


def _same(report: ResultsReport, title: str | None, code: str) -> Figure | None:
    figure = report.figures.get(code)
    return figure if figure and figure.title == title else None
