"""Scores before and after where a year asks its questions anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from conftest import ROOT
from prongsai.derive import unit_report
from prongsai.document import Document
from prongsai.load import Placed, load
from prongsai.model.measure import Measure
from prongsai.model.results import Results
from prongsai.project import Project, frameworks_folder
from prongsai.reference import load_reference


def test_a_renumbered_question_is_compared_by_its_indicator() -> None:
    files = load(Project(ROOT), ("na-udom",)).units[0]
    reference = load_reference(frameworks_folder())
    later = Placed(
        Results.model_validate({"scores": {"ind1": "95.00"}}),
        Document("units/na-udom/2569/results.yml", {}, {}),
    )
    plan_2569 = next(year for year in files.years if year.year == 2569)
    measure_of_i1 = Placed(
        Measure.model_validate({"section": "ind1", "answers": ["i1"]}), Document("m/m1.yml", {}, {})
    )
    year = replace(plan_2569, results=later, measures=(measure_of_i1,))
    years = tuple(year if each.year == 2569 else each for each in files.years)
    report = unit_report(replace(files, years=years), reference, date(2026, 11, 21))
    assert report.latest_plan
    (answer,) = report.latest_plan.measures[0].answers
    assert answer.after is None
    assert answer.indicator
    assert [figure.value for figure in answer.indicator] == [Decimal("90.32"), Decimal("95.00")]
