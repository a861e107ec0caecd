"""What holds of whatever comes out of Prongsai, for any input: the promises that fuzzing tries to break."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from pydantic import ValidationError

from fuzzing.command_lines import Shell
from fuzzing.mutated_bodies import Desk
from html_pages import HtmlPage, pages_of
from prongsai.document import read_document
from prongsai.formats import FORMATS
from prongsai.model.closed import DataFile
from prongsai.printed import check_project
from prongsai.problems import Problem, problem_kinds
from prongsai.project import Project
from prongsai.render.page import Site
from prongsai.shape import shape_problem, unknown_empty_keys
from prongsai.signs import shown

_THAI = re.compile("[\u0e01-\u0e5b]")
_BREAK = re.compile("\r\n|[\n\r\u0085\u2028\u2029]")
"""What ends a line in YAML."""
_LATE = date(2105, 12, 31)
"""A day on which nothing that a command was told lies in the future."""


def keep_problems(project: Project, problems: Iterable[Problem]) -> None:
    """Every problem is known, stands at a line of a file that is there, and can be told in Thai."""
    told = list(problems)
    lines: dict[str, int] = {}
    for problem in told:
        where = problem.place.path
        assert problem.code in problem_kinds(), problem.code
        assert _THAI.search(problem.sentence), problem
        assert "\n" not in problem.sentence, problem
        if where not in lines:
            lines[where] = _last_line(project, where)
        assert 1 <= problem.place.line <= lines[where], (problem.place, lines[where], problem.code)
    for form in FORMATS.values():
        form(told).encode("utf-8")


def keep_reading(model: type[DataFile], data: bytes) -> None:
    """A file of any bytes is a model, or its problems stand within it."""
    document, problems = read_document("units/a/file.yml", data)
    if not problems:
        try:
            model.model_validate(document.values)
        except ValidationError as error:
            problems = [shape_problem(document, model, dict(fault)) for fault in error.errors()]
        else:
            problems = [*unknown_empty_keys(document, model)]
    last = _lines(data)
    for problem in problems:
        assert problem.code in problem_kinds(), problem.code
        assert _THAI.search(problem.sentence), problem
        assert 1 <= problem.place.line <= last, (problem, last)


def _lines(data: bytes) -> int:
    return len(_BREAK.findall(data.decode("utf-8", "replace"))) + 1


def _last_line(project: Project, where: str) -> int:
    path = project.root / where
    if not path.is_file():
        folders = (each for each in project.units.rglob("*") if each.is_dir())
        told = {project.units.name, *(shown(project.relative(each)) for each in folders)}
        assert where.rpartition("/")[0] in told, where
        return 1
    return _lines(path.read_bytes())


def tidied(value: Any) -> Any:
    """Values without the white space round each text, which the models take off."""
    if isinstance(value, dict):
        return {key: tidied(each) for key, each in value.items()}
    if isinstance(value, list):
        return [tidied(each) for each in value]
    return value.strip() if isinstance(value, str) else value


def keep_command(desk: Desk, shell: Shell, arguments: list[str]) -> None:
    """A command that refuses changes no officer's file; one that writes brings no new error."""
    before = desk.files()
    result = shell.run(*arguments)
    after = desk.files()
    if after == before:
        return
    assert not result.exit_code or _is_told(arguments), arguments
    if errors := _errors(desk):
        desk.lay(before)
        assert errors <= _errors(desk), (arguments, errors - _errors(desk))


def _errors(desk: Desk) -> set[tuple[str, str]]:
    found = check_project(desk.project, _LATE).errors
    return {(problem.place.path, problem.code) for problem in found}


def keep_site(site: Site) -> None:
    """The files of a site can be written, and its JSON is JSON."""
    for path, text in site.texts.items():
        text.encode("utf-8")
        if path.endswith(".json"):
            json.loads(text)
    for page in site.pages:
        page.markdown.encode("utf-8")


def keep_website(folder: Path) -> None:
    """No page names an id twice; every link within the website leads to a page and an id that are there."""
    pages = {page.path: page for page in pages_of(folder)}
    assert pages
    for page in pages.values():
        assert len(page.ids) == len(set(page.ids)), (page.path, page.ids)
        for link in [*page.links, *page.assets] if page.path.name != "404.html" else ():
            _keep_link(folder, pages, page, link)
    for path in folder.rglob("*.json"):
        json.loads(path.read_text("utf-8"))
    for path in (*folder.rglob("*.xml"), *folder.rglob("*.svg")):
        ElementTree.parse(path)


def _keep_link(folder: Path, pages: Mapping[Path, HtmlPage], page: HtmlPage, link: str) -> None:
    url = urlsplit(link)
    if url.scheme or url.netloc:
        return
    target = Path(os.path.normpath(page.path.parent / unquote(url.path))) if url.path else page.path
    target = target / "index.html" if target.is_dir() else target
    assert target.is_file(), (page.path.relative_to(folder), link)
    anchor = unquote(url.fragment).removeprefix("__")
    assert not anchor or anchor in pages[target].ids, (page.path.relative_to(folder), link)


def _is_told(arguments: list[str]) -> bool:
    """Whether what was written stays: `fmt` mends one file and leaves another; commits come last."""
    return arguments[0] == "fmt" or "--commit" in arguments
