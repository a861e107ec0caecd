"""A body's revisions as readers are told of them, line by line; and what differs between two values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from builders import YEAR, analysis, measure, report
from prongsai.derive.changes import (
    ChangeLine,
    ChangesReport,
    Known,
    RevisionReport,
    change_lines,
    changes_report,
    known_today,
)
from prongsai.derive.differences import FieldChange, excerpts, field_changes, text_of
from prongsai.document import Value
from prongsai.history.change import MOVED, UNREADABLE, Change, Commit, Revision, UnitHistory, locate
from prongsai.load import YearFiles

M1, M2 = "u/2567/measures/m1.yml", "u/2567/measures/m2.yml"
UNIT, ANALYSIS, RESULTS = "u/unit.yml", "u/2567/analysis.yml", "u/2566/results.yml"
KNOWN = Known(
    owners={"office": "The office", "finance": "Finance"},
    titles={(2567, "m1"): "First measure"},
    sections={(2567, "t4"): "Fourth section"},
)
LONG = "a" * 61


def commit(number: int) -> Commit:
    return Commit(str(number) * 40, (), datetime(2024, number, 9, tzinfo=UTC))


def line(change: Change, known: Known = KNOWN) -> ChangeLine:
    """The only line that is told of one change."""
    (found,) = change_lines(Revision(commit(1), (change,)), known)
    return found


def kinds(*changes: Change) -> list[str]:
    return [each.kind for each in change_lines(Revision(commit(1), changes), KNOWN)]


# --- What is told of one change


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (Change(UNIT, "unit-field", "name", "Old", " New "), {"at": "name", "before": "Old", "after": "New"}),
        (Change(UNIT, "unit-field", "name", None, "New"), {"at": "name", "after": "New"}),
        (
            Change(M1, "measure-field", "title", "Old", "New"),
            {"at": "title", "before": "Old", "after": "New", "title": "First measure", "is_there": True},
        ),
        (
            Change(M2, "measure-field", "title", "Old", "New"),
            {"at": "title", "before": "Old", "after": "New", "title": "m2"},
        ),
        (
            Change(M1, "measure-field", "owners", ["office", "law"], ["finance"]),
            {
                "at": "owners",
                "before": "The office, law",
                "after": "Finance",
                "title": "First measure",
                "is_there": True,
            },
        ),
        (
            Change(M1, "measure-field", "lead", "office", None),
            {"at": "lead", "before": "The office", "title": "First measure", "is_there": True},
        ),
        (
            Change(M1, "measure-field", "approach", "office", "finance"),
            {
                "at": "approach",
                "before": "office",
                "after": "finance",
                "title": "First measure",
                "is_there": True,
            },
        ),
        (
            Change(RESULTS, "score-changed", "i1", "90", "91"),
            {"at": "i1", "before": "90", "after": "91"},
        ),
        (
            Change(RESULTS, "score-changed", "i1", None, "91"),
            {"kind": "score-added", "at": "i1", "after": "91"},
        ),
        (
            Change(RESULTS, "score-changed", "i1", "90", ""),
            {"kind": "score-removed", "at": "i1", "before": "90"},
        ),
        (Change("u/2567/oit.yml", UNREADABLE, "", "blob1", "blob2"), {}),
        (
            Change(M2, MOVED, "", M1, M2),
            {"kind": "measure-moved", "before": "m1", "after": "m2", "title": "m2"},
        ),
        (
            Change(ANALYSIS, MOVED, "", "u/2566/analysis.yml", ANALYSIS),
            {"before": "u/2566/analysis.yml", "after": ANALYSIS},
        ),
        (
            Change(M1, MOVED, "", ANALYSIS, M1),
            {"before": ANALYSIS, "after": M1, "title": "First measure", "is_there": True},
        ),
        (Change(ANALYSIS, MOVED, "", M1, ANALYSIS), {"before": M1, "after": ANALYSIS}),
    ],
    ids=[
        "a field",
        "a field that came",
        "a field of a measure that is known by its title",
        "of one that is no more by its id",
        "owners by their names",
        "a lead that went",
        "other fields are no owners",
        "a score",
        "a score that came",
        "a score that went",
        "a version that cannot be read",
        "a measure with another id",
        "another file's name",
        "a file that became a measure",
        "a measure that became another file",
    ],
)
def test_what_is_told_of_a_change(change: Change, told: Mapping[str, Any]) -> None:
    assert line(change) == ChangeLine(**{"kind": change.kind, "place": locate(change.path), **told})


@pytest.mark.parametrize(
    ("item", "name", "code"),
    [
        ({"id": "x", "name": "By name", "title": "By title", "text": "By text"}, "By name", ""),
        ({"id": "x", "title": "By title", "text": "By text"}, "By title", ""),
        ({"id": "t4", "text": "By text"}, "Fourth section", ""),
        ({"id": "x", "text": "By  text\n of two lines", "url": "https://x"}, "By text of two lines", ""),
        ({"url": "https://x", "because": "Why", "code": "o1"}, "https://x", "o1"),
        ({"because": "Why", "printed": "Printed"}, "Why", ""),
        ({"printed": "Printed", "id": "x"}, "Printed", ""),
        ({"id": "x"}, "x", ""),
        ({"round": "q1"}, "", ""),
    ],
)
def test_an_item_is_called_by_what_tells_it_best(item: Value, name: str, code: str) -> None:
    pairs: list[tuple[Value, Value]] = [(None, item), (item, None), ({"text": "Older"}, item)]
    for before, after in pairs:
        found = line(Change(ANALYSIS, "finding-edited", "findings", before, after))
        assert (found.name, found.code, found.before, found.after) == (name, code, "", "")


def test_a_section_of_another_year_is_not_this_one() -> None:
    assert line(Change("u/2566/analysis.yml", "section-added", "sections", None, {"id": "t4"})).name == "t4"


def test_an_items_fields_are_told_and_of_a_long_text_the_place_that_changed() -> None:
    edited = line(
        Change(M1, "entry-edited", "progress", {"round": "q1", "text": "A"}, {"round": "q1", "text": "B"})
    )
    assert edited.fields == (FieldChange("text", "A", "B"),)
    added = line(Change(M1, "entry-added", "progress", None, {"round": "q1"}))
    assert added.fields == (FieldChange("round", "", "q1"),)
    removed = line(Change(M1, "entry-removed", "progress", {"round": "q1"}, None))
    assert removed.fields == (FieldChange("round", "q1", ""),)
    before, after = f"{'one ' * 50}old", f"{'one ' * 50}new"
    told = line(Change(M1, "measure-field", "approach", before, after))
    assert told.fields == (FieldChange("approach", *excerpts(before, after)),)
    assert told.fields[0].before.startswith("… one")


@pytest.mark.parametrize(
    ("before", "after", "is_short"),
    [("a" * 60, "", True), (LONG, "", False), ("", LONG, False), ("", "a" * 60, True), ("", "", True)],
)
def test_short_texts_stand_in_the_sentence_itself(before: str, after: str, is_short: bool) -> None:
    found = line(Change(UNIT, "unit-field", "address", before, after))
    assert found.is_short is is_short
    assert bool(found.fields) is not is_short


@pytest.mark.parametrize("kind", [MOVED, UNREADABLE])
def test_of_a_long_path_no_part_is_cut_out(kind: str) -> None:
    assert (
        line(Change(f"u/2567/{LONG}.yml", kind, "", f"u/2567/{LONG}.yml", f"u/2567/{LONG}b.yml")).fields == ()
    )


def test_a_field_of_what_changed_can_be_asked_for() -> None:
    fields = (FieldChange("status", "done", ""), FieldChange("text", "Old", "New"))
    found = ChangeLine("entry-edited", locate(M1), fields=fields)
    assert (found.field("text"), found.field("status"), found.field("round")) == ("New", "done", "")


# --- What is told of a whole revision


def test_of_a_measure_that_came_or_went_its_entries_are_counted_and_its_rows_not_told() -> None:
    entries = [Change(M1, kind, "progress", None, {"text": kind}) for kind in ("entry-added", "entry-added")]
    other = Change(M2, "entry-added", "progress", None, {"text": "Other"})
    step = Change(M1, "step-added", "steps", None, {"text": "Step"})
    for kind in ("measure-added", "measure-removed"):
        found = change_lines(Revision(commit(1), (Change(M1, kind), *entries, step, other)), KNOWN)
        assert [(each.kind, each.place.measure, each.entries) for each in found] == [
            (kind, "m1", 2),
            ("entry-added", "m2", 0),
        ]


def test_a_bodys_new_folder_is_told_once_and_names_the_body() -> None:
    moves = [
        Change(f"new/{name}", MOVED, "", f"old/{name}", f"new/{name}")
        for name in ("unit.yml", "2567/oit.yml")
    ]
    back = Change("old/unit.yml", MOVED, "", "new/unit.yml", "old/unit.yml")
    (there, again) = change_lines(Revision(commit(1), (*moves, back)), KNOWN)
    assert (there.kind, there.before, there.after, again.after) == ("unit-moved", "old", "new", "old")
    assert (there.place.unit, there.place.year, there.place.measure, there.place.name) == (
        "new",
        None,
        None,
        "",
    )


def test_other_lines_that_are_alike_are_each_told() -> None:
    step = Change(M1, "step-edited", "steps", {"text": "A"}, {"text": "B"})
    assert kinds(step, step) == ["step-edited", "step-edited"]


@pytest.mark.parametrize(
    ("count", "kind", "expected"),
    [
        (3, "step-added", ["step-added"] * 3),
        (4, "step-added", ["step-added-many"]),
        (4, "entry-added", ["entry-added"] * 4),
        (4, "step-removed", ["step-removed"] * 4),
    ],
)
def test_more_than_three_things_of_one_kind_that_came_together_are_one_line(
    count: int, kind: str, expected: list[str]
) -> None:
    items: list[Value] = [{"text": str(number)} for number in range(count)]
    changes = [Change(M1, kind, "steps", None, each) for each in items]
    found = change_lines(Revision(commit(1), tuple(changes)), KNOWN)
    assert [each.kind for each in found] == expected
    if len(found) == 1:
        assert [each.name for each in found[0].parts] == ["0", "1", "2", "3"]
        assert found[0].fields == ()
        assert found[0].title == "First measure"


def test_things_of_different_years_or_kinds_are_not_gathered_and_the_order_stays() -> None:
    def step(year: int, text: str) -> Change:
        return Change(f"u/{year}/measures/m1.yml", "step-added", "steps", None, {"text": text})

    years = [step(2567 + place % 2, str(place)) for place in range(6)]
    section = Change(ANALYSIS, "section-added", "sections", None, {"id": "t4"})
    removed = Change(M1, "step-removed", "steps", {"text": "Old"}, None)
    found = change_lines(Revision(commit(1), (*years, section, removed)), KNOWN)
    assert [each.name for each in found] == ["0", "2", "4", "1", "3", "5", "Fourth section", "Old"]


# --- What is told of a body


ENTRY_GONE = Change(M1, "entry-removed", "progress", {"text": "A"}, None)
NAMED = Change(UNIT, "unit-field", "name", "A", "B")


def test_the_report_tells_revisions_that_say_something_and_who_touched_each_file_last() -> None:
    history = UnitHistory(
        (
            Revision(None, (ENTRY_GONE,)),
            Revision(commit(3), (NAMED, Change(M1, "measure-field", "title", "A", "B"))),
            Revision(commit(2), ()),
            Revision(commit(1), (NAMED,), is_start=True),
        ),
        "shallow",
        "u",
    )
    found = changes_report(history, KNOWN)
    assert [(each.commit, each.is_start, len(each.lines)) for each in found.revisions] == [
        (None, False, 1),
        (commit(3), False, 2),
        (commit(1), True, 1),
    ]
    assert found.last == {M1: None, UNIT: commit(3)}
    assert (found.reason, found.first_id) == ("shallow", f"{'1' * 40} u")
    assert [(each.id[0], said.kind) for each, said in found.latest(2)] == [
        ("3", "unit-field"),
        ("3", "measure-field"),
    ]
    assert [each.id[0] for each, _ in found.latest(9)] == ["3", "3", "1"]
    assert (found.has_commits, found.rewritings) == (True, 1)


def test_a_measure_that_went_is_told_by_its_last_title_in_every_older_line() -> None:
    history = UnitHistory(
        (
            Revision(commit(4), (Change(M2, "measure-removed", "", "Last title\nand more", None),)),
            Revision(commit(3), (Change(M2, "measure-field", "title", "First title", "Last title"),)),
            Revision(commit(2), (Change(M2, "measure-removed", "", "First title", None),)),
            Revision(commit(1), (Change("u/2567/measures/m3.yml", "measure-removed", "", None, None),)),
        )
    )
    lines = [each for revision in changes_report(history, KNOWN).revisions for each in revision.lines]
    assert [(each.title, each.is_there) for each in lines] == [
        ("Last title", False),
        ("Last title", False),
        ("Last title", False),
        ("m3", False),
    ]


def test_a_bodys_report_tells_its_changes_by_the_names_of_today() -> None:
    file = measure("m1", title="Do")
    path = "demo/2571/measures/m1.yml"
    history = UnitHistory((Revision(commit(1), (Change(path, "measure-field", "target", "A", "B"),)),))
    (revision,) = report(YearFiles(YEAR + 1, measures=(file,)), history=history).changes.revisions
    assert [(each.title, each.after) for each in revision.lines] == [("Do", "B")]


def test_a_body_without_commits_has_no_past() -> None:
    found = changes_report(UnitHistory((Revision(None, (NAMED,)),)), KNOWN)
    assert (found.has_commits, found.rewritings, found.latest(5)) == (False, 0, ())
    assert ChangesReport().has_commits is False


def test_the_last_commit_of_some_files() -> None:
    first, second = measure("m1"), measure("m2")
    found = ChangesReport(last={"demo/other.yml": commit(3), second.path: commit(2), first.path: commit(1)})
    assert found.last_of([first]) == commit(1)
    assert found.last_of([first, second]) == commit(2)
    assert found.last_of([]) is None
    assert found.last_of([measure("m3")]) is None


@pytest.mark.parametrize(
    ("kind", "is_rewriting"),
    [
        ("entry-edited", True),
        ("entry-removed", True),
        ("entry-added", False),
        ("evidence-replaced", True),
        ("evidence-removed", True),
        ("evidence-added", False),
        ("measure-removed", True),
        ("measure-field", False),
        ("results-removed", True),
        ("score-changed", False),
        ("submitted-field", True),
        ("submitted-removed", True),
        ("submitted-added", False),
        ("step-removed", False),
    ],
)
def test_what_was_published_and_is_no_longer_so_rewrites_the_past(kind: str, is_rewriting: bool) -> None:
    one, other = ChangeLine(kind, locate(M1)), ChangeLine("link-added", locate(M1))
    revision = RevisionReport(None, (one, other, one), False)
    assert one.is_rewriting is is_rewriting
    assert revision.is_rewriting is is_rewriting
    assert ChangesReport((revision,)).rewritings == 2 * is_rewriting


def test_a_revision_stands_in_the_month_of_its_commit() -> None:
    assert RevisionReport(commit(9), (), False).month == "2024-09"
    assert RevisionReport(None, (), False).month == "pending"


def test_names_of_today_are_those_of_owners_measures_and_sections() -> None:
    files = YearFiles(YEAR + 1, analysis=analysis({"section": "t1"}), measures=(measure("m1", title="Do"),))
    found = report(files)
    known = known_today(found.unit, iter(found.plans))
    assert list(known.owners) == ["office", "finance"]
    assert known.owners["office"] == found.unit.owners[0].name
    assert known.titles == {(YEAR + 1, "m1"): "Do"}
    assert list(known.sections) == [(YEAR + 1, "t1")]
    assert known.sections[YEAR + 1, "t1"] == found.plans[0].sections[0].title


# --- Two values


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (" a\n", "a"),
        (["a", None, "b"], "a, b"),
        ({"x": "a", "y": "", "z": ["b", "c"]}, "a · b, c"),
        ([{"x": "a", "y": "b"}, "c"], "a · b, c"),
        ([], ""),
    ],
)
def test_a_value_as_one_text(value: Value, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": "1", "b": "2"}, {"a": "1", "b": "3"}, [("b", "2", "3")]),
        ({"a": "1"}, {"a": " 1 "}, []),
        ({"a": "1"}, {"b": "2"}, [("a", "1", ""), ("b", "", "2")]),
        (None, {"a": "1", "b": None}, [("a", "", "1")]),
        ({"a": ["x"]}, "text", [("a", "x", "")]),
        (None, None, []),
        ("one", "other", []),
    ],
)
def test_fields_that_differ(before: Value, after: Value, expected: list[tuple[str, str, str]]) -> None:
    found = [(each.name, each.before, each.after) for each in field_changes(before, after)]
    assert found == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "a " * 100, ("", "a " * 100)),
        ("a " * 100, "", ("a " * 100, "")),
        ("a " * 80, "a " * 79 + "b ", ("a " * 80, "a " * 79 + "b ")),
        ("a " * 80, "a " * 80 + "b", ("… " + "a " * 20, "… " + "a " * 20 + "b")),
        (" b" + " a" * 80, " c" + " a" * 80, (" b" + " a" * 20 + " …", " c" + " a" * 20 + " …")),
        ("a " * 80 + "b", "a " * 80 + "c", ("… " + "a " * 20 + "b", "… " + "a " * 20 + "c")),
        ("b" + " a" * 80, "c" + " a" * 80, ("b" + " a" * 20 + " …", "c" + " a" * 20 + " …")),
        (
            "a" * 100 + "b" + "c" * 100,
            "a" * 100 + "d" + "c" * 100,
            ("a" * 100 + "b" + "c" * 100, "a" * 100 + "d" + "c" * 100),
        ),
        ("x " * 90, "x " * 91, ("… " + "x " * 20, "… " + "x " * 21)),
    ],
    ids=[
        "it came whole",
        "it went whole",
        "short enough for both",
        "one of them is one sign too long",
        "white space at the very beginning",
        "changed at the end",
        "changed at the beginning",
        "no white space to cut at",
        "longer by one word",
    ],
)
def test_of_a_long_text_some_words_round_the_change_are_shown(
    before: str, after: str, expected: tuple[str, str]
) -> None:
    assert excerpts(before, after) == expected
