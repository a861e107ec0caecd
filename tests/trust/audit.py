"""Which of the locked versions have known faults, and whether each lock can be installed: `make audit`.

PyPI is asked by pip-audit, which calls a package that it could not ask about neither good nor bad and still
says that all is well; here such a package is counted as not asked. uv tells, without installing anything,
whether every Python on every system finds wheels with the locked digests.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(Path(__file__).parent))

from figures import Figure, write

BIN = Path(sys.executable).parent
PYTHONS = ("3.11.0", "3.11.5", "3.12", "3.13", "3.14")
SYSTEMS = ("x86_64-manylinux_2_28", "aarch64-manylinux_2_28", "macos", "windows")
LOCKS = {"requirements.lock": SYSTEMS, "requirements-trust.lock": SYSTEMS[:1]}
"""The systems on which each lock is to be installed; long runs are run on Linux."""
Told = dict[str, Any]
"""What pip-audit says of one package: its name, and either `vulns` or a `skip_reason`."""


def audited(lock: str) -> list[Told]:
    """Ask about every package of a lock."""
    options = ("--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off")
    run = subprocess.run(
        [str(BIN / "pip-audit"), *options, "-r", lock], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if run.returncode not in (0, 1) or not run.stdout:
        sys.exit(run.stderr)
    return list(json.loads(run.stdout)["dependencies"])


def known_faults() -> Figure:
    """Tell every known fault of a locked version."""
    told = {each["name"]: each for lock in LOCKS for each in audited(lock)}
    skipped = sorted(name for name, each in told.items() if "skip_reason" in each)
    faulty = {name: each["vulns"] for name, each in told.items() if each.get("vulns")}
    for name, faults in faulty.items():
        print(name, told[name]["version"], *(fault["id"] for fault in faults))
    said = f"{len(skipped)} more could not be asked about" if skipped else ""
    return Figure(
        "locked packages that PyPI was asked about", len(told) - len(skipped), len(faulty), said=said
    )


def refusals() -> Iterator[str]:
    """Ask whether each lock can be installed on every Python and system; tell what cannot."""
    fixed = ("--quiet", "--dry-run", "--only-binary", ":all:", "--require-hashes")
    with TemporaryDirectory() as folder:
        for lock, systems in LOCKS.items():
            for python, system in product(PYTHONS, systems):
                where = ("--target", folder, "--python-version", python, "--python-platform", system)
                command = [str(BIN / "uv"), "pip", "install", *fixed, *where, "-r", lock]
                run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
                if run.returncode:
                    print(f"{lock} on {python}, {system}:\n{run.stderr}")
                yield run.stderr if run.returncode else ""


def main() -> None:
    """Ask both and write the rows."""
    told = list(refusals())
    installed = Figure(
        "Pythons and systems for which a lock has wheels", len(told), len(list(filter(None, told)))
    )
    figures = [known_faults(), installed]
    write("audit", figures)
    sys.exit(any(figure.failures for figure in figures))


if __name__ == "__main__":
    main()
