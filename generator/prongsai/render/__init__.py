"""Reports + theme -> sites of finished Markdown. Pure: templates choose and loop, never compute.

Which pages a body has is decided in `unit_pages.py`; what they say stands in `theme/pages/`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from prongsai import addresses
from prongsai.content import Content
from prongsai.derive import UnitReport
from prongsai.derive.sheet import ItemReport, SheetReport
from prongsai.derive.submission import SubmittedReport
from prongsai.project import EVIDENCE
from prongsai.render.calendar_text import command_calendar
from prongsai.render.csv_text import table_text
from prongsai.render.environment import Theme
from prongsai.render.frame import Place, structured_unit
from prongsai.render.news import unit_feed
from prongsai.render.page import Site
from prongsai.render.root import content_pages, root_files, root_texts
from prongsai.render.search import with_search
from prongsai.render.submitted_pages import SubmittedPages
from prongsai.render.todo_text import WorkList, todo_lines, todo_table
from prongsai.render.unit_pages import UnitPages


def render_unit(
    theme: Theme,
    report: UnitReport,
    place: Place,
    content: Content,
    submitted: Sequence[SubmittedReport] = (),
) -> Site:
    """Return the site of one body; `content` stands beside its own pages where it has the root."""
    renderer = UnitPages(theme, report, place)
    words = theme.words["site"]
    description = words["unit_description"].format(name=report.unit.name)
    about = {"name": report.unit.name, "description": description, "address": addresses.HOME}
    pages = content_pages(content)
    pasts = [SubmittedPages(theme, report, each, place.licence) for each in submitted]
    site = Site(
        id=report.id,
        address=place.address,
        name=report.unit.label,
        description=description,
        nav=(*renderer.nav(), *(() if place.address else pages)),
        unlisted=(
            *renderer.unlisted(),
            *(page for past in pasts for page in past.pages()),
        ),
        footer=pages,
        structured=str(structured_unit(report, Place(), about, None)),
        files={**_evidence(report, submitted), **({} if place.address else root_files(content))},
        texts={
            **({} if place.address else root_texts(place, [""])),
            **unit_feed(theme, report, place),
            **renderer.texts,
            **{path: text for past in pasts for path, text in past.texts.items()},
        },
    )
    return with_search(site)


def _evidence(report: UnitReport, submitted: Sequence[SubmittedReport]) -> dict[str, str]:
    """The files that prove something, today's and those of each submitted year."""
    files = {f"{EVIDENCE}/{name}": f"{report.evidence_folder}/{name}" for name in report.evidence}
    for each in submitted:
        if each.report:
            root, folder = addresses.submitted_page(each.year), each.report.evidence_folder
            files |= {
                f"{root}{EVIDENCE}/{name}": f"{each.folder}/{folder}/{name}" for name in each.report.evidence
            }
    return files


def render_answers(theme: Theme, report: UnitReport, sheet: SheetReport, form: str) -> str:
    """Return an answer sheet as plain text (`txt`) or as a table for a spreadsheet (`csv`)."""
    rows = [
        _answer_row(theme, report, group.group.title, item) for group in sheet.groups for item in group.items
    ]
    if form == "csv":
        return table_text(theme.words["answer_columns"], rows)
    lines = ["  ".join(filter(None, [row[0], row[2], f"[{row[3]}]", *row[4:]])) for row in rows]
    heading = theme.words["answer_heading"].format(
        name=report.unit.name, year=sheet.year, answered=sheet.answered, items=len(rows)
    )
    return "\n".join([heading, *lines, ""])


TODO_FORMS: Mapping[str, Callable[[Sequence[WorkList]], str]] = {
    "text": todo_lines,
    "csv": todo_table,
    "ics": command_calendar,
}
"""How work lists can be told outside the website."""


def _answer_row(theme: Theme, report: UnitReport, group: str, item: ItemReport) -> list[str]:
    words = theme.words
    state = words["item_states"][item.state]
    own = f"{report.id}/{item.own.address}" if item.own else ""
    where = words["where"][item.own.page].format(year=item.own.year) if item.own else ""
    links = [" ".join(filter(None, [link.title, link.url, link.where])) for link in item.links]
    notes = [" ".join(link.note.split()) for link in item.links if link.note]
    missing = [f"{words['element_states'][each.state]}: {each.element.title}" for each in item.missing]
    return [
        theme.speller.code(item.item.id),
        group,
        item.item.title,
        state,
        own,
        where,
        *_joined(links, missing, notes),
    ]


def _joined(*lists: list[str]) -> list[str]:
    return [" | ".join(each) for each in lists]
