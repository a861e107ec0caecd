"""The published website is the old one or the new one, whole; only what changed is other than before."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from prongsai.project import Project
from prongsai.publish import RECORD, ROOT, Change, publish, published

Files = Mapping[str, str]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / ".build").mkdir()
    return Project(tmp_path)


def make(project: Project, name: str, files: Files) -> Path:
    """A part as a builder leaves it."""
    folder = project.fresh(name)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


def edit(project: Project, keys: Mapping[str, str], fresh: Mapping[str, Files]) -> Change:
    """Publish parts with these keys, these of them made anew."""
    return publish(project, keys, {name: make(project, name, files) for name, files in fresh.items()})


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file() and path.name != RECORD
    }


FIRST = {
    ROOT: {"index.html": "all", "about/index.html": "about"},
    "a": {"index.html": "a", "x/y": "1"},
    "b": {"i": "b"},
}
KEYS = {ROOT: "r1", "a": "a1", "b": "b1"}


def test_the_first_website_is_put_in_its_place_and_its_twin_is_the_same_files(project: Project) -> None:
    assert edit(project, KEYS, FIRST) == Change(5, 0)
    expected = {
        "index.html": "all",
        "about/index.html": "about",
        "a/index.html": "a",
        "a/x/y": "1",
        "b/i": "b",
    }
    assert texts(project.site) == texts(project.next_site) == expected
    assert published(project) == KEYS
    assert (project.site / "a/x/y").samefile(project.next_site / "a/x/y")
    assert sorted(project.written.read_text("utf-8").split()) == sorted(expected)


def test_only_the_files_that_changed_are_other_files(project: Project) -> None:
    edit(project, KEYS, FIRST)
    before = {path: (project.site / path).stat().st_ino for path in texts(project.site)}
    change = edit(project, {**KEYS, "a": "a2"}, {"a": {"index.html": "a", "x/z": "2"}})
    assert change == Change(1, 1)
    assert project.written.read_text("utf-8") == "a/x/z\n"
    assert project.removed.read_text("utf-8") == "a/x/y\n"
    now = {path: (project.site / path).stat().st_ino for path in texts(project.site)}
    assert {path for path in now if now[path] != before.get(path)} == {"a/x/z"}
    assert texts(project.site) == texts(project.next_site)
    assert texts(project.site)["about/index.html"] == "about"


def test_a_part_that_is_no_longer_wanted_is_gone(project: Project) -> None:
    edit(project, KEYS, FIRST)
    assert edit(project, {ROOT: "r2", "b": "b1"}, {ROOT: {"index.html": "less"}}) == Change(1, 3)
    assert texts(project.site) == texts(project.next_site) == {"index.html": "less", "b/i": "b"}
    assert project.removed.read_text("utf-8").split() == ["about/index.html", "a/index.html", "a/x/y"]


def test_one_body_at_the_root_becomes_a_portal_and_back(project: Project) -> None:
    edit(project, {ROOT: "one"}, {ROOT: {"index.html": "one", "2567/x": "1"}})
    edit(project, KEYS, FIRST)
    assert "2567/x" not in texts(project.site)
    edit(project, {ROOT: "one"}, {ROOT: {"index.html": "one", "2567/x": "1"}})
    assert texts(project.site) == texts(project.next_site) == {"index.html": "one", "2567/x": "1"}


@pytest.mark.parametrize("record", ["", "[]", '{"a": 1}', None])
def test_without_a_true_record_every_folder_is_of_unknown_making(
    project: Project, record: str | None
) -> None:
    edit(project, KEYS, FIRST)
    (project.site / RECORD).unlink()
    if record is not None:
        (project.site / RECORD).write_text(record, "utf-8")
    assert published(project) == {ROOT: "", "a": "", "b": "", "about": ""}
    change = edit(project, {ROOT: "r2", "a": "", "b": "b1"}, {ROOT: FIRST[ROOT], "b": FIRST["b"]})
    assert change == Change(0, 0)
    assert texts(project.site) == texts(project.next_site)
    assert texts(project.site)["a/x/y"] == "1"


def test_a_part_whose_folder_somebody_deleted_is_not_published(project: Project) -> None:
    edit(project, KEYS, FIRST)
    (project.site / "a/index.html").unlink()
    (project.site / "a/x/y").unlink()
    (project.site / "a/x").rmdir()
    (project.site / "a").rmdir()
    assert published(project) == {ROOT: "r1", "b": "b1"}


def test_a_twin_that_was_left_half_done_is_made_anew(project: Project) -> None:
    edit(project, KEYS, FIRST)
    (project.next_site / RECORD).unlink()
    (project.next_site / "b/stray").write_text("half", "utf-8")
    edit(project, {**KEYS, "a": "a2"}, {"a": {"index.html": "a2"}})
    assert texts(project.site) == texts(project.next_site)
    assert "b/stray" not in texts(project.site)


def test_a_website_whose_exchange_was_cut_off_stands_again(project: Project) -> None:
    """Where two folders cannot change places at once, the old one is away for a moment."""
    edit(project, KEYS, FIRST)
    project.site.rename(project.build / "_site-old")
    assert published(project) == KEYS
    assert texts(project.site)["b/i"] == "b"
