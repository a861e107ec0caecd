"""One site for plain MkDocs: its Markdown and finished `mkdocs.yml`, as `.build/<id>/` holds them.

It must not decide what a page says. `mkdocs build -f .build/<id>/mkdocs.yml` makes a whole site of it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from html import escape
from pathlib import Path, PurePosixPath
from typing import IO, Any

import yaml
from mkdocs.utils.yaml import yaml_load

from prongsai.addresses import FEED
from prongsai.problems import StopError
from prongsai.project import Project
from prongsai.render.frame import Licence, Place
from prongsai.render.page import Group, Page, Site

DOCS = "docs"
CONFIG = "mkdocs.yml"
FONTS = "assets/fonts/sarabun-thai-700-normal.woff2"
"""Below the overrides; there only if the fonts were fetched."""
LICENCE_KEYS = ("name", "title", "path")
"""What `extra.licence` of the configuration says."""
NavEntry = dict[str, "str | list[NavEntry]"]


def write_site(project: Project, site: Site) -> Path:
    """Write a site's Markdown, files and configuration afresh; return the configuration's path."""
    folder = project.staging(site.id)
    docs = folder / DOCS
    shutil.rmtree(docs, ignore_errors=True)
    for page in site.pages:
        _write(docs / page.src_uri, page.markdown)
    for target, text in site.texts.items():
        _write(docs / target, text)
    write_pieces(docs, site.pieces)
    for target, source in site.files.items():
        (docs / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(project.root / source, docs / target)
    config = folder / CONFIG
    inherited = {
        "INHERIT": _way(folder, project.config),
        "docs_dir": DOCS,
        "site_dir": "site",
        "theme": {"custom_dir": _way(folder, project.overrides)},
    }
    values = {**inherited, **own_config(project, site, site_url(project))}
    _write(config, yaml.safe_dump(values, allow_unicode=True, sort_keys=False))
    return config


def own_config(project: Project, site: Site, website: str) -> dict[str, Any]:
    """Only what a site says otherwise than the project's own `mkdocs.yml`; `website` is the root's address.

    Names and titles are escaped here: Material's templates write them as they are.
    """
    config: dict[str, Any] = {
        "site_name": escape(site.name),
        "site_description": escape(site.description),
        "nav": [_nav_entry(node) for node in site.nav],
        "extra": {
            "portal": "../" * len(PurePosixPath(site.address).parts),
            "content": [{"address": page.address, "title": escape(page.title)} for page in site.footer],
            "structured": site.structured,
            "preview": site.is_preview,
            "feed": FEED in site.texts,
            "fonts": (project.overrides / FONTS).is_file(),
        },
    }
    if website:
        config["site_url"] = website + site.address
    return config


def root_place(project: Project) -> Place:
    """Where the website stands and under which licence; either may be missing from the configuration."""
    return Place("", site_url(project), _licence(project))


def site_url(project: Project) -> str:
    """The website's own address, ending in `/`; empty if the configuration does not say it."""
    address = _configured(project).get("site_url")
    return f"{str(address).rstrip('/')}/" if address else ""


def _licence(project: Project) -> Licence | None:
    given = (_configured(project).get("extra") or {}).get("licence")
    if not given:
        return None
    if not isinstance(given, dict) or given.keys() != set(LICENCE_KEYS) or not all(given.values()):
        raise StopError("bad-licence", path=project.config, known=", ".join(LICENCE_KEYS))
    return Licence(*(str(given[key]) for key in LICENCE_KEYS))


def _configured(project: Project) -> dict[str, Any]:
    if not project.config.is_file():
        raise StopError("no-config", path=project.config)
    return dict(yaml_load(project.config.read_text("utf-8")))


def _nav_entry(node: Page | Group) -> NavEntry:
    if isinstance(node, Page):
        return {escape(node.title): node.src_uri}
    return {escape(node.title): [_nav_entry(child) for child in node.children]}


def _way(start: Path, target: Path) -> str:
    return Path(os.path.relpath(target, start)).as_posix()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")


def write_pieces(docs: Path, pieces: Iterable[tuple[str, str]]) -> None:
    """Write files that are too long to be held, piece by piece."""
    with ExitStack() as stack:
        files: dict[str, IO[str]] = {}
        for target, text in pieces:
            if target not in files:
                (docs / target).parent.mkdir(parents=True, exist_ok=True)
                opened = (docs / target).open("w", encoding="utf-8", newline="")
                files[target] = stack.enter_context(opened)
            files[target].write(text)
