"""The builder beside plain MkDocs: the same bytes, the same refusals, one copy of the assets."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import markdown
import pytest
from mkdocs.utils import meta
from playwright.sync_api import Browser, Response

from conftest import EPOCH, ROOT, SITE_URL, copy_project, run_prongsai, served
from prongsai.build import Builder, write_site
from prongsai.build.insides import _toc_tokens
from prongsai.build.quick import EXTENSIONS, convert, split
from prongsai.making import render_sites
from prongsai.problems import StopError
from prongsai.project import Project
from prongsai.render.page import Page, Site
from test_build import put, tree

TODAY = date(2026, 11, 21)
NAMES = ("_portal", "bang-krabue", "bo-thong", "na-udom", "sample-004", "thephalai")
FLAVOURS = [*NAMES, "thephalai preview", "thephalai alone"]


@pytest.fixture(scope="module", autouse=True)
def surroundings() -> Iterator[None]:
    """The day and the address of every build, plain or not."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"SOURCE_DATE_EPOCH": EPOCH, "SITE_URL": SITE_URL, "PYTHONUTF8": "1"}.items():
            patch.setenv(name, value)
        yield


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(copy_project(tmp_path_factory.mktemp("project")))


@pytest.fixture(scope="module")
def sites(project: Project) -> dict[str, Site]:
    """The portal and the five bodies, as they are rendered."""
    return {site.id: site for site in render_sites(project, TODAY)}


@pytest.fixture(scope="module")
def builder(project: Project) -> Builder:
    """One builder, which builds every site of this module."""
    return Builder(project)


def alone(tmp_path: Path, unit: str) -> Site:
    """A body's site where it has the website's root, with the hand-written pages."""
    units = tmp_path / "units"
    (units / unit).parent.mkdir()
    (units / unit).symlink_to(ROOT / "units" / unit)
    return next(render_sites(Project(copy_project(tmp_path / "alone", units)), TODAY))


def plainly_built(project: Project, site: Site) -> dict[str, bytes]:
    """What the real `mkdocs build` makes of a site."""
    config = write_site(project, site)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-f", str(config)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    return tree(config.parent / "site")


def sharing(page: bytes, address: str) -> bytes:
    """A page of plain MkDocs, with the addresses of assets at the website's root."""
    page = re.sub(rb'"((?:\.\./)*|/[^"]*/)assets/', rb'"\1' + b"../" * address.count("/") + b"assets/", page)
    return page.replace(b"?index=../../", b"?index=../../" + address.encode())


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_every_byte_is_that_of_plain_mkdocs(
    project: Project, sites: dict[str, Site], builder: Builder, tmp_path: Path, flavour: str
) -> None:
    name, _, kind = flavour.partition(" ")
    site = alone(tmp_path, name) if kind == "alone" else sites[name]
    site = replace(site, is_preview=kind == "preview")
    builder.build(site, tmp_path / "site")
    ours, plain = tree(tmp_path / "site"), plainly_built(project, site)
    assets = {path for path in plain if path.startswith("assets/")}
    assert assets
    if site.is_preview:
        assert {path: text for path, text in ours.items() if path in assets}.items() <= plain.items()
    else:
        assert not assets & ours.keys()
        plain = {path: sharing(text, site.address) for path, text in plain.items()}
    assert ours.keys() - assets == plain.keys() - assets
    assert [path for path in plain.keys() - assets if plain[path] != ours[path]] == []


def test_nothing_of_one_site_is_left_in_the_next(
    sites: dict[str, Site], builder: Builder, tmp_path: Path
) -> None:
    for name in ("bo-thong", "_portal", "thephalai", "bo-thong"):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "old.html").write_text("old", "utf-8")
        builder.build(sites[name], tmp_path / name)
        assert not (tmp_path / name / "old.html").exists()
    Builder(builder.project).build(sites["bo-thong"], tmp_path / "alone")
    assert tree(tmp_path / "bo-thong") == tree(tmp_path / "alone")


def test_no_markdown_is_written(sites: dict[str, Site], project: Project, tmp_path: Path) -> None:
    before = {path for path in project.root.rglob("*") if ".build" in path.parts}
    Builder(project).build(sites["bo-thong"], tmp_path / "site")
    assert {path for path in project.root.rglob("*") if ".build" in path.parts} == before
    assert not list((tmp_path / "site").rglob("*.md"))


FAULTS = {
    "a link to a page that is not there": (
        Page("odd/", "หน้า", "# ก\n\n[ข](../nowhere.md)\n", True),
        "nowhere",
    ),
    "a page with a missing picture": (Page("odd/", "หน้า", "# ก\n\n![ข](no.png)\n", True), "no.png"),
    "a generated page that is not only HTML": (Page("odd/", "หน้า", "# ก {#k}\n\n[ข](no.md)\n"), "no.md"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_warning_of_mkdocs_stops_the_build(
    sites: dict[str, Site], builder: Builder, tmp_path: Path, fault: str
) -> None:
    page, named = FAULTS[fault]
    site = replace(sites["_portal"], unlisted=(*sites["_portal"].unlisted, page))
    with pytest.raises(StopError) as stopped:
        builder.build(site, tmp_path / "site")
    assert stopped.value.code == "mkdocs-failed"
    assert named in str(stopped.value)


def test_a_missing_anchor_stops_the_build_if_the_configuration_asks_for_it(
    sites: dict[str, Site], tmp_path: Path
) -> None:
    root = copy_project(tmp_path / "project")
    put(root / "mkdocs.yml", "validation:", "validation:\n  links: {anchors: warn}")
    builder, portal = Builder(Project(root)), sites["_portal"]
    for anchor, is_there in (("page", True), ("nowhere", False)):
        page = Page("odd/", "หน้า", f"# ก\n\n[ข](../data/index.md#{anchor})\n", True)
        site = replace(portal, unlisted=(*portal.unlisted, page))
        if is_there:
            builder.build(site, tmp_path / "site")
        else:
            with pytest.raises(StopError, match=f"'#{anchor}'"):
                builder.build(site, tmp_path / "site")


def test_other_extensions_of_markdown_are_honoured(sites: dict[str, Site], tmp_path: Path) -> None:
    root = copy_project(tmp_path / "project")
    put(root / "mkdocs.yml", "toc_depth: 2", "toc_depth: 2, permalink: true")
    Builder(Project(root)).build(sites["thephalai"], tmp_path / "site")
    assert 'class="headerlink"' in (tmp_path / "site/index.html").read_text("utf-8")


def test_a_faulty_configuration_stops_the_builder(tmp_path: Path) -> None:
    root = copy_project(tmp_path / "project")
    put(root / "mkdocs.yml", "strict: true", "strict: perhaps")
    with pytest.raises(StopError, match="strict"):
        Builder(Project(root))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("plugins: []", "plugins: [search]"),
        ("plugins: []", "plugins: []\nextra_javascript: [own.js]"),
        ("plugins: []", "plugins: []\nextra_templates: [own.html]"),
    ],
)
def test_settings_that_would_have_no_effect_are_refused(tmp_path: Path, old: str, new: str) -> None:
    root = copy_project(tmp_path / "project")
    put(root / "mkdocs.yml", old, new)
    with pytest.raises(StopError) as stopped:
        Builder(Project(root))
    assert stopped.value.code == "mkdocs-settings"


PIECES = (
    "# หัวเรื่อง {#page}\n",
    "## ข้อ &#40;๑&#41; ปี 2567: e-service/ก {#t1}\n",
    "### a {#a.b-c_d}\n",
    "<p>ข้อความ\nสองบรรทัด</p>\n",
    '<div class="a"><div>\n\n<p>ก</p>\n\n## ไม่ใช่หัวเรื่อง {#no}\n\n</div>\n</div>\n',
    '<table role="table"><tr><td>ก <b>ข</b><br></td></tr></table>\n',
    "<h3 id='x'>ก</h3>\n",
    "<details><summary>ก</summary><p>ข</p></details>\n",
    "<pre><code>\n\n\n## ก {#k}\n</code></pre>\n",
)
STRANGE = (
    "ข้อความ\n",
    "<span>ก</span>\n",
    "<p>ก</p> ท้าย\n",
    "# ก *ข* {#k}\n",
    "# ก  ข {#k}\n",
    "# ไม่มีที่หมาย\n",
    "# ก {#k .c}\n",
    "# ก # {#k}\n",
    "<div><p>ก</p>\n",
    "<p>ก\tข</p>\n",
    "<div>\n   \n</div>\n",
    "<div>\n```\nก\n```\n</div>\n",
    "<!-- ก -->\n",
    "<div><!-- </div> --></div>\n",
    "<hr>\n",
    " <p>ก</p>\n",
    "<p\nclass='a'>ก</p>\n",
    "- ก\n",
)


def by_python_markdown(text: str) -> tuple[str, list[tuple[int, str, str]]]:
    """The HTML and the headings, as the real thing makes them."""
    parser = markdown.Markdown(extensions=sorted(EXTENSIONS), extension_configs={"toc": {"toc_depth": 2}})
    html = parser.convert(text)
    tokens = parser.toc_tokens  # type: ignore[attr-defined]
    found = [part for token in tokens for part in (token, *token["children"])]
    return html, [(each["level"], each["id"], each["name"]) for each in found]


@pytest.mark.parametrize("gaps", list(itertools.product(("", "\n", "\n\n"), repeat=2)))
def test_what_is_converted_quickly_is_what_python_markdown_makes_of_it(gaps: tuple[str, str]) -> None:
    for pieces in itertools.permutations(PIECES, 3):
        text = pieces[0] + gaps[0] + pieces[1] + gaps[1] + pieces[2]
        quick = convert(text)
        assert quick, text
        headings = [(each["level"], each["id"], each["name"]) for each in _toc_tokens(quick)]
        html, tokens = by_python_markdown(text)
        assert quick.html == html, text
        assert sorted(headings) == sorted(tokens), text


@pytest.mark.parametrize("strange", STRANGE)
def test_whatever_else_is_left_to_python_markdown(strange: str) -> None:
    assert convert(f"# ก {{#k}}\n\n{strange}\n<p>ข</p>\n") is None


@pytest.mark.parametrize(
    "value",
    ['"ก\\u2028ข"', '"ก\u2028ข"', '"ก\x7fข"', '"ก: \\"ข\\" \\\\"', "ก", "true", "1", '"ก" # ข', "[ก]"],
)
def test_front_matter_is_read_as_yaml_or_left_to_it(value: str) -> None:
    text = f"---\ntitle: {value}\n---\n\n# ก {{#k}}\n"
    parted = split(text)
    assert parted is None or parted == meta.get_data(text)


def test_every_generated_page_is_converted_quickly(sites: dict[str, Site]) -> None:
    pages = [page for site in sites.values() for page in site.pages if not page.is_written]
    assert len(pages) > 100
    slow = [page.address for page in pages if convert(meta.get_data(page.markdown)[0]) is None]
    assert slow == []


def test_the_assets_are_all_that_a_page_names_and_nothing_that_none_asks_for(
    sites: dict[str, Site], builder: Builder, tmp_path: Path
) -> None:
    builder.write_assets(tmp_path / "assets")
    assets = tree(tmp_path)
    builder.build(sites["_portal"], tmp_path / "portal")
    named = {
        match[1]
        for text in tree(tmp_path / "portal").values()
        for match in re.finditer(r'"[./]*(assets/[^"?]+)', text.decode("utf-8", "ignore"))
    }
    assert len(named) >= 9
    assert named <= assets.keys()
    assert not [path for path in assets if path.endswith(".map") or "lunr" in path or "workers" in path]


@pytest.fixture(scope="module")
def lone_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A website whose one body has the root."""
    units = tmp_path_factory.mktemp("units")
    (units / "thephalai").symlink_to(ROOT / "units/thephalai")
    root = copy_project(tmp_path_factory.mktemp("lone"), units)
    run = run_prongsai("build", cwd=root)
    assert run.returncode == 0, run.stdout + run.stderr
    with served(root / "site") as address:
        yield address


@pytest.mark.browser
@pytest.mark.parametrize("start", ["", "bo-thong/", "bo-thong/2567/measures/m4/", "alone"])
def test_search_menu_and_icons_work_with_the_shared_assets(
    browser: Browser, base_url: str, lone_url: str, start: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - it marks what it is given
    root = lone_url if start == "alone" else base_url
    page.goto(root + start.removeprefix("alone"))
    page.locator("[data-press='__drawer']").click()
    assert page.locator(".px-nav a").first.is_visible()
    page.keyboard.press("Escape")
    page.goto(page.url)
    icon = page.locator("[data-press='__search'] svg")
    assert "svg" in icon.evaluate("svg => getComputedStyle(svg).maskImage")
    assert icon.bounding_box()["width"] > 10  # type: ignore[index]
    page.locator("[data-press='__search']").click()
    page.keyboard.type("มาตรการ")
    page.wait_for_selector(".md-search-result__item a")
    assert re.fullmatch(r"พบ \d+ หน้า", page.locator(".md-search-result__meta").inner_text().strip())
    assert [answer.url for answer in answers if answer.status >= 400] == []
    assert [answer.url for answer in answers if not answer.url.startswith((root, "data:"))] == []
    assert any(answer.url.endswith("search/sections.json") for answer in answers)
    context.close()
