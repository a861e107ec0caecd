"""One field of a YAML file changes by its own lines, whatever the file looks like."""

from __future__ import annotations

from typing import Any

import pytest

from prongsai.office.spelling import Plain, codes, prose
from prongsai.office.workbook.splicing import FormError, add_item, set_field

ORDER = ("title", "section", "approach", "owners", "steps", "budget")


@pytest.mark.parametrize(
    ("old", "at", "value", "new"),
    [
        ("title: a  # why\nsection: t1\n", ("title",), "b", "title: b  # why\nsection: t1\n"),
        ("title: 'a'\r\nsection: t1\r\n", ("title",), "b: c", "title: 'b: c'\r\nsection: t1\r\n"),
        ("\ufefftitle: a", ("title",), "b", "\ufefftitle: b"),
        ("title: a", ("section",), "t1", "title: a\nsection: t1\n"),
        ("title:  # soon\nsection: t1\n", ("title",), "b", "title: b  # soon\nsection: t1\n"),
        (
            "approach: |  # why\n    a\n    b\n\n# next\nbudget: 0\n",
            ("approach",),
            prose("c\n\nd"),
            "approach: |  # why\n    c\n\n    d\n\n# next\nbudget: 0\n",
        ),
        ("approach: >\n  a\n  b\nbudget: 0\n", ("approach",), prose("c"), "approach: |\n  c\nbudget: 0\n"),
        ("approach: a\nbudget: 0\n", ("approach",), prose("c"), "approach: |\n  c\nbudget: 0\n"),
        ("approach: a # x\n", ("approach",), prose("c"), "approach: |  # x\n  c\n"),
        ("approach: >- # x\n  a\n", ("approach",), prose("c"), "approach: |  # x\n  c\n"),
        ("approach:  # x\nbudget: 0\n", ("approach",), prose("c"), "approach: |  # x\n  c\nbudget: 0\n"),
        ('approach: "a\n  b"\nbudget: 0\n', ("approach",), "c", "approach: c\nbudget: 0\n"),
        ("owners: [a, b]  # two\n", ("owners",), codes(["c"]), "owners: [c]  # two\n"),
        ("budget: 0\n# end\n", ("budget",), Plain("98.90"), "budget: 98.90\n# end\n"),
        ("title: a\nbudget: 0\n", ("approach",), prose("c"), "title: a\napproach: |\n  c\nbudget: 0\n"),
        ("# head\nsection: t1\n", ("title",), "a", "# head\ntitle: a\nsection: t1\n"),
        ("title: a\n# why\nsection: t1\nbudget: 0\n", ("section",), None, "title: a\n# why\nbudget: 0\n"),
        ("steps:\n- due: x\n  text: a\n", ("steps", 0, "due"), None, "steps:\n- text: a\n"),
        (
            "steps:\n  - {text: a, due: x}\n",
            ("steps", 0, "due"),
            "y z",
            'steps:\n  - {text: a, due: "y z"}\n',
        ),
        ("steps:\n  - {text: a, due: x}\n", ("steps", 0, "due"), None, "steps:\n  - {text: a}\n"),
        ("steps:\n  - {text: a}\n", ("steps", 0, "done"), "yes", "steps:\n  - {text: a, done: yes}\n"),
        ("scores:\n  # total:\n", ("scores", "total"), Plain("9.0"), "scores:\n  total: 9.0\n  # total:\n"),
        ("scores:\n  total: 9\nnote: a\n", ("scores", "total"), None, "note: a\n"),
        ("# only\n", ("scores", "total"), Plain("9"), "# only\nscores:\n  total: 9\n"),
        ("", ("title",), "a", "title: a\n"),
    ],
)
def test_a_field_is_set_or_removed(old: str, at: tuple[str | int, ...], value: Any, new: str) -> None:
    assert set_field(old.encode(), at, value, ORDER).decode() == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("steps:\n- text: a\n# end\n", "steps:\n- text: a\n- text: b\n# end\n"),
        (
            "steps:\n    - text: a\n      # due:\nbudget: 0\n",
            "steps:\n    - text: a\n      # due:\n    - text: b\nbudget: 0\n",
        ),
        ("steps: []\nbudget: 0\n", "steps:\n  - text: b\nbudget: 0\n"),
        ("title: a\r\nbudget: 0\r\n", "title: a\r\nsteps:\r\n  - text: b\r\nbudget: 0\r\n"),
    ],
)
def test_an_item_is_added(old: str, new: str) -> None:
    assert add_item(old.encode(), ("steps",), {"text": "b"}, ORDER).decode() == new


@pytest.mark.parametrize(
    "old", ["steps: [{text: a}]\n", "title: a\ntitle: b\n", "- a\n", "a: &x b\nsteps: *x\n"]
)
def test_what_cannot_be_added_by_lines_is_refused(old: str) -> None:
    with pytest.raises(FormError):
        add_item(old.encode(), ("steps",), {"text": "b"}, ORDER)
