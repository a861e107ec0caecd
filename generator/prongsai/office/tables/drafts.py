"""The cells of one measure -> its fields, with every doubt; what stays unread may be kept as a note.

It must not know which measures there are already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from prongsai.fields import choices
from prongsai.office.spelling import prose
from prongsai.office.tables.budgets import read_budget
from prongsai.office.tables.folding import fold, shorten
from prongsai.office.tables.lists import Item, as_markdown, read_list, without_number
from prongsai.office.tables.people import find_owners
from prongsai.office.tables.rows import Group, Piece
from prongsai.office.tables.sections import Sections
from prongsai.office.tables.settled import SECTION, TEXT, At, Doubt, Notice, Settled
from prongsai.office.tables.times import as_of, read_due, read_period
from prongsai.office.tables.vocabulary import meanings

_LISTS = {"steps": "steps_intro", "follow_up": "follow_up_intro"}
_REPORTED = ("progress.text", "progress.status")
"""The columns whose headings can name the day of the report."""
_ADDRESS = re.compile(r"https?://\S+")
_AROUND = " \t:-–•▪()"


@dataclass(frozen=True, slots=True)
class Ground:
    """What a table is read against: the plan's year, its sections, and who can be responsible."""

    year: int
    sections: Sections
    owners: Mapping[str, str]
    settled: Settled


@dataclass(slots=True)
class Draft:
    """A measure as read from a table: values as they are to be spelled, and what is not sure."""

    at: At
    values: dict[str, Any] = field(default_factory=dict)
    steps: dict[str, tuple[Item, ...]] = field(default_factory=dict)
    entry: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What a person knows the measure by."""
        first = next(iter(self.steps.get("steps", ())), None)
        texts = (self.values.get("title"), self.values.get("approach"), first.text if first else None)
        return shorten(without_number(str(next(filter(None, texts), ""))))


def read_group(group: Group, ground: Ground) -> Draft:
    """Return the measure that a group of cells tells."""
    draft = Draft(group.at)
    _Reader(group, ground, draft).read()
    return draft


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one group field by field into its draft."""

    group: Group
    ground: Ground
    draft: Draft

    def read(self) -> None:
        self._read_section()
        self._read_texts()
        for name, intro in _LISTS.items():
            self._read_list(name, intro)
        self._read_people()
        self._read_exact("period", "unread-period", lambda text: read_period(text, self.ground.year))
        self._read_exact("budget", "unread-budget", read_budget)
        self._read_due()
        self._read_progress()

    def _read_section(self) -> None:
        piece, settled = self.group.section, self.ground.settled
        own = self._pieces("section")
        for other in own:
            self._doubt("differs", other)
        text, at = (piece.text, piece.at) if piece else ("", self.group.at)
        found: str | Doubt
        if not text:
            given = settled.section("")
            found = self.ground.sections.known(given) if given else self._no_section(at)
        else:
            found = self.ground.sections.find(text, settled, at)
        if isinstance(found, Doubt):
            self.draft.doubts.append(found)
            return
        self.draft.values["section"] = found
        answers = self.ground.sections.codes_in(text)
        if text and self.ground.sections.says_more(text, found):
            self._add_source(at.column, text)
        self._read_answers(answers)

    def _no_section(self, at: At) -> Doubt:
        near = next(iter(self.ground.sections.titles), "")
        return Doubt("no-section", at, SECTION, "", {"near": near})

    def _read_answers(self, answers: tuple[str, ...]) -> None:
        for piece in self._pieces("answers"):
            codes = self.ground.sections.codes_in(piece.text)
            if not codes:
                self._doubt("unread-codes", piece)
            elif fold("".join(codes)) != fold(piece.text):
                self._add_source(piece.at.column, piece.text)
            answers = (*answers, *codes)
        known = tuple(dict.fromkeys(each for each in answers if each != self.draft.values.get("section")))
        if known:
            self.draft.values["answers"] = known

    def _add_source(self, heading: str, text: str) -> None:
        line = " ".join(text.split())
        self.draft.source.append(f"{' '.join(heading.split())}: {line}" if heading else line)

    def _read_texts(self) -> None:
        self._read_title()
        for name in ("approach", "target", "limits"):
            if text := self.group.text(name):
                self.draft.values[name] = as_markdown(text)
        self.draft.notes += [_as_note(piece) for piece in self._pieces("note")]

    def _read_title(self) -> None:
        """Read what a measure is called; a list of works is no name."""
        several = [piece for piece in self._pieces("title") if _is_list(piece.text)]
        for piece in several:
            self._doubt("many-titles", piece, heading=" ".join(piece.at.column.split()))
        title = " ".join(self.group.text("title").split())
        if title and not several:
            self.draft.values["title"] = without_number(title)

    def _read_list(self, name: str, intro: str) -> None:
        items: list[Item] = []
        for place, listed in enumerate(read_list(piece.text) for piece in self._pieces(name)):
            if listed.intro and place == 0:
                self.draft.values[intro] = listed.intro
            elif listed.intro and items:
                items[-1] = Item(f"{items[-1].text}\n{listed.intro}", items[-1].number)
            items += listed.items
        if items:
            self.draft.steps[name] = tuple(items)

    def _read_people(self) -> None:
        found: list[str] = []
        for name in ("owners", "lead"):
            for piece in self._pieces(name):
                who = find_owners(piece.text, self.ground.owners, self.ground.settled, piece.at)
                self.draft.doubts += who.doubts
                if name == "owners":
                    found += who.owners
                lead = who.lead or (who.owners[0] if name == "lead" and len(who.owners) == 1 else None)
                if lead:
                    self.draft.values["lead"] = lead
                if name == "lead" and len(who.owners) > 1:
                    self._doubt("differs", piece)
                if who.has_many_leads:
                    self._doubt("two-leads", piece)
        if found:
            self.draft.values["owners"] = tuple(dict.fromkeys(found))

    def _read_exact(self, name: str, code: str, read: Callable[[str], str]) -> None:
        """Read a field that has one exact value; a second cell must say the same."""
        if not self._pieces(name):
            return
        first = self._same(name)
        if not self._is_of_first_row(first):
            self._doubt("differs", first)
            return
        try:
            self.draft.values[name] = read(first.text)
        except ValueError:
            self._doubt(code, first, year=self.ground.year, before=self.ground.year - 1)

    def _same(self, name: str) -> Piece:
        """The first cell of a field; the others, of rows that go on with the measure, must say the same."""
        first, *others = self._pieces(name)
        for piece in others:
            if fold(piece.text) != fold(first.text):
                self._doubt("differs", piece)
        return first

    def _is_of_first_row(self, piece: Piece) -> bool:
        """Tell whether a value stands in the measure's own row: one further down may be a sum."""
        return (piece.at.table, piece.at.row) == (self.group.at.table, self.group.at.row)

    def _read_due(self) -> None:
        """Days belong to steps only where there are as many of both."""
        for piece in self._pieces("steps.due"):
            lines = [line.strip() for line in piece.text.splitlines() if line.strip()]
            steps = self.draft.steps.get("steps", ())
            try:
                due = [read_due(without_number(line)) for line in lines]
            except ValueError:
                due = []
            if not due or len(due) != len(steps) or "due" in self.draft.values:
                self._doubt("unread-due", piece, year=self.ground.year)
            else:
                self.draft.values["due"] = tuple(due)

    def _read_progress(self) -> None:
        entry = self.draft.entry
        if status := self._status():
            entry["status"] = status
        for name in ("text", "obstacle"):
            if text := self.group.text(f"progress.{name}"):
                entry[name] = prose(as_markdown(text))
        proofs = [proof for piece in self._pieces("progress.evidence") for proof in self._proofs(piece)]
        if proofs:
            entry["evidence"] = proofs
        if entry and (day := self._day()):
            self.draft.entry = {"date": day, **entry}

    def _day(self) -> str | None:
        """The day that the heading of the results names; None if the headings name no day or several."""
        pieces = (piece for name, each in self.group.cells.items() if name in _REPORTED for piece in each)
        days = {found[1] for piece in pieces if (found := as_of(piece.at.column))}
        return days.pop() if len(days) == 1 else None

    def _status(self) -> str | None:
        """The status that its column says; without one, a result that says nothing else."""
        known = {fold(name): code for code, names in choices()["status"].items() for name in names}
        if not self._pieces("progress.status"):
            return known.get(fold(self.group.text("progress.text")))
        first = self._same("progress.status")
        if not self._is_of_first_row(first):
            self._doubt("differs", first)
            return None
        if fold(first.text) not in known:
            names = ", ".join(each[0] for each in choices()["status"].values())
            self._doubt("unread-status", first, known=names)
        return known.get(fold(first.text))

    def _proofs(self, piece: Piece) -> Iterator[dict[str, str]]:
        """The proofs of a cell: each a title with one address behind it."""
        title: list[str] = []
        for line in filter(str.strip, piece.text.splitlines()):
            address = _ADDRESS.search(line)
            if not address:
                title.append(line.strip(_AROUND))
                continue
            before = " ".join([*title, line[: address.start()].strip(_AROUND)]).strip()
            behind = line[address.end() :].strip(_AROUND)
            yield {"title": " ".join(filter(None, (before, behind))) or address[0], "url": address[0]}
            title = []
        if title:
            self._doubt("unread-evidence", Piece(" ".join(title), piece.at))

    def _pieces(self, name: str) -> list[Piece]:
        return self.group.cells.get(name, [])

    def _doubt(self, code: str, piece: Piece, **facts: object) -> None:
        """Keep what cannot be read as a note if a person has said so; else ask."""
        shown = shorten(piece.text)
        if self.ground.settled.keep_text:
            self.draft.notes.append(_as_note(piece))
            self.draft.notices.append(Notice("kept", piece.at, {"text": shown}))
        else:
            self.draft.doubts.append(Doubt(code, piece.at, TEXT, shown, {"text": shown, **facts}))


def _is_list(text: str) -> bool:
    """Tell whether a text holds two numbered items or more."""
    return sum(item.number is not None for item in read_list(text).items) > 1


def _as_note(piece: Piece) -> str:
    """A cell's text below its heading, unless that says no more than that it is a note."""
    heading = " ".join(piece.at.column.split())
    return f"{heading}: {piece.text}" if heading and meanings(heading) != ("note",) else piece.text
