"""Problems -> text for a reader or a machine: plain lines, JSON, GitHub's annotations, GitLab's report.

It must not decide which problems are told, nor print them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping

from prongsai.problems import Problem, Severity
from prongsai.signs import told

_GITHUB_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "notice"}
_GITLAB_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTICE: "info"}


def plain(problems: Iterable[Problem]) -> str:
    """One line a problem: `path:line: sentence [code]`."""
    return "".join(f"{problem}\n" for problem in problems)


def as_json(problems: Iterable[Problem]) -> str:
    """A JSON list of objects with path, line, field, code, severity and sentence."""
    rows = [
        {
            "path": problem.path,
            "line": problem.place.line,
            "field": told(problem.place.field),
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
        f"::{_GITHUB_COMMANDS[problem.kind.severity]} file={_property(problem.path)},"
        f"line={problem.place.line},title={_property(problem.code)}::{_message(problem.sentence)}\n"
        for problem in problems
    )


def gitlab(problems: Iterable[Problem]) -> str:
    """The report of code quality that GitLab shows beside the line of a merge request.

    A fingerprint has no line, which moves when lines are added above.
    Source: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
    """
    rows = [
        {
            "description": problem.sentence,
            "check_name": problem.code,
            "fingerprint": _fingerprint(problem),
            "severity": _GITLAB_SEVERITIES[problem.kind.severity],
            "location": {"path": problem.path, "lines": {"begin": problem.place.line}},
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _fingerprint(problem: Problem) -> str:
    known_by = (problem.path, problem.place.field, problem.code, problem.sentence)
    return hashlib.sha256("\0".join(known_by).encode("utf-8")).hexdigest()


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Mapping[str, Callable[[Iterable[Problem]], str]] = {
    "plain": plain,
    "json": as_json,
    "github": github,
    "gitlab": gitlab,
}
