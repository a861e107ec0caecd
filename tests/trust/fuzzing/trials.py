"""Runs cases by their numbers in a process that may die: each within its time, all within their memory.

A case is known by seed, kind and number alone; whichever broke a promise can be run again by these three.
"""

from __future__ import annotations

import faulthandler
import resource
import signal
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from random import Random
from types import FrameType

from fuzzing.mutated_bodies import Desk

SECONDS = 60
"""A case that takes longer hangs; on an idle machine the slowest takes about two."""
GIGABYTES = 3
"""What a process may address, for the program and its data together."""
Attack = Callable[[Random, Desk], None]


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that broke a promise."""

    kind: str
    number: int
    said: str

    @property
    def cause(self) -> str:
        """The place in the code that most cases of one cause share."""
        places = [line.strip() for line in self.said.splitlines() if line.lstrip().startswith("File ")]
        return f"{self.said.splitlines()[-1].partition(':')[0]} {places[-1] if places else ''}"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Cases `first` to `last` of a kind, the last one excluded."""

    seed: int
    kind: str
    first: int
    last: int


class _TooSlowError(Exception):
    """A case took longer than it may."""


def random_of(seed: int, kind: str, number: int) -> Random:
    """All that is random in a case."""
    return Random(f"{seed} {kind} {number}")


def run_chunk(chunk: Chunk, attack: Attack, desk: Desk) -> Iterator[Failure]:
    """Run cases in processes of their own until all are done; one that kills its process is a failure."""
    first = chunk.first
    while first < chunk.last:
        receiving, sending = get_context("fork").Pipe(duplex=False)
        process = get_context("fork").Process(target=_work, args=(chunk, first, attack, desk, sending))
        process.start()
        sending.close()
        done = first
        try:
            while True:
                number, said = receiving.recv()
                done = number + 1
                if said:
                    yield Failure(chunk.kind, number, said)
        except EOFError:
            process.join()
        if done < chunk.last:
            yield Failure(chunk.kind, done, f"the process ended: {process.exitcode}")
            done += 1
        first = done


def _work(chunk: Chunk, first: int, attack: Attack, desk: Desk, sending: Connection) -> None:
    """What the process does; it tells of every case that is over."""
    most = GIGABYTES * 1024**3
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    for number in range(first, chunk.last):
        faulthandler.dump_traceback_later(SECONDS * 20, exit=True)
        sending.send((number, failure_of(chunk, number, attack, desk)))
    faulthandler.cancel_dump_traceback_later()
    sending.close()


def failure_of(chunk: Chunk, number: int, attack: Attack, desk: Desk) -> str:
    """The traceback of a case that breaks a promise; empty for all others."""
    begin_anew()
    try:
        attack(random_of(chunk.seed, chunk.kind, number), desk)
    except (Exception, _TooSlowError, SystemExit):
        return traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return ""


def begin_anew() -> None:
    """Count the time of a case, or of one of several bodies that it tries, from now on."""
    signal.signal(signal.SIGALRM, _too_slow)
    signal.setitimer(signal.ITIMER_REAL, SECONDS, 1)


def _too_slow(number: int, frame: FrameType | None) -> None:
    raise _TooSlowError(f"more than {SECONDS} seconds")
