"""Rules about time that need today: nothing is finished or reported before it can have been."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from prongsai.check.case import Case
from prongsai.check.mentions import lines_of, pattern, phrases
from prongsai.load import Placed, YearFiles
from prongsai.model.calendar import BUDDHIST_OFFSET, When, parse_when, round_span
from prongsai.model.digits import fold_digits
from prongsai.model.measure import Entry, Measure
from prongsai.model.references import free_texts
from prongsai.problems import Problem


def problems(case: Case) -> Iterator[Problem]:
    """Yield what lies in the future, comes before its round, or names a year of the wrong era."""
    for year in case.unit.years:
        yield from missing_results(case, year)
        for placed in year.files:
            yield from wrong_era(placed)
        for measure in year.measures:
            yield from done_in_the_future(measure, case.today)
            for index, entry in enumerate(measure.value.progress):
                yield from entry_in_the_future(measure, index, case.today)
                yield from entry_before_round(measure, index, year.year)
                yield from done_after_report(measure, index, entry.stands_at(year.year))


def missing_results(case: Case, year: YearFiles) -> Iterator[Problem]:
    """The results that a plan analyses are there, so that its numbers can be checked."""
    if not year.analysis:
        return
    analysed = year.analysis.value.result_year
    if not case.unit.year(analysed).results and case.framework(analysed):
        yield year.analysis.problem("missing-results", "result_year", year=analysed)


def wrong_era(placed: Placed[Measure]) -> Iterator[Problem]:
    """A year behind the name of an era is of that era."""
    for at, text in free_texts(placed.value):
        folded = fold_digits(text)
        for phrase, offset in (("<buddhist_era>", BUDDHIST_OFFSET), ("<christian_era>", -BUDDHIST_OFFSET)):
            for found in pattern(phrase).finditer(folded):
                facts = {"said": found[0], "likely": int(found[1]) + offset}
                yield placed.text_problem("wrong-era", at, found.start(), **facts)


def done_in_the_future(measure: Placed[Measure], today: date) -> Iterator[Problem]:
    """What is said to be done was done by today."""
    for field in ("steps", "follow_up"):
        for index, step in enumerate(getattr(measure.value, field)):
            if isinstance(step.done, When) and step.done.span.first > today:
                yield measure.problem("done-in-future", field, index, "done")


def entry_in_the_future(measure: Placed[Measure], index: int, today: date) -> Iterator[Problem]:
    """Nothing is reported on a day that has not come."""
    day = measure.value.progress[index].date
    if day and day > today:
        yield measure.problem("entry-in-future", "progress", index, "date")


def entry_before_round(measure: Placed[Measure], index: int, year: int) -> Iterator[Problem]:
    """A round is not reported before it begins."""
    entry: Entry = measure.value.progress[index]
    if entry.round and entry.date and entry.date < round_span(year, entry.round).first:
        yield measure.problem("entry-before-round", "progress", index, "date", round=entry.round)


def done_after_report(measure: Placed[Measure], index: int, reported: date) -> Iterator[Problem]:
    """A report does not tell of things finished after its own day or the end of its round."""
    text = measure.value.progress[index].text
    if not text:
        return
    months = phrases()["months"].split("|")
    month_and_year = pattern(r"<finished>(<months>)\s*(?:<era>\s*)?(<year>)(?!\d)")
    for start, line in lines_of(fold_digits(text)):
        for found in month_and_year.finditer(line):
            finished = parse_when(f"{found[2]}-{months.index(found[1]) + 1:02}")
            is_hoped = pattern(r"<hedge>").search(line[: found.start()])
            if finished.span.first > reported and not is_hoped:
                yield measure.text_problem(
                    "done-after-report", ("progress", index, "text"), start + found.start(), said=found[0]
                )
