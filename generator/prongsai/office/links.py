"""The addresses on the web that the data name -> what became of them, as a report.

It never decides whether a website is built: other people's pages fall silent without anybody's fault here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import chain, zip_longest
from typing import Any

import yaml

from prongsai.document import Document
from prongsai.load import Data
from prongsai.office.visiting import State, Visit, Visitor
from prongsai.office.visits import Visits
from prongsai.problems import Place
from prongsai.render.csv_text import table_text
from prongsai.signs import told

DEAD, LOOK, GOOD = "dead", "look", "good"
"""How serious a state is, as `links.yml` says it."""
AT_ONCE = 6
"""So many hosts are asked at the same time."""
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A field of a file that is an address on the web."""

    place: Place
    url: str

    @property
    def page(self) -> str:
        """The address without the place inside its page."""
        return self.url.partition("#")[0]


@dataclass(frozen=True, slots=True)
class Found:
    """A link and what became of it."""

    link: Link
    visit: Visit

    @property
    def severity(self) -> str:
        """How serious that is."""
        return str(_texts()["states"][self.visit.state]["severity"])

    @property
    def sentence(self) -> str:
        """That in Thai, with what to do."""
        facts = {"status": self.visit.status, "address": self.visit.address, "detail": self.visit.detail}
        return str(_texts()["states"][self.visit.state]["sentence"]).format_map(facts)


def links_of(data: Data) -> tuple[Link, ...]:
    """Every field of every body that is an address on the web and nothing else, in order of the files."""
    documents = (placed.document for unit in data.units for placed in unit.files)
    return tuple(chain.from_iterable(map(_links_in, documents)))


def _links_in(document: Document) -> Iterator[Link]:
    for at in document.lines:
        value = document.value_at(at)
        if isinstance(value, str) and _ADDRESS.fullmatch(value.strip()):
            yield Link(document.place(at), value.strip())


def visit_links(
    links: Iterable[Link], visitor: Visitor, visits: Visits, *, anew: bool = False
) -> Iterator[Visit]:
    """Yield a visit of every page that the links name: those still believed, then the others as they come.

    Hosts that nobody knows come last: where no other was found, this machine may have no way to the internet.
    """
    known = {} if anew else visits.fresh()
    pages = list(dict.fromkeys(link.page for link in links))
    yield from (known[page] for page in pages if page in known)
    crew = ThreadPoolExecutor(AT_ONCE)
    try:
        asked = [crew.submit(visitor.visit, page) for page in _by_turns(set(pages) - known.keys())]
        for visit in _judged(each.result() for each in as_completed(asked)):
            visits.keep(visit)
            yield visit
    finally:
        crew.shutdown(cancel_futures=True)


def _judged(visits: Iterable[Visit]) -> Iterator[Visit]:
    """The visits, unknown hosts behind all others; undecided if no name was found at all."""
    unknown: list[Visit] = []
    was_found = False
    for visit in visits:
        if visit.state is State.UNKNOWN_HOST:
            unknown.append(visit)
            continue
        was_found = was_found or visit.state not in (State.PRIVATE, State.BAD_ADDRESS)
        yield visit
    state = State.UNKNOWN_HOST if was_found else State.UNDECIDED
    yield from (replace(visit, state=state) for visit in unknown)


def _by_turns(pages: Iterable[str]) -> Iterator[str]:
    """One page of each host, then the next of each, so that all hosts are kept busy alike."""
    hosts: dict[str, list[str]] = {}
    for page in sorted(pages):
        hosts.setdefault(page.split("/")[2].lower(), []).append(page)
    for row in zip_longest(*hosts.values()):
        yield from filter(None, row)


def join(links: Iterable[Link], visits: Iterable[Visit]) -> tuple[Found, ...]:
    """Every link with the visit of its page."""
    by_page = {visit.url: visit for visit in visits}
    return tuple(Found(link, by_page[link.page]) for link in links)


def as_text(found: Sequence[Found]) -> str:
    """One line a link: `path:line: field: address sentence [state]`."""
    return "".join(
        f"{told(each.link.place.path)}:{each.link.place.line}: {each.link.place.field}: {each.link.url} "
        f"{told(each.sentence)} [{each.visit.state}]\n"
        for each in found
    )


def as_json(found: Sequence[Found]) -> str:
    """A JSON list of objects."""
    names = ("path", "line", "field", "url", "state", "severity", "status", "address", "sentence")
    rows = [dict(zip(names, _cells(each), strict=True)) for each in found]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def as_csv(found: Sequence[Found]) -> str:
    """A table for a spreadsheet."""
    return table_text(_texts()["columns"], map(_cells, found))


def _cells(found: Found) -> tuple[str | int | None, ...]:
    place, visit = found.link.place, found.visit
    what = (str(visit.state), found.severity, visit.status, visit.address, found.sentence)
    return (place.path, place.line, place.field, found.link.url, *what)


FORMS: Mapping[str, Callable[[Sequence[Found]], str]] = {"text": as_text, "json": as_json, "csv": as_csv}
"""How a report can be told."""


@cache
def _texts() -> Any:
    text = files("prongsai").joinpath("office/links.yml").read_text("utf-8")
    return yaml.load(text, yaml.CSafeLoader)
