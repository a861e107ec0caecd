"""Seed single faults into the five bodies and count how many the checker names at their file and line.

Usage: `make faults` or `python tests/bench/faults.py [seed] [faults a kind]`. A fault counts as named if a
problem that was not there before is told in the file, on a line that the fault changed. Others are printed.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from prongsai.printed import check_project
from prongsai.project import Project

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 21)
ARABIC, THAI = "0123456789", "๐๑๒๓๔๕๖๗๘๙"
SCORE = re.compile(r"  (?![eo]\d)[a-z_]+\d*: [\d.]+$")
"""A score that a sum or a text can speak against: EIT questions and items have neither."""
Lines = list[str]
Fault = Callable[[Lines, random.Random], list[int]]


def choose(lines: Lines, pattern: str, chance: random.Random) -> tuple[int, re.Match[str]] | None:
    """Choose one match of a pattern below the file's own notes."""
    start = next((number for number, line in enumerate(lines) if line.startswith("result_year")), 0)
    found = [
        (number, match)
        for number, line in enumerate(lines)
        if number >= start
        for match in re.finditer(pattern, line)
    ]
    return chance.choice(found) if found else None


def another_digit(number: str, chance: random.Random) -> str:
    """Mistype one of a number's first three digits."""
    place = chance.choice([place for place, sign in enumerate(number) if sign.isdigit()][:3])
    digits = THAI if number[place] in THAI else ARABIC
    digit = chance.choice([each for each in digits if each != number[place]])
    return number[:place] + digit + number[place + 1 :]


def replace(lines: Lines, found: tuple[int, re.Match[str]] | None, text: str, group: int = 0) -> list[int]:
    """Put a text in the place of a match; return the line's number."""
    if not found:
        return []
    number, match = found
    lines[number] = lines[number][: match.start(group)] + text + lines[number][match.end(group) :]
    return [number]


def score_over_the_range(lines: Lines, chance: random.Random) -> list[int]:
    found = choose(lines, r"^  [a-z_]+\d*: ([\d.]+)$", chance)
    return replace(lines, found, f"1{found[1][1]}" if found and float(found[1][1]) < 100 else "1000", 1)


def mistyped_score(lines: Lines, chance: random.Random) -> list[int]:
    found = choose(lines, r"^  (?![eo]\d)[a-z_]+\d*: ([\d.]+)$", chance)
    if not found:
        return []
    wrong = another_digit(found[1][1], chance)
    return replace(lines, found, wrong, 1) if float(wrong) <= 100 else []


def swapped_scores(lines: Lines, chance: random.Random) -> list[int]:
    places = [number for number, line in enumerate(lines) if SCORE.match(line)]
    if len(places) < 2:
        return []
    one, other = chance.sample(places, 2)
    (code, value), (other_code, other_value) = (lines[place].split(": ") for place in (one, other))
    lines[one], lines[other] = f"{code}: {other_value}", f"{other_code}: {value}"
    return [one, other] if value != other_value else []


def wrong_level(lines: Lines, chance: random.Random) -> list[int]:
    found = choose(lines, r"^level: (.+)$", chance)
    if not found:
        return []
    levels = ["ผ่านดีเยี่ยม", "ผ่านดี", "ผ่าน"] if "ผ่าน" in found[1][1] else ["AA", "A", "B", "C"]
    return replace(lines, found, chance.choice([each for each in levels if each != found[1][1]]), 1)


def deleted_owner(lines: Lines, chance: random.Random) -> list[int]:
    found = choose(lines, r"^owners: \[", chance)
    if not found or any(line.startswith("lead:") for line in lines):
        return []
    del lines[found[0]]
    return list(range(len(lines)))


def mistyped_owner(lines: Lines, chance: random.Random) -> list[int]:
    return replace(lines, choose(lines, r"^owners: \[(?=\w)", chance), "owners: [x")


def mistyped_number_in_prose(lines: Lines, chance: random.Random) -> list[int]:
    found = choose(lines, r"[๐-๙0-9]{2,3}\.[๐-๙0-9]{2}(?=\s*คะแนน)", chance)
    return replace(lines, found, another_digit(found[1][0], chance)) if found else []


def unknown_code(lines: Lines, chance: random.Random) -> list[int]:
    found = choose(lines, r"(?:codes|answers): \[[a-z](\d+)", chance)
    return replace(lines, found, str(int(found[1][1]) + 60), 1) if found else []


def unknown_section(lines: Lines, chance: random.Random) -> list[int]:
    return replace(lines, choose(lines, r"^section: \w+", chance), "section: t99")


def period_too_early(lines: Lines, chance: random.Random) -> list[int]:
    return replace(lines, choose(lines, r"^period: \d{4}(-10-01)", chance), "-09-30", 1)


def year_off_by_543(lines: Lines, chance: random.Random) -> list[int]:
    found = choose(lines, r"^(?:period|    due): (25\d\d)", chance)
    return replace(lines, found, str(int(found[1][1]) + 543), 1) if found else []


def mistyped_key(lines: Lines, chance: random.Random) -> list[int]:
    found = choose(lines, r"^(?!note|source)[a-z_]+(?=:)", chance)
    return replace(lines, found, f"{found[1][0][:-1]}x") if found else []


def letter_read_as_digit(lines: Lines, chance: random.Random) -> list[int]:
    found = choose(lines, r"(?<=ข้อ )[IO](?=[๐-๙])", chance)
    return replace(lines, found, {"I": "1", "O": "๐"}[found[1][0]]) if found else []


def wrong_indicator_number(lines: Lines, chance: random.Random) -> list[int]:
    found = choose(lines, r"(?<=ตัวชี้วัดที่ )[๑-๙](?= (?:การ|คุณ|ประ))", chance)
    digits = [digit for digit in THAI[1:] if found and digit != found[1][0]]
    return replace(lines, found, chance.choice(digits)) if found else []


RESULTS, ANALYSIS, MEASURES = "*/*/results.yml", "*/*/analysis.yml", "*/*/measures/*.yml"
FAULTS: dict[Fault, str] = {
    score_over_the_range: RESULTS,
    mistyped_score: RESULTS,
    swapped_scores: RESULTS,
    wrong_level: RESULTS,
    deleted_owner: MEASURES,
    mistyped_owner: MEASURES,
    mistyped_number_in_prose: ANALYSIS,
    unknown_code: ANALYSIS,
    unknown_section: MEASURES,
    period_too_early: MEASURES,
    year_off_by_543: MEASURES,
    mistyped_key: MEASURES,
    letter_read_as_digit: ANALYSIS,
    wrong_indicator_number: ANALYSIS,
}


def problems_of(project: Project) -> Counter[tuple[str, int, str]]:
    """The problems that are open, by file, line and code."""
    found = check_project(project, TODAY).problems
    return Counter((each.place.path, each.place.line, each.code) for each in found)


def seed_one(project: Project, fault: Fault, glob: str, chance: random.Random) -> tuple[bool, str] | None:
    """Seed one fault; return whether it was named and a line that shows it; None if it does not apply."""
    path = chance.choice(sorted(project.units.glob(glob)))
    original = path.read_text("utf-8")
    lines = original.split("\n")
    changed = fault(lines, chance)
    if not changed or "\n".join(lines) == original:
        return None
    before = problems_of(project)
    try:
        path.write_text("\n".join(lines), "utf-8")
        new = problems_of(project) - before
    finally:
        path.write_text(original, "utf-8")
    relative = project.relative(path)
    named = any(told == relative and line - 1 in changed for told, line, _ in new)
    return named, f"{relative}:{changed[0] + 1}: {lines[changed[0]].strip()[:90]}"


def main(seed: int = 1, wanted: int = 20) -> None:
    """Seed `wanted` faults of every kind and print how many were named."""
    chance = random.Random(seed)
    sums = Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "units", Path(folder) / "units")
        project = Project(Path(folder))
        for fault, glob in FAULTS.items():
            tried = [seed_one(project, fault, glob, chance) for _ in range(wanted * 4)]
            seeded = [each for each in tried if each][:wanted]
            named = sum(is_named for is_named, _ in seeded)
            sums.update(named=named, seeded=len(seeded))
            print(f"{fault.__name__:26} {named:3} of {len(seeded):3}")
            for is_named, where in seeded:
                if not is_named:
                    print(f"    not named: {where}")
    print(f"{'all':26} {sums['named']:3} of {sums['seeded']:3} = {sums['named'] / sums['seeded']:.1%}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
