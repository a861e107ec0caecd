"""Who a public body is: `unit.yml`.

It must not know what the body scored or planned.
"""

from __future__ import annotations

from prongsai.model.closed import Closed, DataFile
from prongsai.model.scalars import Slug, Text, Url

ALL_OWNERS = "all"
"""The owner that every body has: all its departments."""


class Owner(Closed):
    """A department, section or executive that can be responsible for a measure."""

    id: Slug
    name: Text


class Unit(DataFile):
    """A public body. `kind` selects the family of frameworks by which it is assessed."""

    name: Text
    short_name: Text | None = None
    kind: Slug
    district: Text | None = None
    province: Text | None = None
    website: Url | None = None
    phone: Text | None = None
    email: Text | None = None
    line: Text | None = None
    facebook: Url | None = None
    address: Text | None = None
    owners: tuple[Owner, ...] = ()

    @property
    def label(self) -> str:
        """The short name where there is one, else the name."""
        return self.short_name or self.name
