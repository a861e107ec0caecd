"""What somebody could put into a body's folder besides honest files: one function an attack.

Each gets the folder of a copy of the good body. The table says which problem has to be told.
"""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

Attack = Callable[[Path], None]
SECRET = Path("/etc/passwd")
"""A file that any user can read and nobody may publish."""
PROOF = "evidence/2567/meeting.pdf"
MEASURES = "2567/measures"
NULL_DEVICE = os.makedev(1, 5)
"""Linux' `/dev/zero`, which has no end."""


def link(place: str, target: str | Path) -> Attack:
    """A link stands at a place, whatever stood there before."""

    def attack(unit: Path) -> None:
        path = unit / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.symlink_to(target)

    return attack


def pipe(place: str) -> Attack:
    """A pipe stands at a place: whoever opens it waits for ever."""

    def attack(unit: Path) -> None:
        (unit / place).unlink(missing_ok=True)
        os.mkfifo(unit / place)

    return attack


def device(place: str) -> Attack:
    """A file that never ends; only root can make one."""

    def attack(unit: Path) -> None:
        (unit / place).unlink(missing_ok=True)
        os.mknod(unit / place, stat.S_IFCHR | 0o644, NULL_DEVICE)

    return attack


def files(*places: str | bytes) -> Attack:
    """Files with these names, in Unicode or in bytes that are none."""

    def attack(unit: Path) -> None:
        for place in places:
            path = unit / os.fsdecode(place)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"x")

    return attack


def bound_socket(unit: Path) -> None:
    """A socket among the proofs; its own path may be too long to bind."""
    folder = os.open(unit / "evidence", os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as own:
        own.bind(f"/proc/self/fd/{folder}/s.pdf")
    os.close(folder)


def circles(unit: Path) -> None:
    """Two links to where they stand: whoever follows them walks two to the fortieth folders."""
    for name in ("a", "b"):
        (unit / "evidence" / name).symlink_to(".")


def deep(unit: Path) -> None:
    """Folders in folders, longer than any address."""
    files("evidence/" + "/".join(["d" * 50] * 60) + "/x.pdf")(unit)


def proof_at(place: str) -> Attack:
    """The one proof that a measure names is said to stand elsewhere."""

    def attack(unit: Path) -> None:
        measure = unit / MEASURES / "m1.yml"
        text = measure.read_text("utf-8")
        measure.write_text(text.replace("file: 2567/meeting.pdf", f"file: {place}"), "utf-8")

    return attack


FOREIGN: Mapping[str, Attack] = {
    "unit-file": link("unit.yml", SECRET),
    "measure": link(f"{MEASURES}/m9.yml", SECRET),
    "measure-inside": link(f"{MEASURES}/m9.yml", "m1.yml"),
    "measures": link("2565/measures", "../2567/measures"),
    "results": link("2567/results.yml", SECRET),
    "results-itself": link("2567/results.yml", "results.yml"),
    "year": link("2570", "2567"),
    "proof": link(PROOF, SECRET),
    "proof-of-git": link(PROOF, "../../../../.git/config"),
    "proof-nowhere": link("evidence/2567/x.pdf", "/nowhere"),
    "proofs": link("evidence/2560", "/etc"),
    "circles": circles,
    "pipe-results": pipe("2567/results.yml"),
    "pipe-measure": pipe(f"{MEASURES}/m8.yml"),
    "pipe-year": pipe("2571"),
    "pipe-proof": pipe(PROOF),
    "socket": bound_socket,
}
WINDOWS = ("CON", "nul.pdf", "Aux.x.pdf", "lpt¹.pdf", "a.pdf.", "a.pdf ", " a.pdf", "a:b.pdf", "q?.pdf")
NAMES: Mapping[str, Attack] = {
    **{f"windows-{nth}": files(f"evidence/{name}") for nth, name in enumerate((*WINDOWS, "b\\c.pdf"))},
    "windows-folder": files("evidence/prn/a.pdf"),
    "unseen": files("evidence/meet\u200bing.pdf"),
    "turned": files("evidence/\u202efdp.exe"),
    "lines": files("evidence/a\n::error::x.pdf"),
    "screen": files("evidence/a\x1b[31m.pdf"),
    "bytes": files(b"evidence/\xa1\xa2.pdf"),
    "deep": deep,
}
TWINS: Mapping[str, Attack] = {
    "capitals": files("evidence/A.pdf", "evidence/a.pdf"),
    "folders": files("evidence/X/a.pdf", "evidence/x/a.pdf"),
    "composed": files("evidence/\u00e9.pdf", "evidence/e\u0301.pdf"),
}
MEASURE_NAMES: Mapping[str, Attack] = {
    "measure-lines": files(f"{MEASURES}/a\n::warning::x.yml"),
    "measure-screen": files(f"{MEASURES}/a\x1b[31mx\r.yml"),
    "measure-bytes": files(os.fsencode(MEASURES) + b"/\xa1\xa2.yml"),
    "measure-device": files(f"{MEASURES}/con.yml"),
    "measure-up": files(f"{MEASURES}/...yml.yml", f"{MEASURES}/A.yml"),
}
PLACES = (
    "../unit.yml",
    "/etc/passwd",
    "..\\unit.yml",
    "C:\\x.pdf",
    "2567//meeting.pdf",
    "2567/./meeting.pdf",
    "2567/../2567/meeting.pdf",
    "2567/MEETING.pdf",
    '"2567/meet\\u200Bing.pdf"',
    "2567/meeting.pdf/",
    ".",
    "file:///etc/passwd",
    '"%2e%2e/unit.yml"',
    "~/x.pdf",
    "evidence/2567/meeting.pdf",
)
OUTSIDE: Mapping[str, Attack] = {f"outside-{nth}": proof_at(place) for nth, place in enumerate(PLACES)}
ATTACKS: Mapping[str, Mapping[str, Attack]] = {
    "foreign-file": FOREIGN,
    "evidence-name": NAMES,
    "evidence-twin": TWINS,
    "measure-id": MEASURE_NAMES,
    "missing-evidence-file": OUTSIDE,
}
"""The problem that has to be told -> the attacks that it answers."""
