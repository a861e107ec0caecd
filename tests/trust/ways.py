"""The ways in which the same commit is made into a website: what is other than usual in each of them.

A way changes the machine, the user or what is left of earlier builds, never the data. It compares nothing.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from conftest import run_prongsai

HERE = Path(__file__).parent
NOBODY = 65534
LOCALES = {"th_TH.UTF-8": "UTF-8", "tr_TR.UTF-8": "UTF-8", "th_TH.TIS-620": "TIS-620"}
"""Locales that are compiled for the run, each with its character set."""
GIT_SETTINGS = (
    "[log]\n showSignature = true\n date = relative\n follow = true\n mailmap = true\n decorate = full\n"
    "[diff]\n renames = copies\n renameLimit = 1\n mnemonicPrefix = true\n noprefix = true\n"
    " relative = true\n algorithm = patience\n autoRefreshIndex = false\n external = false\n"
    "[core]\n quotePath = true\n abbrev = 4\n pager = false\n ignoreCase = true\n"
    "[i18n]\n logOutputEncoding = TIS-620\n[color]\n ui = always\n[format]\n pretty = fuller\n"
    "[merge]\n renames = false\n[status]\n showUntrackedFiles = no\n[fetch]\n writeCommitGraph = true\n"
)
"""What a git user may have set; `false` as a program fails whoever runs it."""


def clone(source: Path, target: Path, *options: str) -> None:
    """Clone with git's own defaults."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(target.parent), "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "clone", "--quiet", *options, str(source), str(target)]
    subprocess.run(command, env=environment, check=True, capture_output=True)


def _clone_plainly(source: Path, target: Path) -> None:
    clone(source, target)


@dataclass(frozen=True, slots=True)
class Way:
    """How one website is made.

    `arrive` puts the commit into an empty place; `before` does what was done there before the build that
    counts; `prefix` runs the program; `has_day` tells whether the day is given, else it is that of the clock.
    """

    name: str
    environment: Mapping[str, str] = field(default_factory=dict)
    arrive: Callable[[Path, Path], None] = _clone_plainly
    before: Callable[[Path], None] = lambda project: None
    prefix: tuple[str, ...] = ()
    place: str = "project"
    has_day: bool = True

    @property
    def is_of_user(self) -> bool:
        """Whether it is the user or the machine that is other, which may also tell in files taken out."""
        return bool(not self.name or self.environment or self.prefix)


def ways(scratch: Path) -> Iterator[Way]:
    """All ways; what they need is put into the scratch folder."""
    yield from _clones(scratch)
    yield from _leftovers()
    yield from _users(scratch)
    yield from _orders(scratch)
    yield from _pythons(scratch)
    yield from _clocks()
    yield from _locales(scratch)
    yield from _places()


def _places() -> Iterator[Way]:
    yield Way(
        "another path, with spaces and Thai letters", place="\u0e17\u0e35\u0e48 \u0e2d\u0e37\u0e48\u0e19/ITA"
    )
    yield Way("a path through a symbolic link", arrive=_behind_a_link)


def _behind_a_link(source: Path, target: Path) -> None:
    clone(source, target.with_name("real"))
    target.symlink_to("real")


def _users(scratch: Path) -> Iterator[Way]:
    home = scratch / "\u0e1a\u0e49\u0e32\u0e19"
    home.mkdir()
    yield Way("another HOME, USER and host", {"HOME": str(home), "USER": "somchai", "HOSTNAME": "pc-7"})
    open_mask = ("sh", "-c", 'umask 000; exec "$@"', "sh")
    yield Way("no HOME, umask 000", {"HOME": "", "XDG_CACHE_HOME": "/nowhere"}, prefix=open_mask)
    if os.geteuid() == 0:
        closed_mask = ("sh", "-c", 'umask 077; exec "$@"', "sh")
        run = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *closed_mask)
        yield Way("another user id, umask 077", {"HOME": "/nonexistent"}, before=_give_away, prefix=run)


def _give_away(project: Path) -> None:
    for path in (project.parent, project, *project.rglob("*")):
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


def _locales(scratch: Path) -> Iterator[Way]:
    yield Way("locale C, no UTF-8 mode", {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    missing = {"LC_ALL": "xx_XX.UTF-8", "PYTHONUTF8": ""}
    yield Way("a locale that is not installed, a deep path", missing, place="/".join(["deep"] * 30))
    folder = scratch / "locales"
    folder.mkdir()
    for name, charset in LOCALES.items():
        command = ["localedef", "-i", name.partition(".")[0], "-f", charset, str(folder / name)]
        if (
            shutil.which("localedef")
            and subprocess.run(command, capture_output=True, check=False).returncode < 2
        ):
            yield Way(f"locale {name}", {"LC_ALL": name, "LOCPATH": str(folder), "PYTHONUTF8": ""})
        else:
            print(f"left out: locale {name} cannot be made on this machine")


def _clocks() -> Iterator[Way]:
    yield Way("time zone America/Los_Angeles", {"TZ": "America/Los_Angeles"})
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):  # never on the same day
        yield Way(f"time zone {zone}, the day from the clock", {"TZ": zone}, has_day=False)


def _pythons(scratch: Path) -> Iterator[Way]:
    for seed in ("0", "1"):
        yield Way(f"hash seed {seed}", {"PYTHONHASHSEED": seed})
    yield Way(
        "assertions left out, nothing compiled kept", {"PYTHONOPTIMIZE": "2", "PYTHONDONTWRITEBYTECODE": "1"}
    )
    for count in (1, 7):
        patch = (
            f"import os\nfrom prongsai import pipeline\nos.cpu_count = lambda: {count}\npipeline.FEW = 0\n"
        )
        yield Way(
            f"as many processes as {count} cores have",
            {"PYTHONPATH": _patched(scratch / f"cores-{count}", patch)},
        )


def _patched(folder: Path, text: str) -> str:
    """A folder whose `sitecustomize` changes every Python that is started, workers too."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(text, "utf-8")
    return str(folder)


def _orders(scratch: Path) -> Iterator[Way]:
    text = (HERE / "shuffled_folders.py").read_text("utf-8")
    for seed in (1, 2):
        folder = _patched(scratch / f"order-{seed}", f"SEED = {seed}\n{text}")
        yield Way(f"folders list their names in order {seed}", {"PYTHONPATH": folder})
    yield Way("files written in another order", before=_rewrite_backwards)
    yield Way("every file is of 1980", before=lambda project: _date(project, 315_532_800))
    yield Way("every file is of tomorrow", before=lambda project: _date(project, 4_102_444_800))
    yield Way("every file may be run", before=lambda project: _allow(project, 0o777))
    yield Way("only the user may read", before=lambda project: _allow(project, 0o600))


def _files(project: Path) -> list[Path]:
    return sorted(path for path in (project / "units").rglob("*") if path.is_file())


def _rewrite_backwards(project: Path) -> None:
    for path in reversed(_files(project)):
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data)


def _date(project: Path, moment: int) -> None:
    for path in _files(project):
        os.utime(path, (moment, moment))


def _allow(project: Path, mode: int) -> None:
    for path in _files(project):
        path.chmod(mode)


def _clones(scratch: Path) -> Iterator[Way]:
    settings = scratch / "gitconfig"
    settings.write_text(GIT_SETTINGS, "utf-8")
    own = {"GIT_CONFIG_GLOBAL": str(settings)}
    yield Way("git settings of a user", own)
    yield Way("the same, every file of 1980", own, before=lambda project: _date(project, 315_532_800))
    yield Way(
        "variables of git's", {"GIT_DIR": "/nowhere", "GIT_INDEX_FILE": "/nowhere", "GIT_PAGER": "false"}
    )
    yield Way("the work tree itself", arrive=_copy)
    yield Way("a second work tree", arrive=_work_tree)
    windows = ("--config", "core.autocrlf=true")
    yield Way("lines that end as on Windows", arrive=lambda source, target: clone(source, target, *windows))
    yield Way("notes, tags and other branches, packed anew", before=_decorate)


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target, symlinks=True)


def _work_tree(source: Path, target: Path) -> None:
    clone(source, target.with_name("first"))
    _git(target.with_name("first"), "worktree", "add", "--detach", str(target))


def _decorate(project: Path) -> None:
    _git(project, "notes", "add", "-m", "a note")
    _git(project, "tag", "-a", "-m", "a tag", "v1")
    _git(project, "branch", "other")
    _git(project, "gc", "--quiet")


def _git(project: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=officer", "-c", "user.email=officer@example.go.th")
    subprocess.run(["git", *identity, *arguments], cwd=project, check=True, capture_output=True)


def _leftovers() -> Iterator[Way]:
    yield Way("a warm cache", before=_build)
    yield Way("a warm cache of another day", before=lambda project: _build(project, "--today", "2570-01-01"))
    for name in ("_ledger.sqlite", "_history.sqlite", "_templates", "_site"):
        yield Way(f"a warm cache without {name}", before=partial(_built_without, name))
    yield Way("a cache without a website", before=_without_site)
    yield Way("a part of the cache, at random", before=_half)
    yield Way("body by body", before=_one_by_one)
    yield Way("an edit built and taken back", before=_edit_and_back)
    yield Way("a body added, built and removed", before=_add_and_remove)
    yield Way("an older commit built before", before=_older)


def _build(project: Path, *arguments: str) -> None:
    run = run_prongsai("build", *arguments, cwd=project)
    assert run.returncode == 0, run.stdout + run.stderr


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _built_without(name: str, project: Path) -> None:
    _build(project)
    _remove(project / ".build" / name)


def _without_site(project: Path) -> None:
    _build(project)
    shutil.rmtree(project / "site")


def _half(project: Path) -> None:
    _build(project)
    found = [*(project / "site").iterdir(), *(project / ".build/_templates").iterdir()]
    for path in random.Random(7).sample(sorted(found), len(found) // 2):
        _remove(path)


def _one_by_one(project: Path) -> None:
    for folder in sorted((project / "units").iterdir(), reverse=True):
        _build(project, folder.name)


def _edit_and_back(project: Path) -> None:
    path = project / "units/bo-thong/unit.yml"
    text = path.read_text("utf-8")
    _build(project)
    path.write_text(text.replace("name: ", "name: X"), "utf-8")
    _build(project)
    path.write_text(text, "utf-8")


def _add_and_remove(project: Path) -> None:
    shutil.copytree(project / "units/bo-thong", project / "units/another")
    _build(project)
    shutil.rmtree(project / "units/another")


def _older(project: Path) -> None:
    _git(project, "checkout", "--quiet", "HEAD~2")
    _build(project)
    _git(project, "checkout", "--quiet", "-")
