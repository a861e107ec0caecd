"""The JSON Schemas: valid, in officers' words, true to the models, and where editors look for them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from conftest import ROOT, copy_project, run_prongsai
from editor_view import editor_view
from prongsai.fields import choices, field_words, words_of
from prongsai.model import scalars
from prongsai.model.measure import Status
from prongsai.office.editors import editor_files
from prongsai.office.opening import measure_file
from prongsai.office.skeletons import skeleton
from prongsai.schemas import _PATTERNS, DATA_FILES, _typed, schema_name, schema_texts, schemas
from test_broken import CASES, read_case

DRAFTS = (Draft7Validator, Draft202012Validator)
DATA = sorted((ROOT / "units").rglob("*.yml")) + sorted((ROOT / "tests/projects/good/units").rglob("*.yml"))
GOOD_UNITS = ROOT / "tests/projects/good/units"
SHAPE = {
    "empty", "evidence-place", "missing-field", "not-a-choice", "not-a-commit-id", "not-a-date", "not-a-day",
    "not-a-list", "not-a-mapping", "not-a-number", "not-a-period", "not-a-round", "not-a-score", "not-a-url",
    "not-a-year", "not-an-id", "not-text", "root-not-mapping", "unknown-key", "unknown-kind",
}  # fmt: skip
"""Problems that a schema can tell."""
BEYOND = {
    "not-a-date-leap": "a calendar is not a pattern",
    "not-a-day-thirtieth": "a calendar is not a pattern",
    "not-a-date": "a thirteenth month is none of the calendar's",
    "not-a-period-backwards": "which of two days is earlier is not a pattern",
}
CASES_TRIED = int(os.environ.get("PRONGSAI_CASES", "25"))


def name_of(path: str) -> str:
    """The schema of a path below `units/`."""
    return next(schema_name(model) for glob, model in DATA_FILES.items() if fnmatch(path, glob))


def faults(name: str, data: bytes) -> list[str]:
    """What both drafts find wrong with a file; they must agree."""
    found = [
        [str(e.message) for e in draft(schemas()[name]).iter_errors(editor_view(data))] for draft in DRAFTS
    ]
    assert len(found[0]) == len(found[1])
    return found[0]


@pytest.mark.parametrize("name", schemas())
def test_a_schema_is_one_under_both_drafts(name: str) -> None:
    for draft in DRAFTS:
        draft.check_schema(schemas()[name])
    text = schema_texts()[name]
    assert json.loads(text) == schemas()[name]
    assert "$ref" not in text
    assert "$defs" not in text


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_bodies_published_is_valid(path: Path) -> None:
    below = path.as_posix().rpartition("/units/")[2]
    assert faults(name_of(below), path.read_bytes()) == []


SHAPE_CASES = [each for each in map(read_case, CASES) if each.code in SHAPE and each.file.stem not in BEYOND]


@pytest.mark.parametrize("case", SHAPE_CASES, ids=lambda case: case.file.stem)
def test_what_has_a_wrong_shape_is_not(case: Any) -> None:
    place = case.places[0].removeprefix("../other/")
    assert faults(name_of(f"good/{place}"), case.file.read_bytes())


@pytest.mark.parametrize("stem", BEYOND)
def test_what_no_pattern_can_tell_is_left_to_check(stem: str) -> None:
    case = read_case(ROOT / "tests/broken" / f"{stem}.yml")
    assert faults(name_of(f"good/{case.places[0]}"), case.file.read_bytes()) == []


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Every mapping with fixed keys in a schema."""
    if isinstance(schema, dict):
        if "properties" in schema and "title" in schema:
            yield schema
        for each in schema.values():
            yield from objects(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from objects(each)


@pytest.mark.parametrize(("glob", "model"), DATA_FILES.items())
def test_every_key_is_explained_in_officers_words_and_no_other_is_allowed(glob: str, model: Any) -> None:
    schema = schemas()[schema_name(model)]
    assert list(schema["properties"]) == list(model.model_fields)
    assert schema["title"] == field_words()[model.__name__].title
    for name, field in schema["properties"].items():
        assert field["title"] == words_of(model, name).title
        assert field["description"] == words_of(model, name).description
    assert all(each["additionalProperties"] is False for each in objects(schema))


@pytest.mark.parametrize("name", schemas())
def test_every_example_is_valid_where_it_stands(name: str) -> None:
    for each in objects(schemas()[name]):
        for field in each["properties"].values():
            for example in field.get("examples", ()):
                assert list(Draft7Validator(field).iter_errors(example)) == []


def test_a_choice_is_offered_with_its_thai_name() -> None:
    entry = schemas()["measure.json"]["properties"]["progress"]["anyOf"][0]["items"]
    offered = {
        each["const"]: each["title"] for each in entry["properties"]["status"]["anyOf"] if "const" in each
    }
    assert offered == {code: names[0] for code, names in choices()["status"].items()}
    assert set(offered) == set(get_args(Status))


SIGNS = st.text(alphabet="0123456789๐๒๕๖๗-+., /:qQhHyYeEaArRtoTO_iIxhps\t", max_size=24)
SPELLED = st.one_of(
    SIGNS,
    st.from_regex(r"\A[ ]?[2๒][5๕][6๖][0-9๐-๙](-[01๐๑]?[0-9๐-๙](-[0-3]?[0-9])?)? ?\Z"),
    st.from_regex(r"\A([qQ][1-4๑-๔](-q[1-4])?|[hH][12๑๒]|YEAR|Every-Month|2566-10 to ๒๕๖๗-๐๙-30)\Z"),
    st.from_regex(r"\A-?[0-9๐-๙]{1,3}(\.[0-9๐-๙]{0,2})? ?\+?\Z"),
    st.from_regex(r"\A[IiEeOo] ?[0-9๐-๙]{1,2}\Z"),
    st.from_regex(r"\A(HTTPS?|https?)://[a-zก-ฮ]{1,5}(\.go)?/[^\s]{0,5}\Z"),
)


@pytest.mark.parametrize("kind", _PATTERNS, ids=lambda kind: _PATTERNS[kind][:24])
@settings(max_examples=CASES_TRIED, deadline=None)
@given(text=SPELLED)
def test_what_a_model_takes_its_schema_takes(kind: Any, text: str) -> None:
    try:
        TypeAdapter(kind).validate_python(text)
    except ValidationError:
        return
    assert Draft7Validator({"anyOf": list(_typed(kind))}).is_valid(text), text
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text) and kind is not scalars.CommitId:
        assert Draft7Validator({"anyOf": list(_typed(kind))}).is_valid(json.loads(text.lstrip("0") or "0"))


# Where they stand


def test_the_repository_carries_what_the_command_writes() -> None:
    for path, data in editor_files().items():
        assert (ROOT / path).read_bytes() == data, "prongsai schema writes it anew"


def test_settings_name_the_schema_of_every_data_file() -> None:
    globs = json.loads(editor_files()[".vscode/settings.json"])["yaml.schemas"]
    for path in DATA:
        below = "units/" + path.as_posix().rpartition("/units/")[2]
        named = [schema for schema, glob in globs.items() if fnmatch(below, glob)]
        assert named, below
        assert named[-1].removeprefix("./") in editor_files()


def test_a_new_file_leads_to_its_schema() -> None:
    sections = ({"fields": {"id": "t4"}, "note": ""},)
    unit = {"name": "ก", "kind": "sao", "owners": (), "short_name": "", "district": "", "province": ""}
    written = {
        "demo/unit.yml": skeleton("unit", values=unit),
        "demo/2567/measures/m1.yml": measure_file(2567, "m1", {"section": "t4"}),
        "demo/2567/analysis.yml": skeleton("analysis", year=2567, result_year=2566, sections=sections),
        "demo/2567/results.yml": skeleton("results", year=2567, levels=(), codes=()),
        "demo/2567/submitted.yml": skeleton("submitted", commit="0" * 40, date="2567-04-30"),
    }
    for path, data in written.items():
        found = re.match(rb"# yaml-language-server: \$schema=(\S+)\n", data)
        assert found, path
        leads_to = os.path.normpath(Path("units", path).parent / found[1].decode())
        assert leads_to == os.path.normpath(f".vscode/schemas/{name_of(path)}")


def test_the_command_keeps_settings_that_an_officer_changed(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "โครงการ ของเรา", GOOD_UNITS)
    assert run_prongsai("schema", cwd=project).returncode == 0
    settings_file, schema = project / ".vscode/settings.json", project / ".vscode/schemas/unit.json"
    settings_file.write_text("{}\n", "utf-8")
    schema.write_text("{}\n", "utf-8")
    run = run_prongsai("schema", cwd=project)
    assert (run.returncode, settings_file.read_text("utf-8")) == (0, "{}\n")
    assert ".vscode/settings.json" in run.stdout
    assert schema.read_text("utf-8") == schema_texts()["unit.json"]


def test_the_command_writes_schemas_alone_where_it_is_told(tmp_path: Path) -> None:
    run = run_prongsai("schema", str(tmp_path / "คำอธิบาย"), cwd=tmp_path)
    assert run.returncode == 0
    written = {path.name: path.read_text("utf-8") for path in (tmp_path / "คำอธิบาย").iterdir()}
    assert written == dict(schema_texts())


def test_a_website_publishes_them_once_at_its_root(tmp_path: Path) -> None:
    project = copy_project(tmp_path, GOOD_UNITS)
    (project / "admin").mkdir()
    (project / "admin/index.html").write_text("<!doctype html><title>x</title>", "utf-8")
    run = run_prongsai("build", cwd=project)
    assert run.returncode == 0, run.stderr
    site = project / "site"
    assert {path.name for path in (site / "schemas").iterdir()} == set(schema_texts())
    assert (site / "schemas/measure.json").read_text("utf-8") == schema_texts()["measure.json"]
    assert (site / "admin/index.html").read_text("utf-8") == "<!doctype html><title>x</title>"
    assert "admin/" not in (site / "sitemap.xml").read_text("utf-8")
    assert "admin" not in (site / "search/sections.json").read_text("utf-8")
