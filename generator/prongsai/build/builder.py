"""Sites -> HTML, one after another, in one process: what is the same for all of them is made ready once.

It must not decide what a page says. A plain `mkdocs build` of what `write_site` writes gives the same pages.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import BytecodeCache, TemplateError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import File

from prongsai.addresses import ASSETS
from prongsai.build import insides
from prongsai.build.configuration import configuration, site_url
from prongsai.build.mkdocs_site import own_config, write_pieces
from prongsai.problems import StopError
from prongsai.project import Project
from prongsai.render.page import Site

UNREACHABLE = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
"""Assets of the theme that no page asks for: our own search worker stands in the place of Material's."""
SOURCE_MAP = ".map"
"""How a file ends that only a developer's tools ask for."""


class Builder:
    """Builds sites of a project; one lives as long as its process, and keeps nothing of a site."""

    def __init__(self, project: Project, compiled: BytecodeCache | None = None) -> None:
        self.project, settings = project, configuration(project)
        with _stopping(project.config.name) as messages:
            self.shared = _load_shared(project, settings)
            _stop_on_warnings(self.shared, messages, project.config.name)
        self.website = site_url(settings)
        self.templates = insides.environment(self.shared, compiled)

    def build(self, site: Site, target: Path) -> None:
        """Build a site into a folder, which is emptied first; `StopError` with every warning if there is one.

        Its pages refer to the assets at the website's root, see `write_assets`; a preview has its own.
        """
        own = own_config(self.project, site, self.website)
        if not site.is_preview:
            own["extra"] |= _shared_assets(site)
        config = insides.site_config(self.shared, own, target)
        with _stopping(site.id) as messages:
            insides.build_files(config, self.templates, self._sources(config, site))
            _stop_on_warnings(config, messages, site.id)
        write_pieces(target, site.pieces)
        if site.is_preview:
            self.write_assets(target / ASSETS)

    def write_assets(self, target: Path) -> None:
        """Write the files that every page of every site shares into a folder, which is emptied first."""
        shutil.rmtree(target, ignore_errors=True)
        for uri, source in insides.theme_files(self.shared, self.templates).items():
            if uri.startswith(ASSETS) and not uri.startswith(UNREACHABLE) and not uri.endswith(SOURCE_MAP):
                copy = target / uri.removeprefix(ASSETS)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, copy)

    def _sources(self, config: MkDocsConfig, site: Site) -> Iterator[File]:
        for page in site.pages:
            yield insides.text_file(config, page.src_uri, page.markdown)
        for uri, text in site.texts.items():
            yield insides.text_file(config, uri, text)
        for uri, source in site.files.items():
            yield insides.copied_file(config, uri, self.project.root / source)


def _load_shared(project: Project, settings: Mapping[str, Any]) -> MkDocsConfig:
    """Load what all sites inherit; its own pages, if it names any, are not looked at."""
    folders = {"docs_dir": str(project.theme), "site_dir": str(project.build / "_shared")}
    return insides.load_shared(project.config, {**settings, **folders})


def _shared_assets(site: Site) -> dict[str, str]:
    """Where the assets are for a site's pages, and where its index is for the search worker among them."""
    levels = len(PurePosixPath(site.address).parts)
    return {"assets": "../" * levels, "search_index": f"../../{site.address}search/sections.json"}


@contextmanager
def _stopping(site: str) -> Iterator[list[str]]:
    """Gather what MkDocs warns of, instead of letting it print; `StopError` if it gives up."""
    messages: list[str] = []

    class Gatherer(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    logger = logging.getLogger("mkdocs")
    gatherer = Gatherer(logging.WARNING)
    propagate = logger.propagate
    logger.addHandler(gatherer)
    logger.propagate = False
    try:
        yield messages
    except (MkDocsException, TemplateError) as error:
        raise StopError("mkdocs-failed", site=site, reasons="\n".join(messages) or str(error)) from error
    finally:
        logger.removeHandler(gatherer)
        logger.propagate = propagate


def _stop_on_warnings(config: MkDocsConfig, messages: list[str], site: str) -> None:
    if config.strict and messages:
        raise StopError("mkdocs-failed", site=site, reasons="\n".join(messages))
