"""The types of single fields: what an officer may type, and what the models hold.

Every scalar arrives as text. What cannot be read raises a pydantic error whose type is a problem's code; no
sentence for a reader is written here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from prongsai.model import calendar
from prongsai.model.digits import fold_digits
from prongsai.model.score import Score, parse_score

_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_YEAR = re.compile(r"\d{4}")
_COMMIT_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_HOST = re.compile("[a-z0-9\u0e01-\u0e5b_.:-]+")
"""Latin and Thai; a host in any other script can be written as browsers ask for it, `xn--...`."""
_ROUNDS = get_args(calendar.Round)
YES = "yes"


def _read(code: str, parse: Callable[[str], object]) -> BeforeValidator:
    """Return a validator that reads text with `parse`; its `ValueError` becomes the problem `code`."""
    return BeforeValidator(partial(_parsed, code, parse))


def _parsed(code: str, parse: Callable[[str], object], value: Any) -> Any:
    if isinstance(value, (list, dict)):
        raise PydanticCustomError("not-text", "not-text")
    if not isinstance(value, str):
        return value
    try:
        return parse(value)
    except (ValueError, KeyError):
        raise PydanticCustomError(code, "{value}", {"value": value}) from None


def fold_code(text: str) -> str:
    """Return a code in its one spelling: `I19`, `i 19` and the same in Thai digits are `i19`."""
    return fold_digits(text).replace(" ", "").lower()


def is_slug(text: str) -> bool:
    """Tell whether a text can stand in an address: ASCII lower-case letters, digits, `-`, `_`."""
    return bool(_SLUG.fullmatch(text))


def _parse_year(text: str) -> int:
    folded = fold_digits(text.strip())
    if not _YEAR.fullmatch(folded):
        raise ValueError
    return calendar.buddhist_year(int(folded))


def _parse_number(text: str) -> Decimal:
    number = parse_score(text)
    if number.at_least:
        raise ValueError
    return number.value


def _parse_budget(text: str) -> Decimal:
    budget = _parse_number(text.replace(",", ""))
    if budget < 0:
        raise ValueError
    return budget


def _parse_slug(text: str) -> str:
    if not is_slug(text):
        raise ValueError
    return text


def _parse_round(text: str) -> str:
    folded = fold_code(text)
    if folded not in _ROUNDS:
        raise ValueError
    return folded


def _parse_done(text: str) -> object:
    return text if text == YES else calendar.parse_when(text)


def _parse_url(text: str) -> str:
    """An address whose host a reader can tell: no name before an `@`, no letters that look like others."""
    url = urlsplit(text)
    is_seen = text.isprintable() and " " not in text
    is_plain = is_seen and "\\" not in text and "@" not in url.netloc and url.port != 0
    is_web = url.scheme in ("http", "https") and url.hostname and _HOST.fullmatch(url.hostname)
    if not is_plain or not is_web:
        raise ValueError
    return text


def _parse_commit_id(text: str) -> str:
    if not _COMMIT_ID.fullmatch(text):
        raise ValueError
    return text


def _parse_count(text: str) -> int:
    return int(fold_digits(text))


def _strip(text: str) -> str:
    stripped = text.strip()
    if not stripped:
        raise PydanticCustomError("empty", "empty")
    return stripped


Text = Annotated[str, AfterValidator(_strip)]
"""Free text; Markdown where the field is a block."""
Slug = Annotated[str, _read("not-an-id", _parse_slug)]
"""An id that can stand in an address."""
Code = Annotated[str, _read("not-an-id", lambda text: _parse_slug(fold_code(text)))]
"""A code of the assessment, or the id of a finding; always in its one spelling."""
Year = Annotated[int, _read("not-a-year", _parse_year)]
"""A Buddhist-era fiscal year."""
Number = Annotated[Decimal, _read("not-a-number", _parse_number)]
Count = Annotated[int, _read("not-a-number", _parse_count)]
Budget = Annotated[Decimal, _read("not-a-number", _parse_budget)]
"""Baht; 0 says that no budget is used."""
PrintedScore = Annotated[Score, _read("not-a-score", parse_score)]
Day = Annotated[date, _read("not-a-day", calendar.parse_day)]
DayOrMonth = Annotated[calendar.When, _read("not-a-date", calendar.parse_when)]
Done = Annotated[calendar.When | Literal["yes"], _read("not-a-date", _parse_done)]
Period = Annotated[calendar.Period, _read("not-a-period", calendar.parse_period)]
Round = Annotated[calendar.Round, _read("not-a-round", _parse_round)]
Url = Annotated[str, _read("not-a-url", _parse_url)]
CommitId = Annotated[str, _read("not-a-commit-id", _parse_commit_id)]
"""The full id of a git commit: 40 or, in a SHA-256 repository, 64 hexadecimal digits."""
