"""What the end-to-end tests share: one build of the five bodies, one server, one browser."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent
TODAY = "2569-11-21"
EPOCH = "1795219200"
"""2026-11-21 as SOURCE_DATE_EPOCH."""
SITE_URL = "https://prongsai.example/"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
LONGEST = (
    "test_incremental.py",
    "test_accessibility.py",
    "test_every_page.py",
    "test_cluster.py",
    "test_portal.py",
    "test_office_new.py",
    "test_hostile_text.py",
    "test_office_progress.py",
    "test_init.py",
    "test_search.py",
    "test_todo.py",
    "test_pdf.py",
    "test_build.py",
    "test_nobody_is_named.py",
)
"""Begun first, so that no process is left alone with one of them in the end (`pytest --durations=100`)."""
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest files of tests be shared out first."""
    rank = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.name, len(LONGEST)))


def copy_project(target: Path, units: Path | None = None) -> Path:
    """Copy everything that a build needs into an empty folder; `units` in the place of the five bodies'."""
    for name in ("theme", "content"):
        shutil.copytree(ROOT / name, target / name)
    shutil.copyfile(ROOT / "mkdocs.yml", target / "mkdocs.yml")
    shutil.copytree(units or ROOT / "units", target / "units")
    return target


def run_prongsai(
    *arguments: str, cwd: Path, epoch: str | None = EPOCH, site_url: str = SITE_URL
) -> subprocess.CompletedProcess[str]:
    """Run the real command in a folder."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": path, "PYTHONUTF8": "1", "SITE_URL": site_url}
    if epoch:
        environment["SOURCE_DATE_EPOCH"] = epoch
    command = [sys.executable, "-m", "prongsai", *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def built_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project whose website has been built."""
    project = copy_project(tmp_path_factory.mktemp("project"))
    run = run_prongsai("build", cwd=project)
    assert run.returncode == 0, run.stdout + run.stderr
    return project


@pytest.fixture(scope="session")
def site(built_project: Path) -> Path:
    """The folder of the built website."""
    return built_project / "site"


@pytest.fixture(scope="session")
def base_url(site: Path) -> Iterator[str]:
    """The address of a server that shows the built website."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def years_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small website whose one body has results of several years."""
    project = copy_project(tmp_path_factory.mktemp("years"), ROOT / "tests/projects/good/units")
    run = run_prongsai("build", cwd=project)
    assert run.returncode == 0, run.stdout + run.stderr
    with served(project / "site") as address:
        yield address


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder; give the address of its root."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output quiet."""

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(folder))
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; a machine without it fails, it does not skip."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    assert found, "no Chromium on this machine: install it (Debian: apt-get install chromium fonts-thai-tlwg)"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
