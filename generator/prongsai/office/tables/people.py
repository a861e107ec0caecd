"""Names in a table -> owners of the body, matched exactly; who is not known is told.

Only departments and posts are owners, never persons: it adds none by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from prongsai.check.near import nearest
from prongsai.office.tables.folding import fold, shorten
from prongsai.office.tables.lists import BULLET
from prongsai.office.tables.settled import OWNER, At, Doubt, Settled
from prongsai.office.tables.vocabulary import vocabulary
from prongsai.problems import StopError

EVERYONE = "all"
_LINES = re.compile(rf"[\n;]|{BULLET}")
_PARTS = re.compile(r"[,\n;]")


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who does it; `lead` only where the table says so."""

    owners: tuple[str, ...] = ()
    lead: str | None = None
    doubts: tuple[Doubt, ...] = ()


def find_owners(text: str, owners: Mapping[str, str], settled: Settled, at: At) -> Responsible:
    """Return the owners that a cell names."""
    names = _Names(owners, settled)
    lead = _lead_of(text)
    if not lead:
        found, doubts = names.find(text, at)
        return Responsible(found, None, doubts)
    found, doubts = names.find(lead[0], at) if lead[0] else ((), ())
    leads, more = names.find(lead[1], at)
    return Responsible(found, leads[0] if leads else None, (*doubts, *more))


class _Names:
    """The folded names by which owners are known, the longest first."""

    def __init__(self, owners: Mapping[str, str], settled: Settled) -> None:
        known = {**owners, **settled.new_owners}
        for name, owner in settled.owners.items():
            if owner not in known and owner != EVERYONE:
                raise StopError("no-such-owner", owner=owner, name=name, near=nearest(owner, known))
        spelled = {fold(name): owner for owner, name in known.items()}
        everyone = {fold(name): EVERYONE for name in vocabulary().everyone}
        given = {fold(name): owner for name, owner in settled.owners.items()}
        every = {**everyone, **spelled, **given}
        self._codes = {name: every[name] for name in sorted(every, key=len, reverse=True)}
        self._between = sorted(map(fold, vocabulary().between_owners), key=len, reverse=True)
        self._known = known

    def find(self, text: str, at: At) -> tuple[tuple[str, ...], tuple[Doubt, ...]]:
        whole = self._read(text)
        if whole is not None:
            return whole, ()
        found: list[str] = []
        doubts: list[Doubt] = []
        for part in (part.strip(" \t-–•▪") for line in _LINES.split(text) for part in _PARTS.split(line)):
            read = self._read(part)
            if read is None:
                doubts.append(self._doubt(part, at))
            found += read or ()
        return tuple(dict.fromkeys(found)), tuple(doubts)

    def _read(self, text: str) -> tuple[str, ...] | None:
        """The owners of which a text consists, and of nothing else."""
        left, found = fold(text), []
        while left:
            name = next((name for name in self._codes if left.startswith(name)), None)
            if name is None:
                return None
            found.append(self._codes[name])
            left = left.removeprefix(name)
            word = next((word for word in self._between if left.startswith(word)), "")
            left = left.removeprefix(word)
        return tuple(dict.fromkeys(found))

    def _doubt(self, text: str, at: At) -> Doubt:
        near = nearest(text, self._known.values())
        ids = {name: owner for owner, name in self._known.items()}
        facts = {"text": shorten(text), "near": ids.get(near, EVERYONE)}
        return Doubt("unknown-owner", at, OWNER, " ".join(text.split()), facts)


def _lead_of(text: str) -> tuple[str, str] | None:
    """The parts of `all, led by one` before the word and between the words."""
    lead = vocabulary().lead
    line = "".join(text.split())
    found = re.fullmatch(f"(.*?){re.escape(lead.before)}(.+?){re.escape(lead.behind)}", line)
    return (found[1], found[2]) if found else None
