"""The same commit makes the same bytes, whoever builds it, where, when and after what: `make same-bytes`.

One repository with a past (renames, a merge, a submitted year, proofs) is built in every way of `ways.py`;
the website and all that officers take out of it are compared byte by byte with those of the first build. A
part of a way's name as argument tries those ways alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(Path(__file__).parent)]

from conftest import EPOCH, SITE_URL, copy_project
from figures import Figure, write
from repositories import Repository
from ways import Way, clone, ways

TAKEN: Mapping[str, tuple[str, ...]] = {
    "bo-thong.xlsx": ("sheet", "export", "bo-thong", "2567"),
    "site.zip": ("pack",),
}
"""What officers take out as files, by the name of the file, and the command that writes it."""
PRINTED: tuple[tuple[str, ...], ...] = (("todo", "--format", "ics"),)
PAPER = ("pdf", "good", "2567", "good.pdf")
Digests = Mapping[str, str]
"""Everything that was made, by its name, as digests."""


def repository_with_a_past(root: Path) -> Repository:
    """Two bodies, whose files were renamed, merged, submitted and reported."""
    project = copy_project(root)
    for folder in (project / "units").iterdir():
        if folder.name != "bo-thong":
            shutil.rmtree(folder)
    shutil.copytree(ROOT / "tests/projects/good/units/good", project / "units/good")
    repository = Repository.begin(project)
    shutil.copyfile(ROOT / ".gitattributes", project / ".gitattributes")
    repository.commit("2026-01-08")
    _rename_measures(repository)
    submitted = repository.commit("2026-02-03")
    repository.git("checkout", "--quiet", "-b", "branch")
    repository.add("good/2567/measures/m2.yml", "  - round: h1\n    text: reported\n")
    repository.commit("2026-03-01")
    repository.git("checkout", "--quiet", "main")
    repository.write("good/2566/submitted.yml", f"commit: {submitted}\ndate: 2569-02-03\n")
    repository.commit("2026-03-02")
    repository.git("merge", "--quiet", "--no-edit", "branch", day="2026-03-05")
    repository.edit("good/2567/measures/m2.yml", "reported", "reported in full")
    repository.commit("2026-05-06")
    return repository


def _rename_measures(repository: Repository) -> None:
    """Two files get other names and other lines at once, so that git must guess which became which."""
    for old, new in (("m3", "m81"), ("m4", "m82")):
        repository.move(f"bo-thong/2567/measures/{old}.yml", f"bo-thong/2567/measures/{new}.yml")
        repository.add(f"bo-thong/2567/measures/{new}.yml", f"# {new}\n")


def made(source: Path, way: Way, folder: Path) -> Digests:
    """Everything that comes of a commit in one way."""
    project = folder / way.place
    project.parent.mkdir(parents=True, exist_ok=True)
    way.arrive(source, project)
    way.before(project)
    _run(way, project, "build")
    found = {f"site/{name}": digest for name, digest in _tree(project / "site")}
    if not way.is_of_user:
        return found
    for command in PRINTED:
        found[" ".join(command)] = sha256(_run(way, project, *command)).hexdigest()
    for name, command in TAKEN.items():
        if command == ("pack",) and not way.has_day:
            continue  # without SOURCE_DATE_EPOCH its members keep the times of the files, and are told to
        _run(way, project, *command, *([] if command == ("pack",) else [name]))
        found[name] = sha256((project / name).read_bytes()).hexdigest()
    return found


def _run(way: Way, project: Path, *arguments: str) -> bytes:
    """Run the real command; what it prints."""
    environment = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1", "SITE_URL": SITE_URL, **way.environment}
    if way.has_day:
        environment["SOURCE_DATE_EPOCH"] = EPOCH
    command = [*way.prefix, sys.executable, "-m", "prongsai", *arguments]
    run = subprocess.run(command, cwd=project, env=environment, capture_output=True, check=False)
    if run.returncode:
        print(f"{way.name}: {arguments}: {(run.stdout + run.stderr).decode('utf-8', 'replace')[-2000:]}")
        raise subprocess.CalledProcessError(run.returncode, command)
    return run.stdout


def _tree(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), sha256(path.read_bytes()).hexdigest()


def differing(one: Digests, other: Digests) -> list[str]:
    """What only one of them has, or has otherwise; what only one way makes is not asked of the other."""
    optional = {*TAKEN, *(" ".join(command) for command in PRINTED)} - other.keys()
    return sorted(name for name in {*one, *other} - optional if one.get(name) != other.get(name))


def compare_ways(scratch: Path, only: str = "") -> Iterator[Figure]:
    """Try every way; tell what differs."""
    source = repository_with_a_past(scratch / "source").root
    usual = made(source, Way(""), scratch / "usual")
    by_the_clock: Digests = {}
    tried = wrong = compared = 0
    for number, way in enumerate(each for each in ways(scratch) if only in each.name):
        folder = scratch / f"way-{number}"
        try:
            found = made(source, way, folder)
        except subprocess.CalledProcessError:
            found = {"it failed": ""}
        expected = usual if way.has_day else by_the_clock or found
        by_the_clock = by_the_clock if way.has_day else expected
        other = differing(expected, found)
        tried, wrong, compared = tried + 1, wrong + bool(other), compared + len(found)
        print(f"{'DIFFERS' if other else 'same':8}{way.name}", *other[:12], sep="\n    ", flush=True)
        shutil.rmtree(folder)
    yield Figure("ways to build one commit: website, zip, workbook, printed texts compared", tried, wrong)
    yield Figure("files compared in these ways", compared, wrong, said="ways that differ")


def compare_wheels(scratch: Path) -> Figure:
    """Pack what offices install twice, at other paths, with another mask and in another time zone."""
    wheels = []
    for name, mask, zone in (("one", "022", "UTC"), ("two in another place", "077", "Asia/Bangkok")):
        folder = scratch / name
        clone(ROOT, folder)
        fonts = ROOT / "theme/overrides/assets/fonts"
        shutil.copytree(fonts, folder / "theme/overrides/assets/fonts", dirs_exist_ok=True)
        command = ["sh", "-c", f'umask {mask}; exec "$@"', "sh", sys.executable, "-m", "hatchling", "build"]
        environment = {"PATH": os.environ["PATH"], "TZ": zone, "SOURCE_DATE_EPOCH": EPOCH}
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
        wheels.append(sorted((folder / "dist").iterdir()))
    names = [[path.name for path in each] for each in wheels]
    other = [a.name for a, b in zip(*wheels, strict=True) if a.read_bytes() != b.read_bytes()]
    print(f"{'DIFFERS' if other else 'same':8}wheel and source archive", *other, sep="\n    ")
    with zipfile.ZipFile(next(path for path in wheels[0] if path.suffix == ".whl")) as wheel:
        assert any(name.endswith(".woff2") for name in wheel.namelist()) or not list(fonts.glob("*.woff2"))
    return Figure("wheel and source archive, packed twice", len(names[0]), len(other))


def compare_papers(scratch: Path) -> Figure:
    """Print a year twice with this machine's Chromium, as users who differ in all that a user sets."""
    source = repository_with_a_past(scratch / "papers").root
    home = {"HOME": str(scratch), "USER": "somchai", "TZ": "America/Los_Angeles", "LC_ALL": "C"}
    printed = []
    for way in (Way("", place="paper"), Way("another user", home, place="another paper")):
        project = scratch / way.place
        way.arrive(source, project)
        _run(way, project, *PAPER)
        printed.append((project / PAPER[-1]).read_bytes())
    is_other = printed[0] != printed[1]
    print(f"{'DIFFERS' if is_other else 'same':8}a year as PDF")
    return Figure("a year as PDF, printed twice with one Chromium", 1, int(is_other))


def main() -> None:
    """Try everything and write the rows, or one way without writing."""
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    with TemporaryDirectory(prefix="same-bytes-") as folder:
        Path(folder).chmod(0o755)
        figures = list(compare_ways(Path(folder), only))
        if only:
            sys.exit(any(figure.failures for figure in figures))
        figures += [compare_wheels(Path(folder)), compare_papers(Path(folder))]
    write("same-bytes", figures)
    sys.exit(any(figure.failures for figure in figures))


if __name__ == "__main__":
    main()
