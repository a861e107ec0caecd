"""What an earlier result says: `<year>/analysis.yml`, where the year is the plan's.

It must not know the measures that answer its findings.
"""

from __future__ import annotations

from typing import Literal

from prongsai.model.closed import Closed, DataFile
from prongsai.model.scalars import Code, Slug, Text, Year

Need = Literal["fix", "improve", "keep"]


class Section(Closed):
    """A heading of the analysis: a code of the framework, or an id of one's own with a title."""

    id: Slug
    title: Text | None = None
    narrative: Text | None = None
    limits: Text | None = None


class Finding(Closed):
    """One sentence that a measure can answer; `codes` are those of the result year's framework."""

    id: Slug | None = None
    section: Slug
    codes: tuple[Code, ...] = ()
    need: Need | None = None
    text: Text


class Analysis(DataFile):
    """The analysis of `result_year`, in the order in which the body wrote it."""

    result_year: Year
    summary: Text | None = None
    measures_intro: Text | None = None
    sections: tuple[Section, ...] = ()
    findings: tuple[Finding, ...] = ()
