"""The whole way on one screen: survey -> load -> check -> derive -> render -> build -> publish.

The way of one body stands in `making.py`; here is which bodies go it, and what becomes of all together.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from prongsai.crew import Crew, processes, this_process, work
from prongsai.fingerprint import digest
from prongsai.ledger import DamagedLedgerError, Entry, Ledger, open_ledger
from prongsai.outcome import ALL, ASSETS_PART, Outcome
from prongsai.problems import DataError
from prongsai.project import Project
from prongsai.publish import Change, discard, publish
from prongsai.survey import Order, Survey, take_survey

if TYPE_CHECKING:
    from prongsai.making import Job, Made, Setting

FEW = 3
"""The process itself has made so many bodies before others have begun to work."""
Hire = Callable[["Setting", int], Crew["Job", "Made"]]
"""Finds a crew for a setting and a number of jobs."""
Watch = Callable[[Iterator["Made"], int], AbstractContextManager[Iterator["Made"]]]
"""Looks on as bodies are made; it is told how many there will be."""


def hire_here(setting: Setting, count: int) -> Crew[Job, Made]:
    """A crew of this machine: for a few jobs the process itself, else as many processes as cores."""
    from prongsai.making import make_unit  # noqa: PLC0415 - half a second, which a build of nothing has not

    make = partial(make_unit, setting)
    return this_process(make) if count <= FEW else processes(make, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Build:
    """One build of a project: who makes the bodies, and who looks on."""

    project: Project
    order: Order
    hire: Hire = hire_here
    watch: Watch = lambda made, _: nullcontext(made)

    def run(self) -> tuple[Outcome, Change]:
        """Bring the website up to date; on `DataError` or `StopError` the published one stays as it is."""
        try:
            return self._run()
        except DamagedLedgerError:  # it is gone by now
            return self._run()

    def _run(self) -> tuple[Outcome, Change]:
        with open_ledger(self.project.ledger) as ledger:
            survey = take_survey(self.project, self.order, ledger)
            self._make_bodies(survey, ledger)
            self._compare_bodies(survey, ledger)
            outcome = Outcome(survey, ledger.entries())
            if (outcome.errors and not self.order.keep_going) or not outcome.listed:
                raise DataError(outcome.errors)
            parts = {**outcome.parts, **self._make_shared(outcome, ledger)}
            fresh = {name: self.project.fresh(name) for name in outcome.fresh(parts)}
            change = publish(self.project, parts, fresh)
            discard(self.project.fresh_parts)
        return outcome, change

    def _make_bodies(self, survey: Survey, ledger: Ledger) -> None:
        """Make what the survey says, and write into the ledger what became of each."""
        ledger.forget(ledger.entries().keys() - {body.unit_id for body in survey.bodies} - {ALL})
        unfinished = {body.unit_id: body for body in survey.bodies if body.is_unfinished}
        if not unfinished:
            return
        from prongsai.making import Job  # noqa: PLC0415 - as above

        ledger.forget(unfinished)
        jobs = (
            Job(body.unit_id, survey.history.unit(body.unit_id), survey.is_alone, body.cause is not None)
            for body in unfinished.values()
        )
        for body in unfinished.values():
            shutil.rmtree(self.project.fresh(body.part), ignore_errors=True)
        crew = self.hire(self._setting(survey), len(unfinished))
        with self.watch(work(crew, jobs), len(unfinished)) as all_made:
            for made in all_made:
                entry = Entry(unfinished[made.unit_id].key, made.warnings, made.errors)
                ledger.keep(made.unit_id, entry, made.texts)

    def _compare_bodies(self, survey: Survey, ledger: Ledger) -> None:
        """Write into the ledger what only a comparison of all bodies finds."""
        entries = ledger.entries()
        key = digest(f"{body.unit_id} {entries[body.unit_id].key}".encode() for body in survey.bodies)
        if ALL not in entries or entries[ALL].key != key:
            from prongsai.making import COMPARABLE, compare  # noqa: PLC0415 - as above

            ledger.keep(ALL, Entry(key, len(compare(ledger.texts(COMPARABLE)))), {})

    def _make_shared(self, outcome: Outcome, ledger: Ledger) -> dict[str, str]:
        """Make the assets and the portal, if they are not as they shall be; return the portal's parts."""
        needs_assets = ASSETS_PART in outcome.fresh(outcome.parts)
        portal = {} if outcome.survey.is_alone else outcome.portal
        if portal is not None and not needs_assets:
            return portal
        from prongsai.making import maker_of  # noqa: PLC0415 - as above

        maker = maker_of(self._setting(outcome.survey))
        if needs_assets:
            maker.make_assets()
        return maker.make_portal(outcome, ledger) if portal is None else portal

    def _setting(self, survey: Survey) -> Setting:
        from prongsai.making import Setting  # noqa: PLC0415 - as above

        return Setting(self.project.root, self.order.today, survey.shared)
