"""Whatever is installed or fetched is exactly what was tried: locks with digests, licences, npm packages."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from conftest import ROOT
from licences import DOCUMENT, LOCKS, installed, licence, locked, read_rows
from prongsai.office.bundle import bundle

SHA256 = re.compile(r"--hash=sha256:[0-9a-f]{64}")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def asked(lock: str) -> list[Requirement]:
    """What `pyproject.toml` asks for by name, of those that a lock holds."""
    project = pyproject()
    groups = project["dependency-groups"]
    if lock != "requirements.lock":
        return [Requirement(each) for each in groups["trust"]]
    own, extra = project["project"]["dependencies"], project["project"]["optional-dependencies"]["cluster"]
    return [
        Requirement(each) for each in (*own, *extra, *groups["dev"], *project["build-system"]["requires"])
    ]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_everything_that_is_asked_for_within_its_range(lock: str) -> None:
    versions = locked(lock)
    assert [
        str(each)
        for each in asked(lock)
        if not any(
            each.specifier.contains(version) for version in versions.get(canonicalize_name(each.name), ())
        )
    ] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_an_exact_version_with_digests(lock: str) -> None:
    text = re.sub(r"^\s*#.*\n", "", (ROOT / lock).read_text("utf-8"), flags=re.MULTILINE)
    entries = [" ".join(entry.replace("\\", " ").split()) for entry in re.split(r"\n(?=\S)", text)]
    assert len(entries) > 20
    assert [each for each in entries if not re.match(r"[\w.-]+==[\w.]+ ", each)] == []
    assert [each for each in entries if not SHA256.search(each)] == []
    assert [each for each in entries if "://" in each or " @ " in each or each.startswith("-")] == []


def test_the_two_locks_agree() -> None:
    one, other = map(locked, LOCKS)
    assert {
        name: (one[name], other[name]) for name in one.keys() & other.keys() if one[name] != other[name]
    } == {}


def test_nothing_is_installed_without_a_digest_or_by_a_set_up_script() -> None:
    installs = re.findall(r"^\t.*(?:pip install|\$\(LOCKED\)).*$", MAKEFILE, re.MULTILINE)
    own = [each for each in installs if "$(LOCKED)" not in each]
    assert [each.strip() for each in own] == [
        "$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e ."
    ]
    [locked_install] = re.findall(r"^LOCKED := (.*)$", MAKEFILE, re.MULTILINE)
    assert {"--require-hashes", "--only-binary"} <= set(locked_install.split())
    assert len(installs) - len(own) == len(LOCKS)


def test_what_npm_fetches_for_readers_is_one_version_with_a_digest() -> None:
    assert re.search(r"^SARABUN := @fontsource/sarabun@\d+\.\d+\.\d+$", MAKEFILE, re.MULTILINE)
    assert re.search(r"^SARABUN_SHA512 := [0-9a-f]{128}$", MAKEFILE, re.MULTILINE)
    assert re.fullmatch(r"\d+\.\d+\.\d+", bundle().version)
    assert re.fullmatch(r"sha512-[\w+/]{86}==", bundle().integrity)


def test_no_tool_from_npm_is_of_any_version() -> None:
    programs = [*(ROOT / "tests").rglob("*.py"), *(ROOT / "generator/prongsai/office/deploy").rglob("*.yml")]
    named = [
        found
        for path in programs
        for found in re.findall(r"[\"' ](@?[\w/-]+@\d[\w.]{0,10})[\"' ,]", path.read_text("utf-8"))
    ]
    assert len(named) >= 4
    assert [each for each in named if not re.search(r"@\d+\.\d+\.\d+$", each)] == []


def test_every_locked_package_has_its_licence_written_down() -> None:
    rows = {(name, version): found for name, version, found, _ in read_rows(DOCUMENT.read_text("utf-8"))}
    wanted = {
        (name, version) for lock in LOCKS for name, versions in locked(lock).items() for version in versions
    }
    assert rows.keys() == wanted, "make licences"
    assert [each for each, found in rows.items() if not found] == []
    known = {each: package for each in rows if (package := installed(*each))}
    assert len(known) > 100, "the environment is not that of the lock"
    assert {each: licence(package) for each, package in known.items()} == {each: rows[each] for each in known}


def test_what_an_office_installs_asks_nothing_of_its_data() -> None:
    """No licence of the packages that come with the program reaches what is made with them."""
    rows = read_rows(DOCUMENT.read_text("utf-8"))
    program = {name: found for name, _, found, who in rows if who == "the program"}
    assert "mkdocs-material" in program
    assert {
        name: found for name, found in program.items() if re.search(r"\bA?GPL|General Public", found)
    } == {}


def test_the_lock_for_long_runs_holds_its_own_tool() -> None:
    assert {"uv", "pip-audit", "mutmut"} <= locked("requirements-trust.lock").keys()
