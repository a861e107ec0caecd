"""`prongsai form`: every field of the models, in officers' words, and nothing from another host.

What a person sees of it in a browser is tried by `make form-test`.
"""

from __future__ import annotations

import io
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import ROOT, copy_project, run_prongsai
from prongsai.fields import choices, words_of
from prongsai.load import YEAR_FILES, load
from prongsai.model.measure import Measure
from prongsai.model.submission import Submission
from prongsai.model.unit import Unit
from prongsai.office.bundle import bundle
from prongsai.office.decap import Backend, form_files
from prongsai.project import Project
from prongsai.schemas import kinds_of, row_of
from terminals import stopped

THAI = re.compile("[\u0e01-\u0e5b]")
FORM = [model for model in YEAR_FILES.values() if model is not Submission]


@pytest.fixture(scope="module")
def config() -> dict[str, Any]:
    """The form of the five bodies, and of the invented one with every kind of file."""
    backend = Backend("github", "main", "surat/prongsai-data", "https://auth.example.go.th")
    projects = [Project(ROOT), Project(ROOT / "tests/projects/good")]
    written = [form_files(load(project), backend, "https://ita.example.go.th") for project in projects]
    configs = [yaml.safe_load(each["config.yml"]) for each in written]
    return {**configs[0], "collections": [*configs[0]["collections"], *configs[1]["collections"]]}


def editors(config: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every file or folder that the form edits, with its fields."""
    for collection in config["collections"]:
        for each in collection.get("files", [collection]):
            yield each.get("file", each.get("folder")), each["fields"]


def model_of(path: str) -> Any:
    if path.endswith("/measures"):
        return Measure
    return {"unit.yml": Unit, **YEAR_FILES}[path.rpartition("/")[2]]


def test_every_file_that_a_body_has_can_be_edited(config: dict[str, Any]) -> None:
    edited = {path for path, _ in editors(config)}
    for project in (ROOT, ROOT / "tests/projects/good"):
        for path in (project / "units").rglob("*.yml"):
            name = path.relative_to(project).as_posix()
            folder = path.parent.relative_to(project).as_posix()
            assert name in edited or folder in edited or path.name == "submitted.yml", name


def test_every_field_of_a_model_is_there_in_its_order_and_in_officers_words(config: dict[str, Any]) -> None:
    for path, fields in editors(config):
        compare(model_of(path), fields)


def compare(model: Any, fields: list[dict[str, Any]]) -> None:
    assert [each["name"] for each in fields] == list(model.model_fields)
    for each in fields:
        words = words_of(model, each["name"])
        assert each["label"] == words.title
        assert each["hint"].startswith(words.description)
        assert each["required"] == model.model_fields[each["name"]].is_required()
        row = row_of(kinds_of(model)[each["name"]])
        if row:
            assert each["widget"] == "list"
            compare(row, each["fields"])


def named(fields: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(each for each in fields if each["name"] == name)


def test_states_are_chosen_in_thai(config: dict[str, Any]) -> None:
    for path, fields in editors(config):
        if path.endswith("/measures"):
            entry = named(fields, "progress")["fields"]
            offered = {each["value"]: each["label"] for each in named(entry, "status")["options"]}
            assert list(offered) == list(choices()["status"])
            assert all(label.startswith(choices()["status"][code][0]) for code, label in offered.items())


def test_owners_and_sections_are_those_of_the_body(config: dict[str, Any]) -> None:
    fields = dict(editors(config))["units/good/2567/measures"]
    owners = named(fields, "owners")
    assert owners["multiple"] is True
    assert [each["value"] for each in owners["options"]] == [*_owners(), "all"]
    assert "t4" in {each["value"] for each in named(fields, "section")["options"]}


def _owners() -> list[str]:
    text = (ROOT / "tests/projects/good/units/good/unit.yml").read_text("utf-8")
    return [each["id"] for each in yaml.safe_load(text)["owners"]]


def test_what_stands_in_a_file_can_be_chosen_in_its_form(config: dict[str, Any]) -> None:
    """A select shows nothing for a value that it does not know, and an officer would think it empty."""
    forms = dict(editors(config))
    for project in (ROOT, ROOT / "tests/projects/good"):
        for path in (project / "units").rglob("measures/*.yml"):
            values = yaml.load(path.read_bytes(), yaml.BaseLoader)
            fields = forms[path.parent.relative_to(project).as_posix()]
            for name in ("section", "owners", "lead"):
                known = {each["value"] for each in named(fields, name)["options"]}
                given = values.get(name) or []
                assert set([given] if isinstance(given, str) else given) <= known, (path, name)


def test_every_score_of_a_file_has_its_field(config: dict[str, Any]) -> None:
    forms = dict(editors(config))
    for path in (ROOT / "units").rglob("results.yml"):
        scores = yaml.load(path.read_bytes(), yaml.BaseLoader)["scores"]
        fields = named(forms[path.relative_to(ROOT).as_posix()], "scores")["fields"]
        assert [each["name"] for each in fields][: len(scores)] == list(scores)


def test_nothing_comes_from_another_host(tmp_path: Path) -> None:
    project = Project(ROOT / "tests/projects/good")
    files = form_files(load(project), Backend("git-gateway", "main"), None)
    page = files["index.html"].decode()
    assert "//" not in page.replace("<!doctype", "")
    assert 'name="robots" content="noindex' in page
    assert 'lang="th"' in page
    settings = yaml.safe_load(files["config.yml"])
    assert settings.pop("collections")
    assert "http" not in str(settings)


def test_a_new_measure_is_named_after_its_section(config: dict[str, Any]) -> None:
    for collection in config["collections"]:
        if "folder" in collection:
            assert (collection["slug"], collection["identifier_field"]) == ("m-{{slug}}", "section")
            assert (collection["create"], collection["delete"]) == (True, False)


# The command


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "โครงการ ของเรา", ROOT / "tests/projects/good/units")


def test_another_program_is_refused_and_the_configuration_is_there(project: Path, tmp_path: Path) -> None:
    package = tmp_path / "decap.tgz"
    with tarfile.open(package, "w:gz") as archive:
        member = tarfile.TarInfo("package/dist/decap-cms.js")
        member.size = 3
        archive.addfile(member, io.BytesIO(b"bad"))
    run = run_prongsai("form", "--bundle", str(package), cwd=project)
    assert stopped(run)
    assert f"npm pack {bundle().asked}" in run.stderr
    assert not (project / "admin/decap-cms.js").exists()
    assert yaml.safe_load((project / "admin/config.yml").read_text("utf-8"))["local_backend"] is True


def test_a_hosted_backend_needs_its_repository(project: Path) -> None:
    run = run_prongsai("form", "--backend", "github", cwd=project)
    assert stopped(run)
    assert "--repo" in run.stderr
    assert not (project / "admin").exists()


def test_a_faulty_body_has_no_form(project: Path) -> None:
    (project / "units/good/unit.yml").write_text("name: [\n", "utf-8")
    run = run_prongsai("form", cwd=project)
    assert run.returncode == 1
    assert "units/good/unit.yml" in run.stdout
    assert not (project / "admin").exists()
