"""A real repository of more than a hundred commits: the page of changes tells each one right.

Edits, renames, rewritten and removed entries, a revert, a broken file and merges, as a browser shows them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from conftest import copy_project, run_prongsai, served
from repositories import Repository

pytestmark = pytest.mark.browser

UNIT = """\
name: องค์การบริหารส่วนตำบลริมธารสมมุติ
short_name: อบต.ริมธารสมมุติ
kind: sao
owners:
  - id: office
    name: สำนักปลัด
  - id: finance
    name: กองคลัง
"""
ANALYSIS = """\
result_year: 2566
sections:
  - id: t4
    narrative: |
      บุคลากรยืมทรัพย์สินโดยไม่ขออนุญาต
findings:
  - section: t4
    codes: [i20]
    text: |
      การยืมทรัพย์สินไม่สะดวก
"""
RESULTS = """\
scores:
  total: 92.64
  i20: 82.10
"""
MEASURE = """\
title: เรื่องที่ {number}
section: t4
owners: [office]
period: year
progress:
  - round: q1
    date: 2567-01-05
    status: not-started
    text: |
      เริ่มวางแผนเรื่องที่ {number}
"""
ENTRY = """\
  - round: {round}
    status: {status}
    text: |
      รายงานเรื่องที่ {number} ครั้งที่ {time}
"""
MEASURES = "rimthan/2567/measures"
M1, M2, M3 = (f"{MEASURES}/m{number}.yml" for number in (1, 2, 3))


@dataclass
class Story:
    """What was done to the repository: for every commit its id and the lines that a reader must find."""

    repository: Repository
    day: date = date(2024, 1, 8)
    told: dict[str, list[str]] = field(default_factory=dict)

    def commit(self, *lines: str) -> str:
        """Commit what was changed, a day after the last; these lines must be told of it, in any order."""
        self.day += timedelta(days=1)
        commit = self.repository.commit(self.day.isoformat())
        self.told[f"c{commit[:12]}"] = sorted(lines)
        return commit


def tell_story(story: Story) -> None:
    repository = story.repository
    _begin(story)
    _report(story)
    _correct(story)
    _rewrite(story)
    _rename(story)
    _break(story)
    _merge(story)
    _revert(story)
    assert len(story.told) > 100
    repository.edit(M2, "title: เรื่องที่ 2", "title: เรื่องที่สอง")


def _begin(story: Story) -> None:
    story.repository.write("rimthan/unit.yml", UNIT)
    story.commit("เริ่มเผยแพร่ข้อมูลของหน่วยงาน")
    story.repository.write("rimthan/2566/results.yml", RESULTS)
    story.commit("เผยแพร่ผลการประเมินปี 2566 (คะแนนรวม 92.64)")
    story.repository.write("rimthan/2567/analysis.yml", ANALYSIS)
    story.commit("เผยแพร่การวิเคราะห์ปี 2567")
    story.repository.write(M1, MEASURE.format(number=1))
    story.commit("เพิ่มมาตรการปี 2567 “เรื่องที่ 1” พร้อมรายงานความก้าวหน้า 1 ครั้ง")
    for number in range(2, 13):
        story.repository.write(f"{MEASURES}/m{number}.yml", MEASURE.format(number=number))
    story.commit("เพิ่มมาตรการปี 2567 จำนวน 11 เรื่อง")


def _report(story: Story) -> None:
    """Twelve measures are reported six times each, one entry a commit."""
    times = [("h1", "not-started"), ("q2", "in-progress"), ("q3", "in-progress")]
    times += [("h2", "in-progress"), ("q4", "in-progress"), ("year", "done")]
    rounds = {
        "h1": "รอบ 6 เดือนแรก (ตุลาคม–มีนาคม)",
        "q2": "รอบไตรมาส 2 (มกราคม–มีนาคม)",
        "q3": "รอบไตรมาส 3 (เมษายน–มิถุนายน)",
        "h2": "รอบ 6 เดือนหลัง (เมษายน–กันยายน)",
        "q4": "รอบไตรมาส 4 (กรกฎาคม–กันยายน)",
        "year": "รอบทั้งปีงบประมาณ",
    }
    labels = {"not-started": "ยังไม่เริ่ม", "in-progress": "กำลังดำเนินการ", "done": "แล้วเสร็จ"}
    for time, (name, status) in enumerate(times, 1):
        for number in range(1, 13):
            path = f"{MEASURES}/m{number}.yml"
            story.repository.add(path, ENTRY.format(round=name, status=status, number=number, time=time))
            lines = [
                f"รายงานความก้าวหน้าของมาตรการปี 2567 “{title_of(number)}” ({rounds[name]}, {labels[status]})"
            ]
            before = times[time - 2][1] if time > 1 else "not-started"
            if before != status:
                moved = f"จาก {labels[before]} เป็น {labels[status]}"
                lines.append(f"สถานะของมาตรการปี 2567 “{title_of(number)}” {moved}")
            story.commit(*lines)


def title_of(number: int) -> str:
    """The title that a measure has in the end: the second's is changed and not committed."""
    return {2: "เรื่องที่สอง", 3: "เรื่องที่ 3 ฉบับปรับปรุง"}.get(number, f"เรื่องที่ {number}")


def _correct(story: Story) -> None:
    edit = story.repository.edit
    edit("rimthan/2566/results.yml", "i20: 82.10", "i20: 82.01")
    story.commit("แก้คะแนน I20 ปี 2566 จาก 82.10 เป็น 82.01")
    edit("rimthan/2566/results.yml", "total: 92.64", "total: 92.64\n  ind4: 86.17")
    story.commit("เพิ่มคะแนน ตัวชี้วัดที่ 4 ปี 2566 เป็น 86.17")
    story.repository.write("rimthan/2566/results.yml", "level: ผ่านดี\nscores: {total: 92.64, i20: 82.01}\n")
    story.commit("แก้ระดับผลการประเมินปี 2566 เป็น ผ่านดี", "ลบคะแนน ตัวชี้วัดที่ 4 ปี 2566 (เดิม 86.17)")
    story.repository.write(
        "rimthan/2566/results.yml", "# ตัวเลขเดิม\nlevel: ผ่านดี\nscores:\n  total: ๙๒.๖๔\n  I20: 82.01\n"
    )
    story.commit()
    edit(M3, "title: เรื่องที่ 3", "title: เรื่องที่ 3 ฉบับปรับปรุง")
    story.commit(f"แก้ไขชื่อเรื่องของมาตรการปี 2567 “{title_of(3)}” จาก เรื่องที่ 3 เป็น {title_of(3)}")
    edit(M3, "owners: [office]", "owners: [office, finance]")
    story.commit(f"แก้ไขผู้รับผิดชอบของมาตรการปี 2567 “{title_of(3)}” จาก สำนักปลัด เป็น สำนักปลัด, กองคลัง")
    edit(M3, "period: year", "period: q1-q2\nbudget: 5000")
    story.commit(
        f"แก้ไขระยะเวลาของมาตรการปี 2567 “{title_of(3)}” จาก ตลอดปีงบประมาณ 2567"
        " เป็น ไตรมาส 1 ถึงไตรมาส 2 ปีงบประมาณ 2567",
        f"แก้ไขงบประมาณของมาตรการปี 2567 “{title_of(3)}” เป็น 5000",
    )
    edit("rimthan/2567/analysis.yml", "บุคลากรยืมทรัพย์สินโดยไม่ขออนุญาต", "บุคลากรบางคนยืมทรัพย์สินโดยไม่ขออนุญาต")
    story.commit("แก้ไขหัวข้อการวิเคราะห์ปี 2567 “กระบวนการกำกับดูแลการใช้ทรัพย์สินของราชการ”")
    edit("rimthan/2567/analysis.yml", "การยืมทรัพย์สินไม่สะดวก", "การยืมทรัพย์สินของราชการไม่สะดวก")
    story.commit("แก้ไขข้อค้นพบปี 2567 “การยืมทรัพย์สินของราชการไม่สะดวก”")
    edit("rimthan/unit.yml", "kind: sao", "kind: sao\nphone: 0 2000 0000")
    story.commit("แก้ไขโทรศัพท์ของหน่วยงาน เป็น 0 2000 0000")
    story.repository.write(
        "rimthan/2567/oit.yml", "links:\n  - code: o1\n    url: https://rimthan.example.go.th/1\n"
    )
    story.commit("เผยแพร่ลิงก์ข้อมูลสาธารณะ (OIT) ปี 2567")
    edit("rimthan/2567/oit.yml", "go.th/1", "go.th/one")
    story.commit("แก้ไขลิงก์ OIT ปี 2567 O1 https://rimthan.example.go.th/one")
    edit(M1, "section: t4", "section: t4\nsteps:\n  - text: ยกร่างคู่มือ\n    due: 2567-03")
    story.commit("เพิ่มขั้นตอนของมาตรการปี 2567 “เรื่องที่ 1”")
    edit(M1, "due: 2567-03", "due: 2567-06")
    story.commit("แก้ไขขั้นตอนของมาตรการปี 2567 “เรื่องที่ 1”")
    story.repository.write("notes.txt", "ไม่ใช่ข้อมูลของหน่วยงาน")
    story.commit()


def _rewrite(story: Story) -> None:
    """Whoever changes what was reported is seen."""
    edit = story.repository.edit
    edit(M1, "รายงานเรื่องที่ 1 ครั้งที่ 1\n", "รายงานเรื่องที่ 1 ครั้งแรก\n")
    story.commit("! แก้ไขย้อนหลัง แก้ไขรายงานความก้าวหน้าของมาตรการปี 2567 “เรื่องที่ 1” ที่บันทึกไว้แล้ว")
    edit(M1, "    date: 2567-01-05\n", "    date: 2566-12-05\n")
    story.commit("! แก้ไขย้อนหลัง แก้ไขรายงานความก้าวหน้าของมาตรการปี 2567 “เรื่องที่ 1” ที่บันทึกไว้แล้ว")
    edit(M2, ENTRY.format(round="q2", status="in-progress", number=2, time=2), "")
    story.commit(
        "! แก้ไขย้อนหลัง ลบรายงานความก้าวหน้าของมาตรการปี 2567 “เรื่องที่สอง”"
        " (รอบไตรมาส 2 (มกราคม–มีนาคม), กำลังดำเนินการ)"
    )
    story.repository.write("rimthan/evidence/a.pdf", "%PDF-1.4 one")
    edit(M1, "ครั้งที่ 6\n", "ครั้งที่ 6\n    evidence:\n      - title: ภาพ\n        file: a.pdf\n")
    story.commit(
        "เพิ่มไฟล์หลักฐาน a.pdf",
        "! แก้ไขย้อนหลัง แก้ไขรายงานความก้าวหน้าของมาตรการปี 2567 “เรื่องที่ 1” ที่บันทึกไว้แล้ว",
    )
    story.repository.write("rimthan/evidence/a.pdf", "%PDF-1.4 two")
    story.commit("! แก้ไขย้อนหลัง เปลี่ยนเนื้อหาไฟล์หลักฐาน a.pdf")
    (story.repository.root / "units" / MEASURES / "m12.yml").unlink()
    story.commit("! แก้ไขย้อนหลัง ลบมาตรการปี 2567 “เรื่องที่ 12” พร้อมรายงานความก้าวหน้า 7 ครั้ง")


def _rename(story: Story) -> None:
    story.repository.move(f"{MEASURES}/m11.yml", f"{MEASURES}/register.yml")
    story.commit("เปลี่ยนรหัสมาตรการปี 2567 “เรื่องที่ 11” จาก m11 เป็น register")
    story.repository.move("rimthan", "rimthan-sao")
    story.commit("เปลี่ยนที่อยู่เว็บของหน่วยงานจาก rimthan เป็น rimthan-sao")
    story.repository.move("rimthan-sao", "rimthan")
    story.commit("เปลี่ยนที่อยู่เว็บของหน่วยงานจาก rimthan-sao เป็น rimthan")


def _break(story: Story) -> None:
    """A version that is no YAML hides nothing: the next one is compared with the last that could be read."""
    path = f"{MEASURES}/m4.yml"
    story.repository.edit(path, "title: เรื่องที่ 4", "title: 'เรื่องที่ 4")
    story.commit("ไฟล์ มาตรการปี 2567 “เรื่องที่ 4” ในครั้งนี้อ่านไม่ได้ จึงบอกไม่ได้ว่าเปลี่ยนอะไร")
    story.repository.edit(path, "title: 'เรื่องที่ 4", "title: เรื่องที่ 4")
    story.repository.edit(path, "รายงานเรื่องที่ 4 ครั้งที่ 1\n", "รายงานเรื่องที่ 4 ตามแผน\n")
    story.commit("! แก้ไขย้อนหลัง แก้ไขรายงานความก้าวหน้าของมาตรการปี 2567 “เรื่องที่ 4” ที่บันทึกไว้แล้ว")


def _merge(story: Story) -> None:
    """Two officers at once: each commit is told by itself, the merge only for what it decided alone."""
    git = story.repository.git
    path = f"{MEASURES}/m5.yml"
    git("switch", "--quiet", "--create", "finance")
    story.repository.add(path, ENTRY.format(round="year", status="done", number=5, time=7))
    story.commit("รายงานความก้าวหน้าของมาตรการปี 2567 “เรื่องที่ 5” (รอบทั้งปีงบประมาณ, แล้วเสร็จ)")
    story.repository.edit("rimthan/2566/results.yml", "I20: 82.01", "I20: 82.11")
    story.commit("แก้คะแนน I20 ปี 2566 จาก 82.01 เป็น 82.11")
    git("switch", "--quiet", "main")
    story.repository.move(path, f"{MEASURES}/m5b.yml")
    story.commit("เปลี่ยนรหัสมาตรการปี 2567 “เรื่องที่ 5” จาก m5 เป็น m5b")
    story.repository.edit("rimthan/2566/results.yml", "I20: 82.01", "I20: 82.22")
    story.commit("แก้คะแนน I20 ปี 2566 จาก 82.01 เป็น 82.22")
    git("merge", "--quiet", "--no-commit", "-X", "ours", "finance")
    story.repository.edit("rimthan/2566/results.yml", "I20: 82.22", "I20: 82.33")
    story.commit("แก้คะแนน I20 ปี 2566 จาก 82.22 เป็น 82.33", "แก้คะแนน I20 ปี 2566 จาก 82.11 เป็น 82.33")
    git("switch", "--quiet", "--create", "dropped")
    story.repository.add(f"{MEASURES}/m6.yml", ENTRY.format(round="year", status="done", number=6, time=8))
    story.commit("รายงานความก้าวหน้าของมาตรการปี 2567 “เรื่องที่ 6” (รอบทั้งปีงบประมาณ, แล้วเสร็จ)")
    git("switch", "--quiet", "main")
    story.repository.edit("rimthan/unit.yml", "0 2000 0000", "0 2000 0001")
    story.commit("แก้ไขโทรศัพท์ของหน่วยงาน จาก 0 2000 0000 เป็น 0 2000 0001")
    git("merge", "--quiet", "--no-commit", "-s", "ours", "dropped")
    story.commit("! แก้ไขย้อนหลัง ลบรายงานความก้าวหน้าของมาตรการปี 2567 “เรื่องที่ 6” (รอบทั้งปีงบประมาณ, แล้วเสร็จ)")


def _revert(story: Story) -> None:
    path = f"{MEASURES}/m7.yml"
    story.repository.edit(path, ENTRY.format(round="q3", status="in-progress", number=7, time=3), "")
    story.commit(
        "! แก้ไขย้อนหลัง ลบรายงานความก้าวหน้าของมาตรการปี 2567 “เรื่องที่ 7”"
        " (รอบไตรมาส 3 (เมษายน–มิถุนายน), กำลังดำเนินการ)"
    )
    story.repository.git("revert", "--no-commit", "HEAD")
    story.commit("รายงานความก้าวหน้าของมาตรการปี 2567 “เรื่องที่ 7” (รอบไตรมาส 3 (เมษายน–มิถุนายน), กำลังดำเนินการ)")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """The repository with its history, built."""
    root = tmp_path_factory.mktemp("story")
    repository = Repository.begin(copy_project(root / "project", units=empty_folder(root / "units")))
    story = Story(repository)
    tell_story(story)
    run = run_prongsai("build", cwd=repository.root)
    assert run.returncode == 0, run.stdout + run.stderr
    return story


def empty_folder(path: Path) -> Path:
    path.mkdir()
    return path


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture(scope="module")
def address(story: Story) -> Iterator[str]:
    with served(story.repository.root / "site") as address:
        yield address


LINES = """() => Object.fromEntries([...document.querySelectorAll('.px-change')].map(change => [
    change.id,
    [...change.querySelectorAll(':scope > ul > li')].map(line => {
        const copy = line.cloneNode(true)
        copy.querySelectorAll('details').forEach(part => part.remove())
        return copy.textContent.replace(/\\s+/g, ' ').trim()
    }).sort(),
]))"""


def test_every_commit_is_told_right(story: Story, address: str, desk: Page) -> None:
    desk.goto(f"{address}changes/")
    shown = desk.evaluate(LINES)
    expected = {name: lines for name, lines in story.told.items() if lines}
    pending = shown.pop("")
    wrong = {name: (shown.get(name), lines) for name, lines in expected.items() if shown.get(name) != lines}
    assert not wrong, "\n".join(f"{name}: {lines}" for name, lines in wrong.items())
    assert shown.keys() == expected.keys()
    assert pending == ["แก้ไขชื่อเรื่องของมาตรการปี 2567 “เรื่องที่สอง” จาก เรื่องที่ 2 เป็น เรื่องที่สอง"]


def entry_texts(page: Page, selector: str) -> list[str]:
    """What a reader sees of each item, folded parts too."""
    return [" ".join(text.split()) for text in page.locator(selector).all_text_contents()]


def test_an_entry_tells_when_it_came_and_that_it_was_changed(address: str, desk: Page) -> None:
    desk.goto(f"{address}2567/measures/m1/")
    first, second, *others = entry_texts(desk, "#progress ~ .px-timeline:not(.px-timeline--gone) > li")
    assert "รายงานเมื่อ 5 ธันวาคม 2566" in first
    assert "บันทึกลงระบบเมื่อ 12 มกราคม 2567 (38 วันหลังวันที่รายงาน)" in first
    assert "แก้ไขหลังบันทึก" in first
    assert "วันที่ เดิม 5 มกราคม 2567 ใหม่ 5 ธันวาคม 2566" in first
    assert "เดิม รายงานเรื่องที่ 1 ครั้งที่ 1 ใหม่ รายงานเรื่องที่ 1 ครั้งแรก" in second
    assert [each for each in others[:-1] if "แก้ไขหลังบันทึก" in each] == []
    assert "หลักฐาน ใหม่ ภาพ · a.pdf" in others[-1]


@pytest.mark.parametrize(("measure", "is_told"), [("m1", True), ("m2", True), ("m8", False), ("m9", False)])
def test_a_measure_says_at_once_that_its_past_was_changed(
    address: str, desk: Page, measure: str, is_told: bool
) -> None:
    desk.goto(f"{address}2567/measures/{measure}/")
    assert ("แก้ไขย้อนหลัง" in str(desk.locator(".px-status").text_content())) is is_told


def test_a_removed_entry_stays_readable(address: str, desk: Page) -> None:
    desk.goto(f"{address}2567/measures/m2/")
    gone = entry_texts(desk, ".px-timeline--gone > li")
    assert len(gone) == 1
    assert "ถูกลบ" in gone[0]
    assert "รายงานเรื่องที่ 2 ครั้งที่ 2" in gone[0]


def test_what_a_merge_dropped_stays_readable(address: str, desk: Page) -> None:
    desk.goto(f"{address}2567/measures/m6/")
    assert "รายงานเรื่องที่ 6 ครั้งที่ 8" in entry_texts(desk, ".px-timeline--gone > li")[0]


def test_an_entry_that_came_back_says_so(address: str, desk: Page) -> None:
    desk.goto(f"{address}2567/measures/m7/")
    told = [each for each in entry_texts(desk, ".px-timeline > li") if "ถูกลบ" in each]
    assert len(told) == 1
    assert "นำกลับมาหลังถูกลบ" in told[0]
    assert desk.locator(".px-timeline--gone").count() == 0


def test_a_renamed_measure_keeps_the_past_of_both_branches(address: str, desk: Page) -> None:
    desk.goto(f"{address}2567/measures/m5b/")
    entries = entry_texts(desk, ".px-timeline > li")
    assert len(entries) == 8
    assert [each for each in entries if "บันทึกลงระบบเมื่อ" not in each] == []
    assert [each for each in entries if "แก้ไขหลังบันทึก" in each] == []


def test_every_commit_of_an_entry_can_be_looked_up(story: Story, address: str, desk: Page) -> None:
    desk.goto(f"{address}2567/measures/m1/")
    for link in desk.locator(".px-timeline a[href*='changes/#']").all():
        anchor = str(link.get_attribute("href")).partition("#")[2]
        assert anchor in story.told


def test_the_body_at_a_glance_shows_its_last_changes(address: str, desk: Page) -> None:
    desk.goto(address)
    lines = entry_texts(desk, "#edits ~ .px-log li")
    assert len(lines) == 5
    assert lines[0].startswith("30 เมษายน 2567 รายงานความก้าวหน้าของมาตรการปี 2567 “เรื่องที่ 7”")
    assert "แก้ไขย้อนหลัง" in lines[1]


def test_a_build_with_what_was_kept_equals_one_that_reads_everything_anew(story: Story) -> None:
    root = story.repository.root
    page = root / "site/changes/index.html"
    kept = page.read_bytes()
    assert (root / ".build/_history.sqlite").is_file()
    (root / ".build/_history.sqlite").unlink()
    run = run_prongsai("build", cwd=root)
    assert run.returncode == 0, run.stdout + run.stderr
    assert page.read_bytes() == kept
    run = run_prongsai("build", cwd=root)
    assert page.read_bytes() == kept


@pytest.mark.parametrize("page", ["2566/results/", "2567/analysis/", "2567/measures/m9/", "2567/oit/"])
def test_a_page_tells_when_its_data_were_last_changed(
    story: Story, address: str, desk: Page, page: str
) -> None:
    desk.goto(f"{address}{page}")
    told = desk.get_by_text("ข้อมูลของหน้านี้แก้ไขล่าสุดเมื่อ")
    assert told.count() == 1
    assert str(told.locator("a").get_attribute("href")).partition("#")[2] in story.told


def test_what_is_not_committed_has_no_day(address: str, desk: Page) -> None:
    desk.goto(f"{address}2567/measures/m2/")
    assert desk.get_by_text("ข้อมูลของหน้านี้แก้ไขล่าสุดเมื่อ").count() == 0
