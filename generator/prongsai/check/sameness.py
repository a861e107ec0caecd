"""Rules about copies: what is the same everywhere was perhaps not thought about anywhere.

What is compared between bodies is a few numbers of each, so that nobody needs all bodies at once.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise

from prongsai.check.acceptances import Accepted, accepted_of
from prongsai.load import Placed, UnitFiles
from prongsai.model.measure import Measure
from prongsai.problems import Place, Problem

FEWEST = 4
"""Fewer measures than this can well share an owner or a period."""
SHORTEST = 60
"""Letters; shorter texts are alike by chance."""
BETWEEN_BODIES = frozenset(("repeated-measure",))
"""The problems that only a comparison of all bodies finds."""
SHARED: Mapping[str, Callable[[Measure], object]] = {
    "owners": lambda measure: measure.responsible,
    "follow_up": lambda measure: tuple(row.text for row in measure.follow_up),
}
"""What is compared between the measures of one plan, by field."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How a measure is worded: a digest of 64 bits, the place of its steps, whether it carries on another."""

    digest: int
    place: Place
    is_continued: bool


@dataclass(frozen=True, slots=True)
class Comparable:
    """What is compared of one body with all others, and what its files accept of that."""

    unit: str
    wordings: tuple[Wording, ...]
    accepted: tuple[Accepted, ...]


def problems(unit: UnitFiles) -> Iterator[Problem]:
    """Yield what is the same within a plan."""
    for year in unit.years:
        yield from same_everywhere(year.measures)


def same_everywhere(measures: tuple[Placed[Measure], ...]) -> Iterator[Problem]:
    """Owners and follow-up are each measure's own."""
    if len(measures) < FEWEST:
        return
    for field, value in SHARED.items():
        values = {value(measure.value) for measure in measures}
        if len(values) == 1 and next(iter(values)):
            yield measures[0].problem("same-everywhere", field, count=len(measures))


def comparable(unit: UnitFiles) -> Comparable:
    """Return what is compared of a body."""
    measures = (measure for year in unit.years for measure in year.measures)
    return Comparable(
        unit.id,
        tuple(_wording(each) for each in measures if len(_text(each.value)) >= SHORTEST),
        tuple(each for each in accepted_of(unit) if each.acceptance.problem in BETWEEN_BODIES),
    )


def repeated_measures(units: Iterable[Comparable]) -> Iterator[Problem]:
    """A measure is not word for word an earlier year's or another body's.

    The bodies come in the order of their ids and are gone through twice; only digests are held.
    """
    digests = array("Q", (each.digest for unit in units for each in unit.wordings))
    repeated = {one for one, next_one in pairwise(sorted(digests)) if one == next_one}
    first: dict[int, tuple[str, Wording]] = {}
    for unit in units:
        for wording in unit.wordings:
            if wording.digest in repeated:
                owner, found = first.setdefault(wording.digest, (unit.unit, wording))
                if found is not wording and not (owner == unit.unit and wording.is_continued):
                    yield Problem(wording.place, "repeated-measure", {"other": found.place.path})


def _wording(measure: Placed[Measure]) -> Wording:
    digest = blake2b(_text(measure.value).encode(), digest_size=8).digest()
    place = measure.document.place(("steps",))
    return Wording(int.from_bytes(digest), place, bool(measure.value.continues))


def _text(measure: Measure) -> str:
    rows = (measure.title or "", measure.approach or "", *(step.text for step in measure.steps))
    return "".join("".join(rows).split())
