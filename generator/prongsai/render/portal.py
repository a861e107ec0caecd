"""Summaries of all bodies -> the portal, and where there are many bodies, a site for each province.

A province is a site of its own so that a changed body touches the pages of its province alone. It must not
load or derive a body.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from heapq import nlargest
from itertools import chain
from typing import Any

from markdown import markdown
from markupsafe import Markup

from prongsai import addresses
from prongsai.content import Content
from prongsai.provinces import OTHER
from prongsai.render.all_bodies import Domain, SiteReport, kinds_of
from prongsai.render.environment import Theme, no_scores, render_page
from prongsai.render.filters import relative_address
from prongsai.render.frame import Frame, Place, structured_site
from prongsai.render.news import NEWEST, portal_feed
from prongsai.render.open_data import explained_tables
from prongsai.render.page import Page, Site
from prongsai.render.portal_data import PortalData
from prongsai.render.root import content_pages, root_files, root_texts
from prongsai.render.search import Entry, Section, with_search
from prongsai.render.summary import Summary, title_entries

PORTAL_ID = "_portal"
MOST_TITLES = 3_000_000
"""Bytes of the portal's index of search that titles of measures may take. With more, the portal finds bodies,
and the pages of a province and of a body find measures."""


def render_portal(theme: Theme, report: SiteReport, place: Place, content: Content) -> Site:
    """Return the site at the root, which lists all bodies or their provinces."""
    words = theme.words["site"]
    about = {"name": words["portal"], "description": words["portal_description"], "address": addresses.HOME}
    renderer = _Pages(theme, report, place)
    data = PortalData(theme, report, place)
    title = theme.words["pages"]["home"]
    home = renderer.page("portal", addresses.HOME, title, opening=Markup(markdown(content.home)))
    below = [
        *(addresses.province_page(each.id) for each in report.domains),
        *(f"{each.id}/" for each in report.units),
        *(f"{each}/" for each in report.kept),
    ]
    site = Site(
        id=PORTAL_ID,
        address=place.address,
        name=words["portal"],
        description=words["portal_description"],
        nav=(home, *_grids(renderer), *content_pages(content)),
        unlisted=(replace(_data_page(renderer, data), is_searched=False),),
        footer=content_pages(content),
        structured=str(structured_site(Place(), about)),
        files=root_files(content),
        texts={**root_texts(place, ["", *below]), **_feed(theme, report, place)},
        pieces=data,
    )
    titles_size = sum(each.titles_size for each in report.units)
    has_titles = not report.is_divided and titles_size <= MOST_TITLES
    provinces = (_province_entry(theme, each) for each in report.domains)
    return with_search(site, chain(provinces, _entries(report, report.units, has_titles=has_titles)))


def render_province(theme: Theme, report: SiteReport, domain: Domain, root: Place, content: Content) -> Site:
    """Return the site of one province: its bodies, and their answers to each assessed year's OIT items."""
    place = root.below(addresses.province_page(domain.id))
    name = province_name(theme, domain)
    description = theme.words["province"]["description"].format(name=name)
    renderer = _Pages(theme, report, place, name)
    kinds = kinds_of(domain.units)
    home = renderer.page("province", addresses.HOME, name, domain=domain, kinds=kinds, whose=name)
    site = Site(
        id=f"_province-{domain.id}",
        address=place.address,
        name=name,
        description=description,
        nav=(home, *renderer.grids(domain.units)),
        unlisted=(),
        footer=content_pages(content),
        structured=str(structured_site(Place(), {"name": name, "description": description, "address": ""})),
        files={},
        texts={},
    )
    return with_search(site, _entries_from(place.address, _entries(report, domain.units, has_titles=True)))


def province_name(theme: Theme, domain: Domain) -> str:
    """What a province's pages are called."""
    names = theme.words["province"]
    if domain.id == OTHER:
        return str(names["other"])
    return str(names["name"].format(province=domain.regions[0].province))


def _grids(renderer: _Pages) -> Iterator[Page]:
    """The pages of the assessed years: every body's answers, or the way to each province's."""
    report = renderer.report
    if not report.is_divided:
        yield from renderer.grids(report.units)
        return
    for year, count in report.sheets:
        title, rows = renderer.theme.words["grid"].format(year=year), _grid_rows(renderer.theme, report, year)
        yield renderer.page(
            "grids", addresses.grid_page(year), title, year=year, rows=list(rows), count=count
        )


def _grid_rows(theme: Theme, report: SiteReport, year: int) -> Iterator[tuple[str, str, int]]:
    """Every province that has an answer sheet of an assessed year: name, address of the page, bodies."""
    for each in report.domains:
        counts = dict(each.sheets)
        if year in counts:
            address = addresses.province_page(each.id) + addresses.grid_page(year)
            yield province_name(theme, each), address, counts[year]


def _data_page(renderer: _Pages, data: PortalData) -> Page:
    title, url = renderer.theme.words["pages"]["data"], renderer.place.url(addresses.DATA)
    tables = explained_tables(renderer.theme)
    return renderer.page("portal_data", addresses.DATA, title, dataset=data.dataset, tables=tables, url=url)


def _feed(theme: Theme, report: SiteReport, place: Place) -> dict[str, str]:
    """The feed of all bodies; its entries can only be of the bodies that changed last."""
    changed = ((each.newest, each.id) for each in report.units if each.newest)
    newest = [unit_id for _, unit_id in nlargest(NEWEST, changed)]
    return portal_feed(theme, place, chain.from_iterable(report.news(each) for each in newest))


def _entries(report: SiteReport, units: Iterable[Summary], *, has_titles: bool) -> Iterator[Entry]:
    """What a search knows of bodies: who they are and what their measures are called."""
    for each in units:
        about = (each.name, each.short_name, each.kind_title, each.district, each.province)
        yield Entry(f"{each.id}/", (Section("", each.name, " ".join(filter(None, about))),))
        if has_titles:
            yield from title_entries(each.name, report.details(each.id))


def _entries_from(address: str, entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries with their addresses as they are seen from a site below the root."""
    root = relative_address("", address)
    for each in entries:
        yield replace(each, address=f"{root}{each.address}")


def _province_entry(theme: Theme, domain: Domain) -> Entry:
    name = province_name(theme, domain)
    return Entry(addresses.province_page(domain.id), (Section("", name, name),))


@dataclass(frozen=True, slots=True)
class _Pages:
    """Renders the pages of all bodies or of one province's; the links of a template begin at the root."""

    theme: Theme
    report: SiteReport
    place: Place
    above: str = ""
    """The name of the site, if it stands below the portal."""

    def page(self, name: str, address: str, title: str, **values: Any) -> Page:
        """Return one page; its template gets what a body's page gets, without a body."""
        here = self.place.address + address
        shared = {
            "site": self.report,
            "today": self.report.today,
            "frame": Frame(tuple(self._trail(address)), (), None, address),
            "licence": self.place.licence,
            "structured": partial(self._structured, address),
            "province_name": partial(province_name, self.theme),
        }
        return Page(address, title, render_page(self.theme, name, here, {**shared, **values}, no_scores))

    def grids(self, units: Iterable[Summary]) -> Iterator[Page]:
        """A page for each assessed year: which items each of these bodies answers."""
        for year, rows in self.report.grids(units):
            title, address = self.theme.words["grid"].format(year=year), addresses.grid_page(year)
            yield self.page("grid", address, title, year=year, rows=rows, whose=self.above)

    def _trail(self, address: str) -> Iterator[tuple[str, str]]:
        """The pages above: the portal, then the site's own first page."""
        here = self.place.address + address
        if here:
            yield self.theme.words["site"]["all"], relative_address("", here)
        if self.place.address and address:
            yield self.above, relative_address(self.place.address, here)

    def _structured(self, address: str, name: str, description: str) -> Markup:
        return structured_site(self.place, {"name": name, "description": description, "address": address})
