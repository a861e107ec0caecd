"""Thai names in the order of the dictionary.

It must not know what is sorted.
"""

from __future__ import annotations

import re

_LEADING_VOWEL = re.compile("([\u0e40-\u0e44])([\u0e01-\u0e2e])")
_TONE_MARKS = re.compile("[\u0e47-\u0e4c]")


def thai_order(text: str) -> tuple[str, str]:
    """A key to sort by: a vowel written before its consonant counts after it, tone marks only break a tie.

    Source: Royal Institute Dictionary, order of entries.
    """
    return _TONE_MARKS.sub("", _LEADING_VOWEL.sub(r"\2\1", text)), text
