"""Many jobs through an executor: a few at a time, and once more if a worker dies.

The caller chooses the executor: this machine's processes or a cluster's. It must not know what a job is.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from itertools import islice
from multiprocessing import active_children, parent_process
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any, Generic, TypeVar

from prongsai.problems import StopError

J = TypeVar("J")
M = TypeVar("M")

AHEAD = 3
"""How many jobs each worker is given before it has done the first, so that it need not wait for the next."""


@dataclass(frozen=True, slots=True)
class Crew(Generic[J, M]):
    """Workers: how they are called together, how one is given a job, how many there are.

    `deaths` are the exceptions that tell that a worker died, any other is the job's own; `receive` takes in
    what a worker sends back.
    """

    call: Callable[[], Executor]
    give: Callable[[Executor, J], Future[Any]]
    size: int
    deaths: tuple[type[Exception], ...] = (BrokenExecutor,)
    receive: Callable[[Any], M] = lambda made: made


def processes(make: Callable[[J], M], size: int) -> Crew[J, M]:
    """A crew of as many processes of this machine."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - a few jobs need no other process
    from multiprocessing import get_context  # noqa: PLC0415 - as above

    context = get_context("spawn")
    return Crew(
        lambda: ProcessPoolExecutor(size, mp_context=context, initializer=_follow_parent),
        lambda executor, job: executor.submit(make, job),
        size,
    )


def this_process(make: Callable[[J], M]) -> Crew[J, M]:
    """A crew of the process itself: a few jobs are done before another process has even begun."""
    return Crew(_Here, lambda executor, job: executor.submit(make, job), 1)


def work(crew: Crew[J, M], jobs: Iterable[J]) -> Iterator[M]:
    """Yield what comes of every job, in the order in which they are done.

    Jobs that were under way when a worker died are done again one by one; `StopError` if one kills again.
    """
    waiting = iter(jobs)
    while lost := (yield from _shift(crew, waiting, crew.size * AHEAD)):
        for job in lost:
            if (yield from _shift(crew, iter([job]), 1)):
                raise StopError("worker-died", unit=job)


def _shift(crew: Crew[J, M], jobs: Iterator[J], width: int) -> Generator[M, None, list[J]]:
    """Work until all is done or a worker dies; return the jobs that are lost then."""
    executor = crew.call()
    under_way: dict[Future[Any], J] = {}
    taken = deque(islice(jobs, width))
    try:
        while taken or under_way:
            while taken:
                future = crew.give(executor, taken[0])
                under_way[future] = taken.popleft()
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                made = crew.receive(future.result())
                del under_way[future]
                yield made
            taken.extend(islice(jobs, width - len(under_way)))
    except crew.deaths:
        return [*under_way.values(), *taken]
    except (KeyboardInterrupt, SystemExit):
        for worker in active_children():  # whoever stops does not wait for what is under way
            worker.terminate()
        raise
    finally:
        for future in under_way:
            future.cancel()
        executor.shutdown(wait=True)
    return []


def _follow_parent() -> None:
    """Let this worker end with the process that hired it, however that ends; leave Ctrl-C to that one.

    A worker that outlives it would write into folders in which the next build is at work already.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent:
        Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


class _Here(Executor):
    """Does a job at once, in this process."""

    def submit(self, fn: Callable[..., M], /, *args: object, **kwargs: object) -> Future[M]:
        """Do the job; the future that is returned has its result."""
        future: Future[M] = Future()
        future.set_result(fn(*args, **kwargs))
        return future
