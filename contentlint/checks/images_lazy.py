"""Finds images and frames that wait for a script of the site they were copied from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contentlint import edits
from contentlint.checks.links_data import make_once
from contentlint.checks.links_places import is_masked
from contentlint.document.masks import may_have_more
from contentlint.findings import FixRow, Hit, fix_of
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["shows_nothing", "waiting", "waiting_frames"]

_BLANK_PICTURE = pattern(
    r"(?:.*/)?(?:blank|spacer|gr[ae]y|loading|lazy(?:load)?|placeholder|pixel|1x1|transparent|"
    r"empty|load|img_loading|default_?(?:img|image|pic)?)[-_\d]*\.(?:gif|png|svg|jpe?g|webp)"
    r"(?:[?#].*)?|about:blank|#",
    re.IGNORECASE,
)
_LONGEST_BLANK = 1000


def waiting(document: Document, options: Mapping[str, Any]) -> Iterable[Hit]:
    """Images whose address stands in an attribute that only a script reads."""
    if document.page.attributes.isdisjoint(make_once(options, _attributes)):
        return ()
    return _waiting(document, options, document.page.select("img"))


def _attributes(options: Mapping[str, Any]) -> frozenset[str]:
    return frozenset([name.lower() for name in options["attributes"]])


def _waiting(
    document: Document, options: Mapping[str, Any], images: Sequence[Any]
) -> Iterator[Hit]:
    names: list[str] = options["attributes"]
    loaded = {name.lower() for name in options["classes"]}
    for image in images:
        source = (image.attr("src") or "").strip()
        if not shows_nothing(image):
            continue
        name = _address_name(image, names)
        if name is None or not loaded.isdisjoint(map(str.lower, image.attrs.get("class") or ())):
            continue
        url = (image.attr(name) or "").strip()
        # an empty address is told of there, by this finding alone
        is_empty = not source and image.attr("src") is not None
        place = (
            document.page.attribute(image, "src") if is_empty else document.page.start_tag(image)
        )
        if document.has_template_tags and may_have_more(image):
            continue
        if place is not None and not is_masked(document, url + source):
            values = {"attribute": name, "url": url}
            message = "blank" if source else "none"
            yield Hit(
                place.span,
                values,
                message=message,
                fix=_load(document, image, name, url),
                element=image,
            )


def waiting_frames(
    document: Document, options: Mapping[str, Any], frames: Sequence[Any]
) -> Iterator[Hit]:
    """Frames and films whose address stands in an attribute that only a script reads."""
    names: list[str] = options["attributes"]
    loaded = {name.lower() for name in options["classes"]}
    for frame in frames:
        source = (frame.attr("src") or "").strip()
        if (source and source != "about:blank") or frame.attr("srcdoc"):
            continue
        name = _address_name(frame, names)
        if name is None or not loaded.isdisjoint(map(str.lower, frame.attrs.get("class") or ())):
            continue
        url = frame.attr(name).strip()
        if frame.select_one("source[src]") is not None or is_masked(document, url + source):
            continue
        is_empty = not source and frame.attr("src") is not None
        page = document.page
        place = page.attribute(frame, "src") if is_empty else page.start_tag(frame)
        if place is not None and not (document.has_template_tags and may_have_more(frame)):
            values = {"attribute": name, "url": url, "tag": frame.tag}
            fix = _load(document, frame, name, url)
            yield Hit(place.span, values, fix=fix, element=frame)


def shows_nothing(image: Any) -> bool:
    """Whether *image* has no address, or that of an empty picture."""
    source = (image.attr("src") or "").strip()
    return (not source or _is_blank(source)) and not image.attr("srcset")


def _is_blank(source: str) -> bool:
    if source[:11].lower() == "data:image/":
        return len(source) <= _LONGEST_BLANK
    return _BLANK_PICTURE.fullmatch(source) is not None


def _address_name(image: Any, names: Sequence[str]) -> str | None:
    for name in names:
        value = (image.attr(name) or "").strip()
        if ("/" in value or "." in value) and not any(c.isspace() for c in value):
            return name
    return None


def _load(document: Document, image: Any, name: str, url: str) -> FixRow | None:
    if image.attr("src") is None:
        made = edits.rename_attribute(document, image, name, "src")
    else:
        written = edits.set_attribute(document, image, "src", url)
        dropped = edits.remove_attribute(document, image, name)
        made = (*written, *dropped) if written and dropped else None
    if not made:
        return None
    if image.tag == "img":
        return fix_of("safe", "Give the image its address", made)
    return fix_of("unsafe", f"Give the <{image.tag}> its address", made)
