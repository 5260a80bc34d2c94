"""Judge dates, times and durations as HTML writes them (standard, 2.3.5)."""

from __future__ import annotations

from datetime import date

from contentlint.html_standard.characters import SPACE
from contentlint.patterns import pattern

__all__ = ["date_fault", "edit_date_fault", "field_date_fault", "time_value_fault"]

_DATE = pattern(r"([0-9]{4,})-([0-9]{2})-([0-9]{2})")
_MONTH = pattern(r"([0-9]{4,})-([0-9]{2})")
_YEAR = pattern(r"[0-9]{4,}")
_YEARLESS = pattern(r"(?:--)?([0-9]{2})-([0-9]{2})")
_WEEK = pattern(r"([0-9]{4,})-W([0-9]{2})")
_TIME = pattern(r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,3})?)?")
_ZONE = pattern(r"Z|[+-]([0-9]{2}):?([0-9]{2})")
_DURATION_P = pattern(
    r"P(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]{1,3})?S)?)?"
)
_COMPONENT = pattern(r"[ \t\n\f\r]*([0-9]+)(\.[0-9]{1,3})?[ \t\n\f\r]*([WwDdHhMmSs])")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_NO_DATE = "it is not a date such as 2024-03-31"
_NO_STAMP = "it is not a date with a time and a time zone, such as 2024-03-31T08:00+02:00"


def date_fault(value: str) -> str | None:
    """Why *value* is not a valid date string, in words, or ``None``."""
    found = _DATE.fullmatch(value)
    if not found:
        return _NO_DATE
    year, month, day = found.groups()
    return _calendar_fault(year, int(month), int(day))


def edit_date_fault(value: str) -> str | None:
    """Why *value* is not a date with an optional time, as ``<ins>`` and ``<del>`` take it."""
    if len(value) <= 10 or _DATE.fullmatch(value):
        return date_fault(value)
    return _global_fault(value)


def time_value_fault(value: str) -> str | None:
    """Why *value* is none of the forms that ``<time>`` takes, in words, or ``None``.

    Spaces around it are let through: what reads such values trims them.
    """
    value = value.strip(SPACE)
    if _DATE.fullmatch(value):
        return date_fault(value)
    for fault in (_month_fault, _yearless_fault, _clock_fault, _zone_fault, _week_fault):
        if fault(value) is None:
            return None
    if _YEAR.fullmatch(value):
        return None if value.strip("0") else _NO_YEAR
    if _is_duration(value):
        return None
    if len(value) > 10 and _DATE.match(value):
        if _local_fault(value) is None:
            return None
        return _global_fault(value)
    return "it is neither a date, a time nor a duration in the form that machines read"


def field_date_fault(kind: str, value: str) -> str | None:
    """Why *value* does not fit an ``<input>`` of the type *kind*, in words, or ``None``.

    *kind* is one of date, month, week, time and datetime-local.
    """
    return _FIELDS[kind](value)


_NO_YEAR = "there is no year 0000"


def _calendar_fault(year: str, month: int, day: int) -> str | None:
    if not year.strip("0"):
        return _NO_YEAR
    if not 1 <= month <= 12:
        return f"there is no month {month:02}"
    # the Gregorian calendar repeats every 400 years
    last = _days_in(int(year[-9:]) % 400 + 400, month)
    if not 1 <= day <= last:
        return f"there is no day {day:02} in month {month:02} of {year[:12]}"
    return None


def _month_fault(value: str) -> str | None:
    found = _MONTH.fullmatch(value)
    if not found:
        return "it is not a month such as 2024-03"
    return _calendar_fault(found.group(1), int(found.group(2)), 1)


def _yearless_fault(value: str) -> str | None:
    found = _YEARLESS.fullmatch(value)
    if not found:
        return "it is not a month and a day"
    month, day = int(found.group(1)), int(found.group(2))
    if 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]:
        return None
    return "there is no such day"


def _week_fault(value: str) -> str | None:
    found = _WEEK.fullmatch(value)
    if not found:
        return "it is not a week such as 2024-W07"
    year, week = found.groups()
    if not year.strip("0"):
        return _NO_YEAR
    if 1 <= int(week) <= _weeks_of(int(year[-9:]) % 400 + 400):
        return None
    return f"there is no week {week} in {year[:12]}"


def _weeks_of(year: int) -> int:
    first = date(year, 1, 1).weekday()
    return 53 if first == 3 or (first == 2 and _days_in(year, 2) == 29) else 52


def _days_in(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 28 if month == 2 and not leap else _DAYS[month - 1]


def _clock_fault(value: str) -> str | None:
    found = _TIME.fullmatch(value)
    if not found:
        return "it is not a time such as 08:30"
    hour, minute, second = (int(part or 0) for part in found.groups())
    if hour > 23:
        return f"there is no hour {hour:02}"
    if minute > 59 or second > 59:
        return "minutes and seconds go from 00 to 59"
    return None


def _zone_fault(value: str) -> str | None:
    found = _ZONE.fullmatch(value)
    if not found:
        return "the time zone is neither Z nor such as +02:00"
    hours, minutes = (int(part or 0) for part in found.groups())
    if hours > 23 or minutes > 59:
        return "there is no such time zone"
    return None


def _local_fault(value: str) -> str | None:
    date, separator, clock = _split_stamp(value)
    if not separator:
        return "it is not a date and a time such as 2024-03-31T08:00"
    return date_fault(date) or _clock_fault(clock)


def _global_fault(value: str) -> str | None:
    date, separator, clock = _split_stamp(value)
    zone = max(clock.find("Z"), clock.find("+"), clock.find("-"))
    if not separator or zone < 0:
        return _NO_STAMP
    return date_fault(date) or _clock_fault(clock[:zone]) or _zone_fault(clock[zone:])


def _split_stamp(value: str) -> tuple[str, str, str]:
    for separator in "T ":
        date, found, clock = value.partition(separator)
        if found:
            return date, found, clock
    return value, "", ""


def _is_duration(value: str) -> bool:
    if value.startswith("P"):
        return len(value) > 1 and _DURATION_P.fullmatch(value) is not None
    at = 0
    seen = set()
    while found := _COMPONENT.match(value, at):
        unit = found.group(3).lower()
        if unit in seen or (found.group(2) and unit != "s"):
            return False
        seen.add(unit)
        at = found.end()
    return bool(seen) and not value[at:].strip(SPACE)


def _datetime_local_fault(value: str) -> str | None:
    return _local_fault(value)


_FIELDS = {
    "date": date_fault,
    "month": _month_fault,
    "week": _week_fault,
    "time": _clock_fault,
    "datetime-local": _datetime_local_fault,
}
