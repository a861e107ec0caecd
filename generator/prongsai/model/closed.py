"""The shape that every model shares: frozen, closed, and saying where it comes from.

It must not know any file or any rule of the assessment.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from prongsai.model.scalars import Slug, Text


class Closed(BaseModel):
    """A mapping with fixed keys whose values never change."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Correction(Closed):
    """Words that a source prints wrongly and that these data mend: `printed` became `corrected`."""

    printed: Text
    corrected: Text


class Acceptance(Closed):
    """One known fault that is published as it is: the problem's code, the field, the reason.

    `value` pins it to what is wrong now (a number, a code): should that change, the fault is told again.
    """

    problem: Slug
    at: Text
    value: Text | None = None
    because: Text


class DataFile(Closed):
    """What any file of a body may say about itself."""

    source: Text | None = None
    note: Text | None = None
    corrections: tuple[Correction, ...] = ()
    accepted: tuple[Acceptance, ...] = ()

    @property
    def says_of_itself(self) -> bool:
        """Tell whether there is anything to print about the file beside its data."""
        return bool(self.source or self.note or self.corrections or self.accepted)
