"""A bounded share of `make fuzz`, always the same cases; and every case that it ever found."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from fuzzing.attacks import ATTACKS
from fuzzing.command_lines import Shell
from fuzzing.mutated_bodies import DAYS, Desk, bodies
from fuzzing.trials import Chunk, failure_of
from prongsai.printed import check_project

REGRESSIONS: list[dict[str, Any]] = yaml.load(
    Path(__file__).with_name("regressions.yml").read_text("utf-8"), yaml.CBaseLoader
)
TIMES = int(os.environ.get("PRONGSAI_CASES", "1"))
SHARES = {
    "reading": 200,
    "checking": 40,
    "formatting": 15,
    "officers": 10,
    "arguments": 10,
    "settings": 5,
    "archives": 3,
    "evidence": 2,
    "histories": 1,
    "pages": 1,
}
"""How many cases of a kind are tried here; the others take too long."""
SEED = 2569


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A folder to work in; the one before is entered again afterwards."""
    monkeypatch.chdir(tmp_path)
    yield Desk(tmp_path)


@pytest.mark.parametrize("kind", SHARES)
def test_no_case_breaks_a_promise(kind: str, desk: Desk) -> None:
    count = SHARES[kind] * TIMES
    attack, chunk = ATTACKS[kind][0], Chunk(SEED, kind, 0, count)
    assert [said for number in range(count) if (said := failure_of(chunk, number, attack, desk))] == []


@pytest.mark.parametrize("body", bodies(), ids=min)
def test_the_bodies_that_are_mutated_are_sound(body: dict[str, bytes], desk: Desk) -> None:
    assert check_project(desk.lay(body), DAYS[0]).errors == ()


@pytest.mark.parametrize("row", REGRESSIONS, ids=lambda row: row["because"][:50])
def test_what_was_found_stays_mended(row: dict[str, Any], desk: Desk) -> None:
    desk.lay(bodies()[0])
    files = {name: text.encode() for name, text in row.get("put", {}).items()}
    files |= {name: bytes.fromhex(digits) for name, digits in row.get("hex", {}).items()}
    for name, data in files.items():
        (desk.root / name).parent.mkdir(exist_ok=True)
        (desk.root / name).write_bytes(data)
    results = [Shell(desk.root).run(*command) for command in row["run"]]
    assert results[-1].exit_code == int(row["exit"]), results[-1].output
    assert row["says"] in results[-1].output
    assert [name for name in row.get("absent", ()) if (desk.root / name).exists()] == []
