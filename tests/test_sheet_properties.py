"""Whatever a body's files say and however they are written: out to Excel and in again changes no byte."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from prongsai.document import read_document
from prongsai.fields import choices
from prongsai.office.lines import stripped
from prongsai.office.spelling import spell
from prongsai.office.workbook.exporting import export_year
from prongsai.office.workbook.importing import write_import
from prongsai.project import Project
from workbooks import Desk, faults, table

CASES = int(os.environ.get("PRONGSAI_CASES", "8"))
QUICK = settings(
    max_examples=CASES,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
UNIT = (
    "name: หน่วยงานทดลอง\nkind: sao\nowners:\n  - {id: office, name: สำนักปลัด}\n  - {id: a, name: 'กอง, ช่าง'}\n"
)
SIGNS = st.characters(
    codec="utf-8", exclude_categories=("Cs", "Cc"), include_characters="\n\t กขแำ๐=+-@'\"#:|>{}[]"
)
TEXTS = st.text(SIGNS, min_size=1, max_size=30).filter(
    lambda text: bool(text.strip(" \t\n\u00a0")) and bool(text.strip())
)
DAYS = st.sampled_from(["2567-04-05", "2567-4-5", "๒๕๖๗-๐๔-๐๕", "2024-04-05"])
WHENS = DAYS | st.sampled_from(["2567-04", "2566-12"])
CODES = st.lists(st.sampled_from(["i1", "I2", "i ๑๙", "ind4"]), max_size=3)
SCORES = st.sampled_from(["98.90", "100", "0.5", "90+", "๙๐.๑๐", "5.00"])


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


def rows(needed: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.tuples(TEXTS, some(**fields)).map(lambda row: {needed: row[0], **row[1]}), max_size=2)


STEPS = rows("text", number=TEXTS, due=WHENS, done=WHENS | st.just("yes"))
EVIDENCE = rows("title", url=st.just("https://example.go.th/๑.pdf")).map(
    lambda found: [{"url": "http://x.th/", **row} for row in found]
)
ENTRIES = rows(
    "text",
    round=st.sampled_from([*choices()["round"], "Q1"]),
    date=DAYS,
    status=st.sampled_from([*choices()["status"]]),
    obstacle=TEXTS,
    evidence=EVIDENCE,
)
MEASURES = some(
    title=TEXTS,
    answers=CODES,
    approach=TEXTS,
    lead=st.sampled_from(["office", "a"]),
    owners=st.lists(st.sampled_from(["office", "a", "all"]), max_size=2),
    period=st.sampled_from([*choices()["period"], "q1-q2", "2566-10-01 to 2567-09-30"]),
    steps=STEPS,
    follow_up=STEPS,
    budget=st.sampled_from(["0", "12,500.50", "๕๐๐"]),
    target=TEXTS,
    limits=TEXTS,
    note=TEXTS,
    progress=ENTRIES,
)
ANALYSES = some(
    summary=TEXTS,
    sections=st.lists(some(title=TEXTS, narrative=TEXTS, limits=TEXTS), max_size=3).map(
        lambda found: [{"id": f"own-{number}", **each} for number, each in enumerate(found)]
    ),
    findings=rows("text", codes=CODES, need=st.sampled_from([*choices()["need"]])).map(
        lambda found: [{"section": "t1", **row} for row in found]
    ),
)
RESULTS = some(level=TEXTS, scores=st.dictionaries(st.sampled_from(["total", "I1", "ind๒", "o5"]), SCORES))
LINKS = some(
    links=rows("title", where=TEXTS, note=TEXTS).map(lambda found: [{"code": "O1", **r} for r in found])
)


BODIES = st.fixed_dictionaries(
    {
        "measures/m1.yml": MEASURES.map(lambda values: {"section": "t1", **values}),
        "analysis.yml": ANALYSES.map(lambda values: {"result_year": "2566", **values}),
        "results.yml": RESULTS,
        "oit.yml": LINKS,
    }
)


def written(values: Mapping[str, Any], style: str) -> str:
    """The values as some officer's program might write them."""
    if not values:
        return ""
    if style == "json":
        return json.dumps(values, ensure_ascii=False, indent=1)
    if style == "rows":
        return "".join(
            f"{key}: {json.dumps(value, ensure_ascii=False)}  # {key}\n" for key, value in values.items()
        )
    return spell(values)


def body(root: Path, files: Mapping[str, str]) -> Project:
    folder = root / "units/demo"
    for name, text in {"unit.yml": UNIT, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    return Project(root)


@QUICK
@given(BODIES, st.sampled_from(["json", "rows", "block"]), st.sampled_from(["\n", "\r\n"]))
def test_no_byte_changes_and_one_cell_changes_one_field(
    files: Mapping[str, Mapping[str, Any]], style: str, ending: str
) -> None:
    texts = {f"2567/{name}": written(values, style) for name, values in files.items()}
    with tempfile.TemporaryDirectory() as folder:
        project = body(Path(folder), {name: text.replace("\n", ending) for name, text in texts.items()})
        desk = Desk(project, export_year(project, "demo", "2567", Path(folder) / "a.xlsx"))
        same = desk.draft()
        assert faults(same) == []
        assert not same.files
        desk.fill("มาตรการ", {"B2": "ชื่อที่ไม่มีใครใช้: #1", "E2": None})
        before = desk.units()
        draft = desk.draft()
        assert faults(draft) == []
        write_import(draft)
        after = desk.units()
    changed = {path for path in after if after[path] != before[path]}
    assert changed == {"demo/2567/measures/m1.yml"}
    old, new = (read_document("", side["demo/2567/measures/m1.yml"])[0].values for side in (before, after))
    wanted = {**old, "title": "ชื่อที่ไม่มีใครใช้: #1"}
    wanted.pop("approach", None)
    assert stripped(dict(new)) == stripped(dict(wanted))


def test_a_text_that_excel_cannot_hold_stays_as_it_is(tmp_path: Path) -> None:
    measure = f"section: t1\napproach: {'ก' * 40_000}\n"
    project = body(tmp_path, {"2567/measures/m1.yml": measure})
    desk = Desk(project, export_year(project, "demo", "2567", tmp_path / "a.xlsx"))
    desk.fill("มาตรการ", {"B2": "ชื่อ"})
    assert len(str(table(desk.open(), "มาตรการ")["E2"].value)) < 200
    assert desk.take_in() == ["+title: ชื่อ\n"]
