"""Where every page of a body stands. An address never moves: these lines are only ever added to."""

from __future__ import annotations

from pathlib import Path

import pytest

import prongsai.addresses
from prongsai.content import content_files
from prongsai.problems import StopError
from prongsai.project import Project

addresses = prongsai.addresses

MOVED_NEVER = {
    addresses.HOME: "",
    addresses.HISTORY: "history/",
    addresses.CHANGES: "changes/",
    addresses.FEED: "feed.xml",
    addresses.submitted_page(2567): "2567/submitted/",
    addresses.results_page(2567): "2567/results/",
    addresses.analysis_page(2567): "2567/analysis/",
    addresses.measures_page(2567): "2567/measures/",
    addresses.measure_page(2567, "m1-2"): "2567/measures/m1-2/",
    addresses.progress_page(2567): "2567/progress/",
    addresses.owners_page(2567): "2567/owners/",
    addresses.status_page(2567): "2567/status/",
    addresses.notice_page(2567): "2567/notice/",
    addresses.todo_page(2567): "2567/todo/",
    addresses.oit_page(2567): "2567/oit/",
    addresses.DATA: "data/",
    addresses.data_page(2567): "2567/data/",
    addresses.grid_page(2567): "oit/2567/",
    addresses.ASSETS: "assets/",
    addresses.SCHEMAS: "schemas/",
    addresses.FORM: "admin/",
    addresses.PROVINCES: "province/",
    addresses.province_page("lop-buri"): "province/lop-buri/",
}


@pytest.mark.parametrize(("address", "promised"), list(MOVED_NEVER.items()))
def test_an_address_never_moves(address: str, promised: str) -> None:
    assert address == promised


def test_every_address_is_promised_here_and_none_twice() -> None:
    named = {name for name, value in vars(addresses).items() if name.isupper() and isinstance(value, str)}
    pages = named | {name for name in vars(addresses) if name.endswith("_page")}
    assert len(pages) == len(set(MOVED_NEVER.values())) == len(MOVED_NEVER)


def test_every_address_is_a_folder_below_the_bodys_own_or_the_portals() -> None:
    files = {addresses.FEED}
    pages = MOVED_NEVER.keys() - files
    assert [each for each in pages if each.startswith("/") or (each and not each.endswith("/"))] == []
    assert [each for each in files if each.startswith("/") or "." not in each] == []


def test_the_anchor_of_a_commit_never_moves() -> None:
    assert addresses.change_anchor("0d444de7b3a1c2f4" + "0" * 24) == "c0d444de7b3a1"


@pytest.mark.parametrize(
    "name", ["changes", "Changes", "history", "search", "evidence", "2567", "index", "404"]
)
def test_no_page_written_by_hand_takes_the_place_of_another(tmp_path: Path, name: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / f"content/{name}.md").write_text("# x\n", "utf-8")
    with pytest.raises(StopError) as stop:
        content_files(Project(tmp_path))
    assert stop.value.code == "content-name"
