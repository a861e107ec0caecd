"""What is tried with the officers' own tools: `fmt`, workbooks out and in, documents that are broken."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import openpyxl
from openpyxl.utils.exceptions import IllegalCharacterError

from fuzzing.command_lines import Shell
from fuzzing.mutated_bodies import DAYS, Desk, bodies, mutated
from fuzzing.mutations import MODELS, Mutation, flip_bit, mutate, truncate, words
from fuzzing.promises import keep_command, keep_problems, tidied
from office_documents import make_docx, make_xlsx
from office_tables import TOPICS
from prongsai.document import read_document
from prongsai.office.style import CannotStyleError, styled
from prongsai.office.workbook.exporting import export_year
from prongsai.office.workbook.importing import draft_import, write_import
from prongsai.printed import check_project
from prongsai.problems import StopError

_YEAR = "2567"
_CELLS = 6


def formatting(random: Random, desk: Desk) -> None:
    """A mutated file in the one style says what it said, and is in it for good."""
    path, old = random.choice([*random.choice(bodies()).items()])
    name = path.rpartition("/")[2]
    model = MODELS.get(name, MODELS["measure"])
    old = mutate(random, old)
    try:
        new, problems = styled(path, old, model)
    except CannotStyleError:
        return
    assert styled(path, new, model) == (new, problems)
    if not problems:
        before, after = (read_document(path, data)[0].values for data in (old, new))
        assert tidied(before) == tidied(after)


def workbooks(random: Random, desk: Desk) -> None:
    """A year goes out to Excel and in again without a change; with changed cells the body stays sound."""
    project = desk.lay(mutated(random, random.choice(bodies()[:2])))
    path = desk.root / "year.xlsx"
    before = desk.files()
    try:
        export_year(project, "good", _YEAR, path, again=True)
        same = draft_import(project, path, DAYS[0])
        assert not same.files, same.told
        _fill(random, path)
        draft = draft_import(project, path, DAYS[0])
    except StopError:
        assert desk.files() == before
        return
    if draft.faults or draft.trial.errors:
        return
    errors = {problem.code for problem in check_project(project, DAYS[0]).errors}
    write_import(draft)
    after = check_project(project, DAYS[0])
    keep_problems(project, after.problems)
    assert {problem.code for problem in after.errors} <= errors, after.errors


def _fill(random: Random, path: Path) -> None:
    """Type anything into a few cells of the workbook."""
    book = openpyxl.load_workbook(path)
    for _ in range(random.randrange(1, _CELLS)):
        sheet = random.choice(book.worksheets)
        row, column = random.randrange(1, sheet.max_row + 3), random.randrange(1, sheet.max_column + 2)
        value = random.choice((*words()["values"], None, 5, 2.5, DAYS[0], True))
        cell = sheet.cell(row, column)
        try:
            cell.value = value
        except (AttributeError, IllegalCharacterError):
            continue
    book.save(path)


@cache
def documents() -> tuple[tuple[str, bytes], ...]:
    """An office's own table in Word and in Excel, and an exported year, each with its ending."""
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        project = desk.lay(bodies()[0])
        year = export_year(project, "good", _YEAR, desk.root / "year.xlsx")
        made = (make_docx(desk.root / "t.docx", *TOPICS), make_xlsx(desk.root / "t.xlsx", *TOPICS), year)
        return tuple((path.suffix, path.read_bytes()) for path in made)


def archives(random: Random, desk: Desk) -> None:
    """A document of which a part, or the archive itself, is broken; nothing but words comes of it."""
    ending, data = random.choice(documents())
    path = desk.root / f"broken{ending}"
    path.write_bytes(_broken(random, data))
    desk.lay(bodies()[0])
    shell = Shell(desk.root)
    verb = ["table", "good", _YEAR, str(path), "--yes", "--keep-text"]
    if ending == ".xlsx" and random.random() < 0.5:
        verb = ["sheet", "import", str(path)]
    keep_command(desk, shell, [*verb, "--today", "2567-09-15"])


def _broken(random: Random, data: bytes) -> bytes:
    if random.random() < 0.2:
        whole: tuple[Mutation, ...] = (flip_bit, truncate)
        return random.choice(whole)(random, data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    for _ in range(random.choice((1, 1, 2))):
        part = random.choice([*parts])
        parts[part] = _broken_part(random, parts[part])
        if random.random() < 0.1:
            del parts[part]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for name, part_data in parts.items():
            archive.writestr(name, part_data)
    return packed.getvalue()


def _broken_part(random: Random, data: bytes) -> bytes:
    """XML in which a tag, an attribute or a text is another one."""
    pieces = data.split(b"<")
    at = random.randrange(len(pieces))
    piece = pieces[at]
    word = str(random.choice((*words()["values"], *words()["yaml"]))).encode("utf-8", "replace")
    changed: list[list[bytes]] = [
        [],
        [piece, piece],
        [mutate(random, piece)],
        [piece.replace(b'"', b'"' + word, 1)],
        [piece.rpartition(b">")[0] + b">" + word.replace(b"<", b"&lt;").replace(b"&", b"&amp;")],
        [piece.replace(b"1", random.choice((b"0", b"-1", b"99999999999", b"x")), 1)],
    ]
    return b"<".join([*pieces[:at], *random.choice(changed), *pieces[at + 1 :]])
