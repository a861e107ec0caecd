"""An assessed year -> the answer sheet: every OIT item beside what the body publishes for it.

It joins the framework's items with the body's plans (by the years that the item draws on) and its links.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from prongsai import addresses
from prongsai.derive.elements import ElementReport, Sources, element_report
from prongsai.derive.plan import PlanReport
from prongsai.derive.scores import ResultsReport
from prongsai.load import Placed
from prongsai.model.framework import Framework, Group, Item, ItemRole
from prongsai.model.oit import Link, Oit

OWN_ANCHORS = {"measures": "#table", "progress": "#rounds"}
"""Where on the page the answer begins."""


@dataclass(frozen=True, slots=True)
class OwnPage:
    """The page of this site that answers an item: its address and the fiscal year that it speaks of."""

    page: Literal["measures", "progress"]
    address: str
    year: int


@dataclass(frozen=True, slots=True)
class ItemReport:
    """One item: this site's own page for it (always first), the body's links, its required elements.

    `other_years` are those of which the body has such a page where the asked one is missing.
    """

    item: Item
    own: OwnPage | None
    links: tuple[Link, ...]
    elements: tuple[ElementReport, ...]
    other_years: tuple[int, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Tell whether the item can be seen anywhere."""
        return self.own is not None or any(link.url for link in self.links)

    @property
    def state(self) -> Literal["answered", "noted", "open"]:
        """Tell whether the item can be seen, is answered in words only, or not at all."""
        if self.is_answered:
            return "answered"
        return "noted" if any(link.note for link in self.links) else "open"

    @property
    def missing(self) -> tuple[ElementReport, ...]:
        """The required elements that are missing or not complete."""
        return tuple(each for each in self.elements if each.state in ("missing", "partial"))


@dataclass(frozen=True, slots=True)
class GroupReport:
    """A heading with its items."""

    group: Group
    items: tuple[ItemReport, ...]

    @property
    def answered(self) -> int:
        """How many of its items can be seen somewhere."""
        return sum(item.is_answered for item in self.items)


@dataclass(frozen=True, slots=True)
class SheetReport:
    """The answer sheet of an assessed fiscal year."""

    year: int
    framework: Framework
    source: Placed[Oit] | None
    groups: tuple[GroupReport, ...]

    @property
    def items(self) -> tuple[ItemReport, ...]:
        """Every item, group by group."""
        return tuple(item for group in self.groups for item in group.items)

    @property
    def answered(self) -> int:
        """How many items can be seen somewhere."""
        return sum(item.is_answered for item in self.items)

    @property
    def has_unsure_facts(self) -> bool:
        """Tell whether the sheet rests on anything that was not checked against the manual."""
        items = (each.item for each in self.items)
        facts = [*(group.group for group in self.groups), *items]
        elements = [element for each in self.items for element in each.item.elements]
        return not all(fact.standing.is_sure for fact in [*facts, *elements])

    @property
    def incomplete(self) -> tuple[ItemReport, ...]:
        """The items of this site's own pages that are absent or lack an element."""
        return tuple(each for each in self.items if each.item.role and (not each.own or each.missing))


@dataclass(frozen=True, slots=True)
class Body:
    """What a body has to answer with: its plans by year and its results."""

    plans: Mapping[int, PlanReport]
    results: tuple[ResultsReport, ...]


def sheet_report(framework: Framework, oit: Placed[Oit] | None, body: Body) -> SheetReport | None:
    """Return the sheet of the framework's year; None if the body has nothing to show on it."""
    links = oit.value.links if oit else ()
    groups = tuple(
        GroupReport(
            group,
            tuple(
                _item_report(
                    item, framework.year, tuple(each for each in links if each.code == item.id), body
                )
                for item in framework.items
                if item.group == group.id
            ),
        )
        for group in framework.groups
    )
    sheet = SheetReport(framework.year, framework, oit, groups)
    return sheet if oit or sheet.answered else None


def _item_report(item: Item, year: int, links: tuple[Link, ...], body: Body) -> ItemReport:
    if not item.role:
        return ItemReport(item, None, links, ())
    plan = body.plans.get(year + item.role.plan)
    if not plan or not _shows(plan, item.role):
        others = tuple(each for each, other in body.plans.items() if _shows(other, item.role))
        return ItemReport(item, None, links, (), others)
    sources = Sources(plan, item.role, body.results)
    elements = tuple(element_report(element, sources) for element in item.elements)
    return ItemReport(item, _own_page(plan, item.role), links, elements)


def _shows(plan: PlanReport, role: ItemRole) -> bool:
    return bool(plan.rounds if role.page == "progress" else plan.measures)


def _own_page(plan: PlanReport, role: ItemRole) -> OwnPage:
    page = addresses.progress_page if role.page == "progress" else addresses.measures_page
    return OwnPage(role.page, page(plan.year) + OWN_ANCHORS[role.page], plan.year)
