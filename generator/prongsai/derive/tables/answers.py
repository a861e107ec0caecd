"""An answer sheet -> rows of items, their required elements and the body's links."""

from __future__ import annotations

from collections.abc import Iterator

from prongsai.derive.sheet import SheetReport
from prongsai.derive.tables.rows import ElementRow, ItemRow, LinkRow


def item_rows(unit: str, sheet: SheetReport) -> Iterator[ItemRow]:
    """Every item, group by group."""
    for group in sheet.groups:
        for each in group.items:
            yield ItemRow(
                unit=unit,
                fiscal_year=sheet.year,
                item=each.item.id,
                group=group.group.id,
                group_title=group.group.title,
                title=each.item.title,
                is_answered=each.is_answered,
                page=each.own.address if each.own else None,
                page_year=each.own.year if each.own else None,
                links=len(each.links),
            )


def element_rows(unit: str, sheet: SheetReport) -> Iterator[ElementRow]:
    """What each item's page must show, where this site answers the item."""
    for item in sheet.items:
        for each in item.elements:
            yield ElementRow(
                unit=unit,
                fiscal_year=sheet.year,
                item=item.item.id,
                element=each.element.id,
                title=each.element.title,
                state=each.state,
                there=each.coverage.there if each.coverage else None,
                asked=each.coverage.asked if each.coverage else None,
                page=each.coverage.address if each.coverage else None,
            )


def link_rows(unit: str, sheet: SheetReport) -> Iterator[LinkRow]:
    """The body's links, item by item."""
    for item in sheet.items:
        for number, link in enumerate(item.links, 1):
            yield LinkRow(
                unit=unit,
                fiscal_year=sheet.year,
                item=item.item.id,
                link=number,
                title=link.title,
                url=link.url,
                place=link.where,
                round=link.round,
                elements=" ".join(link.elements) or None,
                note=link.note,
            )
