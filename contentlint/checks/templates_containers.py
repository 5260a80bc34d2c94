"""Finds boxes (``:::tip``) that are not closed, and ends of boxes that close none."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.templates_places import fenced_code, loose_code
from contentlint.checks.text_zones import is_commented
from contentlint.document.nesting import names_of
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.site_settings import settings_text
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
_VITEPRESS: Final = names_of("tip info warning danger details raw v-pre code-group")
# so many open boxes are looked at for the one that an end belongs to
_DEEPEST: Final = 200
# on sites of MkDocs all else is the name of a part of a program, whose documentation goes there
_BOXES: Final = names_of("note tip info warning danger caution important details success abstract")
_OBJECT: Final = pattern(r"[A-Za-z_][\w.:/-]*\Z")
_OPENS: Final = pattern(r"\{?[.#]?[A-Za-z][\w-]*")


def unclosed_containers(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Boxes without an end, and ends without a box, on sites that understand them."""
    understood = document.settings.understood
    if document.kind != "markdown" or "container" not in understood or ":::" not in document.body:
        return
    code = fenced_code(document), loose_code(document)
    base, is_docusaurus = document.body_start, "docusaurus" in document.settings.generators
    opened: list[re.Match[str]] = []
    unknown: list[re.Match[str]] = []
    joined: list[re.Match[str]] = []  # boxes that ended with the one in them
    for line in _LINE.finditer(document.body):
        start = line.start("mark")
        end = line.end("words" if line["words"] else "mark")
        # the words of a box may hold code
        if any(zone.touch(start, line.end("mark")) for zone in code) or is_commented(
            document.body, start
        ):
            continue
        if not line["words"]:
            joined += _take_joined(opened, line)
            # one that is too short for the box that is open is told of there
            if line["item"] or _close(opened, len(line["mark"])) or opened:
                continue
            if unknown:
                yield _unknown_hit(document, unknown.pop())
            elif joined:
                yield _joined_hit(document, joined.pop())
            else:
                yield Hit(Span(base + start, base + end), {"text": line["mark"]}, message="stray")
        elif _OPENS.match(line["words"]) and not _is_object(document, line["words"]):
            opened.append(line)
            if _is_unknown(document, line["words"]):
                opened.pop()
                unknown.append(line)
            if is_docusaurus and _is_parted(line):
                yield _parted_hit(document, line)
    yield from (_unknown_hit(document, line) for line in unknown)
    left = [line for line in (*joined, *opened) if not (is_docusaurus and _is_parted(line))]
    for line in left:
        text = document.body[line.start("mark") : line.end("words")]
        span = Span(base + line.start("mark"), base + line.end("words"))
        yield Hit(span, {"text": text, "mark": line["mark"]})


def _is_object(document: Document, words: str) -> bool:
    """Whether ``::: package.module`` is no box: a plug-in of MkDocs puts documentation there."""
    if "mkdocs" not in document.settings.generators:
        return False
    return _OBJECT.match(words) is not None and words not in _BOXES


def _is_unknown(document: Document, words: str) -> bool:
    """Whether VitePress, and not VuePress, makes the site, and knows no box of this name."""
    settings = document.settings
    name = words.split(" ", 1)[0]
    if "vitepress" not in settings.generators or name in _VITEPRESS:
        return False
    root = document.look_outside()
    if root is None:
        return False
    said = settings_text(root, "vitepress")
    is_vitepress = os.path.isdir(root / ".vitepress")
    return is_vitepress and not ("container" in said or ".use(" in said)


def _unknown_hit(document: Document, line: re.Match[str]) -> Hit:
    base = document.body_start
    span = Span(base + line.start("mark"), base + line.end("words"))
    values = {"text": document.source.slice(span), "name": line["words"].split(" ", 1)[0]}
    return Hit(span, values, message="unknown")


def _take_joined(opened: list[re.Match[str]], end: re.Match[str]) -> list[re.Match[str]]:
    """The box around the innermost one, if *end* ends both of them."""
    if len(opened) < 2 or end["item"]:
        return []
    outer, inner = opened[-2:]
    alike = outer["mark"] == inner["mark"] == end["mark"]
    if not alike or any(_column(each) != _column(end) or each["item"] for each in (outer, inner)):
        return []
    return [opened.pop(-2)]


def _column(line: re.Match[str]) -> int:
    return line.start("mark") - line.start()


def _joined_hit(document: Document, outer: re.Match[str]) -> Hit:
    base = document.body_start
    span = Span(base + outer.start("mark"), base + outer.end("words"))
    mark = outer["mark"]
    values = {"text": document.source.slice(span), "mark": mark, "longer": mark + ":"}
    return Hit(span, values, message="nested")


def _is_parted(line: re.Match[str]) -> bool:
    """Whether a blank stands after the colons; then it is no box of Docusaurus', which is told."""
    return line.end("mark") < line.start("words")


def _parted_hit(document: Document, line: re.Match[str]) -> Hit:
    base = document.body_start
    span = Span(base + line.start("mark"), base + line.end("words"))
    blank = Edit(base + line.end("mark"), base + line.start("words"), "")
    values = {"text": document.source.slice(span), "written": line["mark"] + line["words"]}
    fix = Fix("unsafe", "Remove the blank", (blank,))
    return Hit(span, values, message="blank", fix=fix)


def _close(opened: list[re.Match[str]], length: int) -> bool:
    """Take the innermost box away that so many colons end; ``False`` if they end none."""
    for index in range(len(opened) - 1, max(-1, len(opened) - _DEEPEST), -1):
        if len(opened[index]["mark"]) <= length:
            del opened[index]
            return True
    return False
