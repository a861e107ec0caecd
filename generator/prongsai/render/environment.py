"""The Jinja environment: strict, escaping, with the theme's words and the filters.

It reads the theme once; a page is rendered from values alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from traceback import extract_tb
from typing import Any

import yaml
from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from markupsafe import Markup, escape

from prongsai import addresses
from prongsai.derive.scores import ResultsReport
from prongsai.problems import StopError
from prongsai.project import shipped_theme
from prongsai.render import charts, filters
from prongsai.render.change_text import ChangeTeller
from prongsai.render.compiling import PageEnvironment
from prongsai.render.filters import relative_address
from prongsai.render.task_text import TaskTeller
from prongsai.render.text import Scores, Terms, compile_terms, render_line, render_text
from prongsai.render.timeline import measure_timeline

_TEMPLATE = ".j2"
_FENCE = re.compile("(?<=[\n\r])[`~]")


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """The templates and the words that they are written in; one is no other, whatever stands in it."""

    environment: Environment
    words: filters.Words
    speller: filters.Speller
    changes: ChangeTeller
    tasks: TaskTeller
    data: filters.Words
    """What the columns of the open data mean."""
    terms: Terms | None
    """What no line is broken in."""

    def filled(self, name: str, values: Mapping[str, Any]) -> str:
        """A template with values in it; `StopError` with file and line if the template itself is wrong."""
        try:
            return self.environment.get_template(name).render(values)
        except TemplateError as error:
            path, line = _place_of(error)
            raise StopError(
                "bad-template", path=path or name, line=line, reason=" ".join(str(error).split())
            ) from error


def _place_of(error: TemplateError) -> tuple[str | None, int | None]:
    """Where a template is wrong: Jinja says it of what it cannot read, the calls say it of all else."""
    if isinstance(error, TemplateSyntaxError):
        return error.filename, error.lineno
    calls = [call for call in extract_tb(error.__traceback__) if call.filename.endswith(_TEMPLATE)]
    return (calls[-1].filename, calls[-1].lineno) if calls else (None, None)


def load_theme(folder: Path, compiled: BytecodeCache | None = None) -> Theme:
    """Read `words.yml` and `data.yml` and make ready the templates, some of which may be compiled already.

    `StopError` if a project's own theme lacks what the shipped one has.
    """
    if missing := sorted(_sources(shipped_theme()) - _sources(folder)):
        raise StopError("theme-incomplete", path=folder, count=len(missing), first=missing[0])
    words, data = (_read_words(folder, name) for name in ("words.yml", "data.yml"))
    speller = filters.Speller(words)
    environment = PageEnvironment(
        loader=FileSystemLoader(folder),
        comment_start_string="<#",
        comment_end_string="#>",
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=compiled,
    )
    environment.globals |= {
        "words": words,
        "data_words": data,
        "addresses": addresses,
        "charts": charts,
        "measure_timeline": measure_timeline,
    }
    changes, tasks = ChangeTeller(words, speller), TaskTeller(words, speller)
    environment.filters |= {**_filters(speller), **_task_filters(tasks), "sentence": changes.sentence}
    environment.globals |= {"field_value": changes.value}
    return Theme(environment, words, speller, changes, tasks, data, compile_terms(words["terms"]))


def _sources(folder: Path) -> set[str]:
    """The templates of pages and their parts, and the words, by their paths below a theme."""
    found = (*folder.glob("*.yml"), *folder.glob("pages/*.j2"), *folder.glob("parts/*.j2"))
    return {path.relative_to(folder).as_posix() for path in found}


def _read_words(folder: Path, name: str) -> Any:
    path = folder / name
    try:
        words = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise StopError("bad-words", path=path, reason=" ".join(str(error).split())) from error
    if folder != shipped_theme():
        for missing in _missing(words, _read_words(shipped_theme(), name), name):
            raise StopError("bad-words", path=path, reason=missing)
    return words


def _missing(words: Any, shipped: Any, at: str) -> Iterator[str]:
    """What stands in the shipped words and not in others, or of another kind there, as `words.yml: a: b`."""
    if type(words) is not type(shipped):
        yield at
    elif isinstance(shipped, dict):
        for key, each in shipped.items():
            yield from _missing(words.get(key), each, f"{at}: {key}")


def _filters(speller: filters.Speller) -> dict[str, Any]:
    return {
        "meta": meta_text,
        "quoted": quoted_text,
        "md": filters.escape_markdown,
        "decimal": filters.decimal_text,
        "signed": filters.signed_text,
        "is_number": filters.is_number,
        "thai_date": filters.unbroken(speller.date),
        "month_of": speller.month,
        "when": filters.unbroken(speller.when),
        "period": filters.unbroken(speller.period),
        "code": speller.code,
        "code_number": speller.code_number,
        "figure": speller.figure,
        "year_label": speller.year,
        "size": speller.size,
        "measure_address": filters.measure_address,
    }


def _task_filters(tasks: TaskTeller) -> dict[str, Any]:
    return {
        "task_kind": tasks.kind,
        "task_reason": tasks.why,
        "task_days": tasks.days,
        "task_remedy": tasks.remedy,
        "task_owner": tasks.owner,
    }


def quoted_text(text: str) -> Markup:
    """A value of the front matter that is written as it is: JSON-LD, safe inside a script element."""
    return Markup(json.dumps(str(text), ensure_ascii=False))


def meta_text(text: str) -> Markup:
    """A value of the front matter: Material writes it into HTML as it is, so it is escaped here."""
    return Markup(json.dumps(str(escape(text)), ensure_ascii=False))


def render_page(theme: Theme, name: str, address: str, values: Mapping[str, Any], scores: Scores) -> str:
    """Return a page's Markdown; its texts show these scores and its links start from its address."""
    voices = {
        "text": partial(render_text, scores=scores, terms=theme.terms),
        "line": partial(render_line, scores=scores, terms=theme.terms),
        "go": partial(relative_address, page=address),
    }
    page = theme.filled(f"pages/{name}.md.j2", {**values, **voices})
    return without_fences(page.lstrip())


def without_fences(page: str) -> str:
    """A page in which no line begins a block of code: Python-Markdown looks for those inside HTML, too."""
    if "`" not in page and "~" not in page:
        return page
    return _FENCE.sub(lambda found: f"&#{ord(found[0])};", page)


def scores_of(theme: Theme, results: ResultsReport | None) -> Scores:
    """The known scores of a year's results, as a text names them."""
    if not results:
        return no_scores
    figures, spell = results.figures, theme.speller.figure

    def score(code: str) -> str | None:
        figure = figures.get(code)
        return spell(figure) if figure and figure.is_known else None

    return score


def no_scores(_code: str) -> None:
    """No code has a score here."""
    return
