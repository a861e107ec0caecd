"""Two versions of a file -> what changed for a reader; and what a merge decided by itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from prongsai.derive.differences import excerpts
from prongsai.document import Value, read_document
from prongsai.history.change import MOVED, Change, Commit, locate
from prongsai.history.merges import Find, decided, sides_of
from prongsai.history.names import names_of_today
from prongsai.history.order import ordered
from prongsai.history.pairs import pair_items, same
from prongsai.history.tell import tell

MEASURE = "u/2567/measures/m1.yml"
ENTRY = "section: t4\nprogress:\n  - round: h1\n    text: {text}\n"


def values(text: str) -> dict[str, Value]:
    document, problems = read_document("x.yml", text.encode())
    assert not problems
    return document.values


def told(path: str, old: str | None, new: str | None) -> list[tuple[str, str]]:
    """Kind and field of every change."""
    before, after = (None if each is None else values(each) for each in (old, new))
    return [(change.kind, change.at) for change in tell(path, before, after)]


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        ("u/unit.yml", None, "name: ก", [("unit-added", "")]),
        ("u/unit.yml", "name: ก", None, [("unit-removed", "")]),
        ("u/unit.yml", "name: ก", "name: ข", [("unit-field", "name")]),
        ("u/unit.yml", "name: ก", "# ก\nname:   ก", []),
        ("u/unit.yml", "name: ๑", "name: 1", []),
        ("u/2566/unit.yml", "name: ก", "name: ข", []),
        ("u/results.yml", "level: A", "level: B", []),
        ("u/2566/results.yml", "scores: {i1: 90}", "scores: {I1: 90}", []),
        ("u/2566/results.yml", "scores: {i1: 90}", "scores: {i1: 91}", [("score-changed", "i1")]),
        ("u/2566/results.yml", "scores: {i1: 90}", "", [("results-removed", "")]),
        ("u/2566/results.yml", "scores: broken", "scores: {i1: 91}", [("score-changed", "i1")]),
        ("u/2566/results.yml", "note: ก", "note: ข", [("about-edited", "note")]),
        (
            "u/2567/analysis.yml",
            "result_year: 2566",
            "result_year: 2565",
            [("analysis-field", "result_year")],
        ),
        (MEASURE, ENTRY.format(text="ก"), "section: t4\n", [("entry-removed", "progress")]),
        (MEASURE, ENTRY.format(text="ก"), ENTRY.format(text="ข"), [("entry-edited", "progress")]),
        (MEASURE, ENTRY.format(text="ก"), None, [("measure-removed", ""), ("entry-removed", "progress")]),
        (MEASURE, None, ENTRY.format(text="ก"), [("measure-added", ""), ("entry-added", "progress")]),
        (MEASURE, ENTRY.format(text="ก"), "", [("measure-removed", ""), ("entry-removed", "progress")]),
        (MEASURE, "steps: ก", "steps: [{text: ก}]", [("step-added", "steps")]),
        ("u/2567/other.yml", "a: 1", "a: 2", []),
    ],
)
def test_what_a_reader_is_told(path: str, old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert told(path, old, new) == expected


def test_entries_in_another_order_are_the_same() -> None:
    one, two = "  - round: h1\n    text: ก\n", "  - round: h2\n    text: ข\n"
    head = "section: t4\nprogress:\n"
    assert told(MEASURE, head + one + two, head + two + one) == []


def test_two_equal_entries_are_two() -> None:
    entry = "  - round: h1\n    text: ก\n"
    head = "section: t4\nprogress:\n"
    assert told(MEASURE, head + entry * 2, head + entry) == [("entry-removed", "progress")]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ("  - round: h2\n    status: done\n  - round: h1\n    status: in-progress\n", "done"),
        ("  - date: 2567-05-01\n    status: done\n  - round: h1\n    status: cancelled\n", "done"),
        ("  - date: not a day\n    status: done\n  - round: h1\n    status: cancelled\n", "cancelled"),
    ],
)
def test_the_newest_entry_gives_the_status(entries: str, expected: str) -> None:
    before = values("section: t4\nprogress: []\n")
    after = values(f"section: t4\nprogress:\n{entries}")
    changed = [each for each in tell(MEASURE, before, after) if each.kind == "status-changed"]
    assert [(each.before, each.after) for each in changed] == [(None, expected)]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("u/unit.yml", ("u", None, None, "unit.yml")),
        ("u/2567/measures/m1.yml", ("u", 2567, "m1", "measures/m1.yml")),
        ("u/2567/measures/deep/m1.yml", ("u", 2567, None, "measures/deep/m1.yml")),
        ("u/evidence/2567/a.pdf", ("u", None, None, "evidence/2567/a.pdf")),
        ("u/2567", ("u", None, None, "2567")),
    ],
)
def test_where_a_path_belongs(path: str, expected: tuple[str, int | None, str | None, str]) -> None:
    place = locate(path)
    assert (place.unit, place.year, place.measure, place.name) == expected


def test_items_are_paired_by_key_then_by_likeness() -> None:
    old: list[Value] = [{"id": "a", "t": "หนึ่ง"}, {"t": "จัดประชุมบุคลากรทุกคนในสำนักงาน"}, {"t": "สาม"}]
    new: list[Value] = [{"t": "จัดประชุมบุคลากรทุกคนในสำนักงานแล้ว"}, {"id": "a", "t": "ใหม่หมด"}, {"t": "อื่น"}]
    pairs = list(pair_items(old, new, lambda item: item.get("id") if isinstance(item, dict) else None))
    assert pairs == [(old[1], new[0]), (old[0], new[1]), (None, new[2]), (old[2], None)]


def test_values_that_say_the_same() -> None:
    assert same({"a": " ๑ ", "b": ["x"]}, {"b": ["x"], "a": "1"})
    assert not same({"a": "1"}, {"a": "2"})
    assert not same("1", ["1"])


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "ก" * 500, ("", "ก" * 500)),
        ("สั้น", "สั้นกว่า", ("สั้น", "สั้นกว่า")),
        (
            f"{'คำนำ ' * 40}เดิม{' ต่อท้าย' * 40}",
            f"{'คำนำ ' * 40}ใหม่{' ต่อท้าย' * 40}",
            (
                f"… {'คำนำ ' * 8}เดิม{' ต่อท้าย' * 5} …",
                f"… {'คำนำ ' * 8}ใหม่{' ต่อท้าย' * 5} …",
            ),
        ),
    ],
)
def test_of_long_texts_the_change_is_shown(before: str, after: str, expected: tuple[str, str]) -> None:
    assert excerpts(before, after) == expected


def commit(name: str, *parents: str, hour: int = 0) -> Commit:
    return Commit(name, parents, datetime(2024, 1, 1, hour, tzinfo=UTC))


def graph(*commits: Commit) -> tuple[dict[str, Commit], Find]:
    """The commits by id, and where each stands with its parents."""
    known = {each.id: each for each in commits}
    placed = {
        each.id: (len(known) - nth, each.parents)
        for nth, (each, _) in enumerate(ordered(commits[-1].id, known))
    }
    return known, placed.get


def test_children_come_before_their_parents_whatever_their_clocks_say() -> None:
    known, _ = graph(commit("a", hour=9), commit("b", "a", hour=1), commit("c", "b", hour=5))
    assert [each.id for each, _ in ordered("c", known)] == ["c", "b", "a"]


def test_a_neck_is_what_all_that_follows_leads_down_from() -> None:
    line = [commit("root"), commit("a", "root", hour=1), commit("b", "root", hour=2), commit("m", "a", "b")]
    known, _ = graph(*line, commit("top", "m"))
    necks = [(each.id, is_neck) for each, is_neck in ordered("top", known)]
    assert necks == [("top", True), ("m", True), ("b", False), ("a", True), ("root", True)]


def test_the_sides_of_a_merge() -> None:
    line = [commit("root"), commit("a1", "root", hour=1), commit("b1", "root", hour=2)]
    line += [commit("a2", "a1", hour=3), commit("b2", "b1", "a1", hour=4), commit("m", "a2", "b2", hour=5)]
    known, find = graph(*line)
    assert sides_of(known["m"], find) == (frozenset({"a2"}), frozenset({"b2", "b1"}))


def test_the_sides_of_histories_without_a_common_beginning() -> None:
    known, find = graph(commit("a"), commit("b", hour=1), commit("m", "a", "b", hour=2))
    assert sides_of(known["m"], find) == (frozenset({"a"}), frozenset({"b"}))


def score(after: str, before: str = "1", path: str = "u/2566/results.yml") -> Change:
    return Change(path, "score-changed", "i1", before, after)


def entry(text: str, kind: str = "entry-added", path: str = MEASURE) -> Change:
    item: Value = {"text": text}
    return Change(path, kind, "progress", *((None, item) if kind == "entry-added" else (item, None)))


@pytest.mark.parametrize(
    ("seen", "own", "other", "expected"),
    [
        ([score("2")], [], [score("2")], []),
        ([score("2")], [entry("ก")], [score("2")], []),
        ([score("2", "3")], [score("3")], [score("2")], [score("2", "3")]),
        ([entry("ข")], [entry("ก")], [entry("ข")], []),
        ([entry("ก", "entry-removed")], [entry("ก")], [score("2")], [entry("ก", "entry-removed")]),
        ([entry("ค")], [entry("ก")], [entry("ข")], [entry("ค")]),
    ],
    ids=["taken over", "elsewhere", "conflict", "both joined", "dropped", "invented"],
)
def test_what_a_merge_decided(
    seen: list[Change], own: list[Change], other: list[Change], expected: list[Change]
) -> None:
    assert list(decided(seen, own, other)) == expected


def test_a_merge_follows_a_file_that_one_side_renamed() -> None:
    new = "u/2567/measures/m9.yml"
    moved = Change(new, MOVED, before=MEASURE, after=new)
    assert list(decided([moved], [entry("ก")], [moved])) == []
    assert list(decided([entry("ก", path=new)], [moved], [entry("ก")])) == []


def test_names_are_followed_to_today() -> None:
    moves = [
        [Change("c.yml", MOVED, before="b.yml", after="c.yml")],
        [Change("b.yml", "x"), Change("b.yml", MOVED, before="a.yml", after="b.yml")],
        [Change("a.yml", "x")],
    ]
    paths = [[each.path for each in changes] for changes in names_of_today(moves, {"c.yml"})]
    assert paths == [["c.yml"], ["c.yml", "c.yml"], ["c.yml"]]


def test_names_that_go_round_in_a_circle_end() -> None:
    moves = [
        [Change("a.yml", MOVED, before="b.yml", after="a.yml")],
        [Change("b.yml", MOVED, before="a.yml", after="b.yml")],
    ]
    assert [[each.path for each in changes] for changes in names_of_today(moves, {"a.yml"})] == [
        ["a.yml"]
    ] * 2
