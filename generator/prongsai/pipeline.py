"""The whole way on one screen: load -> check -> derive -> render -> build -> publish."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from prongsai.bodies import Bodies
from prongsai.build import build_site, root_place
from prongsai.check import Verdict, check
from prongsai.content import load_content
from prongsai.history import read_history
from prongsai.load import load, unit_folders
from prongsai.problems import DataError, Problem, StopError
from prongsai.project import Project
from prongsai.publish import carry_over, publish
from prongsai.render import render_unit
from prongsai.render.all_bodies import SiteReport
from prongsai.render.environment import load_theme
from prongsai.render.page import Site
from prongsai.render.portal import render_portal, render_province
from prongsai.render.summary import summarise

Watch = Callable[[list[Site]], Iterable[Site]]
"""Hands out the sites one by one, so that someone can watch them being built."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to build: which units (all without any), as of which day, and whether a unit's errors stop it."""

    today: date
    ids: tuple[str, ...] = ()
    keep_going: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """Which units were built, which stand as they were published before, and every problem found."""

    built: tuple[str, ...]
    kept: tuple[str, ...]
    problems: tuple[Problem, ...]


def check_project(project: Project, today: date, ids: tuple[str, ...] = ()) -> Verdict:
    """Load and check the units with these ids, all without any, as of a day."""
    return check(load(project, ids), today)


def build_project(project: Project, order: Order, watch: Watch = lambda sites: sites) -> Outcome:
    """Build and publish the website; on `DataError` or `StopError` the published one stays whole."""
    verdict, sites = render_project(project, order)
    published = _published(project)
    wanted = [site for site in sites if site.id not in verdict.units or _is_wanted(site, order, published)]
    kept = sorted((verdict.units - {site.id for site in wanted}) & published)
    if not any(site.id in verdict.units for site in wanted):
        raise DataError(verdict.problems)
    for site in watch(wanted):
        build_site(project, site, project.next_site / site.address)
    for unit_id in kept:
        carry_over(project.site, project.next_site, unit_id)
    publish(project.next_site, project.site)
    told = (problem for problem in verdict.problems if not order.ids or problem.unit in order.ids)
    return Outcome(tuple(site.id for site in wanted), tuple(kept), tuple(told))


def render_project(project: Project, order: Order) -> tuple[Verdict, tuple[Site, ...]]:
    """Return every site of the project: one unit at the root, or a portal and each unit below it."""
    unit_folders(project, order.ids)
    data = load(project)
    verdict = check(data, order.today)
    if verdict.faulty & set(order.ids or verdict.units) and not order.keep_going:
        raise DataError(verdict.problems)
    theme, content, place = load_theme(project.theme), load_content(project), root_place(project)
    bodies = Bodies(project, data, read_history(project), order.today)
    sound = [unit for unit in data.units if unit.id not in verdict.faulty]
    reports = [bodies.report(unit) for unit in sound]
    if len(verdict.units) == 1:
        return verdict, tuple(
            render_unit(theme, report, place, content, bodies.submitted(unit, report))
            for unit, report in zip(sound, reports, strict=True)
        )
    kept = sorted(verdict.faulty & _published(project))
    summaries = [summarise(theme, report) for report in reports]
    details = {summary.id: each for summary, each in summaries}
    known = tuple(summary for summary, _ in summaries)
    site = SiteReport(known, order.today, details.__getitem__, tuple(kept))
    provinces = (render_province(theme, site, each, place, content) for each in site.domains)
    units = (
        render_unit(theme, report, place.below(f"{report.id}/"), content, bodies.submitted(unit, report))
        for unit, report in zip(sound, reports, strict=True)
    )
    return verdict, (render_portal(theme, site, place, content), *provinces, *units)


def render_alone(project: Project, unit_id: str, today: date) -> Site:
    """Return the site of one unit as if it were the only one, for the preview; `DataError` on errors."""
    data = load(project, (unit_id,))
    verdict = check(data, today)
    if verdict.faulty:
        raise DataError(verdict.problems)
    unit, bodies = data.units[0], Bodies(project, data, read_history(project), today)
    report, place = bodies.report(unit), root_place(project)
    theme, content = load_theme(project.theme), load_content(project)
    site = render_unit(theme, report, place, content, bodies.submitted(unit, report))
    return replace(site, is_preview=True)


def only_unit(project: Project) -> str:
    """The id of a project's one unit; `StopError` that names them if there are several."""
    ids = [folder.name for folder in unit_folders(project)]
    if len(ids) > 1:
        raise StopError("one-unit", known=", ".join(ids))
    return ids[0]


def _published(project: Project) -> set[str]:
    """The names of what stands in the published website."""
    return {path.name for path in project.site.iterdir()} if project.site.is_dir() else set()


def _is_wanted(site: Site, order: Order, published: set[str]) -> bool:
    """A unit if it was asked for or has never been published."""
    return not order.ids or site.id in order.ids or site.id not in published
