"""Every change of the modules, tried in one session of pytest that `mutants.py` starts in its copy.

mutmut makes the changes. The tests are collected once and run once on the unchanged program, which tells what
each runs and what it costs. Each change is then tried in a fork of that process: first the tests that noticed
a change of the same module, the quickest first; the first that fails ends the trial. mutmut's own runner asks
pytest to collect anew for each change, which costs more than most trials.
"""

from __future__ import annotations

import functools
import gc
import json
import os
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from mutmut.__main__ import create_mutants
from mutmut.configuration import config
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.utils.file_utils import setup_source_paths, walk_mutatable_files

import mutmut_properties
from mutant_reach import Reach, module_name

UNREACHED = 33
"""mutmut's note of a change that no test reaches; 0 is one that all of them pass."""
NOTES = {0: "s", UNREACHED: "u", 1: ".", -signal.SIGXCPU: "t", -signal.SIGKILL: "t"}
"""What became of a change, and the sign for it; one whose tests do not end is noticed as well."""
SECONDS = 20
"""CPU time beyond that of the tests, after which a trial is without end."""
MEMORY = 6 * 2**30


@dataclass
class Trials:
    """A plugin of pytest that takes the place of its loop over the tests."""

    patterns: list[str]
    every: int = 1
    """One in so many of a module's changes is tried."""
    costs: dict[str, float] = field(default_factory=dict)
    items: dict[str, pytest.Item] = field(default_factory=dict)
    reach: Reach = field(default_factory=lambda: Reach(list(walk_mutatable_files())))
    noticed: Counter[tuple[str, str]] = field(default_factory=Counter)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests once as they are, then for each change those that reach it."""
        set_mutant_under_test("")
        self.reach.start()
        for item in session.items:
            self.run_unchanged(item)
        self.reach.stop()
        _caches()  # while the collector still knows them
        gc.freeze()
        for module, name in self.asked():
            code = self.try_change(name)
            if code not in NOTES:
                pytest.exit(f"{name}: its trial was ended from outside ({code})", returncode=1)
            module.exit_code_by_key[name] = code
            module.save()
            print(NOTES[code], end="", flush=True)
        print()
        return True

    def run_unchanged(self, item: pytest.Item) -> None:
        """Note what a test costs and which lines it runs; stop if it fails."""
        self.items[item.nodeid] = item
        _forget()
        self.reach.begin_test(item.nodeid)
        began = time.process_time()
        if _fails(item):
            pytest.exit(f"{item.nodeid} fails on the unchanged program", returncode=1)
        self.costs[item.nodeid] = time.process_time() - began

    def asked(self) -> Iterator[tuple[SourceFileMutationData, str]]:
        """Yield the changes that are asked for: those named, or what nothing has noticed yet."""
        for path in walk_mutatable_files():
            module = SourceFileMutationData(path=path)
            module.load()
            for number, (name, code) in enumerate(list(module.exit_code_by_key.items())):
                is_asked = code in (0, UNREACHED) or (code is None and number % self.every == 0)
                if is_asked and any(fnmatch(name, pattern) for pattern in self.patterns or ["*"]):
                    yield module, name

    def try_change(self, name: str) -> int:
        """Run the tests that reach a changed function in a process of their own; what mutmut would note."""
        module = name.rpartition(".")[0]
        tests = sorted(self.reach.tests(name), key=lambda test: self._rank(module, test))
        if not tests:
            return UNREACHED
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os._exit(self._run_changed(name, tests, writing))
        os.close(writing)
        with os.fdopen(reading) as pipe:
            self.noticed[module, pipe.read()] += 1
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def _rank(self, module: str, test: str) -> tuple[bool, float]:
        return (module, test) not in self.noticed, self.costs[test] - self.noticed[module, test]

    def _run_changed(self, name: str, tests: list[str], pipe: int) -> int:
        """In the fork: 1 as soon as a test fails, 0 if none does."""
        limit = int(time.process_time() + 5 * sum(self.costs[each] for each in tests)) + SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        with Path(os.devnull).open("w") as nowhere:
            sys.stdout = sys.stderr = nowhere
            _forget()
            set_mutant_under_test(name)
            for test in tests:
                if _fails(self.items[test]):
                    os.write(pipe, test.encode())
                    return 1
        return 0


def _fails(item: pytest.Item) -> bool:
    return any(report.failed for report in runtestprotocol(item, log=False))


def _forget() -> None:
    """Drop what the changed modules have computed before."""
    for each in _caches():
        each.cache_clear()


@functools.cache
def _caches() -> list[Any]:
    """The caches of the changed modules; all of these are imported when the first test begins."""
    modules = {module_name(path) for path in walk_mutatable_files()}
    known = (each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper))
    return [each for each in known if each.__module__ in modules]


def results() -> Iterator[dict[str, object]]:
    """Yield every change with what was noted of it; of those not noticed the lines as well."""
    for path in walk_mutatable_files():
        module = SourceFileMutationData(path=path)
        module.load()
        for name, code in module.exit_code_by_key.items():
            diff = get_diff_for_mutant(name, path=path).splitlines()[3:] if code in (0, UNREACHED) else []
            old, new = (" ".join(line[1:].strip() for line in diff if line[0] == sign) for sign in "-+")
            yield {
                "name": name,
                "module": str(path.relative_to("src")),
                "code": code,
                "line": old,
                "becomes": new,
            }


def main(every: str, *patterns: str) -> None:
    """Change, try and write `results.json`."""
    mutmut_properties.install()
    config()
    setup_source_paths()
    create_mutants(1)
    selection = [f"mutants/{each}" for each in config().pytest_add_cli_args_test_selection]
    options = [
        "-s",
        "-q",
        "--tb=native",
        "--assert=plain",
        "-c",
        "mutants/pyproject.toml",
        "--rootdir=mutants",
    ]
    code = pytest.main([*options, *selection], plugins=[Trials(list(patterns), int(every))])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        sys.exit(int(code))
    Path("results.json").write_text(json.dumps([*results()], ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
