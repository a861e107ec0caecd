"""Two commands at once, signals, and workers that die: what happens beside a command while it runs."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from crashing.moments import Ended, Moment
from crashing.scenes import ENVIRONMENT, Tree, lay_out, officers_files, website
from crashing.trials import BETWEEN, NEW, Outcome, Trial

BUILD = ("build", "--anew")
START = 0.15
"""Seconds that an interpreter takes to begin; who ends it before sees its words, not ours."""


def begin(*arguments: str, cwd: Path) -> subprocess.Popen[str]:
    """Begin a command in a session of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "prongsai", *arguments],
        cwd=cwd,
        env={**os.environ, **ENVIRONMENT},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def end(command: subprocess.Popen[str]) -> Ended:
    """Wait for a command."""
    out, err = command.communicate(timeout=300)
    return Ended(command.returncode, out, err)


def span(trial: Trial) -> float:
    """How many seconds the scene's command takes."""
    began = time.monotonic()
    end(begin(*trial.scene.arguments, cwd=trial.work))
    return time.monotonic() - began


def after(trial: Trial, seconds: float, fault: str) -> Outcome:
    """The scene ended by a signal to it and to all that it has begun, after some time."""

    def run() -> Ended:
        command = begin(*trial.scene.arguments, cwd=trial.work)
        time.sleep(seconds)
        signal_all(command, fault)
        return end(command)

    return trial.cut_off(Moment(round(seconds * 1000), fault), run)


def signal_all(command: subprocess.Popen[str], fault: str) -> None:
    """Send a signal to a command and to what it has begun, as a terminal does; it may have ended."""
    if command.poll() is None:
        os.killpg(command.pid, getattr(signal, f"SIG{fault}"))


def random_moments(trial: Trial, count: int, fault: str, seed: int) -> Iterator[Outcome]:
    """So many random moments of the time that the command takes, as soon as Python itself is there."""
    chance, whole = random.Random(seed), span(trial)
    for _ in range(count):
        yield after(trial, chance.uniform(START, whole), fault)


def together(trial: Trial, *others: tuple[str, ...]) -> Outcome:
    """The scene's command and others, all begun at once."""

    def run() -> Ended:
        commands = [begin(*each, cwd=trial.work) for each in (trial.scene.arguments, *others)]
        done = [end(each) for each in commands]
        return Ended(max(each.code for each in done), "", "".join(each.err for each in done))

    return trial.cut_off(Moment(0, "together"), run)


def beside_a_build(trial: Trial) -> Outcome:
    """The scene's command and a build at once: the website is that of the files before it or after it.

    Or between: data and past are read one after another, and a verb may write several files; the next build
    is right then.
    """
    possible = [_built(trial), _built(trial, trial.scene.arguments)]
    lay_out(trial.before, trial.work)
    commands = [begin(*each, cwd=trial.work) for each in (trial.scene.arguments, BUILD)]
    verb, build = [end(each) for each in commands]
    is_new = website(trial.work) in possible
    is_refused = build.code == 1 and website(trial.work) == trial.old[0]
    faults = [f"a traceback: {done.err[-1500:]}" for done in (verb, build) if done.has_traceback]
    if verb.code != trial.scene.code or officers_files(trial.work) != trial.new[1]:
        faults.append(f"the verb did not do its work: {verb.code}: {verb.err[-300:]}")
    if build.code and not is_refused:
        faults.append(f"the build ends with {build.code}: {build.err[-300:]}")
    if end(begin(*BUILD, cwd=trial.work)).code or website(trial.work) != possible[1]:
        faults.append("the next build makes another website")
    return Outcome(Moment(0, "beside a build"), trial.scene.name, NEW if is_new else BETWEEN, tuple(faults))


def _built(trial: Trial, *verbs: tuple[str, ...]) -> Tree:
    """The website of the folder before, or after what a verb does there."""
    lay_out(trial.before, trial.work)
    for each in (*verbs, BUILD):
        assert not end(begin(*each, cwd=trial.work)).code, each
    return website(trial.work)


def children(process: int) -> list[int]:
    """The processes that a process has begun, and theirs."""
    told = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False
    )
    found = [int(each) for each in told.stdout.split()]
    return [*found, *(each for child in found for each in children(child))]


def with_worker(
    trial: Trial, fault: Callable[[subprocess.Popen[str], list[int]], None], wait: float
) -> Outcome:
    """The scene with something that happens to its workers as soon as there are some."""

    def run() -> Ended:
        command = begin(*trial.scene.arguments, cwd=trial.work)
        while command.poll() is None and len(workers := children(command.pid)) < 3:
            time.sleep(0.02)
        time.sleep(wait)
        fault(command, workers)
        return end(command)

    return trial.cut_off(Moment(0, "worker"), run)


def is_alive(process: int) -> bool:
    """Whether a process still runs."""
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
