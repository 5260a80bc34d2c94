"""Tells which pages a plain build of Hugo's leaves out: drafts, and those of another time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Final

from contentlint.dates import read_date
from contentlint.patterns import pattern
from contentlint.reading import read_start

__all__ = ["left_out", "why_left_out"]

_HEAD: Final = 4000
_MATTER: Final = pattern(
    r"\s*(?:---[ \t]*\n(?P<yaml>.*?)\n---|\+\+\+[ \t]*\n(?P<toml>.*?)(?:\n\[.*?)?\n\+\+\+)",
    re.DOTALL,
)
_FIELD: Final = pattern(r"^(?P<name>\w+)[ \t]*[:=][ \t]*(?P<value>[^\n]*\S)", re.MULTILINE)
# the first that is there counts
_BEGINS: Final = ("publishdate", "pubdate", "published", "date")
_ENDS: Final = ("expirydate", "unpublishdate")
_A_DAY: Final = timedelta(days=1)


def why_left_out(text: str, settings: str) -> str | None:
    """Why Hugo makes no page of a file that begins with *text*; ``None`` if it surely may.

    *settings* are those of the site.
    """
    found = _MATTER.match(text)
    if found is None:
        return None
    lines = found["yaml"] if found["yaml"] is not None else found["toml"]
    fields = {each["name"].lower(): each["value"].strip("\"' ") for each in _FIELD.finditer(lines)}
    settings = settings.lower()
    if fields.get("draft", "").lower() == "true" and "builddrafts" not in settings:
        return "a draft"
    if "frontmatter" in settings:
        return None  # which fields count is said there
    now = datetime.now(UTC)
    begins, ends = (_first(fields, names) for names in (_BEGINS, _ENDS))
    if begins is not None and begins > now + _A_DAY and "buildfuture" not in settings:
        return "of a later day"
    if ends is not None and ends < now - _A_DAY and "buildexpired" not in settings:
        return "of a time that is over"
    return None


def _first(fields: Mapping[str, str], names: Iterable[str]) -> datetime | None:
    value = next((fields[name] for name in names if name in fields), None)
    read = None if value is None else read_date(value)
    if read is None:
        return None
    moment = read if isinstance(read, datetime) else datetime.combine(read, time())
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def left_out(paths: Iterable[str | None], settings: str) -> str | None:
    """Why Hugo makes a page of none of the files at *paths*; ``None`` also where one is unknown."""
    why = None
    for path in paths:
        text = read_start(path, _HEAD) if path is not None else None
        why = None if text is None else why_left_out(text, settings)
        if why is None:
            return None
    return why
