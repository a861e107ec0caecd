"""Documents that are broken, endless or hostile are told in one sentence, in bounded time and memory."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest

from office_documents import make_docx, make_xlsx
from prongsai.office.archive import MOST_BYTES, open_archive
from prongsai.office.tables.grid import MOST_ROWS, Table
from prongsai.office.tables.importing import read_tables
from prongsai.problems import StopError

ROWS = (("ประเด็น", "มาตรการ", "ขั้นตอน"), ("t4", "ก", "ข"))
DOCUMENT = "word/document.xml"
SHEET = "xl/worksheets/sheet1.xml"


def code_of(path: Path) -> str:
    with pytest.raises(StopError) as stop:
        read_tables(path)
    assert path.name in str(stop.value)
    return stop.value.code


def rewrite(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """Change one part of an office file; one that is not there is added."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {part: b"", **parts}.items():
            archive.writestr(name, change(data) if name == part else data)
    return path


def texts(tables: tuple[Table, ...]) -> list[str]:
    return [text for table in tables for row in table.rows for text in row.texts]


@pytest.mark.parametrize("name", ["ก.doc", "ก.xls", "ก.pdf", "ก.docm", "ก"])
def test_other_kinds_of_files_are_told_with_the_remedy(tmp_path: Path, name: str) -> None:
    assert code_of(tmp_path / name) == "office-kind"


@pytest.mark.parametrize("name", ["ก.docx", "ก.xlsx"])
def test_what_is_no_office_file_is_told(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert code_of(path) == "office-missing"
    for data in (b"", b"PK\x03\x04", b"no zip at all", b"PK\x05\x06" + bytes(18)):
        path.write_bytes(data)
        assert code_of(path) == "office-unreadable"


def test_each_kind_under_the_other_s_name_is_told(tmp_path: Path) -> None:
    make_docx(tmp_path / "ก.docx", ROWS).rename(tmp_path / "ข.xlsx")
    make_xlsx(tmp_path / "ค.xlsx", ROWS).rename(tmp_path / "ง.docx")
    assert code_of(tmp_path / "ข.xlsx") == code_of(tmp_path / "ง.docx") == "office-unreadable"


@pytest.mark.parametrize(
    ("name", "part"), [("ก.docx", DOCUMENT), ("ก.docx", "word/more.xml"), ("ก.xlsx", SHEET)]
)
def test_an_archive_that_unpacks_to_too_much_is_told(tmp_path: Path, name: str, part: str) -> None:
    path = (make_docx if name.endswith("docx") else make_xlsx)(tmp_path / name, ROWS)
    rewrite(path, part, lambda data: data + b" " * MOST_BYTES)
    assert path.stat().st_size < MOST_BYTES // 100
    assert code_of(path) == "office-too-big"


def test_an_archive_that_lies_of_its_sizes_is_told(tmp_path: Path) -> None:
    path = make_docx(tmp_path / "ก.docx", ROWS)
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(DOCUMENT).file_size
    path.write_bytes(path.read_bytes().replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little")))
    assert code_of(path) == "office-unreadable"


@pytest.mark.parametrize("place", ["XFD1048576", f"A{MOST_ROWS + 1}", "ZZ1"])
def test_cells_that_stand_far_apart_are_told(tmp_path: Path, place: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet[place] = "ก", "ข"
    book.save(tmp_path / "ก.xlsx")
    assert code_of(tmp_path / "ก.xlsx") == "table-too-long"


def test_a_place_that_no_sheet_has_is_told(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "ก.xlsx", ROWS)
    rewrite(path, SHEET, lambda part: part.replace(b'r="A1"', b'r="yearA1"'))
    assert code_of(path) == "table-too-long"


def test_a_long_text_in_many_cells_is_told(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "ก.xlsx", ROWS)
    cells = b"<row>" + b'<c t="s"><v>0</v></c>' * 50 + b"</row>"
    rewrite(path, SHEET, lambda data: data.replace(b"</sheetData>", cells * 1000 + b"</sheetData>"))
    spaces = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    long = f"<si><t>{'ก' * 30_000}</t></si></sst>".encode()
    rewrite(path, "xl/sharedStrings.xml", lambda _: b"<sst " + spaces + b">" + long)
    assert code_of(path) == "table-too-long"


def test_xml_of_two_bytes_a_sign_is_told(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "ก.xlsx", ROWS)
    rewrite(path, SHEET, lambda data: data.decode().encode("utf-16"))
    assert code_of(path) == "office-unreadable"


@pytest.mark.parametrize("make", [make_docx, make_xlsx], ids=lambda make: make.__name__)
@pytest.mark.parametrize("xml", ["<x/>", '<x xmlns="http://example.org/x"><y z="1">ก</y></x>', "", "<", "ก"])
def test_a_part_that_no_office_program_writes_is_passed_over_or_told(
    tmp_path: Path, make: Callable[..., Path], xml: str
) -> None:
    whole = make(tmp_path / f"whole.{make.__name__[-4:]}", ROWS)
    with zipfile.ZipFile(whole) as archive:
        parts = archive.namelist()
    codes = set()
    for part in parts:
        path = tmp_path / f"broken{whole.suffix}"
        path.write_bytes(whole.read_bytes())
        rewrite(path, part, lambda _: xml.encode())
        with suppress(StopError):
            read_tables(path)
            continue
        codes.add(code_of(path))
    assert codes == {"office-unreadable"}


def test_a_text_longer_than_a_cell_can_be_is_told(tmp_path: Path) -> None:
    assert code_of(make_docx(tmp_path / "ก.docx", [*ROWS, ("t4", "ก" * 40_000, "ข")])) == "table-too-long"


def test_a_merge_over_the_whole_sheet_takes_no_time(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "ก.xlsx", ROWS)
    merge = b'<mergeCells count="9">' + b'<mergeCell ref="A1:XFD1048576"/>' * 9 + b"</mergeCells>"
    rewrite(path, SHEET, lambda data: data.replace(b"</sheetData>", b"</sheetData>" + merge))
    assert texts(read_tables(path)) == ["ประเด็น"]


@pytest.mark.parametrize("entity", ["file", "l9"])
def test_entities_are_not_opened(tmp_path: Path, entity: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", "utf-8")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    kind = f'<!DOCTYPE w [<!ENTITY file SYSTEM "{secret.as_uri()}">{laughs}]>'.encode()

    def with_entities(data: bytes) -> bytes:
        start = data.index(b"<w:document")
        return data[:start] + kind + data[start:].replace("ก<".encode(), f"ก&{entity};<".encode())

    path = rewrite(make_docx(tmp_path / "ก.docx", ROWS), DOCUMENT, with_entities)
    try:
        found = texts(read_tables(path))
    except StopError as stop:
        assert (entity, stop.code) == ("l9", "office-unreadable")
    else:
        assert "ก" in found


def test_macros_pictures_and_other_files_are_left_out(tmp_path: Path) -> None:
    path = make_docx(tmp_path / "ก.docx", ROWS)
    target = b'Type="http://x/attachedTemplate" Target="http://127.0.0.1:9/t" TargetMode="External"'
    link = b'<Relationship Id="x" ' + target + b"/>"
    rewrite(path, "word/vbaProject.bin", lambda _: b"\0" * 1000)
    rewrite(path, "word/_rels/document.xml.rels", lambda data: data.replace(b"</Rel", link + b"</Rel"))
    packed = tmp_path / "packed.zip"
    packed.write_bytes(open_archive(path))
    with zipfile.ZipFile(packed) as archive:
        assert archive.read("word/vbaProject.bin") == b""
    assert texts(read_tables(path)) == [text for row in ROWS for text in row]


def test_a_document_without_tables_and_an_empty_sheet_have_none(tmp_path: Path) -> None:
    assert read_tables(make_docx(tmp_path / "ก.docx")) == ()
    openpyxl.Workbook().save(tmp_path / "ก.xlsx")
    assert read_tables(tmp_path / "ก.xlsx") == ()
