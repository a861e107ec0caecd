"""Opens every CSV file of the built website in LibreOffice and compares what it shows with what was written.

Every cell with Thai letters must be the same, no cell may be a formula. Run by `make spreadsheet`.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from openpyxl import load_workbook

from prongsai.render.csv_text import BYTE_ORDER_MARK, table_text

SITE = Path("site")
THAI = re.compile("[\u0e00-\u0e7f]")
CHOSEN = "CSV:44,34,76"
"""Comma, double quote, UTF-8: what the dialogue proposes for these files, said where there is none."""
HOSTILE = ["=1+1", "+1+1", "-1+1", "@SUM(1)", '=HYPERLINK("http://example.com","กด")', "\t=1+1", "- รายการ"]


def main() -> int:
    """Compare all files; tell the figures and every difference."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        print("LibreOffice is not installed (Debian: apt-get install libreoffice-calc)", file=sys.stderr)
        return 2
    counted: Counter[str] = Counter()
    differences: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        for folder in sorted({path.parent for path in SITE.rglob("data/*.csv")}):
            target = Path(name) / folder
            open_all(office, sorted(folder.glob("*.csv")), target)
            for path in sorted(folder.glob("*.csv")):
                differences += compare(path, target / f"{path.stem}.xlsx", counted)
        differences += hostile(office, Path(name))
    print(", ".join(f"{count} {what}" for what, count in counted.items()))
    print("\n".join([*differences, f"{len(differences)} differences"]))
    return 1 if differences or not counted["Thai cells"] else 0


def open_all(office: str, files: list[Path], target: Path) -> None:
    """Let LibreOffice open files as the page of open data advises and save what it understood."""
    profile = f"-env:UserInstallation=file://{target.parent.resolve()}/profile"
    command = [office, profile, "--headless", f"--infilter={CHOSEN}", "--convert-to", "xlsx"]
    command += ["--outdir", str(target)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True)


def compare(source: Path, opened: Path, counted: Counter[str]) -> list[str]:
    """Every difference of a file's cells with Thai letters, and every formula."""
    text = _read(source)
    rows = list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))
    sheet = load_workbook(opened).active
    assert sheet is not None
    found = []
    counted["files"] += 1
    for line, row in enumerate(rows, 1):
        for number, cell in enumerate(row, 1):
            shown = sheet.cell(line, number)
            counted["cells"] += 1
            if shown.data_type == "f":
                found.append(f"{source}:{line}:{number}: runs {shown.value}")
            if THAI.search(cell):
                counted["Thai cells"] += 1
                if shown.value != cell:
                    found.append(f"{source}:{line}:{number}: {cell!r} became {shown.value!r}")
    return found


def hostile(office: str, folder: Path) -> list[str]:
    """What LibreOffice runs of a file that tries; without our treatment it must run something."""
    guarded, naked = folder / "guarded.csv", folder / "naked.csv"
    guarded.write_text(table_text(["text"], [[cell] for cell in HOSTILE]), "utf-8", newline="")
    with naked.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["text"], *([cell] for cell in HOSTILE)])
    open_all(office, [guarded, naked], folder / "hostile")
    ran = {name: formulas(folder / "hostile" / f"{name}.xlsx") for name in ("guarded", "naked")}
    found = [f"a hostile cell runs: {each}" for each in ran["guarded"]]
    return found if ran["naked"] else [*found, "LibreOffice ran nothing, so that this proves nothing"]


def formulas(path: Path) -> list[object]:
    """The cells of a workbook that are formulas."""
    sheet = load_workbook(path).active
    assert sheet is not None
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def _read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as stream:
        return stream.read()


if __name__ == "__main__":
    sys.exit(main())
