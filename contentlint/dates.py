"""Dates as people and programs write them: read, judged, and spelled in ISO 8601.

`parse_date` reads what an editor would read as one certain instant or day; what could mean two
days (``03/04/2021``) is read but marked, and what is no date at all gives ``None``.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Literal

from contentlint.named import NamedTuple
from contentlint.patterns import pattern

__all__ = ["ParsedDate", "iso_text", "parse_date", "read_date"]

Form = Literal[
    "iso",
    "near-iso",
    "loose-iso",
    "slashes",
    "rfc",
    "words",
    "local",
    "chinese",
    "korean",
    "dots",
    "numbers",
]


class ParsedDate(NamedTuple):
    """A date that was read: its value, the *form* it was written in, and what is doubtful.

    *weekday* is the day of the week that was written, where it contradicts the date; *certain* is
    false where day and month could be swapped or the time zone's name has several meanings.
    """

    value: date | datetime
    form: Form
    weekday: str | None = None
    certain: bool = True


MAX_LENGTH = 80
# what a named tuple's own constructor calls, without the function around it
_new = tuple.__new__
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ZONES = {
    "z": 0,
    "gmt": 0,
    "ut": 0,
    "utc": 0,
    "est": -5,
    "edt": -4,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "cet": 1,
    "cest": 2,
    "jst": 9,
}
_DOUBTFUL_ZONES = {"cst": -6, "ist": 5.5, "bst": 1}

_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
_HALF = r"(?:\s*(?P<half>[ap])\.?m\.?)?"
_OFFSET = r"(?P<sign>[+-])(?P<offset_hours>\d{1,2})(?::?(?P<offset_minutes>\d{2}))?"
_ZONE = (
    rf"(?:\s*(?:(?P<zone>[A-Za-z]{{1,4}})(?:(?=[+-]){_OFFSET})?|{_OFFSET.replace('?P<', '?P<x')}))?"
)
_DAY_NAME = r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_NOTE = r"(?:\s*\([^()]*\))?"

_ISO = pattern(
    r"\d{4}-\d{2}-\d{2}(?:(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?"
    r"| \d{2}:\d{2}:\d{2}(?:\.\d+)?(?: (?=[+-]))?)(?:Z|[+-]\d{2}:?\d{2})?)?"
)
# without seconds, or with a blank before the zone: most programs read it all the same
_NEAR_ISO = pattern(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?"
)


_FORMS: tuple[tuple[Form, str], ...] = (
    (
        "loose-iso",
        rf"(?P<year>\d{{4}})-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})"
        rf"(?:(?:T|\s+){_CLOCK}{_HALF}{_ZONE})?",
    ),
    (
        "slashes",
        rf"(?P<year>\d{{4}})(?P<separator>[/.])(?P<month>\d{{1,2}})(?P=separator)(?P<day>\d{{1,2}})"
        rf"(?:\s+{_CLOCK}{_HALF}{_ZONE})?",
    ),
    (
        "rfc",
        rf"{_DAY_NAME}(?P<day>\d{{1,2}})(?:\s+|-){_MONTH}(?:\s+|-)(?P<year>\d{{4}}|\d\d)"
        rf"\s+{_CLOCK}{_ZONE}{_NOTE}",
    ),
    (
        "words",
        rf"{_DAY_NAME}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>\d{{4}})"
        rf"(?:,?\s+(?:at\s+)?{_CLOCK}{_HALF}{_ZONE})?",
    ),
    (
        "words",
        rf"{_DAY_NAME}{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"
        rf"(?:,?\s+(?:at\s+)?{_CLOCK}{_HALF}{_ZONE})?{_NOTE}",
    ),
    (
        "local",
        rf"{_DAY_NAME}{_MONTH}\s+(?P<day>\d{{1,2}})\s+{_CLOCK}{_ZONE}\s+(?P<year>\d{{4}})",
    ),
    (
        "chinese",
        r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"
        r"(?:\s*(?P<hour>\d{1,2})\s*[:时時點点]\s*(?P<minute>\d{1,2})分?"
        r"(?:\s*:?\s*(?P<second>\d{1,2})秒?)?)?",
    ),
    (
        "korean",
        r"(?P<year>\d{4})\s*년\s*(?P<month>\d{1,2})\s*월\s*(?P<day>\d{1,2})\s*일"
        r"(?:\s+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?)?",
    ),
    # as Korean and Hungarian write it, too
    ("dots", r"(?P<year>\d{4})\.\s+(?P<month>\d{1,2})\.\s+(?P<day>\d{1,2})\."),
    (
        "numbers",
        rf"(?P<first>\d{{1,2}})[/.-](?P<other>\d{{1,2}})[/.-](?P<year>\d{{4}})"
        rf"(?:,?\s+{_CLOCK}{_HALF}{_ZONE})?",
    ),
)


_BY_LETTER = ("rfc", "words", "local")


@lru_cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A form's pattern, compiled when the first date that may have the form is met."""
    return re.compile(pattern + r"\s*\Z", re.IGNORECASE | re.ASCII)


def read_date(text: str) -> date | datetime | None:
    """The date or instant that *text* writes, or ``None`` if it writes none."""
    parsed = parse_date(text)
    return None if parsed is None else parsed.value


_SHORT_MONTHS = {name.title(): f"{number:02}" for name, number in _MONTHS.items() if len(name) == 3}
_SHORT_DAYS = tuple(name.title() for name in _WEEKDAYS)


def _parse_feed(text: str) -> ParsedDate | None:
    """The date of a feed, as programs write it and nearly all scraped posts have it.

    ``None`` for what has another form, as in ``Mon, 08 Nov 2021 20:24:00 GMT``, or does not exist.
    """
    if len(text) != 29 or text[3:5] != ", " or text[25:] != " GMT":
        return None
    written, month = text[:3], _SHORT_MONTHS.get(text[8:11])
    if month is None or written not in _SHORT_DAYS or text[7] + text[11] + text[16] != "   ":
        return None
    spelled = f"{text[12:16]}-{month}-{text[5:7]}T{text[17:25]}+00:00"
    try:
        value = datetime.fromisoformat(spelled)
    except ValueError:
        return None
    if value.isoformat() != spelled:
        return None  # digits, and colons between them, are all that is written again as it stood
    contradicts = _SHORT_DAYS[value.weekday()] != written
    return _new(ParsedDate, (value, "rfc", written if contradicts else None, True))


@lru_cache(maxsize=1024)
def parse_date(text: str) -> ParsedDate | None:
    """Read *text*; ``None`` when it is no date or one that the calendar does not have."""
    feed = _parse_feed(text)
    if feed is not None:
        return feed
    text = text.strip()
    if not text or len(text) > MAX_LENGTH:
        return None
    iso: Form | None = "near-iso" if _NEAR_ISO.fullmatch(text) else None
    if iso is not None and _ISO.fullmatch(text):
        iso = "iso"
    for form, written in _FORMS:
        if text[0].isalpha() and form not in _BY_LETTER:
            continue
        match = _compiled(written).match(text)
        if match is None:
            continue
        parsed = _parsed(match, iso or form)
        if parsed is not None:
            return parsed
    return None


def iso_text(value: date | datetime) -> str:
    """*value* in ISO 8601: UTC as ``Z``, seconds always, a fraction only where there is one."""
    if not isinstance(value, datetime):
        return value.isoformat()
    return value.isoformat().replace("+00:00", "Z")


def _parsed(match: re.Match[str], form: Form) -> ParsedDate | None:
    found = match.groupdict()
    day, certain = _day(found)
    if day is None:
        return None
    value: date | datetime = day
    if found.get("hour") is not None:
        clock, zone_certain = _time(found)
        if clock is None:
            return None
        certain = certain and zone_certain
        value = datetime.combine(day, clock)
    written = (found.get("weekday") or "").lower()
    contradicts = bool(written) and _WEEKDAYS[day.weekday()] != written
    return ParsedDate(value, form, written.title() if contradicts else None, certain)


def _day(found: dict[str, str | None]) -> tuple[date | None, bool]:
    year_text = found["year"] or ""
    year = int(year_text)
    if len(year_text) == 2:
        year += 2000 if year < 70 else 1900
    certain = True
    if found.get("first") is not None:
        first, other = int(found["first"] or 0), int(found["other"] or 0)
        certain = first > 12 or other > 12 or first == other
        month, day = (other, first) if first > 12 else (first, other)
    else:
        written = found["month"] or ""
        month = int(written) if written.isdigit() else _MONTHS.get(written.lower(), 0)
        day = int(found["day"] or 0)
    try:
        return date(year, month, day), certain
    except ValueError:
        return None, certain


def _time(found: dict[str, str | None]) -> tuple[time | None, bool]:
    hour = int(found["hour"] or 0)
    half = (found.get("half") or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None, True
        hour = hour % 12 + (12 if half == "p" else 0)
    fraction = (found.get("fraction") or "").ljust(6, "0")[:6]
    zone, certain = _zone(found)
    if zone is False:
        return None, certain
    try:
        clock = time(
            hour, int(found["minute"] or 0), int(found.get("second") or 0), int(fraction), zone
        )
    except ValueError:
        return None, certain
    return clock, certain


def _zone(found: dict[str, str | None]) -> tuple[tzinfo | Literal[False] | None, bool]:
    """The time zone, ``None`` for none, ``False`` for one that does not exist."""
    sign = found.get("sign") or found.get("xsign")
    if sign:
        hours = int(found.get("offset_hours") or found.get("xoffset_hours") or 0)
        minutes = int(found.get("offset_minutes") or found.get("xoffset_minutes") or 0)
        if hours > 23 or minutes > 59:
            return False, True
        offset = timedelta(hours=hours, minutes=minutes)
        return _fixed(-offset if sign == "-" else offset), True
    name = (found.get("zone") or "").lower()
    if not name:
        return None, True
    if name in _ZONES:
        return _fixed(timedelta(hours=_ZONES[name])), True
    if name in _DOUBTFUL_ZONES:
        return _fixed(timedelta(hours=_DOUBTFUL_ZONES[name])), False
    return False, True


def _fixed(offset: timedelta) -> tzinfo:
    return timezone(offset) if offset else UTC
