"""Checks of the dates in front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from contentlint.checks.front_matter_shared import (
    HUGO_READS,
    DatedField,
    bare_span,
    is_readable,
    schema_of,
)
from contentlint.dates import ParsedDate, iso_text, parse_date
from contentlint.document.frontmatter.fences import DASHES
from contentlint.document.frontmatter.slips import straightened
from contentlint.findings import Edit, FixRow, HitRow, fix_of, hit_of
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = [
    "date_format",
    "date_without_timezone",
    "day_fault",
    "future_date",
    "invalid_date",
    "unread_date",
]

_NUMERIC = pattern(r"\s*([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
# years of our calendar; 1402 and 2567 belong to those of Iran and Thailand
_LIKELY_YEARS = range(1900, 2200)
# milliseconds since 1970, for times from 1973 to 2199
_LIKELY_TICKS = range(100_000_000_000, 7_258_118_400_000)
_SHORT_CLOCK = pattern(r"[T\s]\s*(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?(?!\d)")
_HYPHEN_CLOCK = pattern(r"\s*-(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?\s*\Z")
_HYPHEN = "a blank belongs before the time, not a hyphen"
_CLOCK_END = pattern(
    r"T?(?:\d++:[\d:]++)?(?:\.\d++)?\s*+(?:[+-]?\d{1,2}(?::?\d{2})?|[A-Z]{1,5})?\Z"
)
# ISO 8601, of which Eleventy (luxon) takes no blank for the T
_ELEVENTY_READS = pattern(
    r"\d{4}(?:-?\d\d(?:-?\d\d)?|-?W\d\d(?:-?\d)?|-?\d{3})?"
    r"(?:T\d\d(?::?\d\d(?::?\d\d(?:[.,]\d{1,30})?)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE,
)
_DAY_FIRST = pattern(r"\s*(?:1[3-9]|[23]\d)[/.-]")
_MONTH_ALONE = pattern(r"\d{4}-(?:0?[1-9]|1[0-2])")
_NO_DATES = {
    bool: "true or false",
    dict: "a mapping",
    float: "a number",
    int: "a number",
    list: "a list",
    time: "a time of day",
}
# until when Hugo makes a page: that is later than today, or there would be none
_ENDS = frozenset(("expirydate", "unpublishdate"))
# pagemeta.expandDefaultValues, config.FrontmatterConfig
_HUGOS = frozenset(
    {"date", "lastmod", "modified", "publishdate", "pubdate", "published", "expirydate"}
    | {"unpublishdate"}
)
_PROGRAM_WORDS = ("invalid date", "undefined", "null", "nan", "none", "nan-nan-nan")
_COMPUTED = ("last modified", "created", "git last modified", "git created")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FULL_DAYS = {day[:3]: day for day in _DAYS}


def _dates(doc: Document) -> list[DatedField]:
    """The date fields that have a value, read once: `front_matter_facts` does the same."""
    cache = doc.front_matter.cache
    dates: list[DatedField] | None = cache.get("dates")
    if dates is None:
        values = doc.front_matter.values
        dates = cache["dates"] = [
            DatedField(name, value, parse_date(value) if type(value) is str else None)
            for name in schema_of(doc).dates.intersection(values)
            if (value := values[name]) is not None and value != ""
        ]
    return dates


def invalid_date(doc: Document, _options: Mapping[str, Any]) -> Iterator[HitRow]:
    """A date that is none, or that the calendar does not have."""
    matter = doc.front_matter
    spoken = set()
    for problem in matter.problems:
        if problem.code == "value":
            spoken.add(problem.words["field"])
            yield from _impossible(doc, problem.span, dict(problem.words))
    for name, value, parsed in _dates(doc):
        if parsed is not None or type(value) is datetime or type(value) is date or name in spoken:
            continue
        if isinstance(value, str) and (not value.strip() or _is_computed(doc, value)):
            continue
        if name == "published" and type(value) is bool:
            continue  # to Hugo it says as well whether the post is a draft
        if type(value) is int and value in _LIKELY_TICKS and _is_hexos(doc, name):
            continue  # milliseconds since 1970, which some programs write and Hexo reads
        if is_readable(doc):
            yield _invalid_hit(doc, matter.nearest((name,)), name, value)


def _is_computed(doc: Document, value: str) -> bool:
    """Whether Eleventy takes the date from the file or from git."""
    return value.lower() in _COMPUTED and "eleventy" in doc.settings.generators


def _impossible(doc: Document, span: Span, words: dict[str, Any]) -> Iterator[HitRow]:
    if not is_readable(doc):
        return
    if words.get("kind") == "timestamp":
        yield _invalid_hit(doc, span, words["field"], words["value"])
    else:
        yield hit_of(span, {**words, "reason": ""}, message="number")


def _invalid_hit(doc: Document, span: Span, name: Any, value: Any) -> HitRow:
    words = {"field": name, "value": value, "reason": ""}
    if not isinstance(value, str):
        words["kind"] = _NO_DATES.get(type(value), "something else")
        return hit_of(span, words, message="type")
    if value.strip().lower() in _PROGRAM_WORDS:
        return hit_of(span, words, message="program")
    inner = straightened(value.strip())
    if inner is not None and parse_date(inner) is not None:
        return hit_of(span, words, "quotes", _inner_fix(doc, span, inner))
    plain = value if value.isascii() else _plain(value)
    if plain != value and parse_date(plain) is not None:
        is_plain = doc.source.slice(span) == value
        fix = fix_of("unsafe", f"Write {plain}", (Edit(span.start, span.end, plain),))
        return hit_of(span, words, "lookalike", fix if is_plain else None)
    if not value.isascii() and any(sign.isdecimal() and not sign.isascii() for sign in value):
        return hit_of(span, words, "digits", _digits_fix(span, plain))
    words["reason"] = _calendar_reason(value)
    message = "calendar" if words["reason"] else None
    if words["reason"] == _HYPHEN and "jekyll" in doc.settings.generators:
        # Ruby reads it all the same
        return hit_of(span, words, message=message, severity="warning")
    if _is_hugos(doc, name):
        return hit_of(span, words, message="hugo-calendar" if message else "hugo")
    if _is_hexos(doc, name):
        return _as_hexo_mistakes(span, words, message, value)
    return hit_of(span, words, message=message)


def _as_hexo_mistakes(span: Span, words: dict[str, Any], message: str | None, value: str) -> HitRow:
    """What Hexo makes of a date that is none: it reads some, and takes others for another day."""
    if words["reason"].startswith("hours"):
        return hit_of(span, words, message="hexo-short", severity="warning")
    if _MONTH_ALONE.fullmatch(value.strip()):
        return hit_of(span, words, message="hexo-month", severity="warning")
    return hit_of(span, words, message=f"hexo-{message or 'none'}")


def _plain(value: str) -> str:
    """*value* with plain digits and hyphens for those that look like them."""
    from unicodedata import normalize

    normal = normalize("NFKC", value)
    return "".join("-" if sign in DASHES else sign for sign in normal)


def _digits_fix(span: Span, value: str) -> FixRow | None:
    """Write *value* with the digits 0 to 9, where that is a date of our calendar."""
    plain = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in value)
    parsed = parse_date(plain) if len(plain) == span[1] - span[0] else None
    if parsed is None or parsed.value.year not in _LIKELY_YEARS:
        return None
    return fix_of("unsafe", f"Write {plain}", (Edit(span.start, span.end, plain),))


def _inner_fix(doc: Document, span: Span, inner: str) -> FixRow | None:
    """Leave the typographic quotes around *inner* away; unsafe, since there was no date before."""
    if straightened(doc.source.slice(span)) != inner:
        return None
    return fix_of("unsafe", f"Write {inner}", (Edit(span.start, span.end, inner),))


def _calendar_reason(value: str) -> str:
    match = _NUMERIC.match(value)
    if match is None:
        return ""
    year, month, day = (int(part) for part in match.groups())
    return day_fault(year, month, day) or _clock_reason(value[match.end() :])


def day_fault(year: int, month: int, day: int) -> str:
    """Why the calendar has no such day; ``""`` if it has."""
    if not 1 <= month <= 12:
        return f"there is no month {month}"
    try:
        date(year, month, day)
    except ValueError:
        return f"month {month} of {year} has no day {day}"
    return ""


def _clock_reason(clock: str) -> str:
    match = _SHORT_CLOCK.match(clock)
    rest = clock if match is None else clock[match.end() :]
    if not _CLOCK_END.match(rest.strip()):
        what = "the day" if match is None else "the time"
        return f"what stands after {what} is neither a time nor a time zone"
    if match is None:
        if _HYPHEN_CLOCK.match(clock):
            return _HYPHEN
        return "there is no such time of day"
    parts = [int(part) for part in match.groups() if part]
    if parts[0] > 23 or max(parts) > 59:
        return "there is no such time of day"
    spelled = ":".join(f"{part:02}" for part in parts)
    if clock[1:].lstrip().startswith(spelled):
        return "there is no such time zone"
    return f"hours, minutes and seconds take two digits each, as in {spelled}"


def date_format(doc: Document, _options: Mapping[str, Any]) -> Iterator[HitRow]:
    """A date that people can read but not every generator: spell it in ISO 8601."""
    for name, value, parsed in _dates(doc):
        if parsed is None and type(value) is datetime:
            yield from _typed_hit(doc, name, value)
        if parsed is None or (parsed.form == "iso" and parsed.weekday is None):
            continue
        stops = _is_hugos(doc, name) and not HUGO_READS.fullmatch(value)
        if parsed.form == "near-iso" and not stops:
            continue  # the others read it
        if parsed.form == "slashes" and "hexo" in doc.settings.generators:
            continue  # the form of Hexo's own documentation
        if _is_astros_day(doc, parsed):
            continue  # the form of the posts that Astro's own template has
        if is_readable(doc):
            hit = _format_hit(doc, name, value, parsed, stops=stops)
            yield _as_hexo_reads(hit, value, parsed) if _is_hexos(doc, name) else hit


def _is_astros_day(doc: Document, parsed: ParsedDate) -> bool:
    if "astro" not in doc.settings.generators or parsed.form != "words":
        return False
    return parsed.weekday is None and parsed.certain and not isinstance(parsed.value, datetime)


def _is_hugos(doc: Document, name: Any) -> bool:
    """Whether Hugo takes the field for a date, where settings say no more, and stops at others."""
    return "hugo" in doc.settings.generators and str(name).lower() in _HUGOS


def _is_hexos(doc: Document, name: Any) -> bool:
    return "hexo" in doc.settings.generators and name in ("date", "updated")


def _as_hexo_reads(hit: HitRow, value: str, parsed: ParsedDate) -> HitRow:
    """What Hexo makes of the date: JavaScript reads it, or it is lost and the file's is taken."""
    span, words, message, fix, element, _, related, data = hit
    words = dict(words or {})
    if message == "order" or (message == "zone" and value.upper().rstrip().endswith("CST")):
        # what Hexo reads is hardly what was meant
        return (span, words, f"hexo-{message}", None, element, None, related, data)
    is_lost = parsed.form in ("chinese", "korean") or (
        parsed.form == "numbers" and parsed.certain and _DAY_FIRST.match(value) is not None
    )
    if not is_lost or message not in (None, "clock", "day"):
        return hit
    message = f"hexo-{message}" if message else "hexo"
    return (span, words, message, fix, element, "error", related, data)


def unread_date(doc: Document, _options: Mapping[str, Any]) -> Iterator[HitRow]:
    """A date that Eleventy takes for a text and cannot read."""
    value = doc.front_matter.values.get("date")
    if type(value) is not str or _ELEVENTY_READS.fullmatch(value):
        return
    parsed = parse_date(value)
    if parsed is not None and is_readable(doc):
        yield _format_hit(doc, "date", value, parsed, stops=True)


def _typed_hit(doc: Document, name: Any, value: datetime) -> Iterator[HitRow]:
    """A time that YAML reads, in a form that Hugo, which reads it itself, does not."""
    matter = doc.front_matter
    if matter.format != "yaml" or not _is_hugos(doc, name):
        return
    place = matter.value((name,))
    bare = bare_span(doc, place) if place is not None else None
    spelled = doc.source.slice(bare) if bare is not None else ""
    if spelled and not HUGO_READS.fullmatch(spelled) and is_readable(doc):
        yield _format_hit(doc, name, spelled, ParsedDate(value, "near-iso"), stops=True)


def _format_hit(doc: Document, name: Any, value: str, parsed: ParsedDate, *, stops: bool) -> HitRow:
    span = doc.front_matter.nearest((name,))
    iso = iso_text(parsed.value)
    words = {"field": name, "value": value, "iso": iso, "weekday": "", "written": ""}
    message = None
    if parsed.weekday is not None:
        message = "weekday"
        words["weekday"] = _DAYS[parsed.value.weekday()]
        words["written"] = _FULL_DAYS[parsed.weekday]
    elif not parsed.certain:
        message = "order" if parsed.form == "numbers" else "zone"
    elif not _is_instant(parsed.value):
        # programs take one spelling for their own time and the other for that of Greenwich
        message = "clock" if isinstance(parsed.value, datetime) else "day"
    # what others read as the same time of day, or the same day
    is_safe = message is None or (stops and parsed.form == "near-iso")
    if stops and message in (None, "clock", "day", "order"):
        message = f"stops-{message}" if message else "stops"
    fix = None
    spelled = doc.source.text[span[0] : span[1]]
    is_known = message not in ("order", "stops-order") and "\n" not in spelled
    if is_known and bare_span(doc, span) == span:
        quote = spelled[0] if spelled[:1] in ("'", '"') else _quote_for(doc, parsed.value)
        edit = Edit(span.start, span.end, f"{quote}{iso}{quote}")
        fix = fix_of("safe" if is_safe else "unsafe", f"Write {iso}", (edit,))
    return hit_of(span, words, message, fix, severity="error" if stops else None)


def _is_instant(value: date | datetime) -> bool:
    return isinstance(value, datetime) and value.tzinfo is not None


def _quote_for(doc: Document, value: date | datetime) -> str:
    """A quotation mark where the plain date would mean another instant.

    Up to version 7 Hexo reads a plain YAML timestamp as a time of day of the building machine,
    whatever zone it names; a quoted one keeps its zone.
    """
    hexo = "hexo" in doc.settings.generators and doc.front_matter.format == "yaml"
    return "'" if hexo and _is_instant(value) else ""


def date_without_timezone(doc: Document, _options: Mapping[str, Any]) -> Iterator[HitRow]:
    """A time of day whose zone is left to the machine that builds the site."""
    for dated in _dates(doc):
        known = dated.known
        if type(known) is datetime and known.tzinfo is None and is_readable(doc):
            words = {"field": dated.name, "value": dated.value}
            yield hit_of(doc.front_matter.nearest((dated.name,)), words)


def future_date(doc: Document, _options: Mapping[str, Any]) -> Iterator[HitRow]:
    """A date later than today, in a post that is no draft."""
    if doc.front_matter.values.get("draft") is True:
        return
    for dated in _dates(doc):
        if str(dated.name).lower() in _ENDS:
            continue
        known = dated.known
        day = known.date() if isinstance(known, datetime) else known
        if isinstance(day, date) and day > doc.settings.today and is_readable(doc):
            doc.looks_outside = True  # at the calendar
            words = {"field": dated.name, "value": dated.value, "today": doc.settings.today}
            yield hit_of(doc.front_matter.nearest((dated.name,)), words)
