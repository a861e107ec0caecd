"""What machines read of every built page, and what a page may weigh."""

from __future__ import annotations

import gzip
import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
import yaml
from playwright.sync_api import Browser

from conftest import ROOT, SITE_URL, copy_project, run_prongsai

PAGE_LIMIT = 60 * 1024
FIRST_PAGE_LIMIT = 350 * 1024
ONE_EACH = {
    "title": r"<title>([^<]+)</title>",
    "description": r'<meta name="description" content="([^"]+)">',
    "og:title": r'<meta property="og:title" content="([^"]+)">',
    "og:description": r'<meta property="og:description" content="([^"]+)">',
    "policy": r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">',
    "structured": r'<script type="application/ld\+json">([^<]+)</script>',
}


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, str]:
    """Every built page, by its path."""
    return {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("*.html")}


def test_every_page_says_each_thing_once(pages: dict[str, str]) -> None:
    wrong = [
        (path, name)
        for path, html in pages.items()
        for name, pattern in ONE_EACH.items()
        if len(re.findall(pattern, html.partition("</head>")[0])) != 1
    ]
    assert wrong == []


def test_every_page_has_a_title_of_its_own_within_its_site(pages: dict[str, str]) -> None:
    titles: dict[tuple[str, str], list[str]] = {}
    for path, html in pages.items():
        if not path.endswith("404.html"):
            found = re.search(ONE_EACH["title"], html)
            assert found
            titles.setdefault((path.split("/")[0], found[1]), []).append(path)
    assert [paths for paths in titles.values() if len(paths) > 1] == []


def test_json_ld_names_the_data_and_who_publishes_them(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        found = re.search(ONE_EACH["structured"], html)
        assert found
        told = json.loads(found[1])
        assert told["@type"] == "Dataset"
        assert told["description"]
        unit = ROOT / "units" / path.split("/")[0] / "unit.yml"
        if unit.is_file():
            assert told["creator"]["@type"] == "GovernmentOrganization"
            assert told["creator"]["name"] == yaml.safe_load(unit.read_text("utf-8"))["name"]
            if path.endswith("index.html"):
                assert told["url"] == SITE_URL + path.removesuffix("index.html")


def test_the_policy_allows_nothing_inline_and_no_page_has_it(pages: dict[str, str]) -> None:
    inline = re.compile(
        r"<[a-z][^>]*\s(?:on[a-z]+|style)=|<style|<script(?![^>]*(?:\ssrc=|application/(?:ld\+)?json))", re.I
    )
    assert [(path, found[0][:80]) for path, html in pages.items() if (found := inline.search(html))] == []
    policies = {re.search(ONE_EACH["policy"], html)[1] for html in pages.values()}  # type: ignore[index]
    assert len(policies) == 1
    default, *others = policies.pop().split("; ")
    assert default == "default-src 'none'"
    allowed = {source for each in others for source in each.split()[1:]}
    assert allowed == {"'self'", "'none'", "data:"}


def test_a_page_knows_its_own_address(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        if path.endswith("index.html"):
            address = SITE_URL + path.removesuffix("index.html")
            assert f'<link rel="canonical" href="{address}">' in html
            assert f'<meta property="og:url" content="{address}">' in html


def test_hosts_are_told_at_the_website_s_root_only(site: Path) -> None:
    for name in (".htaccess", "_headers"):
        assert [path.parent for path in site.rglob(name)] == [site]
    assert "ErrorDocument 404 /404.html" in (site / ".htaccess").read_text("utf-8")


def test_the_sitemaps_name_every_page_and_robots_names_them(site: Path, pages: dict[str, str]) -> None:
    robots = (site / "robots.txt").read_text("utf-8")
    maps = re.findall(r"^Sitemap: (.+)$", robots, re.M)
    named = []
    for each in maps:
        tree = ElementTree.parse(site / each.removeprefix(SITE_URL))
        named += [loc.text for loc in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    built = [SITE_URL + path.removesuffix("index.html") for path in pages if path.endswith("index.html")]
    assert sorted(filter(None, named)) == sorted(built)


def test_without_an_address_a_website_claims_none(tmp_path: Path) -> None:
    project = copy_project(tmp_path, Path(__file__).parent / "projects/good/units")
    assert run_prongsai("build", cwd=project, site_url="").returncode == 0
    html = "".join(path.read_text("utf-8") for path in (project / "site").rglob("*.html"))
    assert "canonical" not in html
    assert "og:url" not in html
    assert "px-qr" not in html
    assert "Sitemap" not in (project / "site/robots.txt").read_text("utf-8")


def test_a_page_weighs_little(pages: dict[str, str]) -> None:
    heavy = {path: size for path, html in pages.items() if (size := weight(html.encode())) > PAGE_LIMIT}
    assert heavy == {}


@pytest.mark.browser
def test_a_first_visit_weighs_little(browser: Browser, base_url: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    sizes: dict[str, int] = {}
    page.on("response", lambda answer: sizes.update({answer.url: weight(answer.body())}))
    page.goto(base_url + "bo-thong/", wait_until="networkidle")
    context.close()
    assert {Path(urlsplit(url).path).suffix for url in sizes} >= {"", ".css", ".js"}
    assert sum(sizes.values()) <= FIRST_PAGE_LIMIT


def weight(content: bytes) -> int:
    """What goes over the wire when a server compresses."""
    return len(gzip.compress(content, mtime=0))


def test_names_with_signs_are_written_as_they_are(tmp_path: Path) -> None:
    project = copy_project(tmp_path, Path(__file__).parent / "projects/good/units")
    unit = next((project / "units").rglob("unit.yml"))
    text = unit.read_text("utf-8")
    unit.write_text(re.sub(r"^name: .*$", "name: 'ก & \"ข\" <b>'", text, flags=re.M), "utf-8")
    assert run_prongsai("build", cwd=project).returncode == 0
    html = (project / "site/index.html").read_text("utf-8")
    found = re.search(ONE_EACH["structured"], html)
    title = re.search(ONE_EACH["og:title"], html)
    assert found
    assert title
    assert json.loads(found[1])["creator"]["name"] == 'ก & "ข" <b>'
    assert unescape(title[1]) == 'ก & "ข" <b>'
