"""The rows of a filled workbook that were not exported -> new items, entries, measures and sections.

A row that the files hold already, as after a second import of the same workbook, is not added again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from prongsai.document import Path
from prongsai.model.scalars import fold_code
from prongsai.office.journal import JOURNAL
from prongsai.office.workbook.edits import Edit, Edits, Item, NewMeasure, in_order, marked
from prongsai.office.workbook.faults import Fault, Spot
from prongsai.office.workbook.kinds import WrongCellError, canonical, read
from prongsai.office.workbook.memory import Memory
from prongsai.office.workbook.plan import ANALYSIS, OIT, RESULTS, Plan, Row, list_titles, measure_file
from prongsai.office.workbook.reading import Filled
from prongsai.office.workbook.tables import BY_NAME, Table

Meanings = tuple[str, ...]


_PARENTS = {"sections": "analysis", "findings": "analysis", "steps": "measures", "oit": "links"}
"""What has the list of each sheet's rows."""


class Additions:
    """Finds what is new, sheet by sheet."""

    def __init__(self, memory: Memory, plan: Plan, edits: Edits) -> None:
        """Begin with what was exported, what the files say, and what was found already."""
        self.memory = memory
        self.plan = plan
        self.edits = edits
        self.faulty = frozenset(fault.spot for fault in edits.faults)
        self.measures = set(plan.measures)

    def add(self, new: Mapping[str, Sequence[Filled]]) -> None:
        """Add every new row of every sheet."""
        for filled in new["results"]:
            self._score(filled)
        for filled in new["analysis"]:
            self._fault(filled.spots["part"], "no-such-row", value=filled.texts["part"])
        self._listed("findings", ANALYSIS, ("findings",), new["findings"])
        self._sections(new["sections"])
        self._listed("oit", OIT, ("links",), new["oit"])
        for filled in new["measures"]:
            self._measure(filled)
        self._steps(new["steps"])
        self._entries(new["progress"], new["evidence"])

    def _score(self, filled: Filled) -> None:
        if not filled.texts["scores"] or not self._has_keys(filled):
            return
        code = fold_code(filled.texts["code"])
        row = next((row for row in self.plan.rows["results"] if row.key == (code,)), None)
        at = row.fields["scores"] if row else ("scores", code)
        old = self._row_meanings(BY_NAME["results"], row)[0] if row else ""
        values = self._values(filled)
        if row and old == self._meanings(filled)[0]:
            return
        if old:
            facts = {"now": old, "value": filled.texts["scores"]}
            self._fault(filled.spots["scores"], "conflict", **facts)
        elif "scores" in values:
            spot, text = filled.spots["scores"], filled.texts["scores"]
            self.edits.edits.append(Edit(RESULTS, at, values["scores"], spot, "results", "", text))

    def _sections(self, rows: Sequence[Filled]) -> None:
        there = {row.key: row for row in self.plan.rows["sections"]}
        for filled in rows:
            known = there.get(filled.key)
            if known and self._row_meanings(filled.table, known) == self._meanings(filled):
                continue
            if known:
                self._fault(filled.spots["id"], "no-such-row", value=filled.texts["id"])
            elif self._has_keys(filled) and (section_id := self._id(filled, "id")):
                values = {"id": section_id, **self._values(filled)}
                self._item("sections", ANALYSIS, ("sections",), values, filled)

    def _measure(self, filled: Filled) -> None:
        if not self._has_keys(filled) or not (measure := self._id(filled, "measure")):
            return
        known = next((row for row in self.plan.rows["measures"] if row.key == (measure,)), None)
        if known and self._row_meanings(filled.table, known) == self._meanings(filled):
            return
        if known or measure in self.measures:
            self._fault(filled.spots["measure"], "taken", value=measure)
            return
        self.measures.add(measure)
        values = in_order("measures", self._values(filled))
        self.edits.measures.append(NewMeasure(measure, values, filled.spots))

    def _steps(self, rows: Sequence[Filled]) -> None:
        names = {title: name for name, title in list_titles().items()}
        lists: dict[tuple[str, str], list[Filled]] = {}
        for filled in rows:
            if not self._has_keys(filled, "row") or not self._knows_measure(filled):
                continue
            title = filled.texts["list"]
            if title in names:
                lists.setdefault((filled.texts["measure"], title), []).append(filled)
            else:
                self._fault(filled.spots["list"], "not-a-choice", value=title, known=", ".join(names))
        for (measure, title), found in lists.items():
            self._listed("steps", measure_file(measure), (names[title],), found, (measure, title))

    def _listed(
        self, name: str, file: str, at: Path, rows: Sequence[Filled], key: tuple[str, ...] = ()
    ) -> None:
        """Add rows at the end of a list, which counts its rows."""
        left = self._written_since(name, key)
        for filled in rows:
            if filled.texts["row"]:
                self._fault(filled.spots["row"], "no-such-row", value=filled.texts["row"])
            elif left[meanings := self._meanings(filled)]:
                left[meanings] -= 1
            else:
                self._item(name, file, at, self._values(filled), filled)

    def _written_since(self, name: str, key: tuple[str, ...]) -> Counter[Meanings]:
        """What the rows mean that are in the files but were not at export."""
        table = BY_NAME[name]
        rows = (row for row in self.plan.rows[name] if row.key[: len(key)] == key)
        fresh = (row for row in rows if not self.memory.knows(name, row.key))
        return Counter(self._row_meanings(table, row) for row in fresh)

    def _entries(self, rows: Sequence[Filled], proofs: Sequence[Filled]) -> None:
        shelf: dict[tuple[str, str], list[Filled]] = {}
        for proof in proofs:
            if self._has_keys(proof, "row") and self._knows_measure(proof):
                shelf.setdefault((proof.texts["measure"], proof.texts["entry"]), []).append(proof)
        journals: dict[str, list[Filled]] = {}
        for filled in rows:
            if self._has_keys(filled, "entry") and self._knows_measure(filled):
                journals.setdefault(filled.texts["measure"], []).append(filled)
        for measure, found in journals.items():
            self._journal(measure, found, shelf)
        for left in (proof for key in shelf for proof in shelf[key]):
            self._fault(left.spots["entry"], "no-entry", value=left.texts["entry"])

    def _journal(
        self, measure: str, rows: Sequence[Filled], shelf: dict[tuple[str, str], list[Filled]]
    ) -> None:
        exported = sum(key[0] == measure for key in self.memory.digests.get("progress", {}))
        written = self._written_since("progress", (measure,))
        for number, filled in enumerate(rows, exported + 1):
            typed = filled.texts["entry"] or str(number)
            if typed != str(number):
                self._fault(filled.spots["entry"], "bad-number", next=number)
            proofs = shelf.pop((measure, typed), [])
            if written[meanings := self._meanings(filled)]:
                written[meanings] -= 1
                self._refuse_new_proofs(measure, proofs)
                continue
            values = dict(self._values(filled))
            if proofs:
                values["evidence"] = [in_order("evidence", self._values(proof)) for proof in proofs]
            spots = dict(filled.spots)
            for index, proof in enumerate(proofs):
                spots |= {f"evidence[{index + 1}].{name}": spot for name, spot in proof.spots.items()}
            item = Item(measure_file(measure), (JOURNAL,), in_order("progress", values), spots, "measures")
            self.edits.items.append(item)

    def _refuse_new_proofs(self, measure: str, proofs: Sequence[Filled]) -> None:
        """The proofs of an entry that is written already must be written too."""
        there = self._written_since("evidence", (measure,))
        for proof in proofs:
            if not there[self._meanings(proof)]:
                self._fault(proof.spots["entry"], "no-entry", value=proof.texts["entry"])

    def _knows_measure(self, filled: Filled) -> bool:
        measure = filled.texts["measure"]
        if measure in self.measures:
            return True
        self._fault(filled.spots["measure"], "no-measure", value=measure)
        return False

    def _has_keys(self, filled: Filled, but: str = "") -> bool:
        """Tell whether a row says what it belongs to; `but` may be empty."""
        missing = [key for key in filled.table.keys if key.name != but and not filled.texts[key.name]]
        for column in missing:
            if filled.spots[column.name] not in self.faulty:
                self._fault(filled.spots[column.name], "no-key", title=column.title)
        return not missing

    def _id(self, filled: Filled, name: str) -> str:
        column = next(key for key in filled.table.keys if key.name == name)
        try:
            return str(read(column.kind, filled.texts[name], self.plan.names))
        except WrongCellError as error:
            self._fault(filled.spots[name], error.code, **error.facts)
            return ""

    def _values(self, filled: Filled) -> Mapping[str, Any]:
        """The values of a row's fields, as a file spells them."""
        values = {}
        for column in filled.table.fields:
            text, spot = filled.texts[column.name], filled.spots[column.name]
            if spot in self.faulty:
                continue
            if not text and column.is_needed:
                self._fault(spot, "needed", title=column.title)
            elif text:
                try:
                    values[column.name] = marked(column.kind, read(column.kind, text, self.plan.names))
                except WrongCellError as error:
                    self._fault(spot, error.code, **error.facts)
        return values

    def _item(self, name: str, file: str, at: Path, values: Mapping[str, Any], filled: Filled) -> None:
        self.edits.items.append(Item(file, at, in_order(name, values), filled.spots, _PARENTS[name]))

    def _meanings(self, filled: Filled) -> Meanings:
        names = self.plan.names
        return tuple(
            canonical(column.kind, filled.texts[column.name], names) for column in filled.table.fields
        )

    def _row_meanings(self, table: Table, row: Row) -> Meanings:
        return tuple(self.plan.meaning(row, column) for column in table.fields)

    def _fault(self, spot: Spot, code: str, **facts: object) -> None:
        self.edits.faults.append(Fault(spot, code, facts))
