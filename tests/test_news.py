"""The feeds of a real repository: what they tell, and that their ids stay whatever else moves."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from lxml import etree

from conftest import copy_project, run_prongsai
from html_pages import HtmlPage
from prongsai.render.feed import ATOM
from repositories import Repository
from test_feed import faults

GOOD = Path(__file__).parent / "projects/good/units/good"
MEASURE = "rimthan/2567/measures/m2.yml"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Two bodies, one of which reports twice; built."""
    folder = tmp_path_factory.mktemp("feeds")
    (folder / "units").mkdir()
    repository = Repository.begin(copy_project(folder / "project", folder / "units"))
    for name in ("rimthan", "other"):
        for path in sorted(each for each in GOOD.rglob("*") if each.is_file()):
            target = repository.root / "units" / name / path.relative_to(GOOD)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    repository.commit("2024-01-08")
    repository.add(MEASURE, "  - round: h1\n    text: แจก & ชี้แจง <แล้ว>\n")
    repository.commit("2024-04-05")
    repository.edit(MEASURE, "แจก & ชี้แจง", "แจกและชี้แจง")
    repository.commit("2024-05-06")
    build(repository)
    return repository


def build(repository: Repository, site_url: str = "https://ita.example.go.th/") -> None:
    run = run_prongsai("build", cwd=repository.root, site_url=site_url)
    assert run.returncode == 0, run.stdout + run.stderr


def feed(repository: Repository, path: str = "rimthan/feed.xml") -> Xml.Element:
    return Xml.parse(repository.root / "site" / path).getroot()


def texts(element: Xml.Element, name: str) -> list[str]:
    """The texts of an element of every entry."""
    return [str(each.text) for each in element.findall(f"{{{ATOM}}}entry/{{{ATOM}}}{name}")]


@pytest.mark.parametrize("path", ["feed.xml", "rimthan/feed.xml", "other/feed.xml"])
def test_a_built_feed_keeps_to_the_grammar_of_atom(repository: Repository, path: str) -> None:
    grammar = etree.RelaxNG(etree.parse(Path(__file__).parent / "schemas/atom.rng"))
    grammar.assertValid(etree.parse(repository.root / "site" / path))


def test_a_body_tells_each_commit_once_the_newest_first(repository: Repository) -> None:
    titles = texts(feed(repository), "title")
    assert len(titles) == 3
    assert titles[0].startswith("อบต.ริมธารสมมุติ: แก้ไขรายงานความก้าวหน้าของมาตรการปี 2567")
    assert titles[1].startswith("อบต.ริมธารสมมุติ: รายงานความก้าวหน้าของมาตรการปี 2567")
    assert "เผยแพร่ผลการประเมินปี 2566 (คะแนนรวม 92.64)" in texts(feed(repository), "summary")[2]


def test_its_days_are_those_of_the_commits(repository: Repository) -> None:
    days = [datetime.fromisoformat(each) for each in texts(feed(repository), "updated")]
    assert [each.date().isoformat() for each in days] == ["2024-05-06", "2024-04-05", "2024-01-08"]
    assert all(each.tzinfo for each in days)
    assert feed(repository).findtext(f"{{{ATOM}}}updated") == texts(feed(repository), "updated")[0]


def test_the_portal_tells_all_bodies(repository: Repository) -> None:
    portal = feed(repository, "feed.xml")
    assert len(texts(portal, "title")) == 4
    ids = texts(portal, "id")
    assert len(set(ids)) == 4
    assert set(texts(feed(repository), "id")) < set(ids)


def test_every_link_leads_to_its_commit(repository: Repository) -> None:
    for entry in feed(repository, "feed.xml").findall(f"{{{ATOM}}}entry"):
        link = entry.find(f"{{{ATOM}}}link")
        assert link is not None
        path, _, anchor = link.attrib["href"].removeprefix("https://ita.example.go.th/").partition("#")
        assert anchor in HtmlPage(repository.root / "site" / path / "index.html").ids


def test_pages_name_their_feed(repository: Repository) -> None:
    page = (repository.root / "site/rimthan/2567/measures/index.html").read_text("utf-8")
    assert 'type="application/atom+xml" title="อบต.ริมธารสมมุติ" href="../../feed.xml"' in page


def test_ids_stay_when_the_website_or_the_folder_moves(repository: Repository) -> None:
    before = texts(feed(repository), "id")
    own_id = feed(repository).findtext(f"{{{ATOM}}}id")
    repository.move("rimthan", "rimthan-sao")
    repository.commit("2024-06-07")
    build(repository, "https://elsewhere.example.go.th/ita/")
    after = feed(repository, "rimthan-sao/feed.xml")
    assert texts(after, "id")[1:] == before
    assert after.findtext(f"{{{ATOM}}}id") == own_id
    repository.move("rimthan-sao", "rimthan")
    repository.commit("2024-06-08")


def test_without_an_address_or_a_commit_there_is_no_feed(repository: Repository, tmp_path: Path) -> None:
    build(repository, "")
    assert list((repository.root / "site").rglob("feed.xml")) == []
    assert "atom+xml" not in (repository.root / "site/index.html").read_text("utf-8")
    project = copy_project(tmp_path / "project", GOOD.parent)
    assert run_prongsai("build", cwd=project).returncode == 0
    assert not (project / "site/feed.xml").exists()


def test_the_feeds_of_the_five_bodies_keep_to_the_grammar(tmp_path: Path) -> None:
    repository = Repository.begin(copy_project(tmp_path / "project"))
    repository.commit("2024-01-08")
    build(repository)
    feeds = sorted((repository.root / "site").rglob("feed.xml"))
    assert len(feeds) == 6
    for path in feeds:
        assert faults(path.read_text("utf-8")) == []
