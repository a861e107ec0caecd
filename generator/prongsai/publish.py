"""The finished site takes the place of the old one, in one step.

A crash at any moment leaves a whole site under `site/`: the old one or the new one.
"""

from __future__ import annotations

import ctypes
import os
import shutil
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def publish(new: Path, site: Path) -> None:
    """Put the folder `new` at `site`; what stood there before is removed."""
    if not site.exists():
        new.rename(site)
        return
    if not _exchange(new, site):
        retired = new.with_name(f"{new.name}-old")
        shutil.rmtree(retired, ignore_errors=True)
        site.rename(retired)
        new.rename(site)
        new = retired
    shutil.rmtree(new)


def carry_over(site: Path, new: Path, folder: str) -> None:
    """Let a folder of the published site stand in the new one too, without copying its bytes."""
    shutil.rmtree(new / folder, ignore_errors=True)
    shutil.copytree(site / folder, new / folder, copy_function=_link)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places atomically; False where the system cannot (only Linux can)."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    paths = (os.fsencode(one), os.fsencode(other))
    return bool(rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0)
