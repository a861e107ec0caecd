"""Bytes of data files -> other bytes: slips of a hand, of an editor, of a program, and what nobody types.

Each mutation is drawn from a `random.Random` alone, so that a number says which one it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, get_args

import yaml
from pydantic import BaseModel

from prongsai.load import YEAR_FILES
from prongsai.model.closed import DataFile
from prongsai.model.measure import Measure
from prongsai.model.unit import Unit

Mutation = Callable[[Random, bytes], bytes]
MODELS: Mapping[str, type[DataFile]] = {"unit.yml": Unit, "measure": Measure, **YEAR_FILES}
MOST_BYTES = 40_000
"""No mutated file grows beyond that by doubling its parts; how large ones fare is tried elsewhere."""
_KEY = re.compile(rb"^([ -]*)([A-Za-z_][\w-]*|\S+?)(:)(?=\s|$)", re.MULTILINE)


@cache
def words() -> Mapping[str, Any]:
    """What is put into files: `values.yml`."""
    text = Path(__file__).with_name("values.yml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return loaded


@cache
def field_names() -> tuple[str, ...]:
    """The name of every field of every model, so that a new one is tried without being told of."""
    found: dict[str, None] = {}
    for model in MODELS.values():
        _gather(model, found)
    return tuple(found)


def _gather(annotation: Any, found: dict[str, None]) -> None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            found[name] = None
            _gather(field.annotation, found)
    for argument in get_args(annotation):
        _gather(argument, found)


def mutate(random: Random, data: bytes) -> bytes:
    """A file after one to four mutations; most files stay YAML, so that later stages see them too."""
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 4))):
        kind = random.choices((TREES, LINES, BYTES), (50, 30, 20))[0]
        data = random.choice(kind)(random, data)[:MOST_BYTES]
    return data


# The bytes of a file


def _spot(random: Random, data: bytes) -> int:
    return random.randrange(len(data) + 1)


def flip_bit(random: Random, data: bytes) -> bytes:
    """One bit is another one."""
    at = _spot(random, data)
    return data[:at] + bytes(byte ^ 1 << random.randrange(8) for byte in data[at : at + 1]) + data[at + 1 :]


def insert_sign(random: Random, data: bytes) -> bytes:
    """A sign that is no letter, or no UTF-8, comes in."""
    at = _spot(random, data)
    return data[:at] + bytes.fromhex(random.choice(words()["bytes"])) + data[at:]


def cut_bytes(random: Random, data: bytes) -> bytes:
    """Some bytes are lost."""
    at = _spot(random, data)
    return data[:at] + data[at + random.randrange(40) :]


def truncate(random: Random, data: bytes) -> bytes:
    """The rest of the file is lost."""
    return data[: _spot(random, data)]


def change_encoding(random: Random, data: bytes) -> bytes:
    """The file is saved by a program with habits of its own."""
    text = data.decode("utf-8", "replace")
    saved = (
        text.encode("cp874", "replace"),
        text.encode("utf-16"),
        text.encode("utf-8-sig"),
        data.replace(b"\n", b"\r\n"),
        data.replace(b"\n", b"\r"),
        data.replace(b"\n", "\u2028".encode()),
    )
    return random.choice(saved)


# Its lines


def _lines(change: Callable[[Random, list[bytes]], Sequence[bytes]]) -> Mutation:
    """A mutation of a file's lines."""

    def mutation(random: Random, data: bytes) -> bytes:
        return b"".join(change(random, data.splitlines(keepends=True) or [b"\n"]))

    mutation.__name__ = change.__name__
    return mutation


def shift_line(random: Random, lines: list[bytes]) -> Sequence[bytes]:
    """A line stands further in or out."""
    at = random.randrange(len(lines))
    indent = random.choice(
        (b" ", b"  ", b"\t", b"- ", b"", "\u00a0".encode(), b"      ", b"# ", b"? ", b": ")
    )
    lines[at] = indent + random.choice((lines[at], lines[at].lstrip(), lines[at][2:]))
    return lines


def shuffle_lines(random: Random, lines: list[bytes]) -> Sequence[bytes]:
    """A few lines change places."""
    at = random.randrange(len(lines))
    some = lines[at : at + random.randrange(2, 6)]
    random.shuffle(some)
    return [*lines[:at], *some, *lines[at + len(some) :]]


def move_block(random: Random, lines: list[bytes]) -> Sequence[bytes]:
    """A block is deleted, doubled or stands elsewhere."""
    at, to = random.randrange(len(lines)), random.randrange(len(lines))
    end = at + 1
    depth = len(lines[at]) - len(lines[at].lstrip(b" "))
    while end < len(lines) and len(lines[end]) - len(lines[end].lstrip(b" ")) > depth:
        end += 1
    block = lines[at:end]
    kept = random.choice((lines, lines[:at] + lines[end:]))
    return random.choice((kept, [*kept[:to], *block, *kept[to:]], [*kept[:to], *block, *block, *kept[to:]]))


def join_lines(random: Random, lines: list[bytes]) -> Sequence[bytes]:
    """A line's end is lost, or one comes in."""
    at = random.randrange(len(lines))
    line = lines[at]
    cut = random.randrange(len(line) + 1)
    lines[at] = random.choice((line.rstrip(b"\r\n"), line[:cut] + b"\n" + line[cut:]))
    return lines


def rename_key(random: Random, lines: list[bytes]) -> Sequence[bytes]:
    """A key is another field's name, or no name at all."""
    name = random.choice((*field_names(), *words()["keys"])).encode()
    found = [at for at, line in enumerate(lines) if _KEY.match(line)]
    if found:
        at = random.choice(found)
        lines[at] = _KEY.sub(lambda match: match[1] + name + match[3], lines[at], count=1)
    return lines


def write_value(random: Random, lines: list[bytes]) -> Sequence[bytes]:
    """A key says something else, as YAML that may be none."""
    found = [at for at, line in enumerate(lines) if _KEY.match(line)]
    if found:
        at = random.choice(found)
        value = random.choice(words()[random.choice(("yaml", "values"))]).encode()
        lines[at] = lines[at].split(b":")[0] + b": " + value + b"\n"
    return lines


# Its values


def change_tree(random: Random, data: bytes) -> bytes:
    """One value of the tree is another one; files that are no YAML stay as they are."""
    try:
        tree = yaml.load(data, yaml.CBaseLoader)
        spots = list(_spots(tree))
        if spots:
            holder, key = random.choice(spots)
            random.choice((put_value, put_value, drop_value, double_value, move_value))(
                random, holder, key, spots
            )
        return written(tree)
    except (yaml.YAMLError, UnicodeError, ValueError, RecursionError, TypeError):
        return data


class _Writer(yaml.CSafeDumper):
    """Writes what stands twice twice: an anchor would hide all other faults of the file."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def written(tree: Any) -> bytes:
    """Values as YAML."""
    return yaml.dump(tree, Dumper=_Writer, allow_unicode=True, sort_keys=False).encode()


def _spots(tree: Any) -> list[tuple[Any, Any]]:
    """Every place of a tree: what holds it, and by which key or number."""
    found: list[tuple[Any, Any]] = []
    waiting = [tree]
    while waiting and len(found) < 5_000:
        holder = waiting.pop()
        keys = holder if isinstance(holder, dict) else range(len(holder)) if isinstance(holder, list) else ()
        for key in keys:
            found.append((holder, key))
            waiting.append(holder[key])
    return found


def put_value(random: Random, holder: Any, key: Any, spots: Sequence[Any]) -> None:
    """Another value, of another type too, or another field's."""
    other, its = random.choice(spots)
    known: tuple[Any, ...] = (
        random.choice(words()["values"]),
        str(other[its]),
        [holder[key]],
        {str(key): holder[key]},
        {},
        [],
        "",
        str(holder[key]) * random.choice((2, 30)),
        f"{holder[key]}{random.choice(words()['values'])}",
    )
    holder[key] = random.choices(known, (6, 3, 1, 1, 1, 1, 1, 1, 2))[0]


def drop_value(random: Random, holder: Any, key: Any, spots: Sequence[Any]) -> None:
    """The value is gone."""
    del holder[key]


def double_value(random: Random, holder: Any, key: Any, spots: Sequence[Any]) -> None:
    """A list has its item twice; a mapping has its value under another name."""
    if isinstance(holder, list):
        holder.insert(random.randrange(len(holder) + 1), holder[key])
    else:
        holder[random.choice((*field_names(), *words()["keys"]))] = holder[key]


def move_value(random: Random, holder: Any, key: Any, spots: Sequence[Any]) -> None:
    """Two values change places."""
    other, its = random.choice(spots)
    first, second = holder[key], other[its]
    if not isinstance(first, (dict, list)) and not isinstance(second, (dict, list)):
        holder[key], other[its] = second, first


BYTES: Sequence[Mutation] = (flip_bit, insert_sign, cut_bytes, truncate, change_encoding)
LINES: Sequence[Mutation] = tuple(
    map(_lines, (shift_line, shuffle_lines, move_block, join_lines, rename_key, write_value))
)
TREES: Sequence[Mutation] = (change_tree,)
