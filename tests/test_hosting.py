"""A website reaches its host: recipes that hosts can read and whose steps run, zips, what hosts are told."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import requires
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from conftest import EPOCH, ROOT, copy_project, run_prongsai
from prongsai.fingerprint import folder_digest
from prongsai.office.deploying import deploy_files, deploy_hosts, write_deploy
from prongsai.office.packing import Packed, pack
from prongsai.problems import StopError
from prongsai.project import Project
from prongsai.render.frame import Place
from prongsai.render.root import hosting
from repositories import Repository

BIN = Path(sys.executable).parent
GOOD = ROOT / "tests/projects/good/units"
WORKFLOW = ".github/workflows/prongsai.yml"
ON_GITHUB = [host for host in ("cloudflare", "ftp", "github", "ssh")]
SCHEMAS = {WORKFLOW: "vendor.github-workflows", ".gitlab-ci.yml": "vendor.gitlab-ci"}
INSTALLED = ("requirements.txt", "requirements.lock")
PAGES = "https://office.example/ita"
MEMORY, REMOVED = ".prongsai-pack.json", ".prongsai-removed.txt"


def recipe(host: str) -> dict[Any, Any]:
    """A host's recipe as it is read; `on` is YAML 1.1's true."""
    files = dict(deploy_files(host))
    for name in INSTALLED:
        files.pop(name)
    [data] = files.values()
    return dict(yaml.safe_load(data))


def commands(steps: list[dict[str, Any]]) -> list[str]:
    """What the steps run, up to the build."""
    found = [step["run"] for step in steps if "run" in step]
    return found[: found.index("prongsai build") + 1] if "prongsai build" in found else found


# Recipes


def test_there_is_a_recipe_for_every_host_that_the_help_names() -> None:
    assert deploy_hosts() == tuple(sorted([*ON_GITHUB, "gitlab"]))
    told = run_prongsai("deploy", "--help", cwd=ROOT).stdout
    assert [host for host in deploy_hosts() if host not in told] == []
    assert all(
        "\r" not in data.decode("utf-8") for host in deploy_hosts() for data in deploy_files(host).values()
    )


@pytest.mark.parametrize(("name", "schema"), SCHEMAS.items())
def test_a_recipe_is_what_the_host_can_read(name: str, schema: str, tmp_path: Path) -> None:
    recipes = {host: dict(deploy_files(host)) for host in deploy_hosts()}
    assert all(files.keys() < {*SCHEMAS, *INSTALLED} for files in recipes.values())
    for host, files in recipes.items():
        if name in files:
            (tmp_path / f"{host}.yml").write_bytes(files[name])
    check = [str(BIN / "check-jsonschema"), "--builtin-schema", schema, *map(str, tmp_path.iterdir())]
    checked = subprocess.run(check, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("host", ON_GITHUB)
def test_a_workflow_may_do_no_more_than_it_must(host: str) -> None:
    workflow = recipe(host)
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["concurrency"]["group"]
    assert set(workflow[True]) == {"pull_request", "push", "schedule", "workflow_dispatch"}
    jobs = workflow["jobs"]
    allowed = {name: job.get("permissions", {}) for name, job in jobs.items()}
    assert allowed.pop("deploy", {}) in ({}, {"pages": "write", "id-token": "write"})
    assert all("write" not in rights.values() for rights in allowed.values())
    assert all(job["timeout-minutes"] <= 60 for job in jobs.values())
    secrets = re.compile(r"secrets\.")
    assert not secrets.search(json.dumps(jobs["check"])), "a pull request sees no secret"
    for name in jobs.keys() - {"check", "deploy"}:
        assert "github.event_name != 'pull_request'" in jobs[name]["if"]
        assert jobs[name]["needs"] == "check"


@pytest.mark.parametrize("host", ON_GITHUB)
def test_every_action_is_pinned_and_all_history_is_fetched(host: str) -> None:
    text = deploy_files(host)[WORKFLOW].decode("utf-8")
    used = re.findall(r"uses: (.*)", text)
    assert used
    assert [each for each in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[0-9.]+", each)] == []
    steps = [step for job in recipe(host)["jobs"].values() for step in job["steps"]]
    checkouts = [step["with"] for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert all(each == {"fetch-depth": 0, "persist-credentials": False} for each in checkouts)


@pytest.mark.parametrize("host", ON_GITHUB)
def test_no_script_holds_what_a_stranger_may_write_or_shows_a_secret(host: str) -> None:
    text = deploy_files(host)[WORKFLOW].decode("utf-8")
    scripts = [step["run"] for job in recipe(host)["jobs"].values() for step in job["steps"] if "run" in step]
    assert [script for script in scripts if "${{" in script] == []
    assert [script for script in scripts if re.search(r"set -x|\becho\b|curl|--insecure", script)] == []
    assert "pull_request_target" not in text
    assert "workflow_run" not in text
    told = re.findall(r"github\.event\.\w+|github\.head_ref", text)
    assert told == [], "titles, branches and texts of a stranger are not used at all"


def test_a_host_proves_who_it_is_before_it_gets_anything() -> None:
    sending = {host: deploy_files(host)[WORKFLOW].decode("utf-8") for host in ("ftp", "ssh")}
    for setting in ("ftp:ssl-force", "ftp:ssl-protect-data", "ssl:verify-certificate", "ssl:check-hostname"):
        assert f"set {setting} true" in sending["ftp"]
    assert "--env-password" in sending["ftp"], "a password in the arguments is seen by every process"
    assert "-o StrictHostKeyChecking=yes" in sending["ssh"]
    assert "umask 077" in sending["ssh"]
    assert "ssh-keyscan" not in sending["ssh"].partition("jobs:")[2]


def test_the_workflows_differ_only_in_how_they_deliver() -> None:
    kinds = [recipe(host) for host in ON_GITHUB]
    for key in (True, "permissions", "concurrency", "env"):
        assert all(each[key] == kinds[0][key] for each in kinds), key
    assert all(each["jobs"]["check"] == kinds[0]["jobs"]["check"] for each in kinds)
    builds = [each["jobs"].get("build") or each["jobs"]["publish"] for each in kinds]
    assert all(commands(each["steps"]) == commands(builds[0]["steps"]) for each in builds)


def test_nothing_is_overwritten_and_a_pin_of_the_office_stays(tmp_path: Path) -> None:
    pinned = tmp_path / "requirements.txt"
    pinned.write_text("openpyxl\n", "utf-8")
    run = run_prongsai("deploy", "github", cwd=tmp_path)
    assert (run.returncode, "prongsai==" in run.stderr) == (2, True)
    assert not (tmp_path / ".github").exists()
    pinned.write_text("openpyxl\nprongsai==0.0.9\n", "utf-8")
    assert run_prongsai("deploy", "github", cwd=tmp_path).returncode == 0
    assert "0.0.9" in pinned.read_text("utf-8")
    before = (tmp_path / WORKFLOW).read_bytes()
    assert write_deploy(Project(tmp_path), "github") == (), "twice is once"
    assert run_prongsai("deploy", "ftp", cwd=tmp_path).returncode == 2
    assert (tmp_path / WORKFLOW).read_bytes() == before
    mistyped = run_prongsai("deploy", "gitlub", cwd=tmp_path)
    assert (mistyped.returncode, "gitlab" in mistyped.stderr) == (2, True)


@pytest.mark.parametrize(
    ("content", "said"),
    [("prongsai==1\r\n".encode("utf-16"), "UTF-8"), (b"\xa1\xa2\n", "UTF-8"), (None, "requirements.txt")],
    ids=["as PowerShell writes it", "a Thai code page", "a pipe"],
)
def test_a_requirements_file_that_cannot_be_read_is_told(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "requirements.txt"
    if content is None:
        os.mkfifo(path)
    else:
        path.write_bytes(content)
    (tmp_path / "units/a").mkdir(parents=True)
    run = run_prongsai("deploy", "github", cwd=tmp_path)
    assert run.returncode == 2
    assert said in run.stderr
    assert not (tmp_path / ".github").exists()


def test_a_host_installs_exactly_what_was_tried_and_a_newer_program_brings_its_own_lock(
    tmp_path: Path,
) -> None:
    lock = tmp_path / "requirements.lock"
    write_deploy(Project(tmp_path), "github")
    text = lock.read_text("utf-8")
    locked_here = (ROOT / "requirements.lock").read_text("utf-8")
    entries = re.findall(r"^[\w.-]+==.*(?:\n    --hash=.*)+", text, re.MULTILINE)
    assert len(entries) > 40
    assert [each for each in entries if each not in locked_here] == []
    assert {
        canonicalize_name(Requirement(each).name)
        for each in requires("prongsai") or ()
        if "extra" not in each
    } <= {each.partition("==")[0] for each in entries}
    lock.write_text(text.replace("==", "==0."), "utf-8")
    assert write_deploy(Project(tmp_path), "github") == (lock,)
    assert lock.read_text("utf-8") == text
    lock.write_text("openpyxl==3.1.5\n", "utf-8")
    with pytest.raises(StopError):
        write_deploy(Project(tmp_path), "github")
    assert lock.read_text("utf-8") == "openpyxl==3.1.5\n"


@pytest.fixture(scope="module")
def cloned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clone, as a host makes one, of a small project with two recipes, in folders with Thai names."""
    root = tmp_path_factory.mktemp("office")
    repository = Repository.begin(copy_project_into(root / "งาน โปร่งใส"))
    for host in ("github", "gitlab"):
        assert run_prongsai("deploy", host, cwd=repository.root).returncode == 0
    repository.commit("2026-11-01")
    clone = root / "โคลน ใหม่"
    repository.git("clone", "--quiet", str(repository.root), str(clone))
    return clone


def copy_project_into(target: Path) -> Path:
    target.mkdir()
    return copy_project(target, GOOD)


def step(command: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a step as a host's shell does."""
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": path, "HOME": str(cwd), "PIP_NO_INDEX": "1", "PYTHONUTF8": "1", **variables}
    run = ["bash", "-e", "-o", "pipefail", "-c", command]
    return subprocess.run(run, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def test_the_steps_of_a_workflow_run_in_a_fresh_clone(cloned: Path) -> None:
    jobs = recipe("github")["jobs"]
    to_run = [*commands(jobs["check"]["steps"]), *commands(jobs["build"]["steps"])]
    assert [command.split()[0] for command in to_run] == ["python", "python", "prongsai"] * 2
    for command in dict.fromkeys(to_run):
        run = step(command, cloned, SITE_URL=PAGES, SOURCE_DATE_EPOCH=EPOCH)
        assert run.returncode == 0, run.stdout + run.stderr
    assert f'href="{PAGES}/"' in (cloned / "site/index.html").read_text("utf-8")


def test_the_scripts_of_gitlab_run_in_a_fresh_clone(cloned: Path) -> None:
    pipeline = recipe("gitlab")
    before = pipeline["default"]["before_script"]
    scripts = (pipeline[job]["script"] for job in ("check", "pages"))
    for command in [*before, *chain(*scripts)]:
        run = step(command, cloned, CI_PAGES_URL=PAGES, SOURCE_DATE_EPOCH=EPOCH)
        assert run.returncode == 0, run.stdout + run.stderr
    rows = json.loads((cloned / "gl-code-quality-report.json").read_text("utf-8"))
    assert all(
        {"description", "check_name", "fingerprint", "severity", "location"} == row.keys() for row in rows
    )
    assert (cloned / "public/index.html").read_bytes() == (cloned / "site/index.html").read_bytes()


def test_a_fault_fails_the_workflow_and_is_told_at_its_line(tmp_path: Path) -> None:
    project = copy_project_into(tmp_path / "p")
    (project / "units/good/2568/results.yml").write_text("scores:\n  total: 195.76\n", "utf-8")
    [check] = [each for each in commands(recipe("github")["jobs"]["check"]["steps"]) if "check" in each]
    run = step(check, project, SOURCE_DATE_EPOCH=EPOCH)
    assert run.returncode == 1
    assert "::error file=units/good/2568/results.yml,line=2,title=score-range::" in run.stdout
    assert "\nunits/good/2568/results.yml:2: " in run.stdout


def test_a_fault_is_told_to_gitlab_at_its_line(tmp_path: Path) -> None:
    project = copy_project_into(tmp_path / "p")
    results = project / "units/good/2568/results.yml"
    results.write_text("scores:\n  total: 195.76\n", "utf-8")
    run = run_prongsai("check", "--format", "gitlab", cwd=project)
    assert run.returncode == 1
    row = next(row for row in json.loads(run.stdout) if row["check_name"] == "score-range")
    assert row["location"] == {"path": "units/good/2568/results.yml", "lines": {"begin": 2}}
    assert row["severity"] == "critical"


# The zip


@pytest.fixture
def website(tmp_path: Path) -> Path:
    """A project whose website is three files and the record of its making."""
    site = tmp_path / "เว็บ ของเรา/site"
    (site / "2567").mkdir(parents=True)
    texts = {
        "index.html": "แรก",
        "2567/มาตรการ 1.html": "เก่า",
        "a.css": "a",
        ".prongsai.json": "{}",
        ".htaccess": "x",
    }
    for name, text in texts.items():
        (site / name).write_text(text, "utf-8")
    return site.parent


def packed_at(website: Path, name: str, since: str | None = None) -> Packed:
    return pack(Project(website), website / name, website / since if since else None)


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_zip_holds_the_website_and_nothing_of_its_making(website: Path) -> None:
    run = run_prongsai("pack", cwd=website)
    assert run.returncode == 0, run.stderr
    packed = members(website / "site.zip")
    memory = json.loads(packed.pop(MEMORY))
    assert list(packed) == [".htaccess", "2567/มาตรการ 1.html", "a.css", "index.html"]
    assert packed["2567/มาตรการ 1.html"].decode("utf-8") == "เก่า"
    assert memory == {name: hashlib.sha256(data).hexdigest() for name, data in packed.items()}


def test_a_website_that_is_older_than_its_data_is_packed_and_told(website: Path) -> None:
    units = shutil.copytree(GOOD, website / "units")
    shutil.copytree(GOOD / "good", units / "second")
    digests = {folder.name: folder_digest(folder) for folder in units.iterdir()}
    record = {"": "portal", **{name: f"{digest}.past.day.theme.program" for name, digest in digests.items()}}
    (website / "site/.prongsai.json").write_text(json.dumps(record), "utf-8")
    for name in digests:
        (website / "site" / name).mkdir()
    assert run_prongsai("pack", cwd=website).stderr == ""
    with (units / "second/unit.yml").open("a") as file:
        file.write("# changed\n")
    run = run_prongsai("pack", "--again", cwd=website)
    assert run.returncode == 0
    assert "second" in run.stderr
    assert "good" not in run.stderr


def test_the_same_website_makes_the_same_bytes(website: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    packed_at(website, "one.zip")
    for path in website.rglob("site/*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    packed_at(website, "two.zip")
    assert (website / "one.zip").read_bytes() == (website / "two.zip").read_bytes()


def test_without_an_epoch_each_file_keeps_its_time(website: Path) -> None:
    os.utime(website / "site/a.css", (1_700_000_000, 1_700_000_000))
    run = run_prongsai("pack", cwd=website, epoch=None)
    assert run.returncode == 0, run.stderr
    with zipfile.ZipFile(website / "site.zip") as archive:
        assert archive.getinfo("a.css").date_time == (2023, 11, 14, 22, 13, 20)


def test_only_what_differs_from_an_earlier_zip_whatever_was_built_in_between(website: Path) -> None:
    packed_at(website, "first.zip")
    (website / "site/index.html").write_text("สอง", "utf-8")
    (website / "site/2567/มาตรการ 1.html").unlink()
    run = run_prongsai("pack", "second.zip", "--since", "first.zip", cwd=website)
    assert "2567/มาตรการ 1.html" in run.stdout
    packed = members(website / "second.zip")
    assert set(packed) == {"index.html", MEMORY, REMOVED}
    assert packed[REMOVED].decode("utf-8") == "2567/มาตรการ 1.html\n"
    (website / "site/new.html").write_text("ใหม่", "utf-8")
    packed_at(website, "third.zip", since="second.zip")
    assert set(members(website / "third.zip")) == {"new.html", MEMORY}, (
        "a zip of changes remembers everything"
    )


def test_an_earlier_zip_stays_unless_it_is_to_be_written_again(website: Path) -> None:
    packed_at(website, "first.zip")
    before = (website / "first.zip").read_bytes()
    (website / "site/index.html").write_text("สอง", "utf-8")
    for arguments in (("first.zip",), ("./first.zip", "--since", "first.zip", "--again")):
        run = run_prongsai("pack", *arguments, cwd=website)
        assert (run.returncode, "first.zip" in run.stderr) == (2, True)
        assert (website / "first.zip").read_bytes() == before
    assert run_prongsai("pack", "first.zip", "--again", cwd=website).returncode == 0
    assert (website / "first.zip").read_bytes() != before


def test_a_zip_from_the_panel_serves_as_the_earlier_one(website: Path) -> None:
    with zipfile.ZipFile(website / "backup.zip", "w") as backup:
        backup.mkdir("2567")
        backup.writestr("a.css", "a")
        backup.writestr("index.html", "another")
        backup.writestr("old.html", "")
    run_prongsai("pack", "--since", "backup.zip", cwd=website)
    packed = members(website / "site-changes.zip")
    assert set(packed) == {".htaccess", "2567/มาตรการ 1.html", "index.html", MEMORY, REMOVED}
    assert packed[REMOVED] == b"old.html\n"


def test_what_was_uploaded_and_changed_is_the_new_website(website: Path, tmp_path: Path) -> None:
    host = tmp_path / "public_html"
    packed_at(website, "first.zip")
    shutil.unpack_archive(website / "first.zip", host)
    (website / "site/index.html").write_text("สอง", "utf-8")
    (website / "site/a.css").unlink()
    packed_at(website, "second.zip", since="first.zip")
    shutil.unpack_archive(website / "second.zip", host)
    for name in (host / REMOVED).read_text("utf-8").splitlines():
        (host / name).unlink()
    own = {".prongsai.json", MEMORY, REMOVED}

    def tree(root: Path) -> dict[str, bytes]:
        found = (path for path in root.rglob("*") if path.is_file() and path.name not in own)
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}

    assert tree(host) == tree(website / "site")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("pack", "notes.zip"), "notes.zip"),
        (("pack", "--since", "notes.zip"), "notes.zip"),
        (("pack", "--since", "nowhere.zip"), "nowhere.zip"),
        (("pack", "no folder/site.zip"), "no folder"),
        (("--root", ".", "pack", "other.zip"), "other.zip"),
    ],
)
def test_nothing_is_packed_over_what_is_not_ours(
    website: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    (website / "notes.zip").write_text("my notes", "utf-8")
    with zipfile.ZipFile(website / "other.zip", "w") as other:
        other.writestr("photo.jpg", "")
    before = (website / "other.zip").read_bytes()
    run = run_prongsai(*arguments, cwd=website)
    assert (run.returncode, sentence in run.stderr, "Traceback" in run.stderr) == (2, True, False)
    assert (website / "notes.zip").read_text("utf-8") == "my notes"
    assert (website / "other.zip").read_bytes() == before
    assert not [path for path in website.iterdir() if path.name.endswith("-new")]


def test_without_a_website_the_remedy_is_told(tmp_path: Path) -> None:
    run = run_prongsai("pack", cwd=tmp_path)
    assert (run.returncode, "prongsai build" in run.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_what_ends_behind_a_link_is_not_packed(website: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", "utf-8")
    (website / "site/link.html").symlink_to(tmp_path / "secret")
    packed_at(website, "site.zip")
    assert "link.html" not in members(website / "site.zip")


# What hosts are told


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("https://www.example.go.th/ita/", "ErrorDocument 404 /ita/404.html"),
        ("https://www.example.go.th/%E0%B8%81/ita/", "ErrorDocument 404 /%E0%B8%81/ita/404.html"),
        ("", None),
        ('https://www.example.go.th/a b"/', None),
    ],
)
def test_the_page_of_errors_stands_in_the_website_s_folder(address: str, line: str | None) -> None:
    text = hosting(Place("", address))[".htaccess"]
    assert re.findall(r"^ErrorDocument.*", text, re.MULTILINE) == ([line] if line else [])


def test_hosts_and_pages_are_told_the_same_of_referrers() -> None:
    page = (ROOT / "theme/overrides/main.html").read_text("utf-8")
    policy = re.search(r'<meta name="referrer" content="([\w-]+)">', page)
    assert policy
    for text in hosting(Place()).values():
        assert re.search(rf'Referrer-Policy:? "?{policy[1]}"?$', text, re.MULTILINE)
        assert "frame-ancestors 'self'" in text
