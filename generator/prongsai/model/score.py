"""A score as it was printed, and the one rounding function.

It must not know levels, limits or years.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from prongsai.model.digits import fold_digits

LONGEST = 16
"""Signs of a number; nothing that is longer was ever a score or a sum of money."""
PLACES = 2
"""Decimals to which the assessment publishes its means."""


@dataclass(frozen=True, slots=True)
class Score:
    """A printed score. `at_least` marks a lower bound (typed `90+`): shown, never averaged or compared."""

    value: Decimal
    at_least: bool = False

    @property
    def exact(self) -> Decimal | None:
        """The number to reckon with, or None where only a lower bound was printed."""
        return None if self.at_least else self.value


def parse_score(text: str) -> Score:
    """Read `95.76` (Thai digits too) or `90+`; `ValueError` if it is no number."""
    folded = fold_digits(text.strip())
    number = folded.removesuffix("+").strip()
    try:
        value = Decimal(number)
    except InvalidOperation:
        raise ValueError from None
    digits = number.replace(".", "").removeprefix("-")
    if len(number) > LONGEST or not value.is_finite() or not digits.isdigit():
        raise ValueError
    return Score(value, at_least=folded.endswith("+"))


def round_score(value: Decimal, places: int = PLACES) -> Decimal:
    """Round half up, as the published scores are (93.125 is 93.13)."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
