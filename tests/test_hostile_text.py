"""No text becomes a script, a tag, a formula or a command: a share of what `make payloads` tries."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import markdown
import pytest
from playwright.sync_api import Browser

from conftest import served
from hostile.canary import provoke, search, visit_with, watched
from hostile.carriers import calendar_faults, carrier_faults, csv_faults, is_formula, page_faults
from hostile.corpus import addresses, texts
from hostile.painting import attacked_fields
from hostile.refusals import attacks, read_problems, told_wrongly
from hostile.site import TODAY, HostileSite, hostile_site
from payloads import MARKDOWN
from prongsai.printed import check_project
from prongsai.problems import Place, Problem, StopError
from prongsai.project import Project
from prongsai.render.content_lines import escaped, folded
from prongsai.render.csv_text import table_text
from prongsai.render.environment import without_fences
from prongsai.render.text import render_text

PAGES = (
    "",
    "changes/",
    "history/",
    "2566/results/",
    "2567/analysis/",
    "2567/measures/m1/",
    "2567/status/",
    "2567/todo/",
    "2567/notice/",
    "2567/oit/",
    "2567/submitted/2567/measures/",
)
CLEAN_PAGES = PAGES[:-1]
"""Those that a body without a past has as well."""
OF_A_PAST = {"link[title]"}
"""What only the pages of a body with a past have: its feed is named."""
PAYLOADS_OF_A_FIELD = 12
SAMPLE = 40
MKDOCS = ["toc", "tables", "fenced_code", "attr_list", "admonition"]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> HostileSite:
    return hostile_site(tmp_path_factory.mktemp("hostile"), range(3, 4), PAYLOADS_OF_A_FIELD)


def test_every_text_and_every_address_of_every_file_is_attacked(hostile: HostileSite) -> None:
    assert attacked_fields() <= {field for _, field in hostile.tried}
    assert len(texts()) + len(addresses()) > 400


@pytest.mark.browser
def test_nothing_runs_and_no_text_becomes_a_part_of_the_page(
    hostile: HostileSite, browser: Browser, years_url: str, base_url: str
) -> None:
    with watched(browser, years_url) as (clean, page):
        for address in CLEAN_PAGES:
            provoke(page, clean, address)
        search(page, clean, "", ("2567",))
        visit_with(page, clean, "2567/status/", "x")
    with watched(browser, base_url) as (full, page):
        for address in ("bo-thong/", "bo-thong/2567/measures/", "bo-thong/2567/status/"):
            provoke(page, full, address)
    with served(hostile.site) as base, watched(browser, base) as (watch, page):
        for address in (*PAGES, "404.html"):
            provoke(page, watch, address)
        assert search(page, watch, "", ("<", "x")) > 0
        visit_with(page, watch, "2567/status/", '"><img src=x onerror=canary(1)>')
    assert [*clean.trouble, *full.trouble, *watch.trouble] == []
    new = watch.new_to(clean.pairs | full.pairs | MARKDOWN | OF_A_PAST)
    assert {each for each in new if not each.startswith(".px-") and "[data-" not in each} == set()


def test_files_for_machines_and_policies_hold_nothing_of_others(hostile: HostileSite) -> None:
    assert carrier_faults(hostile.site) == []


def test_what_reads_them_sees_a_fault() -> None:
    assert [*csv_faults("a,b\r\n=1+1,2\r\n3\r\n")]
    assert [*page_faults("<html><head><script>x</script></head></html>")]


def test_a_payload_where_no_text_may_stand_is_a_problem_that_steers_nothing() -> None:
    wrong = []
    for field, payload, path, values in islice(attacks(), 0, None, SAMPLE):
        problems = read_problems(path, values)
        wrong += [
            (field, payload, each) for each in told_wrongly(problems) or (() if problems else ["accepted"])
        ]
    assert wrong == []


def test_the_names_of_files_steer_no_terminal_and_no_workflow(tmp_path: Path) -> None:
    folder = tmp_path / "units" / "a" / "2567" / "measures"
    folder.mkdir(parents=True)
    for name in ("x\n::error::y.yml", "x\x9b31m.yml", "\u202elmy.yml", "##[add-mask]x.yml", "a\r.txt"):
        (folder / name).write_text("title: x\n", "utf-8")
    problems = check_project(Project(tmp_path), TODAY).problems
    assert len(problems) > 5
    assert told_wrongly([*problems]) == []


def test_the_name_of_a_body_steers_no_terminal(tmp_path: Path) -> None:
    (tmp_path / "units" / "a\x1b]0;x\x07").mkdir(parents=True)
    with pytest.raises(StopError) as stop:
        check_project(Project(tmp_path), TODAY)
    assert str(stop.value).isprintable()


def test_a_stop_tells_no_sign_that_steers() -> None:
    assert "\x1b" not in str(StopError("evidence-missing", path=Path("x\x1b[2J")))


def test_a_problem_shows_a_steering_sign_by_its_number() -> None:
    problem = Problem(Place("units/a\x1b/unit.yml", 1), "unknown-file", {"name": "\x9b", "known": "x"})
    assert "\\u001b" in str(problem)
    assert "\\u009b" in str(problem)


@pytest.mark.parametrize(
    "text",
    [
        "```\nx\n~~~{ onclick=canary(1) }\ny\n~~~\n```",
        "~~~\nx\n```{ onclick=canary(1) }\ny\n```\n~~~",
        "```\nx\n~~~\ny\n~~~\n```",
    ],
)
def test_no_line_of_a_text_begins_a_block_of_code(text: str) -> None:
    html = f"# x {{#x}}\n\n<div>\n{render_text(text, lambda _: None)}\n</div>\n"
    assert "<pre>" in markdown.markdown(html, extensions=MKDOCS)
    assert "<pre>" not in markdown.markdown(without_fences(html), extensions=MKDOCS)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_text_that_a_spreadsheet_would_reckon_gets_an_apostrophe(sign: str) -> None:
    assert is_formula(f"{sign}1+1")
    assert [*csv_faults(table_text(["a"], [[f"{sign}1+1"]]))] == []


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\u2029"])
def test_a_text_ends_no_line_of_a_calendar(end: str) -> None:
    told = folded(f"SUMMARY:{escaped(f'x{end}BEGIN:VEVENT')}")
    assert [*calendar_faults(f"{told}\r\n")] == []
    assert [*calendar_faults(f"SUMMARY:x{end}BEGIN:x\r\n")]
