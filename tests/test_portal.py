"""The portal of many bodies: its small parts, its provinces, and what a citizen sees of them in a browser."""

from __future__ import annotations

import csv
import hashlib
import json
import pickle
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

import pytest
from lxml import html
from playwright.sync_api import Browser, BrowserContext

from builders import report
from conftest import ROOT, SITE_URL, copy_project, served
from html_pages import HtmlPage
from page_kinds import SCHEMES, WIDTHS, axe_violations, search_for, watch_page
from prongsai.addresses import ASSETS
from prongsai.build import Builder, root_place
from prongsai.content import load_content
from prongsai.derive import UnitReport, unit_report
from prongsai.history import read_history
from prongsai.load import load, reserved_ids
from prongsai.project import Project
from prongsai.provinces import OTHER, Province, province_of, provinces
from prongsai.render.all_bodies import MOST_LISTED, SiteReport
from prongsai.render.environment import load_theme
from prongsai.render.page import Site
from prongsai.render.portal import render_portal, render_province
from prongsai.render.search import entry_text
from prongsai.render.summary import (
    SharedParts,
    details_text,
    news_text,
    read_details,
    read_news,
    read_summary,
    shared_parts,
    summary_text,
    title_entries,
)

TODAY = date(2026, 11, 21)
MANY = 400
FEW = 8
"""So many bodies stand in one province each: a page that a browser is asked everything of."""
PROVINCES = ("ลพบุรี", "เมืองสมมุติ", None, *("เชียงใหม่", "แพร่", "กทม.") * 50)
"""Where the invented bodies stand, so many in each; one name is no province, one an abbreviation."""
RESULTS = """level: ผ่านดี
scores:
  total: {total}
"""
MEASURE = """section: ind5
title: จัดอบรมรุ่นที่ {number}
owners: [office]
period: year
"""
LINKS = """links:
  - code: o1
    title: โครงสร้าง
    url: https://example.go.th/1.pdf
"""


@pytest.fixture(scope="module")
def seeds() -> list[SharedParts]:
    """What the portal needs of the five bodies."""
    project = Project(ROOT)
    return [*parts_of(project).values()]


def parts_of(project: Project) -> dict[str, SharedParts]:
    """What the portal needs of each body, by its id."""
    theme, history = load_theme(project.theme), read_history(project)
    data = load(project)
    assert data.problems == ()
    reports = [unit_report(unit, data.reference, TODAY, history.unit(unit.id)) for unit in data.units]
    return {report.id: shared_parts(theme, report) for report in reports}


def invent(units: Path, count: int) -> None:
    """Write bodies with a result, a measure and an answer each."""
    for number in range(count):
        province = PROVINCES[number // FEW]
        folder = units / f"body-{number:03}"
        (folder / "2567/measures").mkdir(parents=True)
        stated = f"province: {province}\n" if province else ""
        owners = "owners:\n  - id: office\n    name: สำนักปลัด\n"
        name = f"name: องค์การบริหารส่วนตำบลที่ {number:03}\nkind: {'sao' if number % 3 else 'tambon'}\n"
        (folder / "unit.yml").write_text(f"{name}district: เมือง\n{stated}{owners}", "utf-8")
        (folder / "2567/results.yml").write_text(RESULTS.format(total=80 + number % 20), "utf-8")
        (folder / "2567/measures/m1.yml").write_text(MEASURE.format(number=number), "utf-8")
        (folder / "2567/oit.yml").write_text(LINKS, "utf-8")


def sites_of(project: Project, kept: tuple[str, ...] = ()) -> list[Site]:
    """The portal and the provinces of a project, from parts that were written and read again."""
    theme, place, content = load_theme(project.theme), root_place(project), load_content(project)
    parts = parts_of(project)
    texts = {name: (details_text(each.details), news_text(each.news)) for name, each in parts.items()}
    site = SiteReport(
        tuple(read_summary(summary_text(each.summary)) for each in parts.values()),
        TODAY,
        lambda unit_id: read_details(texts[unit_id][0]),
        lambda unit_id: read_news(texts[unit_id][1]),
        kept,
    )
    below = (render_province(theme, site, each, place, content) for each in site.domains)
    return [render_portal(theme, site, place, content), *below]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, monkeypatch_module: pytest.MonkeyPatch) -> Path:
    """The built portal and provinces of many bodies; the bodies' own pages are not there."""
    root = tmp_path_factory.mktemp("many")
    invent(root / "invented", MANY)
    monkeypatch_module.setenv("SITE_URL", SITE_URL)
    project = Project(copy_project(root / "project", root / "invented"))
    builder = Builder(project)
    for site in sites_of(project):
        builder.build(site, project.site / site.address)
    builder.write_assets(project.site / ASSETS)
    return project.site


@pytest.fixture(scope="module")
def monkeypatch_module() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def many_url(many: Path) -> Iterator[str]:
    with served(many) as address:
        yield address


@pytest.fixture(params=[(width, scheme) for width in WIDTHS for scheme in SCHEMES], ids=str)
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce", locale="th-TH"
    )
    yield context
    context.close()


# The parts of a body


def test_parts_come_back_from_their_files_as_they_were(seeds: list[SharedParts]) -> None:
    for parts in seeds:
        assert read_summary(summary_text(parts.summary)) == parts.summary
        assert read_details(details_text(parts.details)) == parts.details
        assert read_news(news_text(parts.news)) == parts.news
        assert pickle.loads(pickle.dumps(parts)) == parts
    assert any(parts.news for parts in seeds)


def test_a_summary_is_small_and_names_the_sizes_of_what_it_leaves_out(seeds: list[SharedParts]) -> None:
    for summary, details in ((parts.summary, parts.details) for parts in seeds):
        assert len(summary_text(summary)) < 1000
        assert [rows.size for rows in summary.rows] == [len(text.encode()) for text in details.rows]
        assert [rows.rows for rows in summary.rows] == [
            len(list(csv.reader(text.splitlines(keepends=True)))) for text in details.rows
        ]
        entries = title_entries(summary.name, details)
        assert summary.titles_size == sum(len(entry_text(each).encode()) for each in entries)
        assert summary.sheets == tuple(sheet.year for sheet in details.sheets)


def test_the_numbers_of_a_body_are_those_of_its_newest_plan_in_the_open_data(site: Path) -> None:
    names = ("measures", "done", "late", "no_report")
    plans: dict[str, list[str]] = {}
    for row in csv.DictReader((site / "data/years.csv").read_text("utf-8-sig").splitlines()):
        if int(row["measures"]):
            plans[row["unit"]] = [row[name] for name in names]
    rows = html.parse(site / "index.html").xpath("//tr[@data-row]")
    shown = {row.get("data-row"): [cell.text_content().split() for cell in row][2:] for row in rows}
    assert {unit: [cell[0] for cell in cells] for unit, cells in shown.items()} == plans
    assert "9" in plans["bo-thong"][names.index("no_report")]


# Provinces


def test_there_are_77_provinces_and_their_addresses_are_ascii() -> None:
    assert len(provinces()) == len({each.name for each in provinces()}) == 77
    assert all(each.id.replace("-", "").isascii() and each.id == each.id.lower() for each in provinces())
    assert OTHER not in {each.id for each in provinces()}


@pytest.mark.parametrize(
    ("stated", "province"),
    [
        ("ลพบุรี", Province("lop-buri", "ลพบุรี")),
        (" ลพบุรี ", Province("lop-buri", "ลพบุรี")),
        ("กทม.", Province("bangkok", "กรุงเทพมหานคร")),
        ("เมืองสมมุติ", Province(OTHER, "เมืองสมมุติ")),
        ("", Province(OTHER, "")),
        (None, Province(OTHER, "")),
    ],
)
def test_a_stated_province_is_known_or_keeps_its_name(stated: str | None, province: Province) -> None:
    assert province_of(stated) == province


def test_no_body_can_stand_where_the_provinces_do() -> None:
    assert "province" in reserved_ids(Project(ROOT))


def portal_of(*bodies: tuple[str, str, str | None]) -> SiteReport:
    """Bodies without files: id, name, province."""

    def body(unit_id: str, name: str, province: str | None) -> UnitReport:
        made = report()
        unit = made.unit.model_copy(update={"name": name, "province": province})
        return replace(made, id=unit_id, source=replace(made.source, value=unit))

    theme = load_theme(ROOT / "theme")
    parts = {each[0]: shared_parts(theme, body(*each)) for each in bodies}
    summaries = tuple(each.summary for each in parts.values())
    return SiteReport(summaries, TODAY, lambda each: parts[each].details, lambda each: parts[each].news)


def test_bodies_stand_by_province_and_name_and_those_without_a_province_last() -> None:
    site = portal_of(("d", "ก", None), ("c", "เทศบาล", "แพร่"), ("b", "ตำบล", "แพร่"), ("a", "ฮ", "ขอนแก่น"))
    assert [(each.province, [unit.id for unit in each.units]) for each in site.regions] == [
        ("ขอนแก่น", ["a"]),
        ("แพร่", ["b", "c"]),
        ("", ["d"]),
    ]
    assert site.kinds == (("demo", "หน่วยงานทดลอง"),)


@pytest.mark.parametrize(("count", "is_divided"), [(MOST_LISTED, False), (MOST_LISTED + 1, True)])
def test_only_many_bodies_are_divided_into_provinces(count: int, is_divided: bool) -> None:
    site = portal_of(("a", "ก", "แพร่"))
    site = replace(site, units=site.units * count)
    assert site.is_divided == bool(site.domains) == is_divided


# The website


def test_the_portal_lists_provinces_and_every_body_stands_on_one_of_their_pages(many: Path) -> None:
    found = [link for link in HtmlPage(many / "index.html").links if link.startswith("province/")]
    listed = [each for each in found if each.count("/") == 2]
    assert listed == [f"province/{each}/" for each in ("bangkok", "chiang-mai", "phrae", "lop-buri", OTHER)]
    bodies = [
        link
        for address in listed
        for link in HtmlPage(many / address / "index.html").links
        if link.startswith("../../body-") and link.count("/") == 3
    ]
    assert sorted(bodies) == [f"../../body-{number:03}/" for number in range(MANY)]


def test_what_is_no_province_of_the_list_keeps_its_name(many: Path) -> None:
    text = "".join(HtmlPage(many / "province" / OTHER / "index.html").text)
    assert "เมืองสมมุติ" in text
    assert "ไม่ได้ระบุ" in text


def test_the_grid_of_a_year_leads_to_each_provinces_and_back_to_the_bodies_answers(many: Path) -> None:
    grid = HtmlPage(many / "oit/2567/index.html")
    assert "../../province/lop-buri/oit/2567/" in grid.links
    rows = HtmlPage(many / "province/lop-buri/oit/2567/index.html")
    assert "../../../../body-000/2567/oit/#o1" in rows.links


def test_the_tables_are_whole_and_the_package_tells_their_true_size_and_hash(many: Path) -> None:
    package = json.loads((many / "data/datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        content = (many / "data" / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    with (many / "data/bodies.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["unit"] for row in csv.DictReader(file)] == [f"body-{each:03}" for each in range(MANY)]


def test_a_body_that_is_being_mended_is_named_although_it_has_no_province(tmp_path: Path) -> None:
    invent(tmp_path / "invented", 2)
    project = Project(copy_project(tmp_path / "project", tmp_path / "invented"))
    portal = sites_of(project, kept=("body-999",))[0]
    assert 'href="body-999/"' in portal.pages[0].markdown


PAGES = ("", "oit/2567/", "province/lop-buri/", "province/lop-buri/oit/2567/")


@pytest.mark.browser
@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_many_bodies_can_be_read_by_all(
    context: BrowserContext, many_url: str, address: str
) -> None:
    opened = watch_page(context, many_url + address)
    size = opened.page.viewport_size
    assert size
    for row in opened.page.locator("tbody tr").all():
        row.scroll_into_view_if_needed()  # a row that was never on screen has no true height yet
    assert axe_violations(opened.page) == []
    assert opened.trouble == []
    assert [each for each in opened.requested if not each.startswith((many_url, "data:", "blob:"))] == []
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert opened.page.locator("h1:visible").count() == 1


@pytest.mark.browser
def test_a_body_is_found_by_name_from_the_portal_and_a_measure_from_its_province(
    context: BrowserContext, many_url: str
) -> None:
    portal = watch_page(context, many_url).page
    assert portal.url.removesuffix("/") + "/body-345/" in absolute(
        portal.url, search_for(portal, "ตำบลที่ 345")
    )
    province = watch_page(context, f"{many_url}province/lop-buri/").page
    found = absolute(province.url, search_for(province, f"อบรมรุ่นที่ {FEW - 1}"))
    assert f"{many_url}body-{FEW - 1:03}/2567/measures/m1/" in found


def absolute(page: str, links: list[str]) -> list[str]:
    return [urljoin(page, link).split("?")[0] for link in links]


@pytest.mark.browser
def test_a_province_is_filtered_by_words(context: BrowserContext, many_url: str) -> None:
    page = watch_page(context, f"{many_url}province/lop-buri/").page
    rows = page.locator("[data-row]:visible")
    assert rows.count() == FEW
    page.get_by_label("มีคำว่า").fill(f"ตำบลที่ {FEW - 1:03}")
    assert rows.count() == 1
