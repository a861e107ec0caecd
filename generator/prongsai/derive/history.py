"""The years side by side: one row for each code that keeps its meaning from year to year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from prongsai.derive.scores import Figure, ResultsReport, predecessor
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


def other_years(
    results: ResultsReport, every: Sequence[ResultsReport]
) -> Mapping[str, tuple[tuple[int, Figure], ...]]:
    """By code of one year's results: its figures in the other years, while it kept its meaning."""
    here = next(place for place, each in enumerate(every) if each.year == results.year)
    older, newer = tuple(reversed(every[:here])), every[here + 1 :]
    found = {}
    for code in results.figures:
        before = _walk(code, results, older, _earlier_code)
        after = _walk(code, results, newer, _later_code)
        found[code] = (*reversed(before), *after)
    return found


def _walk(
    code: str,
    start: ResultsReport,
    years: Sequence[ResultsReport],
    step: Callable[[str, ResultsReport, ResultsReport], str | None],
) -> list[tuple[int, Figure]]:
    """Follow a code from year to year until one year does not ask the same."""
    found = []
    here, name = start, code
    for there in years:
        known = step(name, here, there)
        if known is None:
            break
        here, name = there, known
        if there.figures[name].is_known:
            found.append((there.year, there.figures[name]))
    return found


def _earlier_code(code: str, here: ResultsReport, there: ResultsReport) -> str | None:
    return predecessor(code, here.framework, there.framework)


def _later_code(code: str, here: ResultsReport, there: ResultsReport) -> str | None:
    framework = here.framework
    return next(
        (name for name in there.figures if predecessor(name, there.framework, framework) == code), None
    )


def _same(report: ResultsReport, title: str | None, code: str) -> Figure | None:
    figure = report.figures.get(code)
    return figure if figure and figure.title == title else None
