"""Valid data of every shape, as hypothesis draws it: strategies made from the models themselves.

A field that is new is fuzzed without being told of; only what its text may look like comes from its kind.
What two fields must agree on nobody can draw, so a body is mended: what `check` refuses is taken out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from fuzzing.mutated_bodies import DAYS, Body, Desk
from fuzzing.mutations import MODELS, words, written
from prongsai.model import scalars
from prongsai.model.measure import Evidence
from prongsai.office.spelling import spell
from prongsai.printed import check_project
from prongsai.problems import Problem
from prongsai.schemas import choice_titles, is_by_code, is_list, kinds_of, pattern_of, row_of, score_of
from prongsai.signs import refused_at

Strategy = st.SearchStrategy[Any]
YEARS = ("2565", "2566", "2567", "2568")
_MOST_ROUNDS = 12
_STEP = re.compile(r"([^.\[\]]+)|\[([^\]]+)\]")
_SIGNS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), include_characters="\n\t")
_KINDS: Mapping[Any, str] = {
    scalars.Day: "day",
    scalars.DayOrMonth: "when",
    scalars.Done: "done",
    scalars.Period: "period",
    scalars.Url: "url",
    scalars.PrintedScore: "score",
    scalars.Year: "year",
}
"""Kinds that a pattern alone hardly ever meets, and their row in `values.yml`."""


def _is_valid(kind: Any, text: str) -> bool:
    if refused_at(text) is not None:
        return False
    try:
        TypeAdapter(kind).validate_python(text)
    except ValidationError:
        return False
    return True


def _leaf(name: str, kind: Any) -> Strategy:
    """The texts of one field."""
    if chosen := choice_titles(name):
        return st.sampled_from([*chosen])
    fitting = words()["whole"].get(name)
    if fitting:
        return st.sampled_from(fitting)
    if kind is scalars.Text:
        known = [text for text in words()["values"] if _is_valid(kind, text)]
        return (st.sampled_from(known) | st.text(_SIGNS, max_size=60)).filter(
            lambda text: _is_valid(kind, text)
        )
    if kind in _KINDS:
        return st.sampled_from(words()["whole"][_KINDS[kind]])
    return st.from_regex(pattern_of(kind)).map(str.strip).filter(lambda text: _is_valid(kind, text))


def _field(name: str, kind: Any) -> Strategy:
    if is_by_code(kind):
        return st.dictionaries(st.sampled_from(words()["whole"]["scored"]), _leaf(name, score_of(kind)))
    if row := row_of(kind):
        return st.lists(values_of(row), max_size=3)
    if is_list(kind):
        return st.lists(_leaf(name, _item_of(kind)), max_size=3, unique=True)
    return _leaf(name, kind)


def _item_of(kind: Any) -> Any:
    return kind.__args__[0]


@cache
def values_of(model: type[BaseModel]) -> Strategy:
    """Values of a model, as a file of the body may hold them."""
    kinds = kinds_of(model)
    needed = {name for name, field in model.model_fields.items() if field.is_required()}
    drawn = st.fixed_dictionaries(
        {name: _field(name, kinds[name]) for name in kinds if name in needed},
        optional={name: _field(name, kinds[name]) for name in kinds if name not in needed},
    )
    return st.tuples(drawn, _field("url", kinds["url"])).map(_one_place) if model is Evidence else drawn


def _one_place(drawn: tuple[dict[str, Any], str]) -> dict[str, Any]:
    """A proof has either an address or a file."""
    values, url = drawn
    return {"title": values["title"], **({"file": values["file"]} if "file" in values else {"url": url})}


def trees() -> Strategy:
    """The values of a body's files by their paths below `units/`."""
    years = st.lists(st.sampled_from(YEARS), min_size=1, max_size=2, unique=True)
    return st.tuples(values_of(MODELS["unit.yml"]), years.flatmap(_years)).map(
        lambda drawn: {"good/unit.yml": {**drawn[0], "kind": "sao"}, **drawn[1]}
    )


def _years(years: list[str]) -> Strategy:
    measure = values_of(MODELS["measure"])
    single = {name: model for name, model in MODELS.items() if name not in ("unit.yml", "measure")}
    files = {f"good/{year}/{name}": values_of(model) for year in years for name, model in single.items()}
    measures = {f"good/{year}/measures/m{number}.yml": measure for year in years for number in (1, 2, 10)}
    return st.fixed_dictionaries({}, optional={**files, **measures})


def spelled(trees: Mapping[str, Any], *, by_program: bool) -> Body:
    """The files of a body, as the program or as some other one writes YAML."""
    return {
        path: spell(values).encode() if by_program and values else written(values)
        for path, values in trees.items()
    }


def mend(desk: Desk, trees: dict[str, Any]) -> Body:
    """Lay a body without the fields that `check` refuses; it has no error."""
    for _ in range(_MOST_ROUNDS):
        body = spelled(trees, by_program=False)
        errors = check_project(desk.lay(body), DAYS[0]).errors
        if not errors:
            return body
        for problem in reversed(errors):
            _take_out(trees, problem)
    raise AssertionError(f"never sound: {errors[0]}")


def _take_out(trees: dict[str, Any], problem: Problem) -> None:
    path = problem.place.path.removeprefix("units/")
    holder: Any = trees
    key: Any = path
    for name, item in _STEP.findall(problem.place.field):
        below = _below(holder, key)
        step = name or _place_of(below or (), item)
        if _below(below, step) is None:
            break
        holder, key = below, step
    if key in (holder if isinstance(holder, dict) else range(len(holder))):
        del holder[key]


def _below(holder: Any, key: Any) -> Any:
    """What a mapping or a list holds there; None where there is nothing."""
    if isinstance(holder, dict):
        return holder.get(key)
    return holder[key] if isinstance(holder, list) and isinstance(key, int) and key < len(holder) else None


def _place_of(items: Any, item: str) -> int:
    """The place of a row by its id, else by its number."""
    ids = [each.get("id") if isinstance(each, dict) else None for each in items]
    if item in ids:
        return ids.index(item)
    return int(item) - 1 if item.isdecimal() else len(ids)
