"""A folder lists its names in another order: `sitecustomize` of a trial, which sets SEED above this text."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

_scandir, _listdir = os.scandir, os.listdir


class Shuffled:
    """What `os.scandir` gives, in an order of its own."""

    def __init__(self, *arguments: str) -> None:
        with _scandir(*arguments) as found:
            self._entries = list(found)
        random.Random(f"{globals().get('SEED', 0)}{arguments}").shuffle(self._entries)

    def __iter__(self) -> Iterator[os.DirEntry[str]]:
        return iter(self._entries)

    def __enter__(self) -> Shuffled:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __next__(self) -> os.DirEntry[str]:
        if not self._entries:
            raise StopIteration
        return self._entries.pop()

    def close(self) -> None:
        """Nothing is open."""


def _shuffled_list(*arguments: str) -> list[str]:
    names = _listdir(*arguments)
    random.Random(f"{globals().get('SEED', 0)}{arguments}").shuffle(names)
    return names


os.scandir = Shuffled  # type: ignore[assignment]
os.listdir = _shuffled_list  # type: ignore[assignment]
