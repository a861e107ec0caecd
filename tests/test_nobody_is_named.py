"""No page and no file that leaves the office names who committed, who built, or on which computer."""

from __future__ import annotations

import io
import os
import sqlite3
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pypdf import PdfReader

from conftest import EPOCH, ROOT, SITE_URL, copy_project
from repositories import Repository

GOOD = ROOT / "tests/projects/good/units"
PEOPLE = ("zzauthor", "zzcommitter", "zzsigner", "zzhelper", "zzmessage")
"""What the commits say of people, each once with a name and once with a mail."""
MACHINE = ("zzhome", "zzuser", "zzhost", "zzfolder")
MESSAGE = "zzmessage\n\nSigned-off-by: Zzsigner <zzsigner@x.th>\nCo-authored-by: Zzhelper <zzhelper@x.th>"
ARCHIVES = (".xlsx", ".zip")
PAPER = "good.pdf"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose commits name people, built and exported by a user with a name."""
    root = tmp_path_factory.mktemp("zzfolder") / "project"
    repository = Repository.begin(copy_project(root, GOOD))
    commit = signed(repository, "2024-01-08")
    repository.write("good/2566/submitted.yml", f"commit: {commit}\ndate: 2567-01-08\n")
    repository.add("good/2567/measures/m2.yml", "  - round: h1\n    text: reported\n")
    signed(repository, "2024-04-05")
    for arguments in (("build",), ("pack",), ("sheet", "export", "good", "2567", "good.xlsx")):
        run(root, *arguments)
    return root


def signed(repository: Repository, day: str) -> str:
    """Commit everything in the names of four people."""
    repository.git("add", "--all")
    author = "--author=Zzauthor <zzauthor@x.th>"
    committer = ("-c", "user.name=Zzcommitter", "-c", "user.email=zzcommitter@x.th")
    repository.git(*committer, "commit", "--quiet", author, "-m", MESSAGE, day=day)
    return repository.git("rev-parse", "HEAD")


def run(root: Path, *arguments: str) -> bytes:
    """Run the real command as a user with a name, in a home with a name."""
    home = root.parent / "zzhome"
    home.mkdir(exist_ok=True)
    machine = {"HOME": str(home), "USER": "zzuser", "LOGNAME": "zzuser", "HOSTNAME": "zzhost"}
    environment = {"PATH": os.environ["PATH"], "SITE_URL": SITE_URL, "SOURCE_DATE_EPOCH": EPOCH, **machine}
    command = [sys.executable, "-m", "prongsai", *arguments]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr).decode("utf-8")
    return done.stdout


def texts(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """A file, and everything that is packed in it with its name."""
    yield name, data
    if name.endswith(ARCHIVES):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                yield f"{name}: {member.filename}", repr(member).encode() + member.extra + member.comment
                yield f"{name}: {member.filename}", archive.read(member)
    if name.endswith(".sqlite"):
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(data)
            yield from ((name, text) for text in stored(database))


def stored(database: sqlite3.Connection) -> Iterator[bytes]:
    """Every value of a database, unpacked where it is packed."""
    tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        for row in database.execute(f'SELECT * FROM "{table}"'):
            for value in row:
                data = value if isinstance(value, bytes) else str(value).encode()
                try:
                    yield zlib.decompress(data)
                except zlib.error:
                    yield data


def naming(folder: Path, words: tuple[str, ...]) -> list[tuple[str, str]]:
    """The files below a folder, or the file, in which one of these words stands."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()] if folder.is_dir() else [folder]
    assert files
    found = (pair for path in files for pair in texts(path.name, path.read_bytes()))
    return [(name, word) for name, data in found for word in words if word.encode() in data.lower()]


@pytest.mark.parametrize("made", ["site", "site.zip", "good.xlsx"])
def test_what_leaves_the_office_names_neither_people_nor_machines(project: Path, made: str) -> None:
    assert naming(project / made, (*PEOPLE, *MACHINE)) == []


def test_what_is_kept_of_a_build_names_no_people(project: Path) -> None:
    assert naming(project / ".build", PEOPLE) == []


def test_what_is_printed_names_nobody(project: Path) -> None:
    for arguments in (("todo",), ("todo", "--format", "ics"), ("oit", "good", "2567")):
        printed = run(project, *arguments).lower()
        assert [word for word in (*PEOPLE, *MACHINE) if word.encode() in printed] == []


@pytest.mark.browser
def test_a_printed_year_names_nobody(project: Path) -> None:
    run(project, "pdf", "good", "2567", PAPER)
    reader = PdfReader(project / PAPER)
    told = repr((reader.metadata, reader.xmp_metadata)) + "".join(
        page.extract_text() for page in reader.pages
    )
    assert "Prongsai" in told
    data = (project / PAPER).read_bytes().lower() + told.lower().encode("utf-8", "replace")
    assert [word for word in (*PEOPLE, *MACHINE) if word.encode() in data] == []


def test_the_search_for_names_would_find_them(project: Path) -> None:
    """The commits do name them, and what is packed is looked into."""
    said = run_git(project)
    assert [word for word in PEOPLE if word not in said] == []
    inside = project / "site.zip"
    assert naming(inside, ("<html",)), "nothing inside the zip was read"
    assert naming(project / ".build", ("entry-added",)), "nothing inside the history was read"


def run_git(project: Path) -> str:
    command = ["git", "-c", f"safe.directory={project}", "log", "--format=%an %ae %cn %ce %B"]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=True).stdout.lower()
