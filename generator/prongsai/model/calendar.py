"""Fiscal years, rounds, periods and days of the Buddhist era.

Days are kept as `datetime.date` (Christian era) inside; every number that an officer reads or types is a
Buddhist year. It reads no clock.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Literal

from prongsai.model.digits import fold_digits

BUDDHIST_OFFSET = 543
"""Buddhist year minus Christian year."""
FIRST_BUDDHIST_YEAR = 2400
"""A year number below this is of the Christian era."""
FIRST_MONTH = 10
"""A fiscal year begins with October of the calendar year before."""
THAI_TIME = timezone(timedelta(hours=7))
"""A moment's day is the one that Thailand had, wherever the program runs and whoever committed."""
_NO_MOMENT = datetime.fromtimestamp(0, THAI_TIME)
_AFTER_ALL = datetime(9999 - BUDDHIST_OFFSET + 1, 1, 1, tzinfo=THAI_TIME).timestamp()
"""The first second whose Buddhist year has more than four digits."""

Round = Literal["q1", "q2", "q3", "q4", "h1", "h2", "year"]

_YEAR = re.compile(r"[0-9]{4}")
_DAY = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_PERIOD = re.compile(r"(q[1-4]|h[12]|year)(?:-(q[1-4]))?")
_QUARTERS = {
    "q1": (1, 1),
    "q2": (2, 2),
    "q3": (3, 3),
    "q4": (4, 4),
    "h1": (1, 2),
    "h2": (3, 4),
    "year": (1, 4),
}
_MOST_SECONDS = 20
"""Digits of a moment: as many as git's own numbers have."""
_RECURRING = ("every-month", "every-quarter", "every-half")


def buddhist_year(number: int) -> int:
    """Return a year of either era as a Buddhist one."""
    return number if number >= FIRST_BUDDHIST_YEAR else number + BUDDHIST_OFFSET


def is_fiscal_year(name: str) -> bool:
    """Tell whether a folder's name is a Buddhist year in Arabic digits."""
    return bool(_YEAR.fullmatch(name)) and int(name) >= FIRST_BUDDHIST_YEAR


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def contains(self, other: Span) -> bool:
        """Tell whether every day of the other span lies in this one."""
        return self.first <= other.first and other.last <= self.last


@dataclass(frozen=True, slots=True)
class When:
    """A day, or a month of which the day is not told (`is_month`)."""

    span: Span
    is_month: bool


@dataclass(frozen=True, slots=True)
class Period:
    """The time that a measure takes: a part of its fiscal year, a rhythm, or dates.

    `name` is `q1`, `h1`, `year`, `every-quarter` ...; a range of quarters has its last one in `until`; two
    dates have the name `dates` and stand in `first` and `last`, which are the same for one day or month.
    """

    name: str
    until: str | None = None
    first: When | None = None
    last: When | None = None

    def span(self, fiscal_year: int) -> Span:
        """Return the days that the period covers in a fiscal year."""
        if self.first and self.last:
            return Span(self.first.span.first, self.last.span.last)
        if self.name in _RECURRING:
            return fiscal_span(fiscal_year)
        return Span(
            round_span(fiscal_year, self.name).first, round_span(fiscal_year, self.until or self.name).last
        )


def moment(seconds: str) -> datetime:
    """The Thai time of a number of seconds since 1970; 1970 itself, as git has it, for what tells no time.

    Anybody may write anything into a commit: no number, a zone of a hundred hours, a year of seven digits.
    """
    is_told = seconds.isascii() and seconds.isdecimal() and len(seconds) <= _MOST_SECONDS
    if not is_told or int(seconds) >= _AFTER_ALL:
        return _NO_MOMENT
    return datetime.fromtimestamp(int(seconds), THAI_TIME)


def fiscal_span(year: int) -> Span:
    """Return 1 October to 30 September of a Buddhist fiscal year."""
    first = date(year - BUDDHIST_OFFSET - 1, FIRST_MONTH, 1)
    return Span(first, date(first.year + 1, FIRST_MONTH, 1) - timedelta(days=1))


def round_span(year: int, name: str) -> Span:
    """Return the days of a round (`q1`-`q4`, `h1`, `h2`, `year`) of a Buddhist fiscal year."""
    first, last = _QUARTERS[name]
    return Span(_quarter_start(year, first), _quarter_start(year, last + 1) - timedelta(days=1))


def fiscal_year_of(day: date) -> int:
    """Return the Buddhist fiscal year in which a day falls."""
    return day.year + BUDDHIST_OFFSET + (day.month >= FIRST_MONTH)


def _quarter_start(year: int, quarter: int) -> date:
    months = FIRST_MONTH - 1 + (quarter - 1) * 3
    return date(year - BUDDHIST_OFFSET - 1 + months // 12, months % 12 + 1, 1)


def parse_when(text: str) -> When:
    """Read `2566-12` or `2566-12-05` (Thai digits and Christian years too); `ValueError` if it is neither.

    543 comes off the year before the calendar is asked, so that 29 February is judged by the right year.
    """
    found = _DAY.fullmatch(fold_digits(text.strip()))
    if not found:
        raise ValueError
    year = buddhist_year(int(found[1])) - BUDDHIST_OFFSET
    month = int(found[2])
    if found[3]:
        day = date(year, month, int(found[3]))
        return When(Span(day, day), is_month=False)
    first = date(year, month, 1)
    return When(Span(first, first.replace(day=monthrange(year, month)[1])), is_month=True)


def month_without(text: str) -> int | None:
    """The days of a month that has not the day which a text names in the right form; None for all others."""
    found = _DAY.fullmatch(fold_digits(text.strip()))
    if not found or not found[3] or not 1 <= int(found[2]) <= 12:
        return None
    days = monthrange(buddhist_year(int(found[1])) - BUDDHIST_OFFSET, int(found[2]))[1]
    return None if 1 <= int(found[3]) <= days else days


def parse_day(text: str) -> date:
    """Read a day; `ValueError` if it is none, or only a month."""
    when = parse_when(text)
    if when.is_month:
        raise ValueError
    return when.span.first


def parse_period(text: str) -> Period:
    """Read a period as design §3 spells it; `ValueError` if it is none or ends before it begins."""
    folded = fold_digits(text.strip()).lower()
    if folded in _RECURRING:
        return Period(folded)
    if found := _PERIOD.fullmatch(folded):
        name, until = found[1], found[2]
        if until and (not name.startswith("q") or until <= name):
            raise ValueError
        return Period(name, until)
    first, separator, last = folded.partition(" to ")
    period = Period("dates", first=parse_when(first), last=parse_when(last if separator else first))
    if period.first and period.last and period.last.span.last < period.first.span.first:
        raise ValueError
    return period
