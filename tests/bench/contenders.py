"""Who builds side by side: each with its folder, its command and what is edited before it builds again.

Everything that has to lie ready is written here, outside of what is measured.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cost import Cost, cost_of
from generators import big_site, eleventy_site, hugo_site, install_eleventy
from prongsai.project import Project

SITUATIONS = ("full", "nothing", "one", "template")
"""From nothing; unchanged; one text of one measure edited; a byte of the template of a measure's page."""
EACH, BIG = "mkdocs build per unit", "one big MkDocs site"
MEASURE = "2567/measures/m3"
ENVIRONMENT = {
    "SOURCE_DATE_EPOCH": "1795219200",
    "SITE_URL": "https://prongsai.example/",
    "PYTHONUTF8": "1",
    "NO_MKDOCS_2_WARNING": "1",
}
BIN = Path(sys.executable).parent


@dataclass
class Edit:
    """A place in a file where something else stands each time: `{n}` in `after` counts."""

    path: Path
    before: str
    after: str
    times: int = 0

    def make(self) -> None:
        """Edit the file once more."""
        text = self.path.read_text("utf-8")
        if self.times:
            text = text.replace(self._now, self.before, 1)
        self.times += 1
        assert self.before in text, self.path
        self.path.write_text(text.replace(self.before, self._now, 1), "utf-8")

    @property
    def _now(self) -> str:
        return self.after.replace("{n}", str(self.times))


@dataclass(frozen=True)
class Contender:
    """A generator with so many units before it."""

    name: str
    units: int
    folder: Path
    command: Sequence[str]
    output: Path
    edits: Mapping[str, Edit]
    """What is edited before a situation, by its name."""
    kept: Sequence[Path] = ()
    """What else it leaves behind; removed before it builds from nothing."""

    def cost(self, situation: str) -> Cost:
        """Bring the situation about, then build and measure."""
        if situation == "full":
            for path in (self.output, *self.kept):
                shutil.rmtree(path, ignore_errors=True)
        elif situation in self.edits:
            self.edits[situation].make()
        return cost_of(self.command, self.folder, ENVIRONMENT)


def ours(project: Project, units: int) -> Contender:
    """This project: one command, whatever changed."""
    folder, unit = project.root, f"unit-{units // 2:05}"
    return Contender(
        name="prongsai",
        units=units,
        folder=folder,
        command=[str(BIN / "prongsai"), "build"],
        output=project.site,
        kept=[project.build],
        edits={
            "one": Edit(project.units / unit / f"{MEASURE}.yml", "approach: |\n", "approach: |\n  แก้ {n}\n"),
            "template": Edit(project.theme / "pages/measure.md.j2", "", "<# {n} #>"),
        },
    )


def hugo(folder: Path, rendered: Mapping[str, Path]) -> Contender | str:
    """Hugo; why not, if it is not installed. It keeps nothing between two builds but what it published."""
    if not shutil.which("hugo"):
        return "not installed (Debian: apt-get install hugo)"
    command = hugo_site(folder, rendered)
    template = Edit(folder / "layouts/_default/single.html", "", "{{/* {n} */}}")
    return _other("Hugo", folder, rendered, command, template)


def eleventy(folder: Path, tools: Path, rendered: Mapping[str, Path]) -> Contender | str:
    """Eleventy; why not, if it cannot be had.

    It builds everything each time: `--incremental=FILE`, which names what changed, fails in a new process.
    """
    if reason := install_eleventy(tools):
        return reason
    command = eleventy_site(folder, rendered, tools)
    template = Edit(folder / "_includes/page.njk", "", "{# {n} #}")
    return _other("Eleventy", folder, rendered, command, template)


def big_mkdocs(folder: Path, rendered: Mapping[str, Path]) -> Contender:
    """All units in one MkDocs site; it builds everything whatever changed."""
    command = big_site(folder, rendered, str(BIN / "mkdocs"))
    return Contender(BIG, len(rendered), folder, command, folder / "public", {})


def mkdocs_of(docs: Path) -> Contender:
    """`mkdocs build` of one unit as we rendered it."""
    folder = docs.parent
    output = folder / "_alone"
    command = [str(BIN / "mkdocs"), "build", "--quiet", "--strict", "--site-dir", str(output)]
    return Contender(EACH, 1, folder, command, output, {})


def _other(
    name: str, folder: Path, rendered: Mapping[str, Path], command: Sequence[str], template: Edit
) -> Contender:
    unit = sorted(rendered)[len(rendered) // 2]
    page = Edit(folder / f"content/{unit}/{MEASURE}.md", "\n# ", "\n<p>{n}</p>\n\n# ")
    edits = {"one": page, "template": template}
    return Contender(name, len(rendered), folder, command, folder / "public", edits)
