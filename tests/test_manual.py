"""The manual names only what there is, leaves nothing out, and its examples are data that `check` takes."""

from __future__ import annotations

import re
import shlex
import shutil
from contextlib import suppress
from pathlib import Path

import click
import pytest
import yaml

from builders import day
from conftest import ROOT, TODAY, run_prongsai
from prongsai.cli.group import main
from prongsai.cli.manual import FOLDER, commands, ordered_topics, page, topics, written_pages
from prongsai.document import read_document
from prongsai.fields import choices, field_words
from prongsai.office.trial import try_changes
from prongsai.printed import check_project
from prongsai.problems import Problem, problem_kinds
from prongsai.project import Project, frameworks_folder
from prongsai.reference import load_reference

PAGES = sorted(path.stem for path in FOLDER.glob("*.md"))
TASKS = [name for name in PAGES if name not in written_pages()]
MOST_LINES = 100
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PLACE = re.compile(r"# (?P<more>ต่อท้าย )?(?P<path>units/\S+)\n")
MISTAKE = re.compile(
    r"^\*\*\d+\. .*?\*\* เขียนว่า `(.+?)`(?: ให้แก้เป็น `(.+?)`)?.*\n\n> (\S+?):(\d+): (.+) \[([a-z0-9-]+)\]$",
    re.M,
)
"""Of `errors.md`: what is typed, what is right, and how it is told."""
WRONG_ON_PURPOSE = {"owner"}
CODES = re.compile(r"total|iit|eit|oit|eit_[12]|ind\d+|[ieo]\d+|t\d|q[1-4]-q[1-4]")
"""How the codes of an assessment and its periods are spelled."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project whose one body is that of the manual's examples."""
    root = tmp_path_factory.mktemp("manual")
    shutil.copytree(ROOT / "units/bo-thong", root / "units/bo-thong")
    return Project(root)


def test_every_page_has_its_place_in_the_order() -> None:
    assert sorted(ordered_topics()) == sorted(PAGES)


@pytest.mark.parametrize("name", sorted(written_pages()))
def test_what_is_written_from_the_code_is_current(name: str) -> None:
    assert page(name) == written_pages()[name], "make docs"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_begins_with_its_title(name: str) -> None:
    assert re.match(r"# \S", page(name))
    assert len(re.findall(r"^# ", BLOCK.sub("", page(name)), re.MULTILINE)) == 1


@pytest.mark.parametrize("name", TASKS)
def test_a_task_is_told_on_a_page_that_is_read_in_one_go(name: str) -> None:
    assert len(page(name).splitlines()) <= MOST_LINES


def test_every_command_argument_and_option_is_told() -> None:
    text = page("commands")
    told = {command.name: command for command in commands()}
    for name, command in told.items():
        assert f"\n## prongsai {name}\n" in text
        found = found_command(name.split())
        assert [each for each in parameters(found) if each not in text] == []
        assert [each.usage for each in (*command.arguments, *command.options) if not each.help] == []
        assert command.examples, name
    assert {name.split()[0] for name in told} == set(main.list_commands(click.Context(main)))


def parameters(command: click.Command) -> list[str]:
    return [f"`{option}" for each in command.params if isinstance(each, click.Option) for option in each.opts]


def found_command(words: list[str]) -> click.Command:
    command: click.Command = main
    for word in words:
        assert isinstance(command, click.Group), words
        found = command.get_command(click.Context(command), word)
        assert found, f"prongsai {' '.join(words)}"
        command = found
    return command


def test_every_field_choice_and_code_is_told() -> None:
    fields, problems = page("fields"), page("problems")
    names = {name for model in field_words().values() for name in model.fields}
    assert [name for name in names if f"\n### `{name}` " not in fields] == []
    codes = [code for each in choices().values() for code in each]
    assert [code for code in codes if f"\n- `{code}` " not in fields] == []
    assert [code for code in problem_kinds() if f"\n### {code}\n" not in problems] == []


def test_every_code_of_every_assessment_is_told() -> None:
    sections = dict(
        zip(*[iter(re.split(r"^## .* (\d{4})$", page("codes"), flags=re.MULTILINE)[1:])] * 2, strict=True)
    )
    for (_, year), framework in load_reference(frameworks_folder()).frameworks.items():
        text = sections[str(year)]
        codes = [
            *framework.titles,
            *(each.id for each in framework.questions),
            *(each.id for each in framework.items),
        ]
        assert [code for code in codes if f"\n- `{code}`" not in text] == [], year


def lines_of_commands(name: str) -> list[str]:
    """What a page tells to type: the lines of its blocks, and what it names inside sentences."""
    text = page(name)
    blocks = [
        line for kind, block in BLOCK.findall(text) if kind in ("", "sh") for line in block.splitlines()
    ]
    inside = re.findall(r"`(prongsai [^`]+)`", BLOCK.sub("", text))
    return [line for line in [*blocks, *inside] if line.startswith("prongsai ")]


@pytest.mark.parametrize("name", TASKS)
def test_every_command_of_a_page_is_one_that_there_is(name: str) -> None:
    for line in lines_of_commands(name):
        words = shlex.split(line, comments=True)[1:]
        words = words[: next((at for at, word in enumerate(words) if word in ("|", ">")), len(words))]
        with suppress(click.exceptions.Exit):  # --version and --help end at once
            assert parse(main, words), line


def parse(command: click.Command, words: list[str]) -> click.Command:
    """The command that a line calls; click's own error if an option or an argument is wrong."""
    context = (
        command.make_context(command.name, list(words), resilient_parsing=False, obj=Project(ROOT))
        if words
        else None
    )
    if isinstance(command, click.Group) and context and context._protected_args:
        rest = [*context._protected_args, *context.args]
        name, found, more = command.resolve_command(context, rest)
        assert found, name
        return parse(found, more)
    return command


@pytest.mark.parametrize("name", TASKS)
def test_every_code_and_page_that_a_page_names_is_one_that_there_is(name: str) -> None:
    text = page(name)
    assert [
        each for each in re.findall(r"prongsai help ([a-z-]+)", text) if each not in ordered_topics()
    ] == []
    named = re.findall(r"^- ((?:`[a-z0-9-]+`(?:, )?)+): ", text, re.MULTILINE)
    codes = [code for each in named for code in re.findall(r"`([a-z0-9-]+-[a-z0-9-]+)`", each)]
    known = {*problem_kinds(), *(code for each in choices().values() for code in each)}
    assert [code for code in codes if code not in known] == []


@pytest.mark.parametrize(
    "name", sorted({"scores", "measures", "progress", "oit", "new-year", "errors"} & set(TASKS))
)
def test_a_page_about_data_names_only_fields_files_and_options_that_there_are(name: str) -> None:
    text = BLOCK.sub("", page(name))
    named = set(re.findall(r"`([a-z][a-z0-9_-]+)(?:: [^`]*)?`", text)) - WRONG_ON_PURPOSE
    codes = {code for each in choices().values() for code in each} | set(problem_kinds())
    fields = {field for model in field_words().values() for field in model.fields}
    ids = {"m8", "all", "evidence", *ordered_topics()}
    assert [each for each in sorted(named - codes - fields - ids) if not CODES.fullmatch(each)] == []
    options = {
        option.strip(",")
        for command in commands()
        for each in command.options
        for option in each.usage.split()
    }
    assert [each for each in re.findall(r"`(--[a-z-]+)", text) if each not in options] == []


@pytest.mark.parametrize("name", TASKS)
def test_the_examples_of_a_page_are_data_that_check_takes(project: Project, name: str) -> None:
    changes: dict[Path, bytes] = {}
    for kind, block in BLOCK.findall(page(name)):
        if kind == "yaml":
            placed = PLACE.match(block)
            if not placed:
                yaml.safe_load(block)
                continue
            path = project.root / placed["path"]
            before = changes.get(path) or (path.read_bytes() if path.is_file() else b"")
            changes[path] = (before if placed["more"] else b"") + block[placed.end() :].encode()
    if changes:
        trial = try_changes(project, "bo-thong", changes, day(TODAY))
        assert [str(problem) for problem in trial.errors] == []


def frame(path: str, typed: str) -> bytes:
    """The file in which an example of a mistake stands."""
    field = typed.lstrip("⇥").partition(":")[0]
    lines = {
        "results.yml": ["scores:", f"  {typed}"],
        "oit.yml": ["links:", "  - code: o1", f"    {typed}"],
    }.get(path.rpartition("/")[2], ["title: ทะเบียน", "section: t4", typed])
    if field in ("date", "status", "round"):
        lines = ["title: ทะเบียน", "section: t4", "progress:", "  - text: แจกแล้ว", f"    {typed}"]
    if field == "section":
        lines.remove("section: t4")
    return "\n".join([*lines, ""]).replace("⇥", "\t").encode()


def told(project: Project, path: str, data: bytes) -> tuple[Problem, ...]:
    """What `check` says of the body while this file is there; without it there is no error."""
    file = project.root / path
    assert not file.exists()
    file.write_bytes(data)
    try:
        return check_project(project, day(TODAY), ("bo-thong",)).errors
    finally:
        file.unlink()


MISTAKES = MISTAKE.findall(page("errors"))


def test_the_most_common_mistakes_are_told() -> None:
    assert len(MISTAKES) == len(re.findall(r"^\*\*\d+\.", page("errors"), re.MULTILINE)) == 15


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake[5])
def test_a_mistake_is_told_as_the_manual_says_and_its_remedy_helps(
    project: Project, mistake: tuple[str, str, str, str, str, str]
) -> None:
    typed, right, path, line, sentence, code = mistake
    errors = told(project, path, frame(path, typed))
    assert f"{path}:{line}: {sentence} [{code}]" in [shortened(str(error), sentence) for error in errors]
    if right:
        assert [str(error) for error in told(project, path, frame(path, right))] == []


def shortened(problem: str, sentence: str) -> str:
    """A problem with its list of names cut where the manual cuts it."""
    start, cut, _ = sentence.partition("...")
    return re.sub(f"({re.escape(start)}).*( \\[)", rf"\1{cut}\2", problem) if cut else problem


def test_help_lists_the_topics_and_shows_a_page(tmp_path: Path) -> None:
    listed = run_prongsai("help", cwd=tmp_path)
    assert listed.returncode == 0
    assert [title for title in topics().values() if title not in listed.stdout] == []
    shown = run_prongsai("help", "progress", cwd=tmp_path)
    assert shown.stdout == page("progress")


def test_an_unknown_topic_is_answered_with_the_nearest(tmp_path: Path) -> None:
    run = run_prongsai("help", "progres", cwd=tmp_path)
    assert run.returncode == 2
    assert '"progress"' in run.stderr


def test_the_examples_of_fields_are_yaml_as_it_is_typed() -> None:
    for example in re.findall(r"^ตัวอย่าง: `(\w+: .+)`$", page("fields"), re.MULTILINE):
        document, problems = read_document("example.yml", example.encode())
        assert problems == [] or not problems, example
        assert document.values
