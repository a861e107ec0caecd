"""The known word that is most like a mistyped one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word nearest to the given one; empty if nothing is known."""
    matches = difflib.get_close_matches(word, sorted(known), 1, 0.0)
    return matches[0] if matches else ""
