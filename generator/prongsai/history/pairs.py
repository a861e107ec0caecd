"""Two versions of a list -> which item became which.

It must not know what the items mean.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from itertools import takewhile

from prongsai.document import Value
from prongsai.model.digits import fold_digits

Pair = tuple[Value, Value]
_ALIKE = 0.6
"""From this ratio of difflib's on, two texts are two versions of one."""
_LONGEST = 2000
"""So many signs of a text are compared."""


def same(one: Value, other: Value) -> bool:
    """Tell whether two values say the same: white space at the ends and Thai digits do not count."""
    return one == other or canonical(one) == canonical(other)


def canonical(value: Value) -> str:
    """A value as one text, equal for values that say the same."""
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True)


def pair_items(old: list[Value], new: list[Value], key: Callable[[Value], object]) -> Iterator[Pair]:
    """Pair the items that are not the same: by their key, then by likeness; what is left came or went.

    The order of items does not count. Pairs come in the order of the new list, what went at the end.
    """
    old, new = _between(old, new)
    old, new = _without(old, new), _without(new, old)
    partners = _partners(old, new, lambda one, other: key(one) is not None and key(one) == key(other))
    partners |= _partners(
        [each for each in old if id(each) not in {id(one) for one in partners.values()}],
        [each for each in new if id(each) not in partners],
        _is_alike,
    )
    yield from ((partners.get(id(each)), each) for each in new)
    taken = {id(each) for each in partners.values()}
    yield from ((each, None) for each in old if id(each) not in taken)


def _between(old: list[Value], new: list[Value]) -> tuple[list[Value], list[Value]]:
    """Both lists without the equal items that they begin and end with; mostly one item was added."""
    start = sum(1 for _ in takewhile(_is_equal, zip(old, new, strict=False)))
    old, new = old[start:], new[start:]
    end = sum(1 for _ in takewhile(_is_equal, zip(reversed(old), reversed(new), strict=False)))
    return old[: len(old) - end], new[: len(new) - end]


def _is_equal(pair: Pair) -> bool:
    return pair[0] == pair[1]


def _partners(old: list[Value], new: list[Value], is_one: Callable[[Value, Value], bool]) -> dict[int, Value]:
    """The first old item that fits each new one, by the new one's identity."""
    left = list(old)
    partners: dict[int, Value] = {}
    for item in new:
        found = next((index for index, each in enumerate(left) if is_one(each, item)), None)
        if found is not None:
            partners[id(item)] = left.pop(found)
    return partners


def _without(items: list[Value], others: list[Value]) -> list[Value]:
    """The items that do not stand among the others, each as often as it stands there less."""
    there = Counter(map(canonical, others))
    left = []
    for item in items:
        name = canonical(item)
        if there[name]:
            there[name] -= 1
        else:
            left.append(item)
    return left


def _is_alike(one: Value, other: Value) -> bool:
    old, new = (" ".join(_texts(value))[:_LONGEST] for value in (one, other))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _texts(value: Value) -> Iterator[str]:
    """Every text within a value, without the names of fields."""
    if isinstance(value, str):
        yield value.strip()
    elif value is not None:
        for child in value.values() if isinstance(value, dict) else value:
            yield from _texts(child)


def _plain(value: Value) -> Value:
    if isinstance(value, dict):
        return {key: _plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_plain(child) for child in value]
    return fold_digits(value).strip() if value is not None else None
