"""What holds of valid data of any shape: it builds, its numbers agree, and no way out and in changes it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from fuzzing.mutated_bodies import DAYS, Body, Desk
from fuzzing.mutations import MODELS
from fuzzing.promises import keep_problems, keep_site, keep_website, tidied
from fuzzing.trials import begin_anew
from fuzzing.whole_bodies import mend, spelled, trees
from prongsai.document import read_document
from prongsai.load import load
from prongsai.making import render_sites
from prongsai.office.style import CannotStyleError, styled
from prongsai.office.workbook.exporting import export_year
from prongsai.office.workbook.importing import draft_import
from prongsai.pipeline import Build
from prongsai.printed import check_project
from prongsai.render.page import Site
from prongsai.survey import Order

EXAMPLES = 10
"""So many bodies one case draws; the first of them is the simplest that there is."""
_Try = Callable[[Desk, dict[str, Any]], None]


def _drawn(random: Random, desk: Desk, attempt: _Try) -> None:
    """Try bodies; a failing one is made as simple as it can be before it is told."""

    @seed(random.getrandbits(64))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(trees())
    def tried(drawn: dict[str, Any]) -> None:
        begin_anew()
        attempt(desk, drawn)

    tried()


def pages(random: Random, desk: Desk) -> None:
    """Valid data of any shape become pages and open data whose numbers agree."""
    _drawn(random, desk, _render)


def websites(random: Random, desk: Desk) -> None:
    """Valid data of any shape become a website without a broken link."""
    _drawn(random, desk, _build)


def round_trips(random: Random, desk: Desk) -> None:
    """Valid data of any shape come back unchanged: from YAML, from `fmt`, from Excel."""
    _drawn(random, desk, _return)


def _render(desk: Desk, drawn: dict[str, Any]) -> None:
    mend(desk, drawn)
    project = desk.project
    keep_problems(project, check_project(project, DAYS[0]).problems)
    sites = list(render_sites(project, DAYS[0]))
    for site in sites:
        keep_site(site)
    _keep_numbers(sites[0], drawn)


def _keep_numbers(site: Site, drawn: Mapping[str, Any]) -> None:
    """The open data of a year have as many rows as its files say."""
    for address, text in site.texts.items():
        if address.endswith("/data/tables.json"):
            year = address.split("/")[-3]
            tables = json.loads(text)
            measures = [each for path, each in drawn.items() if path.startswith(f"good/{year}/measures/")]
            assert len(tables["measures"]) == len(measures), address
            counted = {
                "steps": sum(
                    len(each.get("steps", ())) + len(each.get("follow_up", ())) for each in measures
                ),
                "progress": sum(len(each.get("progress", ())) for each in measures),
            }
            for name, count in counted.items():
                assert name not in tables or len(tables[name]) == count, (address, name)


def _build(desk: Desk, drawn: dict[str, Any]) -> None:
    mend(desk, drawn)
    Build(desk.project, Order(DAYS[0])).run()
    keep_website(desk.project.site)


def _return(desk: Desk, drawn: dict[str, Any]) -> None:
    body = mend(desk, drawn)
    before = _models(desk)
    _keep_style(body)
    for year in {path.split("/")[1] for path in body if path.count("/") > 1}:
        path = desk.root / "year.xlsx"
        export_year(desk.project, "good", year, path, again=True)
        draft = draft_import(desk.project, path, DAYS[0])
        assert not draft.files, draft.told
        assert not draft.faults, draft.faults
    desk.lay(spelled(drawn, by_program=True))
    assert _models(desk) == before


def _models(desk: Desk) -> Mapping[str, object]:
    data = load(desk.project)
    assert not [problem for problem in data.problems if problem.is_error], data.problems
    return {placed.path: placed.value for unit in data.units for placed in unit.files}


def _keep_style(body: Body) -> None:
    for path, data in body.items():
        model = MODELS.get(path.rpartition("/")[2], MODELS["measure"])
        try:
            new, problems = styled(path, data, model)
        except CannotStyleError:
            continue
        assert not problems
        assert styled(path, new, model)[0] == new
        assert tidied(read_document(path, new)[0].values) == tidied(read_document(path, data)[0].values)
