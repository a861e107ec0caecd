"""The known word that is most like a mistyped one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_LIKE_LETTERS = {"0": "o", "1": "i", "l": "i", "|": "i"}


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word nearest to the given one; empty if nothing is known."""
    words = sorted(known)
    read = read_as_letters(word)
    if read in words:
        return read
    matches = difflib.get_close_matches(word, words, cutoff=0.0)
    return matches[0] if matches else ""


def alike(text: str, known: Iterable[str]) -> str:
    """Return the known text that shares most of its letters with the given one; empty if none does."""
    return next(iter(difflib.get_close_matches(text, sorted(known))), "")


def read_as_letters(code: str) -> str:
    """Return a code whose first sign is the letter that it looks like: `034` is o34, `l9` is i9."""
    return _LIKE_LETTERS.get(code[:1], code[:1]) + code[1:] if code[1:].isdigit() else code
