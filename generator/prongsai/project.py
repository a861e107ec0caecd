"""The root folder -> every other path. No other module joins folder names.

What a project does not have of its own is the shipped one. It must not read or write a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from prongsai.shipped import shipped_folder

MEASURES = "measures"
"""The folder of a year's measures."""
EVIDENCE = "evidence"
"""The folder of a body's proofs."""
_THEME = "theme"
_CONTENT = "content"
_CONFIG = "mkdocs.yml"


@dataclass(frozen=True, slots=True)
class Project:
    """A repository of Prongsai: where its data, texts, theme and website are."""

    root: Path

    @property
    def units(self) -> Path:
        """The data of the bodies, one folder each."""
        return self.root / "units"

    @property
    def contents(self) -> tuple[Path, Path]:
        """The folders of pages written by hand: the shipped ones, then the project's own, which go before."""
        return (shipped_folder() / _CONTENT, self.root / _CONTENT)

    @property
    def form(self) -> Path:
        """The form in which officers edit the data, published as it is, if it was asked for."""
        return self.root / "admin"

    @property
    def theme(self) -> Path:
        """Page templates, their parts, words and the overrides of Material: own ones or the shipped."""
        own = self.root / _THEME
        return own if own.is_dir() else shipped_theme()

    @property
    def overrides(self) -> Path:
        """Material's `custom_dir`."""
        return self.theme / "overrides"

    @property
    def config(self) -> Path:
        """What the project's sites say otherwise than the shipped configuration; it may be absent."""
        return self.root / _CONFIG

    @property
    def configs(self) -> tuple[Path, Path]:
        """The MkDocs configurations that every site inherits: the shipped, then the project's own."""
        return (shipped_folder() / _CONFIG, self.config)

    @property
    def own_shared(self) -> tuple[Path, ...]:
        """Where a project may have of its own what all its bodies share."""
        return (*(self.root / name for name in (_THEME, _CONTENT, _CONFIG)), self.form)

    @property
    def build(self) -> Path:
        """The folder of everything rendered; it can be deleted at any time."""
        return self.root / ".build"

    @property
    def site(self) -> Path:
        """The website that was published last."""
        return self.root / "site"

    @property
    def next_site(self) -> Path:
        """The website's twin, in which it is assembled before the two change places."""
        return self.build / "_site"

    @property
    def written(self) -> Path:
        """The list of the files that the last build wrote, for whoever uploads them."""
        return self.build / "written.txt"

    @property
    def removed(self) -> Path:
        """The list of the files that the last build removed."""
        return self.build / "removed.txt"

    @property
    def ledger(self) -> Path:
        """What was made of each body, and from what."""
        return self.build / "_ledger.sqlite"

    @property
    def fresh_parts(self) -> Path:
        """Where parts of the website are made before they are published."""
        return self.build / "_fresh"

    @property
    def templates(self) -> Path:
        """Templates as they were compiled before."""
        return self.build / "_templates"

    def fresh(self, part: str) -> Path:
        """Where a part of the website is made, the one without a folder of its own too."""
        return self.fresh_parts / (part or "_root")

    @property
    def preview(self) -> Path:
        """Where `serve` builds what it shows."""
        return self.build / "_preview"

    @property
    def history(self) -> Path:
        """What was read of the repository's commits, kept by their ids."""
        return self.build / "_history.sqlite"

    @property
    def links(self) -> Path:
        """What was found at the addresses on the web that the data name."""
        return self.build / "_links.sqlite"

    def submitted(self, unit: str, commit: str) -> Path:
        """The root of a body's data as they stood at a commit."""
        return self.build / "_submitted" / unit / commit

    def staging(self, site_id: str) -> Path:
        """The folder in which one MkDocs site is rendered; no body's id begins with `_`."""
        return self.build / site_id

    def relative(self, path: Path) -> str:
        """A path as it is told to a reader: relative to the root, with `/`."""
        return path.relative_to(self.root).as_posix()


def shipped_theme() -> Path:
    """The theme that the program brings along."""
    return shipped_folder() / _THEME


def frameworks_folder() -> Path:
    """The frameworks that the package ships, one folder a family."""
    return Path(str(files("prongsai"))) / "frameworks"
