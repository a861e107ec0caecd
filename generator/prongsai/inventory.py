"""What stands in a folder, seen without trust: no link is followed, only files and folders count.

It only looks. Whoever may send a file in might send a link to the machine's secrets, or an endless pipe.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from prongsai.signs import is_unseen

LONGEST = 1_000
"""Bytes of a path below a body's folder; systems hold four times as many, with all that stands before it."""
_FORBIDDEN = re.compile(r'[<>:"\\|?*]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE)
"""What Windows takes for a device, whatever the ending.

Source: https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
"""


def is_file(path: Path) -> bool:
    """Tell whether a file itself stands there, not a link to one."""
    return _is(path, stat.S_ISREG)


def is_folder(path: Path) -> bool:
    """Tell whether a folder itself stands there, not a link to one."""
    return _is(path, stat.S_ISDIR)


def is_foreign(path: Path) -> bool:
    """Tell whether a link, a pipe, a socket or a device stands there."""
    return _is(path, lambda mode: not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)))


def paths_below(folder: Path) -> Iterator[Path]:
    """Everything below a folder that is no folder itself and not hidden, in the order of the names."""
    if not is_folder(folder):
        return
    for path in sorted(path for path in folder.iterdir() if path.name[0] != "."):
        if is_folder(path):
            yield from paths_below(path)
        else:
            yield path


def is_device_name(name: str) -> bool:
    """Tell whether Windows would open a device under this name."""
    return bool(_DEVICES.fullmatch(name))


def fits_everywhere(path: str) -> bool:
    """Tell whether a path with `/` can stand on every system as it is, and every sign of it can be seen."""
    return len(os.fsencode(path)) <= LONGEST and all(map(_fits, path.split("/")))


def alike(path: str) -> str:
    """A path as systems see it that do not tell capitals or composed letters apart."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _fits(name: str) -> bool:
    return not (
        name.endswith((".", " "))
        or name.startswith(" ")
        or is_device_name(name)
        or _FORBIDDEN.search(name)
        or any(map(is_unseen, name))
    )


def _is(path: Path, kind: Callable[[int], bool]) -> bool:
    try:
        return kind(path.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
