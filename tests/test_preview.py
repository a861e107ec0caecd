"""`prongsai serve` shows a saved change in the open browser."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from wsgiref.util import FileWrapper

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Error as BrowserError

from conftest import ROOT, copy_project
from prongsai.build.preview import Preview, serve_folder
from prongsai.problems import StopError

pytestmark = pytest.mark.browser


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [
        ("127.0.0.1:8000", "/", "200 OK"),
        ("localhost", "/", "200 OK"),
        ("localhost", "/gone/", "404 Not Found"),
        ("draft.example:8000", "/", "400 Bad Request"),
        ("", "/", "400 Bad Request"),
        ("localhost", "/a\0b", "400 Bad Request"),
    ],
)
def test_no_other_website_can_read_a_draft(tmp_path: Path, host: str, path: str, status: str) -> None:
    (tmp_path / "index.html").write_text("draft")
    told: list[str] = []
    server = Preview(lambda: None, "127.0.0.1", 8000, str(tmp_path))
    answer = server.serve_request({"HTTP_HOST": host, "PATH_INFO": path}, lambda said, _: told.append(said))
    assert told == [status]
    assert (b"draft" in b"".join(answer)) is (status == "200 OK")
    if isinstance(answer, FileWrapper):
        answer.close()
    server.server_close()


def test_a_port_that_another_program_has_is_told(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(StopError) as stop:
            serve_folder(tmp_path, [], lambda: None, port)
    assert stop.value.code == "port-in-use"
    assert f"127.0.0.1:{port}" in str(stop.value)


def test_a_saved_change_is_shown_in_the_open_page(browser: Browser, tmp_path: Path) -> None:
    project = copy_project(tmp_path, ROOT / "tests/projects/good/units")
    port = free_port()
    command = ["env", "--default-signal=INT", sys.executable, "-m", "prongsai", "serve", "--port", str(port)]
    environment = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1"}
    server = subprocess.Popen(
        command, cwd=project, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    context = browser.new_context()
    page = context.new_page()
    try:
        wait_for(lambda: page.goto(f"http://127.0.0.1:{port}/"))
        unit = project / "units/good/unit.yml"
        text = unit.read_text("utf-8")
        page.wait_for_timeout(1500)  # the page asks the server for changes from then on
        unit.write_text(text.replace("name: องค์การบริหารส่วนตำบล", "name: เปลี่ยนชื่อแล้ว", 1), "utf-8")
        page.locator("h1", has_text="เปลี่ยนชื่อแล้ว").wait_for(timeout=30_000)
    finally:
        context.close()
        server.send_signal(signal.SIGINT)
        server.wait(30)


def wait_for(attempt: Callable[[], object]) -> None:
    """Try until the server answers, for a minute."""
    for _ in range(120):
        try:
            attempt()
        except BrowserError:
            time.sleep(0.5)
        else:
            return
    raise AssertionError("the preview did not start")
