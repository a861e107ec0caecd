"""What offices write of money -> baht; ValueError where it is not exactly one amount.

It adds nothing up.
"""

from __future__ import annotations

import re

from prongsai.office.tables.folding import fold, plain
from prongsai.office.tables.vocabulary import vocabulary

_AMOUNT = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?|[0-9]+(?:\.[0-9]{1,2})?")


def read_budget(text: str) -> str:
    """Return an amount in baht as digits; `0` where none is used."""
    if fold(text) in map(fold, vocabulary().no_budget):
        return "0"
    amount = plain(text).replace(" ", "")
    for word in vocabulary().baht:
        amount = amount.removesuffix("".join(word.split()))
    amount = amount.removesuffix(".-")
    if not _AMOUNT.fullmatch(amount):
        raise ValueError(text)
    return amount.replace(",", "")
