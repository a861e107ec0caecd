"""The built website as a whole: addresses, links, anchors, foreign hosts, what every page owes its reader."""

from __future__ import annotations

import posixpath
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from html_pages import HtmlPage, pages_of

ADDRESSES = [
    "",
    "how-to-read/",
    "oit/2567/",
    "bo-thong/",
    "bo-thong/2566/results/",
    "bo-thong/2567/analysis/",
    "bo-thong/2567/measures/",
    "bo-thong/2567/measures/m4/",
    "bo-thong/2567/progress/",
    "bo-thong/2567/oit/",
    "bo-thong/2567/data/",
    "data/",
    "thephalai/2566/progress/",
    "bang-krabue/2565/results/",
    "na-udom/2569/measures/m10/",
    "sample-004/2568/analysis/",
]


@pytest.fixture(scope="module")
def pages(site: Path) -> list[HtmlPage]:
    return pages_of(site)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_of_the_contract_has_a_page(site: Path, address: str) -> None:
    assert (site / address / "index.html").is_file()


def test_every_internal_link_and_anchor_leads_somewhere(site: Path, pages: list[HtmlPage]) -> None:
    ids = {page.path: set(page.ids) for page in pages}
    broken = []
    for page in pages:
        if page.path.name == "404.html":
            continue
        for link in [*page.links, *page.assets]:
            target = resolve(site, page.path, link)
            if target and not (
                target[0].is_file() and (not target[1] or target[1] in ids.get(target[0], set()))
            ):
                broken.append(f"{page.path.relative_to(site)} -> {link}")
    assert broken == []


def resolve(site: Path, page: Path, link: str) -> tuple[Path, str] | None:
    """The file and the anchor that a link means; None for another host's or a mail address."""
    url = urlsplit(link)
    if url.scheme or url.netloc:
        return None
    here = page.relative_to(site).parent.as_posix()
    path = posixpath.normpath(posixpath.join(here, unquote(url.path))) if url.path else None
    file = site / path if path else page
    return (file / "index.html" if file.is_dir() else file, url.fragment.removeprefix("__"))


def test_no_page_names_an_id_twice(pages: list[HtmlPage]) -> None:
    assert [(page.path, each) for page in pages for each in set(page.ids) if page.ids.count(each) > 1] == []


def test_no_page_fetches_anything_from_another_host(pages: list[HtmlPage]) -> None:
    foreign = [asset for page in pages for asset in page.assets if urlsplit(asset).netloc]
    assert foreign == []


def test_a_question_leads_to_the_measure_that_it_caused_and_back(site: Path) -> None:
    results = HtmlPage(site / "bo-thong/2566/results/index.html")
    measure = HtmlPage(site / "bo-thong/2567/measures/m4/index.html")
    assert "../../2567/measures/m4/" in results.links
    assert "../../2567/analysis/#t4--1" in results.links
    assert "../../../2566/results/#i19" in measure.links


def test_the_portal_tells_each_body_once(site: Path) -> None:
    portal = HtmlPage(site / "index.html")
    by_province_and_name = ["thephalai/", "bo-thong/", "bang-krabue/", "sample-004/", "na-udom/"]
    assert [link for link in portal.links if link in by_province_and_name] == by_province_and_name


def test_what_nobody_said_is_shown_as_not_said(site: Path) -> None:
    text = "".join(HtmlPage(site / "thephalai/2566/measures/m1/index.html").text)
    assert "ไม่ระบุวันที่" in text
    assert "ไม่ได้ระบุสถานะ" in text
