"""What can be wrong: problems of the data, told with place and remedy, and stops of the operator.

It must not find problems; `load` and `check` do. The sentences stand in `problems.yml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, partial
from importlib.resources import files
from pathlib import PurePath
from typing import Any

import yaml

from prongsai.signs import told


class Severity(StrEnum):
    """An error stops the build of its unit; a warning or a notice is told and listed."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table of problems: severity, meaning (the law), sentence with named fields."""

    code: str
    severity: Severity
    meaning: str
    sentence: str
    accept: bool = False
    """True for an error of the source itself, which a body may publish as it is."""

    @property
    def can_be_accepted(self) -> bool:
        """Tell whether `accepted:` may silence it; what would break a page cannot be."""
        return self.accept or self.severity is not Severity.ERROR


@dataclass(frozen=True, slots=True)
class Place:
    """A field of a file: path relative to the project, 1-based line, dotted name of the field."""

    path: str
    line: int
    field: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of the data. Its sentence is composed of the table's and of `facts`."""

    place: Place
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """The problem's row of the table."""
        return problem_kinds()[self.code]

    @property
    def is_error(self) -> bool:
        """Tell whether the problem stops the build of its unit."""
        return self.kind.severity is Severity.ERROR

    @property
    def unit(self) -> str:
        """The id of the unit that it belongs to: the folder below `units/`."""
        return self.place.path.split("/")[1]

    def is_accepted_by(self, code: str, at: str, value: str | None) -> bool:
        """Tell whether an acceptance of this code, field and (if given) value speaks of this fault."""
        is_same = (self.code, self.place.field) == (code, at)
        return (
            self.kind.can_be_accepted
            and is_same
            and (value is None or value in map(str, self.facts.values()))
        )

    @property
    def sentence(self) -> str:
        """The Thai sentence with the remedy, the field's name before it."""
        text = self.kind.sentence.format_map({"field": self.place.field, **self.facts})
        return told(" ".join(text.split()))

    @property
    def path(self) -> str:
        """The path of its file as it is told; whoever names a file names it as he likes."""
        return told(self.place.path)

    @property
    def sort_key(self) -> tuple[str, int, str, str]:
        """By file, line, field and code."""
        return (self.place.path, self.place.line, self.place.field, self.code)

    def __str__(self) -> str:
        """`path:line: sentence [code]`."""
        return f"{self.path}:{self.place.line}: {self.sentence} [{self.code}]"


class StopError(Exception):
    """A mistake of the operator: one sentence that says what and how to mend it."""

    def __init__(self, code: str, /, **facts: object) -> None:
        """Compose the sentence of the table of stops."""
        plain = {name: _fact(value) for name, value in facts.items()}
        super().__init__(str(_table("stops")[code]).format_map(plain).strip())
        self.code = code
        self.facts = facts

    def __reduce__(self) -> tuple[partial[StopError], tuple[str]]:
        """How it travels from one process to another."""
        return partial(StopError, **self.facts), (self.code,)


def _fact(value: object) -> object:
    """A fact of a sentence; what somebody wrote steers no terminal."""
    return told(str(value)) if isinstance(value, str | PurePath) else value


class DataError(Exception):
    """The data of one or more units have errors; `problems` are all of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep the problems for whoever tells them."""
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@cache
def problem_kinds() -> Mapping[str, Kind]:
    """Return the table of problems by code."""
    return {
        code: Kind(code, Severity(row["severity"]), row["meaning"], row["sentence"], "accept" in row)
        for code, row in _table("problems").items()
    }


@cache
def _table(name: str) -> Any:
    text = files("prongsai").joinpath("problems.yml").read_text("utf-8")
    return yaml.load(text, yaml.CSafeLoader)[name]
