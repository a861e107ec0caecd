"""A file of HTML -> PDF, by a Chromium that is on this machine: Chromium itself, Chrome or Edge.

It must not know what is printed. The browser sees no network and no profile of the officer's.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from prongsai.problems import StopError

VARIABLE = "PRONGSAI_CHROMIUM"
"""The environment variable that names the program, should it be somewhere else."""
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
WINDOWS_PROGRAMS = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "Chromium/Application/chrome.exe",
)
MAC_PROGRAMS = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
MAC_FOLDERS = (Path("/Applications"), Path(os.path.expanduser("~/Applications")))  # noqa: PTH111 - needs a home
LIMIT_SECONDS = 180
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--allow-file-access-from-files",
    "--no-pdf-header-footer",
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
)


def find_chromium() -> Path:
    """The program; `StopError` that says how to install one if there is none."""
    given = os.environ.get(VARIABLE)
    if given:
        found = shutil.which(given)
        if not found:
            raise StopError("chromium-not-there", variable=VARIABLE, path=given)
        return Path(found)
    program = next(_programs(), None)
    if not program:
        raise StopError("no-chromium", variable=VARIABLE)
    return program


def print_page(program: Path, page: Path, target: Path) -> None:
    """Write a page as PDF; `StopError` with what the program said if it does not."""
    with TemporaryDirectory(prefix="profile-", dir=target.parent, ignore_cleanup_errors=True) as profile:
        options = [f"--user-data-dir={profile}", f"--print-to-pdf={target}", *_sandbox()]
        try:
            run = subprocess.run(
                [str(program), *FLAGS, *options, page.as_uri()],
                capture_output=True,
                timeout=LIMIT_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise StopError("chromium-slow", program=program, seconds=LIMIT_SECONDS) from None
        except OSError as error:
            raise StopError("chromium-failed", program=program, reason=error.strerror) from error
    if run.returncode or not _is_whole(target):
        said = run.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise StopError("chromium-failed", program=program, reason="".join(said) or run.returncode)


def _is_whole(target: Path) -> bool:
    """Whether a PDF is there from its first sign to its last."""
    printed = target.read_bytes() if target.is_file() else b""
    return printed.startswith(b"%PDF-") and printed.rstrip().endswith(b"%%EOF")


def _programs() -> Iterator[Path]:
    yield from (Path(found) for name in NAMES if (found := shutil.which(name)))
    roots = [Path(folder) for name in WINDOWS_FOLDERS if (folder := os.environ.get(name))]
    known = [root / name for name in WINDOWS_PROGRAMS for root in roots]
    known += [root / name for name in MAC_PROGRAMS for root in MAC_FOLDERS]
    yield from (path for path in known if path.is_file())


def _sandbox() -> list[str]:
    """Chromium has no sandbox for the system's own user, as in a container; what it opens here is ours."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
