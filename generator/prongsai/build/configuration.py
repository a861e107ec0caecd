"""The configuration that every site of a project inherits: the shipped, with what the project says otherwise.

It must not know any one site.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from mergedeep import merge
from mkdocs.utils.yaml import get_yaml_loader

from prongsai.document import MAX_DEPTH
from prongsai.problems import StopError
from prongsai.project import Project
from prongsai.render.frame import Licence, Place

LICENCE_KEYS = ("name", "title", "path")
"""What `extra.licence` of the configuration says."""

MAPPINGS = ("extra", "theme")
"""Settings that hold others."""
THEME = "material"
REFUSED = ("INHERIT", "extra_javascript", "extra_templates", "hooks", "plugins")
"""Settings of MkDocs that would read, run or add what these builds, or our templates, know nothing of."""


def configuration(project: Project) -> dict[str, Any]:
    """Merge the shipped configuration with the project's own as MkDocs merges what is inherited.

    Only a licence is never inherited: it is for the body to give.
    """
    shipped, own = (_read(path) for path in project.configs)
    merged: dict[str, Any] = merge({}, shipped, own, {"theme": {"custom_dir": str(project.overrides)}})
    merged["extra"] = (merged.get("extra") or {}) | {"licence": (own.get("extra") or {}).get("licence")}
    return merged


def root_place(project: Project) -> Place:
    """Where the website stands and under which licence; either may be missing from the configuration."""
    settings = configuration(project)
    return Place("", site_url(settings), _licence(project, settings["extra"]["licence"]))


def site_url(settings: Mapping[str, Any]) -> str:
    """The website's own address, ending in `/`; empty if the configuration does not say it."""
    address = settings.get("site_url")
    return f"{str(address).rstrip('/')}/" if address else ""


def _licence(project: Project, given: Any) -> Licence | None:
    if not given:
        return None
    is_whole = isinstance(given, dict) and given.keys() == set(LICENCE_KEYS) and all(given.values())
    if not is_whole or urlsplit(str(given["path"])).scheme not in ("http", "https"):
        raise StopError("bad-licence", path=project.config, known=", ".join(LICENCE_KEYS))
    return Licence(*(str(given[key]) for key in LICENCE_KEYS))


def _read(path: Path) -> dict[str, Any]:
    """What a configuration says; nothing if it is not there."""
    if not path.is_file():
        return {}
    try:
        text = path.read_text("utf-8-sig")
        _refuse_unbounded(text)
        said = yaml.load(text, get_yaml_loader(yaml.SafeLoader)) or {}  # noqa: S506 - of the safe loader
        _refuse_misshapen(said)
    except (yaml.YAMLError, TypeError, ValueError) as error:
        raise StopError("bad-config", path=path, reason=str(error)) from error
    if refused := list(_refused(said)):
        raise StopError("mkdocs-settings", known=", ".join(refused))
    settings: dict[str, Any] = said
    return settings


def _refused(said: Mapping[str, Any]) -> Iterator[str]:
    """The names of settings that these builds know nothing of, or that their addresses and pages rest on."""
    yield from (name for name in REFUSED if said.get(name))
    if not said.get("use_directory_urls", True):
        yield "use_directory_urls"
    if (said.get("theme") or {}).get("name", THEME) != THEME:
        yield "theme.name"


def _refuse_misshapen(said: object) -> None:
    """Raise `ValueError` for what are no settings by name, or no address where one must stand."""
    if not isinstance(said, dict) or not all(isinstance(key, str) for key in said):
        raise ValueError(type(said).__name__)
    for name in MAPPINGS:
        if not isinstance(said.get(name) or {}, dict):
            raise ValueError(name)
    urlsplit(str(said.get("site_url")))


def _refuse_unbounded(text: str) -> None:
    """Raise `ValueError` for what could stand for more than is written, or nests without end."""
    depth = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH or isinstance(event, yaml.AliasEvent):
            raise ValueError(str(event.start_mark).strip())
