"""`prongsai progress` as an officer uses it: options, questions, the file, the commit, and sudden ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT, TODAY, run_prongsai
from prongsai.document import read_document
from repositories import Repository
from terminals import Terminal, stopped

GOOD = ROOT / "tests/projects/good/units"
MEASURE = "units/bo-thong/2567/measures/m4.yml"
COMPLETE = (
    "--round",
    "h1",
    "--status",
    "done",
    "--date",
    "2567-04-05",
    "--text",
    "แจกคู่มือแล้ว",
    "--today",
    TODAY,
)
REPORT = ("progress", "bo-thong", "2567", "m4", *COMPLETE)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """The five bodies under git, with an officer's name."""
    repository = Repository.begin(tmp_path / "project")
    for path in sorted((ROOT / "units").rglob("*.yml")):
        repository.write(path.relative_to(ROOT / "units").as_posix(), path.read_text("utf-8"))
    repository.commit("2024-04-01")
    repository.git("config", "user.name", "officer")
    repository.git("config", "user.email", "officer@example.go.th")
    return repository


def last_entry(root: Path, path: str = MEASURE) -> dict[str, object]:
    journal = read_document(path, (root / path).read_bytes())[0].values["progress"]
    assert isinstance(journal, list)
    assert isinstance(journal[-1], dict)
    return dict(journal[-1])


def test_one_report_is_one_commit_of_one_file_with_only_added_lines(repository: Repository) -> None:
    other = repository.root / "units/bo-thong/unit.yml"
    other.write_text(other.read_text("utf-8") + "# staged\n", "utf-8")
    repository.git("add", "--all")
    repository.write("bo-thong/2567/measures/m9.yml", "section: t1\n")
    run = run_prongsai(*REPORT, "--commit", cwd=repository.root)
    assert run.returncode == 0, run.stderr
    assert (
        repository.git("log", "-1", "--format=%s")
        == "อบต.บ่อทอง: รายงานมาตรการ m4 ปี 2567 รอบ 6 เดือนแรก – แล้วเสร็จ"
    )
    added, removed, path = repository.git("show", "--numstat", "--format=").split("\t")
    assert (removed, path) == ("0", MEASURE)
    assert int(added) >= 5
    assert "+  - round: h1" in run.stdout
    assert repository.git("diff", "--cached", "--name-only") == "units/bo-thong/unit.yml"
    assert last_entry(repository.root) == {
        "round": "h1", "date": "2567-04-05", "status": "done", "text": "แจกคู่มือแล้ว\n",
    }  # fmt: skip


def test_a_second_report_stands_behind_the_first(repository: Repository) -> None:
    assert run_prongsai(*REPORT, "--commit", cwd=repository.root).returncode == 0
    again = (
        "progress",
        "bo-thong",
        "๒๕๖๗",
        "m4",
        "--round",
        "รอบ ๖ เดือนหลัง",
        "--status",
        "๓",
        "--text",
        "no",
    )
    run = run_prongsai(*again, "--commit", "--today", TODAY, cwd=repository.root)
    assert run.returncode == 0, run.stderr
    assert last_entry(repository.root) == {"round": "h2", "date": TODAY, "status": "done", "text": "no\n"}
    assert repository.git("show", "--numstat", "--format=").split("\t")[1] == "0"


def test_a_local_proof_is_copied_and_committed_with_its_entry(repository: Repository, tmp_path: Path) -> None:
    proof, twin, other = (
        tmp_path / "ภาพ กิจกรรม (1).PDF",
        tmp_path / "copy.pdf",
        tmp_path / "x/ภาพ กิจกรรม (1).pdf",
    )
    other.parent.mkdir()
    proof.write_bytes(b"%PDF-1.4 one")
    twin.write_bytes(b"%PDF-1.4 one")
    other.write_bytes(b"%PDF-1.4 two")
    specs = [f"ภาพ={proof}", str(twin), f"อื่น={other}", "ข่าว=https://a.go.th/?id=1"]
    options = [part for spec in specs for part in ("--evidence", spec)]
    run = run_prongsai(*REPORT, *options, "--commit", cwd=repository.root)
    assert run.returncode == 0, run.stderr
    folder = repository.root / "units/bo-thong/evidence/2567"
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["ภาพ-กิจกรรม-1-2.pdf", "ภาพ-กิจกรรม-1.pdf"]
    assert last_entry(repository.root)["evidence"] == [
        {"title": "ภาพ", "file": "2567/ภาพ-กิจกรรม-1.pdf"},
        {"title": "copy", "file": "2567/ภาพ-กิจกรรม-1.pdf"},
        {"title": "อื่น", "file": "2567/ภาพ-กิจกรรม-1-2.pdf"},
        {"title": "ข่าว", "url": "https://a.go.th/?id=1"},
    ]
    assert len(repository.git("show", "--name-only", "--format=").splitlines()) == 3
    assert repository.git("status", "--porcelain") == ""
    assert run_prongsai("check", "bo-thong", "--today", TODAY, cwd=repository.root).returncode == 0


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("ภาพ=missing.pdf", "missing.pdf"),
        ("ภาพ=page.html", "pdf"),
        (f"{'ภาพถ่าย' * 90}=missing.pdf", "missing.pdf"),
        ("ภาพ=~nobody-of-this-name/a.pdf", "~nobody-of-this-name/a.pdf"),
        ("ภาพ=units", "units"),
        ("ภาพ=large.pdf", "25"),
        ("ภาพ=https://", "https://"),
        ("ภาพ=ftp://a.go.th/a.pdf", "ftp://a.go.th/a.pdf"),
        ("=https://a.go.th/a.pdf", "https://a.go.th/a.pdf"),
    ],
)
def test_a_proof_that_cannot_be_published_is_told(repository: Repository, spec: str, said: str) -> None:
    (repository.root / "page.html").write_text("<p>", "utf-8")
    with (repository.root / "large.pdf").open("wb") as stream:
        stream.truncate(25 * 1024 * 1024 + 1)
    before = (repository.root / MEASURE).read_bytes()
    assert said in stopped(run_prongsai(*REPORT, "--evidence", spec, cwd=repository.root))
    assert (repository.root / MEASURE).read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("progress", "bo-tong", "2567", "m4"), "bo-thong"),
        (("progress", "bo-thong", "2576", "m4"), "2567"),
        (("progress", "bo-thong", "2567", "m44"), '"m4"'),
        (("progress", "bo-thong", "2567", "m4"), "--round"),
        (("progress", "bo-thong", "2567", "m4", "--round", "h1"), "--status"),
        (("progress", "bo-thong", "2567", "m4", "--round", "h1", "--status", "done"), "--text"),
        (("progress", "bo-thong", "2567", "m4", "--round", "h3"), "h3"),
        (("progress", "bo-thong", "2567", "m4", "--round", "h3"), "h1 (รอบ 6 เดือนแรก)"),
        ((*REPORT, "--evidence", "บันทึกข้อความ อว 1234/2567"), "--text"),
        ((*REPORT, "--date", "5/4/67"), "5/4/67"),
        ((*REPORT, "--text", " "), "--text"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_sentence_and_nothing_is_written(
    repository: Repository, arguments: tuple[str, ...], said: str
) -> None:
    assert said in stopped(run_prongsai(*arguments, cwd=repository.root))
    assert repository.git("status", "--porcelain") == ""


def test_a_round_is_understood_however_its_name_is_spaced(repository: Repository) -> None:
    run = run_prongsai(*REPORT, "--round", "รอบ๑๒เดือน", cwd=repository.root)
    assert run.returncode == 0, run.stderr
    assert last_entry(repository.root)["round"] == "year"


def test_what_check_refuses_is_told_and_not_written(repository: Repository) -> None:
    run = run_prongsai(*REPORT, "--date", "2570-01-01", "--commit", cwd=repository.root)
    assert run.returncode == 1
    assert f"{MEASURE}:" in run.stdout
    assert "[entry-in-future]" in run.stdout
    assert repository.git("status", "--porcelain") == ""


def test_an_older_fault_of_the_file_does_not_hinder_a_report(repository: Repository) -> None:
    repository.edit("bo-thong/2567/measures/m4.yml", "owners: [finance]", "owners: [nobody]")
    run = run_prongsai(*REPORT, cwd=repository.root)
    assert run.returncode == 0, run.stdout
    assert last_entry(repository.root)["round"] == "h1"


def test_a_file_with_uncommitted_changes_is_not_committed_along(repository: Repository) -> None:
    repository.add("bo-thong/2567/measures/m4.yml", "# half a thought\n")
    before = (repository.root / MEASURE).read_bytes()
    assert MEASURE in stopped(run_prongsai(*REPORT, "--commit", cwd=repository.root))
    assert (repository.root / MEASURE).read_bytes() == before


def test_without_a_repository_the_entry_stays_and_it_is_said(tmp_path: Path) -> None:
    target = tmp_path / "units/good/2567/measures"
    target.mkdir(parents=True)
    for name in ("unit.yml", "2567/analysis.yml", "2567/measures/m2.yml"):
        (tmp_path / "units/good" / name).write_bytes((GOOD / "good" / name).read_bytes())
    arguments = ("progress", "good", "2567", "m2", *COMPLETE, "--commit")
    run = run_prongsai(*arguments, cwd=tmp_path)
    assert "units/good/2567/measures/m2.yml" in stopped(run)
    assert last_entry(tmp_path, "units/good/2567/measures/m2.yml")["text"] == "แจกคู่มือแล้ว\n"


def test_without_an_identity_the_entry_stays_and_it_is_said(repository: Repository) -> None:
    repository.git("config", "--unset", "user.name")
    repository.git("config", "--unset", "user.email")
    repository.git("config", "user.useConfigOnly", "true")
    said = stopped(run_prongsai(*REPORT, "--commit", cwd=repository.root))
    assert "user.name" in said
    assert last_entry(repository.root)["round"] == "h1"


def test_an_officer_is_asked_one_question_after_another(repository: Repository) -> None:
    (repository.root / "a.pdf").write_bytes(b"%PDF-1.4")
    terminal = Terminal(
        "progress", "bo-thong", "2567", "m4", "--commit", "--today", TODAY, cwd=repository.root
    )
    for question, line in [
        ("รายงานรอบใด", "รอบไหนก็ได้"),
        ("รายงานรอบใด", "๕"),
        ("สถานะเป็นอย่างไร", "กำลังทำ"),
        ("วันที่รายงาน", "เมื่อวาน"),
        ("2569-11-21", "๒๕๖๗-๐๔-๐๕"),
        ("ทำอะไรไปแล้วบ้าง", ""),
        ("ทำอะไรไปแล้วบ้าง", "จัดทำคู่มือแล้ว"),
        (">", "- แจกแล้ว 12:30 น."),
        (">", ""),
        ("อุปสรรค", ""),
        ("ชื่อหลักฐาน", "คู่มือ"),
        ("ที่อยู่เว็บหรือไฟล์", "nothing.pdf"),
        ("ที่อยู่เว็บหรือไฟล์", "a.pdf"),
        ("ชื่อหลักฐาน", ""),
    ]:
        terminal.wait_for(question)
        terminal.type(line)
    assert terminal.end() == 0, terminal.shown
    assert last_entry(repository.root) == {
        "round": "h1",
        "date": "2567-04-05",
        "status": "in-progress",
        "text": "จัดทำคู่มือแล้ว\n- แจกแล้ว 12:30 น.\n",
        "evidence": [{"title": "คู่มือ", "file": "2567/a.pdf"}],
    }
    assert "nothing.pdf" in terminal.shown
    assert len(repository.git("show", "--name-only", "--format=").splitlines()) == 2


def test_two_officers_at_once_do_not_lose_a_report(repository: Repository) -> None:
    terminal = Terminal("progress", "bo-thong", "2567", "m4", *COMPLETE, cwd=repository.root)
    terminal.wait_for("อุปสรรค")
    run = run_prongsai(*REPORT, cwd=repository.root)
    assert run.returncode == 0, run.stderr
    first = (repository.root / MEASURE).read_bytes()
    terminal.type("")
    terminal.wait_for("ชื่อหลักฐาน")
    terminal.type("")
    assert terminal.end() == 2
    assert "ระหว่างที่ตอบคำถาม" in terminal.shown
    assert (repository.root / MEASURE).read_bytes() == first


def test_giving_up_changes_nothing(repository: Repository) -> None:
    terminal = Terminal("progress", "bo-thong", "2567", "m4", cwd=repository.root)
    terminal.wait_for("รายงานรอบใด")
    terminal.type("\x04")
    terminal.end()
    assert "Traceback" not in terminal.shown
    assert repository.git("status", "--porcelain") == ""


def test_a_hook_that_refuses_is_told_and_the_entry_stays(repository: Repository) -> None:
    hook = repository.root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'not today' >&2\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    before = repository.git("rev-parse", "HEAD")
    assert "not today" in stopped(run_prongsai(*REPORT, "--commit", cwd=repository.root))
    assert repository.git("rev-parse", "HEAD") == before
    assert last_entry(repository.root)["round"] == "h1"


WRITER = """
import sys
from pathlib import Path
from prongsai.office.whole import write_whole
path, one, two = Path(sys.argv[1]), *(Path(each).read_bytes() for each in sys.argv[2:])
print("begun", flush=True)
while True:
    write_whole(path, two, one)
    write_whole(path, one, two)
"""


def killed_writers(folder: Path, one: Path, two: Path) -> Iterator[bytes]:
    """What a file holds each time that a process which writes it all the time was killed."""
    path = folder / "m1.yml"
    for number in range(25):
        path.write_bytes(one.read_bytes())
        command = [sys.executable, "-c", WRITER, *map(str, (path, one, two))]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout
            assert writer.stdout.readline() == b"begun\n"
            time.sleep(0.002 * number)
            writer.send_signal(signal.SIGKILL)
        yield path.read_bytes()


def test_whenever_a_writer_is_killed_the_file_is_whole(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"section: t1\n" + "ก".encode() * 200_000)
    two.write_bytes(one.read_bytes() + "\nprogress: ข".encode() * 50_000)
    folder = tmp_path / "measures"
    folder.mkdir()
    wholes = {one.read_bytes(), two.read_bytes()}
    found = set(killed_writers(folder, one, two))
    assert found <= wholes
    assert {path.name for path in folder.iterdir()} <= {"m1.yml", ".m1.yml.prongsai-new"}


def test_whenever_the_command_is_killed_the_measure_is_whole_and_the_next_report_works(
    repository: Repository,
) -> None:
    old = (repository.root / MEASURE).read_bytes()
    started = time.monotonic()
    assert run_prongsai(*REPORT, cwd=repository.root).returncode == 0
    span = time.monotonic() - started
    new = (repository.root / MEASURE).read_bytes()
    for part in range(10):
        (repository.root / MEASURE).write_bytes(old)
        command = [sys.executable, "-m", "prongsai", *REPORT]
        with subprocess.Popen(command, cwd=repository.root, stdin=-3, stdout=-3, stderr=-3) as officer:
            time.sleep(span * (0.7 + 0.03 * part))
            officer.send_signal(signal.SIGKILL)
        assert (repository.root / MEASURE).read_bytes() in (old, new)
    (repository.root / MEASURE).write_bytes(old)
    (repository.root / f"{Path(MEASURE).parent}/.m4.yml.prongsai-new").write_bytes(b"half")
    assert run_prongsai("check", "bo-thong", cwd=repository.root).returncode == 0
    assert run_prongsai(*REPORT, cwd=repository.root).returncode == 0
    assert (repository.root / MEASURE).read_bytes() == new
