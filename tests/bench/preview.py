"""How long an officer waits: from a saved file to the browser that shows it, among many bodies.

A real `prongsai serve` and a real Chromium; options as `--help` tells them.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from bodies import write_repository
from prongsai.folders import unit_folders
from prongsai.project import Project

PORT = 8123
PATIENCE = 60_000
"""Milliseconds to wait for a page."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def serving(project: Project, unit_id: str) -> Iterator[None]:
    """Run the preview of a body."""
    command = [sys.executable, "-m", "prongsai", "serve", unit_id, "--port", str(PORT)]
    with subprocess.Popen(command, cwd=project.root, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout and str(PORT) in server.stdout.readline()
            yield
        finally:
            server.terminate()


def changes(page: Page, path: Path, count: int) -> Iterator[float]:
    """Save a new name of the body again and again; yield the seconds until the page shows it."""
    text = path.read_text("utf-8")
    for number in range(count):
        name = f"องค์การบริหารส่วนตำบลที่แก้ไขครั้งที่ {number + 1}"
        lines = (f"name: {name}" if line.startswith("name:") else line for line in text.splitlines())
        path.write_text("\n".join(lines) + "\n", "utf-8")
        began = time.perf_counter()
        page.get_by_role("heading", level=1).filter(has_text=name).wait_for(timeout=PATIENCE)
        yield time.perf_counter() - began
        time.sleep(1)


def main() -> None:
    """Print the seconds of each change and their median."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=1000)
    parser.add_argument("--changes", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        project = write_repository(Path(folder) / "project", options.units)
        unit = unit_folders(project)[options.units // 2]
        began = time.perf_counter()
        with serving(project, unit.name):
            print(f"{options.units} bodies; the preview stands after {time.perf_counter() - began:.1f} s")
            found = next(filter(None, map(shutil.which, BROWSERS)))
            browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{PORT}/", timeout=PATIENCE)
            seconds = list(changes(page, unit / "unit.yml", options.changes))
            browser.close()
    print("saved to seen, seconds: " + " ".join(f"{each:.2f}" for each in seconds))
    print(f"median {median(seconds):.2f}, longest {max(seconds):.2f}")


if __name__ == "__main__":
    main()
