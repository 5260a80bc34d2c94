"""Tells which pages a plain build of Hugo's or Jekyll's leaves out: drafts, and those of later."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Final

from contentlint.dates import read_date
from contentlint.patterns import pattern
from contentlint.reading import read_start

__all__ = ["HEAD", "left_out", "why_jekyll_skips", "why_left_out"]

HEAD: Final = 4000
"""In so many characters of a page its front matter stands."""
_MATTER: Final = pattern(
    r"\s*(?:---[ \t]*\n(?P<yaml>.*?)\n---|\+\+\+[ \t]*\n(?P<toml>.*?)(?:\n\[.*?)?\n\+\+\+)",
    re.DOTALL,
)
_FIELD: Final = pattern(r"^(?P<name>\w+)[ \t]*[:=][ \t]*(?P<value>[^\n]*\S)", re.MULTILINE)
# the first that is there counts
_BEGINS: Final = ("publishdate", "pubdate", "published", "date")
_ENDS: Final = ("expirydate", "unpublishdate")
_A_DAY: Final = timedelta(days=1)
"""What the zones of two clocks cannot make up for."""
_LATER: Final = "of a later day"


def why_left_out(text: str, settings: str) -> str | None:
    """Why Hugo makes no page of a file that begins with *text*; ``None`` if it surely may.

    *settings* are those of the site.
    """
    fields = _fields(text)
    settings = settings.lower()
    if fields.get("draft", "").lower() == "true" and "builddrafts" not in settings:
        return "a draft"
    if "frontmatter" in settings:
        return None  # which fields count is said there
    begins, ends = (_first(fields, names) for names in (_BEGINS, _ENDS))
    if _is_later(begins) and "buildfuture" not in settings:
        return _LATER
    if ends is not None and ends < datetime.now(UTC) - _A_DAY and "buildexpired" not in settings:
        return "of a time that is over"
    return None


def why_jekyll_skips(path: str, text: str, settings: str) -> str | None:
    """The same for Jekyll; *path* is that of the file in the site's folder."""
    parts = path.split("/")
    if parts[0] == "_drafts":
        return None if "show_drafts" in settings else "a draft"
    fields = _fields(text)
    if fields.get("published") == "false" and "unpublished" not in settings:
        return "not published (published: false)"
    if "_posts" not in parts or "future" in settings:
        return None
    day = fields.get("date") or parts[-1][: len("2026-01-05")]
    return _LATER if _is_later(_first({"date": day}, ("date",))) else None


def _fields(text: str) -> Mapping[str, str]:
    """The fields with a value of one line in the front matter with which *text* begins."""
    found = _MATTER.match(text)
    if found is None:
        return {}
    lines = found["yaml"] if found["yaml"] is not None else found["toml"]
    return {each["name"].lower(): each["value"].strip("\"' ") for each in _FIELD.finditer(lines)}


def _is_later(moment: datetime | None) -> bool:
    return moment is not None and moment > datetime.now(UTC) + _A_DAY


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
        text = read_start(path, HEAD) if path is not None else None
        why = None if text is None else why_left_out(text, settings)
        if why is None:
            return None
    return why
