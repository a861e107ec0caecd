"""`prongsai new`: units, measures and years begin with what is known, pass the check, overwrite nothing."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from conftest import ROOT, TODAY, copy_project, run_prongsai
from prongsai.load import Data, load
from prongsai.office.crosswalk import item_crosswalk, question_crosswalk, successors_over
from prongsai.project import Project, frameworks_folder
from prongsai.reference import load_reference
from terminals import Terminal, stopped

NEXT = {
    "bo-thong": "2568",
    "na-udom": "2570",
    "sample-004": "2569",
    "thephalai": "2567",
    "bang-krabue": "2566",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The five bodies, without a theme: nothing is built here."""
    shutil.copytree(ROOT / "units", tmp_path / "units")
    return tmp_path


def run(*arguments: str, cwd: Path) -> str:
    done = run_prongsai(*arguments, "--today", TODAY, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def data(project: Path, unit: str) -> Data:
    return load(Project(project), (unit,))


def all_bytes(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yml")}


@pytest.mark.parametrize(("unit", "year"), NEXT.items())
def test_a_new_year_carries_the_plan_over_and_passes_the_check(project: Path, unit: str, year: str) -> None:
    before = all_bytes(project)
    shown = run("new", "year", unit, year, cwd=project)
    run("check", unit, cwd=project)
    after = all_bytes(project)
    assert {path: after[path] for path in before} == before
    files = data(project, unit).units[0]
    new, old = files.year(int(year)), files.years[-2]
    assert new.analysis
    assert new.analysis.value.result_year == int(year) - 1
    assert new.results is None
    assert [each.stem for each in new.measures] == [each.stem for each in old.measures]
    for now, then in zip(new.measures, old.measures, strict=True):
        origin = f"{old.year}/{then.stem}"
        assert now.value.continues == origin
        assert origin in shown
        assert now.value.progress == ()
        assert [step.text for step in now.value.steps] == [step.text for step in then.value.steps]
        assert not any(step.due or step.done for step in (*now.value.steps, *now.value.follow_up))
        assert not now.value.period or now.value.period.first is None
        assert now.value.title == then.value.title
        assert now.value.owners == then.value.owners


def test_answers_get_the_new_codes_where_they_are_verified_and_nowhere_else(project: Path) -> None:
    shown = run("new", "year", "thephalai", "2567", cwd=project)
    measures = {each.stem: each.value for each in data(project, "thephalai").units[0].year(2567).measures}
    assert measures["m2"].answers == ("o13",)
    assert measures["m3"].answers == ()
    text = (project / "units/thephalai/2567/measures/m3.yml").read_text("utf-8")
    assert "แผนเดิมตอบ o20" in text
    assert "  i23 -> i19 " in shown
    assert "  o5 -> o4 " in shown
    assert "  o42 -> o34 " in shown
    unsure = next(line for line in shown.splitlines() if "o42 -> o34" in line)
    assert "ยังไม่ยืนยัน" in unsure
    sure = next(line for line in shown.splitlines() if "o5 -> o4" in line)
    assert "ยังไม่ยืนยัน" not in sure
    without = next(line for line in shown.splitlines() if "ปี 2566" in line and "ยังไม่มีข้อต่อ" in line)
    assert "o6" in without


def test_only_what_is_neither_done_nor_cancelled_goes_on(project: Path) -> None:
    for measure, status in (
        ("m2", "done"),
        ("m3", "cancelled"),
        ("m4", "in-progress"),
        ("m5", "not-started"),
    ):
        report = ("--round", "year", "--status", status, "--text", "ก")
        run("progress", "bo-thong", "2567", measure, *report, cwd=project)
    run("new", "year", "bo-thong", "๒๕๖๘", cwd=project)
    stems = [each.stem for each in data(project, "bo-thong").units[0].year(2568).measures]
    assert stems == ["m1-1", "m1-2", "m1-3", "m4", "m5", "m6", "m7"]


def test_dates_of_the_old_plan_stay_as_guidance_only(project: Path) -> None:
    run("new", "year", "thephalai", "2567", cwd=project)
    text = (project / "units/thephalai/2567/measures/m2.yml").read_text("utf-8")
    assert "    #due: ปี-เดือนของแผนนี้ (แผนเดิมกำหนด 2565-10)\n" in text
    run("new", "year", "bo-thong", "2568", cwd=project)
    text = (project / "units/bo-thong/2568/measures/m4.yml").read_text("utf-8")
    assert "(แผนเดิม 2566-10-01 to 2567-09-30)" in text


def test_scores_in_carried_texts_are_those_of_then(project: Path) -> None:
    path = project / "units/bo-thong/2567/measures/m4.yml"
    path.write_text(
        path.read_text("utf-8").replace("approach: |\n", "approach: |\n  ได้ {i8} คะแนน\n"), "utf-8"
    )
    run("new", "year", "bo-thong", "2568", cwd=project)
    measures = {each.stem: each.value for each in data(project, "bo-thong").units[0].year(2568).measures}
    assert (measures["m4"].approach or "").startswith("ได้ 69.03 คะแนน")


def test_results_are_filled_in_by_typing_scores_behind_the_codes(project: Path) -> None:
    run("new", "year", "bo-thong", "2568", cwd=project)
    path = project / "units/bo-thong/2568/results.yml"
    text = path.read_text("utf-8")
    assert "  #ind1:      # การปฏิบัติหน้าที่\n" in text
    path.write_text(text.replace("  #ind1: ", "  ind1: 95.5").replace("  #ind2: ", "  ind2: "), "utf-8")
    run("check", "bo-thong", cwd=project)
    results = data(project, "bo-thong").units[0].year(2568).results
    assert results
    assert {code: str(score.value) for code, score in results.value.scores.items()} == {"ind1": "95.5"}


def test_a_year_is_opened_once(project: Path) -> None:
    run("new", "year", "bo-thong", "2568", cwd=project)
    before = all_bytes(project)
    assert "2568" in stopped(run_prongsai("new", "year", "bo-thong", "2568", cwd=project))
    assert all_bytes(project) == before


def test_an_opening_that_was_interrupted_is_finished_by_repeating_it(project: Path) -> None:
    run("new", "year", "bo-thong", "2568", cwd=project)
    whole = all_bytes(project)
    folder = project / "units/bo-thong/2568"
    (folder / "analysis.yml").unlink()
    (folder / "measures/m5.yml").unlink()
    run("new", "year", "bo-thong", "2568", cwd=project)
    assert all_bytes(project) == whole


def test_another_measure_of_that_year_is_not_touched(project: Path) -> None:
    path = project / "units/bo-thong/2568/measures/m1-1.yml"
    path.parent.mkdir(parents=True)
    path.write_text("title: ของเดิม\nsection: t1\n", "utf-8")
    before = all_bytes(project)
    assert "m1-1.yml" in stopped(run_prongsai("new", "year", "bo-thong", "2568", cwd=project))
    assert all_bytes(project) == before


def test_results_that_came_first_are_kept(project: Path) -> None:
    path = project / "units/bo-thong/2568/results.yml"
    path.parent.mkdir()
    path.write_text("scores:\n  total: 90\n", "utf-8")
    run("new", "year", "bo-thong", "2568", cwd=project)
    assert path.read_text("utf-8") == "scores:\n  total: 90\n"


@pytest.mark.parametrize("there", [None, "links:\n  - code: o1\n    note: x\n"])
def test_a_new_year_has_a_file_for_its_links_unless_it_stands_already(
    project: Path, there: str | None
) -> None:
    path = project / "units/bo-thong/2568/oit.yml"
    if there:
        path.parent.mkdir(exist_ok=True)
        path.write_text(there, "utf-8")
    run("new", "year", "bo-thong", "2568", cwd=project)
    text = path.read_text("utf-8")
    assert text == there or "\n#   o1 " in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("new", "year", "bo-tong", "2568"), "bo-thong"),
        (("new", "year", "bo-thong", "68"), "68"),
        (("new", "year", "bo-thong", "2590"), "2569"),
        (("new", "unit", "bo-thong"), "units/bo-thong"),
        (("new", "unit", "บ่อทอง"), "บ่อทอง"),
        (("new", "unit", "assets"), "assets"),
        (("new", "unit", "new"), "--name"),
        (("new", "unit", "new", "--name", "ก", "--kind", "soa"), "sao องค์การบริหารส่วนตำบล"),
        (("new", "unit", "new", "--name", "ก", "--kind", "hospital"), "ให้ใช้ other"),
        (("new", "unit", "new", "--name", "ก", "--kind", "sao", "--owner", "สำนัก=ปลัด"), "สำนัก=ปลัด"),
        (("new", "measure", "bo-thong", "2568"), "2567"),
        (("new", "measure", "bo-thong", "2567"), "--title"),
        (("new", "measure", "bo-thong", "2567", "m4", "--title", "ก", "--section", "t1"), "m4.yml"),
        (("new", "measure", "bo-thong", "2567", "ข้อ", "--title", "ก", "--section", "t1"), "ข้อ"),
        (("new", "measure", "bo-thong", "2567", "--title", "ก", "--section", "t1", "--period", "ปีนี้"), "ปีนี้"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_sentence_and_nothing_is_written(
    project: Path, arguments: tuple[str, ...], said: str
) -> None:
    before = all_bytes(project)
    assert said in stopped(run_prongsai(*arguments, cwd=project))
    assert all_bytes(project) == before


def test_a_measure_takes_the_next_free_id(project: Path) -> None:
    options = (
        "--title",
        "จัดทำคู่มือ: ฉบับใหม่",
        "--section",
        "t4",
        "--answers",
        "I๑๙, i20",
        "--owners",
        "finance",
    )
    run("new", "measure", "bo-thong", "2567", *options, "--period", "year", cwd=project)
    run("check", "bo-thong", cwd=project)
    measure = data(project, "bo-thong").units[0].year(2567).measures[-1]
    assert measure.stem == "m8"
    assert measure.value.title == "จัดทำคู่มือ: ฉบับใหม่"
    assert measure.value.answers == ("i19", "i20")
    text = (project / "units/bo-thong/2567/measures/m8.yml").read_text("utf-8")
    assert "answers: [i19, i20]\n" in text
    assert "period: year\n" in text


def test_a_measure_is_asked_for_below_the_lists_of_sections_and_owners(project: Path) -> None:
    terminal = Terminal("new", "measure", "bo-thong", "2567", cwd=project)
    for question, line in [
        ("ชื่อมาตรการ", "จัดทำคู่มือ"),
        ("t4 ", ""),
        ("รหัสหัวข้อที่มาตรการอยู่", "t99"),
        ("รหัสหัวข้อที่มาตรการอยู่", "T๔"),
        ("รหัสที่มาตรการตอบ", "i99"),
        ("รหัสที่มาตรการตอบ", "I๑๙"),
        ("all ทุกส่วนงาน", "finance,works"),
        ("ให้พิมพ์หมายเลข", "2, All, finance"),
        ("ระยะเวลา", "ปีหน้า"),
        ("ระยะเวลา", "๒๕๖๖-๑๐ to ๒๕๖๗-๐๓"),
    ]:
        terminal.wait_for(question)
        terminal.type(line)
    assert terminal.end() == 0, terminal.shown
    measure = data(project, "bo-thong").units[0].year(2567).measures[-1].value
    assert (measure.title, measure.section, measure.answers) == ("จัดทำคู่มือ", "t4", ("i19",))
    assert measure.owners == ("finance", "all")
    assert measure.period
    assert measure.period.name == "dates"


def test_a_measure_that_check_refuses_is_told_and_not_written(project: Path) -> None:
    before = all_bytes(project)
    options = ("--title", "ก", "--section", "t9", "--answers", "i99", "--owners", "nobody")
    done = run_prongsai("new", "measure", "bo-thong", "2567", *options, cwd=project)
    assert done.returncode == 1
    for code in ("unknown-section", "unknown-answer", "unknown-owner"):
        assert f"[{code}]" in done.stdout
    assert all_bytes(project) == before


def test_a_body_from_nothing_to_a_website(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project", ROOT / "tests/projects/good/units")
    shutil.rmtree(project / "units")
    terminal = Terminal("new", "unit", "nong-hin", cwd=project)
    for question, line in [
        ("ชื่อเต็ม", "องค์การบริหารส่วนตำบลหนองหิน"),
        ("ชื่อย่อ", "อบต.หนองหิน"),
        ("ประเภทหน่วยงาน", "อะไรก็ได้"),
        ("ประเภทหน่วยงาน", "๑"),
        ("อำเภอ", ""),
        ("จังหวัด", "เลย"),
        ("ส่วนงานที่รับผิดชอบ", "สำนัก=สำนักปลัด"),
        ("ส่วนงานที่รับผิดชอบ", "office=สำนักปลัด"),
        ("ส่วนงานที่รับผิดชอบ", ""),
    ]:
        terminal.wait_for(question)
        terminal.type(line)
    assert terminal.end() == 0, terminal.shown
    run("new", "year", "nong-hin", "2569", cwd=project)
    run("check", cwd=project)
    options = (
        "--title",
        "จัดทำคู่มือ",
        "--section",
        "ind1",
        "--owners",
        "office",
        "--answers",
        "i1",
        "--period",
        "h1",
    )
    run("new", "measure", "nong-hin", "2569", *options, cwd=project)
    run(
        "progress",
        "nong-hin",
        "2569",
        "m1",
        "--round",
        "h1",
        "--status",
        "done",
        "--text",
        "เสร็จ",
        cwd=project,
    )
    run("check", cwd=project)
    unit = data(project, "nong-hin").units[0]
    assert unit.unit.value.kind == "sao"
    assert [owner.name for owner in unit.unit.value.owners] == ["สำนักปลัด"]
    assert run_prongsai("build", cwd=project).returncode == 0
    assert "จัดทำคู่มือ" in (project / "site/2569/measures/m1/index.html").read_text("utf-8")
    assert not (project / "site/2569/results").exists()


def test_the_crosswalk_says_of_every_code_what_became_of_it() -> None:
    frameworks = load_reference(frameworks_folder()).frameworks
    years = sorted(year for family, year in frameworks if family == "nacc")
    counts = []
    for older, newer in pairwise(years):
        before, after = frameworks["nacc", older], frameworks["nacc", newer]
        for each, old, new in (
            (question_crosswalk(before, after), before.questions, after.questions),
            (item_crosswalk(before, after), before.items, after.items),
        ):
            joined = [row.old for row in each.successors]
            assert sorted([*joined, *each.ended]) == sorted(row.id for row in old)
            assert sorted([*(row.new for row in each.successors), *each.begun]) == sorted(
                row.id for row in new
            )
            assert {row.new: row.old for row in each.successors} == {
                row.id: row.was for row in new if row.was
            }
        counts.append((len(before.items), len(after.items)))
    assert counts == [(43, 43), (43, 35), (35, 28), (28, 26)]


def test_codes_move_over_several_years_step_by_step() -> None:
    frameworks = load_reference(frameworks_folder()).frameworks
    years = [frameworks["nacc", year] for year in range(2566, 2570)]
    moved = successors_over(years)
    assert moved["ind1"] == "ind1"
    assert moved["total"] == "total"
    assert moved.get("o5") is None or moved["o5"] in years[-1].titles
    assert moved["o2"] == "o2"
    assert "i19" not in moved
