"""One body's way from its files to its part of the website: load -> check -> derive -> render -> build.

A `Maker` lives as long as its process and holds what is the same for all bodies; of a body it keeps nothing.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from prongsai.bodies import Body, read_body
from prongsai.build import Builder, root_place
from prongsai.content import load_content
from prongsai.derive import UnitReport
from prongsai.history import UnitHistory
from prongsai.problems import Problem
from prongsai.project import Project
from prongsai.publish import ROOT
from prongsai.render import render_unit
from prongsai.render.environment import load_theme
from prongsai.render.page import Site


@dataclass(frozen=True, slots=True)
class Job:
    """A body to make: its id and past, whether it has the website's root, whether its pages are wanted."""

    unit_id: str
    past: UnitHistory
    is_alone: bool = False
    has_pages: bool = True

    @property
    def part(self) -> str:
        """The part of the website that the body's pages are."""
        return ROOT if self.is_alone else self.unit_id


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a body: its errors, how much else was found, and, without errors, its summary."""

    unit_id: str
    errors: tuple[Problem, ...]
    warnings: int
    summary: bytes = b""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where bodies are made, as of which day, and the digest of everything that they share."""

    root: Path
    today: date
    shared: str


@lru_cache(maxsize=1)
def maker_of(setting: Setting) -> Maker:
    """The process's own maker; a new one if anything that bodies share has changed."""
    return Maker(Project(setting.root), setting.today)


def make_unit(setting: Setting, job: Job) -> Made:
    """Make a body; this is what a worker is asked to do."""
    return maker_of(setting).make(job)


class Maker:
    """Makes bodies, one after another."""

    def __init__(self, project: Project, today: date) -> None:
        self.project = project
        self.today = today
        self.theme = load_theme(project.theme)
        self.content = load_content(project)
        self.place = root_place(project)
        self.builder = Builder(project)

    def make(self, job: Job) -> Made:
        """Make a body's part of the website in the folder of fresh parts; a faulty one is not made."""
        body = read_body(self.project, job.unit_id, job.past, self.today)
        errors = body.verdict.errors
        warnings = len(body.verdict.problems) - len(errors)
        if errors:
            return Made(job.unit_id, errors, warnings)
        report = body.report()
        if job.has_pages:
            self.builder.build(self._site(body, report, job.is_alone), self.project.fresh(job.part))
        return Made(job.unit_id, (), warnings, pickle.dumps(report))

    def site(self, job: Job) -> Site:
        """A body's pages; `DataError` if it has errors."""
        body = read_body(self.project, job.unit_id, job.past, self.today)
        return self._site(body, body.report(), job.is_alone)

    def show(self, job: Job) -> None:
        """Build a body's pages for the preview; `DataError` if it has errors."""
        self.builder.build(replace(self.site(job), is_preview=True), self.project.preview)

    def _site(self, body: Body, report: UnitReport, is_alone: bool) -> Site:
        place = self.place if is_alone else self.place.below(f"{report.id}/")
        return render_unit(self.theme, report, place, self.content, body.submitted(report))

    def make_portal(self, summaries: Iterable[bytes], kept: tuple[str, ...]) -> None:
        """Make the portal's part of the website in the folder of fresh parts."""
        site = SiteReport(tuple(pickle.loads(each) for each in summaries), self.today, kept)
        self.builder.build(
            render_portal(self.theme, site, self.place, self.content), self.project.fresh(ROOT)
        )

    def make_assets(self, target: Path) -> None:
        """Make the files that all pages share."""
        write_assets(self.project, target)
