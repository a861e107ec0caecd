"""The known word that is most like a mistyped one: authors are offered it, so it has to be the right one."""

from __future__ import annotations

import pytest

from prongsai.check.near import alike, nearest, read_as_letters

CODES = ("e1", "i1", "i2", "i19", "i91", "o3", "o34", "o43", "total")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("034", "o34"),  # a digit that looks like the letter, before any word that is as long
        ("19", "i9"),
        ("l9", "i9"),
        ("|9", "i9"),
        ("034l", "034l"),  # what follows is no number
        ("0", "0"),  # nothing follows
        ("", ""),
        ("i19", "i19"),
        ("x19", "x19"),  # looks like no letter
        ("ll", "ll"),
    ],
)
def test_a_first_sign_is_read_as_the_letter_that_it_looks_like(written: str, meant: str) -> None:
    assert read_as_letters(written) == meant


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("034", "o34"),
        ("043", "o43"),
        ("toal", "total"),
        ("i2", "i2"),
        ("zzz", "total"),  # nothing is alike: something known all the same
    ],
)
def test_the_nearest_known_word_is_offered(word: str, near: str) -> None:
    assert nearest(word, CODES) == near
    assert nearest(word, reversed(CODES)) == near


def test_what_looks_like_a_known_code_is_nearer_than_what_is_spelled_alike() -> None:
    assert nearest("l9", ("i9", "l91")) == "i9"


def test_where_nothing_is_known_nothing_is_offered() -> None:
    assert nearest("i1", ()) == ""
    assert alike("i1", ()) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("abcdefghij", "abcdefghij"),
        ("abcdef----", "abcdefghij"),  # six of ten letters
        ("abcde-----", ""),  # five
        ("klmn", "klmnop"),
        ("", ""),
    ],
)
def test_a_text_is_alike_from_six_tenths_of_its_letters(text: str, found: str) -> None:
    assert alike(text, ("klmnop", "abcdefghij")) == found
