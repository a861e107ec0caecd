"""Small values for tests: an invented assessment, and an invented body's files from plain dicts.

The assessment has two instruments of equal weight, three indicators and scores from 0 to 10, so that a
number of the real one that stands in code instead of data shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from prongsai.derive import UnitReport, unit_report
from prongsai.document import Document
from prongsai.history import NO_HISTORY, UnitHistory
from prongsai.load import Placed, UnitFiles, YearFiles
from prongsai.model.analysis import Analysis
from prongsai.model.closed import DataFile
from prongsai.model.framework import Framework
from prongsai.model.measure import Measure
from prongsai.model.oit import Oit
from prongsai.model.results import Results
from prongsai.model.unit import Unit
from prongsai.reference import Kind, Reference

T = TypeVar("T", bound=DataFile)

FAMILY = "trial"
YEAR = 2570
PART_TITLES = {"outer_1": "แบบวัดภายนอก ส่วนที่ 1", "outer_2": "แบบวัดภายนอก ส่วนที่ 2"}
OWNERS = [{"id": "office", "name": "สำนักปลัด"}, {"id": "finance", "name": "กองคลัง"}]


def day(text: str) -> date:
    """Return a day that is spelled in Buddhist years, reckoned apart from the code under test."""
    year, month, number = map(int, text.split("-"))
    return date(year - 543, month, number)


def framework(year: int = YEAR, **changes: object) -> Framework:
    """The invented assessment; a change takes the place of a whole field."""
    values: dict[str, object] = {
        "year": str(year),
        "title": "การประเมินสมมุติ",
        "family": FAMILY,
        "sources": {},
        "scores": {"min": "0", "max": "10"},
        "instruments": [
            sure("inner", "แบบวัดภายใน", label="ใน", weight="50"),
            sure(
                "outer",
                "แบบวัดภายนอก",
                label="นอก",
                weight="50",
                parts=[sure(code, title, label=code) for code, title in PART_TITLES.items()],
            ),
        ],
        "indicators": [
            sure("ind1", "การทำงาน", instrument="inner", mean_of_questions="true"),
            sure("ind2", "การใช้เงิน", instrument="inner"),
            sure("ind3", "การบริการ", instrument="outer"),
        ],
        "questions": [
            sure("q1", "ทำงานตรงเวลา", indicator="ind1"),
            sure("q2", "ทำงานเท่าเทียม", indicator="ind1"),
            sure("q3", "ใช้เงินคุ้มค่า", indicator="ind2"),
        ],
        "topics": [sure("t1", "ประเด็นการทำงาน")],
        "levels": {
            "standing": "confirmed",
            "passed": "8",
            "bands": bands(("ดีเยี่ยม", 9, 9), ("ดี", 8, 8), ("ผ่าน", 8, None), ("ต่ำ", 0, None)),
        },
        "groups": [sure("g1", "การเปิดเผย", indicator="ind3")],
        "items": [
            sure("o1", "โครงสร้าง", group="g1"),
            sure("o2", "มาตรการ", group="g1", role={"page": "measures", "plan": "0"}),
            sure("o3", "รายงาน", group="g1", role={"page": "progress", "plan": "-1"}),
        ],
    }
    return Framework.model_validate({**values, **changes})


def sure(code: str, title: str | None = None, **values: object) -> dict[str, object]:
    """One row of a framework that is confirmed."""
    own = {"title": title} if title else {}
    return {"id": code, "standing": "confirmed", **own, **values}


def bands(*rows: tuple[str, float, float | None]) -> list[dict[str, str]]:
    """Levels from name, lowest total and, if asked, lowest score of each instrument."""
    return [
        {"name": name, "tone": "good", "meaning": name, "total": str(total)}
        | ({} if each is None else {"each": str(each)})
        for name, total, each in rows
    ]


def placed(model: type[T], path: str = "units/demo/file.yml", /, **values: Any) -> Placed[T]:
    """A model of text values, as if read from a file."""
    return Placed(model.model_validate(values), Document(path, values, {}))


def results(scores: Mapping[str, str], level: str | None = None) -> Placed[Results]:
    """Printed scores, and the printed level if there is one."""
    given: dict[str, Any] = {"level": level} if level else {}
    return placed(Results, scores=scores, **given)


def analysis(*findings: Mapping[str, object], result_year: int = YEAR, **values: object) -> Placed[Analysis]:
    """An analysis with these findings; section and text are filled in where they do not matter."""
    rows = [{"section": "t1", "text": "ข้อค้นพบ"} | dict(each) for each in findings]
    return placed(Analysis, result_year=str(result_year), findings=rows, **values)


def measure(stem: str = "m1", /, **values: object) -> Placed[Measure]:
    """A measure; the section is filled in where it does not matter."""
    return placed(Measure, f"units/demo/measures/{stem}.yml", **({"section": "t1"} | values))


def links(*rows: Mapping[str, object]) -> Placed[Oit]:
    """The links of a body's disclosure items."""
    return placed(Oit, links=list(rows))


def body(*years: YearFiles, owners: Iterable[Mapping[str, str]] = OWNERS) -> UnitFiles:
    """The files of an invented body with two departments."""
    unit = placed(Unit, "units/demo/unit.yml", name="หน่วยงานสมมุติ", kind="demo", owners=list(owners))
    return UnitFiles("demo", unit, years)


def reference(*frameworks: Framework) -> Reference:
    """What the package would ship if these were all its frameworks."""
    kinds = {"demo": Kind(title="หน่วยงานทดลอง", family=FAMILY)}
    return Reference(kinds, {(each.family, each.year): each for each in frameworks})


def report(
    *years: YearFiles,
    today: str = "2571-01-01",
    frameworks: Iterable[Framework] = (),
    history: UnitHistory = NO_HISTORY,
) -> UnitReport:
    """Everything derived from a body's years; the assessment is the same in all of them unless given."""
    known = tuple(frameworks) or tuple(framework(year) for year in range(YEAR - 2, YEAR + 4))
    return unit_report(body(*years), reference(*known), day(today), history)
