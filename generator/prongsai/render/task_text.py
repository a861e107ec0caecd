"""A task -> plain sentences: what, why, by when, and what settles it.

The words are the theme's. It must not know where the sentence is shown.
"""

from __future__ import annotations

from datetime import date

from prongsai.derive.tasks import NOBODY, Task
from prongsai.model.calendar import Period, When
from prongsai.model.unit import ALL_OWNERS
from prongsai.render.filters import Speller, Words
from prongsai.render.text import plain_line


class TaskTeller:
    """Tells tasks with the theme's words."""

    def __init__(self, words: Words, speller: Speller) -> None:
        self._words = words["todo"]
        self._rounds = words["rounds"]
        self._all_owners = words["all_owners"]
        self._speller = speller

    def kind(self, task: Task) -> str:
        """What is to be done, in few words."""
        return str(self._words["kinds"][task.kind])

    def why(self, task: Task) -> str:
        """One sentence: what is missing, and where the day comes from."""
        facts = {name: self._fact(name, fact, task) for name, fact in task.facts.items()}
        return str(self._words["reasons"][task.why]).format(**facts)

    def days(self, task: Task) -> str:
        """How many days are left, or have gone by."""
        if task.days is None:
            return str(self._words["undated"])
        name = "past" if task.days < 0 else "left" if task.days else "today"
        return str(self._words[name]).format(days=abs(task.days))

    def remedy(self, task: Task) -> str:
        """The command that settles it, else the line of the file that is to be changed."""
        wanted = self._words["remedies"].get(task.kind, self._words["remedies"]["command"])
        return str(wanted).format(
            command=" ".join(task.command), path=task.place.path, line=task.place.line, field=task.place.field
        )

    def owner(self, name: str) -> str:
        """An owner's name, also of all and of nobody."""
        return str({ALL_OWNERS: self._all_owners, NOBODY: self._words["nobody"]}.get(name, name))

    def _fact(self, name: str, fact: object, task: Task) -> str:
        if isinstance(fact, date):
            return self._speller.date(fact)
        if isinstance(fact, When):
            return self._speller.when(fact)
        if isinstance(fact, Period):
            return self._speller.period(fact, task.year)
        if name == "round" and fact:
            return str(self._rounds[str(fact)])
        text = str(fact or "")
        return self._speller.code(text) if name == "item" else plain_line(text, lambda _code: None)
