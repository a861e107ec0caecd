"""What a cell of each kind shows of a value, and which value is read out of what an officer typed.

It must not know where a cell stands. A `WrongCellError` says what is wrong with a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pydantic import TypeAdapter, ValidationError

from prongsai.document import Value
from prongsai.fields import choices
from prongsai.model import calendar
from prongsai.model.digits import fold_digits
from prongsai.model.scalars import YES, Budget, Url, fold_code, is_slug
from prongsai.model.score import parse_score
from prongsai.office.spelling import tidy

_SEPARATORS = re.compile(r"[,\n;]")
_URL: TypeAdapter[str] = TypeAdapter(Url)
_BUDGET: TypeAdapter[Decimal] = TypeAdapter(Budget)


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    PROSE = "prose"
    ID = "id"
    CODE = "code"
    CODES = "codes"
    SECTION = "section"
    OWNER = "owner"
    OWNERS = "owners"
    SCORE = "score"
    BAHT = "baht"
    YEAR = "year"
    DAY = "day"
    WHEN = "when"
    DONE = "done"
    ROUND = "round"
    STATUS = "status"
    NEED = "need"
    PERIOD = "period"
    URL = "url"


DATES = (Kind.DAY, Kind.WHEN, Kind.DONE)
"""Kinds that take a real date of Excel."""
LISTS = (Kind.CODES, Kind.OWNERS)
NUMBERS = (Kind.SCORE, Kind.BAHT, Kind.YEAR)


class WrongCellError(ValueError):
    """A text that a cell must not hold: the code of the sentence and its facts."""

    def __init__(self, code: str, **facts: object) -> None:
        """Keep what the sentence is composed of."""
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Names:
    """What the codes of one body and year are called: its departments, and the headings of the analysis."""

    owners: Mapping[str, str]
    sections: Mapping[str, str]

    def owner(self, owner_id: str) -> str:
        """A department's name where that tells it from all others, else its id."""
        name = self.owners.get(owner_id, "")
        is_clear = list(self.owners.values()).count(name) == 1 and not _SEPARATORS.search(name)
        return name if name and is_clear and name not in self.owners else owner_id

    def section(self, code: str) -> str:
        """A heading's code with its title on one line."""
        return " ".join([code, *self.sections.get(code, "").split()])


def show(kind: Kind, value: Value, names: Names) -> str:
    """Return what the cell of a value shows; an absent value is an empty cell."""
    if value is None:
        return ""
    if isinstance(value, list):
        shown = map(names.owner, map(str, value)) if kind is Kind.OWNERS else map(str, value)
        return ", ".join(shown)
    text = tidy(str(value))
    if kind is Kind.OWNER:
        return names.owner(text)
    if kind is Kind.SECTION:
        return names.section(text)
    if kind.value in choices():
        known = choices()[kind.value]
        return known[text][0] if text in known else text
    return text


def read(kind: Kind, text: str, names: Names) -> str | list[str]:
    """Return the value that a text means, as data spell it; `WrongCellError` if it means none."""
    typed = tidy(text)
    if kind.value in choices():
        return _read_choice(kind, typed)
    if kind in LISTS:
        each = [" ".join(part.split()) for part in _SEPARATORS.split(typed)]
        return [_read_one(kind, part, names) for part in each if part]
    return _read_one(kind, typed, names)


def canonical(kind: Kind, text: str, names: Names) -> str:
    """Return one spelling for all texts that mean the same; one that means nothing stands for itself."""
    typed = tidy(text)
    if not typed:
        return ""
    try:
        value = read(kind, typed, names)
    except WrongCellError:
        return typed
    if isinstance(value, list):
        return ",".join(value)
    return _plain_number(value) if kind in NUMBERS else value


def _read_one(kind: Kind, text: str, names: Names) -> str:
    if kind in (Kind.OWNER, Kind.OWNERS):
        return _read_owner(text, names)
    reader = _READERS.get(kind)
    return reader(text) if reader else text


def _read_owner(text: str, names: Names) -> str:
    found = [owner for owner, name in names.owners.items() if text in (owner, names.owner(owner), name)]
    if text in names.owners:
        return text
    if len(found) != 1:
        raise WrongCellError("not-an-owner", value=text, known=", ".join(map(names.owner, names.owners)))
    return found[0]


def _read_choice(kind: Kind, text: str) -> str:
    known = choices()[kind.value]
    folded = fold_digits(" ".join(text.split()))
    for code, each in known.items():
        if folded == fold_code(code) or folded.lower() == code or folded in map(fold_digits, each):
            return code
    if kind is Kind.PERIOD:
        return _read_period(folded)
    raise WrongCellError("not-a-choice", value=text, known=", ".join(each[0] for each in known.values()))


def _read_period(text: str) -> str:
    try:
        calendar.parse_period(text)
    except ValueError:
        raise WrongCellError("not-a-period", value=text) from None
    return text


def _reader(code: str, parse: Callable[[str], object]) -> Callable[[str], str]:
    """Return a reader of one line that is right if `parse` takes it."""

    def reader(text: str) -> str:
        folded = fold_digits(text)
        try:
            parse(folded)
        except (ValueError, ValidationError):
            raise WrongCellError(code, value=text) from None
        return folded

    return reader


def _parse_id(text: str) -> None:
    if not is_slug(text):
        raise ValueError(text)


def _read_section(text: str) -> str:
    return _read_code(text.split(maxsplit=1)[0] if text.split() else text)


def _read_code(text: str) -> str:
    folded = fold_code(text)
    if not is_slug(folded):
        raise WrongCellError("not-an-id", value=text)
    return folded


def _read_done(text: str) -> str:
    return YES if text.lower() == YES else _READ_DONE_DAY(text)


def _day_reader(code: str, parse: Callable[[str], object]) -> Callable[[str], str]:
    """Return a reader of a day or a month, in the one spelling of the data."""
    is_right = _reader(code, parse)

    def reader(text: str) -> str:
        if days := calendar.month_without(text):
            raise WrongCellError("no-such-day", value=text, days=days)
        when = calendar.parse_when(is_right(text))
        first = when.span.first
        day = "" if when.is_month else f"-{first.day:02}"
        return f"{first.year + calendar.BUDDHIST_OFFSET}-{first.month:02}{day}"

    return reader


def _read_url(text: str) -> str:
    try:
        return _URL.validate_python(text)
    except ValidationError:
        raise WrongCellError("not-a-url", value=text) from None


def _parse_year(text: str) -> None:
    if not calendar.is_fiscal_year(text):
        raise ValueError(text)


_READ_DONE_DAY = _day_reader("not-done", calendar.parse_when)
_READ_BAHT = _reader("not-a-number", _BUDGET.validate_python)
_READERS: Mapping[Kind, Callable[[str], str]] = {
    Kind.ID: _reader("not-an-id", _parse_id),
    Kind.CODE: _read_code,
    Kind.CODES: _read_code,
    Kind.SECTION: _read_section,
    Kind.SCORE: _reader("not-a-score", parse_score),
    Kind.BAHT: lambda text: _READ_BAHT(text.replace(",", "")),
    Kind.YEAR: _reader("not-a-year", _parse_year),
    Kind.DAY: _day_reader("not-a-day", calendar.parse_day),
    Kind.WHEN: _day_reader("not-a-date", calendar.parse_when),
    Kind.DONE: _read_done,
    Kind.URL: _read_url,
}


def _plain_number(text: str) -> str:
    """A number without the zeros behind its last digit: to Excel, 98.90 is 98.9."""
    score = parse_score(text)
    return f"{score.value.normalize():f}{'+' if score.at_least else ''}"
