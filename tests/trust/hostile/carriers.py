"""Files for machines that carry officers' texts: each is read strictly, and must hold no more than ours do.

Nothing here knows the code that wrote them.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as Xml
from zipfile import ZipFile

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'"
)
_FORMULA = re.compile("[=+@\t\r\n\uff0b\uff1d\uff20\uff0d-]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_PROPERTY = re.compile(r"(?:BEGIN|END|[A-Z-]+)(?:;[A-Z]+=[^:;]+)*:")
_COMPONENTS = {"VCALENDAR", "VTIMEZONE", "STANDARD", "VEVENT", "VALARM"}
_PROPERTIES = re.compile(
    "BEGIN|END|VERSION|PRODID|CALSCALE|NAME|X-WR-CALNAME|REFRESH-INTERVAL|X-PUBLISHED-TTL|TZID|DTSTART|TZOFFSETFROM"
    "|TZOFFSETTO|SUMMARY|DTEND|DTSTAMP|UID|CATEGORIES|DESCRIPTION|TRANSP|URL|ACTION|TRIGGER"
)
_ATOM = {"feed", "id", "title", "updated", "author", "name", "link", "generator", "entry", "summary"}
_SITEMAP = {"urlset", "url", "loc", "lastmod"}


def csv_faults(text: str) -> Iterator[str]:
    """Rows of other lengths, and cells that a spreadsheet would reckon."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    for row in rows:
        if len(row) != len(rows[0]):
            yield f"{len(row)} cells: {row[:2]}"
        yield from (f"formula {cell[:40]!r}" for cell in row if is_formula(cell))


def is_formula(cell: str) -> bool:
    """Tell whether a spreadsheet would reckon a cell; a bare number is one."""
    return bool(_FORMULA.match(cell)) and not _NUMBER.fullmatch(cell)


def calendar_faults(text: str) -> Iterator[str]:
    """Lines, properties and components that our calendars do not have, however a reader parts lines."""
    for lines in (text.split("\r\n"), text.splitlines()):
        for line in lines:
            if line and line[0] not in " \t":
                name = re.split("[:;]", line)[0]
                if not _PROPERTIES.fullmatch(name) or not _PROPERTY.match(line):
                    yield f"line {line[:60]!r}"
                if name in ("BEGIN", "END") and line.partition(":")[2] not in _COMPONENTS:
                    yield f"component {line[:60]!r}"
    if "\n" in text.replace("\r\n", "") or "\r" in text.replace("\r\n", ""):
        yield "a bare line break"


def xml_faults(text: str, known: set[str]) -> Iterator[str]:
    """Elements that are not ours, and addresses that run something."""
    for element in Xml.fromstring(text).iter():
        if element.tag.rpartition("}")[2] not in known:
            yield f"element {element.tag}"
        href = element.get("href", "https:")
        if not href.startswith("https:"):
            yield f"address {href}"


def json_faults(text: str) -> Iterator[str]:
    """What is no JSON, or has a key that a program would take for another's."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        if len({*names}) != len(names) or "__proto__" in names:
            raise ValueError(f"keys {names}")
        return dict(pairs)

    try:
        json.loads(text, object_pairs_hook=once)
    except ValueError as error:
        yield str(error)


class _Head(HTMLParser):
    """What stands in a page before its policy, the policy, and the scripts without a file."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.policy, self.inline, self.early = "", [""], [""]
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = self.policy or values["content"] or ""
        elif not self.policy and tag not in ("html", "head", "meta"):
            self.early.append(tag)
        if tag == "style" or "style" in values or (tag == "script" and _runs_inline(values)):
            self.inline.append(tag)


def _runs_inline(values: Mapping[str, str | None]) -> bool:
    return "src" not in values and not (values.get("type") or "").endswith("json")


def page_faults(text: str) -> Iterator[str]:
    """A page without the whole policy before all else, or with anything that it would forbid."""
    head = _Head(text)
    if head.policy != POLICY:
        yield f"policy {head.policy!r}"
    yield from (f"inline {tag}" for tag in head.inline[1:])
    yield from (f"before the policy {tag}" for tag in head.early[1:])


READERS: Mapping[str, Callable[[str], Iterator[str]]] = {
    ".csv": csv_faults,
    ".ics": calendar_faults,
    ".json": json_faults,
    ".html": page_faults,
    ".atom": lambda text: xml_faults(text, _ATOM),
    ".xml": lambda text: xml_faults(text, _ATOM | _SITEMAP),
}


def carrier_faults(site: Path) -> list[str]:
    """Every fault of every file for machines below a folder, with its path."""
    return [
        f"{path.relative_to(site)}: {fault}"
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.suffix in READERS and "evidence" not in path.parts
        for fault in READERS[path.suffix](path.read_bytes().decode("utf-8"))
    ]


def workbook_faults(data: bytes) -> list[str]:
    """Formulas, links and parts of a workbook that run or fetch something."""
    found = []
    with ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8", "replace")
            if re.search(r"<f[ >]|<hyperlink|TargetMode=\"External\"|<ddeLink|vbaProject", text):
                found.append(name)
            if name.endswith(".xml"):
                Xml.fromstring(text)
    return found
