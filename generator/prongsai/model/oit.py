"""Where a body's OIT items are published: `<year>/oit.yml`.

It must not know which items a year asks for; the framework does.
"""

from __future__ import annotations

from prongsai.model.closed import Closed, DataFile
from prongsai.model.scalars import Code, Round, Slug, Text, Url


class Link(Closed):
    """Where one item can be seen, or (`note` without `url`) why it cannot."""

    code: Code
    title: Text | None = None
    url: Url | None = None
    where: Text | None = None
    round: Round | None = None
    elements: tuple[Slug, ...] = ()
    note: Text | None = None


class Oit(DataFile):
    """The links of one fiscal year, in the order in which the body gave them."""

    links: tuple[Link, ...] = ()
