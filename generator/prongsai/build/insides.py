"""What a build of MkDocs does for one site, with everything shared that is the same for all sites.

All that is known of MkDocs' insides stands here; it holds for the release that `pyproject.toml` names, and
`tests/test_builder.py` compares every byte with plain `mkdocs build`. It must not know what a page is about.
"""

from __future__ import annotations

import copy
import functools
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, cast

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

import jinja2
from markdown.extensions.toc import nest_toc_tokens
from mkdocs import utils
from mkdocs.commands.build import _build_page, _build_theme_template, _populate_page
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, file_sort_key, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import meta

from prongsai.build.quick import EXTENSIONS, Converted, convert, split

_ID = re.compile(r'\bid="([^"]+)"')


def load_shared(path: Path, values: Mapping[str, Any]) -> MkDocsConfig:
    """Load what all sites inherit, as if it stood in a file at the path; that file is not looked at."""
    config = load_config(BytesIO(), config_file_path=str(path), **values)
    config.plugins._current_plugin = "prongsai"
    return config


def environment(config: MkDocsConfig, compiled: jinja2.BytecodeCache | None = None) -> jinja2.Environment:
    """Return the theme's templates, which are compiled once; some may be already."""
    found = config.theme.get_env()
    found.bytecode_cache = compiled
    found.filters["url"] = _url
    return found


def theme_files(config: MkDocsConfig, templates: jinja2.Environment) -> dict[str, Path]:
    """Return the files that the theme publishes: path below a site -> where they stand."""
    files = Files([])
    files.add_files_from_theme(templates, config)
    return {file.src_uri: Path(str(file.abs_src_path)) for file in files}


def site_config(shared: MkDocsConfig, own: Mapping[str, Any], target: Path) -> MkDocsConfig:
    """Return what loading a site's own `mkdocs.yml`, which inherits the shared one, would return."""
    config = copy.copy(shared)
    config.data = dict(shared.data)
    extra = copy.copy(shared.extra)
    extra.data = {**shared.extra.data, **own["extra"]}
    for key in ("site_name", "site_description", "nav", "site_url"):
        if key in own:
            config.data[key] = own[key]
    config.data |= {"extra": extra, "site_dir": str(target)}
    return config


def text_file(config: MkDocsConfig, uri: str, text: str) -> File:
    """A file of a site that stands nowhere yet; a dot before its name does not hide it."""
    inclusion = InclusionLevel.INCLUDED if uri.startswith(".") else InclusionLevel.UNDEFINED
    return File.generated(config, uri, content=text, inclusion=inclusion)


def copied_file(config: MkDocsConfig, uri: str, source: Path) -> File:
    """A file of a site that is copied from elsewhere."""
    return File.generated(config, uri, abs_src_path=str(source))


def build_files(config: MkDocsConfig, templates: jinja2.Environment, sources: Iterable[File]) -> None:
    """Do what `mkdocs build` does with the files of a site; it logs warnings as MkDocs does."""
    files = Files(sorted(sources, key=file_sort_key))
    set_exclusions(files, config)
    nav = get_navigation(files, config)
    documents = files.documentation_pages()
    pages = list(_pages(documents))
    for page in pages:
        _populate(page, config, files)
    shutil.rmtree(config.site_dir, ignore_errors=True)
    files.copy_static_files()
    for name in sorted(config.theme.static_templates):
        _build_theme_template(name, templates, files, config, nav)
    for page in pages:
        _build_page(page, config, documents, nav, templates)
    _check_anchors(pages, config, files)
    _forget(pages)


def _pages(documents: Iterable[File]) -> Iterator[Page]:
    for file in documents:
        if file.page is not None:
            yield file.page


def _populate(page: Page, config: MkDocsConfig, files: Files) -> None:
    """Let a page know its title, HTML and headings."""
    text = page.file.content_string
    markdown, values = split(text) or meta.get_data(text)
    quick = convert(markdown) if _is_understood(config) else None
    if quick is None:
        _populate_page(page, config, files)
        return
    page.markdown, page.meta, page.content = markdown, values, quick.html
    page.toc = get_toc(nest_toc_tokens(_toc_tokens(quick)))
    page._title_from_render = quick.headings[0].text if quick.begins_with_title else None


def _is_understood(config: MkDocsConfig) -> bool:
    return {*config.markdown_extensions} == EXTENSIONS and config.mdx_configs == {"toc": {"toc_depth": 2}}


def _toc_tokens(converted: Converted) -> Any:
    found = (heading for heading in converted.headings if heading.level <= 2)
    return [{"level": each.level, "id": each.anchor, "name": each.text} for each in found]


def _check_anchors(pages: Iterable[Page], config: MkDocsConfig, files: Files) -> None:
    """Warn of links to anchors that are missing, if the configuration asks for that."""
    for page in pages:
        for linked in page.links_to_anchors or ():
            if linked.page is not None and linked.page.present_anchor_ids is None:
                linked.page.present_anchor_ids = set(_ID.findall(linked.page.content or ""))
        page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)


def _forget(pages: Iterable[Page]) -> None:
    """Let go at once of what is large: files and pages refer to each other, so it would stay for long."""
    for page in pages:
        page.file._content = page.content = page.markdown = None
    utils._get_norm_url.cache_clear()


@jinja2.pass_context
def _url(context: jinja2.runtime.Context, value: object) -> str:
    """MkDocs' own filter; pages of two bodies have the same addresses, so that most results are known."""
    page = context["page"]
    return _relative(str(value), None if page is None else page.url, context["base_url"])


@functools.lru_cache(maxsize=1 << 12)
def _relative(path: str, page_url: str | None, base: str) -> str:
    page = None if page_url is None else cast(Page, _Place(page_url))
    return utils.normalize_url(path, page, base)


class _Place:
    """All that MkDocs asks of a page for an address that is relative to it."""

    def __init__(self, url: str) -> None:
        self.url = url
