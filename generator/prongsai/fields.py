"""What the fields of the data files are called, in officers' words, for forms, workbooks, schemas and manual.

It must not know what any field means to a check. The words stand in `fields.yml` and `choices.yml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, TypeAdapter

from prongsai.document import read_document
from prongsai.model.closed import Closed, DataFile
from prongsai.model.scalars import Text


class FieldWords(Closed):
    """A field's name, what belongs into it, and an example as an officer types it."""

    title: Text
    description: Text
    example: Text | None = None
    is_prose: bool = False
    """Whether several lines may be written; a form gives it a larger box."""


class ModelWords(Closed):
    """A class's name, what it holds, and the words of its own fields, in the order of a form."""

    title: Text
    description: Text
    fields: Mapping[str, FieldWords]


Choices = Mapping[str, tuple[Text, ...]]
"""Codes in their order, each with the names that are understood; the first is shown."""


@cache
def field_words() -> Mapping[str, ModelWords]:
    """The words of every class of the data files, by the class's name."""
    return TypeAdapter(Mapping[str, ModelWords]).validate_python(_read("fields.yml"))


@cache
def choices() -> Mapping[str, Choices]:
    """The codes and names of the fields that allow only some, by the field's name."""
    return TypeAdapter(Mapping[str, Choices]).validate_python(_read("choices.yml"))


def words_of(model: type[BaseModel], field: str) -> FieldWords:
    """The words of one field of a class; KeyError if it has none."""
    own = field_words()[model.__name__].fields
    return own[field] if field in own else field_words()[DataFile.__name__].fields[field]


def _read(name: str) -> object:
    document, problems = read_document(name, files("prongsai").joinpath(name).read_bytes())
    if problems:
        raise ValueError(str(problems[0]))
    return document.values
