"""An officer edits a measure in the form, in a real browser, on a real git repository: `make form-test`.

It needs npm (for decap-server and the form) and Chromium. It prints what git shows: the change as the form
saved it, and what is left of it after `prongsai fmt`.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Locator, Page, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from conftest import CHROMIUM_FLAGS, CHROMIUM_NAMES, copy_project, run_prongsai, served  # noqa: E402
from repositories import Repository  # noqa: E402

SERVER = "decap-server@3.11.3"
PORT = "8081"
"""Where Decap looks for a local server."""
MEASURE = "units/good/2567/measures/m1.yml"
SHOWN = Path(os.environ.get("PRONGSAI_SHOTS", ROOT / ".build/form"))
DONE, ONGOING, SECOND_HALF = "แล้วเสร็จ", "กำลังดำเนินการ", "รอบ 6 เดือนหลัง"
TEXT = (
    "ประชุมชี้แจงบุคลากรทุกกองแล้ว และเผยแพร่คู่มือบนเว็บไซต์ของหน่วยงาน "
    "ผู้เข้าประชุมเห็นว่าคู่มืออ่านเข้าใจง่าย และขอให้ทำแผ่นพับสำหรับประชาชนด้วย"
)


def main() -> None:
    """Set everything up, edit, and tell; an assertion that fails is the result."""
    SHOWN.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="prongsai form ") as folder:
        project = copy_project(Path(folder) / "โครงการ", ROOT / "tests/projects/good/units")
        bundle = os.environ.get("PRONGSAI_BUNDLE")
        run = run_prongsai("form", *(["--bundle", bundle] if bundle else []), cwd=project)
        assert run.returncode == 0, run.stderr
        repository = Repository.begin(project)
        repository.git("config", "user.name", "officer")
        repository.git("config", "user.email", "officer@example.go.th")
        repository.commit("2024-09-01")
        with decap_server(project), served(project) as address:
            edit(f"{address.replace('127.0.0.1', 'localhost')}admin/")
        tell(repository, project)


@contextmanager
def decap_server(project: Path) -> Iterator[None]:
    npx = shutil.which("npx")
    assert npx, "npx is not there"
    environment = {
        **os.environ,
        "GIT_REPO_DIRECTORY": str(project),
        "MODE": "git",
        "PORT": PORT,
        "BIND_HOST": "127.0.0.1",
    }
    with (SHOWN / "server.log").open("w") as log:
        server = subprocess.Popen(
            [npx, "--yes", SERVER], env=environment, stdout=log, stderr=log, start_new_session=True
        )
        try:
            wait_for_port(int(PORT), server)
            yield
        finally:
            os.killpg(server.pid, 15)
            server.wait()


def wait_for_port(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until:
        assert server.poll() is None, (SHOWN / "server.log").read_text()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.5)
    raise AssertionError("decap-server did not start")


def edit(address: str) -> None:
    """Change a status and add an entry, in Thai; no other host may be asked."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM_NAMES)))
    hosts: set[str] = set()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 1000}, locale="th")
        page.on("request", lambda request: hosts.add(request.url.split("/")[2].split(":")[0]))
        page.goto(address)
        page.get_by_role("button", name="เข้าสู่ระบบ").click()
        page.get_by_text("มาตรการปี 2567").first.wait_for()
        page.screenshot(path=SHOWN / "collections.png")
        page.goto(f"{address}#/collections/good-2567-measures/entries/m1")
        page.get_by_role("button", name="เพิ่ม ความก้าวหน้า").wait_for()
        unfold(page, "h1 2567-04-05 in-progress")
        choose(page, "สถานะ", DONE)
        page.get_by_role("button", name="เพิ่ม ความก้าวหน้า").click()
        choose(page, "รอบ", SECOND_HALF)
        choose(page, "สถานะ", ONGOING)
        fill(page, "วันที่รายงาน", "2567-09-10")
        fill(page, "สิ่งที่ทำ", TEXT)
        page.get_by_role("button", name="เพิ่ม หลักฐาน").last.click()
        fill(page, "ชื่อหลักฐาน", "รายงานการประชุม")
        fill(page, "ที่อยู่เว็บ", "https://rimthan.example.go.th/files/meeting.pdf")
        page.screenshot(path=SHOWN / "entry.png", full_page=True)
        publish(page)
        page.screenshot(path=SHOWN / "published.png")
        page.goto(f"{address}#/collections/good-2567-measures/new")
        page.reload()
        page.get_by_role("button", name="เพิ่ม ความก้าวหน้า").wait_for()
        choose(page, "หัวข้อ", "t4")
        choose(page, "ผู้รับผิดชอบ", "กองคลัง")
        fill(page, "ชื่อมาตรการ", "จัดทำแผ่นพับสำหรับประชาชน")
        fill(page, "ระยะเวลา", "year")
        publish(page)
        browser.close()
    assert hosts <= {"localhost", "127.0.0.1"}, hosts


def unfold(page: Page, row: str) -> None:
    """Open a row of a list by the first button above what it shows folded."""
    page.locator("[class*=NestedObjectLabel]").filter(has_text=row).locator("..").locator(
        "button"
    ).first.click()


def field(page: Page, label: str) -> Locator:
    """The control of the last field with this label."""
    found = page.locator("label:visible").filter(has_text=label).last
    return page.locator(f"#{found.get_attribute('for')}")


def fill(page: Page, label: str, text: str) -> None:
    field(page, label).fill(text)


def choose(page: Page, label: str, option: str) -> None:
    control = field(page, label)
    control.focus()
    page.keyboard.type(option)
    page.get_by_role("option").filter(has_text=option).first.wait_for()
    page.keyboard.press("Enter")


def publish(page: Page) -> None:
    page.get_by_role("button", name="เผยแพร่").first.click()
    page.get_by_role("menuitem").first.click()
    page.get_by_text("เผยแพร่แล้ว").first.wait_for()


def tell(repository: Repository, project: Path) -> None:
    print(repository.git("log", "-p", "--format=%s", "-2", "--", "units"))
    assert [path.name for path in (project / MEASURE).parent.glob("m-*")] == ["m-t4.yml"]
    text = (project / MEASURE).read_text("utf-8")
    assert "status: done" in text
    run = run_prongsai("check", cwd=project)
    print(run.stdout, run.stderr)
    assert run.returncode == 0, "what the form saved does not pass prongsai check"
    run = run_prongsai("fmt", cwd=project)
    assert run.returncode == 0, run.stdout + run.stderr
    print(repository.git("diff", "HEAD~2", "--", "units"))
    for name, revisions in (("form", ["HEAD~2", "HEAD"]), ("form, then fmt", ["HEAD~2"])):
        print(name, repository.git("diff", "--numstat", *revisions, "--", "units"))


if __name__ == "__main__":
    main()
