"""Finds boxes (``:::tip``) that are not closed, and ends of boxes that close none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.templates_places import fenced_code, loose_code
from contentlint.findings import Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["unclosed_containers"]

# a box may begin an item of a list, a task or a footnote, and ends on a line of its own
_LINE: Final = pattern(
    r"^[ \t>]*+(?P<item>(?:(?:[-*+]|\d{1,9}[.)]|\[[ xX]\]|\[\^[^\]\s]{1,80}\]:)[ \t]+[ \t>]*+)*+)"
    r"(?P<mark>:{3,})[ \t]*+(?P<words>(?:[ \t]*+[^ \t\n]++)*+)[ \t]*$",
    re.MULTILINE,
)
_OPENS: Final = pattern(r"\{?[.#]?[A-Za-z][\w-]*")


def unclosed_containers(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Boxes without an end, and ends without a box, on sites that understand them."""
    understood = document.settings.understood
    if document.kind != "markdown" or "container" not in understood or ":::" not in document.body:
        return
    fenced, loose = fenced_code(document), loose_code(document)
    base = document.body_start
    opened: list[re.Match[str]] = []
    for line in _LINE.finditer(document.body):
        start = line.start("mark")
        end = line.end("words" if line["words"] else "mark")
        if fenced.touch(start, end) or loose.touch(start, end):
            continue
        if not line["words"]:
            # one that is too short for the box that is open is told of there
            if not (line["item"] or _close(opened, len(line["mark"])) or opened):
                yield Hit(Span(base + start, base + end), {"text": line["mark"]}, message="stray")
        elif _OPENS.match(line["words"]):
            opened.append(line)
    for line in opened:
        text = document.body[line.start("mark") : line.end("words")]
        span = Span(base + line.start("mark"), base + line.end("words"))
        yield Hit(span, {"text": text, "mark": line["mark"]})


def _close(opened: list[re.Match[str]], length: int) -> bool:
    """Take the innermost box away that so many colons end; ``False`` if they end none."""
    for index in range(len(opened) - 1, -1, -1):
        if len(opened[index]["mark"]) <= length:
            del opened[index]
            return True
    return False
