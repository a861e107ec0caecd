"""Thai prose for invented bodies, made of what the five bodies in `units/` wrote.

It must not know in which file or field a sentence will stand.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path

import yaml

from prongsai.load import load
from prongsai.model.references import free_texts
from prongsai.project import Project

ROOT = Path(__file__).parents[2]
NAMES = yaml.safe_load((Path(__file__).parent / "names.yml").read_text("utf-8"))
SENTENCE = re.compile(r"[ก-ฮเ-ไ][ก-ฺเ-๎/,() -]{30,400}")
"""Thai letters without digits: what says nothing of a score, which would be checked against the results."""
TELLING = re.compile(r"ประเด็น|ตัวชี้วัด|ระดับ|ที่สุด|สูงสุด|ต่ำสุด|คะแนน|ร้อยละ|ต้นฉบับ|เอกสาร|ปีงบประมาณ|[(][^)]*$")
"""Words that make a sentence speak of one result."""


def prose(chance: random.Random, letters: int) -> str:
    """Whole sentences, drawn while there is room; about so many letters."""
    known, rest = sentences(), letters
    drawn: list[str] = []
    while rest > len(known[0]) or not drawn:
        fitting = bisect_right(known, rest, key=len)
        drawn.append(known[chance.randrange(max(1, fitting))])
        rest -= len(drawn[-1]) + 1
    return " ".join(drawn)


@cache
def sentences() -> tuple[str, ...]:
    """Sentences of the five bodies that would be true of any, the shortest first."""
    units = load(Project(ROOT)).units
    names = {name for unit in units for name in _names(unit.unit.value.model_dump())}
    fields = chain.from_iterable(free_texts(file.value) for unit in units for file in unit.files)
    texts = (text for at, text in fields if "note" not in at)
    found = {" ".join(each[0].split()).strip(" ,/(") for text in texts for each in SENTENCE.finditer(text)}
    own = re.compile("|".join(map(re.escape, sorted(names))))
    plain = (each for each in found if not TELLING.search(each) and not own.search(each))
    return tuple(sorted(plain, key=lambda each: (len(each), each)))


def _names(unit: Mapping[str, object]) -> Iterator[str]:
    """The words by which one would know a body again."""
    for _, title, _ in NAMES["kinds"]:
        yield str(unit["name"]).removeprefix(title)
    yield from (str(unit[key]) for key in ("district", "province") if unit[key])
