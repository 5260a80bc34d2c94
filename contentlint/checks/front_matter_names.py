"""Checks of file names, where the generator reads from them what front matter need not say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from contentlint.checks.front_matter import NO_POST
from contentlint.checks.front_matter_dates import day_fault
from contentlint.checks.front_matter_shared import is_template
from contentlint.dates import parse_date
from contentlint.findings import Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["file_name_date"]

_POSTS = "_posts"
# as Jekyll has it: lib/jekyll/document.rb, DATE_FILENAME_MATCHER
_DATED = pattern(r"(\d{2,4})-(\d{1,2})-(\d{1,2})-.*\.[^.]+")
_NEARLY_DATED = pattern(r"(\d{4})[-_. ](\d{1,2})[-_. ](\d{1,2})(?!\d)[-_. ]*")
# what begins or ends so is nothing to Jekyll: lib/jekyll/entry_filter.rb
_HIDDEN = ("_", ".", "#", "~")


def file_name_date(doc: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A file among Jekyll's posts whose name does not begin with a day."""
    path = doc.source.path
    if _POSTS not in path or not _is_among_posts(PurePath(path)):
        return
    values = doc.front_matter.values
    if values.get("published") is False or is_template(doc):
        return
    name = PurePath(path).name
    dated = _DATED.fullmatch(name)
    if dated is None:
        words = {"name": name, "wanted": _wanted_name(name, values.get("date"))}
        yield Hit(_head(doc), words)
    elif not values.get("date") and len(dated[1]) == 4:
        yield from _impossible_day(doc, *dated.groups())


def _is_among_posts(path: PurePath) -> bool:
    """Whether *path* is one that Jekyll looks at for a post."""
    parts = path.parts
    if _POSTS not in parts[:-1] or re.fullmatch(NO_POST, path.name):
        return False
    below = parts[parts.index(_POSTS) + 1 :]
    return not any(part.startswith(_HIDDEN) or part.endswith("~") for part in below)


def _wanted_name(name: str, given: Any) -> str:
    """A name that Jekyll takes: with the day that the name or the front matter tells."""
    path = PurePath(name)
    nearly = _NEARLY_DATED.match(path.stem)
    if nearly is not None:
        title = path.stem[nearly.end() :] or "title"
        return f"{nearly[1]}-{nearly[2]:0>2}-{nearly[3]:0>2}-{title}{path.suffix}"
    known = given
    if isinstance(given, str):
        parsed = parse_date(given)
        known = parsed and parsed.value
    day = f"{known:%Y-%m-%d}" if isinstance(known, date) else "YEAR-MONTH-DAY"
    return f"{day}-{name}"


def _impossible_day(doc: Document, *parts: str) -> Iterator[Hit]:
    year, month, day = (int(part) for part in parts)
    reason = day_fault(year, month, day)
    if not reason:
        return
    words = {"day": "-".join(parts), "reason": reason, "moved": ""}
    if year and 1 <= month <= 12 and 1 <= day <= 31:
        # Ruby counts on into the next month
        words["moved"] = f"{date(year, month, 1) + timedelta(day - 1):%Y-%m-%d}"
        yield Hit(_head(doc), words, message="moved", severity="warning")
    else:
        yield Hit(_head(doc), words, message="day")


def _head(doc: Document) -> Span:
    return doc.front_matter.open_fence if doc.front_matter.format else Span(0, 0)
