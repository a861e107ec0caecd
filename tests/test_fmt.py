"""`prongsai fmt`: one style, and nothing lost: no value, no comment, no comment's place."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from conftest import ROOT, copy_project, run_prongsai
from prongsai.document import read_document
from prongsai.model.measure import Measure
from prongsai.office.remarks import remarks
from prongsai.office.style import CannotStyleError, data_files, styled
from prongsai.project import Project

CASES = int(os.environ.get("PRONGSAI_CASES", "25"))
TRIED = settings(
    phases=[Phase.explicit, Phase.generate],
    max_examples=CASES,
    deadline=None,
    derandomize=CASES == 25,
    suppress_health_check=[HealthCheck.too_slow],
)
PROJECTS = [Project(ROOT), Project(ROOT / "tests/projects/good")]
DATA = [(path, model) for project in PROJECTS for path, model in data_files(project)]


def style(text: str) -> str:
    new, problems = styled("m.yml", text.encode(), Measure)
    assert problems == []
    return new.decode()


def stripped(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: stripped(each) for key, each in value.items()}
    if isinstance(value, list):
        return [stripped(each) for each in value]
    return value.strip() if isinstance(value, str) else value


def values(text: str) -> Any:
    document, problems = read_document("m.yml", text.encode())
    assert problems == []
    return stripped(document.values)


@pytest.mark.parametrize(("path", "model"), DATA, ids=lambda each: getattr(each, "stem", ""))
def test_what_the_repository_holds_is_in_the_style(path: Path, model: Any) -> None:
    assert styled(path.name, path.read_bytes(), model) == (path.read_bytes(), [])


UNTIDY = """\
# มาตรการที่ 1

# ส่วนงานที่รับผิดชอบ
owners:
- finance
- "all"
steps:
-   due: '2566-12'
    text: >-
      จัดทำคู่มือ
      และแจ้งเวียน
- {text: "ประชุม: ครั้งที่ 1"}   # ครั้งแรก
title:   "2567"
progress:
  - status: done
    # ยังไม่มีหลักฐาน
    round: h1
    text: "บรรทัดแรก\\n\\nบรรทัดที่สาม"
  # - round: h2
answers: [ i19,i20 ]
section: t4
# ท้ายไฟล์
"""
TIDY = """\
# มาตรการที่ 1

title: 2567
section: t4
answers: [i19, i20]
# ส่วนงานที่รับผิดชอบ
owners: [finance, all]
steps:
  - text: |
      จัดทำคู่มือ และแจ้งเวียน
    due: 2566-12
  - {text: "ประชุม: ครั้งที่ 1"} # ครั้งแรก
progress:
  - status: done
    # ยังไม่มีหลักฐาน
    round: h1
    text: "บรรทัดแรก\\n\\nบรรทัดที่สาม"
  # - round: h2
# ท้ายไฟล์
"""


def test_the_style() -> None:
    """What a comment follows is left as it was written, all else is not."""
    assert style(UNTIDY) == TIDY
    assert style(TIDY) == TIDY


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("section: t4\r\nlead: a\r\n", "section: t4\nlead: a\n", id="line ends"),
        pytest.param("\ufeffsection: t4", "section: t4\n", id="byte order mark, last line"),
        pytest.param("section: t4   \n# a   \n\n\n", "section: t4\n# a\n", id="trailing blanks"),
        pytest.param("target: 'no'\nsection: t4\n", "section: t4\ntarget: no\n", id="quotes without need"),
        pytest.param("section: t4\ntarget: '~'\n", "section: t4\ntarget: '~'\n", id="quotes with need"),
        pytest.param("section: t4\nlead:\nowners: []\n", "section: t4\nlead:\nowners: []\n", id="nothing"),
        pytest.param("section: t4\nunknown: {b: 1}\n", "section: t4\nunknown: {b: 1}\n", id="unknown key"),
        pytest.param("section: t4\nlimits: |+\n  ก\n\n", "section: t4\nlimits: |\n  ก\n", id="blank lines"),
        pytest.param(
            "section: t4\nlimits: |\n  ก  \n  ข\n", "section: t4\nlimits: |\n  ก  \n  ข\n", id="hard break"
        ),
        pytest.param(
            f"section: t4\nlimits: {'ก' * 120}\n", f"section: t4\nlimits: |\n  {'ก' * 120}\n", id="long prose"
        ),
        pytest.param(
            "# เรื่อง lead\nlead: a\n# เรื่อง section\nsection: t4\n",
            "# เรื่อง lead\n\n# เรื่อง section\nsection: t4\nlead: a\n",
            id="what stands on top stays there",
        ),
    ],
)
def test_single_matters(text: str, wanted: str) -> None:
    assert style(text) == wanted


SIGNS = st.sampled_from(
    [*"กขคู่์ ๑๒aB0-:#'\"|>[]{},&*!%@`~?=\\/.", "  ", "\n", "\n\n", ": ", " #", "- ", "null"]
)
TEXTS = st.lists(SIGNS, min_size=1, max_size=30).map("".join).filter(str.strip)
LINES = TEXTS.map(lambda text: " ".join(text.split()))
CODES = st.lists(st.sampled_from(["i1", "i19", "o34", "all", "007", "no"]), max_size=4)
ROWS = st.fixed_dictionaries({"text": TEXTS}, optional={"due": st.just("2566-12"), "number": LINES})
ENTRIES = st.fixed_dictionaries(
    {"text": TEXTS},
    optional={
        "round": st.just("h1"),
        "evidence": st.lists(st.fixed_dictionaries({"title": LINES, "file": LINES})),
    },
)
FILES = st.fixed_dictionaries(
    {"section": st.just("t4")},
    optional={
        "title": LINES,
        "note": TEXTS,
        "approach": TEXTS,
        "answers": CODES,
        "steps": st.lists(ROWS, max_size=3),
        "progress": st.lists(ENTRIES, max_size=2),
        "target": TEXTS,
    },
)
STYLES = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([None, True, False]),
        "default_style": st.sampled_from([None, None, "'", '"']),
        "width": st.sampled_from([20, 80, 1000]),
        "indent": st.sampled_from([2, 3, 4]),
    }
)


@TRIED
@given(data=FILES, how=STYLES, order=st.randoms(use_true_random=False))
def test_however_it_was_written_the_values_stay_and_a_second_time_changes_nothing(
    data: dict[str, Any], how: dict[str, Any], order: Any
) -> None:
    keys = list(data)
    order.shuffle(keys)
    text = yaml.safe_dump({key: data[key] for key in keys}, allow_unicode=True, sort_keys=False, **how)
    before = values(text)
    new = style(text)
    assert values(new) == before
    assert style(new) == new
    assert list(values(new)) == [name for name in Measure.model_fields if name in before]
    assert "\r" not in new
    assert new.endswith("\n")


@TRIED
@given(data=st.data())
def test_comments_stay_beside_what_they_speak_of(data: st.DataObject) -> None:
    path, model = data.draw(st.sampled_from([(path, model) for path, model in DATA if model is Measure]))
    lines = path.read_text("utf-8").split("\n")
    document, _ = read_document("m.yml", path.read_bytes())
    own = sorted({line for at, line in document.lines.items() if at})
    for number in sorted(data.draw(st.sets(st.sampled_from(own), min_size=1, max_size=4)), reverse=True):
        indent = len(lines[number - 1]) - len(lines[number - 1].lstrip())
        if data.draw(st.booleans()) or lines[number - 1].endswith("|"):
            lines.insert(number - 1, f"{' ' * indent}# หมายเหตุ {number}")
        else:
            lines[number - 1] += f"  # ท้าย {number}"
    text = "\n".join(lines)
    try:
        new, problems = styled("m.yml", text.encode(), model)
    except CannotStyleError:
        return
    assert problems == []
    assert values(new.decode()) == values(text)
    assert said(new.decode()) == said(text)


def said(text: str) -> list[Any]:
    found = remarks(read_document("m.yml", text.encode())[0], text)
    return sorted((each.text, str(each.speaks_of)) for each in found)


def test_of_the_bodies_commented_everywhere_all_can_be_styled() -> None:
    """Refusing is for the odd file, not for every one with comments."""
    for path, model in DATA:
        lines = path.read_text("utf-8").splitlines()
        document, _ = read_document("m.yml", path.read_bytes())
        for (key,) in [at for at in document.lines if len(at) == 1]:
            at = document.lines[(key,)] - 1
            lines[at] = f"# เรื่อง {key}\n{lines[at]}"
        text = "\n".join(lines) + "\n"
        assert styled("m.yml", text.encode(), model) == (text.encode(), [])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "โครงการ ของเรา", ROOT / "tests/projects/good/units")


def test_the_command_says_what_it_would_do_then_does_it_then_has_nothing_to_do(project: Path) -> None:
    path = project / "units/good/2567/measures/m1.yml"
    shutil.copyfile(path, project / "kept.yml")
    path.write_text("# เอง\n" + path.read_text("utf-8").replace("section:", "section:  "), "utf-8")
    untidy = path.read_bytes()
    run = run_prongsai("fmt", "--check", cwd=project)
    assert (run.returncode, path.read_bytes()) == (1, untidy)
    assert "units/good/2567/measures/m1.yml" in run.stdout
    run = run_prongsai("fmt", "good", cwd=project)
    assert (run.returncode, path.read_text("utf-8")) == (
        0,
        "# เอง\n" + (project / "kept.yml").read_text("utf-8"),
    )
    run = run_prongsai("fmt", "--check", cwd=project)
    assert (run.returncode, path.name in run.stdout) == (0, False)


def test_a_faulty_file_is_told_and_left_and_the_others_are_styled(project: Path) -> None:
    folder = project / "units/good/2567/measures"
    (folder / "m1.yml").write_bytes(b"section: t4\nsection: t5\n")
    (folder / "m2.yml").write_bytes(b"section:   t6\n")
    run = run_prongsai("fmt", cwd=project)
    assert run.returncode == 1
    assert "units/good/2567/measures/m1.yml:2" in run.stdout
    assert "duplicate-key" in run.stdout
    assert (folder / "m1.yml").read_bytes() == b"section: t4\nsection: t5\n"
    assert (folder / "m2.yml").read_bytes() == b"section: t6\n"
