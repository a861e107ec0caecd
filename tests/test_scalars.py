"""Single fields: what an officer may type, what it is read as, and by which code it is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from prongsai.model import scalars
from prongsai.model.calendar import Period, Span, When
from prongsai.model.digits import fold_digits
from prongsai.model.score import Score
from prongsai.problems import problem_kinds

APRIL = When(Span(date(2024, 4, 1), date(2024, 4, 30)), is_month=True)
FIFTH = When(Span(date(2024, 4, 5), date(2024, 4, 5)), is_month=False)

ACCEPTED: list[tuple[str, str, object]] = [
    ("Text", "  ข้อความ \n", "ข้อความ"),
    ("Text", "no", "no"),
    ("Slug", "office", "office"),
    ("Slug", "m1-2", "m1-2"),
    ("Slug", "eit_1", "eit_1"),
    ("Slug", "0", "0"),
    ("Code", "i19", "i19"),
    ("Code", "I19", "i19"),
    ("Code", "I๑๙", "i19"),
    ("Code", "i 19", "i19"),
    ("Code", "EIT_๑", "eit_1"),
    ("Code", "utilities-2", "utilities-2"),
    ("Year", "2567", 2567),
    ("Year", "๒๕๖๗", 2567),
    ("Year", "2024", 2567),
    ("Year", " 2567 ", 2567),
    ("Number", "12.50", Decimal("12.50")),
    ("Number", "๑๒", Decimal(12)),
    ("Number", "-1", Decimal(-1)),
    ("Count", "0", 0),
    ("Count", "-1", -1),
    ("Count", "๓", 3),
    ("Budget", "0", Decimal(0)),
    ("Budget", "50,000", Decimal(50000)),
    ("Budget", "1,250,000.75", Decimal("1250000.75")),
    ("Budget", "๕๐,๐๐๐", Decimal(50000)),
    ("PrintedScore", "95.76", Score(Decimal("95.76"))),
    ("PrintedScore", "90+", Score(Decimal(90), at_least=True)),
    ("Day", "2567-04-05", date(2024, 4, 5)),
    ("Day", "2024-04-05", date(2024, 4, 5)),
    ("Day", "๒๕๖๗-๐๔-๐๕", date(2024, 4, 5)),
    ("DayOrMonth", "2567-04-05", FIFTH),
    ("DayOrMonth", "2567-04", APRIL),
    ("Done", "yes", "yes"),
    ("Done", "2567-04-05", FIFTH),
    ("Done", "2567-04", APRIL),
    ("Period", "q1-q2", Period("q1", "q2")),
    ("Period", "year", Period("year")),
    ("Round", "h1", "h1"),
    ("Round", "H2", "h2"),
    ("Round", "q๔", "q4"),
    ("Round", "year", "year"),
    ("Url", "https://example.go.th", "https://example.go.th"),
    ("Url", "http://example.go.th:8080/a.pdf?x=1#page=3", "http://example.go.th:8080/a.pdf?x=1#page=3"),
    ("Url", "HTTPS://EXAMPLE.GO.TH/", "HTTPS://EXAMPLE.GO.TH/"),
    ("Url", "https://example.go.th/แผน.pdf", "https://example.go.th/แผน.pdf"),
    ("Url", "https://ไทย.example/@me", "https://ไทย.example/@me"),
    ("CommitId", "0a" * 20, "0a" * 20),
    ("CommitId", "0a" * 32, "0a" * 32),
]

REFUSED: list[tuple[str, str, str]] = [
    ("Text", "", "empty"),
    ("Text", "  \n ", "empty"),
    ("Slug", "", "not-an-id"),
    ("Slug", "Office", "not-an-id"),
    ("Slug", "สำนักปลัด", "not-an-id"),
    ("Slug", "m๑", "not-an-id"),
    ("Slug", "m 1", "not-an-id"),
    ("Slug", "m1\n", "not-an-id"),
    ("Slug", "m--1", "not-an-id"),
    ("Slug", "-m1", "not-an-id"),
    ("Slug", "m1-", "not-an-id"),
    ("Slug", "../m1", "not-an-id"),
    ("Slug", "m1/m2", "not-an-id"),
    ("Slug", "m.1", "not-an-id"),
    ("Code", "", "not-an-id"),
    ("Code", "ข้อ19", "not-an-id"),
    ("Code", "i19,i20", "not-an-id"),
    ("Code", "i19-i20-", "not-an-id"),
    ("Year", "67", "not-a-year"),
    ("Year", "25670", "not-a-year"),
    ("Year", "พ.ศ. 2567", "not-a-year"),
    ("Year", "2567.0", "not-a-year"),
    ("Year", "", "not-a-year"),
    ("Number", "สิบ", "not-a-number"),
    ("Number", "1,000", "not-a-number"),
    ("Number", "90+", "not-a-number"),
    ("Count", "1.5", "not-a-number"),
    ("Count", "", "not-a-number"),
    ("Budget", "-1", "not-a-number"),
    ("Budget", "-0.01", "not-a-number"),
    ("Budget", "50000 บาท", "not-a-number"),
    ("Budget", "50000+", "not-a-number"),
    ("Budget", "", "not-a-number"),
    ("PrintedScore", "90 ขึ้นไป", "not-a-score"),
    ("PrintedScore", "95,76", "not-a-score"),
    ("PrintedScore", "", "not-a-score"),
    ("Day", "2567-04", "not-a-day"),
    ("Day", "2566-02-29", "not-a-day"),
    ("Day", "5 เมษายน 2567", "not-a-day"),
    ("Day", "", "not-a-day"),
    ("DayOrMonth", "2567", "not-a-date"),
    ("DayOrMonth", "2567-13", "not-a-date"),
    ("DayOrMonth", "yes", "not-a-date"),
    ("Done", "no", "not-a-date"),
    ("Done", "true", "not-a-date"),
    ("Done", "2567", "not-a-date"),
    ("Period", "q2-q1", "not-a-period"),
    ("Period", "ตลอดปี", "not-a-period"),
    ("Period", "2567-09-30 to 2566-10-01", "not-a-period"),
    ("Round", "q5", "not-a-round"),
    ("Round", "q1-q2", "not-a-round"),
    ("Round", "every-half", "not-a-round"),
    ("Round", "6 เดือน", "not-a-round"),
    ("Url", "", "not-a-url"),
    ("Url", "example.go.th/a.pdf", "not-a-url"),
    ("Url", "//example.go.th/a.pdf", "not-a-url"),
    ("Url", "javascript:alert(1)", "not-a-url"),
    ("Url", "javascript://example.go.th/%0aalert(1)", "not-a-url"),
    ("Url", "data:text/html,hello", "not-a-url"),
    ("Url", "ftp://example.go.th/a.pdf", "not-a-url"),
    ("Url", "file:///etc/passwd", "not-a-url"),
    ("Url", "https://", "not-a-url"),
    ("Url", "https:///a.pdf", "not-a-url"),
    ("Url", "https://:443/a.pdf", "not-a-url"),
    ("Url", "https:example.go.th", "not-a-url"),
    ("Url", "https://[::1", "not-a-url"),
    ("Url", "https://example.go.th:0/", "not-a-url"),
    ("Url", "https://example.go.th:port/", "not-a-url"),
    ("Url", "https://dga.or.th@example.go.th/", "not-a-url"),
    ("Url", "https:\\\\example.go.th/", "not-a-url"),
    ("Url", "https://example.go.th/\\a", "not-a-url"),
    ("Url", "https://ехаmple.go.th/", "not-a-url"),
    ("CommitId", "a" * 39, "not-a-commit-id"),
    ("CommitId", "a" * 41, "not-a-commit-id"),
    ("CommitId", "A" * 40, "not-a-commit-id"),
    ("CommitId", "g" * 40, "not-a-commit-id"),
    ("Url", "https://example.go.th/a b.pdf", "not-a-url"),
    ("Url", "https://example.go.th/a\tb.pdf", "not-a-url"),
    ("Url", "https://example.go.th/\nb.pdf", "not-a-url"),
    ("Url", "https://example.go.th/a\u00a0b.pdf", "not-a-url"),
    ("Url", " https://example.go.th/", "not-a-url"),
]


def adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(getattr(scalars, name))


@pytest.mark.parametrize(("name", "text", "value"), ACCEPTED, ids=lambda part: repr(part)[:40])
def test_a_field_reads_every_spelling_that_an_officer_may_use(name: str, text: str, value: object) -> None:
    read = adapter(name).validate_python(text)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(("name", "text", "code"), REFUSED, ids=lambda part: repr(part)[:40])
def test_a_field_refuses_the_rest_by_its_problem(name: str, text: str, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        adapter(name).validate_python(text)
    (fault,) = caught.value.errors()
    assert (fault["type"], fault["msg"]) == (code, code if code == "empty" else text)
    assert fault["input"] == text
    assert code == "empty" or fault["ctx"] == {"value": text}


def test_every_refusal_of_a_field_has_a_sentence() -> None:
    assert {code for _, _, code in REFUSED} <= problem_kinds().keys()


@pytest.mark.parametrize("value", [["a"], {"a": "b"}], ids=["a list", "a mapping"])
def test_a_list_in_the_place_of_a_text_is_told_as_such(value: object) -> None:
    with pytest.raises(ValidationError) as caught:
        adapter("Slug").validate_python(value)
    assert [(fault["type"], fault["msg"]) for fault in caught.value.errors()] == [("not-text", "not-text")]


@pytest.mark.parametrize(
    ("text", "folded"), [("๐๑๒๓๔๕๖๗๘๙", "0123456789"), ("ข้อ ๙", "ข้อ 9"), ("19", "19"), ("๏๚๛", "๏๚๛")]
)
def test_every_thai_digit_has_an_arabic_one(text: str, folded: str) -> None:
    assert fold_digits(text) == folded
