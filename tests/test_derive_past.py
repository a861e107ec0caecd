"""What became of an entry since it was first committed, told commit by commit.

A commit is written as steps: `+a` an entry came, `-a` it went, `a>b` it was rewritten, `m1=>m2` a file got
another name; `m2:+a` is of another file than `m1`. Commits are numbered from 1, the oldest first.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from builders import measure, report
from prongsai.derive.differences import FieldChange
from prongsai.derive.past import EntryRecord, Event, MeasurePast, measure_pasts
from prongsai.document import Value
from prongsai.history.change import MOVED, Change, Commit, Revision, UnitHistory
from prongsai.history.pairs import canonical
from prongsai.load import YearFiles


def commit(number: int) -> Commit:
    return Commit(str(number) * 40, (), datetime(2024, 1, number, tzinfo=UTC))


def entry(text: str) -> Value:
    return {"round": "q1", "text": text}


def change(step: str) -> Change:
    file, _, done = step.rpartition(":")
    path = f"u/2567/measures/{file or 'm1'}.yml"
    if "=>" in done:
        old, new = (f"u/2567/measures/{name}.yml" for name in done.split("=>"))
        return Change(new, MOVED, before=old, after=new)
    if ">" in done:
        old, new = done.split(">")
        return Change(path, "entry-edited", "progress", entry(old), entry(new))
    if done.startswith("+"):
        return Change(path, "entry-added", "progress", None, entry(done[1:]))
    return Change(path, "entry-removed", "progress", entry(done[1:]), None)


def pasts(*commits: str) -> dict[str, MeasurePast]:
    """The pasts by the names of files; revisions are given the newest first, as history does."""
    revisions = [
        Revision(commit(number), tuple(map(change, steps.split()))) for number, steps in enumerate(commits, 1)
    ]
    found = measure_pasts(reversed(revisions))
    return {path.removeprefix("u/2567/measures/").removesuffix(".yml"): past for path, past in found.items()}


def told(record: EntryRecord) -> str:
    """`b 1 edited 2`: what it says, its first commit, what happened in which; `<1` if it may be older."""
    assert isinstance(record.entry, dict)
    first = f"{'<' * record.is_start}{record.first.day.day if record.first else '?'}"
    events = [f"{each.happened} {each.commit.day.day}" for each in record.events if each.commit]
    return " ".join([str(record.entry["text"]), str(first), *events])


def summary(past: MeasurePast) -> str:
    """What is in the file, then what is gone, then what is in relatives."""
    parts = (past.present.values(), past.gone, past.akin.values())
    return " | ".join(", ".join(map(told, part)) for part in parts)


@pytest.mark.parametrize(
    ("commits", "expected"),
    [
        (["+a"], "a 1 |  | "),
        (["+a", "+b"], "a 1, b 2 |  | "),
        (["+a", "a>b"], "b 1 edited 2 |  | "),
        (["+a", "a>b", "b>c"], "c 1 edited 2 edited 3 |  | "),
        (["+a", "-a"], " | a 1 removed 2 | "),
        (["+a", "-a", "+a"], "a 1 removed 2 restored 3 |  | "),
        (["+a", "+a"], "a 1 |  | "),
        (["+a +b", "-a"], "b 1 | a 1 removed 2 | "),
        (["a>b"], "b <? edited 1 |  | "),
        (["-a"], " | a <? removed 1 | "),
        (["+a", "a>b", "a>c"], "b 1 edited 2, c 1 edited 3 |  | "),
        (["+a", "a>b", "a>b"], "b 1 edited 2 edited 3 |  | "),
        (["+a", "-a", "-a"], " | a 1 removed 2 removed 3 | "),
        (["+a", "a>b", "-a"], "b 1 edited 2 | a 1 removed 3 | "),
    ],
    ids=[
        "it came",
        "two came",
        "it was rewritten",
        "twice",
        "it went",
        "it went and came back",
        "two branches brought it",
        "one of two went",
        "it was there before all that is known",
        "it was there before and went",
        "two branches rewrote it differently",
        "two branches rewrote it alike",
        "two branches removed it",
        "one branch rewrote and one removed it",
    ],
)
def test_what_became_of_entries(commits: list[str], expected: str) -> None:
    found = pasts(*commits)
    assert list(found) == ["m1"]
    assert summary(found["m1"]) == expected


@pytest.mark.parametrize(
    ("commits", "expected"),
    [
        (["m1=>m2"], {"m1": " |  | ", "m2": " |  | "}),
        (["+a", "m1=>m2"], {"m1": "a 1 |  | ", "m2": " |  | a 1"}),
        (["+a", "m1=>m2", "m2:a>b"], {"m1": " |  | b 1 edited 3", "m2": "b 1 edited 3 |  | "}),
        (["+a", "m1=>m2", "m2:-a"], {"m1": " |  | ", "m2": " | a 1 removed 3 | "}),
        (
            ["+a", "m1=>m2", "a>b", "m2:a>c"],
            {"m1": "b 1 edited 3 |  | c 1 edited 4", "m2": "c 1 edited 4 |  | b 1 edited 3"},
        ),
        (
            ["+a", "m1=>m2", "m2=>m3"],
            {"m1": "a 1 |  | ", "m2": " |  | a 1", "m3": " |  | a 1"},
        ),
        (
            ["+a", "m1=>m2", "m3=>m4", "m2=>m3"],
            {"m1": "a 1 |  | ", "m2": " |  | a 1", "m3": " |  | a 1", "m4": " |  | a 1"},
        ),
        (["m1=>m2", "m2:a>b"], {"m1": " |  | b <? edited 2", "m2": "b <? edited 2 |  | "}),
        (["m2:a>b", "+a"], {"m1": "a 2 |  | ", "m2": "b <? edited 1 |  | "}),
        (["+a", "m2:+a m1=>m2", "m2:a>b"], {"m1": "a 1 |  | b 2 edited 3", "m2": "b 2 edited 3 |  | a 1"}),
    ],
    ids=[
        "only the name",
        "the entry stayed with the old name",
        "rewritten under the new name",
        "removed under the new name",
        "rewritten under both names",
        "renamed twice",
        "renamed into another's former name",
        "renamed before all that is known of its entry",
        "files that were never one know nothing of each other",
        "the file's own entry comes before a relative's",
    ],
)
def test_a_file_that_was_renamed_has_relatives(commits: list[str], expected: dict[str, str]) -> None:
    assert {name: summary(past) for name, past in pasts(*commits).items()} == expected


def test_what_is_not_committed_has_no_commit_and_a_shortened_history_says_so() -> None:
    begun = Revision(commit(1), (change("+a"),), is_start=True)
    pending = Revision(None, (change("+b"), change("a>c")))
    (past,) = measure_pasts([pending, begun]).values()
    assert past.present == {
        canonical(entry("b")): EntryRecord(entry("b"), None, False),
        canonical(entry("c")): EntryRecord(
            entry("c"), commit(1), True, (Event("edited", None, (FieldChange("text", "a", "c"),)),)
        ),
    }


@pytest.mark.parametrize(
    ("commits", "fields"),
    [
        (["+a", "a>b"], [("text", "a", "b")]),
        (["+a", "-a"], [("round", "q1", ""), ("text", "a", "")]),
        (["+a", "-a", "+a"], [("round", "", "q1"), ("text", "", "a")]),
    ],
)
def test_an_event_says_what_is_not_as_it_was(commits: list[str], fields: list[tuple[str, str, str]]) -> None:
    past = pasts(*commits)["m1"]
    (record,) = (*past.present.values(), *past.gone)
    assert [(each.name, each.before, each.after) for each in record.events[-1].fields] == fields


def test_what_is_no_entry_has_no_past() -> None:
    renamed = Change("u/unit.yml", "unit-field", "name", "A", "B")
    steps = Change("u/2567/measures/m1.yml", "step-added", "steps", None, {"text": "a"})
    assert measure_pasts([Revision(commit(1), (renamed, steps))]) == {}


@pytest.mark.parametrize(
    ("commits", "is_rewritten"),
    [(["+a"], False), (["+a", "a>b"], True), (["+a", "-a"], True), (["+a", "m1=>m2"], False), ([], False)],
)
def test_a_past_is_rewritten_if_an_entry_changed_or_went(commits: list[str], is_rewritten: bool) -> None:
    assert pasts(*commits).get("m1", MeasurePast()).is_rewritten is is_rewritten


def test_an_entry_is_known_by_what_it_says_in_its_own_file_first() -> None:
    own, other = EntryRecord(entry("a"), commit(1), False), EntryRecord(entry("b"), commit(2), False)
    past = MeasurePast(
        {canonical(entry("a")): own}, akin={canonical(entry("a")): other, canonical("b"): other}
    )
    assert past.record({"text": " a ", "round": "q1"}) is own
    assert past.record("b") is other
    assert past.record(entry("c")) is None


@pytest.mark.parametrize(
    ("day", "is_start", "days"),
    [
        ("2567-01-05", False, 15),
        ("2567-01-19", False, 1),
        ("2567-01-20", False, None),
        ("2567-01-21", False, None),
        ("2567-01-05", True, None),
    ],
)
def test_an_entry_says_how_many_days_after_its_own_day_it_was_committed(
    day: str, is_start: bool, days: int | None
) -> None:
    values: list[Value] = [{"date": day, "text": "a"}, {"text": "undated"}, {"date": day, "text": "unknown"}]
    placed = measure(progress=values)
    added = tuple(Change(placed.path, "entry-added", "progress", None, each) for each in values[:2])
    history = UnitHistory((Revision(commit(20), added, is_start),))
    (found,) = report(YearFiles(2567, measures=(placed,)), history=history).plans[0].measures
    assert {str(each.entry.text): found.days_after(each) for each in found.entries} == {
        "a": days,
        "undated": None,
        "unknown": None,
    }
