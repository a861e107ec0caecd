"""Random histories: mutated versions of a body in commits and merges, told by the history reader."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from random import Random

from fuzzing.mutated_bodies import DAYS, Body, Desk, bodies, misplaced, mutated
from fuzzing.promises import keep_site
from prongsai.history import read_history
from prongsai.making import render_sites
from prongsai.problems import DataError

_MOST_COMMITS = 8

_SECONDS = 1_600_000_000
_DAY = 86_400


def histories(random: Random, desk: Desk) -> None:
    """Read a random past, and render a body that has it."""
    versions = list(_versions(random))
    project = desk.lay(versions[-1])
    shutil.rmtree(desk.root / ".git", ignore_errors=True)
    shutil.rmtree(project.build, ignore_errors=True)
    _git(desk, b"", "init", "--quiet", "--initial-branch=main")
    try:
        _git(desk, b"".join(_stream(random, versions)), "fast-import", "--quiet", "--force")
        _git(desk, b"", "reset", "--quiet")
        past = read_history(project).unit("good")
        again = read_history(project).unit("good")
        assert past == again
        for site in render_sites(project, DAYS[1]):
            keep_site(site)
    except DataError:
        pass
    finally:
        shutil.rmtree(desk.root / ".git", ignore_errors=True)
        shutil.rmtree(project.build, ignore_errors=True)


def _versions(random: Random) -> Iterator[Body]:
    """The body again and again, each time from the one before or from the first."""
    first = bodies()[1]
    body: Body = first
    for _ in range(random.randrange(1, _MOST_COMMITS)):
        body = mutated(random, random.choice((body, body, first)))
        if random.random() < 0.2:
            body = misplaced(random, dict(body))
        yield {path: data for path, data in body.items() if _can_be_kept(path, body)}
    yield first


def _can_be_kept(path: str, body: Body) -> bool:
    """Git cannot hold a file below another file."""
    return not any(path.startswith(f"{other}/") for other in body) and "\n" not in path


def _stream(random: Random, versions: list[Body]) -> Iterator[bytes]:
    """The commits as `git fast-import` takes them; some have two parents."""
    for number, body in enumerate(versions, 1):
        when = _SECONDS + _DAY * (number if random.random() < 0.8 else random.randrange(900))
        zone = random.choice(("+0700", "+0000", "-1200", "+1400"))
        yield f"commit refs/heads/main\nmark :{number}\n".encode()
        yield f"committer a <a@example.go.th> {when} {zone}\ndata 1\nx\n".encode()
        if number > 1:
            yield f"from :{number - 1}\n".encode()
        if number > 3 and random.random() < 0.4:
            yield f"merge :{random.randrange(1, number - 1)}\n".encode()
        yield b"deleteall\n"
        for path, data in body.items():
            quoted = '"units/' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'
            yield f"M 100644 inline {quoted}\ndata {len(data)}\n".encode() + data + b"\n"


def _git(desk: Desk, data: bytes, *arguments: str) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(desk.root), "GIT_CONFIG_NOSYSTEM": "1"}
    command = ("git", "-C", str(desk.root), *arguments)
    done = subprocess.run(command, input=data, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
