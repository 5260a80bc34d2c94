"""Judges what an image says to those who cannot see it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from contentlint import edits
from contentlint.checks.links_data import make_once
from contentlint.checks.links_places import is_masked, markdown_link
from contentlint.findings import Edit, FixRow, HitRow, fix_of, hit_of
from contentlint.kept import Kept
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["named_by_file", "repeats_title"]

_FILE = pattern(
    r"[^\s/]{1,200}\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|heic|ico|jfif)", re.IGNORECASE
)
# the names that cameras, phones, chat programs and editors give
_GIVEN = pattern(
    r"(?:img|dsc|dscn|dscf|dscn?f?|pict?|mvimg|pxl|wx|wp|vid|cap|mmexport|image|screenshot|"
    r"screen[ _-]?shot|snipaste|clip_?image|untitled|pasted[ _-]image|"
    r"微信图片|微信截图|微信圖片|企业微信截图|qq图片|qq截图|qq圖片|截屏|截图|截圖|屏幕截图|屏幕快照|图片|圖片)"
    r"[ _-]*\(?(?:\d[\d ._:-]*|at|下午|上午)[\w .:()-]*",
    re.IGNORECASE,
)
# with the letters that only Unicode takes for an i and an s
_GIVEN_FIRST = "dimpsuvwcqDIMPSUVWCQ\u0130\u0131\u017f微企截屏图圖"
# counted rather than named
_COUNTED = pattern(r"(?:image|picture|screenshot|图片|圖片|截图|截圖)[ _-]?\d{1,2}", re.IGNORECASE)
_LONGEST_NAME = 200
_SHORTEST_HASH = 8
_HASH = pattern(r"[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{8,}", re.I)


def named_by_file(document: Document, options: Mapping[str, Any]) -> Iterator[HitRow]:
    """Images whose alternative text is a file's name, or a word for any image."""
    by_alt = make_once(options, _judges)
    made = document.page.survey.made
    if made is not None and not any(
        by_alt[alt.strip()] or _judge_name(alt.strip(), source)
        for source, alt, _ in made.pictures
        if alt
    ):
        return
    for image in document.page.select("img[alt]"):
        alt = (image.attr("alt") or "").strip()
        if not alt:
            continue
        message = by_alt[alt] or _judge_name(alt, image.attr("src") or "")
        place = document.page.attribute(image, "alt") if message else None
        if place is None or is_masked(document, alt):
            continue
        if _names_link(image):
            yield hit_of(place.span, {"alt": alt}, message=f"{message}-link")
        else:
            yield hit_of(place.span, {"alt": alt}, message=message, fix=_empty(document, image))


def _names_link(image: Any) -> bool:
    """Whether *image* is all that a link shows, so that its description is the link's name."""
    around = image.parent
    while (tag := getattr(around, "tag", None)) is not None:
        if tag == "a":
            return around.attr("href") is not None and not around.text.strip()
        around = around.parent
    return False


def _judges(options: Mapping[str, Any]) -> Kept[str]:
    words = frozenset(word.casefold() for word in options["words"])
    return Kept(lambda alt: _judge(alt, words))


def _judge(alt: str, words: frozenset[str]) -> str:
    """The message for an alternative text, as far as it tells by itself."""
    if alt.casefold() in words:
        return "generic"
    if len(alt) > _LONGEST_NAME:
        return ""
    # what each begins with or holds is looked for first: these patterns take long to compile
    if "." in alt and _FILE.fullmatch(alt):
        return "file"
    if alt[:1] in _GIVEN_FIRST and _GIVEN.fullmatch(alt):
        return "generic" if _COUNTED.fullmatch(alt) else "file"
    return "file" if len(alt) >= _SHORTEST_HASH and _HASH.fullmatch(alt) else ""


def _judge_name(alt: str, source: str) -> str:
    """The message for an alternative text that is named as the image is."""
    if len(alt) > _LONGEST_NAME or (alt not in source and "%" not in source):
        return ""
    name = unquote(source.partition("?")[0].partition("#")[0]).rpartition("/")[2]
    stem, dot, _ = name.rpartition(".")
    named = alt == name or (
        dot and alt == stem and bool(re.search(r"\d|_", alt)) and " " not in alt
    )
    return "file" if named else ""


def _empty(document: Document, image: Any) -> FixRow | None:
    written = markdown_link(document, image)
    if written is None:
        made = edits.set_attribute(document, image, "alt", "")
    else:
        base = document.body_start
        made = (Edit(base + written.text.start, base + written.text.end, ""),)
    return fix_of("unsafe", "Mark the image as decoration", made) if made else None


def repeats_title(document: Document, options: Mapping[str, Any]) -> Iterator[HitRow]:
    """Images that say the same as their own title, or as the title of the post."""
    title = document.front_matter.values.get("title")
    headline = " ".join(title.split()) if isinstance(title, str) else ""
    made = document.page.survey.made
    if made is not None and not any(
        " ".join(alt.split()) in (headline, " ".join(other.split()))
        for _, alt, other in made.pictures
        if alt
    ):
        return
    for image in document.page.select("img[alt]"):
        alt = image.attr("alt")
        if not alt:
            continue
        alt = " ".join(alt.split())
        message = None
        if alt == headline:
            message = "post"
        elif alt == " ".join((image.attr("title") or "").split()):
            message = "attribute"
        if not alt or not message:
            continue
        place = document.page.attribute(image, "alt")
        if place is not None and not is_masked(document, alt):
            yield hit_of(place.span, {"alt": alt}, message=message, element=image)
