"""Texts of a table -> sections of the analysis and codes of the assessment, where they agree exactly.

A number alone is no proof: it counts only together with the title that has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from prongsai.check.near import nearest
from prongsai.model.scalars import fold_code
from prongsai.office.tables.folding import fold, plain, shorten
from prongsai.office.tables.settled import SECTION, At, Doubt, Settled
from prongsai.office.tables.vocabulary import vocabulary
from prongsai.problems import StopError

_CODE = re.compile(r"(?<![a-z0-9])([a-z]{1,3})\s?([0-9]{1,2})(?![0-9])")
_NUMBER = re.compile(r"[a-z]+([0-9]+)")
_NUMBERED = re.compile("^[^0-9]{4,14}[0-9]{1,2}(?=[^0-9])")
"""A word and a number before a folded title."""
_KEY = 40
"""How much of a long text is enough to name it in an option."""


@dataclass(frozen=True, slots=True)
class Sections:
    """Where measures can stand, each with its titles, the first of which is shown."""

    titles: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, str | None]
    """Every code of the assessment; that of a question with its indicator."""

    def title(self, code: str) -> str:
        """The title by which a section is shown."""
        return next(iter(self.titles[code]), code)

    def find(self, text: str, settled: Settled, at: At) -> str | Doubt:
        """Return the section that a text names, or why that is not sure."""
        given = settled.section(text)
        if given:
            return self.known(given)
        if fold_code(text) in self.titles:
            return fold_code(text)
        found = dict.fromkeys([*self._whole(fold(text)), *self._named_inside(fold(text))])
        if len(found) == 1:
            code = next(iter(found))
            return self._number_doubt(text, code, at) or code
        return self._doubt("unknown-section", text, at)

    def codes_in(self, text: str) -> tuple[str, ...]:
        """The codes of questions and items that a text names, in order."""
        read = ("".join(found) for found in _CODE.findall(plain(text).lower()))
        return tuple(dict.fromkeys(code for code in read if code in self.codes))

    def says_more(self, text: str, code: str) -> bool:
        """Tell whether a text says more than a section's title and number."""
        return code not in self._whole(fold(text))

    def known(self, code: str) -> str:
        """Return a section that a person has given; `StopError` if there is none."""
        if code not in self.titles:
            raise StopError("no-such-section", section=code, near=nearest(code, self.titles))
        return code

    def _spelled(self) -> Iterator[tuple[str, str]]:
        """Each section with each of its titles, folded and without a number before it."""
        for code, titles in self.titles.items():
            yield from ((code, _NUMBERED.sub("", fold(title))) for title in titles if fold(title))

    def _whole(self, folded: str) -> Iterator[str]:
        """The sections of which a text is the title, with or without a number before it."""
        for code, title in self._spelled():
            if re.fullmatch(f"(?:{_words()})?[0-9]{{0,2}}{re.escape(title)}", folded):
                yield code

    def _named_inside(self, folded: str) -> Iterator[str]:
        """The sections that a longer text names by word, number and title."""
        for word, family in vocabulary().numbered_sections.items():
            for code, title in self._spelled():
                number = code.removeprefix(family)
                if number.isdigit() and f"{fold(word)}{number}{title}" in folded:
                    yield code

    def _number_doubt(self, text: str, code: str, at: At) -> Doubt | None:
        number = re.match(f"(?:{_words()})?([0-9]{{1,2}})", fold(text))
        own = _NUMBER.fullmatch(code)
        is_other = number and own and number[1] != own[1]
        return self._doubt("section-number", text, at, code) if is_other else None

    def _doubt(self, code: str, text: str, at: At, near: str = "") -> Doubt:
        titles = {title: each for each, title in self._spelled()}
        indicator = next((self.codes[each] for each in self.codes_in(text)), None)
        guess = near or (
            indicator if indicator in self.titles else titles.get(nearest(fold(text)[:_KEY], titles))
        )
        facts = {"text": shorten(text), "near": guess or next(iter(self.titles), "")}
        return Doubt(code, at, SECTION, shorten(text, _KEY).removesuffix("…"), facts)


def _words() -> str:
    words = map(fold, vocabulary().numbered_sections)
    return "|".join(sorted(words, key=len, reverse=True))
