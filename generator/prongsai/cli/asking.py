"""Questions to the person at the terminal; where nobody is, an option must have said it.

It must not know what an answer is for.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

import click

from prongsai.cli.group import DATA_FAULT
from prongsai.cli.texts import tell, words
from prongsai.fields import choices
from prongsai.model.digits import fold_digits
from prongsai.model.scalars import is_slug
from prongsai.office.trial import Trial
from prongsai.problems import StopError

T = TypeVar("T")


def can_ask() -> bool:
    """Tell whether a person can answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def answer(name: str, given: str | None, read: Callable[[str], T], default: str | None = None) -> T:
    """Return what an option or a person says; `read` raises ValueError on what is not right.

    A person is asked again until the answer is right; without one, `default` stands for what is not given.
    """
    if given is None and can_ask():
        return _ask_until_right(name, read, default)
    value = default if given is None else given
    if value is None:
        raise StopError("missing-option", option=f"--{name}")
    try:
        return read(value)
    except ValueError:
        raise StopError("wrong-option", option=f"--{name}", value=value, right=_right(name)) from None


def _ask_until_right(name: str, read: Callable[[str], T], default: str | None) -> T:
    while True:
        typed = ask(words()["questions"][name]["ask"].format(default=default))
        try:
            return read(typed or default or "")
        except ValueError:
            click.echo(_right(name))


def ask(question: str) -> str:
    """Ask once; an empty answer is one too."""
    try:
        return str(click.prompt(question, default="", show_default=False, prompt_suffix=": ")).strip()
    except click.Abort:
        raise StopError("given-up") from None


def ask_lines(name: str) -> str:
    """Ask for several lines, which an empty one ends."""
    click.echo(words()["questions"][name]["ask"])
    return "\n".join(iter(lambda: ask(">"), ""))


def text_answer(name: str, given: str | None) -> str:
    """Return a text that must not be empty, of any number of lines."""
    if given is not None or not can_ask():
        return answer(name, given, not_empty)
    while not (typed := ask_lines(name)):
        click.echo(_right(name))
    return typed


def choice(name: str, given: str | None) -> str:
    """Return the chosen code of a list of the words; a person may type number, code or any of its names."""
    return pick(name, given, choices()[name])


def pick(name: str, given: str | None, known: Mapping[str, Sequence[str]], default: str | None = None) -> str:
    """Return the chosen code of those that are known; a person sees a numbered list of their first names."""
    if given is None and can_ask():
        for number, names in enumerate(known.values(), 1):
            click.echo(f"  {number} {names[0]}")
        return answer(name, given, lambda text: chosen(known, text), default)
    value = answer(name, given, str, default)
    try:
        return chosen(known, value)
    except ValueError:
        listed = ", ".join(f"{code} ({names[0]})" for code, names in known.items())
        raise StopError("wrong-choice", option=f"--{name}", value=value, known=listed) from None


def choice_name(name: str, code: str) -> str:
    """The name by which a choice is shown."""
    return choices()[name][code][0]


def tell_trial(trial: Trial) -> None:
    """Tell what would newly be wrong; errors end the verb before anything is written."""
    if trial.errors or trial.others:
        tell((*trial.errors, *trial.others))
    if trial.errors:
        click.echo(words()["not_written"], err=True)
        sys.exit(DATA_FAULT)


def chosen(known: Mapping[str, Sequence[str]], text: str) -> str:
    """The code that a number of the list, a code or a name means; ValueError if it means none."""
    typed = _closed_up(text)
    spelled = dict(_spellings(known))
    if typed not in spelled:
        raise ValueError(text)
    return spelled[typed]


def _spellings(known: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    for number, (code, names) in enumerate(known.items(), 1):
        yield from ((_closed_up(spelling), code) for spelling in (str(number), code, *names))


def _closed_up(text: str) -> str:
    """A name without spaces, capitals and Thai digits, in which officers differ."""
    return fold_digits("".join(text.split())).lower()


def not_empty(text: str) -> str:
    """The text itself; ValueError if there is none."""
    if not text.strip():
        raise ValueError(text)
    return text


def an_id(text: str) -> str:
    """The text itself; ValueError if it cannot be an id."""
    if not is_slug(text):
        raise ValueError(text)
    return text


def _right(name: str) -> str:
    return str(words()["questions"][name]["right"])
