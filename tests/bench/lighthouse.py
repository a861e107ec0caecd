"""What Lighthouse says of five pages as a slow phone sees them: four scores, shift, largest paint, bytes.

Usage: `make lighthouse`, after `make site`; `lighthouse.py FOLDER` for a website built elsewhere.
Needs Node.js and Chromium; npx fetches Lighthouse. Prints a table, and what each score below 100 lacks; times
depend on the machine, and on whatever else runs on it.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]
PAGES = {
    "portal": "",
    "home": "bo-thong/",
    "results": "bo-thong/2566/results/",
    "measures": "bo-thong/2567/measures/",
    "measure": "bo-thong/2567/measures/m4/",
}
SCORES = ("performance", "accessibility", "best-practices", "seo")
FIGURES = {"CLS": "cumulative-layout-shift", "LCP": "largest-contentful-paint", "bytes": "total-byte-weight"}
LIGHTHOUSE = "lighthouse@12.8.2"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".csv"}
Result = dict[str, Any]
"""Lighthouse's own report of one page."""


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder as a usual web server does: text compressed, connections kept."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with the file, compressed if that helps."""
        path = Path(self.translate_path(self.path))
        if path.is_dir() and not urlsplit(self.path).path.endswith("/"):
            super().do_GET()  # it sends the reader on to the address with a slash
            return
        file = path / "index.html" if path.is_dir() else path
        if not file.is_file():
            self.send_error(404)
            return
        body = file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", f"{self.guess_type(file)}{self._charset(file)}")
        if file.suffix in COMPRESSED:
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the table free of the server's lines."""

    @staticmethod
    def _charset(file: Path) -> str:
        return "; charset=utf-8" if file.suffix in COMPRESSED else ""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a folder; give the address of its root."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(site))
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def measure(address: str, chromium: str) -> Result:
    """Run Lighthouse's mobile audit on one page."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "report.json"
        flags = ["--quiet", "--output=json", f"--output-path={output}"]
        browser = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
        subprocess.run(
            ["npx", "--yes", LIGHTHOUSE, address, *flags, browser],
            env={**os.environ, "CHROME_PATH": chromium},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        result: Result = json.loads(output.read_text("utf-8"))
    return result


def row(name: str, result: Result) -> str:
    """One page's line of the table."""
    scores = [round(100 * result["categories"][each]["score"]) for each in SCORES]
    figures = [result["audits"][each]["numericValue"] for each in FIGURES.values()]
    return (
        f"{name:10}" + "".join(f"{score:16}" for score in scores) + "{:8.3f}{:8.0f}{:9.0f}".format(*figures)
    )


def lacks(result: Result) -> Iterator[str]:
    """What keeps a score below 100, with its weight in the category and the first places."""
    for category in SCORES:
        for reference in result["categories"][category]["auditRefs"]:
            audit = result["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                shown = audit.get("displayValue") or "; ".join(places(audit)[:2])
                yield f"{category}: {audit['id']} {audit['score']:.2f} (weight {reference['weight']}) {shown}"


def places(audit: Result) -> list[str]:
    """Where an audit found what it complains of."""
    items = (audit.get("details") or {}).get("items") or []
    nodes = [each["node"] for each in items if isinstance(each.get("node"), dict)]
    return [node.get("selector", "") for node in nodes] or [json.dumps(each)[:160] for each in items]


def main(folder: str = str(ROOT / "site")) -> None:
    """Measure the five pages of the website in a folder, one after the other."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if not chromium or not shutil.which("npx"):
        raise SystemExit("lighthouse needs Chromium and Node.js (Debian: apt-get install chromium npm)")
    with served(Path(folder)) as root:
        results = {name: measure(root + address, chromium) for name, address in PAGES.items()}
    print(f"{'page':10}" + "".join(f"{each:>16}" for each in SCORES) + f"{'CLS':>8}{'LCP ms':>8}{'bytes':>9}")
    for name, result in results.items():
        print(row(name, result))
    for name, result in results.items():
        for lack in lacks(result):
            print(f"{name}: {lack}")


if __name__ == "__main__":
    main(*sys.argv[1:])
