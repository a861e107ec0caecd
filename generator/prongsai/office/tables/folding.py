"""Texts of tables in one spelling, to be compared: no spaces, signs or zero-width characters, Arabic digits.

It must not know what a text means.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from prongsai.model.digits import fold_digits

_SPLIT_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
_LATE_TONE = re.compile("\u0e33([\u0e48-\u0e4b])")
_TWO_E = "\u0e40\u0e40"
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{2,}")
_PARENTHESES = re.compile(r"\([^()]*\)")
_SAID_NOTHING = ("C", "Z", "P", "S")
"""Categories of invisible signs, spaces, punctuation and symbols."""


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """Return a text's letters and digits in their one spelling."""
    text = _LATE_TONE.sub("\\1\u0e33", _SPLIT_AM.sub("\\1\u0e33", unicodedata.normalize("NFC", text)))
    text = fold_digits(text).replace(_TWO_E, "\u0e41").casefold()
    text = "".join(sign for sign in text if unicodedata.category(sign)[0] not in _SAID_NOTHING)
    return _MARKS.sub(lambda found: "".join(sorted(found[0])), text)


def fold_heading(text: str) -> tuple[str, str]:
    """Return a heading folded whole, and folded without what stands in parentheses."""
    return fold(text), fold(_PARENTHESES.sub(" ", text))


def plain(text: str) -> str:
    """Return a text on one line with Arabic digits and without zero-width signs; its other signs stay."""
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return " ".join(fold_digits(seen).split())


def shorten(text: str, most: int = 60) -> str:
    """Return a text on one line and not longer than a message can bear."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most]}…"
