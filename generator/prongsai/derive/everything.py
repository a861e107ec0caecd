"""A body's fiscal year -> one nested value of all that its pages show, for `everything.json`.

Its leaves are the rows of the open data; what no table holds (introductions, notes, sources) is added.
It must not know how it is written down.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from prongsai.derive import UnitReport, YearReport
from prongsai.derive.measures import MeasureReport
from prongsai.derive.plan import PlanReport
from prongsai.derive.sheet import SheetReport
from prongsai.derive.tables import Voices, body_row
from prongsai.derive.tables.kind import Table, Value, names_of
from prongsai.derive.tables.plan import Voice
from prongsai.derive.tables.rows import Row
from prongsai.load import Placed
from prongsai.model.analysis import Analysis
from prongsai.model.closed import DataFile

Node = Value | Mapping[str, "Node"] | Sequence["Node"]
"""A value of JSON; keys stand in the order in which they are written."""
_OF_ALL = ("unit", "fiscal_year")
"""What is said once at the top."""


def everything(report: UnitReport, year: YearReport, tables: Mapping[str, Table], voices: Voices) -> Node:
    """Return all that the pages of a year show; a part that the body does not have is None."""
    return {
        "body": {**_node(body_row(report), ()), **about(report.source)},
        "fiscal_year": year.year,
        "as_of": report.today,
        "summary": _node(tables["summary"].rows[0]),
        "results": {"scores": _nodes(tables["scores"]), **about(year.results.source)}
        if year.results
        else None,
        **_plan(report, year.plan, tables, voices),
        "oit": _sheet(year.sheet, tables) if year.sheet else None,
    }


def about(placed: Placed[Any] | None) -> dict[str, Node]:
    """What a file says of itself."""
    file: DataFile = placed.value if placed else DataFile()
    return {
        "source": file.source,
        "note": file.note,
        "corrections": [{"printed": each.printed, "corrected": each.corrected} for each in file.corrections],
        "accepted": [{"problem": each.problem, "because": each.because} for each in file.accepted],
    }


def _plan(
    report: UnitReport, plan: PlanReport | None, tables: Mapping[str, Table], voices: Voices
) -> dict[str, Node]:
    if not plan:
        return {"analysis": None, "measures": None}
    voice = voices(report.analysed_results(plan.year))
    rows = {row.measure: row for row in tables["measures"].rows if hasattr(row, "measure")}
    return {
        "analysis": _analysis(plan, plan.source, tables, voice) if plan.source else None,
        "measures": [_measure(each, rows[each.id], tables, voice) for each in plan.measures],
    }


def _analysis(plan: PlanReport, source: Placed[Analysis], tables: Mapping[str, Table], voice: Voice) -> Node:
    return {
        "result_year": plan.result_year,
        "summary": voice.said(source.value.summary),
        "measures_intro": voice.said(source.value.measures_intro),
        "sections": [
            {
                "section": each.id,
                "title": each.title,
                "narrative": voice.said(each.section.narrative if each.section else None),
                "limits": voice.said(each.section.limits if each.section else None),
            }
            for each in plan.sections
        ],
        "findings": _nodes(tables["findings"]),
        **about(source),
    }


def _measure(measure: MeasureReport, row: Row, tables: Mapping[str, Table], voice: Voice) -> Node:
    value = measure.source.value
    own = {name: _own(tables[name].rows, measure=measure.id) for name in ("answers", "steps", "entries")}
    return {
        **_node(row),
        "remark_facts": [{"remark": each.name, **each.facts} for each in measure.remarks],
        "steps_intro": voice.said(value.steps_intro),
        "follow_up_intro": voice.said(value.follow_up_intro),
        "answer_rows": [_node(each, (*_OF_ALL, "measure")) for each in own["answers"]],
        "step_rows": [_node(each, (*_OF_ALL, "measure")) for each in own["steps"]],
        "entry_rows": [_entry(each, tables) for each in own["entries"]],
        **about(measure.source),
    }


def _entry(row: Row, tables: Mapping[str, Table]) -> Node:
    values = _node(row)
    proofs = _own(tables["evidence"].rows, measure=values["measure"], entry=values["entry"])
    skipped = (*_OF_ALL, "measure", "entry")
    return {
        **_node(row, (*_OF_ALL, "measure")),
        "evidence_rows": [_node(each, skipped) for each in proofs],
    }


def _sheet(sheet: SheetReport, tables: Mapping[str, Table]) -> Node:
    return {
        "items": [_item(each, tables) for each in tables["oit_items"].rows],
        **about(sheet.source),
    }


def _item(row: Row, tables: Mapping[str, Table]) -> Node:
    values, skipped = _node(row), (*_OF_ALL, "item")
    elements = _own(tables["oit_elements"].rows, item=values["item"])
    links = _own(tables["oit_links"].rows, item=values["item"])
    return {
        **values,
        "element_rows": [_node(each, skipped) for each in elements],
        "link_rows": [_node(each, skipped) for each in links],
    }


def _own(rows: Iterable[Row], **wanted: Node) -> list[Row]:
    """The rows whose fields have these values."""
    return [row for row in rows if all(getattr(row, name) == value for name, value in wanted.items())]


def _nodes(table: Table) -> list[Node]:
    return [_node(row) for row in table.rows]


def _node(row: Row, skipped: tuple[str, ...] = _OF_ALL) -> dict[str, Node]:
    return {name: getattr(row, name) for name in names_of(type(row)) if name not in skipped}
