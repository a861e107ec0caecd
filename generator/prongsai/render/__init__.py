"""Reports + theme -> sites of finished Markdown. Pure: templates choose and loop, never compute.

Which pages a body has is decided in `unit_pages.py`; what they say stands in `theme/pages/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any

from markdown import markdown
from markupsafe import Markup

from prongsai import addresses
from prongsai.content import Content
from prongsai.derive import SiteReport, UnitReport
from prongsai.derive.sheet import ItemReport, SheetReport
from prongsai.derive.submission import SubmittedReport
from prongsai.load import EVIDENCE
from prongsai.render.calendar_text import command_calendar
from prongsai.render.csv_text import table_text
from prongsai.render.environment import Theme, no_scores, render_page
from prongsai.render.filters import relative_address
from prongsai.render.frame import Frame, Place, structured_site, structured_unit
from prongsai.render.news import news, portal_feed, unit_feed
from prongsai.render.open_data import portal_dataset
from prongsai.render.page import Page, Site
from prongsai.render.search import Entry, Section, with_search
from prongsai.render.submitted_pages import SubmittedPages
from prongsai.render.todo_text import WorkList, todo_lines, todo_table
from prongsai.render.unit_pages import UnitPages

PORTAL_ID = "_portal"


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
    pages = _content_pages(content)
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
        files=_evidence(report, submitted),
        texts={
            **({} if place.address else _robots(place, [""])),
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


def render_portal(theme: Theme, report: SiteReport, place: Place, content: Content) -> Site:
    """Return the site that lists all bodies."""
    words = theme.words["site"]
    about = {"name": words["portal"], "description": words["portal_description"], "address": addresses.HOME}
    values = {"site": report, "today": report.today, "opening": Markup(markdown(content.home))}
    renderer = _PortalRenderer(theme, place)
    home = renderer.page("portal", addresses.HOME, theme.words["pages"]["home"], **values)
    grids = [
        renderer.page(
            "grid", addresses.grid_page(year), theme.words["grid"].format(year=year), year=year, rows=rows
        )
        for year, rows in report.grids
    ]
    dataset = portal_dataset(theme, report, place)
    data = renderer.page(
        "portal_data",
        addresses.DATA,
        theme.words["pages"]["data"],
        dataset=dataset,
        today=report.today,
        url=place.url(addresses.DATA),
    )
    sites = ["", *(f"{each.id}/" for each in report.units), *(f"{each}/" for each in report.kept)]
    all_news = chain.from_iterable(news(each, place.below(f"{each.id}/")) for each in report.units)
    site = Site(
        id=PORTAL_ID,
        address="",
        name=words["portal"],
        description=words["portal_description"],
        nav=(home, *grids, *_content_pages(content)),
        unlisted=(replace(data, is_searched=False),),
        footer=_content_pages(content),
        structured=str(structured_site(Place(), about)),
        files={},
        texts={**_robots(place, sites), **portal_feed(theme, place, all_news), **dataset.texts},
    )
    return with_search(site, _bodies(report))


def _bodies(report: SiteReport) -> Iterator[Entry]:
    """What the portal's search knows of the bodies: who they are and what their measures are called."""
    for each in report.units:
        unit = each.unit
        about = " ".join(
            filter(None, [unit.name, unit.short_name, each.kind_title, unit.district, unit.province])
        )
        yield Entry(f"{each.id}/", (Section("", unit.name, about),))
        for plan in each.plans:
            for measure in plan.measures:
                address = f"{each.id}/{addresses.measure_page(plan.year, measure.id)}"
                yield Entry(address, (Section("", measure.title, unit.name),))


def _robots(place: Place, addresses_of_sites: Iterable[str]) -> dict[str, str]:
    """`robots.txt` of the website's root: all may be read; each site's sitemap if the address is known."""
    lines = ["User-agent: *", "Allow: /"]
    if place.site_url:
        lines += [f"Sitemap: {place.site_url}{address}sitemap.xml" for address in addresses_of_sites]
    return {"robots.txt": "\n".join([*lines, ""])}


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
    state = words["item_states"]["answered" if item.is_answered else "open"]
    own = f"{report.id}/{item.own.address}" if item.own else ""
    where = words["where"][item.own.page].format(year=item.own.year) if item.own else ""
    links = [" ".join(filter(None, [link.title, link.url, link.where])) for link in item.links]
    missing = [f"{words['element_states'][each.state]}: {each.element.title}" for each in item.missing]
    return [
        theme.speller.code(item.item.id),
        group,
        item.item.title,
        state,
        own,
        where,
        *_joined(links, missing),
    ]


def _joined(*lists: list[str]) -> list[str]:
    return [" | ".join(each) for each in lists]


class _PortalRenderer:
    """Renders the pages of all bodies together."""

    def __init__(self, theme: Theme, place: Place) -> None:
        self.theme = theme
        self.place = place

    def page(self, name: str, address: str, title: str, **values: Any) -> Page:
        """Return one page; its template gets what a body's page gets, without a body."""
        trail = ((self.theme.words["site"]["all"], relative_address("", address)),) if address else ()
        frame = Frame(trail, (), None, address)
        shared = {
            "frame": frame,
            "licence": self.place.licence,
            "structured": partial(self._structured, address),
        }
        return Page(address, title, render_page(self.theme, name, address, {**shared, **values}, no_scores))

    def _structured(self, address: str, name: str, description: str) -> Markup:
        return structured_site(self.place, {"name": name, "description": description, "address": address})


def _content_pages(content: Content) -> tuple[Page, ...]:
    return tuple(Page(each.address, each.title, each.markdown, is_written=True) for each in content.pages)
