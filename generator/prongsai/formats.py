"""Problems -> text for a reader or a machine: plain lines, JSON, GitHub's annotations.

It must not decide which problems are told, nor print them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping

from prongsai.problems import Problem, Severity

_GITHUB_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "notice"}


def plain(problems: Iterable[Problem]) -> str:
    """One line a problem: `path:line: sentence [code]`."""
    return "".join(f"{problem}\n" for problem in problems)


def as_json(problems: Iterable[Problem]) -> str:
    """A JSON list of objects with path, line, field, code, severity and sentence."""
    rows = [
        {
            "path": problem.place.path,
            "line": problem.place.line,
            "field": problem.place.field,
            "code": problem.code,
            "severity": problem.kind.severity,
            "sentence": problem.sentence,
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def github(problems: Iterable[Problem]) -> str:
    """Workflow commands that GitHub shows beside the line of a pull request.

    Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
    """
    return "".join(
        f"::{_GITHUB_COMMANDS[problem.kind.severity]} file={_property(problem.place.path)},"
        f"line={problem.place.line},title={_property(problem.code)}::{_message(problem.sentence)}\n"
        for problem in problems
    )


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Mapping[str, Callable[[Iterable[Problem]], str]] = {
    "plain": plain,
    "json": as_json,
    "github": github,
}
