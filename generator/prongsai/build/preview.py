"""A live preview of one site: it is built again whenever a file under it changes.

It uses MkDocs' own development server, which reloads the page in the browser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from prongsai.problems import StopError

LOOK_EVERY = 0.1
"""Seconds between two looks at the watched files; an officer waits for the page after each saved change."""


def serve_folder(folder: Path, watched: Iterable[Path], rebuild: Callable[[], None], port: int) -> None:
    """Show a folder at `127.0.0.1:port` and call `rebuild` after every change, until interrupted."""
    address = f"127.0.0.1:{port}"
    try:
        server = LiveReloadServer(rebuild, "127.0.0.1", port, str(folder), polling_interval=LOOK_EVERY)
    except OSError as error:
        raise StopError("port-in-use", address=address) from error
    for path in watched:
        server.watch(str(path))
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
