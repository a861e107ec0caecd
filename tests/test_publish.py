"""The published site is the old one or the new one, whole."""

from __future__ import annotations

from pathlib import Path

from prongsai.publish import carry_over, publish


def folder(path: Path, **files: str) -> Path:
    path.mkdir(parents=True)
    for name, text in files.items():
        (path / name).write_text(text, "utf-8")
    return path


def names(path: Path) -> list[str]:
    return sorted(each.name for each in path.rglob("*"))


def test_the_first_site_is_put_in_its_place(tmp_path: Path) -> None:
    new = folder(tmp_path / "new", page="1")
    publish(new, tmp_path / "site")
    assert names(tmp_path) == ["page", "site"]


def test_the_new_site_takes_the_place_of_the_old_one_and_nothing_is_left_over(tmp_path: Path) -> None:
    site = folder(tmp_path / "site", old="1")
    publish(folder(tmp_path / "new", page="2"), site)
    assert names(tmp_path) == ["page", "site"]
    assert (site / "page").read_text("utf-8") == "2"


def test_what_is_carried_over_is_whole_and_survives_the_old_site(tmp_path: Path) -> None:
    site = folder(tmp_path / "site")
    folder(site / "unit" / "2567", page="kept")
    new = folder(tmp_path / "new", index="new")
    folder(new / "unit", stale="x")
    carry_over(site, new, "unit")
    publish(new, site)
    assert names(site) == ["2567", "index", "page", "unit"]
    assert (site / "unit/2567/page").read_text("utf-8") == "kept"
