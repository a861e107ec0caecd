"""The command as an officer has it: words, exit codes, help."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from conftest import ROOT, copy_project, run_prongsai
from prongsai.cli import main, words
from prongsai.cli.group import VERBS

THAI = re.compile("[\u0e01-\u0e5b]")


def test_good_data_are_told_as_good() -> None:
    run = run_prongsai("check", "--format", "json", cwd=ROOT)
    assert run.returncode == 0
    severities = {problem["severity"] for problem in json.loads(run.stdout)}
    assert severities == {"warning", "notice"}
    assert THAI.search(run.stderr)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("buld", 'ไม่มีคำสั่ง "buld" ที่ใกล้ที่สุดคือ build'),
        ("qqq", 'ไม่มีคำสั่ง "qqq"'),
        ("sheet exprt", 'ไม่มีคำสั่ง "exprt" ที่ใกล้ที่สุดคือ export'),
        ("--rot x check", "ไม่มีตัวเลือก --rot ที่ใกล้ที่สุดคือ --root"),
        ("build --tody x", "ไม่มีตัวเลือก --tody ที่ใกล้ที่สุดคือ --today"),
        ("build --anew=3", "ตัวเลือก --anew มีค่าเกินหรือยังไม่มีค่า"),
        ("check --format", "ตัวเลือก --format มีค่าเกินหรือยังไม่มีค่า"),
        ("check --format xml", "ค่าของ --format ใช้ไม่ได้ ให้เลือกจาก plain, json, github, gitlab"),
        ("serve bo-thong --port 99999", "ค่าของ --port ใช้ไม่ได้ ให้เขียนตัวเลข 1-65535"),
        ("links --pause x", "ค่าของ --pause ใช้ไม่ได้ ให้เขียนเป็นตัวเลข"),
        ("pdf", "ยังไม่ได้ระบุ UNIT คือชื่อโฟลเดอร์ของหน่วยงานใน units/ เช่น bo-thong"),
        ("pdf a 2567 b c", "มีคำเกินมาหรือยังไม่ครบ"),
        ("pdf a 2567 units", "ค่าของ FILE ใช้ไม่ได้ ต้องเป็นไฟล์ ไม่ใช่โฟลเดอร์"),
        ("schema mkdocs.yml", "ค่าของ FOLDER ใช้ไม่ได้ ต้องเป็นโฟลเดอร์ ไม่ใช่ไฟล์"),
    ],
)
def test_a_command_that_is_typed_wrong_is_told_in_thai(
    monkeypatch: pytest.MonkeyPatch, line: str, said: str
) -> None:
    monkeypatch.chdir(ROOT)
    run = CliRunner().invoke(main, line.split(), prog_name="prongsai")
    assert (run.exit_code, run.stdout) == (2, "")
    first, *usage = run.stderr.splitlines()
    assert first == f"ทำต่อไม่ได้: {said}"
    assert not usage or (len(usage) == 2 and usage[0].startswith("วิธีเขียน: prongsai"))


@pytest.mark.parametrize("command", ["", "check", "sheet", "sheet export"])
def test_the_help_of_every_command_is_told_in_thai_to_its_last_line(command: str) -> None:
    run = CliRunner().invoke(main, [*command.split(), "--help"], prog_name="prongsai")
    assert (run.exit_code, run.stderr) == (0, "")
    assert "แสดงวิธีใช้และตัวอย่าง" in run.stdout
    assert "Show this message" not in run.stdout


def test_all_problems_of_all_files_are_told_at_once_and_sorted(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    results = project / "units/bo-thong/2566/results.yml"
    text = results.read_text("utf-8")
    results.write_text(text.replace("ind2: 95.76", "ind2: 195.76").replace("ind5:", "ind55:"), "utf-8")
    measure = project / "units/na-udom/2569/measures/m1.yml"
    measure.write_text(measure.read_text("utf-8").replace("owners: [personnel", "owners: [personel"), "utf-8")
    run = run_prongsai("check", cwd=project)
    told = [re.match(r"(units/\S+?):(\d+): .*\[([a-z-]+)\]$", line) for line in run.stdout.splitlines()]
    assert run.returncode == 1
    assert all(told)
    found = [(match[1], match[3]) for match in told if match]
    assert [path for path, _ in found] == sorted(path for path, _ in found)
    assert set(found) >= {
        ("units/bo-thong/2566/results.yml", "score-range"),
        ("units/bo-thong/2566/results.yml", "unknown-code"),
        ("units/na-udom/2569/measures/m1.yml", "unknown-owner"),
    }
    line = next(int(match[2]) for match in told if match and match[3] == "score-range")
    assert "ind2: 195.76" in results.read_text("utf-8").splitlines()[line - 1]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("build", "bo-tong"), "bo-thong"),
        (("build", "--today", "tomorrow"), "tomorrow"),
        (("serve",), "bang-krabue, bo-thong"),
        (("--root", "nowhere", "check"), "nowhere"),
        (("explain", "level-rul"), "level-rule"),
        (("oit", "bo-thong", "2560"), "2567"),
    ],
)
def test_a_mistake_of_the_operator_is_one_sentence_and_exit_2(
    arguments: tuple[str, ...], sentence: str
) -> None:
    run = run_prongsai(*arguments, cwd=ROOT)
    assert run.returncode == 2
    assert sentence in run.stderr
    assert "Traceback" not in run.stderr
    assert THAI.search(run.stderr)


def test_a_wrong_epoch_is_told() -> None:
    run = run_prongsai("build", cwd=ROOT, epoch="yesterday")
    assert run.returncode == 2
    assert "SOURCE_DATE_EPOCH" in run.stderr


def every_command() -> dict[str, click.Command]:
    """Each verb by the words that call it; those of a group behind the group's own."""
    main.list_commands(click.Context(main))
    found = dict(main.commands)
    assert found.keys() == VERBS.keys()
    for name, command in main.commands.items():
        if isinstance(command, click.Group):
            found |= {f"{name} {verb}": each for verb, each in command.commands.items()}
    return found


@pytest.mark.parametrize("name", ["", *every_command()])
def test_every_command_has_thai_help_with_examples(name: str) -> None:
    run = run_prongsai(*name.split(), "--help", cwd=ROOT)
    assert run.returncode == 0
    assert "ตัวอย่าง" in run.stdout
    assert f"prongsai {name}".strip() in run.stdout


def test_every_option_has_help() -> None:
    for command in [main, *every_command().values()]:
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help in words()["options"].values()


def test_every_format_tells_the_same_problems() -> None:
    plain, as_json, github = (
        run_prongsai("check", "--format", name, cwd=ROOT).stdout for name in ("plain", "json", "github")
    )
    rows = json.loads(as_json)
    assert [
        f"{row['path']}:{row['line']}: {row['sentence']} [{row['code']}]" for row in rows
    ] == plain.splitlines()
    assert len(github.splitlines()) == len(rows)
    assert all(
        re.match(r"::(error|warning|notice) file=units/[^,]+,line=\d+,title=", each)
        for each in github.splitlines()
    )


def test_the_answer_sheet_is_printed_with_address_and_place() -> None:
    run = run_prongsai("oit", "bo-thong", "๒๕๖๗", cwd=ROOT)
    line = next(line for line in run.stdout.splitlines() if line.startswith("O34 "))
    assert "bo-thong/2567/measures/#table" in line
    assert "ตารางมาตรการ" in line


def test_the_answer_sheet_as_csv_opens_in_a_spreadsheet() -> None:
    run = run_prongsai("oit", "bo-thong", "2567", "--csv", cwd=ROOT)
    rows = list(csv.reader(io.StringIO(run.stdout.removeprefix("\ufeff"))))
    assert run.stdout.startswith("\ufeff")
    assert [len(row) for row in rows] == [9] * 36
    assert [row[0] for row in rows[1:]] == [f"O{number}" for number in range(1, 36)]


def test_an_item_that_is_answered_in_words_only_has_its_note_and_a_state(tmp_path: Path) -> None:
    project, note = tmp_path / "good", "ปีนี้ไม่มีเรื่องร้องเรียน"
    shutil.copytree(ROOT / "tests/projects/good", project)
    with (project / "units/good/2567/oit.yml").open("a", encoding="utf-8") as file:
        file.write(f"  - code: o19\n    note: {note}\n")
    run = run_prongsai("oit", "good", "2567", "--csv", cwd=project)
    rows = {row[0]: row for row in csv.reader(io.StringIO(run.stdout.removeprefix("\ufeff")))}
    assert (rows["O19"][3], rows["O19"][8]) == ("มีคำชี้แจงแต่ไม่มีลิงก์", note)
    assert rows["O2"][3:] == ["ยังไม่ได้ใส่ลิงก์", "", "", "", "", ""]
    text = run_prongsai("oit", "good", "2567", cwd=project).stdout
    assert next(line for line in text.splitlines() if line.startswith("O19 ")).endswith(note)


def test_serve_shows_a_saved_change(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    for name in ("bo-thong", "na-udom", "bang-krabue", "sample-004"):
        shutil.rmtree(project / "units" / name)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "prongsai", "serve", "thephalai", "--port", str(port)]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
        try:
            assert "เทพาลัย" in fetch(port, "เทพาลัย")
            unit = project / "units/thephalai/unit.yml"
            unit.write_text(unit.read_text("utf-8").replace("ส่วนตำบลเทพาลัย", "ส่วนตำบลเทพาลัยใหม่"), "utf-8")
            assert "เทพาลัยใหม่" in fetch(port, "เทพาลัยใหม่")
            with (project / "mkdocs.yml").open("a", encoding="utf-8") as config:
                config.write("\ncopyright: from the configuration\n")
            assert "from the configuration" in fetch(port, "from the configuration")
        finally:
            server.terminate()
            server.communicate(timeout=30)


def fetch(port: int, wanted: str) -> str:
    """Ask for the first page until it shows what is wanted, for half a minute at most."""
    page = ""
    for _ in range(150):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                page = answer.read().decode("utf-8")
        except OSError:
            page = ""
        if wanted in page:
            return page
        time.sleep(0.2)
    return page
