"""Whatever officers do to journals, on branches and in merges: no entry that was committed vanishes unseen.

Random histories of a real repository, always the same for a seed. Each text that ever stood in a commit must
stand in a measure today or be told as reworded or removed; and what is told to stand there does.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from prongsai.derive.past import MeasurePast, measure_pasts
from prongsai.history import UnitHistory, read_history
from prongsai.project import Project
from repositories import Repository

FOLDER = "u/2567/measures"
UNIT = "name: หน่วยงาน\nkind: sao\n"


class Officers:
    """Do random things to a repository."""

    def __init__(self, repository: Repository, seed: int) -> None:
        self.repository = repository
        self.random = random.Random(seed)
        self.day = 0
        self.written = 0
        self.ever: set[str] = set()

    def work(self, times: int) -> None:
        git = self.repository.git
        self.repository.write("u/unit.yml", UNIT)
        for name in ("m1", "m2", "m3"):
            self.save(self.folder / f"{name}.yml", [])
        self.commit()
        for number in range(times):
            self.random.choice(
                [self.report, self.report, self.report, self.reword, self.remove, self.rename]
            )()
            self.commit()
            if number % 12 == 5:
                git("switch", "--quiet", "--create", f"side{number}")
            if number % 12 == 11:
                git("switch", "--quiet", "main")
                self.report()
                self.commit()
                self.merge(f"side{number - 6}")

    @property
    def folder(self) -> Path:
        return self.repository.root / "units" / FOLDER

    def save(self, path: Path, entries: list[dict[str, str]]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        values: dict[str, Any] = {"title": path.stem, "section": "t4", "progress": entries}
        path.write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False), "utf-8")

    def some(self) -> tuple[Path, list[dict[str, str]]]:
        path = self.random.choice(sorted(self.folder.glob("*.yml")))
        return path, yaml.safe_load(path.read_text("utf-8"))["progress"]

    def text(self) -> str:
        self.written += 1
        return f"รายงานครั้งที่ {self.written} ของ{self.random.choice(['กองช่าง', 'กองคลัง', 'สำนักปลัด'])}"

    def report(self) -> None:
        path, entries = self.some()
        entry = {"text": self.text()}
        if self.random.random() < 0.5:
            entry["round"] = self.random.choice(["h1", "h2"])
        self.save(path, [*entries, entry])

    def reword(self) -> None:
        path, entries = self.some()
        if entries:
            self.random.choice(entries)["text"] = self.text()
        self.save(path, entries)

    def remove(self) -> None:
        path, entries = self.some()
        if entries:
            entries.remove(self.random.choice(entries))
        self.save(path, entries)

    def rename(self) -> None:
        path, _ = self.some()
        target = path.with_name(f"m{self.random.randrange(100, 999)}.yml")
        if not target.exists():
            self.repository.move(f"{FOLDER}/{path.name}", f"{FOLDER}/{target.name}")

    def commit(self) -> None:
        self.day += 1
        self.repository.commit(f"2024-{self.day // 28 + 1:02}-{self.day % 28 + 1:02}")
        self.ever |= texts_on_disk(self.folder)

    def merge(self, branch: str) -> None:
        """Join a branch; a conflict is settled for one side or the other, or the branch is thrown away."""
        strategy = self.random.choice([["-X", "ours"], ["-X", "theirs"], ["-s", "ours"]])
        self.day += 1
        day = f"2024-{self.day // 28 + 1:02}-{self.day % 28 + 1:02}"
        try:
            self.repository.git("merge", "--quiet", "-m", "x", *strategy, branch, day=day)
        except AssertionError:
            self.repository.git("merge", "--abort")
            self.repository.git("merge", "--quiet", "-m", "x", "-s", "ours", branch, day=day)
        self.ever |= texts_on_disk(self.folder)


def texts_on_disk(folder: Path) -> set[str]:
    return {
        entry["text"]
        for path in folder.glob("*.yml")
        for entry in yaml.safe_load(path.read_text("utf-8"))["progress"] or []
    }


def told_texts(pasts: dict[str, MeasurePast]) -> set[str]:
    """Every text that is told to have been reworded or removed."""
    records = [each for past in pasts.values() for each in (*past.gone, *past.present.values())]
    return {
        field.before
        for record in records
        for event in record.events
        for field in event.fields
        if field.name == "text" and field.before
    }


@pytest.mark.parametrize("seed", range(4))
def test_no_entry_vanishes_unseen(tmp_path: Path, seed: int) -> None:
    repository = Repository.begin(tmp_path)
    officers = Officers(repository, seed)
    officers.work(96)
    history: UnitHistory = read_history(Project(tmp_path)).unit("u")
    pasts = measure_pasts(history.revisions)
    today = texts_on_disk(officers.folder)
    assert len(officers.ever) > 60
    assert officers.ever - today - told_texts(pasts) == set()
    for path in officers.folder.glob("*.yml"):
        entries = yaml.safe_load(path.read_text("utf-8"))["progress"] or []
        records = [pasts[f"{FOLDER}/{path.name}"].record(entry) for entry in entries]
        assert [record for record in records if not record or not record.first or record.is_gone] == []
