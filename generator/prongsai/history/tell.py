"""Two versions of one file -> what changed for a reader. Pure.

Plain values are compared, not models: an old version may be of a shape that is no longer allowed. It must not
judge a change; whether one is a rewriting of the past is for `derive`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial

from pydantic import ValidationError

from prongsai.document import Value
from prongsai.history.change import Change, locate
from prongsai.history.pairs import pair_items, same
from prongsai.model.closed import DataFile
from prongsai.model.measure import Entry, Measure
from prongsai.model.scalars import fold_code
from prongsai.model.unit import Unit

Values = Mapping[str, Value]
Teller = Callable[["_Versions"], Iterator[Change]]
_IN_PARTS = {*DataFile.model_fields, "steps", "follow_up", "progress"}
_MEASURE_FIELDS = tuple(name for name in Measure.model_fields if name not in _IN_PARTS)


def tell(path: str, old: Values | None, new: Values | None) -> Iterator[Change]:
    """Yield what changed between two versions of a data file; None or empty where it does not exist.

    `path` is the file's below `units/`. A file that no model describes changes nothing.
    """
    place, old, new = locate(path), old or None, new or None
    kind, teller = ("measure", _measure) if place.measure else _TELLERS.get(place.name, ("", None))
    if not teller or (place.year is None) == (place.name != "unit.yml"):
        return
    if old is None and new is not None:
        yield Change(path, f"{kind}-added", after=_name_of(new))
    elif new is None and old is not None:
        yield Change(path, f"{kind}-removed", before=_name_of(old))
    yield from teller(_Versions(path, old or {}, new or {}))


def _name_of(values: Values) -> Value:
    """What tells a file from others of its kind: a title, a name, a total score, a day."""
    scores = values.get("scores")
    if isinstance(scores, dict):
        return scores.get("total")
    return next((values[key] for key in ("name", "title", "approach", "date") if values.get(key)), None)


@dataclass(frozen=True, slots=True)
class _Versions:
    """Two versions of one file."""

    path: str
    old: Values
    new: Values

    @property
    def both(self) -> bool:
        """Tell whether the file exists before and after; else it came or went as a whole."""
        return bool(self.old and self.new)

    def field(self, kind: str, name: str) -> Iterator[Change]:
        """One field whose value became another."""
        before, after = self.old.get(name), self.new.get(name)
        if not same(before, after):
            yield Change(self.path, kind, name, before, after)

    def fields(self, kind: str, names: Iterable[str]) -> Iterator[Change]:
        """The fields whose values became others."""
        for name in names:
            yield from self.field(kind, name)

    def items(self, kind: str, name: str, key: Callable[[Value], object]) -> Iterator[Change]:
        """The items of a list that came, went or became others: `finding-added`, `-removed`, `-edited`."""
        old, new = (
            each if isinstance(each, list) else [] for each in (self.old.get(name), self.new.get(name))
        )
        for before, after in pair_items(old, new, key):
            verb = "added" if before is None else "removed" if after is None else "edited"
            yield Change(self.path, f"{kind}-{verb}", name, before, after)

    def of_itself(self) -> Iterator[Change]:
        """What a file says about itself: where it comes from, notes, mended words, accepted faults."""
        yield from self.fields("about-edited", ("source", "note"))
        yield from self.items("correction", "corrections", _field("printed"))
        yield from self.items("acceptance", "accepted", _accepted_at)


def _unit(file: _Versions) -> Iterator[Change]:
    if file.both:
        yield from file.fields("unit-field", (name for name in Unit.model_fields if name != "owners"))
        yield from file.items("owner", "owners", _field("id"))


def _results(file: _Versions) -> Iterator[Change]:
    if not file.both:
        return
    yield from file.field("level-changed", "level")
    before, after = (_by_code(values.get("scores")) for values in (file.old, file.new))
    for code in {**before, **after}:
        if not same(before.get(code), after.get(code)):
            yield Change(file.path, "score-changed", code, before.get(code), after.get(code))
    yield from file.of_itself()


def _analysis(file: _Versions) -> Iterator[Change]:
    if file.both:
        yield from file.fields("analysis-field", ("result_year", "summary", "measures_intro"))
        yield from file.items("section", "sections", _field("id"))
        yield from file.items("finding", "findings", _field("id"))
        yield from file.of_itself()


def _measure(file: _Versions) -> Iterator[Change]:
    if file.both:
        yield from file.fields("measure-field", _MEASURE_FIELDS)
        yield from file.items("step", "steps", _field("number"))
        yield from file.items("step", "follow_up", _field("number"))
        yield from _status_change(file)
        yield from file.of_itself()
    yield from file.items("entry", "progress", _filed_under)


def _oit(file: _Versions) -> Iterator[Change]:
    if file.both:
        yield from file.items("link", "links", _field("code"))
        yield from file.of_itself()


def _submitted(file: _Versions) -> Iterator[Change]:
    if file.both:
        yield from file.fields("submitted-field", ("commit", "date"))


_TELLERS: Mapping[str, tuple[str, Teller]] = {
    "unit.yml": ("unit", _unit),
    "results.yml": ("results", _results),
    "analysis.yml": ("analysis", _analysis),
    "oit.yml": ("oit", _oit),
    "submitted.yml": ("submitted", _submitted),
}


def _field(name: str) -> Callable[[Value], object]:
    return partial(_value_of, name=name)


def _value_of(item: Value, name: str) -> object:
    return item.get(name) if isinstance(item, dict) else None


def _filed_under(entry: Value) -> object:
    """The round and the day of an entry; None for one that has neither."""
    filed = (_value_of(entry, "round"), _value_of(entry, "date"))
    return filed if any(filed) else None


def _accepted_at(acceptance: Value) -> object:
    return _value_of(acceptance, "problem"), _value_of(acceptance, "at")


def _by_code(scores: Value) -> dict[str, Value]:
    return {fold_code(code): value for code, value in scores.items()} if isinstance(scores, dict) else {}


def _status_change(file: _Versions) -> Iterator[Change]:
    if file.old.get("progress") != file.new.get("progress"):
        before, after = _status(file.path, file.old), _status(file.path, file.new)
        if before != after:
            yield Change(file.path, "status-changed", "status", before, after)


def _status(path: str, values: Values) -> str | None:
    """What the newest entry says; None if it says nothing or there is none."""
    entries = values.get("progress")
    if not isinstance(entries, list) or not entries:
        return None
    year = locate(path).year or 0
    days = [_stands_at(_text_of(entry, "round"), _text_of(entry, "date"), year) for entry in entries]
    dated = [(day, index) for index, day in enumerate(days) if day]
    newest = max(dated)[1] if len(dated) == len(days) else -1
    return _text_of(entries[newest], "status")


@lru_cache(1024)
def _stands_at(name: str | None, day: str | None, year: int) -> date | None:
    """The day under which an entry of this round and date is filed; None if they cannot be read."""
    try:
        return Entry.model_validate({"round": name, "date": day}).stands_at(year)
    except (ValidationError, ValueError):
        return None


def _text_of(item: Value, name: str) -> str | None:
    """A field of an item if it is a text."""
    value = _value_of(item, name)
    return value if isinstance(value, str) else None
