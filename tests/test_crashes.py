"""A bounded share of `make crashes`: killed or refused at chosen moments, the next run needs no help."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crashing.moments import Forge, Moment
from crashing.scenes import ENVIRONMENT, scenes
from crashing.trials import OLD, Trial, spread
from prongsai.passing import PREFIX, passing_folder

SEED = 4
KILLED = {"progress with --commit": 4, "sheet import": 3, "freeze": 4, "new year": 3, "init": 4}
"""How many moments of each verb are tried here."""


@pytest.fixture(scope="module")
def forge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forge]:
    """The process of which every run is a child."""
    folder = tmp_path_factory.mktemp("forge")
    found = Forge(folder, {**ENVIRONMENT, "TMPDIR": str(folder)})
    yield found
    found.close()


@pytest.mark.parametrize("name", KILLED)
def test_whenever_a_verb_is_killed_every_file_is_whole_and_the_next_run_ends_it(
    name: str, forge: Forge, tmp_path: Path
) -> None:
    trial = Trial(scenes()[name], forge, tmp_path / "trial")
    late = [len(trial.events) - 2, len(trial.events) - 5]  # where files take their places
    for number in [*spread(trial, KILLED[name] - 2, SEED), *late]:
        outcome = trial.meet(Moment(number))
        assert outcome.faults == (), str(outcome)


@pytest.mark.parametrize("fault", ["ENOSPC", "EROFS", "EACCES", "EMFILE"])
def test_what_the_disk_refuses_is_one_sentence_and_harms_nothing(
    fault: str, forge: Forge, tmp_path: Path
) -> None:
    trial = Trial(scenes()["progress"], forge, tmp_path / "trial")
    outcome = trial.meet(Moment(len(trial.events) // 2, fault, lasts=True))
    assert (outcome.ended_with, outcome.faults) == (OLD, ()), str(outcome)


def test_a_body_that_has_the_root_is_published_whole_though_its_move_was_cut_off(
    forge: Forge, tmp_path: Path
) -> None:
    """Of a folder that is moved file by file, what is left must not count as a whole one."""
    trial = Trial(scenes()["first build of one body alone"], forge, tmp_path / "trial")
    moves = [
        number for number, each in enumerate(trial.events, 1) if "os.rename" in each and "/_root" in each
    ]
    outcome = trial.meet(Moment(moves[len(moves) // 2]))
    assert outcome.faults == (), str(outcome)


def test_two_processes_at_once_have_passing_folders_of_their_own(tmp_path: Path) -> None:
    """What nobody holds is swept; what somebody holds is left."""
    left = tmp_path / f"{PREFIX}left"
    left.mkdir()
    (left / "file").write_text("of a run that was killed", "utf-8")
    with passing_folder(tmp_path) as one, passing_folder(tmp_path) as other:
        (one / "file").write_text("held", "utf-8")
        with passing_folder(tmp_path):
            assert (one / "file").is_file()
            assert other.is_dir()
            assert not left.exists()
    assert not list(tmp_path.iterdir())


def test_a_full_device_is_told_and_a_reader_that_stops_brings_no_traceback() -> None:
    command = [sys.executable, "-m", "prongsai", "explain"]
    with Path("/dev/full").open("wb") as full:
        told = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert told.returncode == 2
    assert "Traceback" not in told.stderr
    assert "No space left" in told.stderr
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as stopped:
        assert stopped.stdout
        assert stopped.stderr
        stopped.stdout.close()
        assert stopped.stderr.read() == ""
