"""Every payload in every field: built, opened in a real browser, provoked; nothing may run. `make payloads`.

What is tried and how stands in README.md. It prints each case that fails.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

import figures
from conftest import CHROMIUM_FLAGS, CHROMIUM_NAMES, ROOT, run_prongsai, served
from figures import Figure
from hostile.canary import SEARCHED, Watch, addresses_of, provoke, search, visit_with, watched
from hostile.carriers import carrier_faults, workbook_faults
from hostile.corpus import addresses, families, texts
from hostile.painting import attacked_fields
from hostile.refusals import attacks, read_problems, told_wrongly
from hostile.site import AUTHOR, MAIL, TODAY, HostileSite, hostile_site
from prongsai.office.printing import year_paper
from prongsai.project import Project
from prongsai.render.paper import render_paper
from prongsai.render.text import ATTRIBUTES, TAGS

MARKDOWN = TAGS | {f"{tag}[{name}]" for tag, names in ATTRIBUTES.items() for name in names} | {"a[title]"}
"""What officers' own Markdown may make of a page."""
BODIES = 3
IN_AN_ADDRESS = ("elements", "attributes", "links", "scripts")


def main(arguments: Sequence[str]) -> int:
    """Try everything; 1 if anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--bodies", type=int, default=BODIES, help="on how many bodies the payloads are shared out"
    )
    parser.add_argument("--dry", action="store_true", help="leave the table as it is")
    asked = parser.parse_args(arguments)
    with TemporaryDirectory() as folder, chromium() as browser:
        rows = [*on_pages(browser, Path(folder), asked.bodies), in_closed_fields()]
    if asked.dry:
        print(*rows, sep="\n")
    else:
        figures.write("payloads", rows)
    return int(any(row.failures for row in rows))


@contextmanager
def chromium() -> Iterator[Browser]:
    """A real browser."""
    program = next(filter(None, map(shutil.which, CHROMIUM_NAMES)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


def on_pages(browser: Browser, folder: Path, bodies: int) -> Iterator[Figure]:
    """Build the painted bodies and look at everything that was built."""
    most = -(-len(texts()) // bodies)
    clean = clean_pairs(browser, folder / "clean")
    print("clean pages seen", flush=True)
    hostile = hostile_site(folder / "hostile", range(bodies), most)
    print("painted bodies built", flush=True)
    whole = {(each, field) for each in texts() for field in text_fields()}
    missed = whole - hostile.tried
    assert attacked_fields() <= {field for _, field in hostile.tried}
    watch = look_at(browser, hostile.site)
    failed = told([*watch.trouble, *sorted(watch.new_to(clean | MARKDOWN | own_classes()))])
    yield Figure(
        f"{len(texts()) + len(addresses())} payloads x {len(attacked_fields())} fields of the data files, "
        f"{len(missed)} pairs not met; {watch.pages} views in Chromium without a policy: "
        "what ran, asked another host or became an element, attribute or class that clean pages do not have",
        len(hostile.tried),
        failed,
        "0 executed",
    )
    yield in_carriers(hostile)
    yield on_paper(browser, hostile, folder)


def text_fields() -> set[str]:
    """The fields that take any text; addresses have payloads of their own."""
    return {
        field for field in attacked_fields() if field.rpartition(".")[2] not in ("url", "website", "facebook")
    }


def clean_pairs(browser: Browser, folder: Path) -> set[str]:
    """Of which elements, attributes and classes the pages are made where nobody attacks."""
    clean = hostile_site(folder, range(2), 1, is_clean=True)
    watch = look_at(browser, clean.site, ("form", "main"))
    assert watch.trouble == [], watch.trouble
    return watch.pairs


def own_classes() -> set[str]:
    """The classes that our templates and style sheets name; plain pages do not need to have all of them."""
    files = (path for path in (ROOT / "theme").rglob("*") if path.suffix in (".j2", ".html", ".css"))
    return {f".{name}" for path in files for name in re.findall(r"\bpx-[\w-]+", path.read_text("utf-8"))}


def look_at(browser: Browser, site: Path, given: Sequence[str] = ()) -> Watch:
    """Open every page of a website, search on each body's, give payloads in the address of two."""
    with served(site) as base, watched(browser, base) as (watch, page):
        for address in addresses_of(site):
            if not (given and address.startswith("b1/")):
                provoke(page, watch, address)
        for address in search_pages(site)[: 2 if given else None]:
            search(page, watch, address, ("x",) if given else SEARCHED)
        _by_address(page, watch, given or [each for name in IN_AN_ADDRESS for each in families()[name][::24]])
    return watch


def search_pages(site: Path) -> list[str]:
    """The first page of every site with a search of its own."""
    return [
        f"{path.parent.parent.relative_to(site)}/".removeprefix("./")
        for path in site.glob("**/search/sections.json")
    ]


def _by_address(page: Page, watch: Watch, given: Sequence[str]) -> None:
    for payload in given:
        visit_with(page, watch, "b0/2567/status/", payload.replace("RUN", "canary(0)"))


def in_carriers(hostile: HostileSite) -> Figure:
    """Every file for machines, every workbook, every page's policy, and nobody's name."""
    faults = carrier_faults(hostile.site)
    for unit in hostile.units:
        target = hostile.root / f"{unit}.xlsx"
        run = run_prongsai("sheet", "export", unit, "2567", str(target), cwd=hostile.root)
        faults += workbook_faults(target.read_bytes()) if run.returncode == 0 else [run.stderr]
    files = [path for path in hostile.site.rglob("*") if path.is_file()]
    names = (AUTHOR.encode(), MAIL.encode())
    faults += [f"{path}: a person" for path in files if any(name in path.read_bytes() for name in names)]
    return Figure(
        "files for machines (CSV, iCalendar, JSON, Atom, sitemaps, workbooks) and pages of these bodies: "
        "formulas, lines, elements and keys of others, pages without their policy, names of who committed",
        len(files) + len(hostile.units),
        told(faults),
    )


def on_paper(browser: Browser, hostile: HostileSite, folder: Path) -> Figure:
    """The yearly report as a document, before Chromium prints it."""
    paper = folder / "paper"
    project = Project(hostile.root)
    for unit in hostile.units:
        target = paper / unit / "index.html"
        target.parent.mkdir(parents=True)
        target.write_text(render_paper(year_paper(project, unit, "2567", TODAY), project.theme, {}), "utf-8")
    with served(paper) as base, watched(browser, base) as (watch, page):
        for address in addresses_of(paper):
            provoke(page, watch, address)
    trouble = [each for each in watch.trouble if "link[href=file:" not in each]
    return Figure(
        "yearly reports of the painted bodies, opened as the PDF is printed from", watch.pages, told(trouble)
    )


def in_closed_fields() -> Figure:
    """Payloads where no text may stand: each is a problem, told in four formats without steering anything."""
    cases, faults = 0, []
    for field, payload, path, values in attacks():
        cases += 1
        problems = read_problems(path, values)
        wrong = told_wrongly(problems) if problems else ["accepted"]
        faults += [f"{field}: {payload!r}: {each}" for each in wrong]
    return Figure(
        "payloads in ids, days, choices, keys and addresses, and signs that steer or turn a text anywhere: "
        "each is a problem whose text steers no terminal and no workflow",
        cases,
        told(faults),
    )


def told(faults: Sequence[str]) -> int:
    """Print what failed; how often that was."""
    for fault in faults:
        print(f"FAILED {ascii(fault)[:400]}", flush=True)
    return len(faults)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
