"""Built pages as a reader has them: visible text, ids, links."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

HIDDEN = {"script", "style", "template", "head", "noscript"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass
class HtmlPage(HTMLParser):
    """One parsed page."""

    path: Path
    text: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    assets: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)
        self._hidden = 0
        self.feed(self.path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag in HIDDEN and tag not in VOID:
            self._hidden += 1
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a" and found.get("href") is not None:
            self.links.append(str(found["href"]))
        if (
            tag in ("link", "script", "img")
            and found.get("rel") != "canonical"
            and (found.get("href") or found.get("src"))
        ):
            self.assets.append(str(found.get("href") or found.get("src")))

    def handle_endtag(self, tag: str) -> None:
        if tag in HIDDEN:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text.append(data)


def pages_of(site: Path) -> list[HtmlPage]:
    """Every page of a built website."""
    return [HtmlPage(path) for path in sorted(site.rglob("*.html"))]
