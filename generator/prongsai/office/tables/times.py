"""Periods and days as Thai officers write them -> how the data spell them; ValueError where it is not sure.

It reads no clock and guesses no year.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from prongsai.fields import choices
from prongsai.model.calendar import fiscal_span, parse_period, parse_when
from prongsai.office.tables.folding import fold, plain
from prongsai.office.tables.vocabulary import vocabulary

_CENTURY = 2500
"""What is left out of a Buddhist year of two digits."""
_DATE = re.compile(r"(?:(?P<day>[0-9]{1,2})\s*)?(?P<month>[a-z]+)\s*(?P<year>[0-9]{4}|[0-9]{2})?")
_NUMBERS = re.compile(r"(?P<day>[0-9]{1,2})/(?P<number>[0-9]{1,2})/(?P<year>[0-9]{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_period(text: str, year: int) -> str:
    """Return a period of the plan's fiscal year as `parse_period` reads it."""
    spelled = plain(text).casefold()
    if name := _named(spelled, year):
        return name
    try:
        period = parse_period(spelled)
    except ValueError:
        return _between(spelled, year)
    if period.first and period.first == period.last and not period.first.is_month:
        raise ValueError(text)
    return spelled


def read_due(text: str) -> str:
    """Return a day or month as `parse_when` reads it."""
    spelled = plain(text).casefold()
    try:
        parse_when(spelled)
    except ValueError:
        spelled = _spelled(_date(spelled))
    parse_when(spelled)
    return spelled


def as_of(heading: str) -> tuple[str, str] | None:
    """What a heading says apart from the day as of which it holds, and the day; None if it names none."""
    words = _any(vocabulary().as_of)
    found = re.fullmatch(rf"(.+?)(?:\s*\(\s*|\s)(?:{words})\s*([^()]+?)\s*\)?", plain(heading))
    try:
        day = read_due(found[2]) if found else ""
        return (found[1], day) if found and not parse_when(day).is_month else None
    except ValueError:
        return None


def _named(text: str, year: int) -> str | None:
    """A period that has a name: a quarter, a rhythm, the whole of this year."""
    folded = fold(text)
    for code, names in choices()["period"].items():
        if folded in map(fold, names):
            return code
    whole = "|".join(map(fold, vocabulary().whole_year))
    if re.fullmatch(f"(?:{whole})(?:{fold(_era())})?(?:{year})?", folded):
        return "year"
    quarters = re.fullmatch(rf"(?:{_any(vocabulary().quarter)})\s*([1-4])\s*(?:{_until()})\s*"
                            rf"(?:{_any(vocabulary().quarter)})?\s*([1-4])", text)  # fmt: skip
    return f"q{quarters[1]}-q{quarters[2]}" if quarters and quarters[1] < quarters[2] else None


def _between(text: str, year: int) -> str:
    parts = re.split(rf"\s*(?:{_until()})\s*", _without_words(text))
    if len(parts) == 1:
        return _month(text, year)
    first, last = (_date(part) for part in parts)
    if not first["year"] and first["month"] <= last["month"]:
        first = {**first, "year": last["year"]}
    period = f"{_spelled(first)} to {_spelled(last)}"
    return _sure(period, year, any(each["year"] < 100 for each in (first, last)))


def _month(text: str, year: int) -> str:
    """One whole month; a day may be meant as the last one, and a beginning is no period."""
    when = _date(text)
    if when["day"] or any(word in text for word in vocabulary().between):
        raise ValueError(text)
    return _sure(_spelled(when), year, when["year"] < 100)


def _sure(period: str, year: int, is_short: bool) -> str:
    """The period itself; ValueError if a year of two digits is not of the plan."""
    span = parse_period(period).span(year)
    if is_short and not fiscal_span(year).contains(span):
        raise ValueError(period)
    return period


def _date(text: str) -> Mapping[str, int]:
    """Day (0 if none), month and year (0 if none) of a date; a year of two digits stays one."""
    latin = _without_words(text)
    for name, number in _month_names().items():
        latin = latin.replace(name, f" {_MONTHS[number]} ")
    found = _NUMBERS.fullmatch(text) or _DATE.fullmatch(" ".join(latin.split()).strip())
    if not found:
        raise ValueError(text)
    parts = found.groupdict()
    month = int(parts["number"]) if "number" in parts else _MONTHS.index(parts["month"]) + 1
    return {"day": int(parts["day"] or 0), "month": month, "year": int(parts["year"] or 0)}


def _spelled(when: Mapping[str, int]) -> str:
    if not when["year"]:
        raise ValueError(str(when))
    year = when["year"] + _CENTURY if when["year"] < 100 else when["year"]
    day = f"-{when['day']:02}" if when["day"] else ""
    return f"{year}-{when['month']:02}{day}"


@cache
def _month_names() -> Mapping[str, int]:
    """Every spelling of a month, the longest first."""
    names = {name: number for number, each in enumerate(vocabulary().months) for name in each}
    bare = {name.rstrip("."): number for name, number in names.items()}
    every = {**names, **bare}
    return {name: every[name] for name in sorted(every, key=len, reverse=True)}


def _without_words(text: str) -> str:
    for word in sorted(vocabulary().date_words, key=len, reverse=True):
        text = text.replace(word, " ")
    return " ".join(text.split())


def _era() -> str:
    return next(word for word in vocabulary().date_words if "." in word)


def _until() -> str:
    return _any(vocabulary().until)


def _any(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
