"""Rules about codes in free text: they exist in the year, and are spelled with letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from prongsai.check.case import Case, Passage
from prongsai.check.mentions import before, lines_of, pattern
from prongsai.check.near import nearest, read_as_letters
from prongsai.model.digits import fold_digits
from prongsai.model.framework import Framework
from prongsai.model.scalars import fold_code
from prongsai.problems import Problem


def problems(case: Case) -> Iterator[Problem]:
    """Yield codes in the texts of every plan that its result year does not have."""
    for reading in case.readings:
        later = case.framework(reading.year.year)
        for passage in reading.passages:
            yield from lookalike_code(passage)
            yield from foreign_item(passage)
            yield from code_not_in_year(passage, reading.told.reader.framework, later)


def code_not_in_year(passage: Passage, framework: Framework, later: Framework | None) -> Iterator[Problem]:
    """A code in a text exists in the analysed year or in the plan's own."""
    for found in re.finditer(r"(?<![A-Za-z0-9])[IEOieo]\s?\d{1,2}(?!\d)", passage.folded):
        code = fold_code(found[0])
        if not pattern(r"<code_cue>").search(before(passage.folded, found.start())):
            continue
        known = framework.scored | (later.scored if later else frozenset())
        if code not in known and code[0] in {each[0] for each in known if each[1:].isdigit()}:
            facts = {"value": code, "year": framework.year, "near": nearest(code, known)}
            yield passage.placed.text_problem("code-not-in-year", passage.at, found.start(), **facts)


def lookalike_code(passage: Passage) -> Iterator[Problem]:
    """A code begins with a letter, not with a digit that looks like one."""
    if not pattern(r"<lookalike>").search(passage.text):
        return
    for start, line in lines_of(passage.text):
        for found in pattern(r"<lookalike>").finditer(line):
            facts = {"value": found[1], "near": read_as_letters(fold_digits(found[1]))}
            yield passage.placed.text_problem("lookalike-code", passage.at, start + found.start(1), **facts)


def foreign_item(passage: Passage) -> Iterator[Problem]:
    """Items of another family of assessments do not stand among those of this one."""
    for found in pattern(r"<foreign_item>").finditer(passage.text):
        yield passage.placed.text_problem("foreign-item", passage.at, found.start(), value=found[0])
