"""What stands around a page: the way up to it, the same page of other years, what machines read of it.

It must not know what the page itself says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from prongsai import addresses
from prongsai.derive import UnitReport, YearReport
from prongsai.model.calendar import fiscal_span
from prongsai.render.filters import Words, relative_address


@dataclass(frozen=True, slots=True)
class Licence:
    """The terms under which the data may be used: a short name, a title for readers, an address."""

    name: str
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a site stands below the website's root, the root's own address and the licence, if known."""

    address: str = ""
    site_url: str = ""
    licence: Licence | None = None

    def below(self, address: str) -> Place:
        """The place of what stands at an address below this one."""
        return replace(self, address=f"{self.address}{address}")

    def url(self, page: str) -> str:
        """The full address of a page of this site; empty while the website's own is unknown."""
        return f"{self.site_url}{self.address}{page}" if self.site_url else ""


@dataclass(frozen=True, slots=True)
class YearChoice:
    """Another fiscal year: its page of the same kind, else its first page, which then is named."""

    year: int
    href: str
    other: str | None
    is_here: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What the head of a page shows besides its title."""

    trail: tuple[tuple[str, str], ...]
    """The pages above this one: title and relative address, the topmost first."""
    years: tuple[YearChoice, ...]
    year: int | None
    section: str
    """The entry of the menu under which the page stands."""
    submitted: int | None = None
    """The fiscal year below whose submitted state the page stands, if so."""


MENU = ("results", "analysis", "measures", "progress", "oit")
"""The kinds of a year's pages that the menu lists; the others are reached from these or from home."""


def year_pages(year: YearReport) -> Iterator[tuple[str, str]]:
    """A year's pages, kind and address, first those of the menu; one measure's is not among them."""
    if year.results:
        yield "results", addresses.results_page(year.year)
    if year.plan:
        if year.plan.source:
            yield "analysis", addresses.analysis_page(year.year)
        yield "measures", addresses.measures_page(year.year)
        if year.plan.measures:
            yield "progress", addresses.progress_page(year.year)
    if year.sheet:
        yield "oit", addresses.oit_page(year.year)
    if year.plan and year.plan.measures:
        yield "status", addresses.status_page(year.year)
        yield "owners", addresses.owners_page(year.year)
        yield "notice", addresses.notice_page(year.year)
        yield "todo", addresses.todo_page(year.year)
    yield "data", addresses.data_page(year.year)


def page_frame(report: UnitReport, words: Words, place: Place, kind: str, address: str) -> Frame:
    """Return the frame of a body's page; a measure (`measure`) stands below its year's measures."""
    year = next((each for each in report.years if address.startswith(f"{each.year}/")), None)
    pages = dict(year_pages(year)) if year else {}
    trail = [(report.unit.label, addresses.HOME)] if address else []
    section = address
    if kind == "data":
        section = addresses.HOME
    elif year and kind not in MENU:
        section = pages["measures"]
        trail.append((words["pages"]["measures_of"].format(year=year.year), section))
    links = [(title, relative_address(target, address)) for title, target in trail]
    if place.address:
        links.insert(0, (words["site"]["all"], relative_address("", place.address + address)))
    here = year.year if year else None
    switched = "measures" if kind == "measure" else kind
    return Frame(tuple(links), tuple(_year_choices(report, words, switched, address)), here, section)


def submitted_frame(frame: Frame, report: UnitReport, words: Words, year: int, address: str) -> Frame:
    """The frame of a page of a year's submitted state: it stands below that state, in no menu."""
    above = (
        (report.unit.label, relative_address("", addresses.submitted_page(year) + address)),
        (words["pages"]["submitted_of"].format(year=year), relative_address("", address)),
    )
    return replace(
        frame,
        trail=(*above[: 2 if address else 1], *frame.trail[1:]),
        section="",
        submitted=year if address else None,
    )


def _year_choices(report: UnitReport, words: Words, kind: str, address: str) -> Iterator[YearChoice]:
    for each in reversed(report.years):
        pages = dict(year_pages(each))
        shown = kind if kind in pages else next(iter(pages), "")
        if shown:
            other = None if shown == kind else words["pages"][shown]
            is_here = address.startswith(f"{each.year}/")
            yield YearChoice(each.year, relative_address(pages[shown], address), other, is_here)


def structured_unit(report: UnitReport, place: Place, page: Mapping[str, str], year: int | None) -> Markup:
    """A body's page as JSON-LD: who publishes which data. `page` has `name`, `description`, `address`."""
    unit = report.unit
    who = _known(
        {
            "@type": "GovernmentOrganization",
            "name": unit.name,
            "alternateName": unit.short_name,
            "url": unit.website,
            "telephone": unit.phone,
            "email": unit.email,
            "address": _known(
                {
                    "@type": "PostalAddress",
                    "streetAddress": unit.address,
                    "addressLocality": unit.district,
                    "addressRegion": unit.province,
                    "addressCountry": "TH",
                }
            ),
        }
    )
    return structured_site(place, page, who, year)


def structured_site(
    place: Place, page: Mapping[str, str], who: Mapping[str, Any] | None = None, year: int | None = None
) -> Markup:
    """Return a page as JSON-LD: a dataset, of a fiscal year if one is given, and its publisher."""
    span = fiscal_span(year) if year else None
    what = _known(
        {
            "@type": "Dataset",
            "name": page["name"],
            "description": page["description"],
            "url": place.url(page["address"]),
            "inLanguage": "th",
            "isAccessibleForFree": True,
            "temporalCoverage": f"{span.first.isoformat()}/{span.last.isoformat()}" if span else None,
            "creator": who,
            "license": place.licence.path if place.licence else None,
            "distribution": _download(place, year) if year and place.site_url else None,
        }
    )
    text = json.dumps({"@context": "https://schema.org", **what}, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _download(place: Place, year: int) -> dict[str, str]:
    """Everything that a year's pages show as one file."""
    address = place.url(addresses.everything_file(year))
    return {"@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": address}


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}
