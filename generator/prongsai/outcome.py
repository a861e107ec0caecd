"""What the website will consist of, now that its bodies are made: which parts are new, which stay.

It decides; it must not make or move anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from prongsai.addresses import ASSETS, PROVINCES
from prongsai.fingerprint import digest
from prongsai.ledger import Entry
from prongsai.problems import Problem
from prongsai.publish import ROOT, Parts
from prongsai.survey import Cause, Standing, Survey

ASSETS_PART = ASSETS.rstrip("/")
"""The part of the website that all pages share."""

ALL = ""
"""The ledger's id of all bodies together: what only their comparison finds, none of which is an error."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of every body: the survey before, and what the ledger says of each since."""

    survey: Survey
    entries: Mapping[str, Entry]

    @property
    def made(self) -> dict[str, Cause]:
        """Why the pages of a body were made anew, by its id."""
        return {body.unit_id: body.cause for body in self._sound if body.cause}

    @property
    def current(self) -> int:
        """How many bodies stand as their data say, without having been made anew."""
        return sum(body.is_wanted and not body.cause for body in self._sound)

    @property
    def kept(self) -> tuple[str, ...]:
        """The bodies that stand as they were published before, because their data have errors."""
        bodies, published = self.survey.bodies, self.survey.published
        return tuple(body.unit_id for body in bodies if self._errors(body) and body.part in published)

    @property
    def listed(self) -> tuple[str, ...]:
        """The bodies that the portal shows by their summaries."""
        return tuple(body.unit_id for body in self._sound)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The errors of the bodies that were asked for."""
        return tuple(error for body in self.survey.bodies if body.is_asked for error in self._errors(body))

    @property
    def warnings(self) -> int:
        """How much else was found in the bodies that were asked for; in all, by comparing them too."""
        asked = [body.unit_id for body in self.survey.bodies if body.is_asked]
        together = [ALL] if len(asked) == len(self.survey.bodies) else []
        return sum(self.entries[unit_id].warnings for unit_id in (*asked, *together))

    @property
    def parts(self) -> dict[str, str]:
        """The bodies' parts of the website and the assets, with their keys, as they shall be."""
        shared = self.survey.shared
        parts = {ASSETS_PART: digest([shared.theme.encode(), shared.program.encode()])}
        for body in self.survey.bodies:
            if body.is_wanted and not self._errors(body):
                parts[body.part] = body.key
            elif body.part in self.survey.published:
                parts[body.part] = self.survey.published[body.part]
        return parts

    @property
    def portal(self) -> dict[str, str] | None:
        """The portal's parts as they are published; None if they show something else than they shall."""
        published = self.survey.published
        if published.get(ROOT) != self.portal_key:
            return None
        return {name: key for name, key in published.items() if name == ROOT or name.startswith(PROVINCES)}

    @property
    def portal_key(self) -> str:
        """The key of everything that the portal shows."""
        return self.key_of(self.listed)

    def key_of(self, unit_ids: Iterable[str]) -> str:
        """The key of a page that lists these bodies."""
        rows = (f"{unit_id} {self.entries[unit_id].key}" for unit_id in unit_ids)
        return digest(line.encode() for line in (*rows, "", *self.kept, "", self.survey.shared.text))

    def fresh(self, parts: Parts) -> tuple[str, ...]:
        """Those of the parts that do not stand in the website as they shall be."""
        made, published = {body.part for body in self._sound if body.cause}, self.survey.published
        return tuple(name for name, key in parts.items() if name in made or published.get(name) != key)

    @property
    def _sound(self) -> tuple[Standing, ...]:
        return tuple(body for body in self.survey.bodies if not self._errors(body))

    def _errors(self, body: Standing) -> tuple[Problem, ...]:
        return self.entries[body.unit_id].errors
