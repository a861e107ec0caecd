"""Bodies made by dask's workers, which share nothing with the builder: real processes, one of them killed."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from conftest import copy_project, run_prongsai
from repositories import Repository
from test_build import tree

PATIENCE = 60
"""Seconds until a process of dask's must answer."""


@contextmanager
def process(*arguments: str, cwd: Path) -> Iterator[subprocess.Popen[str]]:
    """Run one of dask's processes in a folder of its own, in another locale, time zone and hash seed."""
    cwd.mkdir(parents=True, exist_ok=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(cwd), "TMPDIR": str(cwd), "TZ": "Pacific/Auckland"}
    environment |= {"PYTHONHASHSEED": "7", "LC_ALL": "C", "SITE_URL": "https://elsewhere.example/"}
    command = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]]
    log = (cwd / "log").open("w")
    started = subprocess.Popen(command, cwd=cwd, env=environment, stdout=log, stderr=log, text=True)
    try:
        yield started
    finally:
        started.kill()
        started.wait()
        log.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """A scheduler and its workers; give its address and the workers' processes."""
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    with ExitStack() as stack:
        no_page = ("--no-dashboard",)
        stack.enter_context(process("scheduler", "--port", str(port), *no_page, cwd=folder / "scheduler"))
        options = ("--nthreads", "1", "--no-nanny", "--memory-limit", "0", *no_page)
        started = [
            stack.enter_context(process("worker", address, *options, cwd=folder / f"worker-{number}"))
            for number in range(workers)
        ]
        wait_for(
            lambda: all("Starting established" in log(folder, number) for number in range(workers)), folder
        )
        yield address, started


def log(folder: Path, number: int) -> str:
    path = folder / f"worker-{number}/log"
    return path.read_text("utf-8") if path.is_file() else ""


def wait_for(happened: Callable[[], bool], folder: Path) -> None:
    """Wait until it is so."""
    until = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < until, [path.read_text("utf-8")[-2000:] for path in folder.glob("*/log")]
        time.sleep(0.1)


def project_of(folder: Path, copies: int) -> Path:
    """A repository of the five bodies and copies of one of them; a year of it was submitted."""
    project = copy_project(folder)
    for number in range(copies):
        shutil.copytree(project / "units/sample-004", project / f"units/copy-{number:02}")
    repository = Repository.begin(project)
    commit = repository.commit("2026-05-01")
    repository.write("na-udom/2569/submitted.yml", f"commit: {commit}\ndate: 2569-05-01\n")
    repository.commit("2026-05-02")
    return project


def built_here(project: Path, target: Path) -> dict[str, bytes]:
    """The website as this machine's processes build it, elsewhere."""
    shutil.copytree(project, target)
    run = run_prongsai("build", cwd=target)
    assert run.returncode == 0, run.stdout + run.stderr
    return tree(target / "site")


def test_workers_that_share_nothing_make_the_same_bytes(tmp_path: Path) -> None:
    project = project_of(tmp_path / "project", 0)
    expected = built_here(project, tmp_path / "here")
    assert "na-udom/2569/submitted/index.html" in expected
    with cluster(tmp_path / "cluster", 2) as (address, _):
        run = run_prongsai("build", "--cluster", address, cwd=project)
        assert run.returncode == 0, run.stdout + run.stderr
        assert tree(project / "site") == expected
        shutil.rmtree(project / "site")
        spoilt = project / "units/thephalai/unit.yml"
        spoilt.write_text(spoilt.read_text("utf-8") + "colour: red\n", "utf-8")
        run = run_prongsai("build", "--keep-going", "--cluster", address, cwd=project)
        assert (run.returncode, run.stdout.count("[unknown-key]")) == (1, 1)


def test_a_build_survives_the_death_of_a_worker(tmp_path: Path) -> None:
    project = project_of(tmp_path / "project", 8)
    expected = built_here(project, tmp_path / "here")
    with cluster(tmp_path / "cluster", 2) as (address, workers), ThreadPoolExecutor(1) as thread:
        building = thread.submit(run_prongsai, "build", "--cluster", address, cwd=project)
        fresh = project / ".build/_fresh"
        wait_for(lambda: fresh.is_dir() and len(list(fresh.iterdir())) >= 3, tmp_path / "cluster")
        workers[0].send_signal(signal.SIGKILL)
        assert not (project / "site").exists(), "the build was over before the worker died"
        run = building.result(PATIENCE * 3)
    assert run.returncode == 0, run.stdout + run.stderr
    assert tree(project / "site") == expected


def test_a_scheduler_that_is_not_there_is_told(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    run = run_prongsai("build", "--cluster", f"tcp://127.0.0.1:{free_port()}", cwd=project)
    assert run.returncode == 2
    assert "dask scheduler" in run.stderr
    assert "Traceback" not in run.stderr
    assert not (project / "site").exists()
