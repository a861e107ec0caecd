"""`prongsai init`: from the wheel in an empty folder to a website; what a project may have of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest

from conftest import EPOCH, ROOT, TODAY, copy_project, run_prongsai
from html_pages import HtmlPage
from prongsai.build.configuration import configuration
from prongsai.cli.group import VERBS
from prongsai.cli.texts import words
from prongsai.document import read_document
from prongsai.fingerprint import shared_digests
from prongsai.load import load
from prongsai.model.calendar import fiscal_year_of, parse_day
from prongsai.office.departments import department
from prongsai.office.deploying import deploy_files, deploy_hosts
from prongsai.office.editors import editor_files
from prongsai.office.founding import Founding, found, plan_year
from prongsai.problems import StopError
from prongsai.project import Project, frameworks_folder
from prongsai.reference import load_reference
from prongsai.render.environment import load_theme
from terminals import Terminal, stopped

NAME = "องค์การบริหารส่วนตำบลริมธารสมมุติ"
BODY = ("--name", NAME, "--kind", "sao", "--province", "ลพบุรี", "--owner", "สำนักปลัด", "--owner", "กองคลัง")
STILL_MISSING = {"example-measure", "missing-results", "missing-limits", "missing-entry"}
"""What `check` may say of a beginning: what the officer has still to write."""
WRITTEN = {
    ".gitattributes",
    ".gitignore",
    "README.md",
    "mkdocs.yml",
    "units/office/unit.yml",
    "units/office/2569/results.yml",
    "units/office/2570/analysis.yml",
    "units/office/2570/measures/m1.yml",
    "units/office/2570/measures/m2.yml",
    "units/office/2570/oit.yml",
    *editor_files(),
}


class Installed:
    """The program as a wheel in an environment of its own; the libraries are those of the tests."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self.folder = folder
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
        inside = next(folder.glob("lib*/python*/site-packages"))
        (inside / "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n", "utf-8")
        pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin/python"), "install"]
        subprocess.run([*pip, "-q", "--no-deps", "--no-index", "--no-compile", str(wheel)], check=True)

    def run(self, *command: str, cwd: Path) -> str:
        """Run a command of the environment; what it printed."""
        environment = {"PATH": os.environ["PATH"], "SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1"}
        program, *arguments = command
        done = subprocess.run(
            [str(self.folder / "bin" / program), *arguments],
            cwd=cwd,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packed(tmp_path_factory.mktemp("wheel"), "wheel")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Installed:
    return Installed(tmp_path_factory.mktemp("installed") / "venv", wheel)


def packed(folder: Path, kind: str) -> Path:
    """The package of that kind, made of the checkout."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.iterdir())


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def begin(folder: Path, *options: str) -> Path:
    """A repository as `init` writes it."""
    folder.mkdir(parents=True, exist_ok=True)
    run = run_prongsai("init", *BODY, *options, cwd=folder)
    assert run.returncode == 0, run.stdout + run.stderr
    return folder


# The wheel


def test_a_body_has_a_website_from_the_wheel_alone(installed: Installed, tmp_path: Path) -> None:
    office = tmp_path / "งาน ของ สำนักปลัด"
    office.mkdir()
    told = installed.run("prongsai", "init", "เว็บ โปร่งใส", *BODY, cwd=office)
    project = office / "เว็บ โปร่งใส"
    assert files_in(project) == WRITTEN
    assert all(path in told for path in WRITTEN)
    assert "missing-results" in installed.run("prongsai", "check", cwd=project)
    installed.run("prongsai", "build", cwd=project)
    for page in ("index.html", "2570/measures/m1/index.html", "about/index.html"):
        assert NAME in (project / "site" / page).read_text("utf-8")
    assert "ตัวอย่าง:" in "".join(HtmlPage(project / "site/2570/measures/m1/index.html").text)
    assert (project / "site/assets/stylesheets/prongsai.css").is_file()
    assert installed.run("prongsai", "render", cwd=project) == ".build/office/mkdocs.yml\n"
    config = project / ".build/office/mkdocs.yml"
    assert str(ROOT) not in config.read_text("utf-8")
    installed.run("python", "-m", "mkdocs", "build", "-q", "-f", str(config), cwd=project)
    assert NAME in (config.parent / "site/index.html").read_text("utf-8")
    where = installed.run("python", "-c", "import prongsai; print(prongsai.__file__)", cwd=project)
    assert where.startswith(str(installed.folder))


def test_the_wheel_holds_all_that_is_needed_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    shipped = {f"prongsai/shipped/{name}" for name in ("mkdocs.yml", "theme/words.yml", "content/about.md")}
    assert shipped | {"prongsai/frameworks/kinds.yml", "prongsai/office/departments.yml"} <= names
    expected = {path for path in files_in(ROOT / "generator/prongsai") if "__pycache__" not in path}
    assert {f"prongsai/{path}" for path in expected} <= names
    assert [name for name in names if re.search(r"(^|/)(tests|units|__pycache__)/|\.pyc$", name)] == []
    assert {name.split("/")[0] for name in names} == {"prongsai", f"{wheel.name.rsplit('-py3')[0]}.dist-info"}


def test_the_source_archive_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(packed(tmp_path / "sdist", "sdist")) as archive:
        archive.extractall(tmp_path / "source", filter="data")
    source = next((tmp_path / "source").iterdir())
    assert not (source / "tests").exists()
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "again")]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    with ZipFile(wheel) as here, ZipFile(next((tmp_path / "again").iterdir())) as there:
        assert sorted(here.namelist()) == sorted(there.namelist())


# Asked or told


def test_a_person_is_asked_for_everything(tmp_path: Path) -> None:
    terminal = Terminal("init", cwd=tmp_path)
    for question, line in [
        ("ชื่อเต็ม", ""),
        ("ให้พิมพ์ชื่อเต็ม", "เทศบาลตำบลหนองหิน"),
        ("ชื่อย่อ", "ทต.หนองหิน"),
        ("ประเภทหน่วยงาน", "เทศบาลตำบล"),
        ("อำเภอ", "หนองหิน"),
        ("จังหวัด", "เลย"),
        ("ส่วนงานที่รับผิดชอบ", "สำนักปลัดเทศบาล"),
        ("ส่วนงานที่รับผิดชอบ", "กองอื่น"),
        ("ส่วนงานที่รับผิดชอบ", ""),
        ("ชื่อโฟลเดอร์", "หนองหิน"),
        ("ให้ใช้ตัวพิมพ์เล็ก", "nong-hin"),
        ("ปีงบประมาณ", "๒๕๖๙"),
        ("เผยแพร่ที่ใด", "GitLab Pages"),
    ]:
        terminal.wait_for(question)
        terminal.type(line)
    assert terminal.end() == 0, terminal.shown
    unit = load(Project(tmp_path)).units[0]
    said = unit.unit.value
    assert (unit.id, said.name, said.kind, said.province) == ("nong-hin", "เทศบาลตำบลหนองหิน", "tambon", "เลย")
    assert [(owner.id, owner.name) for owner in said.owners] == [("office", "สำนักปลัดเทศบาล"), ("d2", "กองอื่น")]
    analysis = unit.year(2569).analysis
    assert analysis
    assert analysis.value.result_year == 2568
    assert (tmp_path / ".gitlab-ci.yml").is_file()
    assert "prongsai progress nong-hin 2569 m1" in (tmp_path / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--kind", "sao"), "--name"),
        ((*BODY, "--unit", "บ่อทอง"), "--unit"),
        ((*BODY, "--unit", "about"), "about"),
        ((*BODY, "--year", "2590"), "2589"),
        ((*BODY, "--owner", "สำนัก=ปลัด"), "--owner"),
    ],
)
def test_what_is_not_right_is_told_and_nothing_is_written(
    tmp_path: Path, options: tuple[str, ...], told: str
) -> None:
    assert told in stopped(run_prongsai("init", *options, cwd=tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_used_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "งบประมาณ.xlsx").touch()
    assert "งบประมาณ.xlsx" in stopped(run_prongsai("init", *BODY, cwd=tmp_path))
    assert files_in(tmp_path) == {"งบประมาณ.xlsx"}


def test_git_and_an_environment_of_python_do_not_count(tmp_path: Path) -> None:
    for path in (".git/HEAD", "env/pyvenv.cfg", "desktop.ini"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).touch()
    assert files_in(begin(tmp_path)) == {".git/HEAD", "env/pyvenv.cfg", "desktop.ini", *WRITTEN}


def test_a_hidden_file_of_the_same_name_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n", "utf-8")
    assert ".gitignore" in stopped(run_prongsai("init", *BODY, cwd=tmp_path))
    assert files_in(tmp_path) == {".gitignore"}


@pytest.mark.parametrize("name", ["กองช่าง", "ส่วนโยธา", "works=กองอะไรก็ได้"])
def test_a_usual_department_has_a_usual_id(name: str) -> None:
    assert department(name)["id"] == "works"


def test_departments_of_one_name_get_ids_of_their_own() -> None:
    assert department("กองช่าง", ["works"])["id"] == "d2"
    assert department("กองช่าง", ["works", "d3"])["id"] == "d4"


# What is written


def years() -> list[int]:
    """Every fiscal year whose plan can begin: that after a known assessment."""
    return sorted(year + 1 for _, year in load_reference(frameworks_folder()).frameworks)


@pytest.mark.parametrize("year", years())
@pytest.mark.parametrize("month", ["10", "04"])
def test_a_beginning_of_any_year_is_sound(tmp_path: Path, year: int, month: str) -> None:
    today = parse_day(f"{year - (month == '10')}-{month}-01")
    assert fiscal_year_of(today) == year
    assert plan_year(today) == year
    project = Project(tmp_path)
    owners = ({"id": "office", "name": "สำนักปลัด"},)
    values = {"name": NAME, "short_name": "", "kind": "sao", "district": "", "province": "", "owners": owners}
    files = found(project, Founding("office", str(year), values), today)
    assert files.trial.errors == ()
    assert {problem.code for problem in files.trial.others} <= STILL_MISSING
    for path, data in files.files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        assert b"\r" not in data
    framework = load_reference(frameworks_folder()).frameworks["nacc", year - 1]
    first, second = load(project).units[0].year(year).measures
    assert "ปฏิบัติ" in str(framework.titles[first.value.section])
    assert "ทรัพย์สิน" in str(framework.titles[second.value.section])
    for example in (first.value, second.value):
        assert str(example.title).startswith("ตัวอย่าง")
        assert "ตัวอย่าง" in str(example.note)
    assert len(first.value.progress) == 1


def test_a_field_is_used_by_taking_its_sign_away(tmp_path: Path) -> None:
    """Nothing but the `#` before a field, or before a line below it, need be removed."""
    project = begin(tmp_path)
    for path in sorted(project.glob("units/**/*.yml")):
        text = re.sub(r"(?m)^( *)#(?=[a-z]|  )(?!  [a-z0-9]+ )", r"\1", path.read_text("utf-8"))
        document, problems = read_document(path.name, text.encode())
        assert problems == [], (path, problems)
        assert all(document.values), path
    assert "#summary: |" in (project / "units/office/2570/analysis.yml").read_text("utf-8")


def test_examples_are_told_and_go_on_to_no_year(tmp_path: Path) -> None:
    project = begin(tmp_path, "--year", "2569")
    assert run_prongsai("check", cwd=project).stdout.count("[example-measure]") == 2
    assert run_prongsai("new", "year", "office", "2570", cwd=project).returncode == 0
    assert (project / "units/office/2570/analysis.yml").is_file()
    assert not list(project.glob("units/office/2570/measures/*"))


def test_the_recipe_of_a_host_stands_beside_it(tmp_path: Path) -> None:
    assert files_in(begin(tmp_path, "--deploy", "ftp")) == WRITTEN | deploy_files("ftp").keys()


def test_every_host_can_be_chosen() -> None:
    assert set(words()["hosts"]) == {*deploy_hosts(), "later"}


def test_a_year_that_is_not_known_yet_begins_with_the_last_that_can() -> None:
    assert plan_year(parse_day("2599-01-01")) == years()[-1]


def test_every_command_of_the_readme_exists(tmp_path: Path) -> None:
    text = (begin(tmp_path) / "README.md").read_text("utf-8")
    commands = set(re.findall(r"^prongsai (\w+)", text, re.MULTILINE))
    assert {"check", "serve", "build", "new", "progress", "todo"} <= commands <= set(VERBS)
    paths = re.findall(r"`(units/[\w./-]+\.yml|mkdocs\.yml)`", text)
    assert [path for path in paths if not (tmp_path / path).is_file()] == []


# What a project has of its own


def test_own_pages_and_settings_go_before_the_shipped(tmp_path: Path) -> None:
    project = begin(tmp_path)
    (project / "content").mkdir()
    (project / "content/about.md").write_text("# เกี่ยวกับเรา\n\nเขียนเอง\n", "utf-8")
    (project / "content/contact.md").write_text("# ติดต่อเรา\n", "utf-8")
    (project / "content/accessibility.md").write_text("\n", "utf-8")
    config = project / "mkdocs.yml"
    text = re.sub(
        r"^#(?=site_url|copyright|extra| +[a-z]+:)", "", config.read_text("utf-8"), flags=re.MULTILINE
    )
    config.write_text(text, "utf-8")
    run = run_prongsai("build", cwd=project)
    assert run.returncode == 0, run.stderr
    site = project / "site"
    assert "เขียนเอง" in (site / "about/index.html").read_text("utf-8")
    assert (site / "contact/index.html").is_file()
    assert (site / "how-to-read/index.html").is_file()
    assert not (site / "accessibility").exists()
    home = (site / "index.html").read_text("utf-8")
    assert 'rel="canonical" href="https://www.example.go.th/ita/"' in home
    assert "CC BY 4.0" in (site / "2570/data/index.html").read_text("utf-8")
    config.unlink()
    run = run_prongsai("build", cwd=project, site_url="https://elsewhere.go.th/")
    assert "แม่แบบหรือค่าตั้งเปลี่ยน" in run.stdout
    assert 'rel="canonical" href="https://elsewhere.go.th/"' in (site / "index.html").read_text("utf-8")
    assert "CC BY 4.0" not in (site / "2570/data/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "extra: [\n",
        "- site_url\n",
        "ข้อความ\n",
        "extra: 5\n",
        "1: 2\n",
        "since: 2020-99-99\n",
        "copyright: ก\n".encode("cp874"),
    ],
)
def test_settings_that_cannot_be_read_are_told(tmp_path: Path, text: str | bytes) -> None:
    config = tmp_path / "mkdocs.yml"
    config.write_bytes(text.encode() if isinstance(text, str) else text)
    assert shared_digests(Project(tmp_path), parse_day(TODAY))
    with pytest.raises(StopError) as stop:
        configuration(Project(tmp_path))
    assert stop.value.code == "bad-config"
    assert str(config) in str(stop.value)


def test_a_theme_of_its_own_takes_the_place_of_the_whole(tmp_path: Path) -> None:
    project = Project(tmp_path)
    assert project.overrides.is_relative_to(ROOT)
    (tmp_path / "theme").mkdir()
    assert configuration(project)["theme"]["custom_dir"] == str(tmp_path / "theme/overrides")


@pytest.mark.parametrize("lost", ["words.yml", "pages/measure.md.j2", "parts/table.j2"])
def test_a_theme_of_its_own_that_is_not_whole_is_told(tmp_path: Path, lost: str) -> None:
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    (tmp_path / "theme" / lost).unlink()
    with pytest.raises(StopError) as stop:
        load_theme(Project(tmp_path).theme)
    assert stop.value.code == "theme-incomplete"
    assert lost in str(stop.value)


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("pages/measure.md.j2", "{% if %}"),
        ("pages/measure.md.j2", "{{ nobody_knows_this }}"),
        ("pages/measure.md.j2", "{{ 1 | nobody_knows_this }}"),
        ("pages/measure.md.j2", "{% from 'parts/gone.j2' import gone %}{{ gone() }}"),
        ("parts/table.j2", "{% endmacro %}"),
    ],
)
def test_a_template_of_its_own_that_is_wrong_is_told_with_its_line(
    tmp_path: Path, template: str, line: str
) -> None:
    project = copy_project(tmp_path, ROOT / "tests/projects/good/units")
    path = project / "theme" / template
    path.write_text(f"<# ours #>\n{line}\n{path.read_text('utf-8')}", "utf-8")
    done = run_prongsai("render", cwd=project)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert f"{path} บรรทัดที่ 2" in done.stderr


@pytest.mark.parametrize(
    ("shipped", "ours", "missing"),
    [
        (r"^unknown:.*$", "", "words.yml: unknown"),
        (r"^  ind:.*$", "", "words.yml: codes: ind"),
        (r"^months:.*$", "months: มกราคม", "words.yml: months"),
        (r"(?s)^.*$", "", "words.yml"),
    ],
)
def test_words_of_its_own_that_lack_some_are_told(
    tmp_path: Path, shipped: str, ours: str, missing: str
) -> None:
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    path = tmp_path / "theme/words.yml"
    path.write_text(re.sub(shipped, ours, path.read_text("utf-8"), count=1, flags=re.M), "utf-8")
    with pytest.raises(StopError) as stop:
        load_theme(Project(tmp_path).theme)
    assert stop.value.code == "bad-words"
    assert str(stop.value).endswith(f" {missing}")


def test_what_another_program_reads_is_utf_8_everywhere(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "cp1252", "SOURCE_DATE_EPOCH": EPOCH}
    command = [sys.executable, "-m", "prongsai", "init", *BODY, "--today", TODAY]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "บันทึกแล้ว" in done.stdout.decode("utf-8")
