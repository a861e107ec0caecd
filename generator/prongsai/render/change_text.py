"""What a commit changed -> a plain sentence, for pages and for feeds.

The words are the theme's. It must not know where the sentence is shown.
"""

from __future__ import annotations

from prongsai.derive.changes import ChangeLine
from prongsai.model.calendar import parse_period, parse_when
from prongsai.render.filters import Speller, Words

_DAYS = ("date", "due", "done")
_MANY = "-many"
_MEASURE = "measure"
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
        self._rounds = words["rounds"]
        self._speller = speller

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
        if name == "status" and text in (*self._states, ""):
            return str(self._states[text or "unstated"]["label"])
        try:
            if name in _DAYS:
                return self._speller.when(parse_when(text))
            if name == "period" and year:
                return self._speller.period(parse_period(text), year)
        except ValueError:
            return text
        if name == "answers":
            return ", ".join(self._speller.code(code) for code in text.split(", "))
        return str(self._rounds.get(text, text)) if name == "round" else text

    def _values(self, line: ChangeLine) -> str:
        """From what to what, for a single value that is short; or what a file came with."""
        if line.kind in self._words["came_with"] and line.after:
            return str(self._words["came_with"][line.kind]).format(new=line.after)
        if line.kind not in _VALUES or not line.is_short:
            return ""
        one_side = "only_to" if line.after else "only_from"
        pair = "from_to" if (line.before and line.after) or line.kind == _STATUS else one_side
        old, new = (self.value(line.at, text, line.place.year) for text in (line.before, line.after))
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
        known = str(self._words["files"].get(name, name))
        return known.format(year=line.place.year, title=line.title)
