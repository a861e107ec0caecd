"""Addresses of the data are visited politely and told with their place: against real servers in threads."""

from __future__ import annotations

import csv
import io
import json
import os
import socket
import sqlite3
import ssl
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme
import yaml

from conftest import ROOT, run_prongsai
from prongsai.office.visiting import Manners, State, Visit, Visitor
from prongsai.office.visits import BAD_FOR, GOOD_FOR, Visits

PACKAGE = ROOT / "generator/prongsai"
QUICK = ("--allow-private", "--pause", "0.01", "--timeout", "0.5")


@dataclass(frozen=True)
class Question:
    """What a server was asked, the how-manyeth time by this method, and with which cookie."""

    method: str
    path: str
    count: int
    cookie: str


Answer = tuple[int, dict[str, str]]
FINE: Answer = (200, {})
HABITS: dict[str, Callable[[Question], Answer]] = {
    "/flaky": lambda asked: (500, {}) if asked.method == "HEAD" or asked.count == 1 else FINE,
    "/busy": lambda asked: (429, {"Retry-After": "0"}) if asked.count == 1 else FINE,
    "/busy-for-long": lambda asked: (429, {"Retry-After": "3600"}),
    "/no-head": lambda asked: (405, {}) if asked.method == "HEAD" else FINE,
    "/huge": lambda asked: (405, {}) if asked.method == "HEAD" else FINE,
    "/loop": lambda asked: (302, {"Location": "/loop"}),
    "/cookie": lambda asked: FINE if asked.cookie else (302, {"Location": "/cookie", "Set-Cookie": "seen=1"}),
    "/moved": lambda asked: (301, {"Location": "/here?a=b"}),
    "/found": lambda asked: (302, {"Location": "/here"}),
    "/found-moved": lambda asked: (302, {"Location": "/moved"}),
    "/to-file": lambda asked: (302, {"Location": "file:///etc/passwd"}),
    "/missing": lambda asked: (404, {}),
    "/gone": lambda asked: (410, {}),
    "/forbidden": lambda asked: (403, {}),
    "/broken": lambda asked: (503, {}),
}
"""How a server answers at an address; anywhere else all is well."""


@dataclass
class Web:
    """A server of many habits, and what it was asked."""

    address: str = ""
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    names: set[str] = field(default_factory=set)
    hosts: set[str] = field(default_factory=set)
    at_once: int = 0
    most_at_once: int = 0
    bytes_sent: int = 0
    closing: threading.Event = field(default_factory=threading.Event)
    guard: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def question(self, method: str, path: str, headers: Message) -> Iterator[Answer]:
        """Note a question for as long as it is being answered."""
        with self.guard:
            self.asked[method, path] += 1
            self.names.add(headers["User-Agent"])
            self.hosts.add(headers["Host"])
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            asked = Question(method, path, self.asked[method, path], headers.get("Cookie", ""))
        try:
            if path == "/slow":
                self.closing.wait()
            yield HABITS[path](asked) if path in HABITS else FINE
        finally:
            with self.guard:
                self.at_once -= 1


class Handler(BaseHTTPRequestHandler):
    """Answers as the server's web says."""

    def do_HEAD(self) -> None:
        self.respond("HEAD")

    def do_GET(self) -> None:
        self.respond("GET")

    def respond(self, method: str) -> None:
        assert isinstance(self.server, Server)
        web, path = self.server.web, self.path.partition("?")[0]
        with web.question(method, path, self.headers) as (status, headers), suppress(OSError):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            while (method, path) == ("GET", "/huge"):
                web.bytes_sent += self.wfile.write(b"x" * 65536)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the test's output quiet."""


class Server(ThreadingHTTPServer):
    """A port of this machine that shows a web."""

    daemon_threads = True

    def __init__(self, web: Web) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.web = web

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A refused handshake is what some tests are about."""


@contextmanager
def serving(web: Web, context: ssl.SSLContext | None = None) -> Iterator[Web]:
    """Serve on a port of this machine."""
    server = Server(web)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    web.address = f"{'https' if context else 'http'}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield web
    finally:
        web.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def web() -> Iterator[Web]:
    with serving(Web()) as served:
        yield served


def quick_visit(url: str, timeout: float = 5) -> Visit:
    return Visitor(Manners(pause=0.01, timeout=timeout, allow_private=True)).visit(url)


def project_with(root: Path, *urls: str) -> Path:
    """A project whose one body links to these addresses, the first on line 3 and then every second line."""
    folder = root / "units/demo/2567"
    folder.mkdir(parents=True)
    (folder.parent / "unit.yml").write_text("name: หน่วยงานตัวอย่าง\nkind: sao\n", "utf-8")
    rows = "".join(f"  - code: o1\n    url: {url}\n" for url in urls)
    (folder / "oit.yml").write_text(f"links:\n{rows}", "utf-8")
    return root


@pytest.mark.parametrize(
    ("path", "state", "status"),
    [
        ("/here", State.GOOD, 200),
        ("/here#page=3", State.GOOD, 200),
        ("/ไฟล์ ที่ 1.pdf", State.GOOD, 200),
        ("/flaky", State.GOOD, 200),
        ("/busy", State.GOOD, 200),
        ("/no-head", State.GOOD, 200),
        ("/found", State.GOOD, 200),
        ("/cookie", State.GOOD, 200),
        ("/moved", State.MOVED, 200),
        ("/found-moved", State.GOOD, 200),
        ("/missing", State.MISSING, 404),
        ("/gone", State.MISSING, 410),
        ("/forbidden", State.REFUSED, 403),
        ("/broken", State.FAILING, 503),
        ("/busy-for-long", State.BUSY, 429),
        ("/loop", State.LOOP, 302),
        ("/to-file", State.WRONG_REDIRECT, 302),
    ],
)
def test_what_becomes_of_a_visit(web: Web, path: str, state: State, status: int) -> None:
    visit = quick_visit(web.address + path)
    assert (visit.state, visit.status) == (state, status)


def test_where_a_page_moved_to_is_told(web: Web) -> None:
    assert quick_visit(f"{web.address}/moved").address == f"{web.address}/here?a=b"
    assert quick_visit(f"{web.address}/found").address == ""


def test_whoever_asks_to_be_left_alone_for_long_is_asked_once(web: Web) -> None:
    quick_visit(f"{web.address}/busy-for-long")
    assert web.asked == {("HEAD", "/busy-for-long"): 1}


def test_a_slow_page_is_given_up_and_a_body_is_not_read(web: Web) -> None:
    assert quick_visit(f"{web.address}/slow", timeout=0.1).state is State.SLOW
    assert quick_visit(f"{web.address}/huge").state is State.GOOD
    assert web.bytes_sent < 50_000_000


def test_a_certificate_that_nobody_knows_is_not_a_dead_page() -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with serving(Web(), context) as web:
        visit = quick_visit(f"{web.address}/here")
    assert visit.state is State.CERTIFICATE
    assert visit.detail
    assert not web.asked


@pytest.mark.parametrize(("name", "told"), [("localhost", []), ("other.example", ["[certificate]"])])
def test_a_certificate_is_judged_by_the_name_and_not_by_the_number(
    tmp_path: Path, name: str, told: list[str]
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    with serving(Web(), context) as web:
        url = web.address.replace("127.0.0.1", "localhost")
        project = project_with(tmp_path / "project", f"{url}/here")
        command = [sys.executable, "-m", "prongsai", "links", *QUICK]
        trusting = {**os.environ, "SSL_CERT_FILE": str(tmp_path / "authority.pem"), "PYTHONUTF8": "1"}
        run = subprocess.run(command, cwd=project, env=trusting, capture_output=True, text=True, check=False)
    assert [line.split(" ")[-1] for line in run.stdout.splitlines()] == told
    assert web.hosts == (set() if told else {url.removeprefix("https://")})


def test_where_nobody_listens_or_no_host_has_the_name() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert quick_visit(f"http://127.0.0.1:{port}/").state is State.UNREACHABLE
    assert quick_visit("http://no-such-host.invalid/").state is State.UNKNOWN_HOST


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "10.0.0.1",
        "169.254.169.254",
        "[::ffff:10.0.0.1]",
        "0.0.0.0",
        "[::127.0.0.1]",
        "[::ffff:0:127.0.0.1]",
        "[64:ff9b:1::a9fe:a9fe]",
        "[fec0::1]",
    ],
)
def test_a_private_network_is_not_asked(host: str) -> None:
    assert Visitor(Manners(pause=0)).visit(f"http://{host}/").state is State.PRIVATE


@pytest.mark.parametrize("url", ["http://", "ftp://example.go.th/", "http://[::1/"])
def test_what_is_no_address_is_told(url: str) -> None:
    assert quick_visit(url).state is State.BAD_ADDRESS


# The command


def test_a_report_names_file_line_and_field_and_never_fails_a_build(tmp_path: Path, web: Web) -> None:
    urls = [f"{web.address}/{name}" for name in ("here", "missing", "missing#page=2", "moved")]
    project = project_with(tmp_path, *urls)
    run = run_prongsai("links", *QUICK, cwd=project)
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert [line.split(" ")[:3] for line in lines] == [
        ["units/demo/2567/oit.yml:5:", "links[2].url:", urls[1]],
        ["units/demo/2567/oit.yml:7:", "links[3].url:", urls[2]],
        ["units/demo/2567/oit.yml:9:", "links[4].url:", urls[3]],
    ]
    assert [line.rpartition("[")[2] for line in lines] == ["missing]", "missing]", "moved]"]
    assert f"{web.address}/here?a=b" in lines[2]
    assert web.asked["HEAD", "/missing"] == 1, "a page is asked once, however often it is named"
    assert web.most_at_once == 1
    assert all(name.startswith("Prongsai/") for name in web.names)
    assert run_prongsai("links", *QUICK, "--strict", cwd=project).returncode == 1


def test_what_is_known_is_not_asked_again_unless_anew(tmp_path: Path, web: Web) -> None:
    project = project_with(tmp_path, f"{web.address}/here")
    for options, count in (((), 1), ((), 1), (("--anew",), 2)):
        run = run_prongsai("links", *QUICK, *options, cwd=project)
        assert (run.returncode, run.stdout) == (0, "")
        assert web.asked == {("HEAD", "/here"): count}


def no_database(path: Path) -> None:
    path.write_bytes(b"not a database, long enough to be looked at" * 100)


def overwritten(path: Path) -> None:
    """Let the inner pages of a large memory be nothing."""
    visits = Visits(path, 1000)
    with visits._open() as store:
        rows = [(f"http://b/{number}", 900, "good", 200, "", "") for number in range(3000)]
        store.executemany("INSERT INTO visits VALUES (?, ?, ?, ?, ?, ?)", rows)
    data = path.read_bytes()
    path.write_bytes(data[:4096] + bytes(8192) + data[4096 + 8192 :])


def with_other_columns(path: Path) -> None:
    with closing(sqlite3.connect(path)) as store:
        store.execute("CREATE TABLE visits (url TEXT)")


def with_other_states(path: Path) -> None:
    visits = Visits(path, 1000)
    visits.keep(Visit("http://b/", State.GOOD, 200))
    with visits._open() as store:
        store.execute("UPDATE visits SET state = 'of another version'")


@pytest.mark.parametrize("damage", [no_database, overwritten, with_other_columns, with_other_states])
def test_a_damaged_memory_is_begun_anew(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    path = tmp_path / "_links.sqlite"
    damage(path)
    visits = Visits(path, 1000)
    assert visits.fresh() == {}
    visits.keep(Visit("http://a/", State.GOOD, 200))
    assert visits.fresh() == {"http://a/": Visit("http://a/", State.GOOD, 200)}


def test_the_report_as_json_and_as_a_table(tmp_path: Path, web: Web) -> None:
    project = project_with(tmp_path, f"{web.address}/here", f"{web.address}/missing")
    rows = json.loads(run_prongsai("links", *QUICK, "--all", "--format", "json", cwd=project).stdout)
    assert [(row["line"], row["state"], row["severity"], row["status"]) for row in rows] == [
        (3, "good", "good", 200),
        (5, "missing", "dead", 404),
    ]
    table = run_prongsai("links", *QUICK, "--format", "csv", cwd=project).stdout
    assert table.startswith("\ufeff")
    heads, row = csv.reader(io.StringIO(table.removeprefix("\ufeff")))
    assert len(heads) == len(row)
    assert row[:5] == ["units/demo/2567/oit.yml", "5", "links[2].url", f"{web.address}/missing", "missing"]


def test_a_machine_without_internet_blames_no_address_and_remembers_nothing(tmp_path: Path, web: Web) -> None:
    names = ["http://one.invalid/", "http://two.invalid/"]
    alone = run_prongsai("links", *QUICK, cwd=project_with(tmp_path / "alone", *names))
    assert (alone.returncode, alone.stdout) == (0, "")
    words = yaml.safe_load((PACKAGE / "cli/words.yml").read_text("utf-8"))["links"]
    assert alone.stderr.count(words["offline"].format(count=2)) == 1
    assert Visits(tmp_path / "alone/.build/_links.sqlite", int(time.time())).fresh() == {}
    assert run_prongsai("links", *QUICK, "--strict", cwd=tmp_path / "alone").returncode == 1
    among = run_prongsai("links", *QUICK, cwd=project_with(tmp_path / "among", *names, f"{web.address}/here"))
    assert [line.rpartition("[")[2] for line in among.stdout.splitlines()] == ["unknown-host]"] * 2
    assert len(Visits(tmp_path / "among/.build/_links.sqlite", int(time.time())).fresh()) == 3


def test_a_link_within_the_network_is_told_without_asking(tmp_path: Path, web: Web) -> None:
    run = run_prongsai("links", cwd=project_with(tmp_path, f"{web.address}/here"))
    assert "[private]" in run.stdout
    assert not web.asked


def test_a_good_visit_is_believed_longer_than_a_bad_one(tmp_path: Path) -> None:
    path = tmp_path / ".build/_links.sqlite"
    for state in (State.GOOD, State.SLOW, State.PRIVATE):
        Visits(path, 1000).keep(Visit(state, state))
    assert set(Visits(path, 1000 + BAD_FOR - 1).fresh()) == {"good", "slow"}
    assert set(Visits(path, 1000 + BAD_FOR).fresh()) == {"good"}
    assert set(Visits(path, 1000 + GOOD_FOR).fresh()) == set()
    assert set(Visits(path, 999).fresh()) == set(), "a clock that was set back makes nothing true"


def test_every_state_has_a_sentence_and_a_severity() -> None:
    states = yaml.safe_load((PACKAGE / "office/links.yml").read_text("utf-8"))["states"]
    assert states.keys() == {str(state) for state in State}
    assert {row["severity"] for row in states.values()} == {"good", "look", "dead"}
