"""The answer sheet of a year: which item is answered where, and how much of what it asks for is there."""

from __future__ import annotations

from typing import Any

import pytest

from builders import YEAR, analysis, framework, links, measure, report, results, sure
from prongsai import addresses
from prongsai.derive.elements import Coverage, Sources, element_report
from prongsai.derive.sheet import ItemReport, SheetReport
from prongsai.load import YearFiles
from prongsai.model.framework import Framework
from prongsai.project import frameworks_folder
from prongsai.reference import load_reference

PLAN_YEAR = YEAR + 1
OLDER = (framework(YEAR - 1), framework(YEAR))
SCORED = (
    YearFiles(YEAR - 1, results=results({"total": "8"})),
    YearFiles(YEAR, results=results({"total": "9"})),
)
REPORTED: dict[str, Any] = {"progress": [{"round": "h1"}]}
URL = {"code": "o1", "url": "https://example.go.th/1.pdf"}
REASON = {"code": "o1", "note": "อยู่ระหว่างปรับปรุงเว็บไซต์"}


def sheet(year: int, *years: YearFiles, **options: Any) -> SheetReport | None:
    found = report(*years, **options).year(year)
    return found.sheet if found else None


def item(code: str, year: int, *years: YearFiles, **options: Any) -> ItemReport:
    found = sheet(year, *years, **options)
    assert found is not None
    (item,) = [each for each in found.items if each.item.id == code]
    return item


def asks(year: int, role: dict[str, str], *shows: str | None) -> Framework:
    """An assessment whose only item has this role and asks for these elements."""
    elements = [
        sure(letter, letter, **({"shows": each} if each else {}))
        for letter, each in zip("abcdefghij", shows, strict=False)
    ]
    return framework(year, items=[sure("o1", "รายการ", group="g1", role=role, elements=elements)])


def states(
    *shows: str | None, role: dict[str, str] | None = None, before: tuple[YearFiles, ...] = (), **plan: Any
) -> list[str]:
    """How much of each element a plan shows, and a plan alone."""
    frameworks = [*OLDER, asks(PLAN_YEAR, role or {"page": "measures", "plan": "0"}, *shows)]
    years = (*before, YearFiles(PLAN_YEAR, **plan))
    return [each.state for each in item("o1", PLAN_YEAR, *years, frameworks=frameworks).elements]


# --- Where an item is answered


@pytest.mark.parametrize(
    ("files", "own_year"),
    [
        (YearFiles(PLAN_YEAR, measures=(measure(),)), PLAN_YEAR),
        (YearFiles(PLAN_YEAR, measures=(measure(**REPORTED),)), PLAN_YEAR),
        (YearFiles(PLAN_YEAR, analysis=analysis(), oit=links()), None),
        (YearFiles(PLAN_YEAR, oit=links()), None),
    ],
    ids=["measures", "measures with progress", "an analysis alone", "no plan"],
)
def test_the_measures_item_is_answered_by_the_plan_of_its_own_year(
    files: YearFiles, own_year: int | None
) -> None:
    own = item("o2", PLAN_YEAR, files).own
    address = f"{addresses.measures_page(PLAN_YEAR)}#table"
    assert (own and (own.page, own.year, own.address)) == (own_year and ("measures", own_year, address))


@pytest.mark.parametrize(
    ("values", "own_year"),
    [(REPORTED, PLAN_YEAR), ({}, None)],
    ids=["one entry", "no entry"],
)
def test_the_progress_item_is_answered_by_the_reports_of_the_year_before(
    values: dict[str, Any], own_year: int | None
) -> None:
    files = YearFiles(PLAN_YEAR, measures=(measure(**values), measure("m2")))
    own = item("o3", PLAN_YEAR + 1, files, YearFiles(PLAN_YEAR + 1, oit=links())).own
    address = f"{addresses.progress_page(PLAN_YEAR)}#rounds"
    assert (own and (own.page, own.year, own.address)) == (own_year and ("progress", own_year, address))
    assert item("o3", PLAN_YEAR, files, YearFiles(PLAN_YEAR + 1, oit=links())).own is None


def test_a_role_may_ask_for_the_progress_of_the_same_year() -> None:
    same = asks(PLAN_YEAR, {"page": "progress", "plan": "0"})
    own = item("o1", PLAN_YEAR, YearFiles(PLAN_YEAR, measures=(measure(**REPORTED),)), frameworks=[same]).own
    assert own
    assert own.year == PLAN_YEAR


def test_a_role_speaks_of_its_own_whole_year_unless_it_says_otherwise() -> None:
    role = asks(PLAN_YEAR, {"page": "measures"}).items[0].role
    assert role is not None
    assert (role.plan, role.result, role.round, role.sections) == (0, -1, "year", "any")


def test_an_item_without_a_role_has_no_page_of_this_site() -> None:
    files = YearFiles(PLAN_YEAR, measures=(measure(**REPORTED),))
    assert item("o1", PLAN_YEAR, files).own is None


def test_an_item_whose_plan_is_missing_names_the_years_that_have_one() -> None:
    files = (
        YearFiles(YEAR, measures=(measure(),)),
        YearFiles(PLAN_YEAR, measures=(measure(**REPORTED),)),
        YearFiles(PLAN_YEAR + 2, oit=links()),
    )
    missing = item("o2", PLAN_YEAR + 2, *files)
    assert (missing.own, missing.other_years, missing.elements) == (None, (YEAR, PLAN_YEAR), ())
    assert item("o3", PLAN_YEAR + 2, *files).other_years == (PLAN_YEAR,)
    assert item("o2", PLAN_YEAR, *files).other_years == ()


@pytest.mark.parametrize(
    ("rows", "shown", "answered"),
    [
        ([], [], False),
        ([URL], ["https://example.go.th/1.pdf"], True),
        ([REASON], [None], False),
        ([REASON, URL], [None, "https://example.go.th/1.pdf"], True),
        ([URL, URL | {"url": "https://b.go.th/"}], ["https://example.go.th/1.pdf", "https://b.go.th/"], True),
        ([URL | {"code": "O๑"}], ["https://example.go.th/1.pdf"], True),
        ([URL | {"code": "o2"}], [], False),
        ([URL | {"code": "o10"}], [], False),
    ],
    ids=[
        "no link",
        "a link",
        "only a reason",
        "a reason and a link",
        "two links in their order",
        "another spelling",
        "another item",
        "a longer code",
    ],
)
def test_an_item_is_answered_by_a_link_but_not_by_a_reason(
    rows: list[dict[str, str]], shown: list[str | None], answered: bool
) -> None:
    found = item("o1", PLAN_YEAR, YearFiles(PLAN_YEAR, oit=links(*rows)))
    assert [link.url for link in found.links] == shown
    assert found.is_answered is answered


def test_an_item_keeps_its_links_beside_this_sites_own_page() -> None:
    rows = links(URL | {"code": "o2"})
    found = item("o2", PLAN_YEAR, YearFiles(PLAN_YEAR, measures=(measure(),), oit=rows))
    assert found.own is not None
    assert [link.url for link in found.links] == [URL["url"]]


def test_a_page_of_this_site_answers_without_a_link() -> None:
    assert item("o2", PLAN_YEAR, YearFiles(PLAN_YEAR, measures=(measure(),))).is_answered


# --- The sheet


@pytest.mark.parametrize(
    ("files", "years"),
    [
        ([YearFiles(PLAN_YEAR, measures=(measure(),))], [PLAN_YEAR]),
        ([YearFiles(PLAN_YEAR, measures=(measure(**REPORTED),))], [PLAN_YEAR, PLAN_YEAR + 1]),
        ([YearFiles(PLAN_YEAR, oit=links())], [PLAN_YEAR]),
        ([YearFiles(PLAN_YEAR, analysis=analysis())], []),
        ([YearFiles(PLAN_YEAR, results=results({"total": "9"}))], []),
        ([YearFiles(YEAR + 9, oit=links(URL))], []),
        ([], []),
    ],
    ids=[
        "measures",
        "progress, which the next year asks for",
        "links, even none",
        "an analysis alone",
        "results alone",
        "a year without an assessment",
        "nothing",
    ],
)
def test_a_year_has_a_sheet_where_the_body_has_something_to_show_on_it(
    files: list[YearFiles], years: list[int]
) -> None:
    found = report(*files).years
    assert [each.year for each in found if each.sheet] == years
    assert [each.year for each in found if not (each.results or each.plan or each.sheet)] == []


def test_a_sheet_counts_what_can_be_seen_group_by_group() -> None:
    groups = [sure("g2", "ก", indicator="ind3"), sure("g1", "ข", indicator="ind3")]
    items = [sure("o1", "ก", group="g1"), sure("o2", "ข", group="g2"), sure("o3", "ค", group="g1")]
    rows = links(URL, REASON | {"code": "o2"}, URL | {"code": "o3"})
    found = sheet(YEAR, YearFiles(YEAR, oit=rows), frameworks=[framework(YEAR, groups=groups, items=items)])
    assert found is not None
    assert [(each.group.id, [one.item.id for one in each.items]) for each in found.groups] == [
        ("g2", ["o2"]),
        ("g1", ["o1", "o3"]),
    ]
    assert [each.answered for each in found.groups] == [0, 2]
    assert [each.item.id for each in found.items] == ["o2", "o1", "o3"]
    assert found.answered == 2
    assert (found.year, found.source) == (YEAR, rows)


# --- The elements that an item asks for


@pytest.mark.parametrize(
    ("shows", "has", "lacks"),
    [
        ("method", {"title": "ชื่อ"}, {}),
        ("method", {"approach": "วิธี"}, {}),
        ("method", {"steps": [{"text": "ก"}]}, {}),
        ("steps", {"steps": [{"text": "ก"}]}, {"approach": "วิธี"}),
        ("owners", {"owners": ["office"]}, {}),
        ("owners", {"lead": "office"}, {}),
        ("period", {"period": "year"}, {}),
        ("follow-up", {"follow_up": [{"text": "ก"}]}, {"steps": [{"text": "ก"}]}),
        ("progress", {"progress": [{"round": "q1"}]}, {}),
    ],
)
def test_an_element_of_measures_is_there_if_every_measure_has_it(
    shows: str, has: dict[str, Any], lacks: dict[str, Any]
) -> None:
    assert states(shows, measures=(measure("m1", **has),)) == ["present"]
    assert states(shows, measures=(measure("m1", **has), measure("m2", **has))) == ["present"]
    assert states(shows, measures=(measure("m1", **has), measure("m2", **lacks))) == ["partial"]
    assert states(shows, measures=(measure("m1", **lacks), measure("m2", **lacks))) == ["missing"]


@pytest.mark.parametrize(
    ("shows", "plan", "state"),
    [
        ("analysis", {"analysis": analysis()}, "present"),
        ("analysis", {}, "missing"),
        ("findings", {"analysis": analysis({})}, "present"),
        ("findings", {"analysis": analysis()}, "missing"),
        ("limits", {"analysis": analysis(sections=[{"id": "t1", "limits": "ข้อจำกัด"}])}, "present"),
        ("limits", {"measures": (measure(limits="ข้อจำกัด"),)}, "present"),
        ("limits", {"analysis": analysis(sections=[{"id": "t1", "narrative": "ก"}])}, "missing"),
        ("results", {"before": SCORED[1:]}, "present"),
        ("results", {"before": SCORED[:1]}, "missing"),
        ("results", {"results": results({"total": "9"})}, "missing"),
        ("history", {"before": SCORED}, "present"),
        ("history", {"before": SCORED[1:]}, "missing"),
        ("year", {}, "present"),
        ("something-new", {}, "unknown"),
        (None, {}, "unknown"),
    ],
)
def test_an_element_of_the_plan_is_there_or_not(shows: str | None, plan: dict[str, Any], state: str) -> None:
    assert states(shows, **({"measures": (measure(),)} | plan)) == [state]


@pytest.mark.parametrize(
    ("asked", "sections", "state"),
    [
        ("indicators", ["ind1", "ind2", "ind3"], "present"),
        ("indicators", ["ind1", "ind3"], "partial"),
        ("indicators", ["t1"], "missing"),
        ("topics", ["t1"], "present"),
        ("topics", ["ind1"], "missing"),
        ("any", ["own"], "present"),
        ("any", [], "present"),
    ],
)
def test_an_analysis_is_whole_if_every_asked_heading_is_in_it(
    asked: str, sections: list[str], state: str
) -> None:
    rows = [{"id": each, "title": each} for each in sections]
    role = {"page": "measures", "plan": "0", "sections": asked}
    own = (measure(section="own"),)
    assert states("sections", role=role, analysis=analysis(sections=rows), measures=own) == [state]


def test_a_heading_that_only_a_finding_names_is_analysed() -> None:
    role = {"page": "measures", "plan": "0", "sections": "topics"}
    given = analysis({"section": "t1"}, sections=[{"id": "ind1"}])
    assert states("sections", role=role, analysis=given, measures=(measure(section="ind1"),)) == ["present"]


@pytest.mark.parametrize(("plan", "state"), [({"analysis": analysis()}, "present"), ({}, "missing")])
def test_where_the_analysed_year_has_no_assessment_any_analysis_is_whole(
    plan: dict[str, Any], state: str
) -> None:
    asked = asks(PLAN_YEAR, {"page": "measures", "plan": "0", "sections": "topics"}, "sections")
    found = item("o1", PLAN_YEAR, YearFiles(PLAN_YEAR, measures=(measure(),), **plan), frameworks=[asked])
    assert [each.state for each in found.elements] == [state]


@pytest.mark.parametrize(
    ("page", "shows", "address"),
    [
        ("measures", "steps", "2571/measures/#details"),
        ("measures", "owners", "2571/measures/#details"),
        ("measures", "year", "2571/measures/"),
        ("progress", "year", "2571/progress/"),
        ("progress", "progress", "2571/progress/"),
        ("progress", "round", "2571/progress/"),
        ("measures", "analysis", "2571/analysis/"),
        ("measures", "sections", "2571/analysis/"),
        ("measures", "findings", "2571/analysis/"),
        ("measures", "limits", "2571/analysis/"),
        ("measures", "results", "2570/results/"),
        ("measures", "history", "history/"),
    ],
)
def test_an_element_says_where_it_can_be_seen(page: str, shows: str, address: str) -> None:
    asked = asks(PLAN_YEAR, {"page": page, "plan": "0"}, shows)
    plan = YearFiles(PLAN_YEAR, analysis=analysis(), measures=(measure(**REPORTED),))
    (found,) = item("o1", PLAN_YEAR, plan, frameworks=[*OLDER, asked]).elements
    assert found.coverage is not None
    assert (found.coverage.address, found.coverage.asked) == (address, 1)


@pytest.mark.parametrize(
    "plan",
    [{"analysis": analysis(sections=[{"id": "ind1"}])}, {}],
    ids=["an analysis of something else", "no analysis"],
)
def test_a_measure_under_a_heading_is_no_analysis_of_it(plan: dict[str, Any]) -> None:
    role = {"page": "measures", "plan": "0", "sections": "topics"}
    assert states("sections", role=role, measures=(measure(section="t1"),), **plan) == ["missing"]


@pytest.mark.parametrize(
    ("asked", "entries", "state"),
    [
        ("h1", [{"round": "h1"}], "present"),
        ("h1", [{"round": "h1", "date": "2571-02-01"}], "present"),
        ("h1", [{"date": "2571-03-30"}], "missing"),
        ("h1", [{"date": "2571-03-31"}], "present"),
        ("h1", [{"round": "q1"}], "missing"),
        ("h1", [{"round": "q2"}], "present"),
        ("h1", [{"round": "q1", "date": "2571-04-20"}], "missing"),
        ("year", [{"round": "h1"}], "missing"),
        ("year", [{"round": "h1", "date": "2571-10-05"}], "missing"),
        ("year", [{"round": "h1"}, {"round": "year", "date": "2571-09-01"}], "present"),
        ("year", [{"round": "h2"}], "present"),
        ("year", [{"date": "2571-09-29"}], "missing"),
    ],
)
def test_a_round_is_reported_by_an_entry_of_it_or_from_its_last_day_on(
    asked: str, entries: list[dict[str, str]], state: str
) -> None:
    role = {"page": "progress", "plan": "0", "round": asked}
    assert states("round", role=role, measures=(measure(progress=entries),)) == [state]


@pytest.mark.parametrize(
    ("shows", "coverage"),
    [
        ("sections", Coverage(1, 2, "2571/analysis/")),
        ("year", Coverage(1, 1, "2571/measures/")),
        ("owners", Coverage(1, 2, "2571/measures/#details")),
        ("findings", Coverage(3, 1, "2571/analysis/")),
    ],
)
def test_an_element_counts_what_is_there_of_what_is_asked_for(shows: str, coverage: Coverage) -> None:
    older = framework(YEAR, topics=[sure("t1", "One"), sure("t2", "Two")])
    asked = asks(PLAN_YEAR, {"page": "measures", "plan": "0", "sections": "topics"}, shows)
    files = YearFiles(
        PLAN_YEAR,
        analysis=analysis({"section": "t1"}, {"section": "t1"}, {"section": "own"}),
        measures=(measure("m1", owners=["office"]), measure("m2")),
    )
    (found,) = item("o1", PLAN_YEAR, files, frameworks=[older, asked]).elements
    assert found.coverage == coverage


def test_limits_stand_with_the_measures_where_there_is_no_analysis() -> None:
    asked = asks(PLAN_YEAR, {"page": "measures", "plan": "0"}, "limits")
    files = YearFiles(PLAN_YEAR, measures=(measure(limits="Few hands"),))
    (found,) = item("o1", PLAN_YEAR, files, frameworks=[asked]).elements
    assert found.coverage
    assert found.coverage.address == f"{PLAN_YEAR}/measures/"


def test_an_item_tells_what_of_it_is_missing_or_not_whole() -> None:
    asked = asks(PLAN_YEAR, {"page": "measures", "plan": "0"}, "steps", "owners", "year", None)
    whole = measure("m1", owners=["office"])
    plan = YearFiles(PLAN_YEAR, measures=(whole, measure("m2")))
    found = item("o1", PLAN_YEAR, plan, frameworks=[asked])
    assert [each.element.id for each in found.missing] == ["a", "b"]
    assert [each.state for each in found.missing] == ["missing", "partial"]


def test_a_sheet_names_the_items_with_a_role_that_are_absent_or_not_whole() -> None:
    role = {"page": "measures", "plan": "0"}
    asked = [sure("a", "ก", shows="steps")]
    rows = [
        sure("o1", "ไม่มีบทบาท", group="g1"),
        sure("o2", "ครบ", group="g1", role=role),
        sure("o3", "ไม่ครบ", group="g1", role=role, elements=asked),
        sure("o4", "ไม่มีแผน", group="g1", role=role | {"plan": "-1"}),
    ]
    found = sheet(
        PLAN_YEAR, YearFiles(PLAN_YEAR, measures=(measure(),)), frameworks=[framework(PLAN_YEAR, items=rows)]
    )
    assert found is not None
    assert [each.item.id for each in found.incomplete] == ["o3", "o4"]


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        ([URL], "answered"),
        ([REASON, URL], "answered"),
        ([REASON], "noted"),
        ([{"code": "o1", "title": "Chart"}], "open"),
        ([], "open"),
    ],
)
def test_an_item_is_answered_by_an_address_noted_in_words_or_open(
    rows: list[dict[str, object]], state: str
) -> None:
    found = sheet(YEAR, YearFiles(YEAR, oit=links(*rows)))
    assert found is not None
    assert found.items[0].state == state
    assert found.framework.year == found.year == YEAR


def test_an_item_that_this_site_answers_is_answered() -> None:
    assert item("o2", YEAR, YearFiles(YEAR, measures=(measure(),))).state == "answered"


@pytest.mark.parametrize(
    ("group", "item", "element", "is_unsure"),
    [
        ("confirmed", "confirmed", "confirmed", False),
        ("arithmetic", "confirmed", "arithmetic", False),
        ("inferred", "confirmed", "confirmed", True),
        ("confirmed", "unknown", "confirmed", True),
        ("confirmed", "confirmed", "inferred", True),
    ],
)
def test_a_sheet_says_whether_anything_that_it_rests_on_was_not_checked(
    group: str, item: str, element: str, is_unsure: bool
) -> None:
    asked = framework(
        YEAR,
        groups=[
            sure("g1", "Sure", indicator="ind3"),
            sure("g2", "Asked", indicator="ind3") | {"standing": group},
        ],
        items=[
            sure("o1", "Sure", group="g1"),
            sure("o2", "Asked", group="g2", elements=[sure("a", "Asked") | {"standing": element}])
            | {"standing": item},
        ],
    )
    found = sheet(YEAR, YearFiles(YEAR, oit=links(URL)), frameworks=[asked])
    assert found is not None
    assert found.has_unsure_facts is is_unsure


def test_every_element_of_a_shipped_assessment_that_names_its_data_is_recognised() -> None:
    plan = report(YearFiles(PLAN_YEAR, analysis=analysis(), measures=(measure(),))).plans[0]
    unknown = [
        (shipped.year, item.id, element.id)
        for shipped in load_reference(frameworks_folder()).frameworks.values()
        for item in shipped.items
        for element in item.elements
        if item.role and element.shows and not element_report(element, Sources(plan, item.role, ())).coverage
    ]
    assert unknown == []
