"""Signs that nobody sees: which of them no data may hold, and how any of them is shown where a text is told.

It must not know which text it is.
"""

from __future__ import annotations

import re
import unicodedata

_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_TURNING = r"\u202a-\u202e\u2066-\u2069"
"""They turn the order of what stands after them: a reader sees other words or digits than are there."""
_UNSEEN = r"\ud800-\udfff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f"
_KINDS = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Unicode's kinds of signs that nobody sees, or that are none."""
_REFUSED = re.compile(f"[{_CONTROLS}{_TURNING}{_UNSEEN}]")
_UNTOLD = re.compile(rf"[{_CONTROLS}{_TURNING}{_UNSEEN}\n\r\t\u2028\u2029]|(?<=##)\[")
"""`##[` anywhere in a line is a command to GitHub's workflows."""


def refused_at(text: str) -> int | None:
    """Where the first sign stands that no data may hold: it steers a terminal, hides or turns a text."""
    found = None if text.isprintable() else _REFUSED.search(text)
    return found.start() if found else None


def told(text: str) -> str:
    """The text as one line that steers no terminal and no workflow: such a sign is shown as `\\u001b`."""
    return _UNTOLD.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def is_unseen(sign: str) -> bool:
    """Tell whether nobody sees a sign, or it is none; words of some languages hold such, names must not."""
    return unicodedata.category(sign) in _KINDS


def shown(name: str) -> str:
    """A name as it can be told on one line: every sign that nobody sees as its number."""
    return "".join(f"\\u{ord(sign):04x}" if is_unseen(sign) else sign for sign in name)
