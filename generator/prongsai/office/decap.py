"""Models and words -> the configuration of Decap CMS, a form for officers who never see YAML.

It must not write. Fields stand in the order of the models, so that a form saves files in their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

from pydantic import BaseModel

from prongsai.document import read_document
from prongsai.fields import FieldWords, field_words, words_of
from prongsai.load import SUBMITTED, UNIT_FILE, YEAR_FILES, Data, UnitFiles, YearFiles
from prongsai.model.framework import Framework
from prongsai.model.measure import Measure
from prongsai.model.results import Results
from prongsai.model.unit import ALL_OWNERS, Unit
from prongsai.office.opening import section_titles
from prongsai.office.spelling import spell
from prongsai.project import EVIDENCE, MEASURES
from prongsai.schemas import choice_titles, is_by_code, is_list, kinds_of, pattern_of, row_of, score_of

Widget = dict[str, Any]

_YEAR_FILES = {name: model for name, model in YEAR_FILES.items() if name != SUBMITTED}
_OWNER_FIELDS = ("owners", "lead")


@dataclass(frozen=True, slots=True)
class Backend:
    """Where the form saves: a hosted repository, and who lets people in."""

    name: str
    branch: str
    repo: str | None = None
    auth_url: str | None = None

    @property
    def settings(self) -> Widget:
        """The backend as Decap wants it."""
        given = {"name": self.name, "branch": self.branch, "repo": self.repo, "base_url": self.auth_url}
        return {key: value for key, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class _Known:
    """The codes among which a field of a body's year can choose, with their titles."""

    owners: Mapping[str, str]
    sections: Mapping[str, str]
    scores: Mapping[str, str]


def form_files(data: Data, backend: Backend, site_url: str | None) -> Mapping[str, bytes]:
    """The form's configuration and its page, by their paths below the form's folder."""
    settings = {
        "backend": backend.settings,
        "local_backend": True,
        "locale": "th",
        **({"site_url": site_url, "display_url": site_url} if site_url else {}),
        "publish_mode": "simple",
        "editor": {"preview": False},
        "slug": {"encoding": "unicode", "clean_accents": False},
        "media_folder": "units",
        "collections": [each for unit in data.units for each in _collections(data, unit)],
    }
    page = files("prongsai.office").joinpath("form/index.html").read_bytes()
    return {"config.yml": (_words()["head"] + spell(settings)).encode("utf-8"), "index.html": page}


def _collections(data: Data, unit: UnitFiles) -> Iterator[Widget]:
    label = unit.unit.value.label
    nobody = _Known(_owners(unit), {}, {})
    about = {"name": "unit", "label": field_words()["Unit"].title, "file": f"units/{unit.id}/{UNIT_FILE}"}
    single = [{**about, "fields": _fields(Unit, nobody)}]
    folders = []
    for year in reversed(unit.years):
        known = _known(data, unit, year)
        single += _year_files(unit, year, known)
        folders.append(_measures(unit, year, known))
    yield {"name": unit.id, "label": _words()["files"].format(unit=label), "files": single}
    yield from folders


def _year_files(unit: UnitFiles, year: YearFiles, known: _Known) -> Iterator[Widget]:
    for name, model in _YEAR_FILES.items():
        title = field_words()[model.__name__].title
        yield {
            "name": f"{PurePosixPath(name).stem}-{year.year}",
            "label": _words()["year"].format(title=title, year=year.year),
            "file": f"units/{unit.id}/{year.year}/{name}",
            "fields": _fields(model, known),
        }


def _measures(unit: UnitFiles, year: YearFiles, known: _Known) -> Widget:
    """One entry a file; a new one is named after its section (`m-t4`, `m-t4-1`): its name is no field."""
    label = _words()["measures"].format(unit=unit.unit.value.label, year=year.year)
    return {
        "name": f"{unit.id}-{year.year}-{MEASURES}",
        "label": label,
        "label_singular": label,
        "folder": f"units/{unit.id}/{year.year}/{MEASURES}",
        "media_folder": f"/units/{unit.id}/{EVIDENCE}/{year.year}",
        "public_folder": str(year.year),
        "create": True,
        "delete": False,
        "format": "yml",
        "extension": "yml",
        "identifier_field": "section",
        "slug": "m-{{slug}}",
        "summary": "{{filename}} {{title}}",
        "fields": _fields(Measure, known),
    }


def _known(data: Data, unit: UnitFiles, year: YearFiles) -> _Known:
    sections = section_titles(data.reference, unit.unit.value, year)
    assessed = data.reference.framework(unit.unit.value, year.year)
    return _Known(_owners(unit), sections, _scored(assessed, year))


def _scored(framework: Framework | None, year: YearFiles) -> Mapping[str, str]:
    """The codes that can have a score, those first that the file has in its order."""
    printed = list(year.results.value.scores) if year.results else []
    titles = framework.titles if framework else {}
    known = [code for code in titles if framework and code in framework.scored]
    return {code: titles.get(code) or "" for code in (*printed, *known)}


def _owners(unit: UnitFiles) -> Mapping[str, str]:
    own = {each.id: each.name for each in unit.unit.value.owners}
    return {**own, ALL_OWNERS: _words()["everybody"]}


def _fields(model: type[BaseModel], known: _Known) -> list[Widget]:
    kinds = kinds_of(model)
    return [_field(model, name, kinds[name], known) for name in model.model_fields]


def _field(model: type[BaseModel], name: str, kind: Any, known: _Known) -> Widget:
    words = words_of(model, name)
    about = {"name": name, "label": words.title, "required": model.model_fields[name].is_required()}
    return {**about, "hint": _hint(words), **_widget(model, name, kind, known)}


def _widget(model: type[BaseModel], name: str, kind: Any, known: _Known) -> Widget:
    row = row_of(kind)
    if row:
        fields = _fields(row, known)
        return {"widget": "list", "collapsed": True, "summary": _summary(row), "fields": fields}
    if is_by_code(kind):
        return {"widget": "object", "collapsed": True, "fields": [*_scores(kind, known)]}
    if options := _options(model, name, known):
        chosen = {"multiple": True} if is_list(kind) else {}
        return {"widget": "select", **chosen, "options": options}
    if is_list(kind):
        return {"widget": "list", "collapsed": True}
    return _typed(model, name, kind)


def _typed(model: type[BaseModel], name: str, kind: Any) -> Widget:
    words = words_of(model, name)
    if words.is_prose:
        return {"widget": "text"}
    if name == "file":
        return {"widget": "file", "choose_url": False}
    return {"widget": "string", "pattern": [pattern_of(kind), words.description]}


def _options(model: type[BaseModel], name: str, known: _Known) -> list[Widget]:
    """The choices of a field that knows no other spelling."""
    if name == "period":
        return []
    titles = choice_titles(name)
    if model is Measure and name in _OWNER_FIELDS:
        titles = known.owners
    elif name == "section":
        titles = known.sections
    return [{"label": _choice(code, title), "value": code} for code, title in titles.items()]


def _scores(kind: Any, known: _Known) -> Iterator[Widget]:
    for code, title in known.scores.items():
        words = words_of(Results, "scores")
        pattern = [pattern_of(score_of(kind)), words.description]
        label = _choice(code, title)
        yield {"name": code, "label": label, "required": False, "widget": "string", "pattern": pattern}


def _choice(code: str, title: str) -> str:
    return str(_words()["choice"]).format(code=code, title=title) if title else code


def _summary(row: type[BaseModel]) -> str:
    """What a folded row shows: its short fields that say what it is."""
    shown = ("id", "code", "round", "date", "status", "title", "name", "problem", "at", "text", "printed")
    return " ".join(f"{{{{fields.{name}}}}}" for name in _in(row, shown))


def _in(row: type[BaseModel], names: Iterable[str]) -> Iterator[str]:
    return (name for name in names if name in row.model_fields)


def _hint(words: FieldWords) -> str:
    if not words.example:
        return words.description
    return str(_words()["example"]).format(description=words.description, example=words.example)


@cache
def _words() -> Mapping[str, Any]:
    document, problems = read_document(
        "words.yml", files("prongsai.office").joinpath("form/words.yml").read_bytes()
    )
    if problems:
        raise ValueError(str(problems[0]))
    return document.values
