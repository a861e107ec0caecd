"""Show site/ through a real Apache below a folder of its own, and ask it what a browser would.

Needs Debian's apache2 and a website built with SITE_URL ending in /ita/; `make apache` sees to the latter.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.message import Message
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SITE = ROOT / "site"
MODULES = "mpm_event authz_core authz_host dir mime alias headers filter deflate brotli autoindex"
CONFIG = """
ServerRoot "{folder}"
ServerName localhost
PidFile "{folder}/pid"
ErrorLog "{folder}/errors"
Listen 127.0.0.1:{port}
{modules}
TypesConfig /etc/mime.types
DocumentRoot "{folder}/empty"
Alias /ita "{site}"
<Directory "{site}">
  Options Indexes
  AllowOverride All
  Require all granted
</Directory>
"""
Answer = tuple[int, Message, bytes]


@contextmanager
def apache() -> Iterator[str]:
    """Run Apache; give the address of the website."""
    with tempfile.TemporaryDirectory() as temporary, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        folder = Path(temporary)
        (folder / "empty").mkdir()
        modules = "\n".join(f"LoadModule {each}_module {module(each)}" for each in MODULES.split())
        config = folder / "apache.conf"
        config.write_text(CONFIG.format(folder=folder, port=port, modules=modules, site=SITE), "utf-8")
        folder.chmod(0o755)
        command = ["apache2", "-f", str(config), "-D", "FOREGROUND"]
        server = subprocess.Popen(command)
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}/ita/"
        finally:
            server.terminate()
            server.wait()


def module(name: str) -> Path:
    """Where Debian keeps a module of Apache's."""
    return Path("/usr/lib/apache2/modules") / f"mod_{name}.so"


def wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("Apache did not start")


def ask(address: str, headers: Mapping[str, str] | None = None) -> Answer:
    """One question, whatever the answer is."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=dict(headers or {}))) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def faults(root: str) -> Iterator[str]:
    """What Apache says otherwise than a reader needs."""
    status, headers, body = ask(root)
    expected = {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-cache",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Content-Security-Policy": "frame-ancestors 'self'",
    }
    yield from (f"{name}: {headers[name]}" for name, value in expected.items() if headers[name] != value)
    if status != 200 or body != (SITE / "index.html").read_bytes():
        yield f"the first page: {status}"
    for coding in ("gzip", "br"):
        _, packed, small = ask(root, {"Accept-Encoding": coding})
        if packed["Content-Encoding"] != coding or len(small) * 2 > len(body):
            yield f"{coding}: {packed['Content-Encoding']}, {len(small)} of {len(body)} bytes"
        again = {"Accept-Encoding": coding, "If-Modified-Since": packed["Last-Modified"]}
        if ask(root, again)[0] != 304 or packed["ETag"]:
            yield f"{coding}: what is unchanged is sent again"
    yield from _faults_of_files(root)
    status, headers, body = ask(f"{root}no/such/page/")
    if (status, body) != (404, (SITE / "404.html").read_bytes()):
        yield f"a page that is not there: {status}, {body[:60]!r}"
    for address, right in {"assets/": (403, 404), ".prongsai.json": (403,), ".htaccess": (403,)}.items():
        if ask(root + address)[0] not in right:
            yield f"{address} can be read"


def _faults_of_files(root: str) -> Iterator[str]:
    kinds = {
        "*.ics": "text/calendar; charset=utf-8",
        "*.csv": "text/csv; charset=utf-8",
        "*.json": "application/json; charset=utf-8",
        "feed.xml": "application/atom+xml; charset=utf-8",
        "*.woff2": "font/woff2",
        "*.svg": "image/svg+xml; charset=utf-8",
        "start.js": "text/javascript; charset=utf-8",
    }
    for pattern, kind in kinds.items():
        found = next((path for path in sorted(SITE.rglob(pattern)) if path.name[0] != "."), None)
        told = ask(root + found.relative_to(SITE).as_posix())[1]["Content-Type"] if found else "no such file"
        if told != kind:
            yield f"{pattern}: {told}"
    for pattern, caching in {"*.min.css": "immutable", "prongsai.css": "no-cache"}.items():
        path = next(SITE.rglob(pattern)).relative_to(SITE).as_posix()
        if caching not in (told := ask(root + path)[1]["Cache-Control"]):
            yield f"{path}: {told}"


if __name__ == "__main__":
    with apache() as address:
        found = list(faults(address))
    print("\n".join(found) or "Apache says what it shall")
    sys.exit(bool(found))
