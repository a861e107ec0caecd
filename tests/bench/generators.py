"""The same Markdown as sites of other generators: Hugo, Eleventy, one big MkDocs site.

Each gets a minimal theme: the title, the list of the unit's pages, the content. Files that are no pages (open
data, calendars, search) are left out, which is to their advantage. It must not measure anything.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

ELEVENTY = ("@11ty/eleventy@3.1.2", "markdown-it-attrs@5.0.1")
"""Exact versions from npm; 3.1.8 needs a package that not every registry has."""
HUGO_CONFIG = {
    "baseURL": "https://prongsai.example/",
    "title": "bench",
    "disableKinds": ["taxonomy", "term", "RSS", "sitemap", "404", "section", "home"],
    "markup": {
        "goldmark": {"renderer": {"unsafe": True}, "parser": {"attribute": {"block": True, "title": True}}}
    },
}
HEAD = '<!doctype html><html lang="th"><meta charset="utf-8"><title>'
HUGO_PAGE = (
    f"{HEAD}{{{{ .Title }}}}</title>\n"
    '<nav><ul>{{ range index .Site.Data.nav (index (split .RelPermalink "/") 1) }}'
    '<li><a href="{{ .url }}">{{ .title }}</a></li>{{ end }}</ul></nav>\n'
    "<main>{{ .Content }}</main></html>\n"
)
ELEVENTY_PAGE = (
    f"{HEAD}{{{{ title }}}}</title>\n"
    "<nav><ul>{% for each in nav[page.url.split('/')[1]] %}"
    '<li><a href="{{ each.url }}">{{ each.title }}</a></li>{% endfor %}</ul></nav>\n'
    "<main>{{ content | safe }}</main></html>\n"
)
ELEVENTY_CONFIG = """import attributes from "markdown-it-attrs";
export default function (config) {
  config.amendLibrary("md", (markdown) => { markdown.set({ html: true }); markdown.use(attributes); });
  return { dir: { input: "content", output: "public", includes: "../_includes", data: "../_data" },
    markdownTemplateEngine: false };
}
"""
BIG_CONFIG = {
    "site_name": "bench",
    "docs_dir": "content",
    "site_dir": "public",
    "theme": {"name": "material", "language": "th", "font": False, "features": ["navigation.prune"]},
    "markdown_extensions": ["attr_list", "admonition", {"toc": {"toc_depth": 2}}],
    "plugins": [],
    "validation": {"nav": {"omitted_files": "ignore"}, "links": {"not_found": "ignore"}},
}


def pages(docs: Path, unit: str) -> Iterator[tuple[str, str]]:
    """The path and the text of every page of a unit, as a file below the folder of all units."""
    for path in sorted(docs.rglob("*.md")):
        folder = path.relative_to(docs).parent.as_posix()
        yield f"{unit}/{folder}".removesuffix("/."), path.read_text("utf-8")


def write_content(folder: Path, rendered: Mapping[str, Path]) -> None:
    """Every page as `content/<address>.md`, which Hugo and Eleventy publish at `<address>/`."""
    for unit, docs in rendered.items():
        for address, text in pages(docs, unit):
            _write(folder / f"content/{address}.md", text)


def hugo_site(folder: Path, rendered: Mapping[str, Path]) -> list[str]:
    """Write a Hugo site; return the command that builds it."""
    write_content(folder, rendered)
    _write(folder / "config.json", json.dumps(HUGO_CONFIG))
    _write(folder / "data/nav.json", json.dumps(menus(rendered), ensure_ascii=False))
    _write(folder / "layouts/_default/single.html", HUGO_PAGE)
    return ["hugo", "--quiet", "--source", str(folder)]


def eleventy_site(folder: Path, rendered: Mapping[str, Path], tools: Path) -> list[str]:
    """Write an Eleventy site; return the command that builds it."""
    write_content(folder, rendered)
    _write(folder / "package.json", '{"private": true, "type": "module"}')
    _write(folder / "eleventy.config.js", ELEVENTY_CONFIG)
    _write(folder / "_data/nav.json", json.dumps(menus(rendered), ensure_ascii=False))
    _write(folder / "_includes/page.njk", ELEVENTY_PAGE)
    _write(folder / "content/content.11tydata.json", '{"layout": "page.njk"}')
    (folder / "node_modules").symlink_to(tools / "node_modules")
    return ["node", "node_modules/@11ty/eleventy/cmd.cjs", "--quiet"]


def big_site(folder: Path, rendered: Mapping[str, Path], mkdocs: str) -> list[str]:
    """Write one MkDocs site of all units with Material's pruned menu; return the command that builds it."""
    for unit, docs in rendered.items():
        for address, text in pages(docs, unit):
            _write(folder / f"content/{address}/index.md", text)
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(BIG_CONFIG), "utf-8")
    return [mkdocs, "build", "--quiet", "--config-file", str(folder / "mkdocs.yml")]


def install_eleventy(folder: Path) -> str:
    """Put Eleventy into a folder; return why not, or nothing."""
    if not shutil.which("npm"):
        return "npm is not installed"
    _write(folder / "package.json", '{"private": true}')
    command = ["npm", "install", "--no-audit", "--no-fund", "--no-update-notifier", *ELEVENTY]
    done = subprocess.run(command, cwd=folder, env=dict(os.environ), capture_output=True, check=False)
    return "" if done.returncode == 0 else "npm could not fetch it"


def menus(rendered: Mapping[str, Path]) -> dict[str, list[dict[str, str]]]:
    """The entries of each unit's menu, from the `mkdocs.yml` beside its pages."""
    found = {}
    for unit, docs in rendered.items():
        config = yaml.load((docs.parent / "mkdocs.yml").read_text("utf-8"), yaml.CSafeLoader)
        found[unit] = [
            {"title": title, "url": f"/{unit}/{path.removesuffix('index.md')}"}
            for title, path in _entries(config["nav"])
        ]
    return found


def _entries(nodes: list[dict[str, object]]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        for title, value in node.items():
            if isinstance(value, list):
                yield from _entries(value)
            else:
                yield title, str(value)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
