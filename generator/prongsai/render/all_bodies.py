"""All bodies of one website, put in order and counted, for the pages that list them.

It holds a summary of each and fetches the details of one at a time. It must not know what the pages say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from prongsai.derive.collation import thai_order
from prongsai.provinces import OTHER, province_of
from prongsai.render.news import ToldNews
from prongsai.render.summary import Details, SheetSummary, Summary

MOST_LISTED = 300
"""So many bodies are one page; of more, each province has its own. A row is 1.2 KB of HTML: 300 take about
0.4 MB, 40 KB as they are sent; all 7,850 would be 10 MB on a phone."""

GridRow = tuple[Summary, SheetSummary]
"""A body and its answer sheet of one assessed year."""


@dataclass(frozen=True, slots=True)
class Region:
    """The bodies of one province by name; the province's is empty where they state none."""

    id: str
    province: str
    units: tuple[Summary, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many bodies there are, how many measures their newest plans have, and how these stand."""

    units: int
    measures: int
    done: int
    late: int
    no_report: int


@dataclass(frozen=True, slots=True)
class Domain:
    """What one province's pages list: its region, or all regions that are no known province."""

    id: str
    regions: tuple[Region, ...]
    count: Count
    sheets: tuple[tuple[int, int], ...]
    """By assessed year, newest first: how many bodies have an answer sheet."""

    @property
    def units(self) -> tuple[Summary, ...]:
        """Its bodies, region by region."""
        return tuple(unit for region in self.regions for unit in region.units)


@dataclass(frozen=True)
class SiteReport:
    """All bodies of one website, as the portal shows them.

    `details` and `news` fetch a body's by its id. `kept` are the ids of bodies whose data have errors and
    whose pages stand as they were published before.
    """

    units: tuple[Summary, ...]
    today: date
    details: Callable[[str], Details]
    news: Callable[[str], tuple[ToldNews, ...]]
    kept: tuple[str, ...] = ()

    @property
    def is_divided(self) -> bool:
        """Tell whether there are so many bodies that each province has a page."""
        return len(self.units) > MOST_LISTED

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """Province by province in the order of the Thai dictionary, bodies of no stated province last."""
        found: dict[tuple[str, str], list[Summary]] = {}
        for unit in self.units:
            province = province_of(unit.province)
            found.setdefault((province.name, province.id), []).append(unit)
        names = sorted(found, key=lambda key: (not key[0], thai_order(key[0])))
        return tuple(Region(key[1], key[0], tuple(sorted(found[key], key=_by_name))) for key in names)

    @cached_property
    def domains(self) -> tuple[Domain, ...]:
        """The provinces that have pages of their own, in order; what is none of them last. Few have none."""
        if not self.is_divided:
            return ()
        found: dict[str, list[Region]] = {}
        for region in self.regions:
            found.setdefault(region.id, []).append(region)
        return tuple(_domain(each, found[each]) for each in sorted(found, key=lambda each: each == OTHER))

    @property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """The kinds of bodies that there are: id and title."""
        return kinds_of(self.units)

    @cached_property
    def sheets(self) -> tuple[tuple[int, int], ...]:
        """By assessed year, newest first: how many bodies have an answer sheet."""
        return _count_sheets(self.units)

    def grids(self, units: Iterable[Summary]) -> tuple[tuple[int, tuple[GridRow, ...]], ...]:
        """By assessed year, newest first: every one of these bodies that has an answer sheet, with it."""
        rows: dict[int, list[GridRow]] = {}
        for unit in units:
            for sheet in self.details(unit.id).sheets if unit.sheets else ():
                rows.setdefault(sheet.year, []).append((unit, sheet))
        return tuple((year, tuple(rows[year])) for year in sorted(rows, reverse=True))


def kinds_of(units: Iterable[Summary]) -> tuple[tuple[str, str], ...]:
    """The kinds of these bodies: id and title, in the order of the Thai dictionary."""
    kinds = {unit.kind: unit.kind_title for unit in units}
    return tuple(sorted(kinds.items(), key=lambda pair: thai_order(pair[1])))


def _domain(province_id: str, regions: Iterable[Region]) -> Domain:
    found = tuple(regions)
    units = [unit for region in found for unit in region.units]
    return Domain(province_id, found, _count(units), _count_sheets(units))


def _count(units: Iterable[Summary]) -> Count:
    known = list(units)
    plans = [unit.plan for unit in known if unit.plan]
    return Count(
        units=len(known),
        measures=sum(plan.measures for plan in plans),
        done=sum(plan.done for plan in plans),
        late=sum(plan.late for plan in plans),
        no_report=sum(plan.no_report for plan in plans),
    )


def _count_sheets(units: Iterable[Summary]) -> tuple[tuple[int, int], ...]:
    counted = Counter(year for unit in units for year in unit.sheets)
    return tuple(sorted(counted.items(), reverse=True))


def _by_name(unit: Summary) -> tuple[str, str]:
    return thai_order(unit.name)
