"""What the five documents contradict themselves in is found; accepted, it stops nothing."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from conftest import ROOT
from prongsai.printed import check_project
from prongsai.project import Project

TODAY = date(2026, 11, 21)
KNOWN = {
    ("bo-thong/2566/results.yml", "indicator-mean", "91.63"),
    ("bo-thong/2566/results.yml", "two-values", "98.98"),
    ("bo-thong/2567/analysis.yml", "prose-number", "90.42"),
    ("bo-thong/2567/analysis.yml", "prose-number", "92.55"),
    ("bo-thong/2567/analysis.yml", "prose-number", "89.45"),
    ("bo-thong/2567/analysis.yml", "prose-number", "100.00"),
    ("na-udom/2569/analysis.yml", "prose-number", "97.71"),
    ("na-udom/2569/analysis.yml", "prose-rank", "ind9"),
    ("na-udom/2569/analysis.yml", "prose-name", "ind6"),
    ("na-udom/2569/analysis.yml", "prose-full-mark", "96.51"),
    ("thephalai/2566/analysis.yml", "prose-name", "ind4"),
    ("thephalai/2566/measures/m2.yml", "done-after-report", "2566"),
    ("bang-krabue/2565/analysis.yml", "result-year", "2565"),
}


@pytest.fixture(scope="module")
def without_acceptances(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("bodies")
    shutil.copytree(ROOT / "units", folder / "units")
    yaml = YAML()
    yaml.width = 10_000
    for path in (folder / "units").rglob("*.yml"):
        values = yaml.load(path)
        if "accepted" in values:
            del values["accepted"]
            yaml.dump(values, path)
    return Project(folder)


@pytest.mark.parametrize(("path", "code", "fact"), sorted(KNOWN))
def test_a_contradiction_of_a_document_is_found(
    without_acceptances: Project, path: str, code: str, fact: str
) -> None:
    found = check_project(without_acceptances, TODAY).problems
    texts = [each.sentence for each in found if (each.place.path, each.code) == (f"units/{path}", code)]
    assert [text for text in texts if fact in text]


def test_with_the_acceptances_in_place_there_is_no_error() -> None:
    verdict = check_project(Project(Path(ROOT)), TODAY)
    assert verdict.errors == ()
    assert verdict.accepted
