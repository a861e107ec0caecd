"""Which reports of progress the assessments ask of a fiscal year's measures, and by which item."""

from __future__ import annotations

from dataclasses import dataclass

from prongsai.model.calendar import Round
from prongsai.model.unit import Unit
from prongsai.reference import Reference


@dataclass(frozen=True, slots=True)
class AskedRound:
    """A round of which an item asks for a report.

    `year` is the assessed year to which the item belongs; `is_sure` tells whether the manual was seen.
    """

    round: Round
    item: str
    year: int
    is_sure: bool


def asked_rounds(unit: Unit, reference: Reference, year: int) -> tuple[AskedRound, ...]:
    """Return the rounds of a fiscal year of which some assessed year asks for a report."""
    kind = reference.kinds.get(unit.kind)
    return tuple(
        AskedRound(item.role.round, item.id, framework.year, item.standing.is_sure)
        for (family, _), framework in sorted(reference.frameworks.items())
        for item in framework.items
        if kind and kind.family == family and item.role
        if item.role.page == "progress" and framework.year + item.role.plan == year
    )
