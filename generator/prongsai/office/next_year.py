"""A new fiscal year: its analysis to be filled in, and what is unfinished in the plan before.

Answers get the new year's codes only where the frameworks verify them; dates of the old plan are cleared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from prongsai.check.completeness import is_example
from prongsai.check.near import nearest
from prongsai.derive.measures import analysed_year
from prongsai.derive.progress import CLOSED, journal, state_of
from prongsai.load import Placed, UnitFiles, YearFiles, load
from prongsai.model.calendar import is_fiscal_year
from prongsai.model.digits import fold_digits
from prongsai.model.framework import Framework
from prongsai.model.measure import Measure
from prongsai.model.references import REFERENCE
from prongsai.model.results import Results
from prongsai.model.scalars import fold_code
from prongsai.office.crosswalk import (
    Crosswalk,
    codes_with_titles,
    item_crosswalk,
    question_crosswalk,
    successors_over,
)
from prongsai.office.opening import NewFiles, measure_file
from prongsai.office.places import find_unit
from prongsai.office.skeletons import skeleton
from prongsai.office.spelling import prose
from prongsai.office.trial import try_changes
from prongsai.office.whole import refuse_existing
from prongsai.problems import StopError
from prongsai.project import MEASURES, Project
from prongsai.reference import Reference

_KEPT = ("title", "approach", "lead", "owners", "steps_intro", "follow_up_intro", "target", "limits")
_DATES = "dates"
"""The name of a period that is two days."""


@dataclass(frozen=True, slots=True)
class NewYear:
    """What opening a year writes, what it carries over, and how the codes moved."""

    new: NewFiles
    year: int
    result_year: int
    carried: tuple[str, ...]
    """`2567/m4`: measures of the earlier plan that go on."""
    unmapped: Mapping[str, tuple[str, ...]]
    """Answers that found no verified code, by measure."""
    crosswalks: tuple[Crosswalk, ...]


@dataclass(frozen=True, slots=True)
class _Opening:
    """What a new year is made from."""

    unit: UnitFiles
    reference: Reference
    year: int
    result: Framework
    plan: YearFiles | None

    @property
    def former_result(self) -> Framework | None:
        """The framework whose codes the earlier plan uses."""
        return self.reference.framework(self.unit.unit.value, analysed_year(self.plan)) if self.plan else None

    @property
    def framework(self) -> Framework | None:
        """The framework of the new year itself."""
        return self.reference.framework(self.unit.unit.value, self.year)

    def codes(self) -> Mapping[str, str]:
        """Each code of the earlier plan with the new plan's."""
        former = self.former_result
        if not former:
            return {}
        years = range(former.year, self.result.year + 1)
        known = (self.reference.framework(self.unit.unit.value, year) for year in years)
        return successors_over(filter(None, known))


def open_year(project: Project, unit: str, year: str, today: date) -> NewYear:
    """Return everything that a new year begins with; nothing is written yet.

    The analysis comes last: while it is not there, the year is not open, and the verb can be repeated.
    """
    opening = _opening(project, unit, year)
    folder = find_unit(project, unit) / str(opening.year)
    analysis = folder / "analysis.yml"
    refuse_existing(analysis)
    measures = _unfinished(opening.plan)
    carried = {placed.stem: _carry(placed, opening) for placed in measures}
    files = {folder / MEASURES / f"{stem}.yml": each.data for stem, each in carried.items()}
    refuse_existing(*(path for path in (folder / MEASURES).glob("*.yml") if path not in files))
    files |= {folder / name: data for name, data in _blanks(opening) if not (folder / name).exists()}
    files[analysis] = _analysis(opening, measures)
    former = opening.plan.year if opening.plan else opening.year - 1
    return NewYear(
        new=NewFiles(files, try_changes(project, unit, files, today)),
        year=opening.year,
        result_year=opening.result.year,
        carried=tuple(f"{former}/{stem}" for stem in carried),
        unmapped={stem: each.unmapped for stem, each in carried.items() if each.unmapped},
        crosswalks=tuple(_crosswalks(opening)),
    )


def _opening(project: Project, unit: str, year: str) -> _Opening:
    number = fold_digits(year.strip())
    if not is_fiscal_year(number):
        raise StopError("not-a-fiscal-year", year=year)
    find_unit(project, unit)
    data = load(project, (unit,))
    if not data.units:
        raise StopError("faulty-unit", unit=unit)
    files = data.units[0]
    result = data.reference.framework(files.unit.value, int(number) - 1)
    if not result:
        known = sorted({str(each) for _, each in data.reference.frameworks})
        near = nearest(str(int(number) - 1), known)
        raise StopError("no-framework", year=int(number) - 1, known=", ".join(known), near=near)
    earlier = [each for each in files.years if each.year < int(number) and each.measures]
    return _Opening(files, data.reference, int(number), result, earlier[-1] if earlier else None)


def _unfinished(plan: YearFiles | None) -> tuple[Placed[Measure], ...]:
    """The measures of a plan that are neither done nor cancelled; an example goes nowhere."""
    measures = plan.measures if plan else ()
    year = plan.year if plan else 0
    own = (each for each in measures if not is_example(each.value))
    return tuple(each for each in own if state_of(journal(each.value, year)) not in CLOSED)


@dataclass(frozen=True, slots=True)
class _Carried:
    """A measure's new file, and the answers that found no verified code."""

    data: bytes
    unmapped: tuple[str, ...]


def _carry(placed: Placed[Measure], opening: _Opening) -> _Carried:
    values, measure = placed.document.values, placed.value
    moved = opening.codes()
    answers = tuple(moved[code] for code in measure.answers if code in moved)
    unmapped = tuple(code for code in measure.answers if code not in moved)
    spoken = _Spoken(opening)
    kept = {name: spoken.without_codes(values[name]) for name in _KEPT if values.get(name)}
    kept["section"] = _section_id(measure.section, opening)
    if answers:
        kept["answers"] = answers
    is_dated = measure.period is not None and measure.period.name == _DATES
    if measure.period and not is_dated:
        kept["period"] = values["period"]
    for field in ("steps", "follow_up"):
        kept[field] = tuple(_row(row, spoken) for row in _rows_of(values.get(field)))
    plan_year = opening.plan.year if opening.plan else 0
    kept["continues"] = f"{plan_year}/{placed.stem}"
    former = {
        "former_period": values.get("period") if is_dated else None,
        "former_budget": values.get("budget"),
    }
    data = measure_file(opening.year, placed.stem, kept, unmapped=unmapped, former_year=plan_year, **former)
    return _Carried(data, unmapped)


def _rows_of(value: object) -> Iterable[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _row(row: dict[str, Any], spoken: _Spoken) -> dict[str, Any]:
    """One row of work without the days of the old plan."""
    number = {"number": row["number"]} if "number" in row else {}
    text = prose(spoken.without_codes(row["text"]))
    return {"fields": {"text": text, **number}, "due": row.get("due")}


class _Spoken:
    """Texts of the earlier plan as they were shown: its codes in braces become the scores of then."""

    def __init__(self, opening: _Opening) -> None:
        plan = opening.plan
        results = opening.unit.year(analysed_year(plan)).results if plan else None
        self._results: Results | None = results.value if results else None

    def without_codes(self, value: Any) -> Any:
        """The text with scores in the place of codes in braces; what is no text stays."""
        return REFERENCE.sub(self._score, value) if isinstance(value, str) else value

    def _score(self, found: Any) -> str:
        score = self._results.scores.get(fold_code(found[1])) if self._results else None
        return str(score.value) if score else str(found[1]).upper()


def _section_id(section: str, opening: _Opening) -> str:
    """The new plan's id of an earlier section: its successor, else one that clashes with nothing."""
    moved = opening.codes()
    if section in moved:
        return moved[section]
    former = opening.former_result
    clashes = section in opening.result.section_ids
    return f"{section}-{former.year}" if clashes and former else section


def _analysis(opening: _Opening, measures: tuple[Placed[Measure], ...]) -> bytes:
    shared = _shared_sections(opening)
    known = opening.result.section_ids
    sections = [{"fields": {"id": code}, "note": opening.result.titles[code]} for code in shared]
    for section in dict.fromkeys(each.value.section for each in measures):
        code = _section_id(section, opening)
        if code not in shared:
            own = {} if code in known else {"title": _section_title(section, opening)}
            sections.append({"fields": {"id": code, **own}, "note": opening.result.titles.get(code) or ""})
    return skeleton("analysis", year=opening.year, result_year=opening.result.year, sections=sections)


def _shared_sections(opening: _Opening) -> tuple[str, ...]:
    """The topics or the indicators of the result's year, as the new year's OIT item asks for them."""
    items = opening.framework.items if opening.framework else ()
    roles = [item.role for item in items if item.role and item.role.page == MEASURES]
    by_indicator = any(role.sections == "indicators" for role in roles) or not opening.result.topics
    coded = opening.result.indicators if by_indicator else opening.result.topics
    return tuple(each.id for each in coded)


def _section_title(section: str, opening: _Opening) -> str:
    analysis = opening.plan.analysis if opening.plan else None
    own = analysis.value.sections if analysis else ()
    titles = {each.id: each.title for each in own if each.title}
    former = opening.former_result
    return titles.get(section) or (former.titles.get(section) if former else None) or section


def results_file(framework: Framework) -> bytes:
    """Return the file of a year's scores with every code as guidance; none is typed yet."""
    rows = [{"code": code, "title": title} for code, title in codes_with_titles(framework)]
    levels = [band.name for band in framework.levels.bands]
    return skeleton("results", year=framework.year, levels=levels, codes=rows)


def _blanks(opening: _Opening) -> Iterable[tuple[str, bytes]]:
    """The files that hold nothing but guidance, with the year's codes where they are known."""
    framework = opening.framework
    if framework:
        yield "results.yml", results_file(framework)
    yield "oit.yml", skeleton("oit", year=opening.year, items=framework.items if framework else ())


def _crosswalks(opening: _Opening) -> Iterable[Crosswalk]:
    """Questions from result to result, items from plan to plan, wherever both years are known."""
    former, plan = opening.former_result, opening.plan
    if former and former.year < opening.result.year:
        yield question_crosswalk(former, opening.result)
    disclosed = opening.reference.framework(opening.unit.unit.value, plan.year) if plan else None
    if disclosed and opening.framework:
        yield item_crosswalk(disclosed, opening.framework)
