"""What of the bodies' files is not committed yet, asked of git when it is needed.

It must not read what the files say.
"""

from __future__ import annotations

from collections.abc import Iterable

from prongsai.history.change import Touch, locate
from prongsai.history.repository import Repository

_FEW = 8
"""For so many bodies git looks at their folders alone; then at all files of all bodies, once."""


class Pending:
    """The touches that are not committed; `units` is the folder of the bodies with its `/`."""

    def __init__(self, repository: Repository, units: str) -> None:
        self._repository = repository
        self._units = units
        self._asked = 0
        self._all: dict[str, list[tuple[int, Touch]]] | None = None

    def touches(self, unit_ids: Iterable[str]) -> list[Touch]:
        """The touches of files of some bodies, in git's order."""
        self._asked += 1
        if self._all is None and self._asked <= _FEW:
            folders = (f"{self._units}{unit_id}" for unit_id in unit_ids)
            return list(self._repository.differing(*folders))
        if self._all is None:
            self._all = self._read()
        found = (each for unit_id in unit_ids for each in self._all.get(unit_id, ()))
        return [touch for _, touch in sorted(found, key=lambda each: each[0])]

    def _read(self) -> dict[str, list[tuple[int, Touch]]]:
        """The touches of each body with their place in git's order."""
        found: dict[str, list[tuple[int, Touch]]] = {}
        for nth, touch in enumerate(self._repository.differing(self._units)):
            path = (touch.new_path or touch.old_path).removeprefix(self._units)
            found.setdefault(locate(path).unit, []).append((nth, touch))
        return found
