"""What a sentence of a plan is told for: `sentences.yml` is the table of cases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from builders import YEAR, analysis, body, day, framework, links, measure, reference, results, sure
from prongsai.check import check_unit
from prongsai.check.case import Case
from prongsai.load import Data, UnitFiles, YearFiles
from prongsai.model.framework import Framework

CASES: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parent / "sentences.yml").read_text("utf-8"), yaml.BaseLoader
)
SCORES = {"ind1": "9.00", "ind2": "9.50", "ind3": "9.70", "in": "9.25", "out": "9.70", "total": "9.48"}
INSTRUMENTS = [sure("in", "a", label="INN", weight="50"), sure("out", "b", label="OUT", weight="50")]
OWNERS = {"ind1": "in", "ind2": "in", "ind3": "out"}
ITEMS = {YEAR - 1: ("o1", "o2", "o3"), YEAR: ("o1", "o2", "o3", "o11")}
RULES = tuple(
    framework(
        year,
        instruments=INSTRUMENTS,
        topics=[sure(f"t{each.id[3:]}", each.title) for each in framework().indicators[:2]],
        indicators=[sure(each.id, each.title, instrument=OWNERS[each.id]) for each in framework().indicators],
        items=[sure(code, code, group="g1") for code in ITEMS[year]],
    )
    for year in (YEAR - 1, YEAR)
)
QUIET = {
    "missing-method",
    "open-finding",
    "missing-steps",
    "missing-owners",
    "missing-period",
    "missing-entry",
    "weak-indicator",
}
"""What the small plans lack besides."""


def unit_of(case: dict[str, Any]) -> UnitFiles:
    """A body whose plan says the sentence in the field that the case names."""
    text, place = case["text"], case.get("in", "summary")
    kept: dict[str, Any] = {"title": text} if place == "title" else {}
    if place == "progress":
        kept = {"progress": [{"round": "h1", "text": text}]}
    elif place in ("approach", "target"):
        kept = {place: text}
    analysed: dict[str, Any] = {"summary": text} if place == "summary" else {}
    if place in ("t1", "ind1"):
        analysed = {"sections": [{"id": place, "narrative": text}]}
    findings: list[dict[str, object]] = []
    if place == "finding":
        stands = {"section": case.get("section", "t1")}
        codes = case.get("codes", ())
        findings = [{"text": text, "codes": codes[:1], **stands}, {"text": "b", "codes": codes[1:], **stands}]
    level = RULES[0].levels.bands[0].name
    noted: dict[str, Any] = {"note": text} if place == "note" else {}
    scores = case.get("printed", SCORES)
    printed = results(scores if isinstance(scores, dict) else {}, level if "printed" not in case else None)
    if noted:
        printed = type(printed)(printed.value.model_copy(update=noted), printed.document)
    return body(
        YearFiles(YEAR - 1, results=printed if case.get("printed") != "nothing" else None, oit=links()),
        YearFiles(
            YEAR,
            analysis=analysis(*findings, result_year=YEAR - 1, **analysed),
            measures=(measure("m1", **kept),),
        ),
    )


def said(case: dict[str, Any], rules: tuple[Framework, ...] = RULES) -> list[str]:
    """The problems of the sentence as `code name=fact ...`."""
    unit = unit_of(case)
    verdict = check_unit(unit, (), Data((unit,), reference(*rules)), day("2575-01-01"))
    return [
        " ".join([each.code, *(f"{name}={fact}" for name, fact in each.facts.items())])
        for each in verdict.problems
        if each.code not in QUIET
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_sentence_is_told_for_what_the_table_says(case: dict[str, Any]) -> None:
    assert said(case) == case.get("told", [])


def test_where_the_plans_own_year_has_no_framework_a_code_is_of_the_analysed_one() -> None:
    told = ["code-not-in-year value=o11 year=2569 near=o1"]
    assert said({"text": "ข้อ O11 ต่ำ"}, RULES[:1]) == told


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        (f"คะแนนสูงสุดคือ{'_' * 26}ตัวชี้วัดที่ 2", True),
        (f"คะแนนสูงสุดคือ{'_' * 27}ตัวชี้วัดที่ 2", False),
        (f"{'_' * 70}ตัวชี้วัดที่ 2{'_' * 119}คะแนนสูงสุด", True),
        (f"{'_' * 70}ตัวชี้วัดที่ 2{'_' * 120}คะแนนสูงสุด", False),
    ],
)
def test_what_is_highest_stands_close_by(text: str, is_told: bool) -> None:
    told = ["prose-rank code=ind2 said=คะแนนสูงสุด right=ind3 = 9.70"]
    assert said({"text": text}) == (told if is_told else [])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_what_is_read_of_a_sentence_is_of_the_year(case: dict[str, Any]) -> None:
    (reading,) = Case(unit_of(case), reference(*RULES), day("2575-01-01")).readings
    for passage in reading.passages:
        assert {code for claim in passage.claims for code in claim.codes} <= RULES[0].scored
        assert passage.section in {"", "t1", "ind1"}
