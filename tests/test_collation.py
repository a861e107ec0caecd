"""Thai names in the order of the dictionary."""

from __future__ import annotations

import pytest

from prongsai.derive.collation import thai_order


@pytest.mark.parametrize(
    "ordered",
    [
        ["กรุงเทพมหานคร", "กาญจนบุรี", "ขอนแก่น", "เชียงราย", "เชียงใหม่", "นครราชสีมา", "แพร่", "ลพบุรี", "สงขลา"],
        ["กา", "เก", "แก", "โก", "ใก", "ไก", "ขา"],
        ["จาน", "จ๊าน", "จาม"],
        ["บอ", "บ่อ", "บางกระบือ"],
        ["Alpha", "ก"],
    ],
)
def test_names_stand_as_in_the_dictionary(ordered: list[str]) -> None:
    assert sorted(reversed(ordered), key=thai_order) == ordered
