"""Where every page of a body stands. An address never moves: these lines are only ever added to."""

from __future__ import annotations

import pytest

import prongsai.addresses

addresses = prongsai.addresses

MOVED_NEVER = {
    addresses.HOME: "",
    addresses.HISTORY: "history/",
    addresses.results_page(2567): "2567/results/",
    addresses.analysis_page(2567): "2567/analysis/",
    addresses.measures_page(2567): "2567/measures/",
    addresses.measure_page(2567, "m1-2"): "2567/measures/m1-2/",
    addresses.progress_page(2567): "2567/progress/",
    addresses.oit_page(2567): "2567/oit/",
}


@pytest.mark.parametrize(("address", "promised"), list(MOVED_NEVER.items()))
def test_an_address_never_moves(address: str, promised: str) -> None:
    assert address == promised


def test_no_two_pages_share_an_address() -> None:
    assert len(MOVED_NEVER) == len(set(MOVED_NEVER.values())) == 8


def test_every_address_is_a_folder_below_the_bodys_own() -> None:
    assert [each for each in MOVED_NEVER if each.startswith("/") or (each and not each.endswith("/"))] == []
