"""Described tables -> `datapackage.json` as Frictionless Data Package v1 spells it.

It must not know what the tables are about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from prongsai.derive.tables.kind import Column, TableKind
from prongsai.render.frame import Licence

DIALECT = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n", "header": True}


@dataclass(frozen=True, slots=True)
class DescribedColumn:
    """A column with its title, its meaning and its type as readers are told."""

    column: Column
    title: str
    description: str
    type_name: str


@dataclass(frozen=True, slots=True)
class Extent:
    """How large a table's file is, in bytes and in rows, and its SHA-256."""

    size: int
    rows: int
    sha256: str


NO_ROWS = Extent(0, 0, "")


@dataclass(frozen=True, slots=True)
class Described:
    """A table as CSV: what it is, how large, its columns."""

    kind: TableKind
    title: str
    description: str
    extent: Extent
    columns: tuple[DescribedColumn, ...]
    anchor: str
    """Where its columns are explained."""

    @property
    def path(self) -> str:
        """The file's name."""
        return f"{self.kind.name}.csv"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a package is about, who publishes it from which documents, and as of which day."""

    name: str
    title: str
    description: str
    homepage: str
    licence: Licence | None
    publisher: tuple[str, str]
    """Name and website; the second may be empty."""
    sources: tuple[str, ...]
    created: date
    updated: date | None = None
    """The day of the newest commit, if the past is known."""


def data_package(subject: Subject, tables: Sequence[Described]) -> dict[str, Any]:
    """Return the descriptor; what is not known is left out, as the specification asks."""
    name, website = subject.publisher
    licence = subject.licence
    keys = {each.kind.name: each.kind.key for each in tables}
    return _known(
        {
            "profile": "tabular-data-package",
            "name": subject.name,
            "title": subject.title,
            "description": subject.description,
            "homepage": subject.homepage,
            "created": f"{subject.created.isoformat()}T00:00:00Z",
            "updated": subject.updated,
            "licenses": [{"name": licence.name, "title": licence.title, "path": licence.path}]
            if licence
            else None,
            "contributors": [_known({"title": name, "path": website, "role": "publisher"})],
            "sources": [{"title": each} for each in subject.sources],
            "resources": [_resource(each, keys) for each in tables],
        }
    )


def _resource(table: Described, keys: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.kind.name,
        "path": table.path,
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": table.extent.size,
        "hash": f"sha256:{table.extent.sha256}",
        "dialect": DIALECT,
        "schema": _schema(table.kind, table.columns, keys),
    }


def _schema(
    kind: TableKind, columns: tuple[DescribedColumn, ...], keys: Mapping[str, tuple[str, ...]]
) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": _fields(columns),
        "missingValues": [""],
        "primaryKey": list(kind.key),
    }
    if kind.parent:
        fields = list(keys[kind.parent])
        schema["foreignKeys"] = [{"fields": fields, "reference": {"resource": kind.parent, "fields": fields}}]
    return schema


@lru_cache(maxsize=32)
def _fields(columns: tuple[DescribedColumn, ...]) -> list[dict[str, Any]]:
    """Columns as a schema names them, the same for every body."""
    return [_field(each) for each in columns]


def _field(described: DescribedColumn) -> dict[str, Any]:
    column = described.column
    constraints = _known({"required": column.is_required, "enum": list(column.choices)})
    return _known(
        {
            "name": column.name,
            "type": column.type,
            "title": described.title,
            "description": described.description,
            "constraints": constraints,
        }
    )


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}
