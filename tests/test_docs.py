"""The documents name only what exists, and the map names every module."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import ROOT
from prongsai.cli.group import VERBS

DOCUMENTS = [
    "README.md",
    "README.th.md",
    "CONTRIBUTING.md",
    "DECISIONS.md",
    "SECURITY.md",
    "generator/README.md",
]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_of_a_document_leads_to_a_file(name: str) -> None:
    document = ROOT / name
    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_of_a_document_exists(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)(?:\.venv/bin/)?prongsai ([a-z]+)", text, re.MULTILINE)) <= set(VERBS)
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE)) <= targets


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_path_of_a_document_exists(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    paths = re.findall(r"`((?:generator|tests|theme|units|content)/[\w./-]*)`", text)
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_map_names_every_module() -> None:
    package = ROOT / "generator/prongsai"
    text = (ROOT / "generator/README.md").read_text("utf-8")
    modules = {
        path.parent.name + "/" if path.name == "__init__.py" else path.name
        for path in package.rglob("*.py")
        if path.parent != package or not path.name.startswith("__")
    }
    described = {"unit.py", "results.py", "analysis.py", "measure.py", "oit.py", "submission.py"}
    assert {module for module in modules - described if f"`{module}" not in text} == set()


def test_ci_runs_what_the_readme_promises() -> None:
    script = Path(ROOT / ".ci/run").read_text("utf-8")
    assert "make site" in script
    assert "make test" in script
