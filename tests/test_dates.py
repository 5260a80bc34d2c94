"""Dates as people write them, and the one form they are written back in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint.dates import iso_text, parse_date, read_date


@pytest.mark.parametrize(
    ("text", "iso", "form"),
    [
        ("2021-11-08", "2021-11-08", "iso"),
        ("2021-11-08T20:24:00Z", "2021-11-08T20:24:00Z", "iso"),
        ("2021-11-08 20:24", "2021-11-08T20:24:00", "near-iso"),
        ("2021-11-08 20:24:00 +0800", "2021-11-08T20:24:00+08:00", "iso"),
        ("2021-11-08T20:24:00.5Z", "2021-11-08T20:24:00.500000Z", "iso"),
        ("2021-1-5", "2021-01-05", "loose-iso"),
        ("2021/11/8 2:03:04", "2021-11-08T02:03:04", "slashes"),
        ("2021.11.08", "2021-11-08", "slashes"),
        ("Mon, 08 Nov 2021 20:24:00 GMT", "2021-11-08T20:24:00Z", "rfc"),
        ("08 Nov 21 20:24 +0800", "2021-11-08T20:24:00+08:00", "rfc"),
        ("31 Dec 69 20:24 GMT", "2069-12-31T20:24:00Z", "rfc"),
        ("01 Jan 70 20:24 GMT", "1970-01-01T20:24:00Z", "rfc"),
        ("Monday, 08-Nov-21 20:24:00 GMT", "2021-11-08T20:24:00Z", "rfc"),
        ("Mon Nov  8 20:24:00 2021", "2021-11-08T20:24:00", "local"),
        ("Mon Nov  8 20:24:00 EST 2021", "2021-11-08T20:24:00-05:00", "local"),
        ("Mon Nov 08 2021 20:24:00 GMT+0800 (CST)", "2021-11-08T20:24:00+08:00", "words"),
        ("November 8, 2021", "2021-11-08", "words"),
        ("8th November 2021", "2021-11-08", "words"),
        ("Nov 8, 2021, 8:24 PM", "2021-11-08T20:24:00", "words"),
        ("Nov 8, 2021, 1:24 am", "2021-11-08T01:24:00", "words"),
        ("2021-11-08 12:24 a.m.", "2021-11-08T00:24:00", "loose-iso"),
        ("2021年11月8日 20:24", "2021-11-08T20:24:00", "chinese"),
        ("2021年11月8日 20時24分30秒", "2021-11-08T20:24:30", "chinese"),
        ("2021年11月8日20点24", "2021-11-08T20:24:00", "chinese"),
        ("2021년 11월 8일", "2021-11-08", "korean"),
        ("2021년 11월 8일 20:24", "2021-11-08T20:24:00", "korean"),
        ("2021. 11. 8.", "2021-11-08", "dots"),
        ("13/08/2021", "2021-08-13", "numbers"),
    ],
)
def test_forms(text: str, iso: str, form: str) -> None:
    parsed = parse_date(text)
    assert parsed is not None
    assert (iso_text(parsed.value), parsed.form) == (iso, form)
    assert parsed.certain
    assert parsed.weekday is None
    assert read_date(iso) == parsed.value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Invalid Date",
        "2018-15-30",
        "2021-02-30",
        "2021-11-08T25:00:00",
        "soon",
        "1" * 200,
        "Mon, 31 Feb 2021 20:24:00 GMT",
        "Mon, 08 Nov 2021 20:24:00 FOO",
        "20211108",
        "10:30",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "iso", "certain"),
    [
        ("12/11/2021", "2021-12-11", False),
        ("12/12/2021", "2021-12-12", True),
        ("13/12/2021", "2021-12-13", True),
        ("12/13/2021", "2021-12-13", True),
    ],
)
def test_of_two_numbers_the_greater_may_tell(text: str, iso: str, certain: bool) -> None:
    parsed = parse_date(text)
    assert parsed is not None
    assert (iso_text(parsed.value), parsed.certain) == (iso, certain)


def test_what_is_doubtful_is_marked() -> None:
    swapped = parse_date("03/04/2021")
    assert swapped is not None
    assert not swapped.certain
    zone = parse_date("Mon Nov  8 20:24:00 CST 2021")
    assert zone is not None
    assert not zone.certain
    weekday = parse_date("Tue, 08 Nov 2021 20:24:00 GMT")
    assert weekday is not None
    assert weekday.weekday == "Tue"


ZONES = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(
    datetime(1970, 1, 1), datetime(9999, 12, 28), timezones=ZONES | st.just(UTC)
).map(lambda moment: moment.replace(microsecond=0))


@given(MOMENTS)
def test_feed_dates_keep_their_instant(moment: datetime) -> None:
    parsed = parse_date(format_datetime(moment))
    assert parsed is not None
    assert parsed.value == moment
    assert parsed.weekday is None
    assert read_date(iso_text(parsed.value)) == moment


@given(
    st.sampled_from(["Mon", "Sun", "Xyz"]),
    st.integers(0, 32),
    st.sampled_from(["Jan", "Feb", "May", "Dec", "Foo"]),
    st.integers(0, 9999),
    st.integers(0, 25),
    st.sampled_from([0, 59, 60]),
)
def test_the_quick_way_reads_the_dates_of_feeds_as_the_forms_do(
    weekday: str, day: int, month: str, year: int, hour: int, minute: int
) -> None:
    clock = f"{hour:02}:{minute:02}:07"
    usual = f"{weekday}, {day:02} {month} {year:04} {clock} GMT"
    # the zone has another name of the same meaning, which no quick way knows
    assert parse_date(usual) == parse_date(usual.replace("GMT", "UTC"))


@given(st.integers(0, 24), st.sampled_from("09aZ :,.+-٣"))
def test_the_quick_way_takes_no_other_form(at: int, character: str) -> None:
    usual = "Mon, 08 Nov 2021 20:24:00 GMT"
    text = usual[:at] + character + usual[at + 1 :]
    assert parse_date(text) == parse_date(text.replace("GMT", "UTC"))


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    parsed = parse_date(text)
    assert parsed is None or read_date(iso_text(parsed.value)) == parsed.value
