"""What a workbook remembers of its export, on a hidden sheet: whose it is, and digests of its cells.

By the digests an import tells what the officer changed from what changed in the files meanwhile.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from prongsai.office.workbook.plan import Key, Plan
from prongsai.office.workbook.tables import TABLES
from prongsai.problems import StopError

SHEET = "prongsai"
FORMAT = "1"
"""Changes when an older workbook can no longer be read."""
_DIGEST_BYTES = 6
_HEAD = ("format", "unit", "year")


@dataclass(frozen=True, slots=True)
class Memory:
    """What was exported: by sheet and key, the digest of each column's meaning."""

    unit: str
    year: str
    digests: Mapping[str, Mapping[Key, Mapping[str, str]]] = field(default_factory=dict)

    def knows(self, table: str, key: Key) -> bool:
        """Tell whether a row was exported."""
        return key in self.digests.get(table, {})

    def is_untouched(self, table: str, key: Key, column: str, meaning: str) -> bool:
        """Tell whether a cell means what it meant at export."""
        return self.digests[table][key].get(column) == digest(meaning)


def digest(text: str) -> str:
    """A short digest; of nothing it is empty."""
    return hashlib.blake2s(text.encode("utf-8"), digest_size=_DIGEST_BYTES).hexdigest() if text else "-"


def remember(plan: Plan) -> Iterator[tuple[str, ...]]:
    """The rows of the hidden sheet."""
    yield from zip(_HEAD, (FORMAT, plan.unit, str(plan.year)), strict=True)
    for table in TABLES:
        for row in plan.rows[table.name]:
            said = ((column.name, digest(plan.meaning(row, column))) for column in table.fields)
            yield (table.name, "\n".join(row.key), " ".join(f"{name}={each}" for name, each in said))


def recall(rows: Sequence[Sequence[object]], path: object) -> Memory:
    """Read the hidden sheet; `StopError` if it is none of ours, or of another version."""
    cells = [[str(each) for each in row] for row in rows]
    head = {row[0]: row[1] for row in cells[: len(_HEAD)] if len(row) > 1}
    if tuple(head) != _HEAD:
        raise StopError("sheet-foreign", path=path)
    if head["format"] != FORMAT:
        raise StopError("sheet-version", path=path)
    return Memory(head["unit"], head["year"], _digests(cells[len(_HEAD) :]))


def _digests(cells: Iterable[Sequence[str]]) -> Mapping[str, Mapping[Key, Mapping[str, str]]]:
    found: dict[str, dict[Key, dict[str, str]]] = {}
    for table, key, said in (row[:3] for row in cells if len(row) > 2):
        pairs = (pair.partition("=") for pair in said.split())
        found.setdefault(table, {})[tuple(key.split("\n"))] = {name: each for name, _, each in pairs}
    return found
