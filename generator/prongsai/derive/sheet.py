"""An assessed year -> the answer sheet: every OIT item beside what the body publishes for it.

It joins the framework's items with the body's plans (by the years that the item draws on) and its links.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prongsai import addresses
from prongsai.derive.plan import PlanReport
from prongsai.load import Placed
from prongsai.model.framework import Framework, Group, Item
from prongsai.model.oit import Link, Oit


@dataclass(frozen=True, slots=True)
class OwnPage:
    """The page of this site that answers an item: its address and the fiscal year that it speaks of."""

    address: str
    year: int


@dataclass(frozen=True, slots=True)
class ItemReport:
    """One item, this site's own page for it (always first), and the body's links."""

    item: Item
    own: OwnPage | None
    links: tuple[Link, ...]

    @property
    def is_answered(self) -> bool:
        """Tell whether the item can be seen anywhere."""
        return self.own is not None or any(link.url for link in self.links)


@dataclass(frozen=True, slots=True)
class GroupReport:
    """A heading with its items."""

    group: Group
    items: tuple[ItemReport, ...]


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


def sheet_report(
    framework: Framework, oit: Placed[Oit] | None, plans: Mapping[int, PlanReport]
) -> SheetReport | None:
    """Return the sheet of the framework's year; None if the body has nothing to show on it."""
    links = oit.value.links if oit else ()
    groups = tuple(
        GroupReport(
            group,
            tuple(
                ItemReport(
                    item,
                    _own_page(item, framework.year, plans),
                    tuple(link for link in links if link.code == item.id),
                )
                for item in framework.items
                if item.group == group.id
            ),
        )
        for group in framework.groups
    )
    sheet = SheetReport(framework.year, framework, oit, groups)
    return sheet if oit or sheet.answered else None


def _own_page(item: Item, year: int, plans: Mapping[int, PlanReport]) -> OwnPage | None:
    if not item.role:
        return None
    plan = plans.get(year + item.role.plan)
    if not plan or not plan.measures:
        return None
    page = addresses.measures_page if item.role.page == "measures" else addresses.progress_page
    if item.role.page == "progress" and not plan.rounds:
        return None
    return OwnPage(page(plan.year), plan.year)
