"""The words by which tables of the offices' own making are read, from `tables.yml`.

It must not read a table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pydantic import BaseModel

from prongsai.document import read_document
from prongsai.fields import words_of
from prongsai.model.closed import Closed
from prongsai.model.digits import fold_digits
from prongsai.model.measure import Entry, Measure, Step
from prongsai.model.scalars import Text
from prongsai.office.tables.folding import fold, fold_heading

NUMBER = "number"
"""The column that counts the rows; it says nothing of a measure."""
_INNER: Mapping[str, type[BaseModel]] = {"progress": Entry, "steps": Step}
"""The classes of the rows that a column can speak of."""


class Lead(Closed):
    """What stands before and behind the one who leads."""

    before: Text
    behind: Text


class Roles(Closed):
    """What stands in parentheses behind a name."""

    lead: tuple[Text, ...]
    owner: tuple[Text, ...]


class Vocabulary(Closed):
    """All words of `tables.yml`, as they stand there."""

    headings: Mapping[str, tuple[Text, ...]]
    numbered_sections: Mapping[str, Text]
    findings: tuple[Text, ...]
    empty: tuple[Text, ...]
    sums: tuple[Text, ...]
    no_budget: tuple[Text, ...]
    baht: tuple[Text, ...]
    everyone: tuple[Text, ...]
    lead: Lead
    roles: Roles
    between_owners: tuple[Text, ...]
    not_a_step: tuple[Text, ...]
    months: tuple[tuple[Text, ...], ...]
    date_words: tuple[Text, ...]
    as_of: tuple[Text, ...]
    between: tuple[Text, ...]
    until: tuple[Text, ...]
    quarter: tuple[Text, ...]
    whole_year: tuple[Text, ...]
    told: Mapping[str, Text]
    doubts: Mapping[str, Text]
    notices: Mapping[str, Text]


@cache
def vocabulary() -> Vocabulary:
    """Return the words."""
    document, problems = read_document(
        "tables.yml", files("prongsai").joinpath("office/tables/tables.yml").read_bytes()
    )
    if problems:
        raise ValueError(str(problems[0]))
    return Vocabulary.model_validate(document.values)


@cache
def _meanings() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for field, headings in vocabulary().headings.items():
        for heading in headings:
            key = fold(heading)
            found[key] = (*found.get(key, ()), field)
    return found


def known_headings() -> tuple[str, ...]:
    """Every heading that says something of a measure, folded."""
    return tuple(heading for heading, fields in _meanings().items() if NUMBER not in fields)


def meanings(heading: str) -> tuple[str, ...]:
    """The fields that a heading can mean; none if it is not known."""
    return next((found for key in fold_heading(heading) if (found := _meanings().get(key))), ())


def field_title(field: str) -> str:
    """What officers call a field of a table, such as `owners` or `progress.text`."""
    if field == NUMBER:
        return vocabulary().headings[NUMBER][1]
    part, _, own = field.partition(".")
    return words_of(_INNER[part], own).title if own else words_of(Measure, part).title


def fields() -> tuple[str, ...]:
    """Every field that a column can be."""
    return tuple(field for field in vocabulary().headings if field != NUMBER)


def field_named(name: str) -> str:
    """The field of this name or title; ValueError if there is none."""
    folded = fold(name)
    for field in fields():
        if name.strip().lower() == field or folded == fold(field_title(field)):
            return field
    raise ValueError(name)


def is_empty(text: str) -> bool:
    """Tell whether a cell says nothing: blank, a dash, or a word for it."""
    return not text.strip() or text.strip() in vocabulary().empty


def is_sum(text: str) -> bool:
    """Tell whether a text begins like that of a row that adds up others."""
    words = "|".join(map(re.escape, vocabulary().sums))
    return bool(re.match(rf"\s*(?:{words})(?:[\s0-9:(]|$)", fold_digits(text)))


def is_finding(heading: str) -> bool:
    """Tell whether a column holds what an analysis found, which no field of a measure is for."""
    return bool({*fold_heading(heading)} & {*map(fold, vocabulary().findings)})
