"""No file reaches outside its body's folder, whatever it is, is called or holds.

The large ones, and many more, are tried by `make hostile-files`.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from attacks import ATTACKS, SECRET
from conftest import ROOT, run_prongsai
from prongsai.compiled import CompiledTemplates
from prongsai.document import read_document
from prongsai.folders import refuse_links
from prongsai.history import read_history
from prongsai.load import load
from prongsai.problems import StopError
from prongsai.project import Project
from prongsai.publish import RECORD, publish
from repositories import Repository

GOOD = ROOT / "tests/projects/good/units/good"
TOLD = re.compile(r"^units/([^/:]+).* \[([a-z-]+)\]$", re.MULTILINE)


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A project of many bodies, each attacked in its own way, one not at all; and what a build said."""
    root = tmp_path_factory.mktemp("attacked")
    shutil.copytree(GOOD, root / "units/good")
    for attacks in ATTACKS.values():
        for name, attack in attacks.items():
            attack(shutil.copytree(GOOD, root / "units" / name))
    run = run_prongsai("build", "--keep-going", cwd=root)
    assert run.returncode == 1, run.stderr
    assert "Traceback" not in run.stderr
    return root, run.stdout


@pytest.mark.parametrize("code", ATTACKS)
def test_every_attack_is_told_by_its_own_problem(attacked: tuple[Path, str], code: str) -> None:
    told = {(unit, code) for unit, code in TOLD.findall(attacked[1])}
    assert {(name, code) for name in ATTACKS[code]} <= told
    assert "good" not in {unit for unit, _ in told}


def test_what_is_told_holds_no_sign_that_a_terminal_or_a_forge_obeys(attacked: tuple[Path, str]) -> None:
    lines = attacked[1].splitlines()
    assert [line for line in lines if line.startswith("::") or "\x1b" in line] == []


def test_only_the_honest_body_is_published_and_nothing_from_outside(attacked: tuple[Path, str]) -> None:
    site = attacked[0] / "site"
    assert (site / "good/index.html").is_file()
    secret = SECRET.read_bytes().splitlines()[0]
    published = [path for path in site.rglob("*") if path.is_file()]
    assert [path for path in published if path.is_symlink() or secret in path.read_bytes()] == []
    assert {path.name for path in site.iterdir()} & {
        name for each in ATTACKS.values() for name in each
    } == set()


# What all bodies share, and where the program writes


@pytest.mark.parametrize("place", ["units", "content", "content/a.md", "theme", "theme/pages/x", "admin"])
@pytest.mark.parametrize("target", ["/etc", "units/good"])
def test_a_link_among_what_all_bodies_share_stops(tmp_path: Path, place: str, target: str) -> None:
    if place != "units":
        (tmp_path / "units").mkdir()
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).symlink_to(target)
    with pytest.raises(StopError) as stop:
        refuse_links(Project(tmp_path))
    assert stop.value.code == "foreign-file"


@pytest.mark.parametrize("place", ["site", ".build", ".build/_site", ".build/_ledger.sqlite"])
def test_a_build_empties_no_folder_that_a_link_leads_to(tmp_path: Path, place: str) -> None:
    mine = tmp_path / "mine/important.txt"
    mine.parent.mkdir()
    mine.write_text("x")
    root = tmp_path / "project"
    shutil.copytree(GOOD, root / "units/good")
    (root / place).parent.mkdir(exist_ok=True)
    (root / place).symlink_to(mine.parent)
    run = run_prongsai("build", cwd=root)
    assert run.returncode == 2
    assert str(root / place) in run.stderr
    assert mine.is_file()


OFFICERS = {
    "progress": "good 2567 m2 --round h1 --status done --date 2567-04-05 --text x",
    "freeze": "good 2567",
    "schema": "",
    "deploy": "github",
}


@pytest.mark.parametrize(
    ("verb", "place"),
    [
        ("progress", "units/good"),
        ("progress", "units/good/2567"),
        ("progress", "units/good/2567/measures"),
        ("freeze", "units/good"),
        ("freeze", "units/good/2567"),
        ("schema", ".vscode"),
        ("schema", ".vscode/schemas"),
        ("deploy", ".github"),
        ("deploy", ".github/workflows"),
    ],
)
def test_an_officer_writes_into_no_folder_that_a_link_leads_to(tmp_path: Path, verb: str, place: str) -> None:
    repository = Repository.begin(tmp_path / "project")
    shutil.copytree(GOOD, repository.root / "units/good")
    repository.commit("2024-04-01")
    mine = tmp_path / "mine"
    mine.mkdir()
    link = repository.root / place
    if link.exists():
        mine.rmdir()
        link.rename(mine)
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(mine)
    before = {path: path.read_bytes() for path in mine.rglob("*") if path.is_file()}
    run = run_prongsai(verb, *OFFICERS[verb].split(), cwd=repository.root)
    assert run.returncode == 2, run.stdout
    assert str(link) in run.stderr
    assert {path: path.read_bytes() for path in mine.rglob("*") if path.is_file()} == before


LONG = "ก" * 90
"""A name of 90 Thai signs has 270 bytes; systems hold 255."""


@pytest.mark.parametrize(
    "command",
    [
        ("pack", f"{LONG}.zip"),
        ("sheet", "export", "good", "2567", f"{LONG}.xlsx"),
        ("sheet", "import", f"{LONG}.xlsx"),
        ("table", "good", "2567", f"{LONG}.docx"),
        ("pdf", "good", "2567", f"{LONG}.pdf"),
    ],
    ids=" ".join,
)
def test_a_name_that_is_too_long_for_the_system_is_told(tmp_path: Path, command: tuple[str, ...]) -> None:
    shutil.copytree(GOOD, tmp_path / "units/good")
    (tmp_path / "site").mkdir()
    run = run_prongsai(*command, cwd=tmp_path)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
    assert LONG in run.stderr


def test_nothing_is_packed_into_a_device_that_never_ends(tmp_path: Path) -> None:
    shutil.copytree(GOOD, tmp_path / "units/good")
    (tmp_path / "site").mkdir()
    limit = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30));"
        "import runpy; runpy.run_module('prongsai', run_name='__main__')"
    )
    run = subprocess.run(
        [sys.executable, "-c", limit, "pack", "/dev/full"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 2
    assert "/dev/full" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("name", [b"\xa1\xa2", b"a\n::error::x", b"\x1b[2J"])
def test_a_folder_that_cannot_be_named_stops(tmp_path: Path, name: bytes) -> None:
    folder = tmp_path / "units"
    folder.mkdir()
    Path(bytes(folder).decode() + "/" + name.decode("utf-8", "surrogateescape")).mkdir()
    with pytest.raises(StopError) as stop:
        load(Project(tmp_path))
    assert stop.value.code == "unit-name"
    assert str(stop.value).isprintable()


CONFIGS = {
    "runs": (b'site_name: !!python/object/apply:os.mkdir ["PWNED"]\n', "bad-config"),
    "hooks": (b"hooks: [hook.py]\n", "mkdocs-settings"),
    "inherits": (b"INHERIT: /dev/zero\n", "mkdocs-settings"),
    "plugin": (b"plugins: [search]\n", "mkdocs-settings"),
    "addresses": (b"use_directory_urls: false\n", "mkdocs-settings"),
    "another theme": (b"theme: {name: readthedocs}\n", "mkdocs-settings"),
    "bomb": (b"extra:\n  a: &a [x, x]\n  b: [*a, *a]\n", "bad-config"),
    "circle": (b"extra: &a\n  b: *a\n", "bad-config"),
    "deep": (b"x: " + b"[" * 5000 + b"]" * 5000, "bad-config"),
    "cp874": (b"copyright: \xca\xc7\xd1\xca\n", "bad-config"),
    "number": (b"5\n", "bad-config"),
    "list": (b"extra: [a]\n", "bad-config"),
    "day": (b"copyright: 2024-99-99\n", "bad-config"),
    "digits": (b"copyright: " + b"9" * 100_000, "bad-config"),
    "nul": (b'a: "\0"\n', "bad-config"),
}


@pytest.mark.parametrize("name", CONFIGS)
def test_a_hostile_configuration_stops_and_runs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    from prongsai.build.builder import Builder  # noqa: PLC0415 - slow to import

    monkeypatch.chdir(tmp_path)
    data, code = CONFIGS[name]
    (tmp_path / "mkdocs.yml").write_bytes(data)
    (tmp_path / "hook.py").write_text("import os; os.mkdir('PWNED')")
    with pytest.raises(StopError) as stop:
        Builder(Project(tmp_path))
    assert stop.value.code == code
    assert not (tmp_path / "PWNED").exists()


# What an earlier build left


def test_damaged_compiled_templates_are_compiled_anew(tmp_path: Path) -> None:
    from jinja2 import DictLoader, Environment  # noqa: PLC0415 - beside its one use

    def rendered() -> str:
        cache = CompiledTemplates(tmp_path, "digest")
        return (
            Environment(loader=DictLoader({"a": "{{ 1 + 1 }}"}), bytecode_cache=cache)
            .get_template("a")
            .render()
        )

    assert rendered() == "2"
    (kept,) = tmp_path.iterdir()
    whole = kept.read_bytes()
    for at in range(0, len(whole), 29):
        kept.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        assert rendered() == "2"
        kept.write_bytes(whole[:at])
        assert rendered() == "2"
    assert kept.read_bytes() == whole


# A hostile repository


def test_a_repository_s_own_configuration_runs_no_program_while_it_is_read(tmp_path: Path) -> None:
    repository = Repository.begin(tmp_path)
    shutil.copytree(GOOD, tmp_path / "units/good")
    repository.commit("2024-01-01")
    pwned = tmp_path / "PWNED"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {pwned}\n")
    program.chmod(0o755)
    for name in ("fsmonitor", "pager", "editor", "sshCommand", "gitProxy", "askPass", "alternateRefsCommand"):
        repository.git("config", f"core.{name}", str(program))
    for name in ("diff.external", "diff.x.textconv", "diff.x.command", "gpg.program", "gpg.ssh.program"):
        repository.git("config", name, str(program))
    repository.git("config", "log.showSignature", "true")
    (tmp_path / ".gitattributes").write_text("* diff=x\n")
    repository.add("good/unit.yml", "# changed\n")
    history = read_history(Project(tmp_path))
    assert history.unit("good").revisions
    assert not pwned.exists()


def test_a_text_that_crashed_the_program_is_told() -> None:
    for marks in ("-  ", "-   ", "-  ?  ", "?  "):
        _, problems = read_document("units/a/unit.yml", b"a:\n" + marks.encode() * 50_000 + b"x\n")
        assert [problem.code for problem in problems] == ["yaml-depth"]


@pytest.mark.parametrize("name", ["../../mine", "../mine/..", "{mine}", "a/../../../mine", ".", ".."])
def test_a_forged_record_of_the_website_removes_nothing_outside(tmp_path: Path, name: str) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "important.txt").write_text("x")
    project = Project(tmp_path / "project")
    for folder in (project.site, project.next_site, project.fresh_parts / "new"):
        folder.mkdir(parents=True)
        (folder / "index.html").write_text("x")
    forged = json.dumps({name.format(mine=mine): "key", "": "key"})
    for folder in (project.site, project.next_site):
        (folder / RECORD).write_text(forged)
    publish(project, {"new": "key"}, {"new": project.fresh_parts / "new"})
    assert (mine / "important.txt").is_file()
    assert (project.site / "new/index.html").is_file()
