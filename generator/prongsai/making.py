"""One body's way from its files to its part of the website: load -> check -> derive -> render -> build.

A `Maker` lives as long as its process and holds what is the same for all bodies; of a body it keeps nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from prongsai.addresses import province_page
from prongsai.bodies import Body, read_body
from prongsai.build import Builder, root_place, write_site
from prongsai.check.verdict import comparable_text, judge_copies, read_comparable
from prongsai.compiled import CompiledTemplates
from prongsai.content import load_content
from prongsai.derive import UnitReport
from prongsai.fingerprint import Shared, shared_digests
from prongsai.folders import unit_folders
from prongsai.history import UnitHistory, read_history
from prongsai.ledger import Ledger
from prongsai.outcome import ASSETS_PART, Outcome
from prongsai.problems import Problem
from prongsai.project import Project
from prongsai.publish import ROOT
from prongsai.render import render_unit
from prongsai.render.all_bodies import Domain, SiteReport
from prongsai.render.environment import load_theme
from prongsai.render.page import Site
from prongsai.render.portal import render_portal, render_province
from prongsai.render.summary import (
    SharedParts,
    details_text,
    news_text,
    read_details,
    read_news,
    read_summary,
    shared_parts,
    summary_text,
)

SUMMARY, DETAILS, NEWS, COMPARABLE = "summary", "details", "news", "comparable"
"""The names of the texts that are kept of a body."""


@dataclass(frozen=True, slots=True)
class Job:
    """A body to make: its id and past, whether it has the website's root, whether its pages are wanted."""

    unit_id: str
    past: UnitHistory
    is_alone: bool = False
    has_pages: bool = True

    def __str__(self) -> str:
        """The body's id."""
        return self.unit_id

    @property
    def part(self) -> str:
        """The part of the website that the body's pages are."""
        return ROOT if self.is_alone else self.unit_id


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a body: its errors, how much else was found, and what is kept of it, by names."""

    unit_id: str
    errors: tuple[Problem, ...]
    warnings: int
    texts: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Setting:
    """Where bodies are made, as of which day, and of what."""

    root: Path
    today: date
    shared: Shared


@lru_cache(maxsize=1)
def maker_of(setting: Setting) -> Maker:
    """The process's own maker; a new one if anything that bodies share has changed."""
    return Maker(setting)


def make_unit(setting: Setting, job: Job) -> Made:
    """Make a body; this is what a worker is asked to do."""
    return maker_of(setting).make(job)


def show_unit(project: Project, unit_id: str, today: date) -> None:
    """Build a body into the folder of the preview, as if it were the only one; `DataError` on errors."""
    maker = maker_of(Setting(project.root, today, shared_digests(project, today)))
    body = read_body(project, unit_id, read_history(project).unit(unit_id), today)
    site = maker.site(body, body.report(), is_alone=True)
    maker.builder.build(replace(site, is_preview=True), project.preview)


def render_sites(project: Project, today: date, ids: tuple[str, ...] = ()) -> Iterator[Site]:
    """Yield the sites of these bodies; without any of all and of the portal. `DataError` on errors."""
    maker = Maker(Setting(project.root, today, shared_digests(project, today)))
    history = read_history(project)
    folders, is_alone = unit_folders(project, ids), len(unit_folders(project)) == 1
    listed: dict[str, SharedParts] = {}
    for folder in folders:
        body = read_body(project, folder.name, history.unit(folder.name), today)
        report = body.report()
        listed[folder.name] = shared_parts(maker.theme, report)
        yield maker.site(body, report, is_alone=is_alone)
    if not ids and not is_alone:
        site = SiteReport(
            units=tuple(each.summary for each in listed.values()),
            today=today,
            details=lambda unit_id: listed[unit_id].details,
            news=lambda unit_id: listed[unit_id].news,
        )
        yield maker.portal(site)
        yield from (maker.province(site, domain) for domain in site.domains)


def write_sites(project: Project, today: date, ids: tuple[str, ...] = ()) -> Iterator[Path]:
    """Write these sites' Markdown and configuration below `.build/`; yield each configuration's path."""
    return (write_site(project, site) for site in render_sites(project, today, ids))


class Maker:
    """Makes bodies, one after another."""

    def __init__(self, setting: Setting) -> None:
        self.project = project = Project(setting.root)
        self.today = setting.today
        compiled = CompiledTemplates(project.templates, f"{setting.shared.theme}.{setting.shared.program}")
        self.theme = load_theme(project.theme, compiled)
        self.content = load_content(project)
        self.place = root_place(project)
        self.builder = Builder(project, compiled)

    def make(self, job: Job) -> Made:
        """Make a body's part of the website in the folder of fresh parts; a faulty one is not made."""
        body = read_body(self.project, job.unit_id, job.past, self.today)
        errors, comparable = body.verdict.errors, body.verdict.comparable
        warnings = len(body.verdict.problems) - len(errors)
        texts = {COMPARABLE: comparable_text(comparable)} if comparable else {}
        if errors:
            return Made(job.unit_id, errors, warnings, texts)
        report = body.report()
        if job.has_pages:
            site = self.site(body, report, is_alone=job.is_alone)
            self.builder.build(site, self.project.fresh(job.part))
        parts = shared_parts(self.theme, report)
        texts |= {
            SUMMARY: summary_text(parts.summary),
            DETAILS: details_text(parts.details),
            NEWS: news_text(parts.news),
        }
        return Made(job.unit_id, (), warnings, texts)

    def site(self, body: Body, report: UnitReport, *, is_alone: bool) -> Site:
        """A body's pages."""
        place = self.place if is_alone else self.place.below(f"{report.id}/")
        return render_unit(self.theme, report, place, self.content, body.submitted(report))

    def make_portal(self, outcome: Outcome, ledger: Ledger) -> dict[str, str]:
        """Make the portal and the pages of provinces that are not as they shall be; return the parts."""
        report = SiteReport(
            units=tuple(read_summary(ledger.text(SUMMARY, each)) for each in outcome.listed),
            today=self.today,
            details=lambda unit_id: read_details(ledger.text(DETAILS, unit_id)),
            news=lambda unit_id: read_news(ledger.text(NEWS, unit_id)),
            kept=outcome.kept,
        )
        self.builder.build(self.portal(report), self.project.fresh(ROOT))
        parts = {ROOT: outcome.portal_key}
        for domain in report.domains:
            part = province_page(domain.id).rstrip("/")
            parts[part] = outcome.key_of(unit.id for unit in domain.units)
            if outcome.survey.published.get(part) != parts[part]:
                self.builder.build(self.province(report, domain), self.project.fresh(part))
        return parts

    def portal(self, report: SiteReport) -> Site:
        """The site at the root, which lists all bodies."""
        return render_portal(self.theme, report, self.place, self.content)

    def province(self, report: SiteReport, domain: Domain) -> Site:
        """The site of one province."""
        return render_province(self.theme, report, domain, self.place, self.content)

    def make_assets(self) -> None:
        """Make the files that all pages share."""
        self.builder.write_assets(self.project.fresh(ASSETS_PART))


def compare(texts: Iterable[bytes]) -> tuple[Problem, ...]:
    """What only a comparison of all bodies finds; these are their texts by the name of `COMPARABLE`."""
    return judge_copies([read_comparable(text) for text in texts]).problems
