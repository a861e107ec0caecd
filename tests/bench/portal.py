"""What the portal costs: CPU and memory a body at 100, 1,000 and 7,850 bodies made from the five of `units/`.

Every size runs in a process of its own, as a cold build does. Summaries and details are read from files, as
they are for bodies that did not change.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from prongsai.bodies import read_body
from prongsai.content import load_content
from prongsai.folders import unit_folders
from prongsai.history import read_history
from prongsai.project import Project
from prongsai.provinces import provinces
from prongsai.render.all_bodies import SiteReport
from prongsai.render.environment import load_theme
from prongsai.render.frame import Place
from prongsai.render.page import Site
from prongsai.render.portal import render_portal, render_province
from prongsai.render.search import INDEX
from prongsai.render.summary import (
    details_text,
    news_text,
    read_details,
    read_news,
    read_summary,
    shared_parts,
    summary_text,
)

ROOT = Path(__file__).parent.parent.parent
SITE_URL = "https://prongsai.example/"
TODAY = date(2026, 11, 21)
SIZES = (100, 1000, 7850)
T = TypeVar("T")


def write_bodies(folder: Path, count: int) -> None:
    """Write the summaries of so many bodies: the five again and again, spread over the provinces."""
    project = Project(ROOT)
    history, theme = read_history(project), load_theme(project.theme)
    bodies = [read_body(project, each.name, history.unit(each.name), TODAY) for each in unit_folders(project)]
    models = [shared_parts(theme, body.report()) for body in bodies]
    known = provinces()
    for number in range(count):
        model, made = models[number % len(models)], f"body-{number:05}"
        summary = replace(
            model.summary,
            id=made,
            name=f"{model.summary.name} {number}",
            province=known[number * 31 % len(known)].name,
        )
        (folder / f"{made}.summary").write_bytes(summary_text(summary))
        texts = {"details": details_text(model.details), "news": news_text(model.news)}
        for name, text in texts.items():
            own = text.replace(f'"{model.summary.id}'.encode(), f'"{made}'.encode())
            (folder / f"{made}.{name}").write_bytes(own)


def measure(folder: Path) -> None:
    """Read the summaries, render the portal and every province; print CPU milliseconds and MiB."""
    project = Project(ROOT)
    theme, content, place = load_theme(project.theme), load_content(project), Place("", SITE_URL)
    before = peak()
    paths = sorted(folder.glob("*.summary"))
    spent, units = timed(lambda: tuple(read_summary(path.read_bytes()) for path in paths))
    told = {"summaries": spent}
    report = SiteReport(
        units,
        TODAY,
        lambda unit_id: read_details((folder / f"{unit_id}.details").read_bytes()),
        lambda unit_id: read_news((folder / f"{unit_id}.news").read_bytes()),
    )
    told["portal"], site = timed(lambda: render_portal(theme, report, place, content))
    told["tables"], _ = timed(lambda: write_pieces(site, folder / "tables"))
    told["provinces"], largest = timed(
        lambda: [size_of(render_province(theme, report, each, place, content)) for each in report.domains]
    )
    changed = sum(told.values()) - told["provinces"] + told["provinces"] / max(1, len(report.domains))
    parts = "  ".join(f"{name} {spent * 1000:.0f}" for name, spent in told.items())
    each = sum(told.values()) * 1000 / len(units)
    print(f"{len(units):5} bodies: {each:.2f} ms a body ({parts}); after one change {changed * 1000:.0f} ms")
    print(f"       peak {peak():.0f} MiB, {peak() - before:.0f} of it for the bodies; ", end="")
    print(
        f"portal {size_of(site) / 1e6:.1f} MB, largest province {max(largest, default=0) / 1e6:.1f} MB, ",
        end="",
    )
    print(f"index of its search {len(site.texts[INDEX].encode()) / 1e6:.1f} MB")


def write_pieces(site: Site, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(text for _, text in site.pieces)


def size_of(site: Site) -> int:
    """Bytes of a site's pages and held texts."""
    return sum(len(text.encode()) for text in (*(each.markdown for each in site.pages), *site.texts.values()))


def timed(call: Callable[[], T]) -> tuple[float, T]:
    start = time.process_time()
    made = call()
    return time.process_time() - start, made


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
        return
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            write_bodies(Path(folder), size)
            subprocess.run([sys.executable, __file__, folder], check=True)


if __name__ == "__main__":
    main()
