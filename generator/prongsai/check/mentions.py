"""What a sentence says of scores: codes, indicators and the numbers that stand beside them.

It reads text only; whether a number is right is for `prose`. Its words are in `phrases.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

import yaml

from prongsai.model.framework import TOTAL, Framework
from prongsai.model.scalars import fold_code

REACH_OF_CODE = 260
"""A question's wording may stand between its code and its score."""
REACH_OF_INDICATOR = 120
REACH_OF_NAME = 40
"""Names are common words; they are believed only close to a number."""
OPENING = 12
"""A number this close to the beginning of a section's text is that section's."""
TOUCH = 5
NEAR = 25
"""How far back a cue for or against a number is looked for."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a number can belong to: one code, or the codes of a range."""

    start: int
    end: int
    codes: tuple[str, ...]
    reach: int


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is said to be a score."""

    start: int
    end: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence's "this code scored that"; `start` counts in the text."""

    start: int
    codes: tuple[str, ...]
    value: Decimal


@dataclass(frozen=True, slots=True)
class Naming:
    """An indicator's number and the name of an indicator right beside it."""

    start: int
    number: str
    name: str


@cache
def phrases() -> Mapping[str, str]:
    """Return the regular expressions by name."""
    text = files("prongsai").joinpath("check/phrases.yml").read_bytes()
    loaded = yaml.load(text, yaml.CSafeLoader)
    return {**loaded, "months": "|".join(loaded["months"])}


@cache
def pattern(template: str) -> re.Pattern[str]:
    """Compile a regular expression in which `<name>` stands for that phrase."""
    return re.compile(re.sub(r"<([a-z_]+)>", lambda found: phrases()[found[1]], template))


@dataclass(frozen=True, slots=True)
class Context:
    """Where a text stands: the code that its section is, if any, and those that a bare number can mean."""

    section: str = ""
    codes: frozenset[str] = frozenset()


class Reader:
    """Reads texts that speak of one framework's scores."""

    def __init__(self, framework: Framework, year: int) -> None:
        self.year = year
        self.framework = framework
        self.names = {indicator.title: indicator.id for indicator in framework.indicators}
        names = "|".join(re.escape(name) for name in longest_first(self.names))
        self._name = re.compile(names)
        self._name_beside = re.compile(f"{phrases()['beside']}({names})")
        self._instrument_names = [
            (each.id, pattern(rf"(?<![A-Za-z]){re.escape(each.label)}(?![A-Za-z])(?:<part>(\d))?"))
            for each in framework.instruments
        ]
        groups = {group.id: group.indicator for group in framework.groups}
        self._indicator_of = {question.id: question.indicator for question in framework.questions}
        self._indicator_of |= {item.id: groups[item.group] for item in framework.items}
        self._numbers = {each.id.removeprefix("ind"): each.id for each in framework.indicators}

    def claims(self, text: str, context: Context = Context()) -> Iterator[Claim]:
        """Yield every score that a text (in Arabic digits) states."""
        for start, line in lines_of(text):
            opening = [Subject(0, 0, (context.section,), OPENING)] if not start and context.section else []
            for claim in self._claims_of_line(line, context.codes, opening):
                yield Claim(start + claim.start, claim.codes, claim.value)

    def subjects(self, line: str, context: frozenset[str] = frozenset()) -> list[Subject]:
        """Return what the line speaks of, in order; of overlapping ones the longest."""
        found = [*self._codes(line), *self._bare_questions(line, context), *self._indicators(line)]
        found += [*self._named(line), *self._instruments(line), *self._totals(line)]
        kept: list[Subject] = []
        for subject in sorted(found, key=lambda each: (each.start, -each.end)):
            if not kept or subject.start >= kept[-1].end:
                kept.append(subject)
        return kept

    def namings(self, text: str) -> Iterator[Naming]:
        """Yield every indicator's number that has an indicator's name right before or behind it."""
        number = pattern(r"<indicator_number>(\d{1,2})(?!\d)")
        for start, line in lines_of(text):
            for found in number.finditer(line):
                behind = self._beside(line, found.end())
                before = next(
                    (each for each in self._name.finditer(line) if _touches(line, each, found)), None
                )
                own = self._numbers.get(found[1])
                name = behind or (self.names[before[0]] if before else None)
                if own and name:
                    yield Naming(start + found.start(), own, name)

    def _beside(self, line: str, place: int) -> str | None:
        """The indicator whose name, question or item stands right behind a place."""
        name = self._name_beside.match(line, place)
        if name:
            return self.names[name[1]]
        code = pattern(r"<beside>(?:<question_number>)?([IEOieo])\s?(\d{1,2})(?!\d)").match(line, place)
        return self._indicator_of.get(fold_code(code[1] + code[2])) if code else None

    def _claims_of_line(self, line: str, context: frozenset[str], opening: list[Subject]) -> Iterator[Claim]:
        said = list(numbers(line))
        subjects = [*opening, *self.subjects(line, context)] if said else []
        spent = 0
        for number in said:
            if any(each.start <= number.start < each.end for each in subjects):
                continue
            open_subjects = [each for each in subjects if spent <= each.start and each.end <= number.start]
            spent = number.end
            if not open_subjects or self.is_of_another_year(line, open_subjects[-1].start, number.end):
                continue
            subject = _meant(open_subjects, number)
            clause = line[max(0, subject.start - REACH_OF_NAME) : number.start]
            is_other = pattern(r"<other_measure>").search(clause) or _is_no_score(line, number)
            if number.start - subject.end <= subject.reach and not is_other:
                yield Claim(number.start, subject.codes, number.value)

    def is_of_another_year(self, line: str, start: int, end: int) -> bool:
        """Tell whether another year is named close to a stretch of a line."""
        near = line[max(0, start - NEAR) : end + NEAR]
        return any(int(year) != self.year for year in pattern(r"(?<!\d)<year>(?!\d)").findall(near))

    def _codes(self, line: str) -> Iterator[Subject]:
        one = r"([IEOieo])\s?(\d{1,2})(?![\d])"
        for found in pattern(rf"(?<![A-Za-z0-9]){one}(?:<range>\1\s?(\d{{1,2}})(?!\d))?").finditer(line):
            letter, first = found[1].lower(), int(found[2])
            last = int(found[3] or first)
            codes = tuple(f"{letter}{number}" for number in range(first, last + 1))
            known = tuple(code for code in codes if code in self.framework.scored)
            if known:
                yield Subject(found.start(), found.end(), known, REACH_OF_CODE)

    def _bare_questions(self, line: str, context: frozenset[str]) -> Iterator[Subject]:
        for found in pattern(r"<question_number>(\d{1,2})(?![\d.,]|\s*<question_number>)").finditer(line):
            codes = [code for code in context if re.fullmatch(rf"[a-z]{int(found[1])}", code)]
            if len(codes) == 1:
                yield Subject(found.start(), found.end(), (codes[0],), REACH_OF_CODE)

    def _indicators(self, line: str) -> Iterator[Subject]:
        for found in pattern(r"<indicator_number>(\d{1,2})(?!\d)").finditer(line):
            if found[1] in self._numbers:
                yield Subject(found.start(), found.end(), (self._numbers[found[1]],), REACH_OF_INDICATOR)

    def _named(self, line: str) -> Iterator[Subject]:
        for found in self._name.finditer(line):
            cue = phrases()["indicator_word"] in line[max(0, found.start() - NEAR) : found.start()]
            reach = REACH_OF_INDICATOR if cue else REACH_OF_NAME
            yield Subject(found.start(), found.end(), (self.names[found[0]],), reach)

    def _instruments(self, line: str) -> Iterator[Subject]:
        for instrument, named in self._instrument_names:
            for found in named.finditer(line):
                code = f"{instrument}_{found[1]}" if found[1] else instrument
                yield Subject(found.start(), found.end(), (code,), REACH_OF_NAME)

    def _totals(self, line: str) -> Iterator[Subject]:
        for found in pattern(r"<total>|<total_level>").finditer(line):
            if not self._speaks_of_a_part(line[: found.start()]):
                yield Subject(found.start(), found.end(), (TOTAL,), NEAR)

    def _speaks_of_a_part(self, text: str) -> bool:
        subjects = [*self._codes(text), *self._indicators(text), *self._named(text), *self._instruments(text)]
        return bool(subjects)


def longest_first(names: Iterable[str]) -> list[str]:
    """Names in the order in which a regular expression tries them: none before one that begins with it."""
    return sorted(names, reverse=True)


def _meant(subjects: list[Subject], number: Number) -> Subject:
    """The last subject before a number; a mere name yields to one spelled out before it unless it touches."""
    last = subjects[-1]
    if last.reach == REACH_OF_NAME and number.start - last.end > TOUCH:
        spelled_out = [each for each in subjects if each.reach >= REACH_OF_INDICATOR]
        return spelled_out[-1] if spelled_out else last
    return last


def numbers(line: str) -> Iterator[Number]:
    """Yield the numbers of a line that are said to be scores."""
    for found in re.finditer(r"(?<![\d.,A-Za-z])(\d{1,3}(?:\.\d{1,2})?)(?!\d|,\d|\.\d|[A-Za-z])", line):
        if _is_score(line, found):
            yield Number(found.start(), found.end(), Decimal(found[1]))


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line of a text with the place where it begins."""
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def before(line: str, place: int) -> str:
    """The few characters before a place, in which a cue can stand."""
    return line[max(0, place - NEAR) : place]


def _is_score(line: str, found: re.Match[str]) -> bool:
    rest = line[found.end() :]
    if re.match(r"\s*%", rest):
        return bool(pattern(r"<percent_cue>").search(before(line, found.start())))
    if pattern(r"\s*<score>").match(rest):
        return True
    has_places = "." in found[1] and len(found[1].partition(".")[2]) == 2
    return has_places and bool(pattern(r"<cue>").search(before(line, found.start())))


def _is_no_score(line: str, number: Number) -> bool:
    is_bound = bool(pattern(r"<or_more>").match(line[number.end :]))
    return is_bound or bool(pattern(r"<not_a_score>").search(before(line, number.start)))


def _touches(line: str, name: re.Match[str], number: re.Match[str]) -> bool:
    between = line[name.end() : number.start()]
    return "(" in between and bool(pattern(r"<beside>").fullmatch(between))
