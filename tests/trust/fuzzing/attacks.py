"""What is tried with mutated bodies, one function a kind: a site or clean problems, and nothing else.

Each draws all that it does from a `random.Random`; a promise that is broken is an exception.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from random import Random

from fuzzing.command_lines import SLOW, Shell, verbs
from fuzzing.mutated_bodies import DAYS, Desk, bodies, mutated
from fuzzing.mutations import MODELS, mutate, words
from fuzzing.office_attacks import archives, formatting, workbooks
from fuzzing.past_attacks import histories
from fuzzing.promises import keep_command, keep_problems, keep_reading, keep_site, keep_website
from fuzzing.whole_attacks import EXAMPLES, pages, round_trips, websites
from prongsai.making import render_sites
from prongsai.pipeline import Build
from prongsai.printed import check_project
from prongsai.problems import DataError
from prongsai.project import Project
from prongsai.survey import Order

Attack = Callable[[Random, Desk], None]
_WILD, _MEANT = 0.5, 0.1
"""How often an argument is no fitting one."""


def checking(random: Random, desk: Desk) -> None:
    """Load and check a mutated body."""
    project = desk.lay(mutated(random, random.choice(bodies())))
    keep_problems(project, check_project(project, random.choice(DAYS)).problems)


def reading(random: Random, desk: Desk) -> None:
    """Read a mutated file as YAML and as what some file of a body has to be."""
    data = mutate(random, random.choice([*random.choice(bodies()).values()]))
    keep_reading(random.choice([*MODELS.values()]), data)


def rendering(random: Random, desk: Desk) -> None:
    """Load, check, derive and render a body whose mutations left it without errors."""
    project, today = _sound(random, desk), random.choice(DAYS)
    try:
        for site in render_sites(project, today):
            keep_site(site)
    except DataError as error:
        keep_problems(project, error.problems)


def building(random: Random, desk: Desk) -> None:
    """Build the website of a body and look at every page of it."""
    project, today = _sound(random, desk), random.choice(DAYS)
    try:
        Build(project, Order(today)).run()
    except DataError as error:
        keep_problems(project, error.problems)
    else:
        keep_website(project.site)


def _sound(random: Random, desk: Desk) -> Project:
    """A body with a mutation that is no error, if one is found soon."""
    body = random.choice(bodies())
    for _ in range(6):
        project = desk.lay(mutated(random, body))
        if not check_project(project, DAYS[0]).errors:
            break
    return project


def arguments(random: Random, desk: Desk) -> None:
    """Any command with any arguments, on a body that is sound."""
    desk.lay(bodies()[0])
    _command(random, desk, _WILD)


def officers(random: Random, desk: Desk) -> None:
    """Any command as it is meant, on a body that is mutated."""
    desk.lay(mutated(random, random.choice(bodies()[:2])))
    _command(random, desk, _MEANT)


def _command(random: Random, desk: Desk, wild: float) -> None:
    shell = Shell(desk.root)
    quick = [verb for verb in verbs() if verb.words[0] not in SLOW]
    verb = random.choice(verbs() if random.random() < 0.05 else quick)
    keep_command(desk, shell, shell.arguments(random, verb, wild))


def settings(random: Random, desk: Desk) -> None:
    """The website's settings and the pages written by hand, mutated; what is wrong is the operator's."""
    given: Mapping[str, bytes] = {name: text.encode() for name, text in words()["settings"].items()}
    desk.lay(bodies()[1])
    for name in random.sample([*given], k=random.choice((1, 2))):
        target = desk.root / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(mutate(random, given[name]))
    try:
        Shell(desk.root).run(random.choice(("render", "todo", "check", "build")), "--today", "2567-09-15")
    finally:
        for name in given:
            (desk.root / name).unlink(missing_ok=True)
        shutil.rmtree(desk.root / "content", ignore_errors=True)


def evidence(random: Random, desk: Desk) -> None:
    """Proofs of any name and any bytes."""
    body: dict[str, bytes] = dict(bodies()[0])
    for _ in range(random.randrange(1, 4)):
        name = random.choice((*words()["names"], *words()["values"])).replace("\0", "")
        data = mutate(random, random.choice([*body.values()]))
        safe = "/".join(part for part in name.split("/") if part not in ("", ".", ".."))
        if safe and len(safe.encode("utf-8", "replace")) < 200:
            body[f"good/evidence/2567/{safe}"] = data
            measure = body["good/2567/measures/m1.yml"]
            body["good/2567/measures/m1.yml"] = measure.replace(b"2567/meeting.pdf", f"2567/{safe}".encode())
    project = desk.lay(body)
    verdict = check_project(project, DAYS[0])
    keep_problems(project, verdict.problems)
    if not verdict.errors:
        for site in render_sites(project, DAYS[0]):
            keep_site(site)


ATTACKS: Mapping[str, tuple[Attack, int]] = {
    "checking": (checking, 4_800),
    "reading": (reading, 4_000),
    "rendering": (rendering, 60),
    "building": (building, 10),
    "officers": (officers, 500),
    "arguments": (arguments, 300),
    "formatting": (formatting, 200),
    "workbooks": (workbooks, 30),
    "archives": (archives, 60),
    "histories": (histories, 6),
    "settings": (settings, 15),
    "evidence": (evidence, 15),
    "pages": (pages, 2),
    "websites": (websites, 1),
    "round trips": (round_trips, 1),
}
"""Each kind and its share of ten thousand cases."""
DRAWN = {"pages": EXAMPLES, "websites": EXAMPLES, "round trips": EXAMPLES}
"""Kinds of which one case tries several bodies."""


def warm_up(desk: Desk) -> None:
    """Do all that is done once in a process, so that those that are forked from it need not."""
    project = desk.lay(bodies()[0])
    Build(project, Order(DAYS[0])).run()
    for kind, (attack, _) in ATTACKS.items():
        if kind not in DRAWN:
            attack(Random(0), desk)
