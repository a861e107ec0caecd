"""The same work list as page, table, calendar and text: of the five bodies, by the real command and build."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar, Event
from playwright.sync_api import Browser, Locator, Page

from conftest import ROOT, SITE_URL, TODAY, copy_project, run_prongsai
from html_pages import HtmlPage
from prongsai.making import render_sites
from prongsai.project import Project
from prongsai.render.content_lines import escaped, folded

PLANS = ["bang-krabue/2565", "bo-thong/2567", "na-udom/2569", "sample-004/2568", "thephalai/2566"]
SOON = "2567-08-20"
"""A day on which the reports of `bo-thong` are near, 41 days before the year's end."""
LONGEST_LINE = 75
"""Octets, RFC 5545 section 3.1."""
Row = dict[str, str]


def rows_of(text: str) -> list[Row]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def command_rows(*arguments: str, today: str = TODAY, cwd: Path = ROOT) -> list[Row]:
    run = run_prongsai("todo", *arguments, "--format", "csv", "--today", today, cwd=cwd)
    assert run.returncode == 0, run.stderr
    return rows_of(run.stdout)


def calendar_of(path: Path) -> Calendar:
    calendar = Calendar.from_ical(path.read_bytes())
    assert isinstance(calendar, Calendar)
    return calendar


def events_of(calendar: Calendar) -> dict[str, Any]:
    """The events by their UID, each of which there is once."""
    events: list[Any] = list(calendar.events)
    found = {str(event["uid"]): event for event in events}
    assert len(found) == len(events)
    return found


# --- The command


def test_text_is_told_department_by_department_with_counts_days_reasons_and_commands() -> None:
    run = run_prongsai("todo", "bo-thong", "--today", SOON, cwd=ROOT)
    lines = run.stdout.splitlines()
    assert run.returncode == 0
    assert lines[0] == (
        "อบต.บ่อทอง (bo-thong): งานที่ต้องทำ 10 เรื่อง ผ่านวันที่กำหนดแล้ว 0 เรื่อง "
        "ถึงกำหนดภายใน 60 วัน 9 เรื่อง (ณ วันที่ 20 สิงหาคม 2567)"
    )
    assert [line for line in lines if line.startswith("  ") and line[2] != " "] == [
        "  สำนักปลัด (7)",
        "  กองคลัง (2)",
        "  ไม่ได้ระบุผู้รับผิดชอบ (1)",
    ]
    first = lines.index("  กองคลัง (2)") + 1
    assert [line.strip() for line in lines[first : first + 3]] == [
        "30 กันยายน 2567 (อีก 41 วัน)  รายงานความก้าวหน้า  m4 หน่วยงานระบุขั้นตอนและแนวทางการยืมทรัพย์สินของทางราชการ",
        "ยังไม่มีรายงาน มาตรการนี้กำหนดระยะเวลาไว้ถึงวันที่ 30 กันยายน 2567",
        "prongsai progress bo-thong 2567 m4 --round year",
    ]


def test_nothing_to_do_is_said() -> None:
    run = run_prongsai("todo", "bo-thong", "--year", "๒๕๖๐", "--today", TODAY, cwd=ROOT)
    assert run.returncode == 0
    assert run.stdout.strip() == "อบต.บ่อทอง (bo-thong): ไม่มีงานที่ต้องทำ (ณ วันที่ 21 พฤศจิกายน 2569)"


def test_without_a_name_every_body_is_told() -> None:
    units = dict.fromkeys(row["unit"] for row in command_rows())
    assert list(units) == [plan.partition("/")[0] for plan in PLANS]


@pytest.mark.parametrize("department", ["finance", "กองคลัง"])
def test_a_department_is_asked_for_by_id_or_name_and_gets_what_all_do(department: str) -> None:
    rows = command_rows("--department", department)
    assert {row["unit"] for row in rows} == {"bo-thong", "na-udom", "sample-004", "thephalai"}
    assert all({"finance", "all"} & set(row["owners"].split()) for row in rows)
    assert any(row["owners"] == "office all" for row in rows)


@pytest.mark.parametrize(("by", "expected"), [("2566-04-29", 0), ("2566-04", 2), ("2566-09-30", 11)])
def test_only_what_is_due_by_a_day(by: str, expected: int) -> None:
    assert len(command_rows("thephalai", "--by", by)) == expected


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--department", "กองคัง"), "กองคลัง"),
        (("bo-thong", "--department", "finence"), "finance"),
        (("bo-thong", "--department", "works"), '"works"'),
        (("--by", "สิ้นปี"), "สิ้นปี"),
        (("--year", "69"), "69"),
        (("bo-tong",), "bo-thong"),
    ],
)
def test_a_mistake_of_the_operator_is_told_with_what_was_meant(
    arguments: tuple[str, ...], named: str
) -> None:
    run = run_prongsai("todo", *arguments, cwd=ROOT)
    assert (run.returncode, run.stdout) == (2, "")
    assert named in run.stderr
    assert "Traceback" not in run.stderr


@pytest.fixture
def half_broken(tmp_path: Path) -> Path:
    """Two bodies, one of which has an error."""
    project = copy_project(tmp_path)
    for name in ("bang-krabue", "sample-004", "thephalai"):
        shutil.rmtree(project / "units" / name)
    results = project / "units/bo-thong/2566/results.yml"
    results.write_text(results.read_text("utf-8").replace("ind2: 95.76", "ind2: 195.76"), "utf-8")
    return project


def test_the_errors_of_one_body_are_told_beside_the_list_of_the_other(half_broken: Path) -> None:
    run = run_prongsai("todo", "--format", "csv", "--today", TODAY, cwd=half_broken)
    assert run.returncode == 1
    assert {row["unit"] for row in rows_of(run.stdout)} == {"na-udom"}
    assert "units/bo-thong/2566/results.yml" in run.stderr
    assert "[score-range]" in run.stderr
    alone = run_prongsai("todo", "bo-thong", "--department", "finance", cwd=half_broken)
    assert (alone.returncode, alone.stdout) == (1, "")
    assert "[score-range]" in alone.stderr


def test_a_cell_of_the_table_that_a_spreadsheet_would_run_is_text(tmp_path: Path) -> None:
    project = copy_project(tmp_path, ROOT / "tests/projects/good/units")
    path = project / "units/good/2567/measures/m2.yml"
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("title:")]
    path.write_text("\n".join([*lines, "title: =cmd|calc", ""]), "utf-8")
    titles = [row["title"] for row in command_rows(cwd=project)]
    assert "'=cmd|calc" in titles


# --- The commands that settle a task


def row_of(project: Path, task_id: str) -> Row | None:
    return next((row for row in command_rows(cwd=project) if row["task_id"] == task_id), None)


def run_remedy(project: Path, row: Row, *more: str) -> None:
    """Run what the list tells to run, with the answers that it would ask for."""
    program, *arguments = row["remedy"].split()
    assert program == "prongsai"
    run = run_prongsai(*arguments, *more, cwd=project)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_told_commands_settle_a_report_and_its_proof(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    entry = row_of(project, "bo-thong.2567.m4.entry.year")
    assert entry
    run_remedy(project, entry, "--date", "2567-09-30", "--status", "done", "--text", "แจกคู่มือแล้ว")
    assert row_of(project, entry["task_id"]) is None
    proof = row_of(project, "bo-thong.2567.m4.proof")
    assert proof
    assert (proof["due"], proof["round"]) == ("", "year")
    paper = "คู่มือ=https://bothong.example.go.th/manual.pdf"
    run_remedy(project, proof, "--date", "2567-10-05", "--text", "แนบคู่มือ", "--evidence", paper)
    assert [row for row in command_rows("bo-thong", cwd=project) if row["measure"] == "m4"] == []


def test_the_told_command_settles_a_report_of_the_next_round(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    row = row_of(project, "thephalai.2566.m1.entry.h2")
    assert row
    run_remedy(project, row, "--date", "2566-10-01", "--status", "cancelled", "--text", "ยกเลิก")
    assert [each for each in command_rows("thephalai", cwd=project) if each["measure"] == "m1"] == []


def test_the_told_command_begins_a_year_without_a_plan(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    shutil.rmtree(project / "units/na-udom/2569")
    (row,) = command_rows("na-udom", today="2569-02-01", cwd=project)
    assert (row["task"], row["year"], row["due"], row["owners"]) == ("plan", "2569", "", "")
    run_remedy(project, row)
    rows = command_rows("na-udom", today="2569-02-01", cwd=project)
    assert "plan" not in {each["task"] for each in rows}


# --- The files beside the page


@pytest.mark.parametrize("plan", PLANS)
def test_the_table_is_what_the_command_tells(site: Path, plan: str) -> None:
    unit, year = plan.split("/")
    text = (site / plan / "todo/todo.csv").read_text("utf-8")
    run = run_prongsai("todo", unit, "--year", year, "--format", "csv", "--today", TODAY, cwd=ROOT)
    assert text == run.stdout
    assert len(rows_of(text)) > 0


@pytest.mark.parametrize("plan", PLANS)
def test_the_table_can_be_read_by_machines(site: Path, plan: str) -> None:
    for row in rows_of((site / plan / "todo/todo.csv").read_text("utf-8")):
        due = date.fromisoformat(row["due"])
        days = int(row["days_left"] or 0) - int(row["days_over"] or 0)
        assert due - timedelta(days=days) == date(2026, 11, 21)
        assert row["due_thai"].endswith(str(due.year + 543))
        page = row["page"].removeprefix(SITE_URL)
        assert (site / page / "index.html").is_file()


@pytest.mark.parametrize("plan", PLANS)
def test_the_calendar_holds_what_the_table_does(site: Path, plan: str) -> None:
    rows = rows_of((site / plan / "todo/todo.csv").read_text("utf-8"))
    events = events_of(calendar_of(site / plan / "todo/todo.ics"))
    assert {uid.removesuffix("@prongsai"): due_of(event) for uid, event in events.items()} == {
        row["task_id"]: row["due"] for row in rows if row["due"]
    }
    for row in rows:
        event = events[f"{row['task_id']}@prongsai"]
        assert str(event["summary"]).endswith(row["title"])
        assert row["reason"] in str(event["description"])
        assert row["remedy"] in str(event["description"])
        assert str(event["url"]) == row["page"]
        assert [str(each) for each in event["categories"].cats] == row["owner_names"].split(" | ")


def due_of(event: Any) -> str:
    """The day of an event that takes a whole day."""
    first, end = event["dtstart"].dt, event["dtend"].dt
    assert type(first) is date
    assert end - first == timedelta(days=1)
    return str(first.isoformat())


@pytest.mark.parametrize("plan", PLANS)
def test_a_departments_calendar_holds_its_rows_and_those_of_all(site: Path, plan: str) -> None:
    rows = rows_of((site / plan / "todo/todo.csv").read_text("utf-8"))
    folder = site / plan / "todo"
    owners = {owner for row in rows for owner in row["owners"].split()}
    assert {path.name for path in folder.glob("todo-*.ics")} == {f"todo-{owner}.ics" for owner in owners}
    for owner in owners:
        wanted = {row["task_id"] for row in rows if {owner, "all"} & set(row["owners"].split())}
        held = events_of(calendar_of(folder / f"todo-{owner}.ics"))
        assert {uid.removesuffix("@prongsai") for uid in held} == wanted


@pytest.mark.parametrize("path", ["bo-thong", "sample-004"])
def test_the_calendar_library_would_write_the_very_same_bytes(path: str, site: Path) -> None:
    files = sorted((site / path).glob("*/todo/*.ics"))
    assert files
    for file in files:
        assert calendar_of(file).to_ical() == file.read_bytes()


@pytest.mark.parametrize("length", range(60, 160))
@pytest.mark.parametrize("sign", ["ก", "a", "\\", "é", "🙂", "^"])
def test_a_text_of_any_length_is_escaped_and_folded_as_the_library_does(length: int, sign: str) -> None:
    text = f"a,b;c\n{sign * (length // 3)}x{sign * length}"
    event = Event()
    event.add("summary", text)
    assert f"\r\n{folded(f'SUMMARY:{escaped(text)}')}\r\n" in event.to_ical().decode("utf-8")


def test_every_line_of_a_calendar_is_whole_utf8_of_75_octets_at_most(site: Path) -> None:
    files = sorted(site.glob("*/*/todo/*.ics"))
    assert len(files) > len(PLANS)
    for path in files:
        content = path.read_bytes()
        assert content.endswith(b"END:VCALENDAR\r\n")
        assert content.count(b"\n") == content.count(b"\r\n")
        lines = content.split(b"\r\n")
        assert max(map(len, lines)) <= LONGEST_LINE
        assert all(line.decode("utf-8") is not None for line in lines)
        assert any(line.startswith(b" ") for line in lines)


def test_an_event_reminds_a_week_before_at_nine_while_there_is_time(tmp_path: Path) -> None:
    events = events_from_command("bo-thong", SOON)
    assert len(events) == 9
    for event in events.values():
        (alarm,) = event.subcomponents
        at_nine = timedelta(hours=9)
        assert alarm["trigger"].dt == -timedelta(days=7) + at_nine
        assert event["transp"] == "TRANSPARENT"
    on_the_day, after = (events_from_command("bo-thong", day) for day in ("2567-09-30", "2567-10-01"))
    assert {len(event.subcomponents) for event in on_the_day.values()} == {1}
    assert {len(event.subcomponents) for event in after.values()} == {0}


def events_from_command(unit: str, today: str) -> dict[str, Any]:
    run = run_prongsai("todo", unit, "--format", "ics", "--today", today, cwd=ROOT)
    calendar = Calendar.from_ical(run.stdout)
    assert isinstance(calendar, Calendar)
    return events_of(calendar)


def texts_on(today: date) -> dict[str, str]:
    """Every calendar of the five bodies as of a day."""
    return {
        site.address + path: text
        for site in render_sites(Project(ROOT), today)
        for path, text in site.texts.items()
        if path.endswith(".ics")
    }


def test_uids_stay_from_day_to_day_and_a_days_calendars_are_the_same_each_time() -> None:
    first, again, later = (texts_on(date(2026, 11, each)) for each in (20, 20, 21))
    assert first == again
    assert first.keys() == later.keys()
    for path, text in first.items():
        old, new = (Calendar.from_ical(each) for each in (text, later[path]))
        assert isinstance(old, Calendar)
        assert isinstance(new, Calendar)
        assert events_of(old).keys() == events_of(new).keys()
        stamps = {event["dtstamp"].dt.isoformat() for event in events_of(new).values()}
        assert stamps == {"2026-11-21T00:00:00+00:00"}


def test_a_calendar_without_events_is_whole(tmp_path: Path) -> None:
    run = run_prongsai("todo", "bo-thong", "--year", "2560", "--format", "ics", cwd=ROOT)
    calendar = Calendar.from_ical(run.stdout)
    assert isinstance(calendar, Calendar)
    assert calendar.events == []
    assert [each.name for each in calendar.subcomponents] == ["VTIMEZONE"]
    assert "บ่อทอง" in str(calendar["x-wr-calname"])


# --- The page


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    yield context.new_page()
    context.close()


def first_line(cell: Locator) -> str:
    """What stands before the line break of a cell, also of one that is not laid out yet."""
    return str(cell.evaluate("cell => cell.firstChild.textContent.trim()"))


def shown_rows(page: Page) -> dict[str, list[list[Any]]]:
    """Of each department: where its rows lead, and their days and words."""
    return {
        str(head.get_attribute("id")): [
            [
                row.locator("a").first.get_attribute("href"),
                first_line(row.locator("td").nth(1)),
                row.locator("p").first.text_content(),
            ]
            for row in head.locator("xpath=following::tbody[1]/tr").all()
        ]
        for head in page.locator("h2:not(#summary):not(#files)").all()
    }


@pytest.mark.browser
@pytest.mark.parametrize("plan", PLANS)
def test_the_page_shows_each_department_its_rows_of_the_table(
    page: Page, base_url: str, site: Path, plan: str
) -> None:
    page.goto(f"{base_url}{plan}/todo/")
    rows = rows_of((site / plan / "todo/todo.csv").read_text("utf-8"))
    owners = {owner for row in rows for owner in row["owners"].split()}
    shown = shown_rows(page)
    assert shown.keys() == owners
    for owner, told in shown.items():
        wanted = [row for row in rows if owner in row["owners"].split()]
        assert [" ".join(each[1].split()) for each in told] == [row["due_thai"] for row in wanted]
        assert [each[2] for each in told] == [row["reason"] for row in wanted]
        assert [each[0] for each in told] == [f"../measures/{row['measure']}/" for row in wanted]
    text = " ".join(page.locator("main").inner_text().split())
    assert "21 พฤศจิกายน 2569" in text
    assert f"{len(rows)} เรื่องที่ต้องทำ" in text


@pytest.mark.parametrize("plan", PLANS)
def test_the_page_is_reached_from_the_measures_the_states_and_the_home_page(site: Path, plan: str) -> None:
    unit, year = plan.split("/")
    for address, link in [("measures/", "../todo/"), ("status/", "../todo/"), ("../", f"{year}/todo/")]:
        assert link in HtmlPage(site / plan / address / "index.html").links
    rows = rows_of((site / plan / "todo/todo.csv").read_text("utf-8"))
    home = "".join(HtmlPage(site / unit / "index.html").text)
    assert f"งานที่ผ่านวันกำหนดแล้ว {len(rows)} เรื่อง" in home


def home_of(today: date) -> str:
    """The home page of `bo-thong` as of a day."""
    site = next(iter(render_sites(Project(ROOT), today, ("bo-thong",))))
    return next(each.markdown for each in site.pages if each.address == "")


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2024, 7, 31), False),
        (date(2024, 8, 1), True),
        (date(2024, 9, 30), True),
    ],
)
def test_the_home_page_tells_what_is_near_only_when_something_is(today: date, told: bool) -> None:
    assert ("งานที่ใกล้ถึงกำหนด 9 เรื่อง" in home_of(today)) is told
