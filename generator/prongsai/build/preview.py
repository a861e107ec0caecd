"""A live preview of one site: it is built again whenever a file under it changes.

It uses MkDocs' own development server, which reloads the page in the browser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer

from prongsai.problems import StopError

NAMES = ("127.0.0.1", "localhost")
"""By which this machine is asked for the preview, and nobody else can be."""
LOOK_EVERY = 0.1
"""Seconds between two looks at the watched files; an officer waits for the page after each saved change."""


class Preview(LiveReloadServer):
    """MkDocs' server for whoever asks it by its own name; no other website can read what is drafted."""

    def server_bind(self) -> None:
        """Take the port; `StopError` if another program has it."""
        try:
            super().server_bind()
        except OSError as error:
            raise StopError("port-in-use", address=f"{NAMES[0]}:{self.server_address[1]}") from error

    def serve_request(
        self, environ: dict[str, Any], start_response: Callable[[str, list[tuple[str, str]]], object]
    ) -> Iterable[bytes]:
        """The answer to one question; one for another host, or for what no file can be called, is refused."""
        is_ours = environ.get("HTTP_HOST", "").partition(":")[0] in NAMES
        if is_ours and "\0" not in environ["PATH_INFO"]:
            return super().serve_request(environ, start_response)
        start_response("400 Bad Request", [("Content-Type", "text/plain")])
        return [b"400 Bad Request"]


def serve_folder(folder: Path, watched: Iterable[Path], rebuild: Callable[[], None], port: int) -> None:
    """Show a folder at `127.0.0.1:port` and call `rebuild` after every change, until interrupted."""
    server = Preview(rebuild, NAMES[0], port, str(folder), polling_interval=LOOK_EVERY)
    for path in watched:
        server.watch(str(path))
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
