"""Invented bodies that are as large and as wordy as real ones, with the repository in which they grew.

    python tests/bench/bodies.py FOLDER [--units 1000] [--years 1] [--git]

Their prose is made of sentences of the five bodies in `units/`, their scores are means of invented answers,
so that `prongsai check` finds no error. Body number N is the same on every machine, however many there are.
"""

from __future__ import annotations

import argparse
import random
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import chain
from pathlib import Path

from commits import Commit, import_commits
from invented_scores import results_text
from prongsai.model.framework import Framework
from prongsai.project import Project, frameworks_folder
from prongsai.reference import load_reference
from sentences import NAMES, prose

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 21)
"""The day as of which everything is built; nobody has written anything later."""
BYTES = 69_000
"""UTF-8 bytes of all files of a body, for each year's plan with the results that it answers."""
MEASURES = 10
FIRST_YEAR, LAST_YEAR = 2566, 2569
"""Results of five years begin a year earlier; no framework is shipped for a year after the last."""


@dataclass(frozen=True, slots=True)
class Version:
    """What a file of a body said from a day on; the path is below the body's folder."""

    day: date
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Body:
    """One invented body with every version of its files, in the order of days."""

    id: str
    versions: tuple[Version, ...]

    @property
    def files(self) -> Mapping[str, str]:
        """What each file says today, by its path below the body's folder."""
        return {version.path: version.text for version in self.versions}

    @property
    def size(self) -> int:
        """UTF-8 bytes of all files."""
        return sum(len(text.encode()) for text in self.files.values())


def body(number: int, years: int = 1) -> Body:
    """The body of this number, with the plans of so many years and the results that they answer."""
    chance = random.Random(number)
    first = min(FIRST_YEAR, LAST_YEAR - years + 1)
    unit = Version(first_day(first), "unit.yml", unit_text(number))
    plans = (Plan(number, year, chance, is_first=year == first) for year in range(first, first + years))
    rest = BYTES - len(unit.text.encode())
    versions = [unit, *chain.from_iterable(plan.versions(rest) for plan in plans)]
    return Body(f"unit-{number:05}", tuple(sorted(versions, key=lambda each: each.day)))


def first_day(year: int) -> date:
    """The first day of a Buddhist fiscal year."""
    return date(year - 544, 10, 1)


def thai_day(day: date) -> str:
    return f"{day.year + 543}-{day:%m-%d}"


def unit_text(number: int) -> str:
    """Who the body is; no two have both name and province in common."""
    kind, title, abbreviation = NAMES["kinds"][number % 5 == 0]
    beginnings, endings, provinces = NAMES["beginnings"], NAMES["endings"], NAMES["provinces"]
    place = beginnings[number % len(beginnings)] + endings[number // len(beginnings) % len(endings)]
    province = provinces[number % len(provinces)]
    owners = "".join(f"  - id: {key}\n    name: {name}\n" for key, name in NAMES["owners"].items())
    return (
        f"name: {title}{place}\nshort_name: {abbreviation}{place}\nkind: {kind}\n"
        f"district: เมือง{province}\nprovince: {province}\n"
        f"website: https://unit-{number:05}.example.go.th/\nphone: 0-2000-{number:04}\nowners:\n{owners}"
    )


@dataclass(frozen=True)
class Plan:
    """What a body writes of one year's result: results, and in the year after analysis, measures, links."""

    number: int
    year: int
    chance: random.Random
    is_first: bool

    @property
    def framework(self) -> Framework:
        """The assessment of the year."""
        return _frameworks()["nacc", self.year]

    def versions(self, size: int) -> Iterator[Version]:
        """Every version of every file; the narratives of the analysis fill what is left of the size."""
        plan = self.year + 1
        results = results_text(self.framework, self.chance)
        versions = [Version(first_day(plan), f"{self.year}/results.yml", results)]
        if links := self._links():
            versions.append(Version(first_day(plan) + timedelta(days=210), f"{plan}/oit.yml", links))
        for place in range(MEASURES):
            versions += self._measure(place)
        versions = [version for version in versions if version.day <= TODAY]
        files = {version.path: version.text for version in versions}
        used = sum(len(text.encode()) for text in files.values())
        yield from versions
        analysis = self._analysis(max(3_000, size - used))
        yield Version(first_day(plan) + timedelta(days=30), f"{plan}/analysis.yml", analysis)

    @property
    def _sections(self) -> Sequence[str]:
        """The topics of the year where it has any, else its indicators."""
        return [each.id for each in self.framework.topics or self.framework.indicators]

    def _code(self, place: int) -> str:
        """The question that a measure answers; its indicator in a year whose questions are not known."""
        codes = self.framework.questions or self.framework.indicators
        return codes[place * len(codes) // MEASURES].id

    def _analysis(self, size: int) -> str:
        """Sections with narratives, and a finding for each measure."""
        findings = [self._finding(place) for place in range(MEASURES)]
        head = f"result_year: {self.year}\nsummary: |\n  ได้ {{total}} คะแนน {self._prose(300)}\n"
        frame = [f"  - id: {section}\n    narrative: |\n" for section in self._sections]
        fixed = sum(len(text.encode()) for text in (head, *frame, *findings)) + 400
        letters = (size - fixed) // 3 // len(frame)
        sections = [
            f"{start}{self._narrative(number, letters * 5 // 6)}"
            f"    limits: |\n      {self._prose(letters // 6)}\n"
            for number, start in enumerate(frame)
        ]
        return f"{head}sections:\n{''.join(sections)}findings:\n{''.join(findings)}"

    def _narrative(self, number: int, letters: int) -> str:
        """Paragraphs; the first speaks of the score of a question."""
        code = self._code(number % MEASURES)
        texts = [f"ข้อ {code.upper()} ได้ {{{code}}} คะแนน {self._prose(letters // 4)}"]
        texts += [self._prose(letters // 4) for _ in range(3)]
        return "\n".join(f"      {text}\n" for text in texts)

    def _finding(self, place: int) -> str:
        section = self._sections[place % len(self._sections)]
        need = self.chance.choice(("fix", "improve", "keep"))
        codes = f"    codes: [{self._code(place)}]\n    need: {need}\n"
        return f"  - section: {section}\n{codes}    text: |\n      {self._prose(160)}\n"

    def _measure(self, place: int) -> Iterator[Version]:
        """A measure as it was written, and again with each entry of its journal."""
        plan = self.year + 1
        path = f"{plan}/measures/m{place + 1}.yml"
        day = first_day(plan) + timedelta(days=40 + place)
        text = self._promise(place)
        yield Version(day, path, text)
        text += "progress:\n"
        entries = self.chance.choice((2, 2, 3))
        for number, (name, days) in enumerate((("q1", 100), ("h1", 190), ("year", 350))[-entries:], 1):
            reported = first_day(plan) + timedelta(days=days + self.chance.randrange(14))
            text += self._entry(place, name, reported, is_last=number == entries)
            yield Version(reported, path, text)

    def _promise(self, place: int) -> str:
        """The head of a measure: everything but its journal."""
        plan, owners = self.year + 1, list(NAMES["owners"])
        named = self.chance.sample(owners, 2)
        rows = [
            f"title: {self._prose(70)}",
            f"section: {self._sections[place % len(self._sections)]}",
            f"answers: [{self._code(place)}]",
            f"approach: |\n  {self._prose(220)}",
            f"lead: {named[0]}",
            f"owners: [{', '.join(named)}]",
            "period: year",
            f"steps:\n{self._steps(plan, (40, 110, 200, 300))}",
            f"follow_up:\n{self._steps(plan, (180, 355))}",
            f"budget: {self.chance.choice((0, 0, 5000, 20000))}",
            f"target: {self._prose(60)}",
        ]
        if not self.is_first:
            rows.append(f"continues: {self.year}/m{place + 1}")
        return "".join(f"{row.rstrip()}\n" for row in rows)

    def _steps(self, plan: int, days: Sequence[int]) -> str:
        due = (thai_day(first_day(plan) + timedelta(days=each)) for each in days)
        return "".join(f"  - text: |\n      {self._prose(80)}\n    due: {day[:7]}\n" for day in due)

    def _entry(self, place: int, name: str, day: date, *, is_last: bool) -> str:
        """One report of progress with its proof."""
        status = "done" if is_last and self.chance.random() < 0.7 else "in-progress"
        obstacle = "" if is_last else f"    obstacle: |\n      {self._prose(60)}\n"
        address = f"https://unit-{self.number:05}.example.go.th/{self.year + 1}/m{place + 1}-{name}.pdf"
        return (
            f"  - round: {name}\n    date: {thai_day(day)}\n    status: {status}\n"
            f"    text: |\n      {self._prose(150)}\n{obstacle}"
            f"    evidence:\n      - title: {self._prose(40)}\n        url: {address}\n"
        )

    def _links(self) -> str:
        """Where each item of the plan's year stands; empty where no framework names the items."""
        framework = _frameworks().get(("nacc", self.year + 1))
        if not framework:
            return ""
        address = f"https://unit-{self.number:05}.example.go.th/{self.year + 1}"
        rows = [
            f"  - code: {item.id}\n    title: {item.title}\n    url: {address}/{item.id}.pdf\n"
            f"    where: ข้อมูลการประเมิน ITA > ข้อ {item.id.upper()}\n"
            for item in framework.items
        ]
        return f"links:\n{''.join(rows)}"

    def _prose(self, letters: int) -> str:
        return prose(self.chance, letters)


@cache
def _frameworks() -> Mapping[tuple[str, int], Framework]:
    return load_reference(frameworks_folder()).frameworks


def write_project(target: Path, units: int, years: int = 1) -> Project:
    """Write a whole project with so many bodies into a folder; bodies that are there already stay."""
    for name in ("theme", "content"):
        shutil.copytree(ROOT / name, target / name, dirs_exist_ok=True)
    shutil.copyfile(ROOT / "mkdocs.yml", target / "mkdocs.yml")
    for number in range(units):
        folder = target / "units" / f"unit-{number:05}"
        for path, text in () if folder.exists() else body(number, years).files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8", newline="\n")
    return Project(target)


def write_repository(target: Path, units: int, years: int = 1) -> Project:
    """The same as a git repository in which the bodies reported day by day, each version a commit of its own.

    What a body wrote on one day is one commit.
    """
    project = write_project(target, units, years)
    (target / ".gitignore").write_text(".build/\nsite/\n", "utf-8")
    import_commits(target, _commits(units, years))
    return project


def _commits(units: int, years: int) -> Iterator[Commit]:
    """What the bodies committed, body by body; `import_commits` puts them into the order of days."""
    for number in range(units):
        one = body(number, years)
        for day in sorted({version.day for version in one.versions}):
            said = [version for version in one.versions if version.day == day]
            yield Commit(day, {f"units/{one.id}/{each.path}": each.text for each in said})


def main() -> None:
    """Write the bodies into a folder."""
    parser = argparse.ArgumentParser(description="Write a project of invented bodies.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--units", type=int, default=1000)
    parser.add_argument("--years", type=int, default=1, choices=range(1, 6))
    parser.add_argument("--git", action="store_true")
    options = parser.parse_args()
    write = write_repository if options.git else write_project
    write(options.folder, options.units, options.years)


if __name__ == "__main__":
    main()
