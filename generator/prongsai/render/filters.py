"""What templates may do to a value: spell it for a reader. They choose and loop; they never compute.

Words come from `theme/words.yml`; no Thai word stands here.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from prongsai import addresses
from prongsai.derive.scores import Figure
from prongsai.model.calendar import BUDDHIST_OFFSET, Period, When
from prongsai.model.digits import fold_digits
from prongsai.model.score import Score, round_score

Words = Mapping[str, Any]

_ENTITIES = {sign: f"&#{ord(sign)};" for sign in r"\`*_{}[]()+-.!|~:#"}
"""Signs that can mean something to Markdown; `<`, `>`, `&` and quotes are escaped as HTML."""
_SPECIAL = re.compile(f"[{re.escape(''.join(_ENTITIES))}]|[<>&'\"]")
_DAY = re.compile(r"(?<!\d)(\d{1,2}) (?=\D)")
_INDICATOR = "ind"
_STEP = 1024
"""Bytes of a kilobyte as an officer's own computer counts them."""


def escape_markdown(text: str) -> Markup:
    """Return text that Markdown shows as it is, for headings and titles."""
    line = " ".join(text.split())
    return Markup(_SPECIAL.sub(lambda found: _ENTITIES.get(found[0]) or str(escape(found[0])), line))


def decimal_text(value: Decimal) -> str:
    """A number with as many decimals as it has, thousands apart."""
    return f"{value:,f}"


def signed_text(value: Decimal) -> str:
    """A difference with its sign; a real minus sign before a loss."""
    return f"{value:+,f}".replace("-", "\u2212")


def relative_address(target: str, page: str) -> str:
    """The way from a page's address to another's, or to a file; `` is the site's own root."""
    path, mark, anchor = target.partition("#")
    there, here = ([part for part in each.split("/") if part] for each in (path, page))
    shared = len(posixpath.commonprefix([there, here]))
    way = "/".join([*[".."] * (len(here) - shared), *there[shared:]])
    if not way:
        way = "" if mark else "./"
    elif not path or path.endswith("/"):
        way += "/"
    return way + mark + anchor


def measure_address(reference: str) -> str:
    """The address of a measure named as `2566/m3`."""
    year, _, measure = reference.partition("/")
    return addresses.measure_page(int(year), measure)


def is_number(text: str) -> bool:
    """Tell whether a row's number is a bare number, in Thai or Arabic digits."""
    return fold_digits(text).isdigit()


def unbroken(spell: Callable[..., str]) -> Callable[..., str]:
    """The same for pages: a day stays on the line of its month; no browser parts a line at such a blank."""
    return lambda *given: _DAY.sub("\\1\u00a0", spell(*given))


class Speller:
    """Spells dates, codes, periods and scores with the theme's words."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def month(self, day: date) -> str:
        """Month's name and Buddhist year."""
        return self.date(day).partition(" ")[2]

    def date(self, day: date) -> str:
        """Day, month's name and Buddhist year."""
        return f"{day.day} {self._words['months'][day.month - 1]} {day.year + BUDDHIST_OFFSET}"

    def when(self, when: When) -> str:
        """A day, or a month without one."""
        return self.month(when.span.first) if when.is_month else self.date(when.span.first)

    def period(self, period: Period, year: int) -> str:
        """A period as a reader says it."""
        if period.first and period.first == period.last:
            return self.when(period.first)
        if period.first and period.last:
            return f"{self.when(period.first)} – {self.when(period.last)}"
        sentence: str = self._words["periods"]["range" if period.until else period.name]
        return sentence.format(first=period.name[1:], last=(period.until or period.name)[1:], year=year)

    def code(self, code: str) -> str:
        """A code as the manual prints it: `i19` is I19, `ind4` has a word."""
        own = self._words["codes"].get(code)
        if own:
            return str(own)
        if code.startswith(_INDICATOR):
            return f"{self._words['codes'][_INDICATOR]} {code.removeprefix(_INDICATOR)}"
        return code.upper()

    def code_number(self, code: str) -> str:
        """A code without its word, where the words around say what it is: `ind4` is 4."""
        return code.removeprefix(_INDICATOR) if code.startswith(_INDICATOR) else self.code(code)

    def year(self, year: int) -> str:
        """A fiscal year as a column's heading."""
        return str(self._words["year_label"]).format(year=year)

    def size(self, size: int) -> str:
        """The size of a file: whole bytes, else one decimal of the largest unit that is reached."""
        power = min((size.bit_length() - 1) // 10, len(self._words["sizes"]) - 1) if size else 0
        number = round_score(Decimal(size) / _STEP**power, 1 if power else 0)
        return f"{decimal_text(number)} {self._words['sizes'][power]}"

    def score(self, score: Score) -> str:
        """A score as it was printed; a lower bound with its word."""
        text = decimal_text(score.value)
        return f"{text} {self._words['at_least']}" if score.at_least else text

    def figure(self, figure: Figure) -> str:
        """What a reader sees of a figure; a dash if nothing is known."""
        if figure.printed:
            return self.score(figure.printed)
        return decimal_text(figure.computed) if figure.computed is not None else str(self._words["unknown"])
