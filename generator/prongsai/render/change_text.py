"""What a commit changed -> a plain sentence, for pages and for feeds.

The words are the theme's. It must not know where the sentence is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from prongsai.derive.changes import ChangeLine
from prongsai.model.calendar import parse_period, parse_when
from prongsai.model.scalars import YES
from prongsai.model.score import parse_score
from prongsai.render.filters import Speller, Words

_DAYS = ("date", "due", "done")
_MANY = "-many"
_MEASURE = "measure"
_SCORE = "score"
_STATUS = "status-changed"
_SCORES = ("level-changed", "score-changed", "score-added", "score-removed")
_FIELDS = ("about-edited", "unit-field", "analysis-field", "measure-field", "submitted-field")
_VALUES = frozenset((*_SCORES, *_FIELDS, _STATUS))
"""Kinds that speak of a single value."""


class ChangeTeller:
    """Tells changes with the theme's words."""

    def __init__(self, words: Words, speller: Speller) -> None:
        self._words = words["changes"]
        self._states = words["states"]
        self._speller = speller
        self._spelled: Mapping[str, Callable[[str, int], str]] = {
            "status": lambda text, _: self._status(text),
            "round": lambda text, _: str(words["rounds"].get(text, text)),
            "period": lambda text, year: speller.period(parse_period(text), year),
            "answers": lambda text, _: self._codes(text),
            _SCORE: lambda text, _: speller.score(parse_score(text)),
            **dict.fromkeys(_DAYS, lambda text, _: self._day(text)),
        }

    def sentence(self, line: ChangeLine) -> str:
        """One sentence without markup: what happened to what, from what to what where both are short."""
        if line.parts:
            many = self._words["many"][line.kind.removesuffix(_MANY)]
            return str(many).format(year=line.place.year, count=len(line.parts))
        sentence = str(self._words[line.kind]).format(
            year=line.place.year,
            title=line.title,
            code=self._speller.code(line.at),
            field=self._words["fields"].get(line.at, line.at),
            at=line.at,
            thing=" ".join(filter(None, [self._speller.code(line.code), line.name])),
            file=self._file(line),
            old=line.before,
            new=line.after,
        )
        return " ".join(filter(None, [sentence, self._values(line), self._entry(line), self._entries(line)]))

    def value(self, name: str, text: str, year: int | None = None) -> str:
        """A field's value as a reader knows it; what it cannot be is shown as it was typed."""
        try:
            return self._spelled[name](text, year or 0) if name in self._spelled else text
        except ValueError:
            return text

    def _status(self, text: str) -> str:
        return str(self._states[text or "unstated"]["label"]) if text in (*self._states, "") else text

    def _day(self, text: str) -> str:
        return str(self._words["is_done"]) if text == YES else self._speller.when(parse_when(text))

    def _codes(self, text: str) -> str:
        return ", ".join(self._speller.code(code) for code in text.split(", "))

    def _values(self, line: ChangeLine) -> str:
        """From what to what, for a single value that is short; or what a file came with."""
        if line.kind in self._words["came_with"] and line.after:
            return str(self._words["came_with"][line.kind]).format(new=line.after)
        if line.kind not in _VALUES or not line.is_short:
            return ""
        one_side = "only_to" if line.after else "only_from"
        pair = "from_to" if (line.before and line.after) or line.kind == _STATUS else one_side
        name = _SCORE if line.kind.startswith(_SCORE) else line.at
        old, new = (self.value(name, text, line.place.year) for text in (line.before, line.after))
        return str(self._words[pair]).format(old=old, new=new)

    def _entry(self, line: ChangeLine) -> str:
        """Round and status of an entry that came or went."""
        if line.kind not in ("entry-added", "entry-removed"):
            return ""
        told = [self.value(name, line.field(name)) for name in ("round", "status") if line.field(name)]
        return f"({', '.join(told)})" if told else ""

    def _entries(self, line: ChangeLine) -> str:
        return str(self._words["entries"]).format(count=line.entries) if line.entries else ""

    def _file(self, line: ChangeLine) -> str:
        name = _MEASURE if line.place.measure else line.place.name
        known = self._words["files"].get(name)
        return str(known).format(year=line.place.year, title=line.title) if known else name
