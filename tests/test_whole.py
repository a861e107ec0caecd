"""Files are written whole on systems that can neither lock nor open a folder, such as Windows."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from prongsai.office import whole
from prongsai.problems import StopError


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that opens files only."""
    really_open = os.open

    def open_file(path: Any, *options: Any, **more: Any) -> int:
        if Path(path).is_dir():
            raise PermissionError(13, "Permission denied")
        return really_open(path, *options, **more)

    monkeypatch.setattr(whole, "fcntl", None)
    monkeypatch.setattr(os, "open", open_file)


@pytest.mark.usefixtures("windows")
def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "งาน ปี 2567" / "m1.yml"
    whole.write_whole(path, b"one\n")
    whole.write_whole(path, b"two\n", b"one\n")
    assert path.read_bytes() == b"two\n"
    assert [each.name for each in path.parent.iterdir()] == ["m1.yml"]


@pytest.mark.usefixtures("windows")
def test_another_change_is_still_noticed(tmp_path: Path) -> None:
    path = tmp_path / "m1.yml"
    path.write_bytes(b"theirs\n")
    with pytest.raises(StopError, match=r"m1\.yml"):
        whole.write_whole(path, b"ours\n", b"before\n")
    assert path.read_bytes() == b"theirs\n"


def test_the_program_s_own_file_gives_way_and_a_folder_does_not(tmp_path: Path) -> None:
    path, folder = tmp_path / "own.json", tmp_path / "folder.json"
    path.write_bytes(b"former\n")
    folder.mkdir()
    whole.write_changed({path: b"new\n"})
    assert path.read_bytes() == b"new\n"
    with pytest.raises(StopError, match=r"folder\.json"):
        whole.write_changed({folder: b"new\n"})
