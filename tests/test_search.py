"""The search finds every page on which a reader sees all words of a query, and no other."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from page_kinds import open_page, search_for

pytestmark = pytest.mark.browser
UNSEARCHED = {"changes/"}
"""Pages that repeat what others say or once said."""

BODIES = ("bo-thong", "thephalai", "na-udom")
QUERIES = """
    ทรัพย์สิน|การใช้ทรัพย์สินของราชการ|กองคลัง|สำนักปลัด|ปลัด|คู่มือ|ประชาชน|งบประมาณ|จัดซื้อจัดจ้าง|ทุจริต|การทุจริต
    ความโปร่งใส|โปร่งใส|เจ้าหน้าที่|ประชุม|ประจำเดือน|ช่องทาง|เผยแพร่|ข้อมูลข่าวสาร|ร้องเรียน|นโยบาย|E-Service|e-service
    ตัวชี้วัด|ตัวชี้วัดที่ ๑๐|๒๕๖๗|2567|๒๕๖๖ ผลการประเมิน|93.73|๙๓.๗๓|I19|i๑๙|O34|o๓๔|OIT|iit eit|ผ่านดี|เลยกำหนด
    ยังไม่มีรายงาน|ไม่ได้ระบุ|ผู้รับผิดชอบ กองคลัง|มาตรการ คู่มือ|รายงานผลการดำเนินงาน|Social Network|อำเภอ
    สื่อสารสองทาง|30 กันยายน 2567|๓๐ กันยายน|บุคลากร|หน่วยงาน|ไม่มีคำนี้ในหน้าใดเลยแน่นอน|zzqx|เเผน|ก|%|100
""".replace("\n", "|")
WANTED = sorted({query.strip() for query in QUERIES.split("|")} - {""})
ASK = """async ([worker, queries, near]) => {
    const asked = new Worker(worker)
    const next = () => new Promise(done => { asked.onmessage = ({data}) => done(data) })
    const ready = next(); asked.postMessage({type: 0, data: {}}); await ready
    const answers = {}
    for (const query of queries) {
        const answer = next(); asked.postMessage({type: 2, data: query})
        answers[query] = (await answer).data.items
            .filter(group => near === Object.values(group[0].terms).includes(false))
            .map(group => group.map(each => each.location))
    }
    asked.terminate()
    return answers
}"""
SHOW = """async ([worker, query]) => {
    const asked = new Worker(worker)
    const answer = new Promise(done => { asked.onmessage = ({data}) => done(data) })
    asked.postMessage({type: 2, data: query})
    const {items} = (await answer).data
    asked.terminate()
    return Object.fromEntries(items.flat().map(each => [each.location, each.text]))
}"""
TYPE_ON = """async ([worker, queries]) => {
    const asked = new Worker(worker), answers = []
    const all = new Promise(done => { asked.onmessage = ({data}) => {
        if (answers.push(data.data.items.length) === queries.length) done(answers)
    } })
    for (const query of queries) asked.postMessage({type: 2, data: query})
    await all
    asked.terminate()
    return answers
}"""
INDEX = "**/search/sections.json"
JOINED = re.compile("[\u0e40-\u0e44].|.[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]")
"""What no text may be cut between: a leading vowel and its consonant, a sign and what stands on it."""


@pytest.fixture(scope="module")
def page(browser: Browser, base_url: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield open_page(context, base_url + "bo-thong/")
    context.close()


def plain(text: str) -> str:
    """Text as a reader compares it, reckoned apart from the code under test."""
    text = (
        unicodedata.normalize("NFC", text)
        .casefold()
        .translate({0x0E50 + each: str(each) for each in range(10)})
    )
    text = re.sub("[\u200b-\u200d\u00ad\ufeff]", "", text).replace("\u0e4dา", "ำ").replace("เเ", "แ")
    return " ".join(text.split())


def texts_of(page: Page, base_url: str, site: Path, body: str) -> dict[str, str]:
    """What a reader sees of every page of a body that is searched, by its address below the body's own."""
    addresses = [
        path.parent.relative_to(site / body).as_posix() for path in (site / body).rglob("index.html")
    ]
    assert {f"{each}/" for each in addresses} >= UNSEARCHED
    addresses = [each for each in addresses if f"{each}/" not in UNSEARCHED and not each.endswith("/data")]
    seen = {}
    for address in ("" if each == "." else f"{each}/" for each in sorted(addresses)):
        page.goto(f"{base_url}{body}/{address}", wait_until="domcontentloaded")
        seen[address] = plain(page.locator("article").inner_text())
    return seen


def answers(
    page: Page, base_url: str, body: str, queries: list[str], near: bool = False
) -> dict[str, list[list[str]]]:
    """What the worker itself answers: for each query the groups of addresses, one group a page.

    `near` asks for those that say of themselves that the query does not stand there as it was typed.
    """
    worker = worker_of(page, base_url, body)
    found: dict[str, list[list[str]]] = page.evaluate(ASK, [worker, queries, near])
    return found


def worker_of(page: Page, base_url: str, body: str) -> str:
    """Open a body's home page; the address of the worker that it names."""
    page.goto(f"{base_url}{body}/", wait_until="domcontentloaded")
    worker: str = page.evaluate("JSON.parse(document.getElementById('__config').textContent).search")
    return urljoin(page.url, worker)


@pytest.mark.parametrize("body", BODIES)
def test_every_page_that_holds_the_words_is_found_and_no_other(
    page: Page, base_url: str, site: Path, body: str
) -> None:
    assert len(WANTED) >= 40
    seen = texts_of(page, base_url, site, body)
    every_word = {word for text in seen.values() for word in text.split() if '"' not in word}
    assert len(every_word) > 400
    queries = sorted({*WANTED, *every_word})
    found = answers(page, base_url, body, queries)
    wrong: dict[str, Any] = {}
    for query in queries:
        true = {
            address for address, text in seen.items() if all(word in text for word in plain(query).split())
        }
        got = {group[0] for group in found[query]}
        if got != true:
            wrong[query] = {"missed": sorted(true - got), "not there": sorted(got - true)}
    assert wrong == {}
    assert sum(bool(found[query]) for query in WANTED) >= 30


def test_every_place_that_is_named_exists(page: Page, base_url: str, site: Path) -> None:
    found = answers(page, base_url, "bo-thong", ["คะแนน", "มาตรการ"])
    places = {place for groups in found.values() for group in groups for place in group}
    lost = []
    for place in places:
        address, _, anchor = place.partition("#")
        html = (site / "bo-thong" / address / "index.html").read_text("utf-8")
        lost += [place] if anchor and f'id="{anchor}"' not in html else []
    assert lost == []
    assert any("#" in place for place in places)


@pytest.mark.parametrize(
    ("body", "query", "first"),
    [
        ("bo-thong", "I19", "2566/results/#i19"),
        ("bo-thong", "i๑๙", "2566/results/#i19"),
        ("bo-thong", "O๓๔", "2567/oit/#o34"),
    ],
)
def test_a_code_leads_to_its_row(page: Page, base_url: str, body: str, query: str, first: str) -> None:
    groups = answers(page, base_url, body, [query])[query]
    assert groups[0][1] == first


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ประจำ", "ประจ\u0e4dา"),
        ("น้ำ", "น\u0e49\u0e4dา"),
        ("น้ำ", "น\u0e4d\u0e49า"),
        ("แผน", "เเผน"),
        ("กองคลัง", "กอง\u200bค\u00adลัง"),
        ("ITA", "ita"),
        ("๒๕๖๗", "2567"),
        ("กองคลัง คู่มือ", "คู่มือ  กองคลัง"),
    ],
)
def test_one_word_written_in_two_ways_finds_the_same(
    page: Page, base_url: str, typed: str, meant: str
) -> None:
    found = answers(page, base_url, "bo-thong", [typed, meant])
    assert found[typed] != []
    assert sorted(found[meant]) == sorted(found[typed])


def test_a_phrase_in_quotes_is_sought_as_it_stands(page: Page, base_url: str) -> None:
    found = answers(page, base_url, "bo-thong", ['"30 กันยายน 2567"', '"กันยายน 30"', "กันยายน 30"])
    assert found['"30 กันยายน 2567"'] != []
    assert found['"กันยายน 30"'] == []
    assert found["กันยายน 30"] != []


@pytest.mark.parametrize("query", ["ทุจริต", "ก", "เ", "การ", "๒๕๖๗", "2567 กองคลัง", "ทุจริต การทุจริต"])
def test_a_snippet_is_the_text_itself_cut_between_clusters_with_every_find_marked(
    page: Page, base_url: str, site: Path, query: str
) -> None:
    index = json.loads((site / "bo-thong/search/sections.json").read_text("utf-8"))
    texts = {
        address + (anchor and f"#{anchor}"): text
        for address, title, own, sections in index
        for anchor, _, text in [["", title, own], *sections]
    }
    shown = page.evaluate(SHOW, [worker_of(page, base_url, "bo-thong"), query])
    assert any("<mark" in each for each in shown.values())
    for place, html in shown.items():
        assert set(re.findall("<[^>]*>", html)) <= {"<mark data-md-highlight>", "</mark>"}, place
        bare = unescape(re.sub("<[^>]*>", "", html))
        text = bare.removeprefix("… ").removesuffix(" …")
        start = texts[place].index(text)
        for at in (start, start + len(text)):
            assert not JOINED.fullmatch(texts[place][max(at - 1, 0) : at + 1]), (place, text)
        unmarked = plain(re.sub("<mark.*?</mark>", "|", html))
        assert not any(word in unescape(unmarked) for word in plain(query).split()), place
        assert len(text) < 180, place


def test_who_types_on_while_the_index_is_on_its_way_does_not_fetch_it_again(
    page: Page, base_url: str
) -> None:
    asked = watch_index(page)
    worker = worker_of(page, base_url, "bo-thong")
    found = page.evaluate(TYPE_ON, [worker, ["คู่มือ", "คู่มือก", "คู่มือการปฏิบัติงาน"]])
    assert found[0] > 0
    assert found[2] > 0
    assert len(asked) == 1


def test_an_index_that_did_not_come_is_asked_for_by_the_next_query(page: Page, base_url: str) -> None:
    asked = watch_index(page)
    page.context.route(INDEX, lambda route: route.abort() if len(asked) == 1 else route.continue_())
    found = answers(page, base_url, "bo-thong", ["กองคลัง", "กองคลัง "])
    page.context.unroute(INDEX)
    assert found["กองคลัง"] == []
    assert found["กองคลัง "] != []
    assert len(asked) == 2


def watch_index(page: Page) -> list[str]:
    """The requests for an index from now on."""
    asked: list[str] = []
    index = "/search/sections.json"
    page.on(
        "request", lambda told: asked.append(told.url) if urlsplit(told.url).path.endswith(index) else None
    )
    return asked


def test_words_that_stand_nowhere_together_are_sought_as_the_words_inside_them(
    page: Page, base_url: str
) -> None:
    query = "กองคลังคู่มือ"
    assert answers(page, base_url, "bo-thong", [query])[query] == []
    assert answers(page, base_url, "bo-thong", [query], near=True)[query] != []


def test_the_box_shows_what_the_worker_finds_and_marks_it(page: Page, base_url: str) -> None:
    page.goto(base_url + "bo-thong/")
    links = search_for(page, "ทรัพย์สิน")
    assert links
    marks = page.locator(".md-search-result__item mark").all_text_contents()
    assert set(marks) == {"ทรัพย์สิน"}
    page.locator(".md-search-result__link[href*='#']").first.click()
    page.wait_for_function("location.hash !== ''")
    assert page.evaluate("document.getElementById(location.hash.slice(1)) !== null")


def test_a_page_of_the_portal_finds_bodies_and_measures(page: Page, base_url: str) -> None:
    page.goto(base_url)
    assert urljoin(base_url, "bo-thong/") in [link.split("?")[0] for link in search_for(page, "บ่อทอง")]
    measures = [urlsplit(link).path for link in search_for(page, "Social Network")]
    assert "/thephalai/2566/measures/m1/" in measures


def test_nothing_is_fetched_for_the_search_before_somebody_searches(page: Page, base_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(base_url + "na-udom/", wait_until="networkidle")
    index = base_url + "na-udom/search/sections.json"
    assert index not in asked
    search_for(page, "คะแนน")
    assert asked.count(index) == 1


@pytest.mark.parametrize("query", ["", " ", '"', '""', "<script>", "\\", "(", ".*", "[", "x" * 5000])
def test_any_query_is_answered(page: Page, base_url: str, query: str) -> None:
    assert len(answers(page, base_url, "bo-thong", [query, "คะแนน"])["คะแนน"]) > 5
