"""Every change that can be told has its sentence, and every field of a data file its name."""

from __future__ import annotations

import ast
import re
from typing import get_args

import pytest
import yaml
from pydantic import BaseModel

from conftest import ROOT
from prongsai.derive.changes import ChangeLine
from prongsai.derive.past import Happened
from prongsai.history.change import MOVED, UNREADABLE, locate
from prongsai.load import YEAR_FILES
from prongsai.model.measure import Measure
from prongsai.model.unit import Unit
from prongsai.render.environment import load_theme

WORDS = yaml.safe_load((ROOT / "theme/words.yml").read_text("utf-8"))
SOURCES = [ROOT / "generator/prongsai/history/tell.py", ROOT / "generator/prongsai/history/reading.py"]
LISTS = ("owner", "section", "finding", "step", "entry", "link", "correction", "acceptance")
FILES = ("unit", "results", "analysis", "measure", "oit", "submitted")
DERIVED = {"score-added", "score-removed", "unit-moved", "measure-moved"}


def told_kinds() -> set[str]:
    """The kinds that the source names, those composed of a list's or a file's name, and those of `derive`."""
    named = {
        node.value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"[a-z]+-(changed|field|edited)", node.value)
    }
    items = {f"{name}-{verb}" for name in LISTS for verb in ("added", "removed", "edited")}
    files = {f"{name}-{verb}" for name in FILES for verb in ("added", "removed")}
    evidence = {f"evidence-{verb}" for verb in ("added", "replaced", "removed")}
    return named | items | files | evidence | DERIVED | {MOVED, UNREADABLE}


def models(model: type[BaseModel]) -> set[type[BaseModel]]:
    """A model and those of its fields."""
    found = {model}
    for field in model.model_fields.values():
        for inner in [field.annotation, *get_args(field.annotation)]:
            for each in [inner, *get_args(inner)]:
                if isinstance(each, type) and issubclass(each, BaseModel):
                    found |= models(each)
    return found


def test_every_kind_of_change_has_a_sentence_and_no_sentence_is_left_over() -> None:
    sentences = {kind for kind, text in WORDS["changes"].items() if isinstance(text, str)}
    parts = {"from_to", "only_to", "only_from", "entries", "is_done"}
    assert sentences - parts == told_kinds()


def test_everything_that_can_come_in_numbers_has_a_sentence_for_many() -> None:
    many = {kind for kind in told_kinds() if kind.endswith("-added") and kind != "entry-added"}
    once = {"unit-added", "oit-added", "analysis-added", "submitted-added"}
    assert WORDS["changes"]["many"].keys() == many - once


@pytest.mark.parametrize("model", [Unit, Measure, *YEAR_FILES.values()], ids=lambda model: model.__name__)
def test_every_field_has_a_name(model: type[BaseModel]) -> None:
    in_parts = {"steps", "follow_up", "progress", "scores", "sections", "findings", "links", "corrections"}
    fields = {name for each in models(model) for name in each.model_fields} - in_parts - {"accepted"}
    assert fields - WORDS["changes"]["fields"].keys() == set()


def test_everything_that_can_happen_to_an_entry_has_a_word() -> None:
    assert WORDS["events"].keys() == set(get_args(Happened))


def test_every_reason_is_told() -> None:
    reasons = {"no-git", "no-repository", "no-commit", "shallow", "no-such-commit", "faulty"}
    assert WORDS["changes"]["reasons"].keys() == reasons


def test_the_name_of_a_file_is_no_form_of_a_sentence() -> None:
    line = ChangeLine(UNREADABLE, locate("good/2567/{x}.yml"))
    assert "{x}.yml" in load_theme(ROOT / "theme").changes.sentence(line)
