"""Pages on A4: no column is lost, what only a screen can use is gone, the notice is one sheet."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from conftest import SITE_URL
from page_kinds import PAGES
from prongsai.render.qr import qr_code

pytestmark = pytest.mark.browser

DETAILS = "รายละเอียดทุกมาตรการ"
"""The heading below the table; what follows it says the table's words again."""
NOTICES = [
    "bang-krabue/2565",
    "bo-thong/2567",
    "na-udom/2569",
    "sample-004/2568",
    "thephalai/2566",
]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def printed(page: Page, address: str) -> list[str]:
    """The text of every sheet, without white space: PDF breaks lines where it likes."""
    page.goto(address)
    return sheets_of(page)


def sheets_of(page: Page) -> list[str]:
    paper = page.pdf(prefer_css_page_size=True)
    text = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=paper, capture_output=True, check=True
    ).stdout.decode()
    return ["".join(sheet.split()) for sheet in text.split("\f")[:-1]]


@pytest.mark.parametrize("body", NOTICES)
def test_a_table_of_measures_keeps_every_column(page: Page, base_url: str, body: str) -> None:
    text, details, _ = "".join(printed(page, f"{base_url}{body}/measures/")).partition(DETAILS)
    assert details
    rows = page.locator(".px-measures tbody tr").all()
    cells = [line for row in rows for cell in row.locator("td").all() for line in cell.inner_text().split()]
    lost = [cell for cell in cells if cell[:10] not in text]
    assert len(cells) >= 4 * len(rows) > 0
    assert lost == []
    assert all(head in text for head in ("มาตรการ", "ผู้รับผิดชอบ", "ระยะเวลา", "สถานะ"))


def test_the_head_of_a_table_stands_on_every_sheet_that_it_covers(page: Page, base_url: str) -> None:
    page.goto(base_url + PAGES["measures"])
    page.evaluate(
        "() => { const rows = document.querySelector('.px-measures tbody');"
        " for (let i = 0; i < 3; i++) rows.innerHTML += rows.innerHTML }"
    )
    sheets = sheets_of(page)
    last = next(number for number, sheet in enumerate(sheets) if DETAILS in sheet)
    assert last > 2
    assert [sheet for sheet in sheets[:last] if "ผู้รับผิดชอบระยะเวลาสถานะ" not in sheet] == []


@pytest.mark.parametrize("kind", ["home", "measures", "results", "portal"])
def test_what_only_a_screen_can_use_is_not_printed(page: Page, base_url: str, kind: str) -> None:
    text = "".join(printed(page, base_url + PAGES[kind]))
    assert [word for word in ("ล้างตัวกรอง", "มีคำว่า", "ข้ามไปยังเนื้อหา", "ในหน้านี้") if word in text] == []


def test_a_link_to_another_website_shows_where_it_leads(page: Page, base_url: str) -> None:
    page.goto(base_url + PAGES["home"])
    page.evaluate(
        "document.querySelector('article').insertAdjacentHTML('beforeend',"
        " '<p><a href=https://www.example.go.th/a.pdf>ก</a></p>')"
    )
    assert "(https://www.example.go.th/a.pdf)" in "".join(sheets_of(page))


def test_every_plan_with_measures_has_a_notice(site: Path) -> None:
    assert sorted(path.parent.relative_to(site).as_posix() for path in site.glob("*/*/notice")) == NOTICES


@pytest.mark.parametrize("body", NOTICES)
def test_the_notice_is_one_sheet_with_the_code_of_its_address(page: Page, base_url: str, body: str) -> None:
    sheets = printed(page, f"{base_url}{body}/notice/")
    address = f"{SITE_URL}{body}/measures/"
    assert len(sheets) == 1
    assert address in sheets[0]
    drawn = page.locator(".px-qr path").last.get_attribute("d")
    assert drawn
    assert f'd="{drawn}"' in str(qr_code(address))
    states = {badge.inner_text().split()[1] for badge in page.locator(".px-notice .px-badge").all()}
    assert states
    assert [state for state in states if state[:8] not in sheets[0]] == []
