"""Everything that the five source documents say can be read on the website."""

from __future__ import annotations

import html
import itertools
import re
from pathlib import Path

import pytest
import yaml

from conftest import ROOT
from html_pages import pages_of
from prongsai.model.digits import fold_digits

DOCUMENTS = sorted((ROOT / "tests/documents").glob("*.txt"))
LONG = 24
"""A passage is a table cell or a line of at least this many characters."""
MARKER = re.compile(r"\d{1,2}\)|[-\u25aa\u2022](?=\S)")
"""`1)`, `-` or a bullet: where one cell holds several rows, each must be found."""


def folded(text: str) -> str:
    """Text without tags, Markdown signs and white space, in Arabic digits."""
    plain = re.sub(r"<[^>]*>", "", html.unescape(text))
    return re.sub(r"[\s*#]|&nbsp;", "", fold_digits(plain)).replace("\u2013", "-")


def corrections(unit: str) -> list[tuple[str, str]]:
    """What the unit's data declare as mended."""
    found = []
    for path in sorted((ROOT / "units" / unit).rglob("*.yml")):
        data = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
        for each in data.get("corrections") or ():
            found.append((folded(each["printed"]), folded(each["corrected"])))
    return found


def passages(document: Path) -> list[str]:
    """Every cell and line of a document, mended as the data declare."""
    found = []
    for line in document.read_text("utf-8").splitlines():
        for cell in re.split(r"[\t|]|</p>", line):
            passage = folded(cell)
            for printed, corrected in corrections(document.stem):
                passage = passage.replace(printed, corrected)
            if len(passage) >= LONG:
                found.append(passage)
    return found


def missing_pieces(passage: str, text: str) -> list[str]:
    """The rows of a passage that the text lacks; a passage that stands there whole lacks nothing."""
    if passage in text:
        return []
    pieces = [piece for part in MARKER.split(passage) for piece in numbered_rows(part) if piece]
    return [piece for piece in pieces if piece not in text]


def numbered_rows(text: str) -> list[str]:
    """Split `1.one2.two` at its numbers, in their order."""
    rows: list[str] = []
    rest = re.sub(r"^\d{1,2}\.(?=\D)", "", text)
    for number in itertools.count(2 if text.startswith("1.") else 1):
        row, mark, after = rest.partition(f"{number}.")
        if not mark:
            return [*rows, rest]
        rows.append(row)
        rest = after
    return rows


@pytest.fixture(scope="module")
def texts(site: Path) -> dict[str, str]:
    """The visible text of each unit's pages."""
    return {
        document.stem: folded("".join("".join(page.text) for page in pages_of(site / document.stem)))
        for document in DOCUMENTS
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_every_passage_of_the_document_can_be_read(document: Path, texts: dict[str, str]) -> None:
    found = passages(document)
    lost = {
        passage: missing for passage in found if (missing := missing_pieces(passage, texts[document.stem]))
    }
    assert len(found) > LONG
    assert lost == {}


def test_a_passage_that_is_not_there_is_told() -> None:
    assert missing_pieces("1.จัดทำคู่มือ2.แจ้งเวียน", "จัดทำคู่มือและอื่นๆ") == ["แจ้งเวียน"]
    assert missing_pieces("คะแนน93.73", "คะแนน93.73ระดับ") == []
