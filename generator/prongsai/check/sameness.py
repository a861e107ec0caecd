"""Rules about copies: what is the same everywhere was perhaps not thought about anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from prongsai.load import Placed, UnitFiles
from prongsai.model.measure import Measure
from prongsai.problems import Problem

FEWEST = 4
"""Fewer measures than this can well share an owner or a period."""
SHORTEST = 60
"""Letters; shorter texts are alike by chance."""
SHARED: Mapping[str, Callable[[Measure], object]] = {
    "owners": lambda measure: measure.responsible,
    "follow_up": lambda measure: tuple(row.text for row in measure.follow_up),
}
"""What is compared between the measures of one plan, by field."""


def problems(units: Iterable[UnitFiles]) -> Iterator[Problem]:
    """Yield what is the same within a plan, and measures that stand word for word elsewhere."""
    first: dict[str, tuple[UnitFiles, Placed[Measure]]] = {}
    for unit in units:
        for year in unit.years:
            yield from same_everywhere(year.measures)
            for measure in year.measures:
                yield from repeated_measure(unit, measure, first)


def same_everywhere(measures: tuple[Placed[Measure], ...]) -> Iterator[Problem]:
    """Owners and follow-up are each measure's own."""
    if len(measures) < FEWEST:
        return
    for field, value in SHARED.items():
        values = {value(measure.value) for measure in measures}
        if len(values) == 1 and next(iter(values)):
            yield measures[0].problem("same-everywhere", field, count=len(measures))


def repeated_measure(
    unit: UnitFiles, measure: Placed[Measure], first: dict[str, tuple[UnitFiles, Placed[Measure]]]
) -> Iterator[Problem]:
    """A measure is not word for word an earlier year's or another body's."""
    text = _text(measure.value)
    if len(text) < SHORTEST:
        return
    found = first.setdefault(text, (unit, measure))
    if found[1] is not measure and not (found[0] is unit and measure.value.continues):
        yield measure.problem("repeated-measure", "steps", other=found[1].document.path)


def _text(measure: Measure) -> str:
    rows = (measure.title or "", measure.approach or "", *(step.text for step in measure.steps))
    return "".join("".join(rows).split())
