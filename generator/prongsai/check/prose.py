"""Rules about prose: what a text says of a score agrees with the results.

Only texts that tell of the analysed result are read; notes and sources quote other things and are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from prongsai.check.case import Case, Passage, Told
from prongsai.check.mentions import Reader, before, lines_of, longest_first, pattern
from prongsai.check.sums import Ledger, constraints, supports
from prongsai.load import Placed
from prongsai.model.digits import fold_digits
from prongsai.model.framework import TOTAL
from prongsai.model.results import Results
from prongsai.model.score import Score, round_score
from prongsai.problems import Problem


def problems(case: Case) -> Iterator[Problem]:
    """Yield what the prose of every plan says against the results that it analyses."""
    for results, told in case.scored_years:
        yield from two_values(results, told, case.said(told.reader.year))
    for reading in case.readings:
        for passage in reading.passages:
            for rule in PASSAGE_RULES:
                yield from rule(passage, reading.told)


def wrong_number(passage: Passage, told: Told) -> Iterator[Problem]:
    """A number beside a code, an indicator or an instrument is that one's score."""
    for claim in passage.claims:
        for code in claim.codes:
            score = told.score(code)
            if score and not agrees(claim.value, score):
                facts = {"code": code, "said": claim.value, "score": score.value, "year": told.reader.year}
                yield passage.placed.text_problem("prose-number", passage.at, claim.start, **facts)
                break


def wrong_full_mark(passage: Passage, told: Told) -> Iterator[Problem]:
    """Only the highest possible score is called a full mark."""
    full = told.reader.framework.scores.max
    for found in pattern(r"<full_mark>\s*(\d{1,3}(?:\.\d{1,2})?)").finditer(passage.folded):
        said = Decimal(found[1])
        line = passage.folded[: found.start()].rpartition("\n")[2]
        is_ours = "." in found[1] or told.reader.subjects(line)
        if (
            said != full
            and is_ours
            and not pattern(r"<not_a_score>").search(before(passage.folded, found.start()))
        ):
            yield passage.placed.text_problem(
                "prose-full-mark", passage.at, found.start(), said=said, full=full
            )


def wrong_rank(passage: Passage, told: Told) -> Iterator[Problem]:
    """Only the best indicator is called the highest, only the weakest the lowest."""
    if not told.report or not told.report.ranked:
        return
    if not pattern(r"<highest>|<lowest>").search(passage.folded):
        return
    rights = (("<highest>", told.report.strongest), ("<lowest>", told.report.weakest))
    for start, line in lines_of(passage.folded):
        for phrase, right in rights:
            for found in pattern(phrase).finditer(line):
                said = _indicator_beside(line, found, told) or _number_behind(line, found)
                names = [figure.code for figure in right]
                values = [figure.value for figure in right]
                if said and right and said not in names and said not in values:
                    facts = {"code": said, "said": found[0], "right": f"{', '.join(names)} = {values[0]}"}
                    yield passage.placed.text_problem(
                        "prose-rank", passage.at, start + found.start(), **facts
                    )


def wrong_name(passage: Passage, told: Told) -> Iterator[Problem]:
    """An indicator's number stands beside its own name, or a question or item of its own."""
    for naming in told.reader.namings(passage.folded):
        if naming.number != naming.name:
            facts = {"number": naming.number, "name": naming.name}
            yield passage.placed.text_problem("prose-name", passage.at, naming.start, **facts)


def wrong_topic(passage: Passage, told: Told) -> Iterator[Problem]:
    """The text under one topic does not bear another topic's name."""
    titles = {"".join(topic.title.split()): topic.id for topic in told.reader.framework.topics}
    if passage.section not in titles.values():
        return
    for start, line in lines_of(passage.text):
        heading = pattern(r"<topic>(.+)").search(line)
        if not heading:
            continue
        name = "".join(heading[1].split())
        named = next((titles[title] for title in titles if name.startswith(title)), passage.section)
        if named != passage.section:
            facts = {"name": named, "section": passage.section}
            yield passage.placed.text_problem("prose-topic", passage.at, start + heading.start(), **facts)


def wrong_level(passage: Passage, told: Told) -> Iterator[Problem]:
    """The level that a text names is the printed one."""
    if not told.report or not told.report.level:
        return
    if not pattern(r"<level>").search(passage.folded):
        return
    names = [band.name for band in told.reader.framework.levels.bands]
    level = "|".join(re.escape(name) for name in longest_first(names))
    for start, line in lines_of(passage.folded):
        for found in pattern(rf"<level>({level})<word_end>").finditer(line):
            if found[1] == told.report.level.name or _tells_of_other(line, found, told):
                continue
            facts = {"said": found[1], "level": told.report.level.name, "year": told.reader.year}
            yield passage.placed.text_problem("prose-level", passage.at, start + found.start(), **facts)


def _tells_of_other(line: str, found: re.Match[str], told: Told) -> bool:
    """Tell whether a level is a goal, of another year, or that of an indicator or instrument before it."""
    if pattern(r"<goal>").search(before(line, found.start())):
        return True
    subjects = told.reader.subjects(line[: found.start()])
    is_of_part = any(TOTAL not in subject.codes for subject in subjects)
    return is_of_part or told.reader.is_of_another_year(line, found.start(), found.start())


def two_values(
    results: Placed[Results], told: Told, said: Mapping[str, frozenset[Decimal]]
) -> Iterator[Problem]:
    """One score has one number: a note gives no second one, and where sums cannot tell, prose neither."""
    ledger = Ledger(told.reader.framework, results.value.scores)
    known = constraints(told.reader.framework, ledger)
    printed = {code: score.value for code, score in results.value.scores.items()}
    noted = list(_noted(results.value.note or "", told.reader))
    for code, score in results.value.scores.items():
        others = {value for value in said.get(code, ()) if not supports(ledger, known, code, value)}
        others |= {value for noted_code, value in noted if noted_code == code}
        others |= {printed[other] for other in _exchanged(code, printed, said)}
        different = sorted(value for value in others if not agrees(value, score))
        if different:
            facts = {"code": code, "said": different[0], "score": score.value}
            yield results.problem("two-values", "scores", code, **facts)


def _exchanged(
    code: str, printed: Mapping[str, Decimal], said: Mapping[str, frozenset[Decimal]]
) -> list[str]:
    """The codes with which the prose says that a code changed places in the table."""
    return [
        other
        for other, value in printed.items()
        if value in said.get(code, ()) and printed[code] in said.get(other, ())
    ]


def agrees(said: Decimal, score: Score) -> bool:
    """Tell whether a number can be the printed score, given the decimals of both."""
    if score.exact is None:
        return True
    places = min(_places(said), _places(score.value))
    return said == score.value or (
        places > 0 and round_score(said, places) == round_score(score.value, places)
    )


def _noted(text: str, reader: Reader) -> Iterator[tuple[str, Decimal]]:
    """Every two-place number behind a code, until the next one or a mean: a note lists second prints."""
    for line in fold_digits(text).split("\n"):
        rest = pattern(r"<mean>").split(line)[0]
        for subject in reversed([each for each in reader.subjects(rest) if len(each.codes) == 1]):
            for number in re.findall(r"(?<![\d.])\d{1,3}\.\d\d(?!\d)", rest[subject.end :]):
                yield subject.codes[0], Decimal(number)
            rest = rest[: subject.start]


def _indicator_beside(line: str, found: re.Match[str], told: Told) -> str | None:
    """The indicator that is called the highest or lowest: the last one before, or right behind "is"."""
    ahead = pattern(r"<rank_ahead>").match(line, found.end())
    indicators = {each.id for each in told.reader.framework.indicators}
    subjects = [each for each in told.reader.subjects(line) if each.codes[0] in indicators]
    if ahead:
        return next((each.codes[0] for each in subjects if each.start - found.end() in range(30)), None)
    earlier = [each for each in subjects if found.start() - each.end in range(120)]
    return earlier[-1].codes[0] if earlier else None


def _number_behind(line: str, found: re.Match[str]) -> Decimal | None:
    number = re.compile(r"\s*[:=]\s*(\d{1,3}\.\d\d)(?!\d)").match(line, found.end())
    return Decimal(number[1]) if number else None


def _places(value: Decimal) -> int:
    return -int(value.as_tuple().exponent)


PASSAGE_RULES = (wrong_number, wrong_full_mark, wrong_rank, wrong_name, wrong_topic, wrong_level)
