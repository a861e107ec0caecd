"""One site for plain MkDocs: its Markdown and finished `mkdocs.yml`, as `.build/<id>/` holds them.

It must not decide what a page says. `mkdocs build -f .build/<id>/mkdocs.yml` makes a whole site of it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from html import escape
from pathlib import Path, PurePosixPath
from typing import IO, Any

import yaml
from mergedeep import merge

from prongsai.addresses import FEED
from prongsai.build.configuration import configuration, site_url
from prongsai.project import Project
from prongsai.render.page import Group, Page, Site

DOCS = "docs"
CONFIG = "mkdocs.yml"
FONTS = "assets/fonts/sarabun-thai-700-normal.woff2"
"""Below the overrides; there only if the fonts were fetched."""
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
    settings = configuration(project)
    own = own_config(project, site, site_url(settings))
    values = merge(settings | {"docs_dir": DOCS, "site_dir": "site"}, own)
    _write(config, yaml.dump(values, allow_unicode=True, sort_keys=False))
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
    if hidden := [f"!/{uri}" for uri in site.texts if uri.startswith(".")]:
        config["exclude_docs"] = "\n".join(hidden)
    if website:
        config["site_url"] = website + site.address
    return config


def _nav_entry(node: Page | Group) -> NavEntry:
    if isinstance(node, Page):
        return {escape(node.title): node.src_uri}
    return {escape(node.title): [_nav_entry(child) for child in node.children]}


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
