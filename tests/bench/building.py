"""What a website of a thousand bodies costs, ours beside Hugo, Eleventy and MkDocs, in one run.

    python tests/bench/building.py [--units 1000] [--runs 3] [--sizes 10,100] [--git] [--json FILE]

All build the same invented bodies (`bodies.py`); the others get the Markdown that we rendered and a minimal
theme. Medians of the runs; judge by the ratios, seconds depend on the machine. Nothing here can fail.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import subprocess
import tempfile
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from platform import python_version

from bodies import ROOT, TODAY, write_project, write_repository
from contenders import BIG, EACH, SITUATIONS, Contender, big_mkdocs, eleventy, hugo, mkdocs_of, ours
from cost import CommandError, Cost, middle
from generators import ELEVENTY
from prongsai.making import write_sites
from prongsai.project import Project

SAMPLE = 20
"""Units that plain MkDocs builds one by one; more would cost hours and tell the same."""
SMALL, LARGE = 10, 20
"""Units of the one big MkDocs site; what more cost is reckoned from how these two differ."""


@dataclass(frozen=True)
class Row:
    """What one situation cost one generator; `note` says what is reckoned, or why nothing is told."""

    name: str
    situation: str
    units: int
    cost: Cost | None = None
    pages: int = 0
    files: int = 0
    bytes: int = 0
    note: str = ""


@dataclass(frozen=True)
class Target:
    """A ratio of two figures of this run beside what it shall be."""

    what: str
    value: float
    limit: str


def rendered(project: Project) -> dict[str, Path]:
    """The folder of each unit's Markdown, its `mkdocs.yml` beside it; made now unless it is there."""
    units = sorted(path.name for path in project.units.iterdir())
    folders = {unit: project.staging(unit) / "docs" for unit in units}
    if not all(folder.is_dir() for folder in folders.values()):
        deque(write_sites(project, TODAY), maxlen=0)
    return folders


def copied(docs: Mapping[str, Path], target: Path) -> dict[str, Path]:
    """A copy of what was rendered, with the configuration and the theme that it inherits."""
    for name in ("theme", "content"):
        shutil.copytree(ROOT / name, target / name)
    shutil.copyfile(ROOT / "mkdocs.yml", target / "mkdocs.yml")
    for unit, folder in docs.items():
        shutil.copytree(folder.parent, target / ".build" / unit)
    return {unit: target / ".build" / unit / "docs" for unit in docs}


def compare(contenders: Sequence[Contender], runs: int) -> Iterator[Row]:
    """Bring every situation about for everyone, turn by turn, so that a busy machine disturbs all alike."""
    for situation in SITUATIONS:
        costs: dict[str, list[Cost]] = {each.name: [] for each in contenders}
        failed = {}
        for contender in list(contenders) * runs:
            if contender.name not in failed:
                try:
                    costs[contender.name].append(contender.cost(situation))
                except CommandError as error:
                    failed[contender.name] = str(error)
        for contender in contenders:
            if contender.name in failed:
                yield Row(
                    contender.name, situation, contender.units, note=f"failed: {failed[contender.name]}"
                )
            else:
                yield told(contender, situation, middle(costs[contender.name]))


def told(contender: Contender, situation: str, cost: Cost, note: str = "") -> Row:
    """A row with what the generator has published."""
    files = [path for path in contender.output.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in files)
    size = sum(path.stat().st_size for path in files)
    return Row(contender.name, situation, contender.units, cost, pages, len(files), size, note)


def growth(project: Project, sizes: Sequence[int], options: argparse.Namespace) -> Iterator[Row]:
    """What ours costs at several sizes, each a project of its own."""
    for size in sizes:
        folder = project.root.parent / f"size-{size}"
        contender = ours(bodies_in(folder, size, options), size)
        yield from (
            row for row in compare([contender], options.runs) if row.situation in ("full", "nothing", "one")
        )
        shutil.rmtree(folder)


def one_by_one(docs: Mapping[str, Path], units: int) -> Iterator[Row]:
    """A process of plain MkDocs for each of some units, multiplied up; only what changed is built again."""
    made = [mkdocs_of(folder) for _, folder in sorted(docs.items())[:SAMPLE]]
    try:
        costs = [contender.cost("full") for contender in made]
    except CommandError as error:
        yield Row(EACH, "full", units, note=f"failed: {error}")
        return
    share = units / len(made)
    walls, cpus = (sum(each.wall for each in costs), sum(each.cpu for each in costs))
    cost = Cost(walls * share, cpus * share, max(each.peak for each in costs))
    rows = [told(contender, "full", cost) for contender in made]
    pages, files, size = (
        round(sum(figures) * share)
        for figures in zip(*((row.pages, row.files, row.bytes) for row in rows), strict=True)
    )
    note = f"{len(made)} units, multiplied up"
    yield Row(EACH, "full", units, cost, pages, files, size, note)
    yield Row(EACH, "one", units, middle(costs), note="one unit's process")


def big(folder: Path, docs: Mapping[str, Path], units: int) -> Iterator[Row]:
    """One big MkDocs site, measured at two sizes; its growth is carried on as a power of the units."""
    made = [big_mkdocs(folder / str(size), dict(sorted(docs.items())[:size])) for size in (SMALL, LARGE)]
    try:
        small, large = (contender.cost("full") for contender in made)
    except CommandError as error:
        yield Row(BIG, "full", units, note=f"failed: {error}")
        return
    yield told(made[0], "full", small)
    yield told(made[1], "full", large)
    if units > LARGE:
        power = max(1.0, math.log(large.cpu / small.cpu, LARGE / SMALL))
        many = large * (units / LARGE) ** power
        peak = small.peak + (large.peak - small.peak) * (units - SMALL) // (LARGE - SMALL)
        note = f"reckoned: units ^ {power:.2f}; no search"
        yield Row(BIG, "full", units, Cost(many.wall, many.cpu, peak), note=note)


def bodies_in(folder: Path, units: int, options: argparse.Namespace) -> Project:
    write = write_repository if options.git else write_project
    return write(folder, units, options.years)


def kinds_of_files(site: Path, units: int) -> dict[str, float]:
    """Bytes of the website by kind of file for each unit; what all units share stands under `shared`."""
    sizes: Counter[str] = Counter()
    for path in site.rglob("*"):
        if path.is_file():
            own = path.relative_to(site).parts[0].startswith("unit-")
            sizes[path.suffix.lstrip(".") if own else "shared"] += path.stat().st_size
    shared = sizes.pop("shared", 0)
    each = {kind: size / units for kind, size in sizes.most_common()}
    return {**each, "all": sum(each.values()), "shared, once": shared}


def targets(rows: Sequence[Row], kinds: Mapping[str, float]) -> Iterator[Target]:
    """What the issue asks for, as far as this run can tell."""
    main = {(row.name, row.situation): row for row in rows if row.cost and row.units == rows[0].units}
    full, nothing, one = (main.get(("prongsai", each)) for each in ("full", "nothing", "one"))
    if not (full and full.cost and nothing and nothing.cost and one and one.cost):
        return
    if (other := main.get(("Hugo", "full"))) and other.cost:
        yield Target("full build, wall, prongsai / Hugo", full.cost.wall / other.cost.wall, "at most 1.0")
    if (other := main.get((EACH, "full"))) and other.cost:
        yield Target(
            "full build, CPU, mkdocs per unit / prongsai", other.cost.cpu / full.cost.cpu, "at least 10"
        )
    if (other := main.get(("Hugo", "one"))) and other.cost:
        yield Target(
            "one unit changed, wall, Hugo / prongsai", other.cost.wall / one.cost.wall, "at least 20"
        )
    yield Target("nothing changed, ms a unit", nothing.cost.wall * 1000 / nothing.units, "at most 0.5")
    sizes = {row.units: row.cost.cpu / row.units for row in rows if row.cost and _is_ours(row)}
    for size in sorted(sizes.keys() - {100}) if 100 in sizes else ():
        if size > 100:
            yield Target(f"CPU a unit, {size} / 100 units", sizes[size] / sizes[100], "at most 1.1")
    yield Target("largest process, MiB", full.cost.peak / 2**20, "at most 120")
    yield Target("site, KB a unit", kinds["all"] / 1000, "at most 450")


def _is_ours(row: Row) -> bool:
    return row.name == "prongsai" and row.situation == "full"


def print_rows(rows: Sequence[Row]) -> None:
    """The table: a line for each generator and situation, beside ours in the same situation."""
    ours = {(row.situation, row.units): row.cost for row in rows if row.name == "prongsai"}
    heads = ("wall s", "CPU s", "ms/unit", "CPU ms/u", "peak MiB", "pages/s", "files", "MB", "x ours")
    print(f"\n{'':<23}{'':<10}{'units':>6}" + "".join(f"{head:>10}" for head in heads))
    for row in rows:
        start = f"{row.name:<23}{row.situation:<10}{row.units:>6}"
        if not row.cost:
            print(f"{start}   {row.note}")
            continue
        cost, own = row.cost, ours.get((row.situation, row.units))
        figures = (
            f"{cost.wall:.2f}",
            f"{cost.cpu:.2f}",
            f"{cost.wall * 1000 / row.units:.2f}",
            f"{cost.cpu * 1000 / row.units:.2f}",
            f"{cost.peak / 2**20:.0f}",
            f"{row.pages / cost.wall:.0f}" if row.pages and row.situation in ("full", "template") else "",
            f"{row.files or ''}",
            f"{row.bytes / 1e6:.0f}" if row.bytes else "",
            f"{cost.wall / own.wall:.2f}" if own else "",
        )
        print(start + "".join(f"{figure:>10}" for figure in figures) + f"  {row.note}".rstrip())


def machine() -> dict[str, object]:
    """On what this was measured."""
    versions = {"python": python_version(), "eleventy": ELEVENTY[0]}
    if shutil.which("hugo"):
        said = subprocess.run(["hugo", "version"], capture_output=True, text=True, check=False).stdout
        versions["hugo"] = said.split()[1] if said else ""
    return {"cores": os.cpu_count(), "load before": os.getloadavg()[0], **versions}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Build many bodies with several generators.")
    parser.add_argument("--units", type=int, default=1000)
    parser.add_argument("--years", type=int, default=1, choices=range(1, 6), help="years of each body")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sizes", default="10,100", help="for the table of growth, such as 10,100,7850")
    parser.add_argument("--git", action="store_true", help="bodies with a history")
    parser.add_argument("--skip", default="", help="hugo, eleventy, mkdocs, big: what to leave out")
    parser.add_argument("--folder", type=Path, help="where to work (a temporary folder)")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    return parser.parse_args()


def measure(folder: Path, options: argparse.Namespace) -> tuple[list[Row], dict[str, float]]:
    """Everything: ours beside the others, then ours at other sizes."""
    project = bodies_in(folder / "ours", options.units, options)
    own = ours(project, options.units)
    own.cost("full")
    docs = copied(rendered(project), folder / "rendered")
    rivals: dict[str, Contender | str] = {}
    if "hugo" not in options.skip:
        rivals["Hugo"] = hugo(folder / "hugo", docs)
    if "eleventy" not in options.skip:
        rivals["Eleventy"] = eleventy(folder / "eleventy", folder / "npm", docs)
    able = [own, *(each for each in rivals.values() if isinstance(each, Contender))]
    rows = list(compare(able, options.runs))
    kinds = kinds_of_files(project.site, options.units)
    rows += [
        Row(name, "full", options.units, note=each) for name, each in rivals.items() if isinstance(each, str)
    ]
    if "mkdocs" not in options.skip:
        rows += one_by_one(docs, options.units)
    if "big" not in options.skip:
        rows += big(folder / "big", docs, options.units)
    sizes = [int(size) for size in options.sizes.split(",") if size and int(size) != options.units]
    return [*rows, *growth(project, sizes, options)], kinds


def main() -> None:
    """Measure, print, and write the figures."""
    options = arguments()
    on = machine()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        rows, kinds = measure(Path(name), options)
    print(", ".join(f"{key} {value}" for key, value in on.items()))
    print_rows(rows)
    print("\nKB of site/ a unit: " + ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in kinds.items()))
    asked = list(targets(rows, kinds))
    for target in asked:
        print(f"{target.what:<48}{target.value:10.2f}   ({target.limit})")
    if options.json:
        figures = {"machine": on, "rows": [asdict(row) for row in rows], "bytes a unit": kinds}
        figures["targets"] = [asdict(target) for target in asked]
        options.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
