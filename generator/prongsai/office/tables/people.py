"""Names in a table -> owners of the body, matched exactly; who is not known is told.

Only departments and posts are owners, never persons: it adds none by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from prongsai.check.near import alike, nearest
from prongsai.model.unit import ALL_OWNERS
from prongsai.office.tables.folding import fold, shorten
from prongsai.office.tables.lists import BULLET
from prongsai.office.tables.settled import OWNER, At, Doubt, Settled
from prongsai.office.tables.vocabulary import vocabulary
from prongsai.problems import StopError

_BETWEEN = re.compile(rf"[,\n;]|{BULLET}")
_AROUND = " \t-–•▪"


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who does it; `lead` only where the table says so."""

    owners: tuple[str, ...] = ()
    lead: str | None = None
    doubts: tuple[Doubt, ...] = ()
    has_many_leads: bool = False


def find_owners(text: str, owners: Mapping[str, str], settled: Settled, at: At) -> Responsible:
    """Return the owners that a cell names."""
    names = _Names(owners, settled)
    if roles := _roles_of(text):
        return _with_roles(roles, names, at)
    lead = _lead_of(text)
    if not lead:
        found, doubts = names.find(text, at)
        return Responsible(found, None, doubts)
    found, doubts = names.find(lead[0], at) if lead[0] else ((), ())
    leads, more = names.find(lead[1], at)
    return Responsible(found, leads[0] if leads else None, (*doubts, *more))


def _with_roles(roles: tuple[list[str], list[str]], names: _Names, at: At) -> Responsible:
    """Return who leads and who takes part, as the words behind the names say."""
    (leads, doubts), (others, more) = (
        names.find("\n".join(each), at) if each else ((), ()) for each in roles
    )
    return Responsible(others, leads[0] if len(leads) == 1 else None, (*doubts, *more), len(leads) > 1)


class _Names:
    """The folded names by which owners are known, the longest first."""

    def __init__(self, owners: Mapping[str, str], settled: Settled) -> None:
        known = {**owners, **settled.new_owners}
        for name, owner in settled.owners.items():
            if owner not in known and owner != ALL_OWNERS:
                raise StopError("no-such-owner", owner=owner, name=name, near=nearest(owner, known))
        spelled = {fold(name): owner for owner, name in known.items()}
        everyone = {fold(name): ALL_OWNERS for name in vocabulary().everyone}
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
        for part in (part.strip(_AROUND) for part in _BETWEEN.split(text)):
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
        ids = {name: owner for owner, name in self._known.items()}
        near = ids.get(alike(text, ids))
        code = "unknown-owner" if near else "new-owner"
        return Doubt(code, at, OWNER, " ".join(text.split()), {"text": shorten(text), "near": near})


def _lead_of(text: str) -> tuple[str, str] | None:
    """The parts of `all, led by one` before the word and between the words."""
    lead = vocabulary().lead
    line = "".join(text.split())
    found = re.fullmatch(f"(.*?){re.escape(lead.before)}(.+?){re.escape(lead.behind)}", line)
    return (found[1], found[2]) if found else None


def _roles_of(text: str) -> tuple[list[str], list[str]] | None:
    """The names that lead and those that take part; None if nothing in parentheses says who does which."""
    roles = vocabulary().roles
    words = "|".join(map(re.escape, (*roles.lead, *roles.owner)))
    *marked, rest = re.split(rf"\(\s*({words})\s*\)", text)
    if not marked:
        return None
    leads: list[str] = []
    others = _split(rest)
    for named, role in zip(marked[::2], marked[1::2], strict=True):
        *before, last = _split(named) or [""]
        others += before
        (leads if role in roles.lead else others).append(last)
    return leads, others


def _split(text: str) -> list[str]:
    """The names of a text that stand apart, without what joins them."""
    between = "|".join(map(re.escape, sorted(vocabulary().between_owners, key=len, reverse=True)))
    parts = (re.sub(rf"^(?:{between})\s*", "", each.strip(_AROUND)) for each in _BETWEEN.split(text))
    return [part for part in parts if part]
