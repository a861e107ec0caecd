"""Printed scores and the one rounding function."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest

from prongsai.model.score import Score, parse_score, round_score


@pytest.mark.parametrize(
    ("text", "value", "at_least"),
    [
        ("95.76", "95.76", False),
        ("๙๕.๗๖", "95.76", False),
        (" 95.76 ", "95.76", False),
        ("100", "100", False),
        ("100.00", "100.00", False),
        ("0", "0", False),
        ("-5", "-5", False),
        ("90+", "90", True),
        ("90 +", "90", True),
        ("90+ ", "90", True),
        ("๙๐+", "90", True),
        ("89.5+", "89.5", True),
        ("1234567890123.45", "1234567890123.45", False),
    ],
)
def test_a_score_keeps_the_decimals_that_were_printed(text: str, value: str, at_least: bool) -> None:
    score = parse_score(text)
    assert (str(score.value), score.at_least) == (value, at_least)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "+",
        "+90",
        "90++",
        "-",
        "--5",
        "5-",
        ".",
        "1.2.3",
        "1e3",
        "1E3",
        "NaN",
        "sNaN",
        "Infinity",
        "-inf",
        "1_000",
        "1,000",
        "95,76",
        "90 ขึ้นไป",
        "95 .76",
        "0x10",
        "9๐a",
        "½",
        "²",
        "ผ่าน",
        "12345678901234.56",
    ],
)
def test_what_is_no_number_is_no_score(text: str) -> None:
    with pytest.raises(ValueError):
        parse_score(text)


@pytest.mark.parametrize(
    ("score", "exact"),
    [(Score(Decimal(90)), Decimal(90)), (Score(Decimal(90), at_least=True), None)],
    ids=["a number", "a lower bound"],
)
def test_a_lower_bound_is_no_number_to_reckon_with(score: Score, exact: Decimal | None) -> None:
    assert score.exact == exact


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("93.125", "93.13"),
        ("93.124999", "93.12"),
        ("93.1250001", "93.13"),
        ("93.135", "93.14"),
        ("93.115", "93.12"),
        ("0.005", "0.01"),
        ("0.00499", "0.00"),
        ("99.995", "100.00"),
        ("2.675", "2.68"),
        ("85", "85.00"),
        ("-0.005", "-0.01"),
        ("-1.255", "-1.26"),
        ("-1.2549", "-1.25"),
    ],
)
def test_a_mean_is_rounded_half_up_to_two_places(value: str, rounded: str) -> None:
    assert str(round_score(Decimal(value))) == rounded


@pytest.mark.parametrize(
    ("value", "places", "rounded"), [("93.5", 0, "94"), ("92.5", 0, "93"), ("93.25", 1, "93.3")]
)
def test_a_mean_is_rounded_half_up_to_any_places(value: str, places: int, rounded: str) -> None:
    assert str(round_score(Decimal(value), places)) == rounded


@pytest.mark.parametrize("text", ["9" * 26, "9" * 27, "9" * 60, "0." + "1" * 60], ids=len)
def test_a_number_that_is_read_can_be_rounded_however_long(text: str) -> None:
    with suppress(ValueError):
        assert round_score(parse_score(text).value).is_finite()
