"""The open data of all bodies: rows below each other, piece by piece, so that no table is held whole.

It must not decide what a table holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from prongsai import addresses
from prongsai.derive.tables import PORTAL_KINDS
from prongsai.render.all_bodies import SiteReport
from prongsai.render.csv_text import head_text
from prongsai.render.data_package import Described, Extent, Subject, data_package
from prongsai.render.environment import Theme
from prongsai.render.frame import Place
from prongsai.render.open_data import PACKAGE, Dataset, described_table, document_file, json_text, table_file

_UNKNOWN_HASH = "0" * hashlib.sha256().digest_size * 2
_HEADS = tuple(head_text([column.name for column in kind.columns]) for kind in PORTAL_KINDS.values())


@dataclass(frozen=True, slots=True)
class PortalData:
    """The tables of all bodies and what is told of them."""

    theme: Theme
    site: SiteReport
    place: Place

    @property
    def dataset(self) -> Dataset:
        """The files as a page lists them; none of them is held."""
        tables = self._tables((_UNKNOWN_HASH,) * len(PORTAL_KINDS))
        subject = self._subject()
        package = document_file(self.theme, PACKAGE, json_text(data_package(subject, tables)))
        files = (*(table_file(each, None) for each in tables), replace(package, text=None))
        return Dataset(addresses.DATA, subject.title, files)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yield the files piece by piece, each with its path; the descriptor is last, as it holds hashes."""
        paths = [f"{addresses.DATA}{name}.csv" for name in PORTAL_KINDS]
        digests = [hashlib.sha256() for _ in paths]
        for rows in self._rows():
            for path, digest, text in zip(paths, digests, rows, strict=True):
                digest.update(text.encode("utf-8"))
                yield path, text
        tables = self._tables(tuple(digest.hexdigest() for digest in digests))
        yield f"{addresses.DATA}{PACKAGE}", json_text(data_package(self._subject(), tables))

    def _rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the next piece of every table: its head, then body by body."""
        yield _HEADS
        for unit in self.site.units:
            yield self.site.details(unit.id).rows

    def _tables(self, hashes: tuple[str, ...]) -> list[Described]:
        """The tables in their order, with these SHA-256; the sizes are known from the summaries."""
        return [
            described_table(
                self.theme,
                kind,
                Extent(
                    len(_HEADS[index].encode("utf-8"))
                    + sum(unit.rows[index].size for unit in self.site.units),
                    sum(unit.rows[index].rows for unit in self.site.units),
                    hashes[index],
                ),
            )
            for index, kind in enumerate(PORTAL_KINDS.values())
        ]

    def _subject(self) -> Subject:
        words = self.theme.data["package"]
        return Subject(
            name="prongsai",
            title=words["portal_title"],
            description=words["portal_description"].format(today=self.theme.speller.date(self.site.today)),
            homepage=self.place.url(addresses.DATA),
            licence=self.place.licence,
            publisher=(self.theme.words["site"]["portal"], self.place.site_url),
            sources=(),
            created=self.site.today,
        )
