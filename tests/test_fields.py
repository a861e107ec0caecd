"""Every field of the data files has words for officers, and its example is one that the model takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, get_args

import pytest
import yaml
from pydantic import BaseModel, TypeAdapter

from conftest import ROOT
from prongsai.fields import choices, field_words, words_of
from prongsai.load import YEAR_FILES
from prongsai.model.analysis import Need
from prongsai.model.calendar import Round, parse_period
from prongsai.model.closed import DataFile
from prongsai.model.measure import Measure, Status
from prongsai.model.unit import Unit
from prongsai.project import frameworks_folder
from prongsai.reference import load_reference

CODES = ("answers", "owners", "codes", "elements")
"""Lists of codes, which an example tells on one line."""


def models_in(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The class itself and every class of its rows."""
    yield model
    for field in model.model_fields.values():
        for inner in _classes(field.annotation):
            yield from models_in(inner)


def _classes(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for each in get_args(annotation):
        yield from _classes(each)


ROOTS: tuple[type[BaseModel], ...] = (Unit, Measure, *YEAR_FILES.values())
MODELS = dict.fromkeys(each for root in ROOTS for each in models_in(root))
ALL: tuple[type[BaseModel], ...] = (*MODELS, DataFile)
FIELDS = [(model, name) for model in MODELS for name in model.model_fields]


def test_words_stand_in_the_order_of_the_models_and_nothing_is_left_over() -> None:
    for model in ALL:
        inherited = DataFile.model_fields if issubclass(model, DataFile) and model is not DataFile else {}
        own = [name for name in model.model_fields if name not in inherited]
        assert list(field_words()[model.__name__].fields) == own, model.__name__
    assert field_words().keys() == {model.__name__ for model in ALL}


@pytest.mark.parametrize(("model", "field"), FIELDS)
def test_the_example_is_one_that_the_model_takes(model: type[BaseModel], field: str) -> None:
    example = words_of(model, field).example
    if example is None:
        assert next(_classes(model.model_fields[field].annotation))
        return
    given: object = example.split(", ") if field in CODES else example
    given = {"total": example} if field == "scores" else given
    info = model.model_fields[field]
    typed: Any = Annotated.__class_getitem__((info.annotation, *info.metadata, "field"))  # type: ignore[attr-defined]
    TypeAdapter(typed).validate_python(given)


def test_choices_are_those_of_the_models() -> None:
    assert tuple(choices()["status"]) == get_args(Status)
    assert tuple(choices()["round"]) == get_args(Round)
    assert tuple(choices()["need"]) == get_args(Need)
    for period in choices()["period"]:
        assert parse_period(period).name == period


def test_pages_call_rounds_and_states_by_the_same_names() -> None:
    theme = yaml.safe_load((ROOT / "theme/words.yml").read_text("utf-8"))
    assert [*choices()["round"]] == [name for name in theme["rounds"] if name != "none"]
    assert all(choices()["status"][name][0] == theme["states"][name]["label"] for name in choices()["status"])
    assert {name: names[0] for name, names in choices()["need"].items()} == theme["needs"]


def test_the_example_of_a_kind_is_one() -> None:
    assert words_of(Unit, "kind").example in load_reference(frameworks_folder()).kinds
