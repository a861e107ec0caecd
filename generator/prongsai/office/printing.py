"""A body's fiscal year as one PDF: rendered, laid out to learn the pages of its headings, laid out again.

It must not decide what the document says.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

from prongsai.bodies import read_body
from prongsai.build import root_place
from prongsai.derive import UnitReport
from prongsai.folders import unit_folders
from prongsai.history import read_history
from prongsai.model.digits import fold_digits
from prongsai.office.chromium import find_chromium, print_page
from prongsai.passing import passing_folder
from prongsai.problems import StopError
from prongsai.project import Project
from prongsai.render.environment import load_theme
from prongsai.render.paper import Paper, render_paper

MOST_LAYOUTS = 4
"""The numbers in the contents have a place of their own, so that the second layout is the last as a rule."""


def year_paper(project: Project, unit_id: str, year: str, today: date) -> Paper:
    """Return a body's year as a document; `StopError` if there is nothing of it, `DataError` on errors."""
    folders = unit_folders(project, (unit_id,))
    report = read_body(project, folders[0].name, read_history(project).unit(unit_id), today).report()
    years = {str(each.year): each for each in report.years if each.results or each.plan}
    found = years.get(fold_digits(year))
    if not found:
        raise StopError("no-report-of-year", unit=unit_id, year=year, known=", ".join(years))
    place = root_place(project)
    is_alone = len(unit_folders(project)) == 1
    return Paper(load_theme(project.theme), report, found, place if is_alone else place.below(f"{unit_id}/"))


def print_paper(project: Project, paper: Paper) -> bytes:
    """Return the document as PDF; the same data and day give the same bytes with the same Chromium."""
    program = find_chromium()
    with passing_folder(project.build) as folder:
        page, target = folder / "report.html", folder / "report.pdf"
        numbers: Mapping[str, int] = {}
        for _ in range(MOST_LAYOUTS):
            page.write_text(render_paper(paper, project.theme, numbers), "utf-8", newline="\n")
            print_page(program, page, target)
            printed = target.read_bytes()
            target.unlink()
            before, numbers = numbers, heading_pages(printed)
            if numbers == before:
                break
    return finished(printed, paper.report)


def heading_pages(printed: bytes) -> dict[str, int]:
    """The pages, from 1, of everything that the document itself links to, by its id."""
    reader = PdfReader(BytesIO(printed))
    pages = {
        name: reader.get_destination_page_number(each) for name, each in reader.named_destinations.items()
    }
    return {name.removeprefix("/"): number + 1 for name, number in pages.items() if number is not None}


def finished(printed: bytes, report: UnitReport) -> bytes:
    """Write who made the document and as of which day, instead of the clock's time, and a lasting id."""
    reader = PdfReader(BytesIO(printed))
    writer = PdfWriter(clone_from=reader)
    writer.pdf_header = reader.pdf_header
    day = datetime(report.today.year, report.today.month, report.today.day, tzinfo=UTC)
    stamp = f"D:{day:%Y%m%d%H%M%S}Z"
    writer.add_metadata(
        {
            "/Author": report.unit.name,
            "/Creator": "Prongsai",
            "/CreationDate": stamp,
            "/ModDate": stamp,
        }
    )
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject("th")
    root[NameObject("/PageMode")] = NameObject("/UseOutlines")
    root[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    )
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()
