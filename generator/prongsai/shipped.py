"""Where the theme, the default pages and the shared configuration stand that the program brings along.

A wheel holds them below the package; in a source checkout they stand at the root of the repository.
It must not read them.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path


@cache
def shipped_folder() -> Path:
    """The folder that holds `theme/`, `content/` and `mkdocs.yml` as they are shipped."""
    package = Path(str(files("prongsai")))
    inside = package / "shipped"
    return inside if inside.is_dir() else package.parent.parent
